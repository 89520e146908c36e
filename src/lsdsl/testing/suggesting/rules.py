"""Cases for the rules of scores: thresholds of their conditions, limits, expiry, decay, periods, rows and ranges."""

from collections.abc import Iterator
from math import ceil
from typing import Final, assert_never

from lsdsl.model.declarations import AbsenceRule, EventRule, Model, Score, StateRule, Table, TestEvent
from lsdsl.model.expressions import AttributeRead, Constant, Expression, RangeTest, ScoreRead
from lsdsl.model.reads import walk
from lsdsl.model.scopes import shown
from lsdsl.model.types import Kind, Value
from lsdsl.testing.playing import Stage
from lsdsl.testing.suggesting.cases import BOTH_SIDES, Case, Side, in_windows, scenario_of
from lsdsl.testing.suggesting.scenario import Look, Scenario, event, pause
from lsdsl.testing.suggesting.thresholds import Sides, around, sides
from lsdsl.testing.suggesting.wishes import NOTHING, Wish, assign, time_step, wish
from lsdsl.testing.words import duration_words, number_text

MOST_REPEATS: Final = 12
USUAL_AMOUNT: Final = 100
REPEATED: Final = (-3, -2)
"""Where one looks before, at and beyond a number of times, the first two looks differ; the last two need not."""


class Repeated(Side):
    """A side with looks before, at and beyond a number of times."""


def of_score(stage: Stage, score: Score) -> Iterator[Case]:
    """The cases of a score."""
    probe = ScoreRead(score.name, score.span)
    for rule in score.rules:
        names = (score.name, rule.title) if isinstance(rule, Table) else (score.name, rule.title, rule.identity)
        own = score.name if score.expression is None else None
        for found in _of_rule(stage, score, rule):
            yield Case(found, (probe,), names, REPEATED if isinstance(found[0], Repeated) else BOTH_SIDES, own)
    for index, one in enumerate(score.ranges):
        if one.start is not None:
            wishes = [(number_text(value), Wish(scores={score.name: value})) for value in (one.start - 1, one.start)]
            pair = _pair(stage, f"{score.name} {one.name}", score.name, (wishes[0], wishes[1]))
            if pair:
                yield Case(pair, (RangeTest(score.name, "is", index, one.span),), (score.name, one.name))


def _of_rule(stage: Stage, score: Score, rule: EventRule | StateRule | AbsenceRule | Table) -> Iterator[tuple[Side, ...]]:
    model = stage.model
    head = f"{score.name}: {rule.title}"
    match rule:
        case EventRule():
            yield from _of_event_rule(stage, head, rule)
        case StateRule(condition=condition):
            for found in sides(condition, model):
                if pair := _pair(stage, head, "", found):
                    yield pair
            yield from ((one,) for one in in_windows(stage, head, condition))
        case AbsenceRule(every=every):
            step = time_step(every)
            scenario = Scenario().then(pause(every - step), Look(), pause(step), Look())
            yield (Side(f"{head}, {duration_words(every - step)} and {duration_words(every)}", scenario),)
        case Table(by=by, rows=rows):
            for row in rows:
                if row.start is None:
                    continue
                for found in around(by, row.start, model):
                    if pair := _pair(stage, f"{score.name}: {row.title}", "", found):
                        yield pair
        case _:
            assert_never(rule)


def _pair(stage: Stage, head: str, what: str, found: Sides, *more: TestEvent) -> tuple[Side, Side] | None:
    """Both sides as scenarios, with a look at their ends."""
    made = []
    for said, one in found:
        scenario = scenario_of(stage, one)
        if scenario is None:
            return None
        made.append(Side(f"{head}, {f'{what} ' if what else ''}{said}", scenario.then(*more, Look())))
    return made[0], made[1]


# --- event rules ----------------------------------------------------------------------------------------------------------


def occasion(rule: EventRule, model: Model, more: Wish = NOTHING) -> tuple[Wish, TestEvent] | None:
    """What a profile needs and the event that makes a rule award points; None where no guess is made."""
    kind = model.events[rule.events[0]]
    if kind.subject not in {"declared", "collection"} or not (kind.subject == "declared" or kind.name.endswith(".created")):
        return None
    wished = NOTHING if rule.where is None else wish(rule.where, model)
    if wished is None:
        return None
    wished = _amounts(rule.points, model).under(wished).under(more)
    data: dict[str, Value] = dict(wished.attributes)
    if kind.subject == "collection":
        data.setdefault("id", "1")
    if rule.per is not None:
        data.setdefault(rule.per, _any_value(kind.attributes[rule.per].type.kind))
    known = {name: value for name, value in data.items() if name in kind.attributes}
    return wished, event(kind.name, known)


def _amounts(earned: Expression, model: Model) -> Wish:
    """Numbers for the attributes that points are computed from."""
    found = NOTHING
    for one in walk(earned):
        if isinstance(one, AttributeRead) and one.type.kind is Kind.NUMBER:
            found = found.under(assign(one, USUAL_AMOUNT, model) or NOTHING)
    return found


def _any_value(kind: Kind) -> Value:
    return 1 if kind is Kind.NUMBER else "one"


def _of_event_rule(stage: Stage, head: str, rule: EventRule) -> Iterator[tuple[Side, ...]]:
    model = stage.model
    for below, above in [] if rule.where is None else sides(rule.where, model):
        happened = [occasion(rule, model, one) for _, one in (below, above)]
        if happened[0] is None or happened[1] is None:
            continue
        made = []
        for (said, _), one in zip((below, above), happened, strict=True):
            assert one is not None
            scenario = scenario_of(stage, one[0])
            if scenario is not None:
                made.append(Side(f"{head}, {said}", scenario.then(one[1], Look())))
        if len(made) == 2:
            yield made[0], made[1]
    found = occasion(rule, model)
    scenario = None if found is None else scenario_of(stage, found[0])
    if found is None or scenario is None:
        return
    yield from _limits(head, rule, scenario, found[1], shown(model.events[rule.events[0]]))
    yield from _passing(head, rule, scenario, found[1])


def _limits(head: str, rule: EventRule, scenario: Scenario, happens: TestEvent, name: str) -> Iterator[tuple[Side, ...]]:
    """One more than a limit allows, and the two sides of its window."""
    if rule.occurrence == "first" and rule.count <= MOST_REPEATS:
        yield (_repeated(f"{head}, {rule.count} and {rule.count + 1} times {name}", scenario, happens, rule.count),)
    for limit in rule.limits:
        if limit.unit == "times" and limit.amount <= MOST_REPEATS:
            times = int(limit.amount)
            yield (_repeated(f"{head}, {times} and {times + 1} times {name}", scenario, happens, times),)
        if limit.per is not None:
            step = time_step(limit.per)
            repeats = int(limit.amount) if limit.unit == "times" else _times(rule.points, limit.amount)
            again = _after(happens, limit.per - step), _after(happens, step)
            if repeats <= MOST_REPEATS:
                full = scenario.then(*[happens] * repeats, Look(), again[0], Look(), again[1], Look())
                said = f"{duration_words(limit.per - step)} and {duration_words(limit.per)} after the limit"
                yield (Side(f"{head}, {said}", full),)


def _times(earned: Expression, amount: int | float) -> int:
    """How often a rule awards before a limit in points is used up."""
    size = abs(earned.value) if isinstance(earned, Constant) and isinstance(earned.value, int | float) else 0
    return ceil(amount / size) if size else MOST_REPEATS


def _repeated(name: str, scenario: Scenario, happens: TestEvent, times: int) -> Repeated:
    return Repeated(name, scenario.then(*[happens] * (times - 1), Look(), happens, Look(), happens, Look()))


def _passing(head: str, rule: EventRule, scenario: Scenario, happens: TestEvent) -> Iterator[tuple[Side, ...]]:
    """The two sides of the moment at which an award expires, and of its first loss."""
    moments = [("expires", rule.expires), ("decays", None if rule.decay is None else rule.decay.every)]
    for said, after in moments:
        if after is not None:
            step = time_step(after)
            lines = (happens, Look(), pause(after - step), Look(), pause(step), Look())
            yield (Side(f"{head}, {said} after {duration_words(after)}", scenario.then(*lines)),)


def _after(happens: TestEvent, after: int) -> TestEvent:
    return event(happens.event, happens.data, after)
