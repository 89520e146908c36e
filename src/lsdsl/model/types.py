"""The types of the language and how their values are held.

Inside lsdsl a text is a ``str``, a number an ``int`` or a finite ``float``, a boolean a ``bool``, a list a tuple of ``str``; a
date and a datetime are microseconds since 1970-01-01T00:00Z (a date is its midnight, so both compare as they are) and a
duration is a number of microseconds. A missing value is ``None``. Conversion to and from what people read happens at the
boundary only.
"""

from enum import Enum

from lsdsl.dataclass import dataclass

Value = str | int | float | bool | tuple[str, ...] | None

DAY = 86_400_000_000
"""A day in microseconds."""


class Kind(Enum):
    """The kinds of types; the value is the word that rule authors and messages use."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    DURATION = "duration"
    LIST = "list"
    ERROR = "unknown"
    """The type of what already has a finding: it fits everywhere, so that one mistake gives one finding."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type; ``options`` is set for a ``choice``, which is otherwise a text."""

    kind: Kind
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "choice" if self.options else self.kind.value


TEXT = Type(Kind.TEXT)
NUMBER = Type(Kind.NUMBER)
BOOLEAN = Type(Kind.BOOLEAN)
DATE = Type(Kind.DATE)
DATETIME = Type(Kind.DATETIME)
DURATION = Type(Kind.DURATION)
LIST = Type(Kind.LIST)
ERROR = Type(Kind.ERROR)
