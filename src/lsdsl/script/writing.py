"""What a box does to the outside: checked values for fields, and effects that are only noted down."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from lsdsl.script.budgets import BudgetSpent, Meter
from lsdsl.script.errors import Fault
from lsdsl.script.functions import NUMBERS, word

COST: Final = 20
"""Fuel for one effect."""

TEXTS: Final = frozenset({str})

EXACT: Final[dict[str, tuple[frozenset[type], str]]] = {
    "number": (NUMBERS, "a number"),
    "text": (TEXTS, "a text"),
    "boolean": (frozenset({bool}), "a boolean"),
    "date": (frozenset({date}), "a date"),
    "datetime": (frozenset({datetime}), "a datetime"),
}


def put(kind: str, field: str, value: Any, default: Any, options: tuple[str, ...] = ()) -> Any:
    """A value for a field of a kind; a missing one gives the default."""
    if value is None:
        return default
    types, words = EXACT[kind]
    if type(value) not in types:
        raise Fault("write", f"the field {field} takes {words}, not {word(value)}")
    if options and value not in options:
        raise Fault("write", f"the field {field} takes one of {', '.join(options)}")
    return value


def put_list(meter: Meter, field: str, value: Any, default: Any) -> Any:
    """A value for a field that holds a list; looking through it is paid for."""
    if value is None:
        return default
    if type(value) is not tuple:
        raise Fault("write", f"the field {field} takes a list, not {word(value)}")
    meter.pay(1 + len(value))
    for one in value:
        if type(one) is not str:
            raise Fault("write", f"the field {field} takes a list of texts, not of {word(one).removeprefix('a ')}s")
    meter.pay(sum([len(one) // 256 for one in value]))
    return value


def _note(effects: list[Any], meter: Meter, effect: tuple[Any, ...], texts: int = 0) -> None:
    """Note an effect down. ``texts`` is the length of the texts in it, which are looked through when the run is over."""
    if len(effects) >= meter.items:
        raise BudgetSpent(f"a box asks for at most {meter.items} things")
    meter.pay(COST + texts // 32)
    effects.append(effect)


def award(effects: list[Any], meter: Meter, place: int, score: str, points: Any) -> None:
    """``award``."""
    if type(points) not in NUMBERS:
        raise Fault("missing" if points is None else "type", f"the points of `award` are a number, not {word(points)}")
    _note(effects, meter, ("award", place, score, points))


def tag(effects: list[Any], meter: Meter, place: int, name: Any, present: bool) -> None:
    """``add_tag``, ``remove_tag``."""
    if type(name) is not str:
        raise Fault("missing" if name is None else "type", f"a tag is a text, not {word(name)}")
    if not name or name.isspace():
        raise Fault("value", "a tag is not empty")
    _note(effects, meter, ("tag", place, name, present), len(name))


def ask(effects: list[Any], meter: Meter, place: int, action: str, kinds: tuple[Any, ...], values: tuple[Any, ...]) -> None:
    """``do``. ``kinds`` holds name, kind and options of each argument."""
    given = []
    texts = 0
    for (name, kind, options), value in zip(kinds, values, strict=True):
        if value is None:
            continue
        wanted, words = EXACT["text" if kind == "list" else kind]
        if type(value) not in wanted:
            raise Fault("type", f"{name} of {action} takes {words}, not {word(value)}")
        if options and value not in options:
            raise Fault("value", f"{name} of {action} takes one of {', '.join(options)}")
        texts += len(value) if wanted is TEXTS else 0
        given.append((name, (value,) if kind == "list" else value))
    _note(effects, meter, ("do", place, action, tuple(given)), texts)


WRITING: Final[dict[str, Callable[..., Any]]] = {"_put_": put, "_list_": put_list, "_award_": award, "_tag_": tag, "_do_": ask}
