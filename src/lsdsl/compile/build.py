"""From the model to the program: numbering, then one callable for each thing that runs."""

from typing import Literal

from lsdsl.compile import points
from lsdsl.compile.dependencies import rule_expressions, tokens
from lsdsl.compile.direct import Around, direct_events
from lsdsl.compile.execution import Execution, ReferenceExecution
from lsdsl.compile.followups import Boxes, Followups, award_steps, started_by, trigger_expressions
from lsdsl.compile.guards import simple_edge, still_at_birth
from lsdsl.compile.histories import event_rules_by_type, gain_windows, remembered
from lsdsl.compile.horizon import Horizons
from lsdsl.compile.instructions import Change
from lsdsl.compile.optimisations import EVERYTHING, Optimisations
from lsdsl.compile.plan import (
    DecayPlan,
    Direct,
    GradePlan,
    GroupPlan,
    HistoryPlan,
    Horizon,
    Indexes,
    LimitPlan,
    Program,
    RulePlan,
    ScorePlan,
    SelectionPlan,
    Slot,
)
from lsdsl.compile.python import PythonExecution
from lsdsl.compile.reading import Data, Reading
from lsdsl.model import expressions
from lsdsl.model.declarations import AbsenceRule, EventRule, Model, Rule, Score, StateRule, Table, TableRow
from lsdsl.model.types import Value
from lsdsl.script import check_boxes
from lsdsl.source import Span


def compile_model(
    ruleset: Model,
    execution: Literal["python", "reference"] = "python",
    boxes: Boxes | None = None,
    optimisations: Optimisations = EVERYTHING,
) -> Program:
    """Compile a model that has no errors, with its checked boxes (None: they are checked here, and have no errors either).

    ``python`` generates functions; ``reference`` walks the tree and computes everything anew at every turn. Both give the same
    results.
    """
    return _Builder(ruleset, execution, check_boxes(ruleset)[0] if boxes is None else boxes, optimisations).program()


class _Builder:
    def __init__(
        self, ruleset: Model, execution: Literal["python", "reference"], boxes: Boxes, optimisations: Optimisations
    ) -> None:
        self.ruleset = ruleset
        self.optimisations = optimisations
        self.boxes = boxes
        self.numbers = {name: index for index, name in enumerate(ruleset.scores)}
        self.windows = remembered(ruleset)
        self.histories = {history: index for index, history in enumerate(self.windows)}
        self.indexes = Indexes(self.numbers, self.histories)
        self.scores: list[ScorePlan] = []
        self.rules: list[RulePlan] = []
        self.places: dict[Span, int] = {}
        self.step_places: dict[tuple[Span, str], int] = {}
        self.buckets = 0
        self._number_scores_and_rules()
        kind = PythonExecution if execution == "python" else ReferenceExecution
        self.execution: Execution = kind(ruleset, self.indexes, self.places)
        self.watchful = execution == "python"
        self.horizons = Horizons(ruleset, self.execution.value, self.execution.value, self.histories, self.numbers)

    def program(self) -> Program:
        slots = self._slots()
        self.followups = Followups(
            self.ruleset, self.execution, self.horizons, self.numbers, self.step_places, self.boxes
        ).plans()
        rules = event_rules_by_type(self.ruleset)
        gains = gain_windows(self.ruleset, self.numbers)
        observers = self._observers()
        started = started_by(self.ruleset, self.followups)
        listeners = self._listeners()
        direct: dict[str, Direct] = {}
        if isinstance(self.execution, PythonExecution) and self.optimisations.direct:
            around = Around(self.scores, gains, observers, started, self._watchers, listeners, self.followups, self.windows)
            events = direct_events(self.ruleset, rules, around)
            direct = self.execution.direct_rules(events, self.rules, gains, self.optimisations)
        return Program(
            model=self.ruleset,
            indexes=self.indexes,
            buckets=self.buckets,
            scores=tuple(self.scores),
            rules=tuple(self.rules),
            slots=tuple(slots),
            watchers=self._watchers,
            histories=tuple(self._history_plans()),
            observers=observers,
            firing={event: self.execution.event_rules(own) for event, own in rules.items()},
            gains=gains,
            grades=tuple(GradePlan(grade.name, self.execution.grade(grade)) for grade in self.ruleset.grades.values()),
            selections=tuple(self._selections()),
            sources=self.execution.sources(),
            watchful=self.watchful,
            followups=tuple(self.followups),
            started=started,
            listeners=listeners,
            fields_of_scores=tuple(one for one in self.scores if one.field is not None and one.enabled),
            by_score=tuple(
                (self._watchers.get(f"score:{one.index}", 0), listeners.get(f"score:{one.index}", 0)) for one in self.scores
            ),
            direct=direct,
            plain={name: one.plain for name, one in direct.items() if one.plain is not None},
            plain_birth=self._plain_birth(slots, {*rules, *observers, *started}),
            edges=tuple(one.index for one in self.followups if one.kind in ("edge", "change")),
            colds=tuple(one.index for one in self.followups if one.kind == "cold"),
        )

    def _plain_birth(self, slots: list[Slot], heard: set[str]) -> bool:
        """Whether nothing holds, waits or is written when a profile's life begins, and nobody hears of it."""
        waiting = any(
            one.kind != "event" and not still_at_birth(simple_edge(one, self.ruleset, self.scores, self.numbers))
            for one in self.followups
        )
        written = any(one.enabled and (one.initial or one.field is not None) for one in self.scores)
        return not (slots or waiting or written or "profile.created" in heard)

    # --- numbers ------------------------------------------------------------------------------------------------------

    def _number_scores_and_rules(self) -> None:
        for index, score in enumerate(self.ruleset.scores.values()):
            own = self._bucket()
            groups = {group.name: GroupPlan(self._bucket(), _size(group.minimum), _size(group.maximum)) for group in score.groups}
            self.scores.append(_score_plan(index, score, own, tuple(groups.values())))
            for rule in score.rules:
                bucket = own if rule.group is None else groups[rule.group].bucket
                for one in rule.rows if isinstance(rule, Table) else (rule,):
                    self.places[one.span] = len(self.rules)
                    self.rules.append(_rule_plan(len(self.rules), one, index, bucket, self._per_default(one)))
        self._number_steps()

    def _number_steps(self) -> None:
        for followup in self.ruleset.followups.values():
            for number, (span, score, expires) in enumerate(award_steps(followup.steps, self.boxes), 1):
                plan = self.scores[self.numbers[score]]
                self.step_places[span, score] = len(self.rules)
                self.rules.append(_step_plan(len(self.rules), f"{followup.name}:{number}", followup.name, plan, span, expires))

    def _per_default(self, rule: Rule | TableRow) -> Value:
        """What the attribute after ``per`` reads as where it is missing."""
        if not isinstance(rule, EventRule) or rule.per is None:
            return None
        return self.ruleset.events[rule.events[0]].attributes[rule.per].default

    def _bucket(self) -> int:
        self.buckets += 1
        return self.buckets - 1

    # --- slots --------------------------------------------------------------------------------------------------------

    def _slots(self) -> list[Slot]:
        self._watchers: dict[str, int] = {}
        slots: list[Slot] = []
        for name in self.ruleset.order:
            score = self.ruleset.scores[name]
            if not score.enabled:
                continue
            for rule in score.rules:
                if not isinstance(rule, EventRule):
                    self._watch(len(slots), *_watched(rule))
                    contribution = self.execution.slot(rule)
                    slots.append(Slot(len(slots), self.numbers[name], contribution, None, self._rule_horizon(rule), rule.span))
            if score.expression is not None:
                self._watch(len(slots), score.expression)
                value = self.execution.value(score.expression)
                slots.append(Slot(len(slots), self.numbers[name], None, value, self.horizons.of(score.expression), score.span))
        return slots

    def _watch(self, slot: int, *read: expressions.Expression) -> None:
        for token in tokens(read, self.ruleset, self.numbers, self.histories):
            self._watchers[token] = self._watchers.get(token, 0) | (1 << slot)

    def _rule_horizon(self, rule: StateRule | AbsenceRule | Table) -> Horizon | None:
        match rule:
            case StateRule(condition=condition, points=earned):
                return self.horizons.of(condition, earned)
            case Table():
                return self.horizons.of_table(rule)
            case AbsenceRule():
                histories = [self.histories[expressions.History(event, False, None)] for event in rule.events]
                return _absence_horizon(rule, histories, self.horizons.of(rule.points))

    def _listeners(self) -> dict[str, int]:
        """Which edge triggers have to be tested when something changes."""
        found: dict[str, int] = {}
        for plan in self.followups:
            trigger = self.ruleset.followups[plan.name].trigger
            read = tokens(trigger_expressions(trigger), self.ruleset, self.numbers, self.histories)
            if isinstance(plan.trigger, Change):
                read = {f"score:{plan.trigger.score}"}
            for token in read:
                found[token] = found.get(token, 0) | (1 << plan.index)
        return found

    # --- histories ----------------------------------------------------------------------------------------------------

    def _history_plans(self) -> list[HistoryPlan]:
        plans = []
        for history, windows in self.windows.items():
            finite = [window for window in windows if window is not None]
            plans.append(
                HistoryPlan(
                    index=self.histories[history],
                    where=None if history.where is None else self.execution.condition(history.where),
                    value=None if history.value is None else self.execution.value(history.value),
                    window=max(finite, default=None),
                    lifetime=None in windows,
                )
            )
        return plans

    def _observers(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for history, index in self.histories.items():
            found[history.event] = (*found.get(history.event, ()), index)
        return found

    def _selections(self) -> list[SelectionPlan]:
        return [
            SelectionPlan(
                one.name,
                self.execution.condition(one.condition),
                None if one.order is None else self.execution.value(one.order),
                one.descending,
            )
            for one in self.ruleset.selections.values()
        ]


def _size(number: int | float | None) -> int | None:
    return None if number is None else points.from_number(number)


def _score_plan(index: int, score: Score, bucket: int, groups: tuple[GroupPlan, ...]) -> ScorePlan:
    return ScorePlan(
        index=index,
        name=score.name,
        enabled=score.enabled,
        initial=points.from_number(score.initial),
        minimum=_size(score.minimum),
        maximum=_size(score.maximum),
        ideal=_size(score.ideal),
        starts=tuple(points.from_number(one.start) for one in score.ranges if one.start is not None),
        field=score.field,
        bucket=bucket,
        groups=groups,
        computed=score.expression is not None,
    )


def _rule_plan(index: int, rule: Rule | TableRow, score: int, bucket: int, per_default: Value) -> RulePlan:
    assert not isinstance(rule, Table)
    if not isinstance(rule, EventRule):
        return RulePlan(index, rule.identity, rule.title, score, bucket, rule.span)
    limits = tuple(
        LimitPlan(one.unit, int(one.amount) if one.unit == "times" else points.from_number(one.amount), one.per)
        for one in rule.limits
    )
    decay = None
    if rule.decay is not None:
        percent = rule.decay.unit == "%"
        factor = 1 - rule.decay.amount / 100 if percent else None
        decay = DecayPlan(rule.decay.every, factor, 0 if percent else points.from_number(rule.decay.amount))
    plain = rule.occurrence == "each" and not limits and rule.expires is None and decay is None
    return RulePlan(
        index,
        rule.identity,
        rule.title,
        score,
        bucket,
        rule.span,
        rule.occurrence,
        rule.count,
        rule.per,
        per_default,
        limits,
        rule.expires,
        decay,
        plain,
    )


def _step_plan(index: int, identity: str, followup: str, score: ScorePlan, span: Span, expires: int | None) -> RulePlan:
    return RulePlan(
        index,
        identity,
        f"award in follow-up {followup}",
        score.index,
        score.bucket,
        span,
        expires=expires,
        plain=expires is None,
        gains=False,
    )


def _watched(rule: StateRule | AbsenceRule | Table) -> tuple[expressions.Expression, ...]:
    if isinstance(rule, AbsenceRule):
        latest = [
            expressions.HistoryRead("last", expressions.History(event, False, None), None, rule.points.type, rule.span)
            for event in rule.events
        ]
        return (rule.points, *latest)
    return rule_expressions(rule)


def _absence_horizon(rule: AbsenceRule, histories: list[int], points_horizon: Horizon | None) -> Horizon:
    def next_period(reading: Reading, data: Data) -> int:
        latest = (reading.life(index)[2] for index in histories)
        since = max((moment for moment in latest if moment is not None), default=reading.created)
        end = since + (max(0, (reading.now - since) // rule.every) + 1) * rule.every
        other = None if points_horizon is None else points_horizon(reading, data)
        return end if other is None else min(end, other)

    return next_period
