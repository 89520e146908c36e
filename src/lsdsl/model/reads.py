"""What a definition reads: the lets, scores, grades and selections that its value depends on."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from lsdsl.model.declarations import AbsenceRule, EventRule, Grade, Let, Model, Score, Selection, StateRule, Table
from lsdsl.model.expressions import (
    Expression,
    Flames,
    GradeRead,
    LetRead,
    RangeTest,
    ScoreRead,
    SelectionRead,
    parts,
)

Definition = Let | Score | Grade | Selection


def reads(definition: Definition) -> list[str]:
    """The names of the definitions that the value of a definition depends on, each once.

    Event rules are not looked at: they read a score as it is when the event happens, and their awards are fixed from then on.
    """
    found: dict[str, None] = {}
    for expression in definition_expressions(definition):
        for one in walk(expression):
            match one:
                case LetRead(let=name) | GradeRead(grade=name) | SelectionRead(selection=name):
                    found.setdefault(name)
                case ScoreRead(score=name) | RangeTest(score=name) | Flames(score=name):
                    found.setdefault(name)
                case _:
                    pass
    return list(found)


def walk(expression: Expression) -> Iterator[Expression]:
    """An expression and all its parts, without recursion."""
    waiting = [expression]
    while waiting:
        one = waiting.pop()
        yield one
        if inner := parts(one):
            waiting.extend(reversed(inner))


def walk_through(expression: Expression, model: Model) -> Iterator[Expression]:
    """An expression and all its parts, and those of the ``let`` and selections that it reads."""
    waiting = [expression]
    for one in waiting:
        for part in walk(one):
            yield part
            match part:
                case LetRead(let=name):
                    waiting.append(model.lets[name].value)
                case SelectionRead(selection=name):
                    waiting.append(model.selections[name].condition)
                case _:
                    pass


def definition_expressions(definition: Definition) -> Iterable[Expression]:
    """The expressions that the value of a definition is computed from; those of event rules are not among them."""
    match definition:
        case Let(value=value):
            yield value
        case Grade(rows=rows):
            yield from (row.condition for row in rows if row.condition is not None)
        case Selection(condition=condition, order=order):
            yield condition
            if order is not None:
                yield order
        case Score():
            yield from _score_expressions(definition)
        case _:
            assert_never(definition)


def _score_expressions(score: Score) -> Iterable[Expression]:
    if score.expression is not None:
        yield score.expression
    for rule in score.rules:
        match rule:
            case EventRule():
                pass
            case StateRule(points=points, condition=condition):
                yield from (points, condition)
            case AbsenceRule(points=points):
                yield points
            case Table(by=by, rows=rows):
                yield by
                yield from (row.points for row in rows)
            case _:
                assert_never(rule)
