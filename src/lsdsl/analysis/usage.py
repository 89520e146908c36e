"""What uses what: the names that the declarations of a ruleset mention outside of their own declaration."""

from collections.abc import Iterable, Iterator, Mapping

from lsdsl.analysis.memory import remembered
from lsdsl.analysis.places import everything
from lsdsl.analysis.subject import BoxWork
from lsdsl.dataclass import dataclass
from lsdsl.model.declarations import (
    AbsenceRule,
    EventRule,
    Followup,
    Given,
    If,
    Model,
    OnTrigger,
    SetField,
    Step,
    TestEvent,
)
from lsdsl.model.expressions import (
    Changed,
    Expression,
    FieldRead,
    Flames,
    GradeRead,
    HistoryRead,
    LetRead,
    ListContainsAgainst,
    Membership,
    OldRead,
    RangeTest,
    ScoreRead,
    SelectionRead,
    TextTestAgainst,
)
from lsdsl.model.reads import Definition, definition_expressions, walk
from lsdsl.source import Span


@dataclass(frozen=True, slots=True)
class Usage:
    """The names that are used, by kind. A field is ``given`` by tests, ``set`` by steps and boxes, and owned by a score."""

    lists: frozenset[str]
    lets: frozenset[str]
    events: frozenset[str]
    fields_read: frozenset[str]
    fields_set: frozenset[str]
    fields_given: frozenset[str]


@remembered
def usage_of(model: Model, boxes: Mapping[Span, BoxWork]) -> Usage:
    """What a ruleset uses; what is switched off uses what it names, too."""
    lists: set[str] = set()
    lets: set[str] = set()
    events = set(_events(model))
    read: set[str] = set().union(*(work.reads for work in boxes.values()))
    for part, _ in everything(model):
        match part:
            case Membership(named=str(name)) | TextTestAgainst(named=str(name)) | ListContainsAgainst(named=str(name)):
                lists.add(name)
            case LetRead(let=name):
                lets.add(name)
            case HistoryRead(history=history) if not history.collection:
                events.add(history.event)
            case FieldRead(field=name) | OldRead(field=name) | Changed(field=name):
                read.add(name)
            case _:
                pass
    written: set[str] = set().union(*(work.writes for work in boxes.values()))
    written.update(step.field for one in model.followups.values() for step in all_steps(one.steps) if isinstance(step, SetField))
    written.update(score.field for score in model.scores.values() if score.field is not None)
    given = frozenset(_given(model))
    return Usage(frozenset(lists), frozenset(lets), frozenset(events), frozenset(read), frozenset(written), given)


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Steps and the steps in their branches, in source order."""
    for step in steps:
        yield step
        if isinstance(step, If):
            for branch in step.branches:
                yield from all_steps(branch.steps)


def _events(model: Model) -> Iterator[str]:
    """The events that rules, follow-ups and tests name."""
    for score in model.scores.values():
        for rule in score.rules:
            if isinstance(rule, EventRule | AbsenceRule):
                yield from rule.events
    for followup in model.followups.values():
        yield from trigger_events(followup)
    for test in model.tests.values():
        yield from (line.event for line in test.lines if isinstance(line, TestEvent))


def trigger_events(followup: Followup) -> tuple[str, ...]:
    """The events that start a follow-up; none if something else does."""
    return followup.trigger.events if isinstance(followup.trigger, OnTrigger) else ()


def _given(model: Model) -> Iterator[str]:
    """The fields that tests give a value."""
    for test in model.tests.values():
        for line in test.lines:
            if isinstance(line, Given):
                yield from line.fields
            elif isinstance(line, TestEvent) and line.event.startswith("profile."):
                yield from line.data


def fields_behind(read: Iterable[Expression], model: Model) -> set[str]:
    """The fields that the values of expressions hang on, through ``let``, scores, grades and selections."""
    fields: set[str] = set()
    seen: set[str] = set()
    waiting = [*read]
    while waiting:
        for part in walk(waiting.pop()):
            name: str | None = None
            match part:
                case FieldRead(field=field) | OldRead(field=field) | Changed(field=field):
                    fields.add(field)
                case LetRead(let=str(name)) | GradeRead(grade=str(name)) | SelectionRead(selection=str(name)):
                    pass
                case ScoreRead(score=str(name)) | RangeTest(score=str(name)) | Flames(score=str(name)):
                    pass
                case _:
                    pass
            if name is not None and name not in seen:
                seen.add(name)
                waiting.extend(definition_expressions(_definition(name, model)))
    return fields


def _definition(name: str, model: Model) -> Definition:
    """What a name that stands for a value means; no two of them have one name."""
    found = model.lets.get(name) or model.scores.get(name) or model.grades.get(name)
    return found or model.selections[name]
