"""JSON files: an array of objects, a single object, or objects one after the other, read through a sliding window.

An element that is not readable is refused alone: where it ends is found by its brackets.
"""

import codecs
import json
import re
from collections.abc import Iterator

from lsdsl.records.jsonl import UNREADABLE, decode_json, not_an_object, reject, unreadable
from lsdsl.records.lines import CHUNK, DAMAGE, Read
from lsdsl.records.raw import RawRecord, Reject

ELEMENT_LIMIT = 1 << 24
BLANK = re.compile(r"[ \t\r\n]*")
MARK = re.compile(r'"(?:[^"\\]|\\.)*"|["{}\[\],]', re.DOTALL)


def json_records(source: str, read: Read) -> Iterator[RawRecord | Reject]:
    """The records of a JSON file; ``line`` is where the element begins."""
    return JsonReader(source, read).records()


class JsonReader:
    """A window over the text, with the line at which it stands."""

    def __init__(self, source: str, read: Read) -> None:
        self.source = source
        self.read = read
        self.decode = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape").decode
        self.scan = json.JSONDecoder().raw_decode
        self.text = ""
        self.position = 0
        self.line = 1
        self.ended = False
        self.damage = ""

    def records(self) -> Iterator[RawRecord | Reject]:
        """The elements, in order."""
        array = self._next() == "["
        if array:
            self._move(self.position + 1)
        while (character := self._next()) and not (array and character == "]"):
            if array and character == ",":
                self._move(self.position + 1)
                continue
            line = self.line
            text = self._element()
            if text is None:
                yield self._lost(line)
                return
            yield self._record(line, text)
        if self.damage:
            yield reject(self.source, self.line, b"", "LS807", reason=self.damage)
        elif array and not character:
            yield reject(self.source, self.line, b"", "LS801", reason="the array is never closed")
        elif array:
            self._move(self.position + 1)
            if self._next():
                yield reject(
                    self.source, self.line, encoded(self.text[self.position :]), "LS801", reason="something follows the array"
                )

    def _record(self, line: int, text: str) -> RawRecord | Reject:
        raw = encoded(text)
        try:
            data = decode_json(raw)
        except UNREADABLE as error:
            return unreadable(self.source, line, raw, error)
        return RawRecord(self.source, line, data, raw) if data.__class__ is dict else not_an_object(self.source, line, raw, data)

    def _lost(self, line: int) -> Reject:
        """Refuse an element whose end is not found; what follows it cannot be read either."""
        raw = encoded(self.text[self.position :])
        if self.damage:
            return reject(self.source, line, raw, "LS807", reason=self.damage)
        return reject(self.source, line, raw, "LS801", reason="this element never ends, and nothing after it was read")

    def _next(self) -> str:
        """The next character that is not blank, none at the end."""
        while True:
            match = BLANK.match(self.text, self.position)
            self._move(match.end() if match else self.position)
            if self.position < len(self.text):
                return self.text[self.position]
            if not self._fill():
                return ""

    def _element(self) -> str | None:
        """The text of the element that begins here; None when it does not end."""
        while True:
            end = self._end()
            # A number at the end of the window could go on.
            if end is not None and (end < len(self.text) or self.ended):
                text = self.text[self.position : end]
                self._move(end)
                return text
            if self.ended or len(self.text) - self.position > ELEMENT_LIMIT:
                return None
            self._fill()

    def _end(self) -> int | None:
        try:
            return self.scan(self.text, self.position)[1]
        except (ValueError, RecursionError):
            end = end_of_element(self.text, self.position)
        if end is None and self.ended and self.text[self.position] not in '{["':
            return len(self.text)
        # A bracket or comma where none may stand is an element of its own, so that the window always moves on.
        return None if end is None else max(end, self.position + 1)

    def _move(self, position: int) -> None:
        self.line += self.text.count("\n", self.position, position)
        self.position = position

    def _fill(self) -> bool:
        """Read on, at least as much as is there already; whether anything came."""
        if self.ended:
            return False
        rest = self.text[self.position :]
        try:
            data = self.read(max(CHUNK, len(rest)))
        except DAMAGE as error:
            data, self.damage = b"", str(error) or type(error).__name__
        self.ended = not data
        self.text, self.position = rest + self.decode(data, self.ended), 0
        return not self.ended or len(self.text) > len(rest)


def end_of_element(text: str, start: int) -> int | None:
    """Where an element that is not readable ends, by its brackets; None when that is not in the text."""
    depth = 0
    for match in MARK.finditer(text, start):
        mark = match.group()
        if mark in "{[":
            depth += 1
        elif mark in "}]":
            if depth <= 1:
                return match.end() if depth else match.start()
            depth -= 1
        elif mark == '"':
            return None
        elif mark == "," and not depth:
            return match.start()
    return None


def encoded(text: str) -> bytes:
    """The bytes that the text was read from."""
    return text.encode("utf-8", "surrogateescape")
