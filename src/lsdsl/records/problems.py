"""Problems with data: facts as a code and arguments, words from the catalogue."""

import difflib
import json
from collections.abc import Iterable

from lsdsl.diagnostics import CATALOGUE
from lsdsl.diagnostics.catalogue.entry import fill

SHOWN = 60
"""So many characters of a wrong value are shown in a message; the reject holds the whole record."""


class InputError(Exception):
    """An input that cannot be read at all; the text says why and what to do. The command line shows it and ends with 2."""


class OutputError(Exception):
    """An output folder that cannot be written; the text says why and what to do. The command line shows it and ends with 2."""


class ConversionError(ValueError):
    """A value that does not convert to its declared type: the facts. ``str()`` gives the words."""

    def __init__(self, code: str, **arguments: str) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments

    def __str__(self) -> str:
        return message_of(self.code, **self.arguments)


def message_of(code: str, **arguments: str) -> str:
    """The words of a problem in one line: what is wrong, and after a semicolon what to do."""
    entry = CATALOGUE[code]
    message, remedy = fill(entry.message, arguments), fill(entry.help, arguments)
    return f"{message}; {remedy}" if remedy else message


def shown(value: object) -> str:
    """A value as messages show it: as JSON writes it, cut when it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else text[:SHOWN] + "..."


def closest(name: str, known: Iterable[str]) -> dict[str, str]:
    """The argument ``suggestion`` for a misspelt name, if one of the known names is close to it."""
    lower = {one.lower(): one for one in known}
    near = difflib.get_close_matches(name.strip().lower(), lower, 1)
    return {"suggestion": shown(lower[near[0]])} if near else {}
