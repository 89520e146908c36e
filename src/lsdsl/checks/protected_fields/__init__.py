"""LS528: points that depend on what must not decide about people: age, gender, religion and their like."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from lsdsl.analysis.attainable import awarding_steps
from lsdsl.analysis.subject import BoxWork, Subject
from lsdsl.checks.protected_fields.words import protected
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import (
    AbsenceRule,
    AwardStep,
    EventRule,
    Followup,
    If,
    Model,
    Rule,
    Script,
    StateRule,
    Step,
    Table,
    WhenTrigger,
)
from lsdsl.model.expressions import (
    AttributeRead,
    Changed,
    Expression,
    FieldRead,
    GradeRead,
    HistoryRead,
    LetRead,
    Missing,
    OldRead,
    SelectionRead,
    parts,
)
from lsdsl.source import Span


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Each place where points, or a condition on which points are given, look at such a field.

    ``is missing`` asks whether something is known and not what, and is left alone; so is an attribute called `age`, which may be
    the age of anything.
    """
    told: set[Span] = set()
    for expression in _deciding(subject.model):
        for name, attribute, span in _read(expression, subject.model):
            what = protected(name)
            if what is None or span in told or (attribute and what == "age"):
                continue
            told.add(span)
            yield finding("LS528", span, name=name, what=what)
    yield from _boxes(subject)


def _deciding(model: Model) -> Iterator[Expression]:
    """The expressions that decide which points are given, lets, grades and selections not yet followed."""
    for score in model.scores.values():
        if score.expression is not None:
            yield score.expression
        for rule in score.rules:
            yield from _of_rule(rule)
    for followup in model.followups.values():
        if any(isinstance(step, AwardStep) for step in awarding_steps(followup.steps)):
            yield from _of_followup(followup)


def _of_rule(rule: Rule) -> Iterator[Expression]:
    match rule:
        case EventRule(points=points, where=where):
            yield points
            if where is not None:
                yield where
        case StateRule(points=points, condition=condition):
            yield from (points, condition)
        case AbsenceRule(points=points):
            yield points
        case Table(by=by, rows=rows):
            yield by
            yield from (row.points for row in rows)


def _of_followup(followup: Followup) -> Iterator[Expression]:
    if isinstance(followup.trigger, WhenTrigger):
        yield followup.trigger.condition
    if followup.where is not None:
        yield followup.where
    yield from _of_steps(followup.steps)


def _of_steps(steps: Iterable[Step]) -> Iterator[Expression]:
    """The points of steps, and the conditions of branches that award some."""
    for step in steps:
        match step:
            case AwardStep(points=points):
                yield points
            case If(branches=branches):
                if any(isinstance(inner, AwardStep) for inner in awarding_steps([step])):
                    yield from (branch.condition for branch in branches if branch.condition is not None)
                for branch in branches:
                    yield from _of_steps(branch.steps)
            case _:
                pass


def _read(expression: Expression, model: Model) -> Iterator[tuple[str, bool, Span]]:
    """The fields and attributes whose value an expression looks at: name, whether it is an attribute, and place."""
    waiting, followed = [expression], set[tuple[str, str]]()
    while waiting:
        one = waiting.pop()
        match one:
            case FieldRead(field=name) | OldRead(field=name) | Changed(field=name):
                yield name, False, one.span
            case AttributeRead(attribute=name):
                yield name, True, one.span
            case Missing(value=FieldRead() | AttributeRead() | OldRead()):
                pass
            case HistoryRead(history=history):
                waiting.extend(inner for inner in (history.where, history.value) if inner is not None)
            case LetRead() | GradeRead() | SelectionRead():
                waiting.extend(_definition(one, model, followed))
            case _:
                waiting.extend(reversed(parts(one)))


def _definition(read: LetRead | GradeRead | SelectionRead, model: Model, followed: set[tuple[str, str]]) -> list[Expression]:
    """The expressions behind a name, the first time that it is met."""
    match read:
        case LetRead(let=name):
            key = ("let", name)
            found = [model.lets[name].value] if name in model.lets else []
        case GradeRead(grade=name):
            key = ("grade", name)
            rows = model.grades[name].rows if name in model.grades else ()
            found = [row.condition for row in rows if row.condition is not None]
        case SelectionRead(selection=name):
            key = ("selection", name)
            found = [model.selections[name].condition] if name in model.selections else []
        case _:
            assert_never(read)
    if key in followed:
        return []
    followed.add(key)
    return found


def _boxes(subject: Subject) -> Iterator[Diagnostic]:
    """Boxes that award points and read such a field."""
    for followup in subject.model.followups.values():
        for step in awarding_steps(followup.steps):
            work = subject.boxes.get(step.span, BoxWork())
            if isinstance(step, Script) and work.awards:
                for name in work.reads:
                    if (what := protected(name)) is not None:
                        yield finding("LS528", step.box.header, name=name, what=what)
