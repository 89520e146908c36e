"""The columns of the data that rules are for, so that a check can tell which fields have none."""

from itertools import islice
from typing import Final

from lsdsl.records.compression import open_file, unpacked
from lsdsl.records.csv_file import CsvReader
from lsdsl.records.inputs import TABLES, open_records
from lsdsl.records.lines import lines_of
from lsdsl.records.raw import RawRecord

LOOKED_AT: Final = 1_000
"""So many records of a file without a header are looked at for their keys."""

NESTED: Final = "fields"


def columns_of(path: str) -> frozenset[str]:
    """The columns of a table, or the keys of the first records; those below ``fields`` count as keys of their own.

    Raises ``InputError`` or ``OSError`` for a file that cannot be read.
    """
    name = path.lower().removesuffix(".gz").removesuffix(".zst")
    if name.endswith(TABLES):
        return _of_csv(path)
    with open_records(path) as records:
        if records.parquet:
            return frozenset(records.parquet.file.schema_arrow.names)
        found: set[str] = set()
        for record in islice(records, LOOKED_AT):
            if isinstance(record, RawRecord):
                nested = record.data.get(NESTED)
                found |= record.data.keys()
                found |= nested.keys() if isinstance(nested, dict) else set()
        return frozenset(found)


def _of_csv(path: str) -> frozenset[str]:
    """The names in the header, which a record with empty cells does not show."""
    with open_file(path) as file:
        reader = CsvReader(path, lines_of(unpacked(path, file).read1))
        next(reader.records(), None)
        return frozenset(reader.names)
