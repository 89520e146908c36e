"""From the cells of a row to what the row compares: a field or an attribute, an operator, and values as they were typed."""

from dataclasses import dataclass
from typing import Final

from lsdsl.importing.happenings import BY_WORD, happening_of
from lsdsl.importing.header import Part
from lsdsl.importing.operators import (
    ANY_VALUE,
    VALUELESS,
    Operator,
    operator_in_value,
    operator_of,
)
from lsdsl.importing.outcome import NotTranslatedError
from lsdsl.importing.quantities import values_of
from lsdsl.scaffold.names import field_name, words_of

ANY_OBJECT: Final = ANY_VALUE | {"all", "alle", "every", "yes", "true", "ja", "x", "-", "\u2013", "\u2014"}
GENERAL: Final = frozenset(
    "email emails e mail mails page pages website site web form forms link links any a an the in of our video webinar "
    "newsletter was is "
    "has from file event events watch attend".split()
)
"""Words that do not say which one is meant."""
ORDERED: Final = (Operator.ABOVE, Operator.AT_LEAST, Operator.BELOW, Operator.AT_MOST, Operator.BETWEEN)
BOOLEANS: Final = {
    "yes": True, "true": True, "ja": True, "wahr": True, "waar": True, "y": True, "checked": True,
    "no": False, "false": False, "nein": False, "nee": False, "falsch": False, "onwaar": False, "n": False, "unchecked": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of the profile, or an attribute of an event."""

    event: str | None
    name: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A slot, compared; ``domain`` says that only the domain of the address is."""

    slot: Slot
    operator: Operator
    values: tuple[str, ...]
    domain: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a row asks for: that an event happens, or that a state holds, with a comparison or without."""

    event: str | None
    comparison: Comparison | None


def criterion_of(cells: dict[Part, str]) -> Criterion:
    """What the cells of a row ask for."""
    named, happened = cells.get(Part.CRITERION, ""), cells.get(Part.EVENT, "")
    operator_cell, value = cells.get(Part.OPERATOR, ""), cells.get(Part.VALUE, "")
    if not named and not happened:
        raise NotTranslatedError("the row names no criterion")
    if happened:
        return _of_event(happened, named, operator_cell, value, cells)
    verb = happening_of(operator_cell) if operator_of(operator_cell) is None else None
    if verb is not None:
        return _of_happening(verb.event, verb.attribute, "", value, cells, fallback=named)
    happening = happening_of(named)
    if happening is not None and not _reads_like_field(operator_cell, value):
        return _of_happening(happening.event, happening.attribute, operator_cell, value, cells, fallback=named)
    return Criterion(None, _comparison(_profile_slot(named), operator_cell, value, cells, domain=_is_domain(named)))


def _of_event(happened: str, attribute: str, operator_cell: str, value: str, cells: dict[Part, str]) -> Criterion:
    happening = happening_of(happened)
    event = happening.event if happening else field_name(happened, 1, ())
    if attribute and happening_of(attribute) is None:
        slot = Slot(event, field_name(attribute, 1, ()))
        return Criterion(event, _comparison(slot, operator_cell, value, cells))
    attribute_name, fallback = (happening.attribute, attribute or happened) if happening else ("name", attribute)
    return _of_happening(event, attribute_name, operator_cell, value, cells, fallback=fallback)


def _of_happening(
    event: str, attribute: str, operator_cell: str, value: str, cells: dict[Part, str], fallback: str = ""
) -> Criterion:
    """An event, with a condition on its attribute when there is a value; ``fallback`` is the object where no value stands."""
    if not value.strip() and set(words_of(fallback)) - GENERAL - set(BY_WORD):
        raise NotTranslatedError(
            f"`{fallback}` says which one is meant, and there is no value to compare with: write its address or name"
        )
    if value.strip().lower() in ANY_OBJECT or (not value.strip() and operator_of(operator_cell) not in VALUELESS):
        return Criterion(event, None)
    return Criterion(event, _comparison(Slot(event, attribute), operator_cell, value, cells))


def _reads_like_field(operator_cell: str, value: str) -> bool:
    """A number, a yes or a no is compared with a field, even when its name sounds like an event: ``page views > 10``."""
    operator = operator_of(operator_cell)
    return operator in (*ORDERED, *VALUELESS) or (
        value.strip().lower() in BOOLEANS and operator in (Operator.IS, Operator.IS_NOT)
    )


def _is_domain(named: str) -> bool:
    words = words_of(named)
    return "domain" in words and bool({"email", "mail", "e"} & set(words))


def _profile_slot(named: str) -> Slot:
    if _is_domain(named):
        return Slot(None, "email", "Email")
    words = words_of(named)
    if words in (["tag"], ["tags"]):
        return Slot(None, "tags")
    if not words:
        raise NotTranslatedError(f"`{named}` gives no name for a field")
    return Slot(None, field_name(named, 1, ()), " ".join(named.split()))


def _comparison(slot: Slot, operator_cell: str, value: str, cells: dict[Part, str], *, domain: bool = False) -> Comparison:
    """The operator and the values, wherever they stand."""
    operator: Operator | None
    if operator_cell.strip():
        operator = operator_of(operator_cell)
        if operator is None:
            raise NotTranslatedError(f"`{operator_cell.strip()}` is no operator that is known")
        if operator is Operator.IS and (within := operator_in_value(value)):
            operator, value = within
    else:
        operator, value = operator_in_value(value) or (Operator.IS, value)
    if operator in VALUELESS:
        return Comparison(slot, operator, ())
    if to := cells.get(Part.VALUE_TO, ""):
        value = f"{value};{to}"
    values = values_of(value)
    if operator is Operator.BETWEEN and len(values) == 1 and (span := operator_in_value(value)) and span[0] is Operator.BETWEEN:
        values = values_of(span[1])
    if operator in (Operator.IN, Operator.NOT_IN) and len(values) == 1 and "," in value:
        values = values_of(value.replace(",", ";"))
    if not values:
        raise NotTranslatedError("there is no value to compare with")
    if operator is Operator.BETWEEN and len(values) != 2:
        raise NotTranslatedError("between needs two values: write them as 10;50")
    if operator in ORDERED and operator is not Operator.BETWEEN and len(values) != 1:
        raise NotTranslatedError(f"`{operator.value}` takes one value, and there are {len(values)}")
    if domain:
        values = [one.lower().removeprefix("@") for one in values]
    return Comparison(slot, operator, tuple(dict.fromkeys(values)), domain)
