"""CSV: delimiter and byte order mark found by themselves, the quoting of Python's ``csv`` module, exact line numbers.

The names of the columns stand in the first line that is not blank, and blanks around them are dropped; a name that comes twice is
numbered from the second on (``email (2)``), so that the summary lists it. Cells are kept as they are; empty ones are left out of
the record.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from lsdsl.records.jsonl import broken_line_reject, not_utf8, reject
from lsdsl.records.lines import BrokenLine
from lsdsl.records.problems import InputError
from lsdsl.records.raw import RawRecord, Reject

DELIMITERS = (",", ";", "\t")
RECORD_LIMIT = 1 << 20
"""A record may have so many bytes before an open quote is taken for one that is never closed."""

REPAIRS = 100
"""So often the lines after an open quote are read on their own.

After that, what it swallowed is refused as a whole: reading everything again and again would take for ever.
"""

HEADER_LINES = 1000
OTHERS = {
    b"\x1f\x8b": "this is packed with gzip; give it a name that ends in .csv.gz",
    b"PK\x03\x04": "this is a spreadsheet or a zip file, and no CSV; open it, and save it as CSV in UTF-8",
}
"""What files that are no CSV begin with."""

QUOTED = re.compile(r'"[^"]*"')


def csv_records(source: str, lines: Iterator[bytes]) -> Iterator[RawRecord | Reject]:
    """The records of a CSV input."""
    return CsvReader(source, lines).records()


class CsvReader:
    """Reads records with the ``csv`` module, and keeps the lines that each of them took."""

    def __init__(self, source: str, lines: Iterator[bytes]) -> None:
        self.source = source
        self.lines: Iterator[bytes] = lines
        self.line = 1
        self.names: list[str] = []
        self.taken: list[bytes] = []
        self.broken: bytes | None = None
        self.ended = False
        self.open_quote = False
        self.bad_byte: int | None = None
        self.repairs = REPAIRS

    def records(self) -> Iterator[RawRecord | Reject]:
        """The records, the first one being taken for the names of the columns."""
        header_lines = self._header_lines()
        if not header_lines:
            return
        delimiter = delimiter_of(header_lines)
        names = self.names = column_names(next(csv.reader(header_lines, delimiter=delimiter)))
        while not self.ended:
            reader = csv.reader(self._feed(), delimiter=delimiter)
            try:
                yield from self._parse(reader, names)
            except csv.Error as error:
                yield self._unreadable(error)
            if self.broken is not None:
                yield broken_line_reject(self.source, self.line, self.broken)
                self.line, self.broken = self.line + 1, None

    def _parse(self, reader: Iterable[list[str]], names: list[str]) -> Iterator[RawRecord | Reject]:
        width = len(names)
        source = self.source
        for row in reader:
            taken, line = self.taken, self.line
            if self.open_quote:
                yield self._never_closed()
                return
            self.taken = []
            self.line += len(taken)
            if self.bad_byte is not None:
                yield not_utf8(source, line, taken, self.bad_byte)
                self.bad_byte = None
            elif len(row) == width:
                data = {name: cell for name, cell in zip(names, row, strict=True) if cell}
                yield RawRecord(source, line, data, taken, table=True)
            elif row:
                yield self._ragged(line, taken, row, width)

    def _feed(self) -> Iterator[str]:
        """The lines for the ``csv`` module, which asks for more as long as a quote is open."""
        size = 0
        for line in self.lines:
            size = size + len(line) if self.taken else len(line)
            if self.taken and (size > RECORD_LIMIT or line.__class__ is not bytes):
                self.lines = chain((line,), self.lines)
                self.open_quote = True
                return
            if line.__class__ is not bytes:
                self.broken = line
                return
            self.taken.append(line)
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                self.bad_byte = line[error.start]
                yield line.decode("utf-8", "surrogateescape")
        self.ended = True
        self.open_quote = bool(self.taken)

    def _never_closed(self) -> Reject:
        """Refuse a record with an open quote, and put the lines that it swallowed back."""
        taken, line = self.taken, self.line
        self.taken, self.open_quote, self.bad_byte = [], False, None
        if self.repairs:
            self.repairs -= 1
            self.lines = chain(taken[1:], self.lines)
            self.ended = False
            taken = taken[:1]
        self.line += len(taken)
        return reject(self.source, line, taken, "LS805")

    def _unreadable(self, error: csv.Error) -> Reject:
        """Refuse what the ``csv`` module does not read: a cell that is too large, most often for an open quote."""
        if len(self.taken) > 1:
            return self._never_closed()
        taken, line = self.taken, self.line
        self.taken, self.bad_byte = [], None
        self.line += 1
        return reject(self.source, line, taken, "LS808", reason=str(error))

    def _ragged(self, line: int, taken: list[bytes], row: list[str], width: int) -> Reject:
        expected = counted(width)
        if len(row) == 1 and taken[0].startswith(b'"') and len(taken) == 1:
            return reject(self.source, line, taken, "LS809", expected=expected)
        return reject(self.source, line, taken, "LS804", found=counted(len(row)), expected=expected)

    def _header_lines(self) -> list[str]:
        """The lines of the header: more than one when a name holds a line break."""
        taken: list[bytes] = []
        for line in self.lines:
            if isinstance(line, BrokenLine):
                raise InputError(f"{self.source}: {_what_is_broken(line)}")
            self.line += 1
            if taken or line.strip():
                taken.append(line)
            if taken and sum(part.count(b'"') for part in taken) % 2 == 0:
                break
            if len(taken) > HEADER_LINES:
                raise InputError(f"{self.source}: the header has a quote that is never closed")
        return header_text(self.source, taken)


def _what_is_broken(line: BrokenLine) -> str:
    """Why a header is not whole."""
    reason = line.arguments.get("reason")
    return "its first line is too long" if reason is None else f"the file is cut or damaged: {reason[:1].lower()}{reason[1:]}"


def header_text(source: str, taken: list[bytes]) -> list[str]:
    """The decoded lines of a header; a header that cannot be read spoils the whole file."""
    if taken and taken[0].startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{source}: this is UTF-16; save the file as UTF-8")
    for beginning, what in OTHERS.items():
        if taken and taken[0].startswith(beginning):
            raise InputError(f"{source}: {what}")
    try:
        return [line.decode() for line in taken]
    except UnicodeDecodeError as error:
        raise InputError(f"{source}: the header is not UTF-8 ({error.reason}); save the file as UTF-8") from None


def delimiter_of(header: list[str]) -> str:
    """The delimiter that stands most often outside quotes; a comma when there is none."""
    bare = QUOTED.sub("", "".join(header))
    return max(DELIMITERS, key=bare.count)


def column_names(cells: list[str]) -> list[str]:
    """The names of the columns, made distinct."""
    names: dict[str, None] = {}
    for cell in cells:
        name, number = cell.strip(), 1
        while name in names:
            number += 1
            name = f"{cell.strip()} ({number})"
        names[name] = None
    return list(names)


def counted(cells: int) -> str:
    """A number of cells in words."""
    return "1 cell" if cells == 1 else f"{cells:,} cells"
