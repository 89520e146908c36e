"""What the work on a durable state asks of the place where the state is kept."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Final, Literal, Protocol

import msgspec

Kind = Literal["ledger", "actions", "failures", "rejects"]
KINDS: Final[tuple[Kind, ...]] = ("ledger", "actions", "failures", "rejects")
KeyedLine = tuple[tuple[int, str] | tuple[str, int], bytes]
"""A line and what the lines of its file are sorted by: moment and profile, of rejects source and line."""


class Kept(msgspec.Struct):
    """A profile as it is kept: its state in bytes and when something next happens to it without an event (None: never).

    ``passes`` is how many times time was passed for all profiles when it was written.
    """

    id: str
    state: bytes
    due: int | None
    passes: int
    removed: bool = False


class Position(msgspec.Struct):
    """How far an input was read: ``records`` of it, when its first ``size`` bytes had this ``digest``."""

    path: str
    role: str
    records: int
    size: int
    digest: str
    complete: bool = False


class Totals(msgspec.Struct):
    """What was done since the state was begun, and which moments were reached; moments are in microseconds."""

    newest: int | None = None
    created: int | None = None
    reached: int = 0
    passes: int = 0
    passing: int | None = None
    """The moment to which time is being passed, while that is not done for all profiles."""
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    named: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)
    awards: list[int] = msgspec.field(default_factory=list)
    awarded: list[str] = msgspec.field(default_factory=list)
    """By rule, in millionths: text, because a sum has no largest size."""
    ignored: list[str] = msgspec.field(default_factory=list)
    box_failures: list[tuple[str, int, int, int]] = msgspec.field(default_factory=list)
    """Of boxes: path, start, end, and how many budget failures they had in the run that is under way."""


class Store(Protocol):
    """A place where a state is kept. Everything within a transaction is kept together or not at all."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep what is written inside all at once, safe from a loss of power; nothing of it if an exception leaves it."""

    def load(self, profile: str) -> Kept | None:
        """A profile, or None."""

    def save(self, profiles: Sequence[Kept]) -> None:
        """Keep profiles, in place of what was there."""

    def append(self, kind: Kind, lines: Sequence[KeyedLine]) -> None:
        """Add lines to what came out."""

    def lines(self, kind: Kind) -> Iterator[KeyedLine]:
        """What came out, in the order in which it was added."""

    def profiles(self) -> Iterator[Kept]:
        """All profiles that are not removed, by id."""

    def mark_due(self, moment: int) -> None:
        """Mark the profiles to which something happens up to a moment."""

    def marked(self, count: int) -> list[str]:
        """Some of the profiles that are marked, the first ones by id."""

    def unmark(self, profiles: Sequence[str]) -> None:
        """These are done."""

    def count(self) -> tuple[int, int]:
        """How many profiles there are, and how many were removed."""

    def position(self, path: str, role: str) -> Position | None:
        """How far an input was read, or None."""

    def same_content(self, role: str, size: int, digest: str) -> Position | None:
        """An input with this content that was read to its end under whatever name, or None."""

    def put_position(self, position: Position) -> None:
        """Keep how far an input was read."""

    def totals(self) -> Totals:
        """What was done since the beginning."""

    def put_totals(self, totals: Totals) -> None:
        """Keep what was done since the beginning."""
