"""Opening an input: the reader is chosen by the name of the file."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

from lsdsl.records.compression import open_file, standard_input, unpacked
from lsdsl.records.csv_file import csv_records
from lsdsl.records.json_array import json_records
from lsdsl.records.jsonl import jsonl_records
from lsdsl.records.lines import Read, lines_of
from lsdsl.records.parquet import ParquetReader
from lsdsl.records.problems import InputError
from lsdsl.records.raw import RawRecord, Reject

STANDARD_INPUT = "<stdin>"
LINES = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv")
SPREADSHEETS = (".xlsx", ".xls", ".ods")
KNOWN = ".csv, .tsv, .jsonl, .ndjson, .json (each also .gz or .zst) and .parquet"


class Records:
    """The records of one input, once, and how far reading them has come: in bytes of the file, or rows of a Parquet file."""

    def __init__(
        self,
        source: str,
        records: Iterator[RawRecord | Reject],
        file: BinaryIO | None,
        parquet: ParquetReader | None = None,
        lines: Iterator[bytes] | None = None,
    ) -> None:
        self.source = source
        self.records = records
        self.lines = lines
        """The lines of JSON Lines, for who reads them instead of the records."""
        self.file = file
        self.parquet = parquet
        self.size = parquet.rows if parquet else size_of(file)
        """The whole of what :meth:`position` counts; None when that is not known."""

    def position(self) -> int:
        """How much was read."""
        if self.parquet:
            return self.parquet.row
        return self.file.tell() if self.file and self.size is not None else 0

    def __iter__(self) -> Iterator[RawRecord | Reject]:
        return self.records

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; standard input is left open."""
        if self.file and self.source != STANDARD_INPUT:
            self.file.close()


def open_records(path: str) -> Records:
    """The records of a file, or with ``-`` the JSON Lines of standard input. Raises ``InputError``."""
    if path == "-":
        file = standard_input()
        return of_lines(STANDARD_INPUT, file, file.read1)  # type: ignore[attr-defined]
    if is_parquet(path):
        parquet = ParquetReader(path)
        return Records(path, parquet.records(), None, parquet)
    require_known(path)
    return of_file(path, open_file(path))


def records_within(path: str, content: bytes) -> Records:
    """The records of a file whose content is at hand already. Raises ``InputError``."""
    file = io.BytesIO(content)
    if is_parquet(path):
        parquet = ParquetReader(path, file=file)
        return Records(path, parquet.records(), None, parquet)
    require_known(path)
    return of_file(path, file)


def is_parquet(path: str) -> bool:
    """Whether the name is that of a Parquet file."""
    return path.lower().endswith(".parquet")


def require_known(path: str) -> None:
    """Raise ``InputError`` for a file whose name does not say what it holds."""
    if ending_of(path) in (*LINES, *TABLES, ".json"):
        return
    if Path(path).is_dir():
        raise InputError(f"{path}: is a folder; name the files in it")
    if ending_of(path) in SPREADSHEETS:
        raise InputError(f"{path}: spreadsheets are not read; save it as CSV in UTF-8, and name that file")
    raise InputError(f"{path}: the name does not say what it holds; known are {KNOWN}")


def is_data(name: str) -> bool:
    """Whether a name is that of profiles or events."""
    return is_parquet(name) or ending_of(name) in (*LINES, *TABLES, *SPREADSHEETS, ".json")


def ending_of(path: str) -> str:
    """The end of a name that says what the file holds, once it is unpacked."""
    return Path(path.lower().removesuffix(".gz").removesuffix(".zst")).suffix


def of_file(path: str, file: BinaryIO) -> Records:
    """The records of an open file; it is closed when they cannot be read."""
    ending = ending_of(path)
    try:
        read = unpacked(path, file).read1
        if ending in LINES:
            return of_lines(path, file, read)
        return Records(path, json_records(path, read) if ending == ".json" else csv_records(path, lines_of(read)), file)
    except InputError:
        file.close()
        raise


def of_lines(source: str, file: BinaryIO, read: Read) -> Records:
    """The records of JSON Lines."""
    lines = lines_of(read)
    return Records(source, jsonl_records(source, lines), file, lines=lines)


def size_of(file: BinaryIO | None) -> int | None:
    """The size of a regular file; a pipe has none."""
    try:
        return (os.fstat(file.fileno()).st_size or None) if file else None
    except (OSError, ValueError):
        return None
