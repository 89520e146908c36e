"""What a single value could be: the types that take it, by the very converters that a run uses, and what it looks like."""

import re
from enum import Enum
from typing import Any, Final

from lsdsl.records.convert import BOOLEANS, to_boolean, to_date, to_datetime, to_list, to_number, to_text
from lsdsl.records.problems import ConversionError

LIKE_A_NUMBER: Final = frozenset("0123456789+-.")
LONGEST_NUMBER: Final = 48
LONGEST_EMAIL: Final = 254

CODE: Final = re.compile(r"\s*(?:0[0-9]+|\+[0-9]+|[0-9]{16,})\s*")
EMAIL: Final = re.compile(r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*")
FOREIGN_NUMBER: Final = re.compile(
    r"\s*[€$£]?\s?[+-]?(?:[0-9]{1,3}(?:[.,'\u2019\s][0-9]{3})+(?:[.,][0-9]+)?|[0-9]+,[0-9]+|[0-9]+(?:\.[0-9]+)?)\s?[%€$£]?\s*"
)
FOREIGN_DATE: Final = re.compile(
    r"\s*(?:[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})|[0-9]{4}([./])[0-9]{1,2}\2[0-9]{1,2})(?:[ T,].*)?"
)
MARKERS: Final = frozenset(
    (
        *("n/a", "na", "n.a.", "#n/a", "nan", "null", "none", "nil", "-", "--", "?", ".", "unknown", "not provided", "undefined"),
        *("select", "keine angabe", "k.a.", "k. a.", "unbekannt", "error", "missing", "(blank)", "(none)"),
    )
)


class Look(Enum):
    """What a value could be; the value is what a message calls many of them."""

    WHOLE = "whole numbers"
    NUMBER = "numbers"
    BOOLEAN = "yes or no"
    DATE = "dates"
    DATETIME = "moments"
    LIST = "lists or texts"
    TEXT = "text"
    EMAIL = "e-mail addresses"
    CODE = "digits that are no amount"
    """With zeros or a plus in front, as postcodes and telephone numbers have them, or too many."""
    FOREIGN_NUMBER = "numbers in a notation that lsdsl does not read"
    FOREIGN_DATE = "dates in a notation that lsdsl does not read"
    MARKER = "words for nothing"
    """What people and programs write where there is nothing."""

    @property
    def single(self) -> str:
        """What a message calls one of them."""
        return SINGLE.get(self, self.value)


SINGLE: Final = {
    Look.WHOLE: "a whole number",
    Look.NUMBER: "a number",
    Look.DATE: "a date",
    Look.DATETIME: "a moment",
    Look.LIST: "a list",
    Look.EMAIL: "an e-mail address",
    Look.FOREIGN_NUMBER: "a number in a notation that lsdsl does not read",
    Look.FOREIGN_DATE: "a date in a notation that lsdsl does not read",
}


def looks_of(value: Any) -> set[Look]:
    """All that a value could be; a cheap look comes before each conversion, for there are many values."""
    if isinstance(value, str):
        return _looks_of_text(value)
    looks = {look for look, convert in CONVERTERS if _converts(convert, value)}
    if Look.NUMBER in looks and isinstance(to_number(value), int):
        looks.add(Look.WHOLE)
    return looks


CONVERTERS: Final = (
    (Look.NUMBER, to_number),
    (Look.BOOLEAN, to_boolean),
    (Look.DATE, to_date),
    (Look.DATETIME, to_datetime),
    (Look.LIST, to_list),
    (Look.TEXT, to_text),
)


def _converts(convert: Any, value: Any) -> bool:
    try:
        convert(value)
    except ConversionError:
        return False
    return True


def _looks_of_text(text: str) -> set[Look]:
    looks = {Look.TEXT, Look.LIST}
    short = text.strip() if len(text) <= LONGEST_EMAIL else ""
    if not short:
        return looks
    if len(short) <= LONGEST_NUMBER:
        if short[0] in LIKE_A_NUMBER:
            looks |= _looks_of_digits(text)
        elif FOREIGN_NUMBER.fullmatch(text):
            looks.add(Look.FOREIGN_NUMBER)
        if short.lower() in BOOLEANS:
            looks.add(Look.BOOLEAN)
        if short.casefold() in MARKERS:
            looks.add(Look.MARKER)
    if "@" in short and EMAIL.fullmatch(text):
        looks.add(Look.EMAIL)
    return looks


def _looks_of_digits(text: str) -> set[Look]:
    """What a short text could be that begins as a number does."""
    looks: set[Look] = set()
    if _converts(to_number, text):
        looks.add(Look.NUMBER)
        if isinstance(to_number(text), int):
            looks.add(Look.WHOLE)
        if CODE.fullmatch(text):
            looks.add(Look.CODE)
    elif FOREIGN_NUMBER.fullmatch(text) and not text.strip().isdigit():
        looks.add(Look.FOREIGN_NUMBER)
    if "-" in text and _converts(to_datetime, text):
        looks.add(Look.DATETIME)
        if _converts(to_date, text):
            looks.add(Look.DATE)
    elif FOREIGN_DATE.fullmatch(text):
        looks.add(Look.FOREIGN_DATE)
    return looks
