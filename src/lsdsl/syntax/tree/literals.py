"""Names and literals."""

from datetime import date, datetime
from typing import Literal

from lsdsl.dataclass import dataclass
from lsdsl.source import Span

MICROSECONDS = {
    "second": 1_000_000,
    "minute": 60_000_000,
    "hour": 3_600_000_000,
    "day": 86_400_000_000,
    "week": 604_800_000_000,
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name; ``quoted`` when it was written between backticks, which are not part of ``text``."""

    text: str
    span: Span
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """``5``, ``2.5``, ``10_000``, and a minus sign where only a literal may stand: an int when it is whole, else a float."""

    value: int | float
    span: Span


@dataclass(frozen=True, slots=True)
class TextLiteral:
    """``"..."`` with its escapes resolved."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class BooleanLiteral:
    """``true`` or ``false``."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class DateLiteral:
    """``2026-01-31``."""

    value: date
    span: Span


@dataclass(frozen=True, slots=True)
class MomentLiteral:
    """``2026-01-31T09:00Z``; the value is aware and in UTC."""

    value: datetime
    span: Span


@dataclass(frozen=True, slots=True)
class DurationLiteral:
    """``4 weeks``; ``unit`` is the singular."""

    amount: int
    unit: Literal["second", "minute", "hour", "day", "week"]
    span: Span

    @property
    def microseconds(self) -> int:
        """The length in microseconds."""
        return self.amount * MICROSECONDS[self.unit]


@dataclass(frozen=True, slots=True)
class PatternLiteral:
    """``/^.blog/``; an escaped slash is a slash in the value."""

    value: str
    span: Span


Scalar = NumberLiteral | TextLiteral | BooleanLiteral | DateLiteral | MomentLiteral | DurationLiteral


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """``("NL", "BE")``."""

    items: tuple[Scalar, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Bad:
    """A line or a declaration that could not be read. ``names`` are the names that it seems to declare: they are muted later."""

    names: tuple[Identifier, ...]
    span: Span
