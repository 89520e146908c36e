"""A translated expression: its text, its type, how tightly it binds, and whether it may be missing."""

from dataclasses import dataclass, replace
from typing import Final

IF_ELSE: Final = 0
OR: Final = 1
AND: Final = 2
NOT: Final = 3
COMPARE: Final = 4
ADD: Final = 5
MULTIPLY: Final = 6
UNARY: Final = 7
ATOM: Final = 9


@dataclass(frozen=True, slots=True)
class Value:
    """An expression of a box.

    ``missing`` says that it may be None. ``dates`` are those that have to be there for it, and ``span`` the two moments whose
    difference in milliseconds it is.
    """

    code: str
    kind: str
    level: int = ATOM
    missing: bool = False
    dates: tuple[str, ...] = ()
    span: tuple[str, str] | None = None

    def given(self) -> "Value":
        """The value, or what an empty field of Copernica holds: 0, or a text without characters."""
        empty = {"number": "0", "text": '""', "list": "[]"}.get(self.kind)
        return self.or_else(empty) if self.missing and empty else self

    def or_else(self, other: str) -> "Value":
        """The value, or another one in place of nothing."""
        if not self.missing:
            return self
        return replace(self, code=f"{inside(self, OR)} or {other}", level=OR, missing=False)

    def needed(self) -> tuple[str, ...]:
        """The dates that have to be there for the value."""
        return (self.code,) if self.missing else ()


def inside(value: Value, level: int) -> str:
    """The text of an expression within one that binds so tightly."""
    return value.code if value.level >= level else f"({value.code})"
