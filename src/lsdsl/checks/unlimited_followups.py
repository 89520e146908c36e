"""LS603: follow-ups that ask for an action each time they start, without a limit."""

from collections.abc import Iterator
from typing import Final

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import all_steps, trigger_events
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import ChangeTag, ColdTrigger, Do, Followup, Model, Script, SetField, WhenTrigger
from lsdsl.model.expressions import FieldRead
from lsdsl.model.reads import walk_through

ONCE: Final = frozenset({"profile.created", "profile.removed"})
"""Events that happen once in the life of a profile."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS603 for each follow-up with a ``do`` that neither a ``limit`` nor a guard of its own keeps from running again."""
    for followup in subject.model.followups.values():
        steps = [*all_steps(followup.steps)]
        asks = next((step for step in steps if isinstance(step, Do)), None)
        if asks is None or followup.limits or not followup.enabled or isinstance(followup.trigger, ColdTrigger):
            continue
        events = trigger_events(followup)
        if (events and ONCE.issuperset(events)) or any(isinstance(step, Script) for step in steps):
            continue
        if isinstance(followup.trigger, WhenTrigger) and followup.trigger.again is not None:
            continue
        if not _is_guarded(followup, subject.model):
            yield finding("LS603", followup.span, name=followup.name, action=asks.action)


def _is_guarded(followup: Followup, model: Model) -> bool:
    """Whether ``where`` reads what a step writes: a guard that the follow-up sets itself."""
    if followup.where is None:
        return False
    written = {step.field for step in all_steps(followup.steps) if isinstance(step, SetField)}
    if any(isinstance(step, ChangeTag) for step in all_steps(followup.steps)):
        written.add("tags")
    return any(isinstance(one, FieldRead) and one.field in written for one in walk_through(followup.where, model))
