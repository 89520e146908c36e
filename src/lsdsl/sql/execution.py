"""Running the statement, and its result as the results of profiles."""

from collections.abc import Iterator
from typing import Any, Final

import duckdb
from sqlglot import exp

from lsdsl.compile import points
from lsdsl.compile.reference import flames_of
from lsdsl.engine.results import ProfileResult, ScoreResult
from lsdsl.model.declarations import Model, Score
from lsdsl.model.types import Kind, Value
from lsdsl.sql import standing, terms
from lsdsl.sql.deciding import Decision
from lsdsl.sql.dialects import text_of
from lsdsl.sql.problems import SqlError
from lsdsl.sql.sources import Sources

FETCHED: Final = 10_000
EXACT: Final = 2**53


class Scored:
    """The result of a statement: the values of scores and the texts of grades of every profile."""

    def __init__(self, sources: Sources, decision: Decision) -> None:
        self._sources, self._decision = sources, decision
        self._model = decision.model
        self._columns = [one.column for one in decision.outputs()]
        text = text_of(decision.statement(prepared=True), "duckdb", comments=False)
        try:
            sources.connection.execute(f"CREATE TEMP TABLE scored AS {text}")
        except duckdb.Error as error:
            raise SqlError(f"a value does not fit: {str(error).partition(chr(10))[0]}") from error
        problems, first = self._rows("SELECT COUNT(*), MIN(id) FROM scored WHERE problems > 0")[0]
        if problems:
            raise SqlError(
                f"what rules compute fails, or SQL would compute it otherwise, for {problems:,} profiles ({first} is one)"
            )

    def __len__(self) -> int:
        return int(self._rows("SELECT COUNT(*) FROM scored")[0][0])

    def best(self, score: str, most: int) -> list[ProfileResult]:
        """The profiles with the highest values of a score, the best first, ties by id; their fields are left out."""
        order = [exp.Ordered(this=terms.column("id"), nulls_first=False)]
        if score:
            value = terms.column(self._decision.scores[score].column)
            order.insert(0, exp.Ordered(this=value, desc=True, nulls_first=False))
        query = exp.select("id", *map(terms.column, self._columns)).from_("scored").order_by(*order).limit(most)
        return [self._result(row, {}, ()) for row in self._sources.rows(query)]

    def ranges(self) -> dict[str, dict[str, int]]:
        """How many profiles each range has, by score."""
        found: dict[str, dict[str, int]] = {}
        for name, output in self._decision.scores.items():
            score = self._model.scores[name]
            if score.ranges:
                reach = exp.alias_(standing.range_of(score, terms.column(output.column)), "reach", quoted=True)
                inner = exp.select(reach).from_("scored").subquery("reached")
                query = exp.select("reach", exp.Count(this=exp.Star())).from_(inner).group_by("reach")
                counts = dict(self._sources.rows(query))
                found[name] = {one.name: counts.get(one.name, 0) for one in score.ranges}
        return found

    def values(self) -> dict[str, ProfileResult]:
        """All profiles by id, without fields."""
        query = exp.select("id", *map(terms.column, self._columns)).from_("scored")
        return {str(row[0]): self._result(row, {}, ()) for row in self._fetched(query)}

    def profiles(self) -> Iterator[ProfileResult]:
        """All profiles with their fields, by id."""
        fields = {name: column for (name, _), column in self._decision.columns.fields.items()}
        known = [terms.column(one, "p") for one in ("tags", *fields.values())]
        same = terms.binary(exp.EQ, terms.column("id", "p"), terms.column("id", "s"))
        own = [terms.column(one, "s") for one in ("id", *self._columns)]
        query = exp.select(*own, *known).from_(exp.table_("scored", alias="s"))
        query = query.join(exp.table_("profiles", alias="p"), on=same, join_type="left").order_by(terms.column("id", "s"))
        width = 1 + len(self._columns)
        for row in self._fetched(query):
            given = {name: self._field(name, value) for name, value in zip(fields, row[width + 1 :], strict=True)}
            yield self._result(row[:width], given, tuple(row[width] or ()))

    def _field(self, name: str, value: Any) -> Value:
        if value is None:
            return None
        match self._model.fields[name].type.kind:
            case Kind.NUMBER if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
                return int(value)
            case Kind.LIST:
                return tuple(value)
            case _:
                return value  # type: ignore[no-any-return]

    def _result(self, row: tuple[Any, ...], given: dict[str, Value], tags: tuple[str, ...]) -> ProfileResult:
        values = dict(zip(self._columns, row[1:], strict=True))
        scores = {}
        for name in self._model.scores:
            if output := self._decision.scores.get(name):
                scores[name] = score_result(self._model.scores[name], values[output.column])
        grades = {name: str(values[one.column]) for name, one in self._decision.grades.items()}
        return ProfileResult(str(row[0]), fields_with(self._model, given, scores), tags, scores, grades, ())

    def _fetched(self, query: exp.Expr) -> Iterator[tuple[Any, ...]]:
        result = self._sources.connection.execute(query.sql(dialect="duckdb"))
        while rows := result.fetchmany(FETCHED):
            yield from rows

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._sources.connection.execute(query).fetchall()


def fields_with(model: Model, given: dict[str, Value], scores: dict[str, ScoreResult]) -> dict[str, Value]:
    """The fields of a profile in the order of their declarations, with defaults and those that scores own."""
    owned = {one.field: scores[name].value for name, one in model.scores.items() if one.field is not None and name in scores}
    found: dict[str, Value] = {}
    for name, field in model.fields.items():
        value = owned.get(name) if owned.get(name) is not None else given.get(name)
        found[name] = field.default if value is None else value
    return {name: value for name, value in found.items() if value is not None}


def score_result(score: Score, value: int | None) -> ScoreResult:
    """What is shown of a score."""
    if value is None:
        return ScoreResult(None, None, None, None)
    starts = [points.from_number(one.start) for one in score.ranges if one.start is not None]
    present = score.ranges[sum(1 for start in starts if value >= start)] if score.ranges else None
    return ScoreResult(
        value=points.to_number(value),
        range=None if present is None else present.name,
        colour=None if present is None else present.colour,
        flames=None if score.ideal is None else flames_of(value, points.from_number(score.ideal)),
    )
