"""What a score is worth by definition: an oracle that knows the language reference and nothing of the engine.

It has the whole history of a profile and computes each value from scratch, in exact fractions: no timers, no state that is
carried on. It covers event rules with all occurrences, limits, expiry and decay, state rules on fields, tags, ages, counts and
gains, rules on absence, groups and clamps. Comments name the words of the language reference that they follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Limit = tuple[Fraction, int | None]
"""So many times or points, in a window of so many microseconds or in the whole life."""


@dataclass(frozen=True)
class Happening:
    """Something that happened: events with an ``amount``, ``set`` (a field and its value), ``tag`` and ``untag``."""

    kind: str
    time: int
    amount: Fraction | None = None
    page: str | None = None
    name: str = ""
    value: int | None = None


@dataclass(frozen=True)
class EventRule:
    """``points`` are a number, or the event's amount times ``factor``."""

    points: Fraction | None
    factor: Fraction
    events: tuple[str, ...]
    occurrence: Literal["each", "first", "latest"] = "each"
    count: int = 1
    per: bool = False
    """Per page."""
    least: Fraction | None = None
    """``where amount >= least``."""
    often: tuple[str, int, int] | None = None
    """``where count(EVENT within D) >= N``."""
    times: Limit | None = None
    most: Limit | None = None
    expires: int | None = None
    share: tuple[Fraction, int] | None = None
    """Loses this share every so often."""
    loss: tuple[Fraction, int] | None = None
    """Loses so many points every so often."""
    group: int | None = None


@dataclass(frozen=True)
class StateRule:
    """Points while a test of the present holds; ``test`` says which, ``name``, ``number`` and ``duration`` are what it needs."""

    points: Fraction
    test: Literal["level", "tag", "older", "younger", "count", "quiet", "gained"]
    name: str = ""
    number: int = 0
    duration: int | None = None
    group: int | None = None


@dataclass(frozen=True)
class AbsenceRule:
    """Points for every whole period without the events."""

    points: Fraction
    every: int
    events: tuple[str, ...]
    group: int | None = None


Rule = EventRule | StateRule | AbsenceRule
Clamp = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True)
class Score:
    """A score and the clamps of its groups."""

    initial: Fraction
    clamp: Clamp
    groups: tuple[Clamp, ...]
    rules: tuple[Rule, ...]


@dataclass
class Award:
    """An award: ``number`` is the place of its event in order of arrival, ``clock`` the profile's time when it arrived."""

    number: int
    time: int
    clock: int
    size: Fraction
    page: str | None
    replaced: bool = False


class Life:
    """The history of a profile, in order of arrival."""

    def __init__(self, history: Sequence[Happening]) -> None:
        self.history = history
        self.clocks = [max(one.time for one in history[: number + 1]) for number in range(len(history))]
        """The profile's own time when each event arrived: time does not run backwards ."""

    def value(self, score: Score, scores: Sequence[Score], now: int) -> Fraction:
        """The value of a score at a moment at or after everything in the history."""
        own = score.initial + sum(self.worth(rule, scores, now) for rule in score.rules if rule.group is None)
        for number, clamp in enumerate(score.groups):
            own += clamped(
                sum((self.worth(rule, scores, now) for rule in score.rules if rule.group == number), Fraction()), clamp
            )
        return clamped(own, score.clamp)

    def worth(self, rule: Rule, scores: Sequence[Score], now: int) -> Fraction:
        """What a rule contributes at a moment."""
        match rule:
            case EventRule():
                return sum((remaining(award, rule, now) for award in self.awards(rule)), Fraction())
            case StateRule():
                return rule.points if self.holds(rule, scores, now) else Fraction()
            case AbsenceRule():
                since = max((one.time for one in self.history if one.kind in rule.events), default=self.history[0].time)
                return rule.points * max(0, (now - since) // rule.every)

    # --- event rules --------------------------------------------------------------------------------------------------

    def awards(self, rule: EventRule) -> list[Award]:
        """All awards of a rule, in order of arrival."""
        made: list[Award] = []
        for number, event in enumerate(self.history):
            if event.kind in rule.events and self.meets(rule, number):
                size = rule.points if rule.points is not None else self.amount(event, rule.factor)
                if size:
                    self.award(rule, number, size, made)
        return made

    def amount(self, event: Happening, factor: Fraction) -> Fraction | None:
        """The points of an event that carries them; missing points award nothing."""
        return None if event.amount is None else event.amount * factor

    def meets(self, rule: EventRule, number: int) -> bool:
        """The rule's condition: what is missing is at least nothing; the event itself counts already."""
        event = self.history[number]
        if rule.least is not None and (event.amount is None or event.amount < rule.least):
            return False
        if rule.often is None:
            return True
        kind, least, within = rule.often
        now = self.clocks[number]
        return sum(one.kind == kind and now - within < one.time <= now for one in self.history[: number + 1]) >= least

    def award(self, rule: EventRule, number: int, size: Fraction, made: list[Award]) -> None:
        """One award, if occurrence and limits allow it."""
        event, clock = self.history[number], self.clocks[number]
        same = [one for one in made if not rule.per or one.page == event.page]
        if rule.occurrence == "first" and len(same) >= rule.count:
            return
        present = [one for one in same if not one.replaced and remaining(one, rule, clock)] if rule.occurrence == "latest" else []
        if any(one.time > event.time for one in present):
            return
        if rule.times is not None and len(within(made, rule.times, clock)) >= rule.times[0]:
            return
        if rule.most is not None:
            left = rule.most[0] - sum(abs(one.size) for one in within(made, rule.most, clock))
            size = min(abs(size), left) * (1 if size > 0 else -1) if left > 0 else Fraction()
        if not size:
            return
        for one in present:
            one.replaced = True
        made.append(Award(number, event.time, clock, size, event.page))

    # --- state rules --------------------------------------------------------------------------------------------------

    def holds(self, rule: StateRule, scores: Sequence[Score], now: int) -> bool:
        """Whether the condition of a state rule is true at a moment."""
        match rule.test:
            case "level":
                level = self.field("level")
                return level is not None and level >= rule.number
            case "tag":
                changes = [one.kind for one in self.history if one.kind in ("tag", "untag") and one.name == rule.name]
                return changes[-1:] == ["tag"]
            case "older" | "younger":
                since = self.field("since")
                if since is None or rule.duration is None:
                    return False
                return now - since > rule.duration if rule.test == "older" else now - since < rule.duration
            case "count":
                begin = None if rule.duration is None else now - rule.duration
                return sum(one.kind == rule.name and (begin is None or one.time > begin) for one in self.history) >= rule.number
            case "quiet":
                last = max((one.time for one in self.history if one.kind == rule.name), default=None)
                return last is not None and rule.duration is not None and now - last >= rule.duration
            case "gained":
                assert rule.duration is not None
                rules = [one for one in scores[0].rules if isinstance(one, EventRule)]
                gains = [award for one in rules for award in self.awards(one) if award.size > 0]
                return sum(one.size for one in gains if now - rule.duration < one.time <= now) >= rule.number

    def field(self, name: str) -> int | None:
        """The value of a field: what it was set to last, in order of arrival."""
        return next((one.value for one in reversed(self.history) if one.kind == "set" and one.name == name), None)


def within(made: list[Award], limit: Limit, clock: int) -> list[Award]:
    """The awards that a limit counts: windows of limits are rolling, by the profile's clock."""
    return [one for one in made if limit[1] is None or one.clock > clock - limit[1]]


def remaining(award: Award, rule: EventRule, now: int) -> Fraction:
    """What is left of an award: steps of decay at its own time + n x D, nothing from its expiry on."""
    if award.replaced or (rule.expires is not None and now >= award.time + rule.expires):
        return Fraction()
    size, sign = abs(award.size), 1 if award.size > 0 else -1
    if rule.share is not None:
        share, every = rule.share
        size *= (1 - share) ** max(0, (now - award.time) // every)
    if rule.loss is not None:
        loss, every = rule.loss
        size = max(Fraction(), size - loss * max(0, (now - award.time) // every))
    return sign * size if size >= Fraction(1, 2_000_000) else Fraction()


def clamped(value: Fraction, clamp: Clamp) -> Fraction:
    """A value within its bounds."""
    minimum, maximum = clamp
    if maximum is not None:
        value = min(value, maximum)
    return value if minimum is None else max(value, minimum)
