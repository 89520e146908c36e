"""The methods of texts. Each is called as a function of an exact ``str`` and pays before it works."""

from collections.abc import Callable
from typing import Any, Final

from lsdsl.script.budgets import Meter
from lsdsl.script.errors import Fault
from lsdsl.script.functions import join, search, wrong

WIDENING: Final = 3
"""So many characters can become of one when a text changes case."""


def receiver(name: str, value: Any) -> str:
    """The text before the dot."""
    if type(value) is not str:
        raise wrong(f"`.{name}`", "a text before it", value)
    return value


def argument(name: str, value: Any) -> str:
    """A text between the parentheses."""
    if type(value) is not str:
        raise wrong(f"`{name}`", "a text", value)
    return value


def _plain(name: str, work: Callable[[str], Any], widening: int) -> Callable[..., Any]:
    """A method without arguments."""

    def method(meter: Meter, text: Any) -> Any:
        text = receiver(name, text)
        meter.pay(1 + widening * len(text) // 16)
        result = work(text)
        if type(result) is str:
            meter.room(len(result))
        return result

    return method


def _strip(name: str, work: Callable[..., str]) -> Callable[..., str]:
    """``strip`` and its halves: blanks, or the characters of a text."""

    def method(meter: Meter, text: Any, characters: Any = None) -> str:
        text = receiver(name, text)
        wide = 0 if characters is None else len(argument(name, characters))
        meter.pay(1 + len(text) // 32 + len(text) * wide // 256)
        return work(text, characters)

    return method


def _edge(name: str, work: Callable[[str, Any], bool]) -> Callable[..., bool]:
    """``startswith`` and ``endswith``, with one text or a list of them."""

    def method(meter: Meter, text: Any, part: Any) -> bool:
        text = receiver(name, text)
        parts = part if type(part) is tuple else (part,)
        meter.pay(1 + len(parts) + sum([len(argument(name, one)) // 32 for one in parts]))
        return work(text, parts)

    return method


def find(meter: Meter, text: Any, part: Any) -> int:
    """``find``."""
    text, part = receiver("find", text), argument("find", part)
    meter.pay(search(text, part))
    return str.find(text, part)


def count(meter: Meter, text: Any, part: Any) -> int:
    """``count``."""
    text, part = receiver("count", text), argument("count", part)
    meter.pay(search(text, part))
    return str.count(text, part)


def replace(meter: Meter, text: Any, old: Any, new: Any) -> str:
    """``replace``: how long the result is, is known before it is made."""
    text, old, new = receiver("replace", text), argument("replace", old), argument("replace", new)
    meter.pay(2 * search(text, old))
    meter.room(len(text) + str.count(text, old) * (len(new) - len(old)))
    return str.replace(text, old, new)


def split(meter: Meter, text: Any, between: Any = None, most: Any = -1) -> tuple[str, ...]:
    """``split``: not into more parts than a list may have."""
    text = receiver("split", text)
    if type(most) is not int:
        raise wrong("`split`", "a whole number", most)
    if between is None:
        meter.pay(1 + len(text) // 4)
        parts = str.split(text, None, meter.items if most < 0 else min(most, meter.items))
    else:
        between = argument("split", between)
        if not between:
            raise Fault("value", "`split` by an empty text")
        meter.pay(search(text, between))
        cuts = str.count(text, between)
        meter.count(1 + (cuts if most < 0 else min(cuts, most)))
        parts = str.split(text, between, most)
    meter.count(len(parts))
    return tuple(parts)


def joined(meter: Meter, between: Any, parts: Any) -> str:
    """``join`` of a list of texts."""
    between = receiver("join", between)
    if type(parts) is frozenset:
        raise Fault("type", "a set has no order: join a list, or `sorted(...)`")
    if type(parts) is str:
        parts = tuple(parts)
    if type(parts) is not tuple:
        raise wrong("`join`", "a list of texts", parts)
    for part in parts:
        argument("join", part)
    return join(meter, between, parts)


METHODS: Final[dict[str, Callable[..., Any]]] = {
    "_m_lower_": _plain("lower", str.lower, WIDENING),
    "_m_upper_": _plain("upper", str.upper, WIDENING),
    "_m_title_": _plain("title", str.title, WIDENING),
    "_m_capitalize_": _plain("capitalize", str.capitalize, WIDENING),
    "_m_isdigit_": _plain("isdigit", str.isdigit, 1),
    "_m_isalpha_": _plain("isalpha", str.isalpha, 1),
    "_m_isalnum_": _plain("isalnum", str.isalnum, 1),
    "_m_strip_": _strip("strip", str.strip),
    "_m_lstrip_": _strip("lstrip", str.lstrip),
    "_m_rstrip_": _strip("rstrip", str.rstrip),
    "_m_startswith_": _edge("startswith", str.startswith),
    "_m_endswith_": _edge("endswith", str.endswith),
    "_m_find_": find,
    "_m_count_": count,
    "_m_replace_": replace,
    "_m_split_": split,
    "_m_join_": joined,
}
