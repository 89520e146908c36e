"""Two rulesets held against each other: which number of the new program means what a number of the old one meant.

A rule goes by its score and its identity, a history by what it remembers, everything else by its name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lsdsl.compile import Program
from lsdsl.compile.plan import LimitPlan, RulePlan
from lsdsl.model.declarations import Collection, EventRule, Field, Followup, Model, OnTrigger, Table
from lsdsl.model.expressions import History
from lsdsl.model.types import Value
from lsdsl.records.convert import converter
from lsdsl.records.problems import ConversionError
from lsdsl.records.render import json_value
from lsdsl.store.likeness import likeness

Convert = Callable[[Value], Value]
"""Makes a value of the new type out of one of the old type; None where there is none."""


@dataclass(frozen=True, slots=True)
class Matched:
    """By numbers of the old program those of the new one, of histories the other way; what is left out has no counterpart.

    ``slot_of`` gives the slot of each rule of the new program that has one. ``limits`` are of rules: rule and number of the
    limit. ``going_on`` are the old follow-ups whose waiting runs go on, ``same_triggers`` those whose trigger is what it was.
    """

    old: Program
    new: Program
    scores: Mapping[int, int]
    buckets: Mapping[int, int]
    rules: Mapping[int, int]
    slots: Mapping[int, int]
    slot_of: Mapping[int, int]
    limits: Mapping[tuple[int, int], tuple[int, int]]
    histories: Mapping[int, int]
    followups: Mapping[int, int]
    going_on: frozenset[int]
    same_triggers: frozenset[int]
    fields: Mapping[str, Convert]
    rows: Mapping[str, Mapping[str, Convert]]

    def pair(self, rule: int) -> tuple[RulePlan, RulePlan] | None:
        """A rule in both programs; None when it is gone."""
        return (self.old.rules[rule], self.new.rules[self.rules[rule]]) if rule in self.rules else None


def matched(old: Program, new: Program) -> Matched:
    """Hold two programs against each other."""
    before, after = old.model, new.model
    new_scores = {plan.name: plan.index for plan in new.scores}
    scores = {plan.index: new_scores[plan.name] for plan in old.scores if plan.name in new_scores}
    names = {_rule_name(new, plan): plan.index for plan in new.rules}
    rules = {plan.index: names[name] for plan in old.rules if (name := _rule_name(old, plan)) in names}
    old_slots, new_slots = _slots(old), _slots(new)
    numbers = {plan.name: plan.index for plan in new.followups}
    followups = {plan.index: numbers[plan.name] for plan in old.followups if plan.name in numbers}
    both = [
        (index, before.followups[old.followups[index].name], after.followups[old.followups[index].name]) for index in followups
    ]
    return Matched(
        old=old,
        new=new,
        scores=scores,
        buckets=_buckets(old, new, scores),
        rules=rules,
        slots={slot: new_slots[name] for name, slot in old_slots.items() if name in new_slots},
        slot_of={index: new_slots[name] for name, index in names.items() if name in new_slots},
        limits=dict(_limits(old, new, rules)),
        histories=_histories(old, new),
        followups=followups,
        going_on=frozenset(index for index, one, other in both if _steps(one, before) == _steps(other, after)),
        same_triggers=frozenset(index for index, one, other in both if likeness(one.trigger) == likeness(other.trigger)),
        fields=_conversions(before.fields, after.fields),
        rows={
            name: _row_conversions(one, after.collections[name])
            for name, one in before.collections.items()
            if name in after.collections
        },
    )


def missing_histories(match: Matched) -> int:
    """How many things the new rules look back on that the old ones did not remember."""
    return sum(plan.index not in match.histories or _longer(match, plan.index) for plan in match.new.histories)


def _longer(match: Matched, index: int) -> bool:
    """Whether a history goes further back than what was remembered for it."""
    plan = match.new.histories[index]
    known = match.old.histories[match.histories[index]]
    return (plan.lifetime and not known.lifetime) or (plan.window or 0) > (known.window or 0)


# --- scores and rules -----------------------------------------------------------------------------------------------------


def _rule_name(program: Program, plan: RulePlan) -> tuple[str, str]:
    return program.scores[plan.score].name, plan.identity


def _buckets(old: Program, new: Program, scores: Mapping[int, int]) -> dict[int, int]:
    """Sums of groups that are gone belong to the score itself."""
    found: dict[int, int] = {}
    for index, number in scores.items():
        before, after = old.scores[index], new.scores[number]
        found[before.bucket] = after.bucket
        groups = old.model.scores[before.name].groups, new.model.scores[after.name].groups
        named = {group.name: plan.bucket for group, plan in zip(groups[1], after.groups, strict=True)}
        for group, plan in zip(groups[0], before.groups, strict=True):
            found[plan.bucket] = named.get(group.name, after.bucket)
    return found


def _slots(program: Program) -> dict[tuple[str, str], int]:
    """Slots by the rules that they are about; a computed score has a slot and no rule, and goes by an empty identity."""
    places = {plan.span: _rule_name(program, plan) for plan in program.rules}
    slots: dict[tuple[str, str], int] = {}
    by_place = {(slot.score, slot.span): slot.index for slot in program.slots}
    for plan in program.scores:
        score = program.model.scores[plan.name]
        if score.expression is not None and (slot := by_place.get((plan.index, score.span))) is not None:
            slots[plan.name, ""] = slot
        for rule in score.rules:
            if not isinstance(rule, EventRule) and (slot := by_place.get((plan.index, rule.span))) is not None:
                slots |= {places[one.span]: slot for one in (rule.rows if isinstance(rule, Table) else (rule,))}
    return slots


def _limits(old: Program, new: Program, rules: Mapping[int, int]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Limits of one unit with the same window, if there are such; else one with a window takes over for one with a window."""
    for before, after in rules.items():
        left, free = dict(enumerate(old.rules[before].limits)), dict(enumerate(new.rules[after].limits))
        for fits in (_same_limit, _like_limit):
            for number, limit in [*left.items()]:
                other = next((other for other, candidate in free.items() if fits(limit, candidate)), None)
                if other is not None:
                    yield (before, number), (after, other)
                    del left[number], free[other]


def _same_limit(one: LimitPlan, other: LimitPlan) -> bool:
    return (one.unit, one.per) == (other.unit, other.per)


def _like_limit(one: LimitPlan, other: LimitPlan) -> bool:
    return one.unit == other.unit and (one.per is None) == (other.per is None)


# --- what is remembered, and follow-ups -----------------------------------------------------------------------------------


def _histories(old: Program, new: Program) -> dict[int, int]:
    """By number of the new program that of the old one. Who looks back twice on the same has two histories of it."""
    numbers: dict[str, list[int]] = {}
    for history, index in old.indexes.histories.items():
        numbers.setdefault(_remembered(history, old.model), []).append(index)
    found: dict[int, int] = {}
    for history, index in new.indexes.histories.items():
        same = numbers.get(_remembered(history, new.model))
        if same:
            found[index] = same.pop(0) if len(same) > 1 else same[0]
    return found


def _remembered(history: History, model: Model) -> str:
    """What is remembered: with another type an attribute is another one."""
    read = history.where is not None or history.value is not None
    return likeness((history, tuple(_types(model.events[history.event].attributes)) if read else ()))


def _steps(followup: Followup, model: Model) -> str:
    """The steps, and the data that a run takes along: the attributes of the events that it may begin with."""
    trigger = followup.trigger
    events = trigger.events if isinstance(trigger, OnTrigger) else ()
    return likeness(
        (followup.steps, *(tuple(_types(model.events[event].attributes)) for event in events if event in model.events))
    )


def _types(attributes: Mapping[str, Field]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    return ((name, one.type.kind.value, one.type.options) for name, one in sorted(attributes.items()))


# --- fields ---------------------------------------------------------------------------------------------------------------


def _conversions(old: Mapping[str, Field], new: Mapping[str, Field]) -> dict[str, Convert]:
    return {name: _conversion(one, new[name]) for name, one in old.items() if name in new}


def _row_conversions(old: Collection, new: Collection) -> dict[str, Convert]:
    return {"id": _as_it_is, **_conversions(old.fields, new.fields)}


def _conversion(old: Field, new: Field) -> Convert:
    if old.type == new.type:
        return _as_it_is
    convert = converter(new.type)

    def converted(value: Value) -> Value:
        try:
            return convert(json_value(old.type, value))
        except ConversionError:
            return None

    return converted


def _as_it_is(value: Value) -> Value:
    return value
