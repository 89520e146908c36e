"""Cases for follow-ups, selections and grades: hot and cold, thresholds of conditions, limits, waits."""

from collections.abc import Iterator
from typing import Final

from lsdsl.model.declarations import (
    ColdTrigger,
    Do,
    Followup,
    Grade,
    If,
    OnTrigger,
    Selection,
    Step,
    TestEvent,
    Wait,
    WhenTrigger,
)
from lsdsl.model.expressions import ActionCount, Expression, GradeRead, RunCount, SelectionRead
from lsdsl.model.types import Value
from lsdsl.testing.playing import Stage
from lsdsl.testing.suggesting.cases import Case, Side, in_windows, scenario_of
from lsdsl.testing.suggesting.gains import events_for, spread
from lsdsl.testing.suggesting.rules import REPEATED
from lsdsl.testing.suggesting.scenario import Look, Probe, Scenario, event, pause, values
from lsdsl.testing.suggesting.thresholds import gain_thresholds, sides
from lsdsl.testing.suggesting.wishes import NOTHING, Wish, time_step, wish
from lsdsl.testing.words import duration_words, number_text

MOST_RUNS: Final = 6


def of_followup(stage: Stage, followup: Followup) -> Iterator[Case]:
    """The cases of a follow-up; what they look at is how often it ran."""
    probe = RunCount(followup.name, followup.span)
    needed = NOTHING if followup.where is None else wish(followup.where, stage.model)
    if needed is None:
        return
    names = (followup.name,)
    match followup.trigger:
        case ColdTrigger(within=within):
            if (scenario := scenario_of(stage, needed)) is not None:
                step = time_step(within)
                lines = (pause(within - step), Look(), pause(step), Look())
                said = f"{followup.name}: {duration_words(within - step)} and {duration_words(within)} without points"
                yield Case((Side(said, scenario.then(*lines)),), (probe,), names)
        case WhenTrigger(condition=condition):
            yield from of_condition(stage, followup.name, condition, probe, needed)
        case OnTrigger(events=(name, *_)):
            yield from _on_event(stage, followup, name, probe, needed)
        case _:
            pass


def of_selection(stage: Stage, selection: Selection) -> Iterator[Case]:
    """The cases of a selection: who is just in it, and who just is not."""
    yield from of_condition(stage, selection.name, selection.condition, SelectionRead(selection.name, selection.span))


def of_grade(stage: Stage, grade: Grade) -> Iterator[Case]:
    """The cases of a grade, row by row."""
    probe = GradeRead(grade.name, grade.span)
    for row in grade.rows:
        if row.condition is not None:
            yield from of_condition(stage, f"{grade.name} {row.text}", row.condition, probe, names=(grade.name,))


def of_condition(
    stage: Stage, head: str, condition: Expression, probe: Probe, needed: Wish = NOTHING, names: tuple[str, ...] = ()
) -> Iterator[Case]:
    """The cases of a condition that decides about what the probe looks at."""
    for found in sides(condition, stage.model):
        made = []
        for said, one in found:
            scenario = scenario_of(stage, needed.under(one))
            if scenario is not None:
                made.append(Side(f"{head}, {said}", scenario.then(Look())))
        if len(made) == 2:
            yield Case(tuple(made), (probe,), names or (head,))
    for side in in_windows(stage, head, condition, needed):
        yield Case((side,), (probe,), names or (head,))
    yield from _of_gains(stage, head, condition, probe, needed, names or (head,))


def _of_gains(
    stage: Stage, head: str, condition: Expression, probe: Probe, needed: Wish, names: tuple[str, ...]
) -> Iterator[Case]:
    """As many points as are not enough, the next higher number, and that number on the two sides of the window."""
    for gained, wanted, more in gain_thresholds(condition, stage.model):
        base = scenario_of(stage, needed)
        found = events_for(stage, needed, gained, wanted if more else wanted - 1)
        if base is None or found is None:
            continue
        low, high = found
        pair = tuple(Side(f"{head}, {_points(stage, base, gained, one)}", base.then(*one, Look())) for one in (low, high))
        yield Case(pair, (probe,), names)
        if len(high) > 1:
            step = time_step(gained.within)
            spans = (gained.within - step, gained.within)
            inside = [
                Side(f"{head}, points within {duration_words(one)}", base.then(*spread(high, one), Look())) for one in spans
            ]
            yield Case(tuple(inside), (probe,), names)


def _points(stage: Stage, base: Scenario, gained: Expression, events: list[TestEvent]) -> str:
    found = values(stage, base.then(*events, Look()), (gained,))
    value = found[0][0] if found else None
    return f"{number_text(value)} points" if isinstance(value, int | float) else "points"


def _on_event(stage: Stage, followup: Followup, name: str, probe: RunCount, needed: Wish) -> Iterator[Case]:
    kind = stage.model.events[name]
    if kind.subject != "declared":
        if name == "profile.modified" and followup.where is not None:
            yield from _modified(stage, followup, probe)
        return
    for found in [] if followup.where is None else sides(followup.where, stage.model):
        made = [_happening(stage, name, f"{followup.name}, {said}", needed.under(one)) for said, one in found]
        if made[0] and made[1]:
            yield Case((made[0], made[1]), (probe,), (followup.name,))
    scenario, happens = scenario_of(stage, needed), event(name, _known(stage, name, needed))
    if scenario is None:
        return
    yield from _limits(followup, scenario, happens, probe)
    yield from _waits(followup, scenario, happens)


def _happening(stage: Stage, name: str, said: str, wished: Wish) -> Side | None:
    scenario = scenario_of(stage, wished)
    return None if scenario is None else Side(said, scenario.then(event(name, _known(stage, name, wished)), Look()))


def _known(stage: Stage, name: str, wished: Wish) -> dict[str, Value]:
    return {one: value for one, value in wished.attributes.items() if one in stage.model.events[name].attributes}


def _modified(stage: Stage, followup: Followup, probe: RunCount) -> Iterator[Case]:
    """A change of the profile that brings it to the one side of a threshold or to the other."""
    assert followup.where is not None
    for found in sides(followup.where, stage.model):
        made = [
            Side(f"{followup.name}, {said}", Scenario(tags=one.tags).then(event("profile.modified", one.fields), Look()))
            for said, one in found
            if one.fields and not one.scores and not one.before
        ]
        if len(made) == 2:
            yield Case(tuple(made), (probe,), (followup.name,))


def _limits(followup: Followup, scenario: Scenario, happens: TestEvent, probe: RunCount) -> Iterator[Case]:
    """One run more than a limit allows, and the two sides of its window."""
    for limit in followup.limits:
        if limit.overall or limit.count > MOST_RUNS:
            continue
        head = f"{followup.name}, {limit.count} and {limit.count + 1} times"
        twice = scenario.then(*[happens] * (limit.count - 1), Look(), happens, Look(), happens, Look())
        yield Case((Side(head, twice),), (probe,), (followup.name,), REPEATED)
        if limit.per is not None:
            step = time_step(limit.per)
            later = event(happens.event, happens.data, limit.per - step), event(happens.event, happens.data, step)
            said = f"{followup.name}, {duration_words(limit.per - step)} and {duration_words(limit.per)} after its limit"
            full = scenario.then(*[happens] * limit.count, Look(), later[0], Look(), later[1], Look())
            yield Case((Side(said, full),), (probe,), (followup.name,))


def _waits(followup: Followup, scenario: Scenario, happens: TestEvent) -> Iterator[Case]:
    """Just before and just after each wait that every run comes to, which a later action tells."""
    probes = tuple(ActionCount(name, None, followup.span) for name in dict.fromkeys(_actions(followup.steps)))
    passed = 0
    for step in followup.steps:
        if isinstance(step, Wait) and probes:
            unit = time_step(step.duration)
            passed += step.duration
            lines = (happens, pause(passed - unit), Look(), pause(unit), Look())
            said = f"{followup.name}, {duration_words(passed - unit)} and {duration_words(passed)} after its start"
            yield Case((Side(said, scenario.then(*lines)),), probes, (followup.name,))


def _actions(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Do):
            yield step.action
        elif isinstance(step, If):
            for branch in step.branches:
                yield from _actions(branch.steps)
