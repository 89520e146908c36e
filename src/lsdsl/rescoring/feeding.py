"""A ruleset that is fed records one by one, and hands on what comes of them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import msgspec

from lsdsl.engine.event import Event
from lsdsl.engine.outcome import Action, Entry, Failure
from lsdsl.engine.results import ProfileResult, result_of
from lsdsl.records.moments import moment_text
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.schema import ProfileRecord
from lsdsl.runner.batch import RunOptions
from lsdsl.runner.refusals import reject_of, rejected
from lsdsl.runner.ruleset import Ruleset

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation


class Taker(Protocol):
    """Takes what comes of the records: ledger entries, actions, failures and rejects, as they come."""

    def entry(self, profile: str, entry: Entry) -> None:
        """A ledger entry."""

    def action(self, profile: str, action: Action) -> None:
        """An action that a follow-up asks for."""

    def failure(self, profile: str, failure: Failure) -> None:
        """Something that went wrong and was contained, or a run that a limit refused."""

    def reject(self, reject: Reject) -> None:
        """A record that was refused."""


class Counts(msgspec.Struct):
    """What was read and what came of it; ``newest`` is the moment of the newest event that happened."""

    events: int = 0
    processed: int = 0
    duplicates: int = 0
    late: int = 0
    after_as_of: int = 0
    rejects: int = 0
    failures: int = 0
    refused: int = 0
    ledger: int = 0
    newest: int | None = None
    rejects_by_code: dict[str, int] = msgspec.field(default_factory=dict)

    def rejected(self, code: str) -> None:
        """Count a record that was refused."""
        self.rejects += 1
        self.rejects_by_code[code] = self.rejects_by_code.get(code, 0) + 1

    def add(self, other: "Counts") -> None:
        """Add the counts of another part of the input."""
        for name in ("events", "processed", "duplicates", "late", "after_as_of", "rejects", "failures", "refused", "ledger"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.newest = max((one for one in (self.newest, other.newest) if one is not None), default=None)
        for code, count in other.rejects_by_code.items():
            self.rejects_by_code[code] = self.rejects_by_code.get(code, 0) + count


class Feed:
    """The profiles of one ruleset, to which records happen in the order in which they are given."""

    def __init__(self, ruleset: Ruleset, options: RunOptions, taker: Taker, isolation: "Isolation | None" = None) -> None:
        self.ruleset = ruleset
        self.options = options
        self.taker = taker
        self.counts = Counts()
        self.states = ruleset.profiles(options.remembered)
        self.states.isolation = isolation

    def load(self, record: ProfileRecord) -> None:
        """Give a profile its data from before its first event."""
        self.states.load(record.id, record.fields, record.tags, record.created)

    def happen(self, event: Event, raw: RawRecord) -> None:
        """Let an event happen, unless it is after the moment of the run, late where that is refused, or cannot happen."""
        counts, options = self.counts, self.options
        if options.as_of is not None and event.time > options.as_of:
            counts.after_as_of += 1
            return
        if options.late == "reject" and self.states.is_late(event):
            self.refuse(self._late(event, raw))
            return
        outcome = self.states.process(event)
        if outcome.status == "duplicate":
            counts.duplicates += 1
            return
        if outcome.status == "refused":
            self.refuse(reject_of(outcome, raw))
            return
        counts.processed += 1
        counts.late += outcome.late
        if counts.newest is None or event.time > counts.newest:
            counts.newest = event.time
        self._take(event.profile, outcome.entries, outcome.actions, outcome.failures)

    def refuse(self, reject: Reject) -> None:
        """Count a record that was refused, and hand it on."""
        self.counts.rejected(reject.code)
        self.taker.reject(reject)

    def finish(self, as_of: int | None) -> Iterator[ProfileResult]:
        """Let time pass up to a moment for every profile; gives what each is worth then, by id."""
        for state, outcome in self.states.advance(0 if as_of is None else as_of):
            self._take(state.id, outcome.entries, outcome.actions, outcome.failures)
            result = result_of(self.ruleset.program, state)
            self._take(state.id, (), (), result.failures)
            yield result

    def created(self) -> int | None:
        """The newest moment at which a profile was created, as far as that is known."""
        return max((state.created for state in self.states if state.created is not None), default=None)

    def _take(
        self,
        profile: str,
        entries: Iterable[Entry],
        actions: Iterable[Action],
        failures: Iterable[Failure],
    ) -> None:
        for entry in entries:
            self.counts.ledger += 1
            self.taker.entry(profile, entry)
        for action in actions:
            self.taker.action(profile, action)
        for failure in failures:
            if failure.reason == "limit":
                self.counts.refused += 1
            else:
                self.counts.failures += 1
            self.taker.failure(profile, failure)

    def _late(self, event: Event, raw: RawRecord) -> Reject:
        state = self.states.get(event.profile)
        newest = "" if state is None or state.newest is None else moment_text(state.newest)
        return rejected(raw, "LS833", profile=event.profile, newest=newest)


@contextmanager
def isolation_of(ruleset: Ruleset, options: RunOptions) -> Iterator["Isolation | None"]:
    """What runs the script boxes in a process of their own, if that is asked for and there are any."""
    if not options.isolate or not ruleset.boxes:
        yield None
        return
    from lsdsl.isolation.steps import Isolation

    with Isolation(ruleset.model, ruleset.boxes) as isolation:
        yield isolation
