"""What one step gives back besides the changed state."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lsdsl.compile.entry import Awarded, Entry, Reason
from lsdsl.diagnostics import Diagnostic
from lsdsl.model.types import Type, Value
from lsdsl.source import Span


class Failure(NamedTuple):
    """Something that went wrong and was contained: words in the catalogue, the place in the rules, the values that were there."""

    diagnostic: Diagnostic
    time: int
    event: str | None
    followup: str | None
    values: tuple[tuple[str, Value], ...]
    reason: Literal["limit"] | None = None
    """``limit`` for a run that was refused by a limit, which is no error."""


class Action(NamedTuple):
    """An action that a follow-up asks for. ``followup`` is its number in the program; ``run`` tells runs of a follow-up apart."""

    id: str
    followup: int
    action: str
    arguments: tuple[tuple[str, Type, Value], ...]
    time: int
    event: str | None
    run: str


@dataclass(slots=True)
class Outcome:
    """The outcome of a step.

    ``status``: ``processed``; ``duplicate``: an event with this id was processed before; ``refused``: nothing was done,
    ``refusal`` says why in words of the catalogue (LS8xx). ``late`` events were processed, but are older than the newest one of
    their profile. ``boxes`` are those that ran, with the kind of their error if they failed: for the runner's circuit breaker.
    """

    status: Literal["processed", "duplicate", "refused"] = "processed"
    late: bool = False
    refusal: tuple[str, dict[str, str]] | None = None
    entries: list[Entry] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    boxes: list[tuple[Span, str | None]] = field(default_factory=list)


AnyOutcome = Outcome | Awarded


def in_full(outcome: AnyOutcome) -> Outcome:
    """The outcome with its ledger entries spelled out."""
    return outcome if isinstance(outcome, Outcome) else Outcome(entries=outcome.entries)


__all__ = ["Action", "AnyOutcome", "Entry", "Failure", "Outcome", "Reason", "in_full"]
