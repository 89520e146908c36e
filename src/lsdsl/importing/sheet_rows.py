"""The rows of a scoring sheet: the header is found below titles, and rows count as a spreadsheet counts them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from lsdsl.importing.header import Header, Part, read_header
from lsdsl.importing.outcome import ImportingError
from lsdsl.records.compression import open_file, unpacked
from lsdsl.records.csv_file import column_names, csv_records, delimiter_of
from lsdsl.records.lines import lines_of
from lsdsl.records.problems import InputError
from lsdsl.records.raw import Reject

ABOVE: int = 20
"""So many lines may stand above the header."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read; ``reason`` says why it could not be, and then there are no cells."""

    number: int
    cells: dict[Part, str]
    raw: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A scoring sheet as it stands in its file."""

    header: Header
    rows: tuple[Row, ...]


def read_sheet(path: str) -> Sheet:
    """The rows of a CSV file."""
    try:
        with open_file(path) as file:
            return _read(path, lines_of(unpacked(path, file).read1))
    except InputError as error:
        raise ImportingError(str(error)) from error


def _read(path: str, lines: Iterator[bytes]) -> Sheet:
    """Look for the header, then read what stands below it."""
    above: list[bytes] = []
    for number, line in enumerate(lines):
        above.append(line)
        header = _header_in(line)
        if header is not None and header.is_complete:
            return Sheet(header, tuple(_rows(path, header, chain((line,), lines), number)))
        if number >= ABOVE:
            break
    seen = next((found for line in above if (found := _header_in(line)) and found.columns), None)
    there = f"; found: {', '.join(seen.columns.values())}" if seen else ""
    raise ImportingError(f"{path}: no header with a column for the criterion (or event) and one for the points{there}")


def _header_in(line: bytes) -> Header | None:
    if line.__class__ is not bytes:
        return None
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    cells = next(csv.reader([text], delimiter=delimiter_of([text])), [])
    return read_header(column_names(cells))


def _rows(path: str, header: Header, lines: Iterator[bytes], above: int) -> Iterator[Row]:
    """The rows with something in them; a cell with several lines is one row of a spreadsheet."""
    folded = 0
    for record in csv_records(path, lines):
        number = record.line + above - folded
        if isinstance(record, Reject):
            yield Row(number, {}, record.raw, record.message)
            folded += record.raw.count("\n")
            continue
        folded += len(record.kept) - 1 if isinstance(record.kept, list) else 0
        cells = {part: str(record.data[name]).strip() for part, name in header.columns.items() if name in record.data}
        if any(cells.values()):
            yield Row(number, cells, record.raw)
