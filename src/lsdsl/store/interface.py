"""What the work on a durable state asks of the place where the state is kept."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Final, Literal, Protocol, Self

import msgspec

Kind = Literal["ledger", "actions", "failures", "rejects"]
OfProfiles = Literal["ledger", "actions", "failures"]
KINDS: Final[tuple[Kind, ...]] = ("ledger", "actions", "failures", "rejects")
KeyedLine = tuple[tuple[int, str] | tuple[str, int], bytes]
"""A line and what the lines of its file are sorted by: moment and profile, of rejects source and line."""


class Kept(msgspec.Struct):
    """A profile as it is kept: its state in bytes and when something next happens to it without an event (None: never).

    ``passes`` is how many times time was passed for all profiles when it was written; ``rules`` is the number of the ruleset
    under which its bytes were written. One that is ``updating`` waits for a rescore that is under way.
    """

    id: str
    state: bytes
    due: int | None
    passes: int
    rules: int
    removed: bool = False
    updating: bool = False


class KeptRules(msgspec.Struct, frozen=True):
    """A ruleset under which profiles of the state were written; ``packed`` is what :func:`lsdsl.runner.packed.unpack` takes.

    It is None for states that were written before rulesets were kept.
    """

    number: int
    digest: str
    packed: bytes | None


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
    """A place where a state is kept. Everything within a transaction is kept together or not at all.

    One that is not opened to write shows the state as it was when it was opened.
    """

    name: str
    """What the user calls it, without a password."""

    def close(self) -> None:
        """Let go of it, and of the lock."""

    def __enter__(self) -> Self:
        """It is closed at the end."""

    def __exit__(self, *_: object) -> None:
        """Close it."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep what is written inside all at once, safe from a loss of power; nothing of it if an exception leaves it."""

    def writer(self) -> str | None:
        """Who writes the state now, in words; None when nobody does."""

    # --- profiles -----------------------------------------------------------------------------------------------------

    def load(self, profiles: Sequence[str]) -> list[Kept]:
        """Those of these profiles that there are, removed ones too, in any order."""

    def save(self, profiles: Sequence[Kept]) -> None:
        """Keep profiles, in place of what was there."""

    def profiles(self, *, removed: bool = False) -> Iterator[Kept]:
        """All profiles by id in order of code points, removed ones only if asked for, without holding them all in memory."""

    def count(self) -> tuple[int, int]:
        """How many profiles there are, and how many were removed."""

    # --- time ---------------------------------------------------------------------------------------------------------

    def next_due(self) -> int | None:
        """The next moment at which something happens to any profile."""

    def mark_due(self, moment: int) -> None:
        """Mark the profiles to which something happens up to a moment."""

    def mark(self, profiles: Sequence[str]) -> None:
        """Mark these profiles."""

    def marked(self, count: int, after: str = "") -> list[str]:
        """Some of the profiles that are marked, the first ones by id that come after one."""

    def unmark(self, profiles: Sequence[str]) -> None:
        """These are done."""

    # --- rules --------------------------------------------------------------------------------------------------------

    def rulesets(self) -> list[KeptRules]:
        """The rulesets under which profiles were written, oldest first."""

    def add_ruleset(self, digest: str, packed: bytes | None) -> int:
        """The number of a ruleset, which is kept if it was not; text that was missing is filled in."""

    def profiles_by_rules(self) -> dict[int, int]:
        """How many profiles were written under each ruleset, removed ones too, by its number."""

    def mark_updating(self) -> None:
        """Mark all profiles, removed ones too, as waiting for a rescore."""

    def updating(self) -> int:
        """How many profiles wait for a rescore."""

    def still_updating(self, count: int) -> list[str]:
        """Some of the profiles that wait for a rescore, the first ones by id."""

    def remove(self, profiles: Sequence[str]) -> None:
        """Forget profiles altogether, but not what came out of them."""

    # --- what came out ------------------------------------------------------------------------------------------------

    def append(self, kind: Kind, lines: Sequence[KeyedLine]) -> None:
        """Add lines to what came out."""

    def lines(self, kind: Kind) -> Iterator[KeyedLine]:
        """What came out, in the order in which it was added."""

    def lines_of(self, kind: OfProfiles, profile: str) -> list[KeyedLine]:
        """What came out of one profile, in the order in which it was added."""

    def drop_lines(self, kind: OfProfiles, profiles: Sequence[str]) -> None:
        """Forget what came out of these profiles."""

    def drop_rejects(self) -> None:
        """Forget all records that were refused."""

    def sizes(self) -> dict[Kind, int]:
        """How many rows of lines there are of each kind."""

    # --- inputs and counts --------------------------------------------------------------------------------------------

    def position(self, path: str, role: str) -> Position | None:
        """How far an input was read, or None."""

    def same_content(self, role: str, size: int, digest: str) -> Position | None:
        """An input with this content that was read to its end under whatever name, or None."""

    def positions(self) -> list[Position]:
        """All inputs, by path and role."""

    def put_position(self, position: Position) -> None:
        """Keep how far an input was read."""

    def totals(self) -> Totals:
        """What was done since the beginning."""

    def put_totals(self, totals: Totals) -> None:
        """Keep what was done since the beginning."""

    def meta(self, key: str) -> bytes | None:
        """A value that belongs to the whole state."""

    def put_meta(self, key: str, value: bytes) -> None:
        """Keep a value that belongs to the whole state."""

    def vacuum(self) -> None:
        """Give unused space back."""
