"""One item of a payload: its values found by their path, whatever form it came in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lsdsl.ingest.problems import ItemError, display

Json = Any
"""What a reader of JSON gives, or whatever a caller of the library hands over: nothing about it is certain."""

LARGEST: Final = 1 << 127
"""Whole numbers below this are taken as the digits of an id; beyond it they are no ids."""


@dataclass(frozen=True, slots=True)
class Item:
    """A JSON object whose values may be missing or of any type, and the headers of the request that brought it."""

    value: Mapping[str, Json]
    headers: Mapping[str, str]

    def at(self, *path: str) -> Json:
        """The value at a path through nested objects; None where there is none."""
        found: Json = self.value
        for name in path:
            if not isinstance(found, Mapping):
                return None
            found = found.get(name)
        return found

    def text(self, *path: str) -> str:
        """A text without blanks at its ends, or a number as its digits; empty for anything else."""
        return text_of(self.at(*path))

    def first(self, *names: str) -> str:
        """The first of some texts of the object that is not empty."""
        return next(filter(None, map(self.text, names)), "")

    def texts(self, *path: str) -> list[str]:
        """The texts of an array, or one text alone."""
        found = self.at(*path)
        values = found if isinstance(found, list) else [found]
        return [text for text in map(text_of, values) if text]

    def inner(self, *path: str) -> "Item":
        """The object at a path; an empty one where there is none."""
        found = self.at(*path)
        return Item(found if isinstance(found, Mapping) else {}, self.headers)

    def inners(self, *path: str) -> list["Item"]:
        """The objects of an array; what is no object is left out."""
        found = self.at(*path)
        return [Item(one, self.headers) for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []

    def event(self, title: str, *path: str) -> str:
        """The name of what happened, which has to be there."""
        found = self.text(*path)
        if not found:
            raise ItemError("LS871", provider=title, key=display(".".join(path)))
        return found


def text_of(value: Json) -> str:
    """A text without blanks at its ends, or a number as its digits; empty for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value) if -LARGEST < value < LARGEST else ""
    return str(value) if isinstance(value, float) else ""


def whole_payload(payload: Json) -> list[Json]:
    """The items of a payload that is one item, or an array of them."""
    if not isinstance(payload, list):
        return [payload]
    items: list[Json] = []
    for one in payload:
        # Payloads that are arrays themselves may have been collected in an array.
        items += one if isinstance(one, list) else [one]
    return items


def items_under(payload: Json, name: str) -> list[Json]:
    """The items of a payload that keeps them in an array under a name, or of an array of such payloads."""
    items: list[Json] = []
    for one in whole_payload(payload):
        batch = one.get(name) if isinstance(one, Mapping) else None
        items += batch if isinstance(batch, list) else [one]
    return items
