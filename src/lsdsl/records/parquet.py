"""Parquet files, in batches of rows. ``pip install "lsdsl[parquet]"`` brings the reader."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lsdsl.records.problems import InputError
from lsdsl.records.raw import RawRecord

BATCH = 4096
SIMPLE = (str, int, bool, float)


class ParquetReader:
    """The rows of a Parquet file; ``line`` is the row, from 1."""

    def __init__(self, path: str) -> None:
        try:
            from pyarrow import ArrowException, parquet
        except ImportError:
            raise InputError(f'{path}: reading Parquet needs pyarrow: pip install "lsdsl[parquet]"') from None
        self.path = path
        try:
            self.file: Any = parquet.ParquetFile(path)
        except (ArrowException, OSError) as error:
            raise InputError(f"{path}: not a readable Parquet file: {error}") from None
        self.damage: type[Exception] = ArrowException
        self.row = 0
        self.rows = int(self.file.metadata.num_rows)

    def records(self) -> Iterator[RawRecord]:
        """The rows as records; nulls are left out."""
        try:
            for batch in self.file.iter_batches(batch_size=BATCH):
                for values in coarse(batch).to_pylist():
                    self.row += 1
                    yield RawRecord(self.path, self.row, as_json(values), values, table=True)
        except (self.damage, OSError) as error:
            raise InputError(f"{self.path}: damaged after row {self.row}: {error}") from None


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
