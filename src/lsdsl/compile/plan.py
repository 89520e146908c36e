"""The plan: everything that the engine has to know of a ruleset, as numbered rules, scores, slots and histories.

A *bucket* is a sum of points: one for each score and one for each of its groups. A *slot* is something whose contribution is a
function of the present: a state rule, a table, a rule on absence, or a computed score. A *history* is what has to be remembered
of events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from lsdsl.compile.entry import Awarded, Entry, Plain
from lsdsl.compile.reading import Data, Reading
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import History
from lsdsl.model.types import Value
from lsdsl.source import Span

if TYPE_CHECKING:
    from lsdsl.compile.instructions import FollowupPlan


class Awarding(Reading, Protocol):
    """What the event rules of one event may do."""

    def award(self, rule: int, size: int, data: Data) -> None:
        """Award millionths of a point for a rule whose condition holds; occurrences and limits are applied here."""

    def settle(self) -> None:
        """Bring the state rules up to date before a rule reads a score."""


Condition = Callable[[Reading, Data], bool]
ValueFunction = Callable[[Reading, Data], Value]
EventFunction = Callable[[Awarding, Data], None]
Contribution = tuple[int, int]
"""A rule and the millionths of a point that it contributes now."""


PlainFunction = Callable[[Any, Any], Awarded | None]
"""Lets an event happen to a profile's state; None, with nothing changed, when the profile is not in its ordinary course."""


class AwardFunction(Protocol):
    """Makes all awards of an event of one type in a profile's state, and gives what it made."""

    def __call__(self, state: Any, event: str, time: int, data: Data, begin: Any) -> Sequence[Plain | Entry]:
        """Award for an event; ``begin(entries)`` gives what some conditions read and what awards of all kinds need."""


@dataclass(frozen=True, slots=True)
class Direct:
    """How an event type is handled the short way (see ``engine.direct``).

    ``plain`` does everything, where awards are entries and nothing else; else ``award`` makes the awards. It is the one or the
    other.
    """

    award: AwardFunction | None
    plain: PlainFunction | None
    listening: int = 0
    """The edge triggers, as bits, that the scores of its rules may turn."""


SlotFunction = Callable[[Reading], Contribution | None]
Horizon = Callable[[Reading, Data], int | None]
"""The earliest later moment at which an expression may change with no event; None if it cannot."""


@dataclass(frozen=True, slots=True)
class Indexes:
    """Numbers of scores and histories."""

    scores: Mapping[str, int]
    histories: Mapping[History, int]

    def history(self, history: History) -> int:
        """The number of a history."""
        return self.histories[history]


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A group of a score: its bucket and its clamps, in millionths."""

    bucket: int
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class ScorePlan:
    """A score. ``starts`` are the lower ends of all ranges but the first; sizes are in millionths."""

    index: int
    name: str
    enabled: bool
    initial: int
    minimum: int | None
    maximum: int | None
    ideal: int | None
    starts: tuple[int, ...]
    field: str | None
    bucket: int
    groups: tuple[GroupPlan, ...]
    computed: bool


@dataclass(frozen=True, slots=True)
class LimitPlan:
    """A limit: a number of times, or of millionths of a point, within a window or for ever."""

    unit: Literal["times", "points"]
    amount: int
    per: int | None


@dataclass(frozen=True, slots=True)
class DecayPlan:
    """Steps of ``every`` microseconds, in each of which an award keeps ``factor`` of itself or loses ``loss`` millionths."""

    every: int
    factor: float | None
    loss: int


@dataclass(frozen=True, slots=True)
class RulePlan:
    """A rule that the ledger can name. Rows of tables are rules. What follows ``span`` is for event rules only.

    ``plain``: each occurrence counts in full for ever, so awards need no memory.
    """

    index: int
    identity: str
    title: str
    score: int
    bucket: int
    span: Span
    occurrence: Literal["each", "first", "latest"] = "each"
    count: int = 1
    per: str | None = None
    per_default: Value = None
    limits: tuple[LimitPlan, ...] = ()
    expires: int | None = None
    decay: DecayPlan | None = None
    plain: bool = True
    gains: bool = True
    """Whether its awards are gains; those of steps are not."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that is a function of the present. Slots stand in an order in which each comes after those that it reads.

    ``contribution`` for rules, ``value`` for a computed score; ``horizon`` only when time alone can change it.
    """

    index: int
    score: int
    contribution: SlotFunction | None
    value: ValueFunction | None
    horizon: Horizon | None
    span: Span


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """What is remembered: (time, value) in a window, a running count, sum and latest time for the whole life, or both."""

    index: int
    where: Condition | None
    value: ValueFunction | None
    window: int | None
    lifetime: bool


@dataclass(frozen=True, slots=True)
class GradePlan:
    """A grade and the function that gives its text."""

    name: str
    text: ValueFunction


@dataclass(frozen=True, slots=True)
class SelectionPlan:
    """A selection: its condition and, if it has an order, the value to order by."""

    name: str
    condition: Condition
    order: ValueFunction | None
    descending: bool


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled ruleset.

    ``watchers`` says which slots (as bits) have to be computed anew when something changes: ``field:NAME``, ``tags``,
    ``rows:NAME``, ``history:N``, ``gains:N``, ``score:N``. ``observers`` are the histories that an event type feeds, ``firing``
    its event rules. ``gains`` gives, for scores whose gains somebody asks for, the longest window.
    """

    model: Model
    indexes: Indexes
    buckets: int
    scores: tuple[ScorePlan, ...]
    rules: tuple[RulePlan, ...]
    slots: tuple[Slot, ...]
    watchers: Mapping[str, int]
    histories: tuple[HistoryPlan, ...]
    observers: Mapping[str, tuple[int, ...]]
    firing: Mapping[str, EventFunction]
    gains: Mapping[int, int]
    grades: tuple[GradePlan, ...]
    selections: tuple[SelectionPlan, ...]
    followups: tuple[FollowupPlan, ...]
    started: Mapping[str, tuple[int, ...]]
    """The follow-ups that each event type triggers."""
    listeners: Mapping[str, int]
    """As ``watchers``: the edge triggers (as bits, by number of the follow-up) to test when something changes."""
    by_score: tuple[tuple[int, int], ...]
    """By score: what ``watchers`` and ``listeners`` have for ``score:N``, which is asked for with every ledger entry."""
    fields_of_scores: tuple[ScorePlan, ...]
    """The scores whose values are fields."""
    edges: tuple[int, ...]
    """The follow-ups that are triggered by conditions and changes of scores, in source order."""
    colds: tuple[int, ...]
    """The follow-ups that are triggered by quiet."""
    sources: tuple[str, ...] = ()
    """The generated Python, function by function; empty for the reference."""
    direct: Mapping[str, Direct] = field(default_factory=dict)
    """By event type: the function of those that need nothing but their awards; empty for the reference."""
    plain: Mapping[str, PlainFunction] = field(default_factory=dict)
    """The same of the types whose functions do everything."""
    plain_birth: bool = False
    """Whether the first moment of a profile has no effect, with or without data."""
    watchful: bool = True
    """False for the reference: it computes every slot anew at every turn, whatever changed."""
