"""The state of one profile: everything that the future of its scores depends on, and nothing else.

Sizes of points are millionths, times are microseconds since 1970. The ledger is output and not state, and an award that can no
longer change is only part of a total, so a state stays small however long its profile lives.
"""

from typing import NamedTuple

from lsdsl.model.types import Value


class Award(NamedTuple):
    """An award that can still change. ``value`` is what is left of ``size`` after ``steps`` steps of decay.

    ``changes`` is the next moment at which it changes, None for a ``latest`` award that only a repeat can change.
    """

    rule: int
    key: Value
    time: int
    size: int
    value: int
    steps: int
    expires: int | None
    changes: int | None


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
"""A time and a size: of a remembered event, of a gain, of a use of a limit."""


class ProfileState:
    """The state of one profile. Only the engine changes it, and only through the journal."""

    __slots__ = (
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
        "latest",
        "lives",
        "loaded",
        "newest",
        "next_due",
        "removed",
        "rows",
        "run_serial",
        "runs",
        "seen",
        "serial",
        "started",
        "tags",
        "totals",
        "used",
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
        self.rows: dict[str, dict[str, Row]] = {}
        self.totals: list[int] = []
        """By bucket: the sum of all ledger entries."""
        self.computed: dict[int, int] = {}
        """By number of a computed score: its value before clamping; left out while it is missing."""
        self.held: dict[int, tuple[int, int]] = {}
        """By slot: the rule that contributes, and how much."""
        self.failing: dict[int, str] = {}
        """By slot: the code of the problem that its last computation had."""
        self.horizons: dict[int, int] = {}
        """By slot: the next moment at which time alone may change it."""
        self.awards: dict[int, Award] = {}
        """By serial number: the awards that can still change."""
        self.serial = 0
        self.award_due: int | None = None
        self.latest: dict[tuple[int, Value], int] = {}
        """By rule and value of ``per``: the serial number of the award of a ``latest`` rule."""
        self.counts: dict[tuple[int, Value], int] = {}
        """By rule and value of ``per``: how many occurrences a ``first`` rule has used."""
        self.used: dict[tuple[int, int], tuple[Occurrence, ...]] = {}
        """By rule and number of the limit: the uses in its window; for a limit without window one running sum."""
        self.histories: dict[int, list[Occurrence]] = {}
        """By history: the occurrences in its window, in order of time."""
        self.lives: dict[int, tuple[int, int, int | None]] = {}
        """By history: count, sum and latest time."""
        self.gains: dict[int, list[Occurrence]] = {}
        """By score: the points gained, in order of time."""
        self.runs: dict[int, Run] = {}
        """By serial number: the runs of follow-ups that wait."""
        self.run_serial = 0
        self.started: dict[int, tuple[int, ...]] = {}
        """By follow-up: the starts that its limit still counts."""
        self.edges: dict[int, int] = {}
        """By follow-up: whether its condition held, and whether it waits for ``again when``."""
        self.edges_due: dict[int, int] = {}
        """By follow-up: the next moment at which time alone may turn its condition."""
        self.cold_fired: dict[int, int] = {}
        """By follow-up: when it last fired for quiet."""
        self.colds_due: dict[int, int] = {}
        """By follow-up: when it will fire for quiet if nothing happens."""
        self.seen: dict[int, int | None] = {}
        """By follow-up on a score's changes: the value that was seen last."""
        self.ids: dict[str, int] = {}
        """Recent event ids and when the profile had them, by its own clock."""
        self.ids_due = 0
        """When ids that are too old are next thrown away."""
        self.next_due: int | None = None
        """The next moment at which something happens with no event."""
