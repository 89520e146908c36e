"""Which event types need nothing but their awards.

Of most events nothing follows but awards: no follow-up starts, no state rule, table or field depends on the scores that change.
For these the engine need not take the way that is prepared for everything: :mod:`lsdsl.engine.direct`. Some have to be looked at
closely: a follow-up may start if its condition holds, or something has to be remembered of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lsdsl.compile.dependencies import reads_scores, rule_expressions, walk
from lsdsl.compile.guards import Guards, simple_edge, windows_of
from lsdsl.compile.instructions import Change, Cold, FollowupPlan
from lsdsl.compile.plan import ScorePlan
from lsdsl.model.declarations import EventRule, Model
from lsdsl.model.expressions import Gained, History


@dataclass(frozen=True, slots=True)
class Around:
    """What may happen around the awards of an event."""

    scores: Sequence[ScorePlan]
    gains: Mapping[int, int]
    observers: Mapping[str, tuple[int, ...]]
    started: Mapping[str, tuple[int, ...]]
    watchers: Mapping[str, int]
    listeners: Mapping[str, int]
    followups: Sequence[FollowupPlan]
    remembered: Mapping[History, Sequence[int | None]]


@dataclass(frozen=True, slots=True)
class DirectEvent:
    """An event type that needs nothing but its awards: its rules, whether to look closely, and at which edge triggers."""

    rules: list[EventRule]
    closely: bool
    listening: int
    guards: Guards | None
    """What the function of the whole event has to see to; None when it is too much for one."""


def direct_events(ruleset: Model, rules: Mapping[str, list[EventRule]], around: Around) -> dict[str, DirectEvent]:
    """The declared events that most often have no effects but awards."""
    quiet = {score for plan in around.followups if isinstance(plan.trigger, Cold) for score in plan.trigger.scores}
    changes = sum(1 << plan.index for plan in around.followups if isinstance(plan.trigger, Change))
    by_name = {plan.name: plan for plan in around.scores}
    owners = _scores_of_rules(ruleset)
    found = {}
    for name, event in ruleset.events.items():
        own = rules.get(name, [])
        touched = {by_name[owners[id(rule)]] for rule in own}
        started = [around.followups[index] for index in around.started.get(name, ())]
        if event.subject != "declared" or any(plan.where is None for plan in started):
            continue
        if any(plan.field is not None or plan.index in quiet for plan in touched) or any(
            _reads_points(one, ruleset) for one in own
        ):
            continue
        tokens = {f"score:{plan.index}" for plan in touched} | {
            f"gains:{plan.index}" for plan in touched if plan.index in around.gains
        }
        remembered = {f"history:{index}" for index in around.observers.get(name, ())}
        listening = _bits(around.listeners, tokens)
        if not _bits(around.watchers, tokens | remembered) and not listening & changes:
            guards = None
            if not _bits(around.listeners, remembered):
                guards = _guards(ruleset, around, around.observers.get(name, ()), started, listening)
            found[name] = DirectEvent(own, bool(started or remembered or listening), listening, guards)
    return found


def _guards(
    ruleset: Model, around: Around, observers: Sequence[int], started: Sequence[FollowupPlan], listening: int
) -> Guards | None:
    numbers = {plan.name: plan.index for plan in around.scores}
    edges = []
    for plan in around.followups:
        if listening & 1 << plan.index:
            edge = simple_edge(plan, ruleset, around.scores, numbers)
            if edge is None:
                return None
            edges.append(edge)
    histories = windows_of(observers, around.remembered)
    wheres = [where for plan in started if (where := ruleset.followups[plan.name].where) is not None]
    return None if histories is None else Guards(tuple(wheres), histories, tuple(edges))


def _bits(table: Mapping[str, int], tokens: set[str]) -> int:
    found = 0
    for token in tokens:
        found |= table.get(token, 0)
    return found


def _reads_points(rule: EventRule, ruleset: Model) -> bool:
    """Whether what a rule does depends on what rules before it award in the same event."""
    expressions = rule_expressions(rule)
    return reads_scores(expressions, ruleset) or any(
        isinstance(one, Gained) for expression in expressions for one in walk(expression, ruleset)
    )


def _scores_of_rules(ruleset: Model) -> dict[int, str]:
    return {id(rule): score.name for score in ruleset.scores.values() for rule in score.rules}
