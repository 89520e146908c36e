"""Events that gain a score a number of points: not one more than a threshold allows, then the least that is beyond it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lsdsl.compile import points
from lsdsl.model.declarations import EventRule, TestEvent
from lsdsl.model.expressions import Gained
from lsdsl.model.types import Value
from lsdsl.testing.playing import Stage
from lsdsl.testing.suggesting.rules import occasion
from lsdsl.testing.suggesting.scenario import Look, Scenario, event, values
from lsdsl.testing.suggesting.wishes import NOTHING, Wish

MOST_EVENTS: Final = 12
"""No suggestion has more events than this."""

MOST_KINDS: Final = 8


@dataclass(frozen=True, slots=True)
class Source:
    """An event that gains points: how many it gains the first time, the second time and so on, in millionths."""

    happens: TestEvent
    gains: tuple[int, ...]


def events_for(stage: Stage, base: Wish, gained: Gained, wanted: int) -> tuple[list[TestEvent], list[TestEvent]] | None:
    """Events that gain exactly so many millionths, and events that gain the least above them; None when there are none."""
    scenario = Scenario(base.fields, base.tags)
    sources = _sources(stage, scenario, gained)
    sums = _sums(sources, wanted + max((source.gains[0] for source in sources), default=0))
    above = [total for total in sorted(sums) if total > wanted]
    below = [total for total in sorted(sums, reverse=True) if 0 < total <= wanted]
    low = next((sums[one] for one in below[:5] if _gain(stage, scenario, gained, sums[one]) == one), None)
    high = next((sums[one] for one in above[:5] if _gain(stage, scenario, gained, sums[one]) == one), None)
    return None if low is None or high is None else (low, high)


def _sources(stage: Stage, scenario: Scenario, gained: Gained) -> list[Source]:
    found: dict[tuple[str, tuple[tuple[str, Value], ...]], Source] = {}
    for rule in _rules(stage, gained.scores):
        one = occasion(rule, stage.model, NOTHING)
        if one is None or one[0].fields or one[0].scores or one[0].before or one[0].tags:
            continue  # what a profile needs for it could stand against what the follow-up needs
        happens = one[1]
        gains = _gains(stage, scenario, gained, happens)
        if gains:
            found.setdefault((happens.event, tuple(sorted(happens.data.items()))), Source(happens, gains))
    return list(found.values())[:MOST_KINDS]


def _rules(stage: Stage, scores: Iterable[str]) -> list[EventRule]:
    return [rule for name in scores for rule in stage.model.scores[name].rules if isinstance(rule, EventRule)]


def _gains(stage: Stage, scenario: Scenario, gained: Gained, happens: TestEvent) -> tuple[int, ...]:
    """What each repetition of an event gains, up to the first that gains nothing."""
    lines = [line for _ in range(MOST_EVENTS) for line in (happens, Look())]
    found = values(stage, scenario.then(*lines), (gained,)) or []
    totals = [0, *(points.from_number(one[0]) for one in found if isinstance(one[0], int | float))]
    steps = [after - before for before, after in pairwise(totals)]
    return tuple(steps[: steps.index(0)] if 0 in steps else steps)


def _sums(sources: Sequence[Source], limit: int) -> dict[int, list[TestEvent]]:
    """The sums that some events come to, each with the fewest events for it."""
    reached: dict[int, list[TestEvent]] = {0: []}
    for source in sources:
        for total, events in list(reached.items()):
            extra, more = total, list(events)
            for gain in source.gains:
                extra, more = extra + gain, [*more, source.happens]
                if extra > limit or len(more) > MOST_EVENTS:
                    break
                if extra not in reached or len(more) < len(reached[extra]):
                    reached[extra] = more
    del reached[0]
    return reached


def _gain(stage: Stage, scenario: Scenario, gained: Gained, events: Sequence[TestEvent]) -> int | None:
    """What events really gain."""
    found = values(stage, scenario.then(*events, Look()), (gained,))
    value = found[0][0] if found else None
    return points.from_number(value) if isinstance(value, int | float) else None


def spread(events: Sequence[TestEvent], after: int) -> list[TestEvent]:
    """The events with a time between the first and the others."""
    first, second, *others = events
    return [first, event(second.event, second.data, after), *others]
