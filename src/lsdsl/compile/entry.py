"""A ledger entry: what an award, its end or a correction leaves behind. Output, and no part of the state of a profile."""

from collections.abc import Sequence
from typing import ClassVar, Final, Literal, NamedTuple

import msgspec

Reason = Literal["initial", "award", "cut", "expired", "decayed", "replaced", "state on", "state off", "adjusted"]


class Entry(NamedTuple):
    """A change of a score, in millionths of a point at a moment in microseconds.

    ``score`` and ``rule`` are numbers of the program; ``rule`` is None for ``initial`` and ``adjusted``; ``event`` is the id of
    the event and None for what time alone did.
    """

    score: int
    rule: int | None
    points: int
    time: int
    event: str | None
    reason: Reason
    expires: int | None = None
    note: str | None = None


Plain = tuple[int, int, int]
"""Score, rule and points of an award in full, which neither expires nor changes; event and time are those of its event."""

Made = list[Plain | Entry]
"""What an event awarded, in order."""


class Awarded(msgspec.Struct, gc=False):
    """What an event did of which nothing followed but awards; to be read like an outcome of the engine."""

    made: Sequence[Plain | Entry]
    """Nobody changes it, for events may share one."""
    time: int
    event: str
    status: ClassVar[Literal["processed"]] = "processed"
    late: ClassVar[bool] = False
    refusal: ClassVar[None] = None
    actions: ClassVar[tuple[()]] = ()
    failures: ClassVar[tuple[()]] = ()
    boxes: ClassVar[tuple[()]] = ()

    @property
    def entries(self) -> list[Entry]:
        """The ledger entries; whoever can do with less reads ``made``."""
        return expanded(self.made, self.time, self.event)


_new: Final = tuple.__new__
"""Makes an entry in half of the time that a named tuple's own function takes."""


def expanded(made: Sequence[Plain | Entry], time: int, event: str) -> list[Entry]:
    """What an event awarded, as ledger entries."""
    rest = (time, event, "award", None, None)
    return [one if one.__class__ is Entry else _new(Entry, (*one, *rest)) for one in made]
