"""What is known of a value in a box before it runs."""

from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.model.types import Kind, Type


@dataclass(frozen=True, slots=True)
class Known:
    """The kind of a value, whether it may be missing (``None``), and for a list the kind of its items.

    ``kind`` is ``number``, ``text``, ``boolean``, ``date``, ``datetime``, ``list``, ``set``, ``none`` or ``any``: not known.
    """

    kind: str = "any"
    missing: bool = False
    item: str = "any"

    def __str__(self) -> str:
        """In words: ``a number``."""
        return WORDS[self.kind]

    def or_(self, other: "Known") -> "Known":
        """What is known when it is one of two."""
        if self.kind == "none":
            return Known(other.kind, missing=True, item=other.item)
        if other.kind == "none":
            return Known(self.kind, missing=True, item=self.item)
        kind = self.kind if self.kind == other.kind else "any"
        return Known(kind, self.missing or other.missing, self.item if self.item == other.item else "any")


WORDS: Final = {
    "number": "a number",
    "text": "a text",
    "boolean": "a boolean",
    "date": "a date",
    "datetime": "a datetime",
    "list": "a list",
    "set": "a set",
    "none": "None",
    "any": "a value",
}

ANY: Final = Known()
NUMBER: Final = Known("number")
TEXT: Final = Known("text")
BOOLEAN: Final = Known("boolean")
DATETIME: Final = Known("datetime")
LIST: Final = Known("list", item="text")
NONE: Final = Known("none", missing=True)
SCALARS: Final = frozenset({"number", "text", "boolean", "date", "datetime", "none"})


def known(declared: Type, *, missing: bool) -> Known:
    """What is known of a value of a declared type."""
    if declared.kind in (Kind.ERROR, Kind.DURATION):
        return ANY
    return Known(declared.kind.value, missing, "text" if declared.kind is Kind.LIST else "any")


def of_constant(value: object) -> Known:
    """What is known of a literal."""
    kinds = {str: TEXT, int: NUMBER, float: NUMBER, bool: BOOLEAN, type(None): NONE}
    return kinds.get(type(value), ANY)
