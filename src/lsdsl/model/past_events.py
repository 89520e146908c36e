"""Past events that are compared with themselves, where the author meant the event that is happening.

In ``count(E where C)`` both ``event.x`` and ``x`` are of the past event, so ``x is event.x`` says nothing. Nobody writes one
value in two ways on the two sides of a comparison, unless they take them for two values.
"""

from collections.abc import Iterator
from typing import Final

from lsdsl.model.context import Context
from lsdsl.model.expressions import AttributeRead, Between, Comparison, Expression, ListContains, TextTest
from lsdsl.model.reads import walk
from lsdsl.pattern import pattern

OF_THE_EVENT: Final = pattern(r"event\s*\.")


def compares_one_event(where: Expression, function: str, name: str, context: Context) -> bool:
    """Whether the condition of a look back at ``name`` compares an attribute with itself as ``event.x``; reports each place."""
    found = False
    for part in walk(where):
        attribute = next((one for left, right in _pairs(part) for one in _both(left, right, context)), None)
        if attribute is not None:
            rows = name in context.symbols.collections
            facts = {"what": f"row of `{name}`"} if rows else {"what": f"past `{name}`", "event": name}
            context.findings.add("LS238", part.span, name=attribute, function=function, **facts)
            found = True
    return found


def _pairs(part: Expression) -> Iterator[tuple[Expression, Expression]]:
    """What a test holds against each other."""
    match part:
        case Comparison(left=left, right=right) | TextTest(value=left, operand=right) | ListContains(value=left, operand=right):
            yield left, right
        case Between(value=value, low=low, high=high):
            yield value, low
            yield value, high
        case _:
            pass


def _both(left: Expression, right: Expression, context: Context) -> list[str]:
    """The attributes that stand on one side with ``event.`` and on the other without."""
    here, there = _attributes(left, context), _attributes(right, context)
    return [name for name, with_event in here if (name, not with_event) in there]


def _attributes(side: Expression, context: Context) -> list[tuple[str, bool]]:
    """The attributes that a side reads, each with whether ``event.`` stands before it."""
    return [
        (one.attribute, OF_THE_EVENT.match(context.text(one.span)) is not None)
        for one in walk(side)
        if isinstance(one, AttributeRead)
    ]
