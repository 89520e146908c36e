"""The types of the fields and attributes of a sheet, from all the values that its rows compare them with."""

from collections.abc import Iterable

from lsdsl.importing.criteria import BOOLEANS, ORDERED, Comparison, Slot
from lsdsl.importing.operators import Operator
from lsdsl.importing.outcome import NotTranslatedError
from lsdsl.importing.quantities import date_of, is_code, number_of

TEXTUAL = (Operator.CONTAINS, Operator.CONTAINS_NOT, Operator.STARTS, Operator.ENDS)


def types_of(comparisons: Iterable[Comparison]) -> dict[Slot, str]:
    """The type of each slot: what orders it decides, then what looks into its text, then what all its values are."""
    by_slot: dict[Slot, list[Comparison]] = {}
    for one in comparisons:
        by_slot.setdefault(Slot(one.slot.event, one.slot.name), []).append(one)
    return {slot: _type_of(slot, given) for slot, given in by_slot.items()}


def _type_of(slot: Slot, given: list[Comparison]) -> str:
    if slot == Slot(None, "tags"):
        return "list"
    ordered = [value for one in given if one.operator in ORDERED for value in one.values]
    if ordered:
        return "date" if all(map(date_of, ordered)) else "number"
    values = [value for one in given for value in one.values]
    if not values or any(one.operator in TEXTUAL or one.domain for one in given):
        return "text"
    if all(value.lower() in BOOLEANS for value in values):
        return "boolean"
    if all(map(date_of, values)):
        return "date"
    return "number" if all(_is_number(value) for value in values) else "text"


def _is_number(value: str) -> bool:
    if is_code(value):
        return False
    try:
        return number_of(value) is not None
    except NotTranslatedError:
        return True
