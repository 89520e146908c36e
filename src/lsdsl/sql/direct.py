"""Parquet files that DuckDB reads in place, because every value in them is what the readers of ``lsdsl run`` would make of it.

That is looked up, not hoped for: the types of the columns have to fit, and one query goes over the columns for what a reader
would reject or read as something else. A file in which there is any of that goes the long way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb
from sqlglot import exp

from lsdsl.model.declarations import Field, Model
from lsdsl.model.types import Kind
from lsdsl.records.events import CLOUD_EVENT, ENVELOPE, owned_keys, slot_pair
from lsdsl.records.slots import Slot, slots_of, top_keys
from lsdsl.sql import terms
from lsdsl.sql.columns import Columns
from lsdsl.sql.terms import Term

WHOLE: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
FLOATS: Final = ("DOUBLE", "FLOAT")
MOMENTS: Final = ("TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_S", "TIMESTAMP WITH TIME ZONE")
LARGEST: Final = 2**53
FIRST_MOMENT: Final = -62_135_596_800_000_000
LAST_MOMENT: Final = 253_402_300_799_999_999


class NotDirectError(Exception):
    """The file has to go through the readers; the text says why, if whoever wrote the file can do something about it."""


@dataclass(slots=True)
class Direct:
    """A file to be read in place: what it is selected by, and what is to be looked at before."""

    path: str
    select: exp.Select
    tests: list[Term] = field(default_factory=list)
    """True for a row that the readers would take otherwise."""
    unknown: tuple[str, ...] = ()
    """Columns that the ruleset does not know."""
    owned: tuple[str, ...] = ()
    """Fields that a score writes, of which the file has columns."""


def parquet(path: str, *, numbered: bool = False) -> Term:
    """The rows of a file."""
    arguments: list[Term] = [exp.Literal.string(path)]
    if numbered:
        arguments.append(exp.EQ(this=exp.column("file_row_number"), expression=exp.true()))
    return exp.Anonymous(this="read_parquet", expressions=arguments)


class _File:
    """A Parquet file and the types of its columns."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: str) -> None:
        self.path = path
        described = exp.Describe(this=exp.select(exp.Star()).from_(parquet(path)))
        try:
            rows = connection.execute(described.sql(dialect="duckdb")).fetchall()
        except duckdb.Error:
            raise NotDirectError from None  # the reader says what is wrong with it
        self.types = {str(name): str(kind) for name, kind, *_ in rows}
        if len({name.casefold() for name in self.types}) < len(self.types):
            raise NotDirectError
        self.tests: list[Term] = []
        self.looked: set[tuple[str, Kind]] = set()

    def need(self, name: str, kinds: Sequence[str]) -> Term:
        """A column that has to be of one of these types."""
        found = self.types.get(name)
        if found not in kinds:
            raise NotDirectError("" if found is None else f"its column {name} is {found}, and in place it is read as {kinds[0]}")
        return terms.column(name)

    def identity(self, name: str) -> Term:
        """A text that must not be blank; one that begins with a letter or digit as most do is certainly not."""
        found = self.need(name, ("VARCHAR",))
        lowest, highest = exp.Literal.string("!"), exp.Literal.string("~")
        self.tests.append(terms.opposite(terms.surely(exp.Between(this=found.copy(), low=lowest, high=highest))))
        return found

    def moment(self, name: str, kinds: Sequence[str] = MOMENTS) -> Term:
        """A moment in microseconds."""
        found = exp.Anonymous(this="epoch_us", expressions=[self.need(name, kinds)])
        outside = exp.Between(this=found.copy(), low=terms.whole(FIRST_MOMENT), high=terms.whole(LAST_MOMENT))
        self.tests.append(exp.not_(exp.paren(outside)))
        return found

    def value(self, slot: Slot, declared: Field, of: Term | None = None) -> Term | None:
        """The value of an attribute or field, where it has a column; ``of`` tells the rows that it is looked at in."""
        keys = [key for key in slot.keys if key in self.types]
        nested = any(key.partition(".")[0] in self.types for key in slot.keys if "." in key and key not in self.types)
        if nested or len(keys) > 1:
            raise NotDirectError
        return self._typed(keys[0], declared, of) if keys else None

    def _typed(self, name: str, declared: Field, of: Term | None) -> Term:
        kind, found, type_ = declared.type.kind, self.types[name], terms.column(name)
        match kind:
            case Kind.TEXT if found == "VARCHAR":
                value: Term = exp.Nullif(this=type_, expression=exp.Literal.string(""))
                if declared.type.options:
                    options = [terms.text(one) for one in declared.type.options]
                    odd = terms.surely(terms.opposite(exp.In(this=value.copy(), expressions=options)))
                    self.tests.append(odd if of is None else exp.and_(of, odd))
                return value
            case Kind.NUMBER if found in (*WHOLE, *FLOATS):
                large = exp.GT(this=exp.Abs(this=terms.double(type_.copy())), expression=terms.whole(LARGEST))
                infinite = terms.opposite(exp.Anonymous(this="isfinite", expressions=[type_.copy()]))
                if found != "BIGINT" and found in WHOLE:
                    return type_
                test = infinite if found in FLOATS else large
                if (name, kind) not in self.looked:
                    self.tests.append(terms.surely(test))
                    self.looked.add((name, kind))
                return terms.double(type_) if found == "FLOAT" else type_
            case Kind.BOOLEAN if found == "BOOLEAN":
                return type_
            case Kind.DATE if found == "DATE":
                return self.moment(name, ("DATE",))
            case Kind.DATETIME if found in (*MOMENTS, "DATE"):
                return self.moment(name, (*MOMENTS, "DATE"))
            case Kind.TEXT | Kind.NUMBER | Kind.BOOLEAN | Kind.DATE | Kind.DATETIME:
                raise NotDirectError(f"its column {name} is {found}, and the rules declare a {kind.value}")
            case _:
                raise NotDirectError


def direct_events(connection: duckdb.DuckDBPyConnection, path: str, model: Model, columns: Columns, first: int) -> Direct:
    """How the events of a file are read in place; their arrivals count from ``first``. Raises ``NotDirectError``."""
    file = _File(connection, path)
    if {"data", "specversion", "file_row_number"} & set(file.types):
        raise NotDirectError
    arrival: Term = exp.column("file_row_number")
    values: dict[str, Term] = {
        "arrival": arrival if first == 0 else exp.Add(this=arrival, expression=terms.whole(first)),
        "id": file.identity("id"),
        "type": file.need("type", ("VARCHAR",)),
        "profile": file.identity("profile"),
        "time": file.moment("time"),
    }
    declared = [event for event in model.events.values() if event.subject == "declared"]
    known = {*ENVELOPE, *CLOUD_EVENT}
    found: dict[str, Term | None] = {}
    for event in declared:
        of = exp.EQ(this=terms.column("type"), expression=terms.text(event.name))
        slots = slot_pair(event.attributes)[1]
        known.update(top_keys(slots))
        for slot in slots:
            attribute = event.attributes[slot.name]
            column, value = columns.attributes[slot.name, attribute.type.kind], file.value(slot, attribute, of)
            if column in found and found[column] != value:
                raise NotDirectError  # the same attribute stands in two columns, by type of event
            found[column] = value
    for event in model.events.values():
        if event.subject != "declared":
            known.update(_built_in_keys(model, event.collection))
    _fill(values, found, columns.attributes.items())
    return _direct(file, values, known, owned_keys(model.fields), numbered=True)


def _built_in_keys(model: Model, collection: str | None) -> Iterable[str]:
    """The columns of events that change profiles: a file may have them and no such event."""
    fields = model.fields if collection is None else model.collections[collection].fields
    return (*top_keys(slot_pair(fields)[1]), "tags", "tag", "score", "points", "reason")


def direct_profiles(connection: duckdb.DuckDBPyConnection, path: str, model: Model, columns: Columns) -> Direct:
    """How the profiles of a file are read in place. Raises ``NotDirectError``."""
    file = _File(connection, path)
    if {"fields", "tags"} & set(file.types):
        raise NotDirectError
    declared = {name: one for name, one in model.fields.items() if not one.builtin}
    slots = slots_of(declared, name_first=False)
    found: dict[str, Term | None] = {
        columns.fields[slot.name, declared[slot.name].type.kind]: file.value(slot, declared[slot.name]) for slot in slots
    }
    created = file.moment("created", (*MOMENTS, "DATE")) if "created" in file.types else exp.cast(exp.null(), exp.DType.BIGINT)
    values: dict[str, Term] = {
        "id": file.identity(model.id_source),
        "created": created,
        "tags": exp.cast(exp.null(), exp.DataType.build("VARCHAR[]", dialect="duckdb")),
    }
    _fill(values, found, columns.fields.items())
    known = {*top_keys(slots), "id", model.id_source, "created", "tags"}
    return _direct(file, values, known, owned_keys(declared), numbered=False)


def _fill(values: dict[str, Term], found: dict[str, Term | None], columns: Iterable[tuple[tuple[str, Kind], str]]) -> None:
    """A value for every column of the table; NULL for what the file does not have."""
    from lsdsl.sql.columns import SQL_TYPES

    for (_, kind), column in columns:
        null = exp.cast(exp.null(), exp.DataType.build(SQL_TYPES[kind], dialect="duckdb"))
        values[column] = found.get(column) or null


def _direct(file: _File, values: dict[str, Term], known: set[str], owned: dict[str, str], *, numbered: bool) -> Direct:
    chosen = [exp.alias_(value, name, quoted=True) for name, value in values.items()]
    select = exp.select(*chosen).from_(parquet(file.path, numbered=numbered))
    strange = [name for name in file.types if name not in known]
    return Direct(
        path=file.path,
        select=select,
        tests=file.tests,
        unknown=tuple(name for name in strange if name not in owned),
        owned=tuple(dict.fromkeys(owned[name] for name in file.types if name in owned)),
    )


def rows_of(connection: duckdb.DuckDBPyConnection, query: exp.Expr) -> list[tuple[Any, ...]]:
    """What a query gives."""
    return connection.execute(query.sql(dialect="duckdb")).fetchall()


def is_sound(connection: duckdb.DuckDBPyConnection, direct: Direct) -> bool:
    """Whether no row of a file is one that the readers would take otherwise."""
    if not direct.tests:
        return True
    odd = exp.select(exp.Star()).from_(parquet(direct.path)).where(terms.some(direct.tests)).limit(1)
    return not rows_of(connection, exp.select(exp.Count(this=exp.Star())).from_(odd.subquery("odd")))[0][0]


def in_use(connection: duckdb.DuckDBPyConnection, direct: Direct) -> list[str]:
    """The unknown columns of a file that hold anything, as the readers note them."""
    if not direct.unknown:
        return []
    counts = [exp.alias_(exp.Count(this=terms.column(one)), f"c{number}") for number, one in enumerate(direct.unknown)]
    found = rows_of(connection, exp.select(*counts).from_(parquet(direct.path)))[0]
    return [name for name, count in zip(direct.unknown, found, strict=True) if count]
