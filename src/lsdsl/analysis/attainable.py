"""What each score can be at least and at most by its rules: what no lead gets above or below, whatever happens.

A person's correction (``points adjusted``) can move a score anywhere and is left out. A bound is never too tight; where something
cannot be seen it is wider than need be, up to infinite.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import inf

from lsdsl.analysis.awards import ONCE, ever, millionths, points, standing
from lsdsl.analysis.exclusion import most_at_once
from lsdsl.analysis.memory import remembered
from lsdsl.analysis.numbers import Numbers
from lsdsl.analysis.subject import BoxWork
from lsdsl.dataclass import dataclass
from lsdsl.model.declarations import (
    AbsenceRule,
    AwardStep,
    EventRule,
    Followup,
    If,
    Model,
    OnTrigger,
    Rule,
    Score,
    Script,
    StateRule,
    Step,
    Table,
)
from lsdsl.model.expressions import Constant, Expression
from lsdsl.model.interval import ANY, Bounds
from lsdsl.source import Span


@dataclass(frozen=True, slots=True)
class Reach:
    """What the scores of a ruleset can be, by their names; those that are switched off are left out.

    ``groups`` says, by score and group, what the rules of a group add up to before the group's own minimum and maximum.
    """

    scores: Mapping[str, Bounds]
    groups: Mapping[tuple[str, str], Bounds]
    numbers: Numbers


def attainable(model: Model, boxes: Mapping[Span, BoxWork]) -> Mapping[str, Bounds]:
    """The smallest and the largest value that the rules can give each score that is not switched off."""
    return reach(model, boxes).scores


@remembered
def reach(model: Model, boxes: Mapping[Span, BoxWork]) -> Reach:
    """The same, with the groups and with the bounds of other numbers."""
    return _Reckoning(model, boxes).reach()


class _Reckoning:
    """Goes through the scores in an order in which each comes after those that it reads. Sizes are millionths."""

    def __init__(self, model: Model, boxes: Mapping[Span, BoxWork]) -> None:
        self.model = model
        self.boxes = boxes
        self.scores: dict[str, Bounds] = {}
        self.groups: dict[tuple[str, str], Bounds] = {}
        self.gains: dict[str, float] = {}
        self.numbers = Numbers(model, self.scores, self.gains)
        self.steps = _steps(model, boxes)

    def reach(self) -> Reach:
        for name in self.model.order:
            score = self.model.scores.get(name)
            if score is None:
                continue
            self.numbers = Numbers(self.model, self.scores, self.gains)
            self.gains[name] = self._gains(score)
            if score.enabled:
                self.scores[name] = self._score(score)
        return Reach(self.scores, self.groups, Numbers(self.model, self.scores, self.gains))

    def _score(self, score: Score) -> Bounds:
        if score.expression is not None:
            value = self.numbers.of(score.expression)
            return _clamped(Bounds(millionths(value.low), millionths(value.high)), score.minimum, score.maximum)
        grouped: dict[str | None, list[Rule]] = {}
        for rule in score.rules:
            grouped.setdefault(rule.group, []).append(rule)
        parts = [self._rules(grouped.get(None, [])), *(self._step(*one) for one in self.steps.get(score.name, ()))]
        for group in score.groups:
            inside = self._rules(grouped.get(group.name, []))
            self.groups[score.name, group.name] = Bounds(points(inside.low), points(inside.high))
            clamped = _clamped(inside, group.minimum, group.maximum)
            parts.append(Bounds(millionths(clamped.low), millionths(clamped.high)))
        initial = millionths(score.initial)
        parts.append(Bounds(initial, initial))
        return _clamped(_sum(parts), score.minimum, score.maximum)

    def _gains(self, score: Score) -> float:
        """The points that a score can ever gain: event rules only."""
        rules = [rule for rule in score.rules if isinstance(rule, EventRule)]
        return points(sum(ever(rule, max(0, self._size(rule.points).high), self.model) for rule in rules))

    # --- rules --------------------------------------------------------------------------------------------------------

    def _rules(self, rules: Iterable[Rule]) -> Bounds:
        several, states = [], []
        for rule in rules:
            match rule:
                case StateRule():
                    states.append(rule)
                case EventRule():
                    several.append(self._event_rule(rule))
                case AbsenceRule():
                    size = self._size(rule.points)
                    several.append(Bounds(-inf if size.low < 0 else 0, inf if size.high > 0 else 0))
                case Table():
                    several.append(self._table(rule))
        return _sum([*several, self._states(states)])

    def _event_rule(self, rule: EventRule) -> Bounds:
        size, constant = self._size(rule.points), isinstance(rule.points, Constant)
        low = standing(rule, max(0, -size.low), self.model, constant=constant)
        return Bounds(-low, standing(rule, max(0, size.high), self.model, constant=constant))

    def _states(self, rules: list[StateRule]) -> Bounds:
        sizes = [(rule, self._size(rule.points)) for rule in rules]
        low = most_at_once([(rule, max(0, -size.low)) for rule, size in sizes], self.model)
        return Bounds(-low, most_at_once([(rule, max(0, size.high)) for rule, size in sizes], self.model))

    def _table(self, table: Table) -> Bounds:
        sizes = [self._size(row.points) for row in table.rows]
        if not any(row.start is None and not row.values for row in table.rows):
            sizes.append(Bounds(0, 0))
        return Bounds(min(one.low for one in sizes), max(one.high for one in sizes))

    def _size(self, expression: Expression) -> Bounds:
        """The size of an award; what may come out missing may also award nothing."""
        value = self.numbers.of(expression)
        low, high = millionths(value.low), millionths(value.high)
        return Bounds(low, high) if isinstance(expression, Constant) else Bounds(min(0, low), max(0, high))

    def _step(self, step: AwardStep | Script, runs: float) -> Bounds:
        """What a step can give in so many runs; what a box awards is not known."""
        if isinstance(step, Script):
            return ANY
        size = self._size(step.points)
        low, high = min(0, size.low), max(0, size.high)
        return Bounds(low * runs if low else 0, high * runs if high else 0)


# --- follow-ups -----------------------------------------------------------------------------------------------------------


def _steps(model: Model, boxes: Mapping[Span, BoxWork]) -> dict[str, list[tuple[AwardStep | Script, float]]]:
    """The steps that award points to each score, and how often each may run; a box that nobody knows may award to all."""
    found: dict[str, list[tuple[AwardStep | Script, float]]] = {}
    for followup in model.followups.values():
        for step in awarding_steps(followup.steps) if followup.enabled else ():
            known = (
                (step.score,) if isinstance(step, AwardStep) else boxes[step.span].awards if step.span in boxes else model.scores
            )
            for score in known:
                found.setdefault(score, []).append((step, _runs(followup)))
    return found


def awarding_steps(steps: Iterable[Step]) -> Iterator[AwardStep | Script]:
    """The steps that may award points, those in branches too."""
    for step in steps:
        match step:
            case AwardStep() | Script():
                yield step
            case If(branches=branches):
                for branch in branches:
                    yield from awarding_steps(branch.steps)
            case _:
                pass


def _runs(followup: Followup) -> float:
    """How often a follow-up runs for one profile, at most."""
    counts = [limit.count for limit in followup.limits if limit.per is None and not limit.overall]
    trigger = followup.trigger
    if isinstance(trigger, OnTrigger) and ONCE.issuperset(trigger.events):
        counts.append(len(trigger.events))
    return min(counts, default=inf)


def _sum(parts: Iterable[Bounds]) -> Bounds:
    several = [*parts]
    return Bounds(sum(one.low for one in several), sum(one.high for one in several))


def _clamped(bounds: Bounds, minimum: float | None, maximum: float | None) -> Bounds:
    """Bounds in millionths as bounds in points, both held within a minimum and a maximum."""
    return Bounds(points(_clamp(bounds.low, minimum, maximum)), points(_clamp(bounds.high, minimum, maximum)))


def _clamp(value: float, minimum: float | None, maximum: float | None) -> float:
    if maximum is not None:
        value = min(value, millionths(maximum))
    return value if minimum is None else max(value, millionths(minimum))
