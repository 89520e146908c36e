"""A run of which only one selection is wanted: the profiles that are in it at the end, in its order."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from lsdsl.compile.entry import Awarded
from lsdsl.engine.outcome import Action, Entry, Failure, Outcome
from lsdsl.engine.results import ProfileResult, in_selection, result_of
from lsdsl.model.types import Value
from lsdsl.records.raw import Reject
from lsdsl.runner.batch import run
from lsdsl.runner.options import REPORTED, Progress, RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import Summary
from lsdsl.source import Span

SELECTING = "selecting"
"""What is worked on when all profiles are at the last moment."""


@dataclass(frozen=True, slots=True)
class Member:
    """A profile that is in a selection, and what the selection orders it by (None: missing, or no order)."""

    profile: ProfileResult
    order: Value


@dataclass(frozen=True, slots=True)
class Selected:
    """The members of a selection in its order, what the run did, and what of its rejects and failures is shown."""

    members: list[Member]
    summary: Summary
    shown: Shown


class Troubles:
    """Takes in what went wrong in a run, and nothing else of it."""

    def __init__(self) -> None:
        self.shown = Shown()
        self._known: set[tuple[str, str, Span]] = set()

    def entry(self, profile: str, entry: Entry) -> None:
        """A ledger entry is not asked for."""

    def awarded(self, profile: str, awarded: Awarded) -> None:
        """Nor are awards."""

    def action(self, profile: str, action: Action) -> None:
        """An action is not asked for."""

    def profile(self, result: ProfileResult) -> None:
        """Profiles are looked at when all of them are there."""

    def failure(self, profile: str, failure: Failure) -> None:
        """Keep the first ones, to show."""
        self._known.add(_identity(profile, failure))
        self.shown.failure(profile, failure)

    def reject(self, reject: Reject) -> None:
        """Keep the first ones, to show."""
        self.shown.reject(reject)

    def is_known(self, profile: str, failure: Failure) -> bool:
        """Whether the same went wrong for the profile before: a selection may read a grade that has failed already."""
        return _identity(profile, failure) in self._known


def select(ruleset: Ruleset, options: RunOptions, name: str, progress: Progress | None = None) -> Selected:
    """Run a ruleset over files and give the profiles that are in a selection then. Raises ``InputError`` as :func:`run` does.

    All states are in memory while the run goes on; what is kept of profiles outside of the selection ends with it.
    """
    program = ruleset.program
    states, troubles = ruleset.profiles(options.remembered), Troubles()
    summary = run(ruleset, options, troubles, progress, states)
    members: list[Member] = []
    for number, state in enumerate(states):
        if progress is not None and number % REPORTED == 0:
            progress(SELECTING, "profiles", number, summary.profiles)
        outcome = Outcome()
        inside, value = in_selection(program, state, name, outcome)
        for failure in outcome.failures:
            if not troubles.is_known(state.id, failure):
                summary.failures += 1
                troubles.failure(state.id, failure)
        if inside:
            members.append(Member(result_of(program, state), value))
    return Selected(in_order(members, descending=ruleset.model.selections[name].descending), summary, troubles.shown)


def in_order(members: list[Member], *, descending: bool) -> list[Member]:
    """The members by their value, equal ones by id; those without a value come last, whatever the direction."""
    by_id = sorted(members, key=attrgetter("profile.id"))
    valued = [one for one in by_id if one.order is not None]
    missing = [one for one in by_id if one.order is None]
    return sorted(valued, key=_rank, reverse=descending) + missing


def _rank(member: Member) -> Any:
    """What is compared: texts without regard to case first, so that ``de Vries`` does not stand after ``Zandstra``."""
    value = member.order
    return (value.casefold(), value) if isinstance(value, str) else (value, 0)


def _identity(profile: str, failure: Failure) -> tuple[str, str, Span]:
    return profile, failure.diagnostic.code, failure.diagnostic.span
