"""Wishes: what a profile should have and what should happen to it for a condition to come out as one wants.

A wish is a guess that is tried by running it: where a guess would need to be clever there is none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lsdsl.model.declarations import Model
from lsdsl.model.expressions import (
    Arithmetic,
    AttributeRead,
    Between,
    Comparison,
    Constant,
    Elapsed,
    Expression,
    FieldRead,
    FunctionCall,
    HistoryRead,
    LetRead,
    ListContains,
    ListContainsAgainst,
    Logical,
    Membership,
    Missing,
    Not,
    RangeTest,
    ScoreRead,
    SelectionRead,
    TextTest,
    TextTestAgainst,
)
from lsdsl.model.tests import START
from lsdsl.model.types import DAY, Kind, Type, Value

MOST_EVENTS: Final = 30
OTHER: Final = "something else"
Happening = tuple[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Wish:
    """Values of fields, attributes of the event and scores; tags; events that happened before."""

    fields: Mapping[str, Value] = field(default_factory=dict)
    attributes: Mapping[str, Value] = field(default_factory=dict)
    scores: Mapping[str, int | float] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    before: tuple[Happening, ...] = ()

    def under(self, other: "Wish") -> "Wish":
        """Both wishes, the other one where they differ."""
        return Wish(
            {**self.fields, **other.fields},
            {**self.attributes, **other.attributes},
            {**self.scores, **other.scores},
            tuple(dict.fromkeys((*self.tags, *other.tags))),
            (*self.before, *other.before),
        )


NOTHING: Final = Wish()


def wish(condition: Expression, model: Model, outcome: bool = True) -> Wish | None:
    """What makes a condition come out so; None where no guess is made."""
    match condition:
        case Constant(value=value):
            return NOTHING if value is outcome else None
        case FieldRead() | AttributeRead():
            return assign(condition, outcome, model)
        case LetRead(let=name):
            return wish(model.lets[name].value, model, outcome)
        case SelectionRead(selection=name):
            return wish(model.selections[name].condition, model, outcome)
        case Not(operand=operand):
            return wish(operand, model, not outcome)
        case Logical(operator=operator, operands=operands):
            wishes = [wish(one, model, outcome) for one in operands]
            if (operator == "and") == outcome:
                return together(wishes)
            return next((one for one in wishes if one is not None), None)
        case Comparison(operator=operator, left=left, right=Constant(value=value)):
            wanted = _value_for(operator, value, left.type, outcome)
            return None if wanted is None else assign(left, wanted, model)
        case Between(value=inner, low=Constant(value=low), high=Constant(value=high)):
            return assign(inner, low if outcome else _next(high, inner.type), model)
        case Membership(value=inner, items=items, negated=negated):
            return assign(inner, items[0] if outcome != negated else _other(inner.type, items), model)
        case TextTest(value=inner, operand=Constant(value=value)):
            return assign(inner, value if outcome else OTHER, model)
        case TextTestAgainst(value=inner, quantifier=quantifier, items=items):
            return assign(inner, items[0] if outcome == (quantifier != "none") else OTHER, model)
        case ListContains(value=FieldRead(field="tags"), operand=Constant(value=str(tag))):
            return Wish(tags=(tag,)) if outcome else NOTHING
        case ListContainsAgainst(value=FieldRead(field="tags"), quantifier=quantifier, items=items):
            return Wish(tags=items if quantifier == "all" else items[:1]) if outcome == (quantifier != "none") else NOTHING
        case Missing(value=inner, negated=negated):
            return NOTHING if outcome != negated else assign(inner, _some(inner.type), model)
        case RangeTest():
            return _in_range(condition, model, outcome)
        case HistoryRead(function="seen"):
            return _history(condition, 1, model) if outcome else NOTHING
        case _:
            return None


def together(wishes: Iterable[Wish | None]) -> Wish | None:
    """All wishes at once; None when there is none for one of them."""
    found = NOTHING
    for one in wishes:
        if one is None:
            return None
        found = found.under(one)
    return found


def assign(expression: Expression, value: Value, model: Model) -> Wish | None:
    """What makes an expression come to a value; None where no guess is made."""
    match expression:
        case FieldRead(field=name) if name not in {"id", "tags"}:
            declared = model.fields.get(name)
            return Wish(fields={name: value}) if declared is None or declared.owner is None else None
        case AttributeRead(attribute=name):
            return Wish(attributes={name: value})
        case LetRead(let=name):
            return assign(model.lets[name].value, value, model)
        case ScoreRead(score=name) if _is_number(value):
            assert isinstance(value, int | float)
            return Wish(scores={name: value})
        case HistoryRead(function="count") if isinstance(value, int) and 0 <= value <= MOST_EVENTS:
            return _history(expression, value, model)
        case HistoryRead(function="sum", history=history) if history.value is not None and not history.collection:
            inner = assign(history.value, value, model)
            return None if inner is None else _history(expression, 1, model, inner)
        case Elapsed(function=function, moment=FieldRead(type=kind) as moment) if isinstance(value, int):
            at = START - value if function == "age" else START + value
            return assign(moment, at - at % DAY if kind.kind is Kind.DATE else at, model)
        case FunctionCall():
            return _through(expression, value, model)
        case Arithmetic(operator=operator, left=left, right=Constant(value=int() | float() as by)) if _is_number(value):
            assert isinstance(value, int | float)
            return _undone(operator, left, value, by, model)
        case _:
            return wish(expression, model, value) if isinstance(value, bool) else None


def _undone(operator: str, left: Expression, value: int | float, by: int | float, model: Model) -> Wish | None:
    """What the left side of a sum or product has to be."""
    match operator:
        case "+":
            return assign(left, value - by, model)
        case "-":
            return assign(left, value + by, model)
        case "*":
            return assign(left, value / by, model) if by else None
        case _:
            return assign(left, value * by, model)


def _through(call: FunctionCall, value: Value, model: Model) -> Wish | None:
    """What the argument of a function has to be."""
    inner = call.arguments[0]
    match call.function:
        case "abs" | "round" | "lower" | "upper" | "trim" | "path":
            return assign(inner, value, model)
        case "domain" if isinstance(value, str):
            return assign(inner, f"ann@{value}" if "@" not in value and " " not in value else "ann@company.example", model)
        case "host" if isinstance(value, str):
            return assign(inner, f"https://{value}/", model)
        case "number":
            return assign(inner, str(value), model)
        case _:
            return None


def _history(read: HistoryRead, times: int, model: Model, more: Wish = NOTHING) -> Wish | None:
    history = read.history
    inner = NOTHING if history.where is None else wish(history.where, model)
    if inner is None:
        return None
    data = {**inner.attributes, **more.attributes}
    name = f"{history.event}.created" if history.collection else history.event
    if history.collection:
        return Wish(before=tuple((name, {"id": str(number), **data}) for number in range(1, times + 1)))
    return Wish(before=((name, data),) * times)


def _in_range(test: RangeTest, model: Model, outcome: bool) -> Wish | None:
    ranges = model.scores[test.score].ranges
    inside = (test.relation in {"is", "at least"}) == outcome
    start = ranges[test.index].start
    second = ranges[1].start if len(ranges) > 1 else None
    if start is not None:
        return Wish(scores={test.score: start if inside else start - 1})
    if second is not None:
        return Wish(scores={test.score: second - 1 if inside else second})
    return None


def _value_for(operator: str, value: Value, kind: Type, outcome: bool) -> Value:
    """A value whose comparison with another comes out so."""
    if not outcome:
        operator = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}[operator]
    if operator in {"==", ">=", "<="}:
        return value
    if operator == "!=":
        return _other(kind, (value,))
    return _next(value, kind, down=operator == "<")


def step_of(value: Value, kind: Type) -> int | float | None:
    """The smallest step by which a person would tell two values of a type apart."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    match kind.kind:
        case Kind.NUMBER:
            digits = len(repr(value).partition(".")[2]) if isinstance(value, float) and not value.is_integer() else 0
            return 10**-digits if digits else 1
        case Kind.DATE:
            return DAY
        case Kind.DATETIME | Kind.DURATION:
            return time_step(int(value)) if kind.kind is Kind.DURATION else DAY
        case _:
            return None


def time_step(duration: int) -> int:
    """A day for durations of days, else an hour, a minute or a second."""
    return next((unit for unit in (DAY, DAY // 24, DAY // 1440) if abs(duration) >= 2 * unit), 1_000_000)


def _next(value: Value, kind: Type, *, down: bool = False) -> Value:
    step = step_of(value, kind)
    if step is None:
        return None
    assert isinstance(value, int | float)
    return round(value - step if down else value + step, 9)


def _other(kind: Type, items: tuple[Value, ...]) -> Value:
    """A value that is none of these."""
    if kind.options:
        return next((one for one in kind.options if one not in items), None)
    match kind.kind:
        case Kind.TEXT:
            return OTHER
        case Kind.BOOLEAN:
            return items[0] is False
        case _:
            numbers = [one for one in items if isinstance(one, int | float)]
            return _next(max(numbers), kind) if numbers else None


def _some(kind: Type) -> Value:
    """Any value of a type."""
    if kind.options:
        return kind.options[0]
    values: dict[Kind, Value] = {Kind.TEXT: "x", Kind.NUMBER: 1, Kind.BOOLEAN: True, Kind.DATE: START, Kind.DATETIME: START}
    return values.get(kind.kind)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
