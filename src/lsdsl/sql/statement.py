"""The statement: the parts of all scores in one query.

``counted`` are the events that count; ``totals`` is the one scan in which everything is summed up; rules whose occurrences are
numbered have queries of their own; ``profiles`` and sums meet in ``people``; then come the scores, each level reading those
below.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from lsdsl.compile import points
from lsdsl.sql import terms
from lsdsl.sql.awards import Happening, Ordered
from lsdsl.sql.parts import Part
from lsdsl.sql.terms import Term


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the result: the value of a score in millionths, or the text of a grade; its part has the expression."""

    part: Part
    column: str
    label: str
    range: Term | None = None


@dataclass(slots=True)
class Query:
    """The query that is being put together, one named query after the other."""

    as_of: Term
    prepared: bool
    """Whether ``events`` holds just the events that count: none twice, none after the present moment."""
    named: list[tuple[str, exp.Select]] = field(default_factory=list)

    def add(self, name: str, select: exp.Select) -> None:
        """Add a named query."""
        self.named.append((name, select))

    @property
    def events(self) -> str:
        """The table of the events that count."""
        return "events" if self.prepared else "counted"


def statement(outputs: Sequence[Output], as_of: Term, *, prepared: bool) -> exp.Select:
    """The whole statement; its result has a row for each profile: ``id``, the outputs in order, and ``problems``."""
    query = Query(as_of, prepared)
    if not prepared:
        query.add("counted", _counted(as_of))
    parts = [one.part for one in outputs]
    query.add("totals", _totals(query, parts))
    for part in parts:
        for column, ordered in part.ordered.items():
            _add_ordered(query, column, ordered)
    born = any(part.born for part in parts)
    if born:
        query.add("first_events", _first_events(query))
    query.add("people", _people(query, parts, born=born))
    last = _add_levels(query, outputs)
    result = _result(outputs, parts, shown=not prepared).from_(last)
    for name, select in query.named:
        result = result.with_(name, as_=select, copy=False)
    return result


def _counted(as_of: Term) -> exp.Select:
    """The events up to the present moment; one that comes again with the id of another one of its profile does not count."""
    partition = [terms.column("profile"), terms.column("id")]
    numbered = exp.select(exp.Star(), exp.alias_(_place(partition, ["arrival"]), "place", quoted=True))
    inner = numbered.from_(exp.table_("events")).where(terms.binary(exp.LTE, terms.column("time"), as_of.copy()))
    return exp.select(exp.Star()).from_(inner.subquery("numbered")).where(_first(1))


def _totals(query: Query, parts: Iterable[Part]) -> exp.Select:
    """Everything that is summed up over the events of each profile."""
    known = list(parts)
    select = exp.select(terms.column("profile", "e"))
    for part in known:
        for column, happenings in part.sums.items():
            select = select.select(exp.alias_(terms.total(_by_type(happenings, terms.whole(0))), column, quoted=True), copy=False)
        for column, latest in part.latest.items():
            found = exp.Max(this=_by_type([latest], exp.null()))
            select = select.select(exp.alias_(found, column, quoted=True), copy=False)
    select = _from_events(select, query, joined=any(part.joined for part in known))
    return select.group_by(terms.column("profile", "e"), copy=False)


def _from_events(select: exp.Select, query: Query, *, joined: bool) -> exp.Select:
    select = select.from_(exp.table_(query.events, alias="e"))
    if joined:
        same = terms.binary(exp.EQ, terms.column("id", "p"), terms.column("profile", "e"))
        select = select.join(exp.table_("profiles", alias="p"), on=same, join_type="left")
    return select


def _by_type(happenings: Sequence[Happening], otherwise: Term) -> Term:
    """What the events of each type give: of a hundred rules an event only meets those of its own type."""
    by_type: defaultdict[str, list[Happening]] = defaultdict(list)
    for one in happenings:
        for event in one.types:
            by_type[event].append(one)
    branches = [(terms.text(event), terms.plus([_given(one, otherwise) for one in given])) for event, given in by_type.items()]
    return terms.case(branches, otherwise, of=terms.column("type", "e"))


def _given(one: Happening, otherwise: Term) -> Term:
    given = one.value.copy() if one.test is None else terms.when(one.test.copy(), one.value.copy(), otherwise.copy())
    if one.note:
        given.add_comments([one.note])
    return given


def _add_ordered(query: Query, column: str, ordered: Ordered) -> None:
    """The queries of a rule whose occurrences are numbered: all, those that count, and what is left of their points."""
    rule = ordered.rule
    number = column.removeprefix("points_")
    inner = exp.select(
        terms.column("profile", "e"),
        terms.column("time", "e"),
        terms.column("arrival", "e"),
        exp.alias_(ordered.size, "size", quoted=True),
    )
    partition = [terms.column("profile")]
    if ordered.key is not None:
        inner = inner.select(exp.alias_(ordered.key, "key", quoted=True))
        partition.append(terms.column("key"))
    types = exp.In(this=terms.column("type", "e"), expressions=[terms.text(one) for one in rule.events])
    tests = [types] if ordered.test is None else [types, ordered.test]
    inner = _from_events(inner, query, joined=ordered.joined).where(terms.every(tests))
    query.add(f"size_{number}", inner)
    source, nonzero = f"size_{number}", _nonzero()
    if rule.occurrence != "each":
        newest = rule.occurrence == "latest"
        order = ["time", "arrival"] if newest else ["arrival"]
        place = exp.select(exp.Star(), exp.alias_(_place(partition, order, descending=newest), "place", quoted=True))
        query.add(f"place_{number}", place.from_(source).where(nonzero))
        count = 1 if newest else rule.count
        chosen = [terms.column(one) for one in ("profile", "time", "arrival", "size")]
        source, nonzero = f"place_{number}", _first(count)
        if rule.limits:
            query.add(f"key_{number}", exp.select(*chosen).from_(source).where(nonzero))
            source, nonzero = f"key_{number}", exp.true()
    if rule.limits:
        source, nonzero = _add_limited(query, ordered, source, nonzero)
    left = exp.alias_(terms.total(ordered.left), column, quoted=True)
    left.add_comments([ordered.note])
    query.add(column, exp.select(terms.column("profile"), left).from_(source).where(nonzero).group_by(terms.column("profile")))


def _add_limited(query: Query, ordered: Ordered, source: str, test: Term) -> tuple[str, Term]:
    """What limits let through of each award: none after so many of them, and no more points than there is room for."""
    number = source.partition("_")[2]
    partition = [terms.column("profile")]
    size: Term = exp.Abs(this=terms.column("size"))
    sofar = exp.Window(
        this=exp.Sum(this=size.copy()),
        partition_by=[terms.column("profile")],
        order=exp.Order(expressions=[exp.Ordered(this=terms.column("arrival"), nulls_first=False)]),
        spec=exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW"),
    )
    chosen = [terms.column(one) for one in ("profile", "time", "size")]
    place = exp.alias_(_place(partition, ["arrival"]), "place", quoted=True)
    select = exp.select(*chosen, place, exp.alias_(sofar, "used", quoted=True))
    query.add(f"used_{number}", select.from_(source).where(test))
    tests = []
    for limit in ordered.rule.limits:
        if limit.unit == "times":
            tests.append(_first(int(limit.amount)))
        else:
            room = exp.Sub(
                this=terms.whole(points.from_number(limit.amount)),
                expression=exp.paren(exp.Sub(this=terms.column("used"), expression=exp.Abs(this=terms.column("size")))),
            )
            size = terms.least(size, terms.greatest(room, terms.whole(0)))
    negative = terms.binary(exp.LT, terms.column("size"), terms.whole(0))
    cut = terms.bigint(terms.case([(negative, exp.Neg(this=exp.paren(size.copy())))], size))
    earned = exp.select(terms.column("profile"), terms.column("time"), exp.alias_(cut, "size", quoted=True))
    query.add(f"cut_{number}", earned.from_(f"used_{number}").where(terms.every(tests)))
    return f"cut_{number}", exp.true()


def _nonzero() -> Term:
    return terms.binary(exp.NEQ, terms.column("size"), terms.whole(0))


def _place(partition: Sequence[Term], order: Sequence[str], *, descending: bool = False) -> exp.Window:
    """The number of a row, from 1, in a total order."""
    ordered = [exp.Ordered(this=terms.column(one), desc=descending or None, nulls_first=False) for one in order]
    return exp.Window(this=exp.RowNumber(), partition_by=[one.copy() for one in partition], order=exp.Order(expressions=ordered))


def _first(count: int) -> Term:
    return terms.binary(exp.LTE, terms.column("place"), terms.whole(count))


def _first_events(query: Query) -> exp.Select:
    """The moment at which a profile of which nothing else is known came into being: that of the first event that came."""
    place = exp.alias_(_place([terms.column("profile")], ["arrival"]), "place", quoted=True)
    inner = exp.select(terms.column("profile"), terms.column("time"), place).from_(query.events)
    return exp.select(terms.column("profile"), terms.column("time")).from_(inner.subquery("numbered")).where(_first(1))


def _people(query: Query, parts: Sequence[Part], *, born: bool) -> exp.Select:
    """A row for each profile that was loaded or had an event: the fields that are read, and all sums."""
    identity = terms.or_else(terms.column("id", "p"), terms.column("profile", "t"))
    select = exp.select(exp.alias_(identity, "id", quoted=True))
    if born:
        known = exp.Coalesce(this=terms.column("created", "p"), expressions=[terms.column("time", "b"), query.as_of.copy()])
        select = select.select(exp.alias_(known, "born", quoted=True))
    fields = dict.fromkeys(name for part in parts for name in part.fields)
    sums = [name for part in parts for name in (*part.sums, *part.latest)]
    select = select.select(*(terms.column(name, "p") for name in fields), *(terms.column(name, "t") for name in sums))
    same = terms.binary(exp.EQ, terms.column("profile", "t"), terms.column("id", "p"))
    ordered = [name for part in parts for name in part.ordered]
    select = select.select(*(terms.column(name, name) for name in ordered)).from_(exp.table_("profiles", alias="p"))
    select = select.join(exp.table_("totals", alias="t"), on=same, join_type="full")
    for name in ordered:
        select = select.join(exp.table_(name), on=_joins(name), join_type="left")
    if born:
        select = select.join(exp.table_("first_events", alias="b"), on=_joins("b"), join_type="left")
    return select


def _joins(table: str) -> Term:
    return terms.binary(exp.EQ, terms.column("profile", table), terms.column("profile", "t"))


def _add_levels(query: Query, outputs: Sequence[Output]) -> str:
    """The outputs, each after those that it reads; gives the query that has them all."""
    levels: dict[str, int] = {}
    by_level: defaultdict[int, list[Output]] = defaultdict(list)
    for one in outputs:
        level = 1 + max((levels[name] for name in one.part.read), default=0)
        if one.range is not None or one.column.startswith("score_"):
            levels[one.part.name] = level
        by_level[level].append(one)
    last = "people"
    for level in sorted(by_level):
        values = [exp.alias_(one.part.value, one.column, quoted=True) for one in by_level[level]]
        query.add(f"scores_{level}", exp.select(exp.Star(), *values).from_(last))
        last = f"scores_{level}"
    return last


def _result(outputs: Sequence[Output], parts: Sequence[Part], *, shown: bool) -> exp.Select:
    """The columns of the result: those that are shown have the names of scores and grades, and ranges beside them."""
    select = exp.select(terms.column("id"))
    if not shown:
        select = select.select(*(terms.column(one.column) for one in outputs))
    for one in outputs if shown else ():
        select = select.select(exp.alias_(terms.column(one.column), one.label, quoted=True))
        if one.range is not None:
            select = select.select(exp.alias_(one.range, f"{one.label} range", quoted=True))
    tests = [test for part in parts for test in part.problems]
    counts = [terms.binary(exp.GT, terms.column(name), terms.whole(0)) for part in parts for name in part.sums if _counts(name)]
    problem = terms.when(terms.some([*tests, *counts]), terms.whole(1))
    return select.select(exp.alias_(problem, "problems", quoted=True))


def _counts(column: str) -> bool:
    return column.startswith("problems_")
