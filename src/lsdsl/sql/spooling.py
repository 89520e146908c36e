"""Inputs that DuckDB cannot take as they are go through the readers of ``lsdsl run``, which convert and reject, into Parquet.

So every input means the same whoever reads it; a Parquet file whose columns fit (:mod:`lsdsl.sql.direct`) is read in place, which
is much faster.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsdsl.engine.event import Event
from lsdsl.model.declarations import Model
from lsdsl.model.types import Kind, Value
from lsdsl.records.schema import ProfileRecord
from lsdsl.sql.columns import Columns
from lsdsl.sql.problems import SqlError

BATCH = 50_000
"""So many events are held before they are written."""
EXACT = 2**53
CHANGING = "events that change profiles ({}) are in the data: what a rule saw depends on when it saw it"


class EventSpool:
    """Writes events into a Parquet file with the columns of the table ``events``."""

    def __init__(self, path: Path, model: Model, columns: Columns) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        self.path = path
        self._slots = {
            name: [(one.name, one.type.kind, columns.attributes[one.name, one.type.kind]) for one in event.attributes.values()]
            for name, event in model.events.items()
            if event.subject == "declared"
        }
        kinds = [
            ("arrival", pa.int64()),
            ("id", pa.string()),
            ("type", pa.string()),
            ("profile", pa.string()),
            ("time", pa.int64()),
        ]
        kinds += [(column, arrow_type(kind)) for (_, kind), column in columns.attributes.items()]
        self._schema = pa.schema(kinds)
        self._writer = parquet.ParquetWriter(path, self._schema)
        self._rows: list[dict[str, Any]] = []
        self._arrival = 0

    def add(self, event: Event) -> None:
        """Write an event. Raises ``SqlError`` for one that SQL cannot take."""
        slots = self._slots.get(event.type)
        if slots is None:
            raise SqlError(CHANGING.format(event.type))
        row: dict[str, Any] = {
            "arrival": self._arrival,
            "id": event.id,
            "type": event.type,
            "profile": event.profile,
            "time": event.time,
        }
        for name, kind, column in slots:
            value = event.data.get(name)
            if value is not None:
                row[column] = plain(value, kind, name)
        self._rows.append(row)
        self._arrival += 1
        if len(self._rows) >= BATCH:
            self._write()

    def close(self) -> None:
        """Write what is left."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
        self._rows = []


class ProfileSpool:
    """Brings together what records say of profiles, as the step does, and writes them with the columns of ``profiles``."""

    def __init__(self, model: Model, columns: Columns) -> None:
        self._columns = [(name, model.fields[name].type, column) for (name, _), column in columns.fields.items()]
        self._known: dict[str, dict[str, Value]] = {}
        self._tags: dict[str, tuple[str, ...]] = {}
        self._created: dict[str, int] = {}

    def add(self, record: ProfileRecord) -> None:
        """A record; the later one of a profile wins field by field."""
        known = self._known.setdefault(record.id, {})
        known.update(record.fields)
        if record.tags is not None:
            self._tags[record.id] = record.tags
        if record.created is not None:
            self._created[record.id] = record.created

    def __contains__(self, profile: str) -> bool:
        return profile in self._known

    def __len__(self) -> int:
        return len(self._known)

    def write(self, path: Path) -> None:
        """Write the profiles. Raises ``SqlError`` for a value that SQL cannot take."""
        import pyarrow as pa
        from pyarrow import parquet

        rows = list(self._known)
        table: dict[str, Any] = {
            "id": pa.array(rows, pa.string()),
            "created": pa.array([self._created.get(one) for one in rows], pa.int64()),
            "tags": pa.array([self._tags.get(one) for one in rows], pa.list_(pa.string())),
        }
        for name, kind, column in self._columns:
            values = [None if value is None else plain(value, kind.kind, name) for value in self._values(name)]
            table[column] = pa.array(values, arrow_type(kind.kind))
        parquet.write_table(pa.table(table), path)

    def _values(self, name: str) -> list[Value]:
        return [known.get(name) for known in self._known.values()]


def plain(value: Value, kind: Kind, name: str) -> Any:
    """A value as Arrow takes it. Raises ``SqlError``."""
    if kind is Kind.NUMBER:
        assert isinstance(value, int | float)
        if isinstance(value, int) and abs(value) > EXACT:
            raise SqlError(f"{name} has whole numbers of more than 15 digits, which SQL does not keep apart")
        return float(value)
    if isinstance(value, str) and "\x00" in value:
        raise SqlError(f"{name} has texts with NUL characters")
    return list(value) if isinstance(value, tuple) else value


def arrow_type(kind: Kind) -> Any:
    """The type of Arrow for a kind of value."""
    import pyarrow as pa

    types: dict[Kind, Callable[[], Any]] = {
        Kind.NUMBER: pa.float64,
        Kind.BOOLEAN: pa.bool_,
        Kind.DATE: pa.int64,
        Kind.DATETIME: pa.int64,
        Kind.LIST: lambda: pa.list_(pa.string()),
    }
    return types.get(kind, pa.string)()
