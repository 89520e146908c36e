"""LS503: rules and follow-ups that no event and no profile can ever set off, though each of their conditions could be true."""

from collections.abc import Iterator

from lsdsl.analysis.places import Place, conditions
from lsdsl.analysis.reasoning import Reasoning, reasoning_about
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.world import World, steps_of
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import (
    AwardStep,
    ChangeTag,
    ChangeTrigger,
    ColdTrigger,
    EventRule,
    Followup,
    If,
    Model,
    OnTrigger,
    Script,
    SetField,
    Step,
    Wait,
    WhenTrigger,
)
from lsdsl.model.expressions import (
    Comparison,
    Constant,
    Expression,
    FieldRead,
    Gained,
    GradeRead,
    HistoryRead,
    LetRead,
    SelectionRead,
)
from lsdsl.model.reads import walk
from lsdsl.model.types import NUMBER

WRITES = SetField | ChangeTag | AwardStep | Script


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One finding for each rule or follow-up; what a condition alone is to blame for is LS501 or LS502."""
    reasoning = reasoning_about(World(subject.model, subject.boxes.values()))
    for followup in subject.model.followups.values():
        found = _contradicted(followup, subject.model, reasoning) or _cancelled(followup, subject.model, reasoning)
        if found is not None:
            yield found
    for place in conditions(subject.model):
        if place.role == "where" and isinstance(place.owner, EventRule | Followup) and len(place.events) == 1:
            yield from _counted_already(place, subject.model, reasoning)


# --- trigger and conditions of follow-ups ---------------------------------------------------------------------------------


def _trigger(followup: Followup) -> Expression | None:
    """What is true when a follow-up's trigger fires."""
    match followup.trigger:
        case WhenTrigger(condition=condition):
            return condition
        case ColdTrigger(scores=scores, points=points, within=within, span=span):
            return Comparison("<", Gained(scores, within, span), Constant(points, NUMBER, span), False, span)
        case OnTrigger() | ChangeTrigger():
            return None


def _contradicted(followup: Followup, model: Model, reasoning: Reasoning) -> Diagnostic | None:
    """A follow-up whose trigger and ``where`` exclude each other, and nothing can change what they read in between."""
    trigger, where = _trigger(followup), followup.where
    if trigger is None or where is None or not reasoning.possible((trigger, True)) or not reasoning.possible((where, True)):
        return None
    if reasoning.possible((trigger, True), (where, True)):
        return None
    if _meddled(followup, [trigger, where], model):
        return None
    return finding("LS503", where.span, Related(followup.trigger.span, "trigger"), followup=followup.name)


def _meddled(followup: Followup, conditions: list[Expression], model: Model) -> bool:
    """Whether another follow-up may change what conditions are about, at the very moment at which this one fires."""
    others = (one for one in model.followups.values() if one is not followup and one.enabled)
    return any(_meddles(step, conditions, model) for step in steps_of(others))


def _meddles(step: Step, conditions: list[Expression], model: Model) -> bool:
    """Whether a step may change what conditions are about: certainly not, if it writes a field that they do not read."""
    match step:
        case SetField(field=field):
            found = [*_deep(conditions, model)]
            scores = any(not isinstance(one, FieldRead) and one.type == NUMBER for one in found)
            return scores or any(isinstance(one, FieldRead) and one.field == field for one in found)
        case ChangeTag() | AwardStep() | Script():
            return True
        case _:
            return False


def _deep(conditions: list[Expression], model: Model) -> Iterator[Expression]:
    """All parts of conditions, through names."""
    waiting = [*conditions]
    seen: set[str] = set()
    while waiting:
        for part in walk(waiting.pop()):
            yield part
            match part:
                case LetRead(let=name) if f"let {name}" not in seen:
                    seen.add(f"let {name}")
                    waiting.append(model.lets[name].value)
                case SelectionRead(selection=name) if f"selection {name}" not in seen:
                    seen.add(f"selection {name}")
                    waiting.append(model.selections[name].condition)
                case GradeRead(grade=name) if f"grade {name}" not in seen:
                    seen.add(f"grade {name}")
                    waiting.extend(row.condition for row in model.grades[name].rows if row.condition is not None)
                case _:
                    pass


def _cancelled(followup: Followup, model: Model, reasoning: Reasoning) -> Diagnostic | None:
    """A follow-up whose runs are dropped as soon as they begin to wait, for nothing changes before they do."""
    cancel, trigger, where = followup.cancel, _trigger(followup), followup.where
    conditions = [one for one in (trigger, where) if one is not None]
    if cancel is None or not conditions or not _waits_first(followup.steps):
        return None
    if not reasoning.possible((cancel, False)) or not reasoning.possible(*((one, True) for one in conditions)):
        return None
    if not reasoning.implies(conditions, cancel) or (trigger is not None and _meddled(followup, [*conditions, cancel], model)):
        return None
    related = [] if where is None else [Related(where.span, "where")]
    return finding("LS503", cancel.span, *related, followup=followup.name, cancel="cancel when")


def _waits_first(steps: tuple[Step, ...]) -> bool:
    """Whether a run always comes to a ``wait`` before it changes anything."""
    for step in steps:
        if isinstance(step, Wait):
            return True
        if isinstance(step, WRITES | If):
            return False
    return False


# --- events that count themselves -----------------------------------------------------------------------------------------


def _counted_already(place: Place, model: Model, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """``on each E where not seen(E)``: the event that happens is among those that were seen."""
    event, where = place.events[0], place.expression
    if event not in model.events or model.events[event].subject != "declared" or not reasoning.possible((where, True)):
        return
    for part in _deep([where], model):
        if not isinstance(part, HistoryRead) or part.history.collection or part.history.event != event:
            continue
        inner = part.history.where
        if inner is not None and not reasoning.implies([where], inner):
            continue
        count = HistoryRead("count", part.history, part.within, NUMBER, part.span)
        itself = Comparison(">", count, Constant(0, NUMBER, part.span), False, part.span)
        if not reasoning.possible((where, True), (itself, True)):
            name = place.owner.name if isinstance(place.owner, Followup) else None
            late = None if part.within is None else "late"
            yield finding("LS503", part.span, name=name, event=event, late=late)
            return
