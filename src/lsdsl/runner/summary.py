"""The summary of a run: counts that tell at a glance whether the input was what one thought it was."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class RuleCount:
    """What a rule did in a run: awards (or times that it came to hold) and their points."""

    score: str
    rule: str
    title: str
    where: str
    awards: int = 0
    points: int | float = 0


@dataclass(slots=True)
class SwitchedOff:
    """A box that was switched off for the rest of a run, and the budget failures that it had until then."""

    where: str
    failures: int


@dataclass(slots=True)
class Summary:
    """Everything that ``summary.json`` holds; ``as_of`` is ISO 8601 text, None when nothing in the input had a time."""

    version: int = 1
    ruleset: str = ""
    as_of: str | None = None
    profiles: int = 0
    removed: int = 0
    events: int = 0
    processed: int = 0
    duplicates: int = 0
    late: int = 0
    after_as_of: int = 0
    rejects: int = 0
    failures: int = 0
    ledger: int = 0
    actions: int = 0
    refused: int = 0
    stopped: bool = False
    events_by_type: Counter[str] = field(default_factory=Counter)
    awards_by_rule: list[RuleCount] = field(default_factory=list)
    profiles_by_range: dict[str, dict[str, int]] = field(default_factory=dict)
    actions_by_followup: Counter[str] = field(default_factory=Counter)
    rejects_by_code: Counter[str] = field(default_factory=Counter)
    boxes_switched_off: list[SwitchedOff] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    """Advice on what was most likely not meant."""
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether no record was rejected and nothing failed; duplicates, late events and refused runs are clean."""
        return not (self.rejects or self.failures)
