"""Payloads out of a file: a JSON value over many lines, an array of payloads, or a payload a line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from lsdsl.ingest.bodies import is_form
from lsdsl.ingest.events import EventRecord, Refused, events_of
from lsdsl.records.compression import open_file, standard_input, unpacked
from lsdsl.records.inputs import LINES, STANDARD_INPUT
from lsdsl.records.json_array import json_records
from lsdsl.records.jsonl import UNREADABLE, broken_line_reject, decode_json, unreadable
from lsdsl.records.lines import BYTE_ORDER_MARK, LIMIT, BrokenLine, Read, lines_of
from lsdsl.records.raw import RawRecord, Reject, raw_text

PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Payload:
    """One payload and where it begins."""

    source: str
    line: int
    value: Any

    def ingested(self, provider: str, profile_key: str | None) -> Iterator[EventRecord | Reject]:
        """Its events and its refused items."""
        found = events_of(provider, self.value, profile_key=profile_key)
        yield from found.events
        for refused in found.rejects:
            yield Reject(self.source, self.line, refused.code, refused.message, raw_of(refused))


def read_file(path: str, provider: str, profile_key: str | None = None) -> Iterator[EventRecord | Reject]:
    """The events and rejects of a file, or with ``-`` of standard input. Raises ``InputError``."""
    if path == "-":
        yield from read_stream(STANDARD_INPUT, standard_input().read1, provider, profile_key)  # type: ignore[attr-defined]
        return
    with open_file(path) as file:
        by_line = path.lower().removesuffix(".gz").removesuffix(".zst").endswith(LINES)
        yield from read_stream(path, unpacked(path, file).read1, provider, profile_key, by_line=by_line)


def read_stream(
    source: str, read: Read, provider: str, profile_key: str | None = None, *, by_line: bool = False
) -> Iterator[EventRecord | Reject]:
    """The events and rejects of a stream of bytes; without ``by_line`` its first line shows how it is laid out."""
    for one in payloads(source, read, by_line=by_line):
        if isinstance(one, Payload):
            yield from one.ingested(provider, profile_key)
        else:
            yield one


def payloads(source: str, read: Read, *, by_line: bool) -> Iterator[Payload | Reject]:
    """The payloads of a stream."""
    head = b"" if by_line else head_of(read)
    again = Ahead(head, read).read
    if by_line or starts_with_a_payload(head):
        for number, line in enumerate(lines_of(again), 1):
            if isinstance(line, BrokenLine):
                yield broken_line_reject(source, number, line)
            elif line.strip():
                yield payload_of_line(source, number, line)
        return
    for record in json_records(source, again):
        yield Payload(source, record.line, record.data) if isinstance(record, RawRecord) else record


def payload_of_line(source: str, number: int, line: bytes) -> Payload | Reject:
    """The payload that a line is."""
    if is_form(line):
        return Payload(source, number, line)
    try:
        value = decode_json(line)
    except UNREADABLE as error:
        return unreadable(source, number, line, error)
    # A text alone would be taken for the body of a request.
    return Payload(source, number, [value] if isinstance(value, str) else value)


def head_of(read: Read) -> bytes:
    """The stream up to the end of its first line that is not blank, or so much that it cannot be a line."""
    head = b""
    while b"\n" not in head.lstrip() and len(head) <= LIMIT:
        try:
            piece = read(PIECE)
        except EOFError:
            break
        if not piece:
            break
        head += piece
    return head


def starts_with_a_payload(head: bytes) -> bool:
    """Whether the first line is a whole payload, so that each line is one."""
    line = head.removeprefix(BYTE_ORDER_MARK).lstrip().partition(b"\n")[0]
    if is_form(line):
        return True
    try:
        value = decode_json(line)
    except UNREADABLE:
        return False
    return isinstance(value, Mapping | list) and len(line) <= LIMIT


class Ahead:
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, read: Read) -> None:
        self.head = head
        self.rest = read

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes more, none at the end."""
        if self.head:
            piece, self.head = self.head[:size], self.head[size:]
            return piece
        return self.rest(size)


def raw_of(refused: Refused) -> str:
    """A refused item as it stands in ``rejects.jsonl``."""
    if isinstance(refused.item, str):
        return refused.item
    return raw_text(msgspec.json.encode(refused.item, enc_hook=str))
