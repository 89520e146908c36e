"""What is read by one task: a file, some bytes of an uncompressed file of JSON Lines, or some row groups of a Parquet file."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lsdsl.records.compression import open_file
from lsdsl.records.inputs import LINES, Records, of_lines, open_records
from lsdsl.records.jsonl import jsonl_records
from lsdsl.records.lines import BYTE_ORDER_MARK, Read, lines_of
from lsdsl.records.parquet import ParquetReader
from lsdsl.records.problems import InputError
from lsdsl.runner.options import RunOptions

SIZE: Final = 1 << 25
"""A file of JSON Lines is cut into pieces of about so many bytes."""

ROWS: Final = 200_000
"""A Parquet file is cut between row groups into pieces of about so many rows."""

SEARCHED: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Piece:
    """Some records of an input, in their order. ``input`` counts the files of profiles first, then those of events."""

    path: str
    """Where the file is, whatever folder a worker is in."""
    input: int
    events: bool
    span: tuple[int, int] | None = None
    """The bytes, where it is not the whole file; lines begin and end there."""
    groups: tuple[int, ...] | None = None
    """The row groups, where they are not all."""


def pieces_of(options: RunOptions, size: int = SIZE, rows: int = ROWS) -> list[Piece]:
    """The pieces of all inputs, in order. Raises ``InputError`` for an input that cannot be read at all."""
    pieces: list[Piece] = []
    for number, path in enumerate((*options.profiles, *options.events)):
        events = number >= len(options.profiles)
        if path == "-":
            raise InputError("-: Spark reads files, and no standard input; name a file")
        if Path(path).exists() and not Path(path).is_file():
            raise InputError(f"{path}: is no file; Spark reads each file in several places at once")
        place = os.path.abspath(path)  # noqa: PTH100 - a link is the name of what it leads to, and stays
        with open_records(path) as records:
            if records.parquet is not None:
                pieces += (Piece(place, number, events, groups=groups) for groups in _groups(records.parquet, rows))
            elif path.lower().endswith(LINES):
                pieces += (Piece(place, number, events, span=span) for span in _spans(path, records.size or 0, size))
            else:
                pieces.append(Piece(place, number, events))
    return pieces


def _groups(parquet: ParquetReader, rows: int) -> Iterator[tuple[int, ...] | None]:
    groups: list[int] = []
    held = 0
    metadata = parquet.file.metadata
    for group in range(metadata.num_row_groups):
        groups.append(group)
        held += metadata.row_group(group).num_rows
        if held >= rows:
            yield tuple(groups)
            groups, held = [], 0
    if groups or not metadata.num_row_groups:
        yield tuple(groups) or None


def _spans(path: str, whole: int, size: int) -> Iterator[tuple[int, int] | None]:
    """Cut behind line feeds: those end a line wherever they stand, which a carriage return may not."""
    if whole <= size:
        yield None
        return
    begin = 0
    with open_file(path) as file:
        while begin < whole:
            end = min(begin + size, whole)
            while end < whole:
                file.seek(end)
                found = file.read(SEARCHED).find(b"\n")
                if found < 0:
                    end = min(end + SEARCHED, whole)
                    continue
                end += found + 1
                file.seek(end)
                if not file.read(len(BYTE_ORDER_MARK)).startswith(BYTE_ORDER_MARK):
                    break  # a mark at the beginning of a piece would be taken for that of the file
            yield begin, end
            begin = end


def open_piece(piece: Piece) -> Records:
    """The records of a piece, whose lines count from its beginning. Raises ``InputError``."""
    if piece.groups is not None:
        parquet = ParquetReader(piece.path, piece.groups)
        return Records(piece.path, parquet.records(), None, parquet)
    if piece.span is None:
        return open_records(piece.path)
    file = open_file(piece.path)
    begin, end = piece.span
    file.seek(begin)
    read = _limited(file.read, end - begin)
    if piece.events:
        return of_lines(piece.path, file, read)
    lines = CountedLines(lines_of(read))
    return Records(piece.path, jsonl_records(piece.path, lines), file, lines=lines)


class CountedLines(Iterator[bytes]):
    """Lines, and how many of them were read: of profiles only records are counted elsewhere, and lines may be blank."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self.count = 0

    def __next__(self) -> bytes:
        line = next(self._lines)
        self.count += 1
        return line


def _limited(read: Read, size: int) -> Read:
    left = size

    def limited(most: int) -> bytes:
        nonlocal left
        data = read(min(most, left))
        left -= len(data)
        return data

    return limited
