"""The work of a run: reading profiles and events, letting events happen, counting, and the end of all profiles.

It does all of it in this process: for the whole input, or for the profiles of one share (:mod:`lsdsl.runner.shares`).
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final

from lsdsl.compile import Program, points
from lsdsl.compile.entry import Awarded, Plain
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import AnyOutcome, Entry, Failure
from lsdsl.engine.results import ProfileResult, result_of
from lsdsl.isolation.task import BoxRunner, Task
from lsdsl.records.inputs import Records, open_records
from lsdsl.records.moments import moment_text
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.reading import EventReader, ProfileReader
from lsdsl.records.schema import ProfileRecord, Schema
from lsdsl.records.shares import Share
from lsdsl.runner.advice import event_hints, profile_hints
from lsdsl.runner.inputs import InputNotes
from lsdsl.runner.options import FINISHING, REPORTED, Progress, RunOptions, Unit
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.receivers import Receiver
from lsdsl.runner.refusals import reject_of, rejected
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.summary import RuleCount, Summary, SwitchedOff

COUNTED: Final = frozenset({"award", "cut", "state on"})
"""The reasons of entries in which a rule gives points."""

BEFORE_ALL: Final = -(1 << 63)


class Stopped(Exception):  # noqa: N818 - no error, but the end that was asked for
    """The first reject of a run that is to stop there."""


class Body:
    """A run, or the share of one: :meth:`read` and then :meth:`finish`."""

    def __init__(
        self,
        ruleset: Ruleset,
        options: RunOptions,
        receiver: Receiver,
        progress: Progress,
        states: Profiles,
        share: Share | None = None,
    ) -> None:
        self.program = ruleset.program
        self.options = options
        self.receiver = receiver
        self.progress = progress
        self.schema = Schema(ruleset.model)
        self.states = states
        self.share = share
        self.summary = Summary(ruleset=ruleset.digest)
        self.notes = InputNotes("")
        self.newest: int | None = None
        self.awards = [0] * len(self.program.rules)
        self.awarded = [0] * len(self.program.rules)

    def read(self) -> None:
        """Read all input and let its events happen."""
        try:
            for path in self.options.profiles:
                self._read_input(path, events=False)
            for path in self.options.events:
                self._read_input(path, events=True)
        except Stopped:
            self.summary.stopped = True

    def _read_input(self, path: str, *, events: bool) -> None:
        try:
            with open_records(path) as records:
                self.notes = InputNotes(records.source)
                if events:
                    self._process_events(records)
                else:
                    self._load_profiles(records)
        finally:
            self.advise(events=events)

    def advise(self, *, events: bool) -> None:
        """Say what is wrong with a whole input."""
        self.summary.hints += (event_hints if events else profile_hints)(self.program.model, self.notes)

    def _tell(self, records: Records) -> None:
        unit: Unit = "rows" if records.parquet else "bytes"
        self.progress(records.source, unit, records.position(), records.size)

    def _load_profiles(self, records: Records) -> None:
        reader, notes, states = ProfileReader(self.schema, records, self.share), self.notes, self.states
        notes.before = len(states)
        for record in self._profiles(reader):
            if notes.records % REPORTED == 0:
                self._tell(records)
            notes.records += 1
            if isinstance(record, Reject):
                self.refuse(reader.record(), record)
            else:
                notes.known += record.id in states
                states.load(record.id, record.fields, record.tags, record.created)
        self._tell(records)

    def _profiles(self, reader: ProfileReader) -> Iterable[ProfileRecord | Reject]:
        return reader

    # --- events -------------------------------------------------------------------------------------------------------

    def _process_events(self, records: Records) -> None:
        reader = EventReader(self.schema, records, self.share)
        if self.states.isolation is not None:
            self._process_isolated(reader, records)
        else:
            events = iter(reader)
            self._tell(records)
            while self._process_some(islice(events, REPORTED), reader) == REPORTED:
                self._tell(records)
        self._tell(records)

    def _process_some(self, events: Iterable[Event | Reject], reader: EventReader) -> int:
        """Let events happen one after the other, and count them all at once; gives how many there were."""
        process, receive, record = self.states.process, self.receiver.awarded, reader.record
        looks = self.options.as_of is not None or self.options.late == "reject"
        newest = BEFORE_ALL if self.newest is None else self.newest
        seen, processed = 0, 0
        kinds: list[str] = []
        made: list[Plain | Entry] = []
        try:
            for event in events:
                seen += 1
                if isinstance(event, Reject):
                    self.refuse(record(), event)
                    continue
                kinds.append(event.type)
                outcome = self._happen(event, record, process) if looks else process(event)
                if isinstance(outcome, Awarded):
                    processed += 1
                    if outcome.made:
                        made += outcome.made
                        receive(event.profile, outcome)
                elif not self._take(event, record, outcome):
                    continue
                newest = max(newest, event.time)
        finally:
            self.newest = None if newest == BEFORE_ALL else newest
            self.notes.records += seen
            self.summary.events += seen
            self.summary.processed += processed
            self.summary.events_by_type.update(kinds)
            self._count_awards(made)
        return seen

    def _count_awards(self, made: Sequence[Plain | Entry]) -> None:
        self.summary.ledger += len(made)
        for one, times in Counter(made).items():
            if not isinstance(one, Entry) or one.reason in COUNTED:
                rule: Any = one[1]
                if rule is not None:
                    self.awards[rule] += times
                    self.awarded[rule] += times * one[2]

    def _process_isolated(self, reader: EventReader, records: Records) -> None:
        """The same, with many events under way at once."""
        under_way: deque[tuple[RawRecord | Reject, Event | Reject]] = deque()

        def tasks() -> Iterator[Task[AnyOutcome | Reject | None]]:
            for number, event in enumerate(reader):
                if number % REPORTED == 0:
                    self._tell(records)
                self.notes.records += 1
                self.summary.events += 1
                raw = reader.record()
                under_way.append((raw, event))
                profile = "" if isinstance(event, Reject) else event.profile
                yield Task(profile, partial(self._attempt, raw, event), partial(self.states.keep, profile))

        for done in self.states.isolated(tasks()):
            raw, event = under_way.popleft()
            if isinstance(event, Reject):
                self.refuse(raw, event)
                continue
            self.summary.events_by_type[event.type] += 1
            if self._take(event, lambda raw=raw: raw, done) and (self.newest is None or event.time > self.newest):  # type: ignore[misc]
                self.newest = event.time

    def _attempt(self, raw: RawRecord | Reject, event: Event | Reject, run: BoxRunner) -> AnyOutcome | Reject | None:
        if isinstance(event, Reject):
            return None
        return self._happen(event, lambda: raw, partial(self.states.attempt, run=run))

    def _happen(
        self, event: Event, record: Callable[[], RawRecord | Reject], process: Callable[[Event], AnyOutcome]
    ) -> AnyOutcome | Reject | None:
        """Let an event happen, if it is to; None for one after the moment of the run."""
        options = self.options
        if options.as_of is not None and event.time > options.as_of:
            return None
        if options.late == "reject" and self.states.is_late(event):
            state = self.states.get(event.profile)
            newest = "" if state is None or state.newest is None else moment_text(state.newest)
            return rejected(readable(record()), "LS833", profile=event.profile, newest=newest)
        return process(event)

    def _take(self, event: Event, record: Callable[[], RawRecord | Reject], outcome: AnyOutcome | Reject | None) -> bool:
        """Count what became of an event, and hand it on; whether it was processed."""
        summary = self.summary
        if isinstance(outcome, Reject):
            self.refuse(record(), outcome)
        elif outcome is None:
            summary.after_as_of += 1
        elif outcome.status == "duplicate":
            summary.duplicates += 1
        elif outcome.status == "refused":
            raw = readable(record())
            self.refuse(raw, reject_of(outcome, raw))
        else:
            summary.processed += 1
            summary.late += outcome.late
            self._receive(event.profile, outcome)
            return True
        return False

    def _receive(self, profile: str, outcome: AnyOutcome) -> None:
        for entry in outcome.entries:
            self._enter(profile, entry)
        for action in outcome.actions:
            self.receiver.action(profile, action)
        for failure in outcome.failures:
            self._fail(profile, failure)

    def _enter(self, profile: str, entry: Entry) -> None:
        self.summary.ledger += 1
        if entry.rule is not None and entry.reason in COUNTED:
            self.awards[entry.rule] += 1
            self.awarded[entry.rule] += entry.points
        self.receiver.entry(profile, entry)

    def _fail(self, profile: str, failure: Failure) -> None:
        if failure.reason == "limit":
            self.summary.refused += 1
        else:
            self.summary.failures += 1
        self.receiver.failure(profile, failure)

    def refuse(self, raw: RawRecord | Reject, reject: Reject) -> None:
        """Count a reject and hand it on."""
        self.notes.rejected(raw, reject)
        self.summary.rejects += 1
        self.summary.rejects_by_code[reject.code] += 1
        self.receiver.reject(reject)
        if self.options.on_error == "stop":
            raise Stopped

    # --- the end ------------------------------------------------------------------------------------------------------

    def _end_of(self, profile: str) -> None:
        """The end of a profile begins."""

    def moment(self) -> int | None:
        """The moment to which every profile is advanced: the option, else the newest event, else the newest creation."""
        if self.options.as_of is not None:
            return self.options.as_of
        return self.created() if self.newest is None else self.newest

    def created(self) -> int | None:
        """The newest creation of a profile."""
        return max((state.created for state in self.states if state.created is not None), default=None)

    def finish(self, as_of: int | None) -> None:
        """Advance every profile to the end, and hand on what it is then."""
        scores = [score for score in self.program.model.scores.values() if score.ranges]
        ranges = {score.name: dict.fromkeys((one.name for one in score.ranges), 0) for score in scores}
        size = len(self.states)
        for number, (state, outcome) in enumerate(self.states.advance(as_of if as_of is not None else 0)):
            if number % REPORTED == 0:
                self.progress(FINISHING, "profiles", number, size)
            self._end_of(state.id)
            self._receive(state.id, outcome)
            result = result_of(self.program, state)
            for failure in result.failures:
                self._fail(state.id, failure)
            _count_ranges(result, ranges)
            self.receiver.profile(result)
        self.summary.profiles = len(self.states)
        self.summary.removed = self.states.removed
        self.summary.profiles_by_range = ranges
        where = self.program.model.where
        self.summary.boxes_switched_off = [SwitchedOff(where(box), count) for box, count in self.states.breaker.off.items()]


def conclude(
    summary: Summary, program: Program, as_of: int | None, awards: Sequence[int], awarded: Sequence[int], ignored: Iterable[str]
) -> None:
    """Put into the summary what is only known at the end of everything."""
    summary.as_of = None if as_of is None else moment_text(as_of)
    summary.ignored = list(ignored)
    summary.awards_by_rule = [
        RuleCount(
            score=program.scores[plan.score].name,
            rule=plan.identity,
            title=plan.title,
            where=program.model.where(plan.span),
            awards=awards[plan.index],
            points=points.to_number(awarded[plan.index]),
        )
        for plan in program.rules
    ]


def readable(record: RawRecord | Reject) -> RawRecord:
    """The record of an event, which could be read, or there would be no event."""
    assert isinstance(record, RawRecord)
    return record


def _count_ranges(result: ProfileResult, ranges: dict[str, dict[str, int]]) -> None:
    for name, counts in ranges.items():
        present = result.scores[name].range
        if present is not None:
            counts[present] += 1
