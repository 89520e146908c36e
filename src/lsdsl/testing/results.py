"""What running a test gives: plain data, so that it can come from another process."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from lsdsl.source import Span

Status = Literal["passed", "failed"]

Sight = Literal["true", "false", "award", "run", "step"]
"""What can be seen to happen at a place: both outcomes of a condition, an award of a rule, a run of a follow-up, a step."""

Seen = Counter[tuple[Span, Sight]]
"""How often it was seen to happen."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an expectation: where it stands, whether it holds, and in words what it came to."""

    span: Span
    holds: bool
    said: str
    advice: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger as a test shows it; ``where`` is the rule's place, None for what no rule did."""

    time: int
    score: str
    points: int
    reason: str
    title: str
    event: str | None
    where: Span | None


@dataclass(frozen=True, slots=True)
class Asked:
    """An action that a follow-up asked for, or a run that a limit refused (``action`` is None)."""

    time: int
    followup: str
    said: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """An expectation that does not hold: when the test started, when this was expected, its parts, and what led there."""

    span: Span
    start: int
    time: int
    parts: tuple[Part, ...]
    scores: tuple[tuple[str, int | None], ...]
    """The scores that it reads, directly or not, with their values in millionths."""
    ledger: tuple[Entry, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """An event of a test that could not happen, and why."""

    span: Span
    event: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong in the rules while a line of a test happened: the failure's code, words and place."""

    span: Span
    code: str
    message: str
    where: Span


Problem = Unmet | Refused | Trouble


@dataclass(frozen=True, slots=True)
class Result:
    """A test that was run; ``expectations`` counts those that were looked at."""

    name: str
    span: Span
    problems: tuple[Problem, ...]
    expectations: int
    seconds: float
    seen: Seen = field(default_factory=Counter)

    @property
    def status(self) -> Status:
        """Whether all was as expected."""
        return "failed" if self.problems else "passed"
