"""Parquet files give the same events, rejects and records the quick way, column by column, as row by row."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsdsl.records.inputs import Records, open_records
from lsdsl.records.parquet import ParquetReader
from lsdsl.records.reading import EventReader
from lsdsl.records.schema import Schema
from lsdsl.records.shares import Share
from tests.property.running import model_of

RULES = """
profile:
    country  text
    visits   number

event visit:
    path     text
    seconds  number
    member   boolean

event order:
    amount  number
    day     date
    state   choice("open", "paid")
    time    text
"""
TEXTS = st.sampled_from([None, "", " ", "a", "b", "/pricing", "5"])
KIND = st.sampled_from(["visit", "order", "visit", "profile.modified", "tag.added", "nonsense", "", None])
COLUMNS: dict[str, tuple[st.SearchStrategy[Any], Sequence[pa.DataType]]] = {
    "id": (TEXTS, [pa.string(), pa.string(), pa.large_string()]),
    "type": (KIND, [pa.string()]),
    "profile": (TEXTS, [pa.string()]),
    "time": (
        st.one_of(st.none(), st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1))),  # noqa: DTZ001 - some without a zone
        [pa.timestamp("us", "UTC"), pa.timestamp("ns"), pa.string(), pa.timestamp("s", "Europe/Amsterdam"), pa.date32()],
    ),
    "path": (TEXTS, [pa.string(), pa.large_string()]),
    "seconds": (st.sampled_from([None, 0.0, 1.5, 3.0, 1e300, float("nan")]), [pa.float64()]),
    "member": (st.sampled_from([None, True, False]), [pa.bool_()]),
    "amount": (st.sampled_from([None, 1, 70, 2**60]), [pa.int64()]),
    "day": (st.sampled_from([None, date(2026, 1, 1)]), [pa.date32()]),
    "state": (st.sampled_from([None, "", "open", "paid", "lost"]), [pa.string()]),
    "country": (TEXTS, [pa.string()]),
    "visits": (st.sampled_from([None, 1, 2]), [pa.int32()]),
    "tag": (TEXTS, [pa.string()]),
    "colour": (TEXTS, [pa.string()]),
}


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """Tables with some of the columns, as many exporters would write them, and with mistakes."""
    left_out = draw(st.sets(st.sampled_from(["profile", "day", "colour", "country", "visits", "tag", "state"]), max_size=6))
    size = draw(st.integers(0, 12))
    made = {}
    for name, (values, kinds) in COLUMNS.items():
        kind = draw(st.sampled_from(kinds))
        if name not in left_out:
            cells = draw(st.lists(values, min_size=size, max_size=size))
            if name == "time" and pa.types.is_string(kind):
                cells = [None if one is None else one.replace(tzinfo=UTC).isoformat() for one in cells]
            made[name] = pa.array(cells, kind)
    return pa.table(made)


def read(records: Records, share: Share | None) -> tuple[list[object], list[str], list[str]]:
    """What a reader gives, with the number and the raw text of each, and the names that it ignores."""
    schema = Schema(model_of(RULES))
    reader = EventReader(schema, records, share)
    found: list[object] = []
    for one in reader:
        raw = reader.record()
        found.append((one, reader.number, raw.line, raw.raw, raw.source))
    found.append(reader.number)
    return found, sorted(schema.ignored.unknown), sorted(schema.ignored.owned)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(table=tables(), shares=st.integers(1, 3))
def test_same_as_row_by_row(tmp_path: Path, table: pa.Table, shares: int) -> None:
    """Whatever a table holds and whatever share is read, the quick way gives what the careful one gives."""
    path = str(tmp_path / "events.parquet")
    pq.write_table(table, path)
    for share in [None, *(Share(number, shares) for number in range(shares))]:
        careful = Records(path, ParquetReader(path).records(), None)
        assert repr(read(open_records(path), share)) == repr(read(careful, share))


@pytest.mark.parametrize("kind", [pa.string(), pa.timestamp("us", "UTC")])
def test_quick_way_is_taken(tmp_path: Path, kind: pa.DataType) -> None:
    """A table without mistakes needs no closer look: of no row a record is made."""
    path = str(tmp_path / "events.parquet")
    moments: list[Any] = [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)]
    if kind == pa.string():
        moments = [one.isoformat() for one in moments]
    columns = {
        "id": ["e1", "e2"],
        "type": ["visit", "order"],
        "profile": ["p1", "p2"],
        "path": ["/", None],
        "amount": [None, 5.0],
    }
    pq.write_table(pa.table({**columns, "time": pa.array(moments, kind)}), path)
    with open_records(path) as records:
        assert records.parquet is not None
        records.parquet.record = None  # type: ignore[assignment, method-assign]
        assert [(one.profile, one.data) for one in EventReader(Schema(model_of(RULES)), records)] == [  # type: ignore[union-attr]
            ("p1", {"path": "/"}),
            ("p2", {"amount": 5}),
        ]
