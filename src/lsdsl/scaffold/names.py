"""From the name of a column to the name of a field: short, lower-case, ASCII, and taken by nobody else."""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

RESERVED: Final = frozenset("and or not is in on while when where if else true false".split())
"""The words that no name may be."""

EVERYWHERE: Final = frozenset(("id", "created", "tags"))
"""What every profile has already."""

LONGEST: Final = 40
SPELT_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "å": "aa", "ł": "l", "đ": "d", "\u0131": "i"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Æ": "Ae", "Ø": "Oe", "Œ": "Oe", "Å": "Aa", "Ł": "L", "Đ": "D"}
    | {"%": " percent ", "€": " euro ", "$": " dollar ", "£": " pound ", "&": " and ", "#": " number "}
    | {"'": "", "\u2019": ""}
)
HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def words_of(column: str) -> list[str]:
    """The words in the name of a column, in lower case and ASCII: ``LeadSource``, ``Lead-Source`` and ``lead source`` are two."""
    plain = unicodedata.normalize("NFKC", column).translate(SPELT_OUT)
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", HUMP.sub(" ", letters).lower())


def field_name(column: str, position: int, taken: Collection[str]) -> str:
    """The name of the field for a column, the ``position``-th of the data from 1; none of those that are ``taken``."""
    name = ""
    for word in words_of(column):
        if name and len(name) + len(word) >= LONGEST:
            break
        name = f"{name}_{word}" if name else word[:LONGEST]
    if not name:
        name = f"column_{position}"
    elif name[0].isdigit():
        name = f"column_{name}"
    elif name in RESERVED or name in EVERYWHERE:
        name = f"{name}_column"
    return free_name(name, taken)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the first with a number after it that nobody has."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free
