"""A comparison of a scoring sheet as a condition of a rule."""

from typing import assert_never

from lsdsl.importing.criteria import BOOLEANS, Comparison
from lsdsl.importing.operators import Operator
from lsdsl.importing.outcome import NotTranslatedError
from lsdsl.importing.quantities import date_of, number_of
from lsdsl.scaffold.literals import number_literal, text_literal


def condition_of(comparison: Comparison, name: str, kind: str) -> str:
    """The condition on a field that is called ``name`` in the rules and has a type."""
    if kind == "list":
        return _on_tags(comparison)
    subject = f"domain({name})" if comparison.domain else name
    operator = comparison.operator
    if operator in (Operator.FILLED, Operator.EMPTY):
        return f"{subject} {operator.value}"
    values = [literal(value, kind, name) for value in comparison.values]
    first, rest = values[0], len(values) > 1
    every = f"({', '.join(values)})"
    if kind == "boolean" and not rest:
        return _on_boolean(subject, first, operator)
    if kind != "text" and operator in (Operator.CONTAINS, Operator.CONTAINS_NOT, Operator.STARTS, Operator.ENDS):
        raise NotTranslatedError(f"`{name}` is a {kind}, and only a text {operator.value} something")
    match operator:
        case Operator.IS | Operator.IN:
            return f"{subject} in {every}" if rest or operator is Operator.IN else f"{subject} is {first}"
        case Operator.IS_NOT | Operator.NOT_IN:
            return f"{subject} not in {every}" if rest or operator is Operator.NOT_IN else f"{subject} is not {first}"
        case Operator.CONTAINS | Operator.STARTS | Operator.ENDS:
            return f"{subject} {operator.value} any {every}" if rest else f"{subject} {operator.value} {first}"
        case Operator.CONTAINS_NOT:
            return f"{subject} contains none {every}" if rest else f"not ({subject} contains {first})"
        case Operator.ABOVE | Operator.AT_LEAST | Operator.BELOW | Operator.AT_MOST:
            return f"{subject} {operator.value} {first}"
        case Operator.BETWEEN:
            return f"{subject} between {first} and {values[1]}"
        case _:
            assert_never(operator)


def _on_tags(comparison: Comparison) -> str:
    values = [text_literal(value) for value in comparison.values]
    many = f"({', '.join(values)})"
    match comparison.operator:
        case Operator.IS | Operator.CONTAINS | Operator.IN:
            return f"tags contains any {many}" if len(values) > 1 else f"tags contains {values[0]}"
        case Operator.IS_NOT | Operator.CONTAINS_NOT | Operator.NOT_IN:
            return f"tags contains none {many}" if len(values) > 1 else f"not (tags contains {values[0]})"
        case other:
            raise NotTranslatedError(f"tags cannot be compared with `{other.value}`: write contains or does not contain")


def _on_boolean(subject: str, value: str, operator: Operator) -> str:
    match operator:
        case Operator.IS | Operator.IN:
            return subject if value == "true" else f"{subject} is false"
        case Operator.IS_NOT | Operator.NOT_IN:
            return f"{subject} is not {value}"
        case other:
            raise NotTranslatedError(f"a yes or no cannot be compared with `{other.value}`")


def literal(value: str, kind: str, name: str) -> str:
    """A value as rules write it, of the type that its field has."""
    match kind:
        case "number":
            number = number_of(value)
            if number is None:
                raise NotTranslatedError(f"`{value}` is no number, and other rows compare `{name}` as one")
            return number_literal(number)
        case "date":
            found = date_of(value)
            if found is None:
                raise NotTranslatedError(f"`{value}` is no date, and other rows compare `{name}` as one")
            return found
        case "boolean":
            return "true" if BOOLEANS[value.lower()] else "false"
        case _:
            return text_literal(value)
