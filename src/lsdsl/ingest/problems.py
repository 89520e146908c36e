"""Why an item of a payload is refused: facts as a code and arguments, words from the catalogue."""

from collections.abc import Iterable
from typing import NoReturn

from lsdsl.records.problems import closest, message_of, shown


class ItemError(Exception):
    """An item that gives no event: the facts. ``str()`` gives the words."""

    def __init__(self, code: str, **arguments: str) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments

    def __str__(self) -> str:
        return message_of(self.code, **self.arguments)


def display(value: object) -> str:
    """A value of a payload as messages show it; what JSON cannot write is told by its type."""
    try:
        return shown(value)
    except (ValueError, TypeError, RecursionError):
        return f"a value of type {type(value).__name__}"


def unknown_event(title: str, found: str, known: Iterable[str]) -> NoReturn:
    """Refuse an item whose event the provider is not known to have."""
    raise ItemError("LS870", provider=title, found=display(found), **closest(found, known))


def no_event(title: str, found: str, reason: str) -> NoReturn:
    """Refuse an item that is well formed and about nobody whom a profile could stand for."""
    raise ItemError("LS878", provider=title, found=display(found), reason=reason)
