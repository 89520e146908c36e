"""What does not count now: state rules that do not hold, rows of tables, and rules whose limits are used up."""

from collections.abc import Iterator
from typing import Final

from lsdsl.compile import points
from lsdsl.compile.reference import evaluate
from lsdsl.model import expressions as model
from lsdsl.model.declarations import EventRule, Score, StateRule, Table, TableRow
from lsdsl.why.conditions import obstacles
from lsdsl.why.ledger import Ledger
from lsdsl.why.lots import GIVEN
from lsdsl.why.proof import Full, Obstacle, Unmet
from lsdsl.why.wording import (
    MINUS,
    cents,
    cents_text,
    days_text,
    duration_text,
    listed,
    text_text,
    time_text,
    value_of_score,
    value_text,
)

MOST_ROWS: Final = 3


def unmet(score: Score, ledger: Ledger) -> list[Unmet]:
    """The state rules that do not hold, and the rows of tables that would count next; those that take points come last."""
    return sorted(_all_unmet(score, ledger), key=lambda one: one.points.startswith((MINUS, "-", f"+{MINUS}")))


def _all_unmet(score: Score, ledger: Ledger) -> Iterator[Unmet]:
    for rule in score.rules:
        match rule:
            case StateRule(condition=condition):
                known = obstacles(condition, ledger.sight)
                if known:
                    yield _unmet(rule, known, ledger)
            case Table():
                yield from _rows(rule, ledger)
            case _:
                pass


def _rows(table: Table, ledger: Ledger) -> Iterator[Unmet]:
    what, now = ledger.sight.written(table.by), ledger.sight.now(table.by)
    value = evaluate(table.by, ledger.sight.scope)

    def row_of(row: TableRow, needs: str) -> Unmet:
        said = ledger.sight.literal(needs, table.by)
        return _unmet(row, (Obstacle(f"{what} is {now}; needs {said}", what, now, said),), ledger)

    starts = [row for row in table.rows if row.start is not None and (value is None or value < row.start)]  # type: ignore[operator]
    if starts:
        row = starts[-1]  # the rows stand in falling order
        assert row.start is not None
        yield row_of(row, f"at least {value_text(table.by.type, row.start)}")
    rows = [row for row in table.rows if row.values and value not in row.values]
    for row in rows[:MOST_ROWS]:
        said = [text_text(one) if isinstance(one, str) else value_text(table.by.type, one) for one in row.values]
        yield row_of(row, listed(said, "or"))


def _unmet(rule: StateRule | TableRow, known: tuple[Obstacle, ...], ledger: Ledger) -> Unmet:
    plan = ledger.by_span[rule.span]
    return Unmet(_points(rule.points, ledger), ledger.title(plan), plan.identity, ledger.where(rule.span), known)


def _points(earned: model.Expression, ledger: Ledger) -> str:
    """The points of a rule: what they would be now, or as they are written where that cannot be told."""
    value = evaluate(earned, ledger.sight.scope)
    if ledger.redaction.hides(earned, ledger.model) or not isinstance(value, int | float):
        text = ledger.sight.written(earned)
        return text if text.startswith(("+", "-")) else f"+({text})"
    return f"{'+' if value >= 0 else ''}{value_of_score(value)}"


def full(score: Score, ledger: Ledger) -> Iterator[Full]:
    """The rules whose limit lets nothing more through now, and until when."""
    for rule in score.rules:
        if isinstance(rule, EventRule):
            plan = ledger.by_span[rule.span]
            uses = [
                (one.clock, abs(one.entry.points))
                for one in ledger.happenings[score.name]
                if one.entry.rule == plan.index and one.entry.reason in GIVEN
            ]
            yield from _full(rule, uses, ledger)


def _full(rule: EventRule, uses: list[tuple[int, int]], ledger: Ledger) -> Iterator[Full]:
    plan = ledger.by_span[rule.span]
    title, where = ledger.title(plan), ledger.where(rule.span)
    if rule.occurrence == "first" and rule.per is None and len(uses) >= rule.count:
        which = "the first one counts" if rule.count == 1 else f"the first {rule.count} count"
        text = f"only {which}, for good: {days_text([one for one, _ in uses], ledger.now)}"
        yield Full(title, plan.identity, where, text, len(uses), rule.count, None)
        return
    for limit in rule.limits:
        inside = [one for one in uses if limit.per is None or one[0] > ledger.now - limit.per]
        times = limit.unit == "times"
        most = int(limit.amount) if times else points.from_number(limit.amount)
        used = len(inside) if times else sum(size for _, size in inside)
        if used < most:
            continue
        shown = f"{used} of {most} times" if times else f"{cents_text(cents(used))} of {cents_text(cents(most))} points"
        if limit.per is None:
            text, again = f"{shown} used, for good", None
        else:
            again = _again(inside, used - most, limit.per, times=times)
            text = f"{shown} used in these {duration_text(limit.per)}; counts again from {time_text(again, ledger.now)}"
        amounts = (used, most) if times else (points.to_number(used), points.to_number(most))
        yield Full(title, plan.identity, where, text, *amounts, again)
        return


def _again(inside: list[tuple[int, int]], excess: int, per: int, *, times: bool) -> int:
    """When so much has left the window that something is let through again."""
    for moment, size in inside:
        excess -= 1 if times else size
        if excess < 0:
            return moment + per
    raise AssertionError("a limit of nothing")
