"""Parquet files, in batches of rows. ``pip install "lsdsl[parquet]"`` brings the reader."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from lsdsl.records.problems import InputError
from lsdsl.records.raw import RawRecord

BATCH = 4096
SIMPLE = (str, int, bool, float)


class ParquetReader:
    """The rows of a Parquet file, or of some of its row groups; ``line`` is the row, from 1. ``file`` is for who has it open."""

    def __init__(self, path: str, groups: Sequence[int] | None = None, file: BinaryIO | None = None) -> None:
        try:
            from pyarrow import ArrowException, parquet
        except ImportError:
            raise InputError(f'{path}: reading Parquet needs pyarrow: pip install "lsdsl[parquet]"') from None
        self.path = path
        self.groups = groups
        try:
            self.file: Any = parquet.ParquetFile(path if file is None else file)
        except (ArrowException, OSError) as error:
            raise InputError(f"{path}: not a readable Parquet file: {error}") from None
        self.damage: type[Exception] = ArrowException
        self.row = 0
        self.rows = int(self.file.metadata.num_rows)

    def records(self) -> Iterator[RawRecord]:
        """The rows as records; nulls are left out."""
        for _, batch in self.batches():
            for values in coarse(batch).to_pylist():
                self.row += 1
                yield RawRecord(self.path, self.row, as_json(values), values, table=True)

    def batches(self) -> Iterator[tuple[int, Any]]:
        """The rows in batches of Arrow, each with the number of rows before it. Who takes them counts the rows in ``row``."""
        before = 0
        try:
            for batch in self.file.iter_batches(batch_size=BATCH, row_groups=self.groups):
                yield before, batch
                before += batch.num_rows
        except (self.damage, OSError) as error:
            raise InputError(f"{self.path}: damaged after row {self.row}: {error}") from None

    def record(self, before: int, batch: Any, place: int) -> RawRecord:
        """The record at a place of a batch."""
        (values,) = coarse(batch.slice(place, 1)).to_pylist()
        return RawRecord(self.path, before + place + 1, as_json(values), values, table=True)


def coarse(batch: Any) -> Any:
    """The batch with moments cut to microseconds, which is as fine as Python and lsdsl count."""
    import pyarrow as pa

    for index, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            column = batch.column(index).cast(pa.timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(index, field.name, column)
    return batch


def as_json(values: dict[str, Any]) -> dict[str, Any]:
    """A row as if it had come as JSON, without the nulls."""
    return {
        name: value if value.__class__ in SIMPLE else plain(value)
        for name, value in values.items()
        if value is not None and value != ""
    }


def plain(value: Any) -> Any:
    """A value of Arrow as a value of JSON: days and moments as ISO 8601 text, decimals as text, so that they stay exact."""
    match value:
        case dt.datetime() | dt.date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case dict():
            return {name: plain(part) for name, part in value.items()}
        case list():
            return [plain(part) for part in value]
        case _:
            return value
