"""The operators of scoring sheets, in the words that people write them with."""

import re
from enum import Enum
from typing import Final

from lsdsl.scaffold.names import words_of


class Operator(Enum):
    """A comparison, and whether it needs a value."""

    IS = "is"
    IS_NOT = "is not"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains not"
    STARTS = "starts with"
    ENDS = "ends with"
    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="
    BETWEEN = "between"
    IN = "in"
    NOT_IN = "not in"
    FILLED = "is not missing"
    EMPTY = "is missing"


SIGNS: Final = {
    "=": Operator.IS, "==": Operator.IS, ":": Operator.IS, "!=": Operator.IS_NOT, "<>": Operator.IS_NOT, "≠": Operator.IS_NOT,
    ">": Operator.ABOVE, ">=": Operator.AT_LEAST, "=>": Operator.AT_LEAST, "≥": Operator.AT_LEAST, "<": Operator.BELOW,
    "<=": Operator.AT_MOST, "=<": Operator.AT_MOST, "≤": Operator.AT_MOST,
}  # fmt: skip
WORDS: Final[dict[Operator, str]] = {
    Operator.IS: "is, equals, equal, equal to, is equal to, exactly, matches, ist, gleich, is gelijk aan, gelijk aan, est, eq",
    Operator.IS_NOT: "is not, not, not equal, not equal to, is not equal to, does not equal, doesnt equal, isnt, ist "
    "nicht, nicht, "
    "is niet, niet, ungleich, ne",
    Operator.CONTAINS: "contains, contain, includes, include, has, contains any, contains any of, enthaelt, bevat, contient",
    Operator.CONTAINS_NOT: "does not contain, doesnt contain, not contains, excludes, contains none of, enthaelt nicht, "
    "bevat niet",
    Operator.STARTS: "starts with, start with, begins with, beginnt mit, begint met, commence par",
    Operator.ENDS: "ends with, end with, endet mit, eindigt met, eindigt op, finit par",
    Operator.ABOVE: "greater than, is greater than, more than, above, over, larger than, after, later than, groesser "
    "als, mehr als, "
    "groter dan, meer dan, gt",
    Operator.AT_LEAST: "at least, from, minimum, min, or more, greater than or equal, greater than or equal to, "
    "is greater than or equal to, mindestens, ab, minstens, vanaf, gte",
    Operator.BELOW: "less than, is less than, fewer than, below, under, smaller than, before, earlier than, kleiner "
    "als, weniger als, "
    "kleiner dan, minder dan, lt",
    Operator.AT_MOST: "at most, up to, maximum, max, or less, less than or equal, less than or equal to, is less than "
    "or equal to, "
    "hoechstens, bis, hoogstens, tot en met, lte",
    Operator.BETWEEN: "between, is between, range, in range, zwischen, tussen, entre",
    Operator.IN: "in, is in, one of, is one of, any of, is any of, in list, in der liste, einer von, een van",
    Operator.NOT_IN: "not in, is not in, none of, is none of, not one of, is not one of, nicht in, niet in",
    Operator.FILLED: "is filled, filled, filled in, is filled in, not empty, is not empty, is known, known, exists, is "
    "set, is present, "
    "has value, has a value, has any value, is not missing, is not blank, not blank, ausgefuellt, ist ausgefuellt, nicht leer, "
    "ingevuld, is ingevuld, niet leeg",
    Operator.EMPTY: "is empty, empty, not filled, is not filled, is unknown, unknown, is missing, missing, is blank, "
    "blank, not set, "
    "is not set, has no value, does not exist, leer, ist leer, leeg, is leeg, niet ingevuld",
}
BY_WORDS: Final = {word.strip(): operator for operator, words in WORDS.items() for word in words.split(",")}
ANY_VALUE: Final = frozenset(("*", "any", "any value", "(any)", "<any>"))
LEADING: Final = re.compile(r"\s*(>=|=>|<=|=<|<>|!=|==|[=<>≥≤≠])\s*(.*)", re.DOTALL)
OR_MORE: Final = re.compile(r"\s*([\d.,' ]+?)\s*(?:\+|or more|and more|and up|oder mehr|of meer)\s*")
SPAN: Final = re.compile(r"\s*([\d.,]+)\s*(?:-|\u2013|\.\.+|to|and|bis|und|tot|en)\s*([\d.,]+)\s*")
VALUELESS: Final = (Operator.FILLED, Operator.EMPTY)


def operator_of(cell: str) -> Operator | None:
    """The operator that a cell names; None when it names none that is known."""
    sign = "".join(cell.split())
    return SIGNS.get(sign) or BY_WORDS.get(" ".join(words_of(cell.replace("'", ""))))


def operator_in_value(value: str) -> tuple[Operator, str] | None:
    """The operator that stands in the cell of the value, when the sheet has none of its own: ``>= 100``, ``100+``, ``10-50``."""
    if value.strip().lower() in ANY_VALUE:
        return Operator.FILLED, ""
    if found := LEADING.fullmatch(value):
        return SIGNS[found[1]], found[2]
    if found := OR_MORE.fullmatch(value):
        return Operator.AT_LEAST, found[1]
    if found := SPAN.fullmatch(value):
        return Operator.BETWEEN, f"{found[1]};{found[2]}"
    return None
