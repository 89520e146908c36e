"""What a comparison found, whatever it is written as."""

from dataclasses import dataclass, field
from typing import Final, Literal

from lsdsl.difference.changes import Change
from lsdsl.difference.reasons import Reason
from lsdsl.difference.tally import Bar, Moved, Ranges
from lsdsl.model.declarations import Range

Means = Literal["range", "value"]

NO_RANGE: Final = "no range"
"""Where a profile is whose score has no value."""


@dataclass(frozen=True, slots=True)
class Mover:
    """One of the largest moves, and the rules responsible."""

    moved: Moved
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """What became of a score that is in both rulesets. Ranges are from the lowest to the highest."""

    score: str
    title: str
    compared: int
    moved: int
    crossed: int
    mean: float
    bars: list[Bar]
    old_ranges: tuple[Range, ...]
    new_ranges: tuple[Range, ...]
    matrix: dict[Ranges, int]
    movers: list[Mover]


@dataclass(frozen=True, slots=True)
class FollowupReport:
    """How often a follow-up ran, asked for actions, and was held back by a limit for all profiles together: old and new.

    ``known`` says on which side there is such a follow-up.
    """

    name: str
    runs: tuple[int, int]
    actions: tuple[int, int]
    held_back: tuple[int, int]
    known: tuple[bool, bool]

    @property
    def differs(self) -> bool:
        """Whether it does more or less than before."""
        return any(old != new for old, new in (self.runs, self.actions, self.held_back))


@dataclass(frozen=True, slots=True)
class SideReport:
    """One of the two rulesets, and what of the input it could not use."""

    named: str
    digest: str
    profiles: int
    rejects: int
    failures: int
    rejects_by_code: dict[str, int]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule that is different gave in all: awards and points, old and new."""

    awards: tuple[int, int]
    points: tuple[int | float, int | float]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that a comparison found. ``moved`` are the profiles that count as moved, as ``means`` says."""

    old: SideReport
    new: SideReport
    as_of: str | None
    events: int
    profiles: int
    only_old: int
    only_new: int
    means: Means
    moved: int
    other_value: int
    other_range: int
    scores: list[ScoreReport]
    followups: list[FollowupReport]
    changes: list[Change]
    effects: dict[tuple[str | None, str | None], Effect] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The share of the profiles that moved, from 0 to 1."""
        return self.moved / self.profiles if self.profiles else 0.0

    @property
    def clean(self) -> bool:
        """Whether both rulesets could use all of the input."""
        return not any(side.rejects or side.failures for side in (self.old, self.new))

    def effect(self, change: Change) -> Effect | None:
        """What a rule that is different gave in all."""
        return self.effects.get(change.identities) if change.of == "rule" else None
