"""Where expressions stand: every expression of a ruleset with its role, its owner and the events whose attributes it sees.

A part of an expression is evaluated where the whole is, but for the conditions and values of look-backs (``count(E where C)``),
which see one past event or row at a time: those are places of their own.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, assert_never

from lsdsl.analysis.memory import remembered
from lsdsl.dataclass import dataclass
from lsdsl.model.declarations import (
    AbsenceRule,
    AwardStep,
    ChangeTag,
    ChangeTrigger,
    ColdTrigger,
    Do,
    EventRule,
    Expect,
    Followup,
    Grade,
    GradeRow,
    If,
    Let,
    Model,
    OnTrigger,
    Rule,
    Score,
    Script,
    Selection,
    SetField,
    StateRule,
    Step,
    Stop,
    Table,
    TableRow,
    Test,
    Wait,
    WhenTrigger,
)
from lsdsl.model.expressions import Expression, HistoryRead
from lsdsl.model.reads import walk
from lsdsl.model.types import Kind

Role = Literal[
    "where",
    "while",
    "when",
    "again when",
    "cancel when",
    "if",
    "grade row",
    "history where",
    "expect",
    "let",
    "points",
    "table",
    "score",
    "order by",
    "set",
    "award",
    "argument",
    "history value",
]
"""What an expression is for. The first nine are conditions; a ``let`` is one if its value is boolean."""

CONDITIONS: Final[frozenset[Role]] = frozenset(
    {"where", "while", "when", "again when", "cancel when", "if", "grade row", "history where", "expect"}
)

Declaration = Score | Followup | Selection | Grade | Let | Test
Owner = EventRule | StateRule | AbsenceRule | Table | TableRow | GradeRow | SetField | AwardStep | Do | Declaration
"""The smallest named thing that an expression belongs to: a rule, a row, a step, or the declaration itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """An expression, what it is for, and whose it is.

    ``declaration`` is where it stands and ``owner`` the rule, row or step of it (or the declaration itself). ``events`` are those
    of which one is happening, so whose attributes are seen; in a look-back it is the event looked for, or with ``collection`` the
    collection whose rows are.
    """

    expression: Expression
    role: Role
    owner: Owner
    declaration: Declaration
    events: tuple[str, ...] = ()
    collection: bool = False

    @property
    def is_condition(self) -> bool:
        """Whether it decides something, rather than being a value."""
        return self.role in CONDITIONS or (self.role == "let" and self.expression.type.kind is Kind.BOOLEAN)


def conditions(model: Model) -> Iterator[Place]:
    """The conditions of a ruleset, each as a whole, in source order within each kind of declaration."""
    return (place for place in expressions(model) if place.is_condition)


def expressions(model: Model) -> Iterator[Place]:
    """The expressions of a ruleset, each as a whole, those inside look-backs too."""
    return iter(_expressions(model))


def everything(model: Model) -> Iterator[tuple[Expression, Place]]:
    """Each part of each expression, with the place that it stands in."""
    return iter(_everything(model))


@remembered
def _expressions(model: Model) -> tuple[Place, ...]:
    return tuple(one for place in _outer(model) for one in (place, *_inside(place)))


@remembered
def _everything(model: Model) -> tuple[tuple[Expression, Place], ...]:
    return tuple((part, place) for place in _expressions(model) for part in walk(place.expression))


def _inside(place: Place) -> Iterator[Place]:
    """The places inside the look-backs of an expression; look-backs do not nest."""
    for part in walk(place.expression):
        if not isinstance(part, HistoryRead):
            continue
        history = part.history
        inner = (place.owner, place.declaration, (history.event,), history.collection)
        if history.where is not None:
            yield Place(history.where, "history where", *inner)
        if history.value is not None:
            yield Place(history.value, "history value", *inner)


def _outer(model: Model) -> Iterator[Place]:
    for let in model.lets.values():
        yield Place(let.value, "let", let, let)
    for score in model.scores.values():
        if score.expression is not None:
            yield Place(score.expression, "score", score, score)
        for rule in score.rules:
            yield from _of_rule(rule, score)
    for grade in model.grades.values():
        yield from (Place(row.condition, "grade row", row, grade) for row in grade.rows if row.condition is not None)
    for selection in model.selections.values():
        yield Place(selection.condition, "where", selection, selection)
        if selection.order is not None:
            yield Place(selection.order, "order by", selection, selection)
    for followup in model.followups.values():
        yield from _of_followup(followup)
    for test in model.tests.values():
        yield from (Place(line.condition, "expect", test, test) for line in test.lines if isinstance(line, Expect))


def _of_rule(rule: Rule, score: Score) -> Iterator[Place]:
    match rule:
        case EventRule():
            yield Place(rule.points, "points", rule, score, rule.events)
            if rule.where is not None:
                yield Place(rule.where, "where", rule, score, rule.events)
        case StateRule():
            yield Place(rule.points, "points", rule, score)
            yield Place(rule.condition, "while", rule, score)
        case AbsenceRule():
            yield Place(rule.points, "points", rule, score)
        case Table():
            yield Place(rule.by, "table", rule, score)
            yield from (Place(row.points, "points", row, score) for row in rule.rows)
        case _:
            assert_never(rule)


def _of_followup(followup: Followup) -> Iterator[Place]:
    events: tuple[str, ...] = ()
    match followup.trigger:
        case OnTrigger(events=named):
            events = named
        case WhenTrigger(condition=condition, again=again):
            yield Place(condition, "when", followup, followup)
            if again is not None:
                yield Place(again, "again when", followup, followup)
        case ColdTrigger() | ChangeTrigger():
            pass
        case _:
            assert_never(followup.trigger)
    if followup.where is not None:
        yield Place(followup.where, "where", followup, followup, events)
    if followup.cancel is not None:
        yield Place(followup.cancel, "cancel when", followup, followup)
    yield from _of_steps(followup.steps, followup, events)


def _of_steps(steps: Iterable[Step], followup: Followup, events: tuple[str, ...]) -> Iterator[Place]:
    for step in steps:
        match step:
            case If(branches=branches):
                for branch in branches:
                    if branch.condition is not None:
                        yield Place(branch.condition, "if", followup, followup, events)
                    yield from _of_steps(branch.steps, followup, events)
            case SetField(value=value):
                yield Place(value, "set", step, followup, events)
            case AwardStep(points=points):
                yield Place(points, "award", step, followup, events)
            case Do(arguments=arguments):
                yield from (Place(argument, "argument", step, followup, events) for argument in arguments.values())
            case Wait() | ChangeTag() | Script() | Stop():
                pass
            case _:
                assert_never(step)
