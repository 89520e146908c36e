"""What one more event would give: tried on copies of the profile, so that every claim is one that came true."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lsdsl.compile import points
from lsdsl.compile.dependencies import walk
from lsdsl.engine.event import Event
from lsdsl.model.declarations import EventRule, Score
from lsdsl.model.expressions import ScoreRead
from lsdsl.model.types import Value
from lsdsl.records.render import json_value
from lsdsl.why.candidates import Data, candidates, fresh
from lsdsl.why.ledger import Ledger
from lsdsl.why.life import Life
from lsdsl.why.lots import GIVEN
from lsdsl.why.proof import Above, Try
from lsdsl.why.sight import scope_of
from lsdsl.why.wording import HIDDEN

MOST_TIMES: Final = 12
"""So many events of a kind are tried one after the other."""

MOST_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An event that was tried: what it gave, and the rules that gave it."""

    type: str
    data: Data
    per: str | None
    gain: int
    value: int | float
    titles: tuple[str, ...]


def above(score: Score, life: Life, ledger: Ledger) -> tuple[Above, ...]:
    """The ranges above the present one, and the events that lead to the nearest."""
    value = life.result.scores[score.name].value
    if value is None:
        return ()
    higher = [one for one in score.ranges if one.start is not None and one.start > value]
    found = []
    for place, one in enumerate(higher):
        assert one.start is not None
        short = points.from_number(one.start) - points.from_number(value)
        beyond = score.maximum is not None and one.start > score.maximum
        tries = () if place or beyond else _tries(score, one.start, life, ledger)
        found.append(Above(one.name, one.colour, one.start, short, tries, beyond))
    return tuple(found)


def _tries(score: Score, start: int | float, life: Life, ledger: Ledger) -> tuple[Try, ...]:
    """The events that give points, the most first, and how many of them reach a range."""
    attempts = [attempt for rule in _rules(score, ledger) if (attempt := _likeliest(rule, score, life, ledger)) is not None]
    found: list[Try] = []
    for one in sorted(attempts, key=lambda one: -one.gain):
        times = _times(one, score.name, start, life)
        if not any(_is_as_good(other, one.type, times) for other in found):
            found.append(_told(one, times, ledger))
    return tuple(found[:MOST_SHOWN])


def _is_as_good(other: Try, kind: str, times: int | None) -> bool:
    """Whether an event of the same type that gives no less reaches the range as soon."""
    return other.event == kind and (times is None or (other.times is not None and other.times <= times))


def _rules(score: Score, ledger: Ledger) -> Iterator[EventRule]:
    """The event rules of a score, or of those that it is computed from."""
    reached, waiting = {score.name}, [score]
    while waiting:
        one = waiting.pop(0)
        yield from (rule for rule in one.rules if isinstance(rule, EventRule))
        read = () if one.expression is None else walk(one.expression, ledger.model)
        for part in read:
            if isinstance(part, ScoreRead) and part.score not in reached:
                reached.add(part.score)
                waiting.append(ledger.model.scores[part.score])


def _likeliest(rule: EventRule, score: Score, life: Life, ledger: Ledger) -> _Attempt | None:
    """The likeliest event for a rule that gives the score points; None when none that could be made up gives any."""
    before = life.result.scores[score.name].value
    seen_newest_first = list(life.events.values())[::-1]
    for kind in rule.events:
        if before is None or ledger.model.events[kind].subject != "declared":
            continue
        seen: list[Mapping[str, Value]] = [one.data for one in seen_newest_first if one.type == kind]
        for data in candidates(rule, kind, ledger.model, scope_of(life), seen):
            copy = life.copy()
            value = _after(copy, kind, data, 1).get(score.name)
            gain = 0 if value is None else points.from_number(value) - points.from_number(before)
            if value is not None and gain > 0:
                return _Attempt(kind, data, rule.per, gain, value, tuple(_titles(copy, ledger)))
    return None


def _titles(copy: Life, ledger: Ledger) -> Iterator[str]:
    """The event rules that gave points for the event that was tried."""
    for happening in copy.happenings:
        entry = happening.entry
        if entry.reason in GIVEN and entry.rule is not None and entry.points > 0:
            yield ledger.title(ledger.plans[entry.rule])


def _times(attempt: _Attempt, score: str, start: int | float, life: Life) -> int | None:
    """How many such events at once reach a range; None when the limits or fading do not let them."""
    copy, former = life.copy(), None
    for number in range(1, MOST_TIMES + 1):
        data = attempt.data if number == 1 else fresh(attempt.data, attempt.per, number)
        value = _after(copy, attempt.type, data, number).get(score)
        if value is None or (former is not None and value <= former):
            return None
        if value >= start:
            return number
        former = value
    return None


def _after(life: Life, kind: str, data: Data, number: int) -> Mapping[str, int | float | None]:
    """The scores after one more event, which happens at the present moment."""
    event = Event(f"one more {kind} {number}", kind, life.profile, life.present.clock, data)
    outcome = life.process(event)
    if outcome.status != "processed" or life.state is None:
        return {}
    return {name: one.value for name, one in life.result.scores.items()}


def _told(attempt: _Attempt, times: int | None, ledger: Ledger) -> Try:
    attributes = ledger.model.events[attempt.type].attributes
    data = tuple(
        (name, HIDDEN if name in ledger.redaction.names else json_value(attributes[name].type, value))
        for name, value in attempt.data.items()
    )
    return Try(attempt.type, data, attempt.gain, attempt.value, times, attempt.titles)
