"""Reading a file of leads from end to end: its columns, and what is in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lsdsl.records.compression import open_file, unpacked
from lsdsl.records.csv_file import CsvReader
from lsdsl.records.inputs import TABLES, open_records
from lsdsl.records.lines import lines_of
from lsdsl.records.parquet import ParquetReader
from lsdsl.records.problems import InputError
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.runner.batch import Progress
from lsdsl.scaffold.columns import Column
from lsdsl.scaffold.distinct import Distinct

REPORTED: Final = 2000
ROOM: Final = 2_000_000
"""So many different values are told apart, over all columns."""

MOST_ROOM: Final = 200_000
MOST_COLUMNS: Final = 5_000
DEEPEST: Final = 6


@dataclass(slots=True)
class Survey:
    """What a file holds: its columns in order, how many records it has, and the first of those that cannot be read."""

    source: str
    columns: dict[str, Column] = field(default_factory=dict)
    rows: int = 0
    unreadable: int = 0
    first_unreadable: Reject | None = None
    nested: bool = False
    """Whether fields stand inside ``fields``, as in the output of a run."""

    texts_only: bool = False
    """Whether no value can be an object, because the file is CSV."""

    left_out: int = 0
    """How many values stood under keys that came after the columns were full."""

    def column(self, name: str) -> Column | None:
        """The column of a name, a new one if need be; None when there are too many."""
        column = self.columns.get(name)
        if column is None:
            if len(self.columns) >= MOST_COLUMNS:
                self.left_out += 1
                return None
            room = max(1000, min(MOST_ROOM, ROOM // (len(self.columns) + 1)))
            column = self.columns[name] = Column(name, len(self.columns) + 1, Distinct(room))
        return column


def survey(path: str, progress: Progress) -> Survey:
    """Read a file. Raises ``InputError``."""
    found = Survey(path, texts_only=is_csv(path))
    names = header_of(path)
    room = max(1000, min(MOST_ROOM, ROOM // max(1, len(names))))
    for number, name in enumerate(names, 1):
        found.columns[name] = Column(name, number, Distinct(room))
    with open_records(path) as records:
        for number, record in enumerate(records):
            if number % REPORTED == 0:
                progress(records.source, "rows" if records.parquet else "bytes", records.position(), records.size)
            if isinstance(record, Reject):
                found.unreadable += 1
                found.first_unreadable = found.first_unreadable or record
                continue
            found.rows += 1
            _take(found, record)
    for column in found.columns.values():
        column.finish()
    if not found.columns:
        why = f": {found.first_unreadable.message}" if found.first_unreadable else ""
        raise InputError(f"{path}: there are no columns in it{why}")
    return found


def _take(found: Survey, record: RawRecord) -> None:
    data = record.data
    inner = data.get("fields")
    if isinstance(inner, dict):
        found.nested = True
        data = {name: value for name, value in data.items() if name in ("id", "tags", "created")} | inner
    for name, value in data.items() if found.texts_only else _flat(data):
        column = found.columns.get(name) or found.column(name)
        if column is not None:
            column.add(value, record.line)


def _flat(data: dict[str, Any], prefix: str = "", depth: int = 1) -> Iterator[tuple[str, Any]]:
    """The values of an object with dotted keys for those of objects inside it."""
    for name, value in data.items():
        if isinstance(value, dict) and value and depth < DEEPEST:
            yield from _flat(value, f"{prefix}{name}.", depth + 1)
        else:
            yield prefix + name, value


def header_of(path: str) -> list[str]:
    """The names of the columns of a table, also of those that are empty; none for JSON, whose records name their keys."""
    if path.lower().endswith(".parquet"):
        return [str(column) for column in ParquetReader(path).file.schema_arrow.names]
    if not is_csv(path):
        return []
    with open_file(path) as file:
        reader = CsvReader(path, lines_of(unpacked(path, file).read1))
        next(reader.records(), None)
        return reader.names


def is_csv(path: str) -> bool:
    """Whether a file is CSV by its name."""
    return Path(path.lower().removesuffix(".gz").removesuffix(".zst")).suffix in TABLES
