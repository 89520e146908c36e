"""The state of one profile: everything that the future of its scores depends on, and nothing else.

Sizes of points are millionths, times are microseconds since 1970. The ledger is output and not state, and an award that can no
longer change is only part of a total, so a state stays small however long its profile lives.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lsdsl.compile.rings import Ring
from lsdsl.model.types import Value

if TYPE_CHECKING:
    from lsdsl.engine.waiting import Waiting


class Row(NamedTuple):
    """A row of a collection: when it was created, and its fields (``id`` among them)."""

    created: int
    fields: dict[str, Value]


class Run(NamedTuple):
    """A run of a follow-up that waits until ``due`` and then goes on at instruction ``place``.

    ``trigger`` (an event id, or ``@`` and a moment) and ``ordinal`` tell it apart from other runs; ``data`` and ``old`` are
    what its trigger brought, ``event_type`` and ``event_time`` what it was (empty and 0 if it was no event).
    """

    followup: int
    due: int
    place: int
    trigger: str
    event: str | None
    ordinal: int
    data: dict[str, Value]
    old: dict[str, Value]
    event_type: str
    event_time: int


Occurrence = tuple[int, int]
"""A time and a size: of a remembered event, of a gain."""


class Unmade(dict[Any, Any]):
    """An empty dictionary that all states share until they have something to put there; the journal then makes their own."""

    __slots__ = ("_slot",)

    def __init__(self, slot: str) -> None:
        self._slot = slot

    def make(self, state: ProfileState | None) -> dict[Any, Any]:
        """A dictionary of the state's own, in the place of this one."""
        assert state is not None
        present: dict[Any, Any] = getattr(state, self._slot)
        if present is self:
            present = {}
            setattr(state, self._slot, present)
        return present

    def __setitem__(self, key: Any, value: Any) -> None:
        raise TypeError(f"{self._slot} is shared: put {key!r} there through the journal")


UNMADE: Final = {
    slot: Unmade(slot)
    for slot in (
        "rows", "computed", "held", "failing", "horizons", "latest", "keys", "counts", "used", "uses", "histories", "lives",
        "gains", "runs", "started", "edges", "edges_due", "cold_fired", "colds_due", "seen",
    )
}  # fmt: skip
"""What the parts of a state are that most profiles have no use for."""
NEVER: Final = 1 << 62
"""Later than any moment."""
NO_AWARDS: Final = bytearray()
"""The live awards of a profile that has none. Never added to."""


class ProfileState:
    """The state of one profile. Only the engine changes it, and only through the journal."""

    __slots__ = (
        "advances",
        "award_due",
        "awards",
        "born",
        "clock",
        "cold_fired",
        "colds_due",
        "computed",
        "counts",
        "created",
        "edges",
        "edges_due",
        "failing",
        "fields",
        "gains",
        "held",
        "histories",
        "horizons",
        "id",
        "ids",
        "ids_due",
        "keys",
        "later",
        "latest",
        "lives",
        "loaded",
        "mask",
        "newest",
        "next_due",
        "removed",
        "rooms",
        "rows",
        "run_serial",
        "runs",
        "seen",
        "serial",
        "started",
        "tags",
        "totals",
        "until",
        "used",
        "uses",
        "waiting",
        "watched",
    )

    def __init__(self, profile_id: str) -> None:  # noqa: PLR0915 - one line for each part of a state, with what it means
        self.id = profile_id
        self.born = False
        """Whether its life has begun: with its first event, or when time is advanced for the first time."""
        self.loaded = False
        """Whether its data was given before its first event; its creation then raises no event."""
        self.removed = False
        self.created: int | None = None
        self.clock = 0
        """The present moment of the profile; it never goes back."""
        self.newest: int | None = None
        """The time of its newest event."""
        self.fields: dict[str, Value] = {}
        self.tags: dict[str, None] = {}
        self.rows: dict[str, dict[str, Row]] = UNMADE["rows"]
        self.totals: list[int] = []
        """By bucket: the sum of all ledger entries."""
        self.computed: dict[int, int] = UNMADE["computed"]
        """By number of a computed score: its value before clamping; left out while it is missing."""
        self.held: dict[int, tuple[int, int]] = UNMADE["held"]
        """By slot: the rule that contributes, and how much."""
        self.failing: dict[int, str] = UNMADE["failing"]
        """By slot: the code of the problem that its last computation had."""
        self.horizons: dict[int, int] = UNMADE["horizons"]
        """By slot: the next moment at which time alone may change it."""
        self.awards = NO_AWARDS
        """The awards that time will change, packed, in the order in which they will (see :mod:`lsdsl.engine.live`)."""
        self.later: tuple[bytearray, ...] = ()
        """Those that change after them, when there are so many that they stand in several blocks."""
        self.serial = 0
        """How many awards were made that could change later: the number of the last one."""
        self.award_due: int | None = None
        self.latest: dict[tuple[int, Value], tuple[int, int, int]] = UNMADE["latest"]
        """By rule and value of ``per``: serial number, time and size of the award of a ``latest`` rule."""
        self.keys: dict[int, tuple[int, Value]] = UNMADE["keys"]
        """By serial number: where the awards of ``latest`` rules stand that time will change. Computed from the others."""
        self.counts: dict[tuple[int, Value], int] = UNMADE["counts"]
        """By rule and value of ``per``: how many occurrences a ``first`` rule has used."""
        self.used: dict[tuple[int, int], int] = UNMADE["used"]
        """By rule and number of a limit without window: how much of it is used."""
        self.uses: dict[tuple[int, int], array[int]] = UNMADE["uses"]
        """By rule and number of a limit with a window: the moments of its uses, of a limit on points each with its points."""
        self.histories: dict[int, Ring] = UNMADE["histories"]
        """By history: the occurrences in its window, in order of time."""
        self.lives: dict[int, tuple[int, int, int | None]] = UNMADE["lives"]
        """By history: count, sum and latest time."""
        self.gains: dict[int, Ring] = UNMADE["gains"]
        """By score: the points gained, in order of time."""
        self.runs: dict[int, Run] = UNMADE["runs"]
        """By serial number: the runs of follow-ups that wait."""
        self.waiting: Waiting | None = None
        """The same runs in heaps (see :mod:`lsdsl.engine.waiting`). Computed, and no part of the state."""
        self.run_serial = 0
        self.started: dict[int, tuple[int, ...]] = UNMADE["started"]
        """By follow-up: the starts that its limit still counts."""
        self.edges: dict[int, int] = UNMADE["edges"]
        """By follow-up: whether its condition held, and whether it waits for ``again when``."""
        self.edges_due: dict[int, int] = UNMADE["edges_due"]
        """By follow-up: the next moment at which time alone may turn its condition."""
        self.cold_fired: dict[int, int] = UNMADE["cold_fired"]
        """By follow-up: when it last fired for quiet."""
        self.colds_due: dict[int, int] = UNMADE["colds_due"]
        """By follow-up: when it will fire for quiet if nothing happens."""
        self.seen: dict[int, int | None] = UNMADE["seen"]
        """By follow-up on a score's changes: the value that was seen last."""
        self.ids: dict[str, int] = {}
        """Recent event ids and when the profile had them, by its own clock."""
        self.ids_due = 0
        """When ids that are too old are next thrown away."""
        self.until = 0
        """Up to this moment events take the short way. No part of the state, but computed from it."""
        self.mask: int | None = None
        """The rules that its fields let through, a bit for each (None: to be found). Computed, and no part of the state."""
        self.rooms: dict[int, int] | None = None
        """By follow-up: how much can be gained until its condition has to be tested. Computed, and no part of the state."""
        self.next_due: int | None = None
        """The next moment at which something happens with no event."""
        self.watched = NEVER
        """Under which moment it stands in the queue of its :class:`~lsdsl.runner.profiles.Profiles`. No part of the state."""
        self.advances = 0
        """How many of the advances of them all its clock knows of. No part of the state."""
