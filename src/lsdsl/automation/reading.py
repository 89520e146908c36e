"""What expressions read, as nodes: fields, tags, scores, grades, selections and the events that are looked back on."""

from collections.abc import Iterator
from typing import Final

from lsdsl.automation.nodes import Node
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import (
    Changed,
    Constant,
    Expression,
    FieldRead,
    Flames,
    Gained,
    GradeRead,
    HistoryRead,
    LetRead,
    ListContains,
    ListContainsAgainst,
    OldRead,
    RangeTest,
    ScoreRead,
    SelectionRead,
)
from lsdsl.model.reads import walk

ANY_TAG: Final = Node("tag", "(any)")
"""Stands for tags whose names are not known from the text."""


def reads(expression: Expression | None, model: Model) -> list[Node]:
    """What the value of an expression hangs on, each once; a ``let`` is looked through."""
    return list(dict.fromkeys(_reads(expression, model))) if expression is not None else []


def _reads(expression: Expression, model: Model) -> Iterator[Node]:
    tested = set(_tag_tests(expression))
    yield from (Node("tag", name) for name in dict.fromkeys(name for one in walk(expression) for name in _tags(one)))
    for one in walk(expression):
        match one:
            case FieldRead(field="tags"):
                if id(one) not in tested:
                    yield ANY_TAG
            case FieldRead(field=name):
                yield Node("field", name)
            case OldRead(field=name) | Changed(field=name) if name in model.fields:  # of a row's fields there are no nodes
                yield Node("field", name)
            case ScoreRead(score=name) | RangeTest(score=name) | Flames(score=name):
                yield Node("score", name)
            case Gained(scores=names):
                yield from (Node("score", name) for name in names)
            case GradeRead(grade=name):
                yield Node("grade", name)
            case SelectionRead(selection=name):
                yield Node("selection", name)
            case HistoryRead(history=history):
                verbs = ("created", "modified", "removed") if history.collection else ()
                yield from (Node("event", f"{history.event}.{verb}") for verb in verbs)
                if not history.collection:
                    yield Node("event", history.event)
            case LetRead(let=name):
                yield from reads(model.lets[name].value, model)
            case _:
                pass


def _tags(expression: Expression) -> tuple[str, ...]:
    """The tags that a test names."""
    match expression:
        case ListContains(value=FieldRead(field="tags"), operand=Constant(value=str(tag))):
            return (tag,)
        case ListContainsAgainst(value=FieldRead(field="tags"), items=items):
            return items
        case _:
            return ()


def _tag_tests(expression: Expression) -> Iterator[int]:
    """The reads of the tags that stand in a test which names tags."""
    for one in walk(expression):
        if isinstance(one, ListContains | ListContainsAgainst) and _tags(one):
            yield id(one.value)
