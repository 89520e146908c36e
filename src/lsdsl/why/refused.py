"""Events that met the condition of a rule and gave nothing, because a limit or an earlier occurrence stood in the way.

The ledger does not know them, so they are found again; only where the condition depends on nothing but the event, so that what
is told is certain.
"""

from collections.abc import Iterator
from typing import Final

from lsdsl.compile.dependencies import walk
from lsdsl.compile.reference import Scope, truth
from lsdsl.engine.event import Event
from lsdsl.model.declarations import EventRule, Score
from lsdsl.model.expressions import (
    Changed,
    Constant,
    Elapsed,
    Expression,
    FieldRead,
    Flames,
    Gained,
    GradeRead,
    HistoryRead,
    OldRead,
    RangeTest,
    ScoreRead,
    SelectionRead,
)
from lsdsl.why.ledger import Ledger
from lsdsl.why.proof import Refusal
from lsdsl.why.wording import source_text

OF_THE_PROFILE: Final = (
    FieldRead,
    ScoreRead,
    GradeRead,
    SelectionRead,
    RangeTest,
    Flames,
    Gained,
    HistoryRead,
    Elapsed,
    Changed,
    OldRead,
)
"""What a condition reads that may have been something else when the event came."""


def refused(score: Score, ledger: Ledger) -> Iterator[Refusal]:
    """The events that the rules of a score did not count, rule by rule."""
    given = {(one.entry.event, one.entry.rule) for one in ledger.happenings[score.name]}
    for rule in score.rules:
        if isinstance(rule, EventRule) and _is_certain(rule, ledger):
            plan = ledger.by_span[rule.span]
            events = [
                one for one in ledger.life.events.values() if _meets(rule, one, ledger) and (one.id, plan.index) not in given
            ]
            if events:
                told = tuple((one.id, one.type, one.time) for one in sorted(events, key=lambda one: one.time))
                yield Refusal(ledger.title(plan), plan.identity, ledger.where(rule.span), _why(rule, ledger), told)


def _is_certain(rule: EventRule, ledger: Ledger) -> bool:
    """Whether the rule can refuse, and the event alone tells whether it would have counted."""
    if not (rule.limits or rule.occurrence == "first") or not isinstance(rule.points, Constant) or not rule.points.value:
        return False
    return all(ledger.model.events[kind].subject == "declared" for kind in rule.events) and _reads_event_only(rule.where, ledger)


def _reads_event_only(where: Expression | None, ledger: Ledger) -> bool:
    return where is None or not any(isinstance(one, OF_THE_PROFILE) for one in walk(where, ledger.model))


def _meets(rule: EventRule, event: Event, ledger: Ledger) -> bool:
    scope = ledger.sight.scope
    inner = Scope(scope.ruleset, scope.indexes, scope.reading, event.data)
    return event.type in rule.events and (rule.where is None or truth(rule.where, inner))


def _why(rule: EventRule, ledger: Ledger) -> str:
    """What stood in the way, as the rule says it."""
    said = [source_text(limit.span, ledger.model) for limit in rule.limits]
    if rule.occurrence == "first":
        which = "only the first" if rule.count == 1 else f"only the first {rule.count}"
        said.insert(0, which + (f" per {rule.per}" if rule.per else ""))
    return ", ".join(said)
