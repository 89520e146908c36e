"""Events that would meet a condition: values for its attributes, found in what they are compared with."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Final

from lsdsl.compile.dependencies import walk
from lsdsl.compile.reference import Scope, truth
from lsdsl.model import expressions as model
from lsdsl.model.declarations import EventRule, Field, Model
from lsdsl.model.types import DAY, Kind, Value

Data = dict[str, Value]

MOST_COMBINATIONS: Final = 400
MOST_CANDIDATES: Final = 6
NEW: Final = "new"
"""A text that no event has had, where any text will do."""


def candidates(rule: EventRule, event: str, ruleset: Model, scope: Scope, seen: Sequence[Mapping[str, Value]]) -> Iterator[Data]:
    """Data for events that meet a rule's condition for this profile now; ``seen`` is what its own brought, the newest first."""
    attributes = ruleset.events[event].attributes
    read = _read(rule, ruleset)
    named = [name for name in dict.fromkeys([*read, *((rule.per,) if rule.per else ())]) if name in attributes]
    choices = [_choices(attributes[name], read.get(name, []), seen, fresh=name == rule.per) for name in named]
    found = 0
    for values in islice(product(*choices), MOST_COMBINATIONS):
        data: Data = {name: value for name, value in zip(named, values, strict=True) if value is not None}
        if rule.where is None or truth(rule.where, Scope(ruleset, scope.indexes, scope.reading, data)):
            yield data
            found += 1
            if found == MOST_CANDIDATES:
                return


def fresh(data: Data, per: str | None, number: int) -> Data:
    """The same event again, with another value for the attribute that a rule counts by."""
    value = None if per is None else data.get(per)
    if per is None or value is None or isinstance(value, bool | tuple):
        return data
    return {**data, per: f"{value}-{number}" if isinstance(value, str) else value + number}


def _read(rule: EventRule, ruleset: Model) -> dict[str, list[Value]]:
    """The attributes that a rule reads, with the constants that stand in the same comparisons."""
    found: dict[str, list[Value]] = {}
    for expression in (rule.where, rule.points):
        if expression is None:
            continue
        for part in walk(expression, ruleset):
            names = [one.attribute for one in _leaves(part) if isinstance(one, model.AttributeRead)]
            constants = _constants(part) if _is_comparison(part) else []
            for name in names:
                found.setdefault(name, []).extend(constants)
    return found


def _is_comparison(part: model.Expression) -> bool:
    return part.type.kind is Kind.BOOLEAN and not isinstance(
        part, model.Logical | model.Not | model.LetRead | model.SelectionRead
    )


def _constants(part: model.Expression) -> list[Value]:
    match part:
        case model.Membership(items=items):
            return list(items)
        case model.TextTestAgainst(items=texts):
            return [*texts, " ".join(texts)]
        case model.ListContainsAgainst(items=texts):
            return [texts, *((one,) for one in texts)]
        case model.ListContains():
            return [(one.value,) for one in _leaves(part) if isinstance(one, model.Constant) and isinstance(one.value, str)]
        case _:
            return [one.value for one in _leaves(part) if isinstance(one, model.Constant)]


def _leaves(expression: model.Expression) -> Iterator[model.Expression]:
    inner = model.parts(expression)
    if not inner:
        yield expression
    for one in inner:
        yield from _leaves(one)


def _choices(attribute: Field, constants: Sequence[Value], seen: Sequence[Mapping[str, Value]], *, fresh: bool) -> list[Value]:
    """Values to try for an attribute, the likeliest first."""
    known = [one[attribute.name] for one in seen if one.get(attribute.name) is not None]
    if attribute.type.options:
        return [*dict.fromkeys([*(one for one in constants if one in attribute.type.options), *attribute.type.options])]
    match attribute.type.kind:
        case Kind.TEXT:
            texts = [one for one in constants if isinstance(one, str)]
            longer = [f"{one}{NEW}" for one in texts if one.endswith(("/", "=", "-"))]
            values: list[Value] = [NEW, *longer, *texts] if fresh else [*texts, *longer, NEW, *known[:1]]
        case Kind.NUMBER:
            numbers = [one for one in constants if isinstance(one, int | float) and not isinstance(one, bool)]
            values = [*known[:1], *numbers, 100, 10, *(one + 1 for one in numbers), *(one - 1 for one in numbers), 1]
        case Kind.BOOLEAN:
            values = [True, False]
        case Kind.DATE | Kind.DATETIME:
            moments = [one for one in constants if isinstance(one, int)]
            values = [*known[:1], *moments, *(one + DAY for one in moments), *(one - DAY for one in moments)]
        case _:
            values = [one for one in constants if isinstance(one, tuple)] or [(NEW,)]
    return [*dict.fromkeys(values), None]
