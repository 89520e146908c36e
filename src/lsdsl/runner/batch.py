"""A run: profile and event files in, what became of every profile out.

Input is streamed. Memory grows with the number of profiles and never with the number of events: what comes out goes to a
receiver, which keeps it (a table on the terminal) or spools it to disk (an output folder).
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from lsdsl.compile import Program, points
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import Entry, Failure, Outcome
from lsdsl.engine.results import ProfileResult, result_of
from lsdsl.engine.step import REMEMBERED
from lsdsl.isolation.task import WINDOW, BoxRunner, Task
from lsdsl.records.inputs import Records, open_records
from lsdsl.records.moments import moment_text
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.schema import Schema
from lsdsl.runner.actions import Actions
from lsdsl.runner.advice import event_hints, profile_hints, run_hints
from lsdsl.runner.collector import rare_collections
from lsdsl.runner.inputs import InputNotes
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.receivers import Receiver
from lsdsl.runner.refusals import reject_of, rejected
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.summary import RuleCount, Summary, SwitchedOff

Unit = Literal["bytes", "rows", "profiles", "lines"]
Progress = Callable[[str, Unit, int, int | None], None]
"""Called now and then with what is worked on, what it is counted in, how far it is, and its size if that is known."""

REPORTED = 2_000
"""Progress is told every so many records."""

FINISHING = "finishing"
"""What is worked on when the input has ended."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What to run on, and how. ``as_of`` and ``remembered`` are in microseconds."""

    profiles: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    as_of: int | None = None
    on_error: Literal["continue", "stop"] = "continue"
    late: Literal["accept", "reject"] = "accept"
    remembered: int = REMEMBERED
    isolate: bool = False
    """Whether script boxes run in another process."""


def deliver(actions: Actions, receiver: Receiver, summary: Summary, program: Program) -> Iterator[bytes]:
    """The lines of the actions that overall limits let through, in order; counts them, and records the runs held back."""
    for profile, action, line in actions.delivered():
        if isinstance(line, Failure):
            summary.refused += 1
            receiver.failure(profile, line)
        else:
            summary.actions += 1
            summary.actions_by_followup[program.followups[action.followup].name] += 1
            yield line


class _Stopped(Exception):  # noqa: N818 - no error, but the end that was asked for
    """The first reject of a run that is to stop there."""


def run(
    ruleset: Ruleset, options: RunOptions, receiver: Receiver, progress: Progress | None = None, states: Profiles | None = None
) -> Summary:
    """Run a ruleset over files and give everything that comes out to the receiver; ``states`` is where the profiles live.

    Raises ``InputError`` for an input that cannot be read at all; bad records are rejects and the run goes on, unless
    ``on_error`` is ``stop``: then what was done until there is what comes out.
    """
    if states is None:
        states = ruleset.profiles(options.remembered)
    body = _Run(ruleset, options, receiver, progress or (lambda _what, _unit, _done, _size: None), states)
    if not options.isolate or not ruleset.boxes:
        return body.run()
    from lsdsl.isolation.steps import Isolation

    with Isolation(ruleset.model, ruleset.boxes, window=1 if options.on_error == "stop" else WINDOW) as isolation:
        states.isolation = isolation
        try:
            return body.run()
        finally:
            states.isolation = None


class _Run:
    def __init__(self, ruleset: Ruleset, options: RunOptions, receiver: Receiver, progress: Progress, states: Profiles) -> None:
        self.program = ruleset.program
        self.options = options
        self.receiver = receiver
        self.progress = progress
        self.schema = Schema(ruleset.model)
        self.states = states
        self.summary = Summary(ruleset=ruleset.digest)
        self.notes = InputNotes("")
        self.newest: int | None = None
        self.awards = [0] * len(self.program.rules)
        self.awarded = [0] * len(self.program.rules)

    def run(self) -> Summary:
        begin = time.monotonic()
        with rare_collections():
            try:
                self._read()
            except _Stopped:
                self.summary.stopped = True
            self._finish()
        self.summary.seconds = round(time.monotonic() - begin, 3)
        return self.summary

    def _read(self) -> None:
        model, hints = self.program.model, self.summary.hints
        for path in self.options.profiles:
            try:
                self._load_profiles(path)
            finally:
                hints += profile_hints(model, self.notes)
        for path in self.options.events:
            try:
                self._process_events(path)
            finally:
                hints += event_hints(model, self.notes)

    def _load_profiles(self, path: str) -> None:
        with open_records(path) as records:
            for raw in self._counted(records):
                record = raw if isinstance(raw, Reject) else self.schema.profile_record(raw)
                if isinstance(record, Reject):
                    self._reject(raw, record)
                else:
                    self.states.load(record.id, record.fields, record.tags, record.created)

    def _process_events(self, path: str) -> None:
        with open_records(path) as records:
            events = self._events(records)
            if self.states.isolation is None:
                for raw, event in events:
                    self._take(raw, event, self._happen(raw, event, self.states.process))
            else:
                self._process_isolated(events)

    def _events(self, records: Records) -> Iterator[tuple[RawRecord | Reject, Event | Reject]]:
        for raw in self._counted(records):
            self.summary.events += 1
            yield raw, raw if isinstance(raw, Reject) else self.schema.event_record(raw)

    def _process_isolated(self, events: Iterator[tuple[RawRecord | Reject, Event | Reject]]) -> None:
        """The same, with many events under way at once."""
        under_way: deque[tuple[RawRecord | Reject, Event | Reject]] = deque()

        def tasks() -> Iterator[Task[Outcome | Reject | None]]:
            for raw, event in events:
                under_way.append((raw, event))
                profile = "" if isinstance(event, Reject) else event.profile
                yield Task(profile, partial(self._attempt, raw, event), partial(self.states.keep, profile))

        for done in self.states.isolated(tasks()):
            self._take(*under_way.popleft(), done)

    def _attempt(self, raw: RawRecord | Reject, event: Event | Reject, run: BoxRunner) -> Outcome | Reject | None:
        return self._happen(raw, event, partial(self.states.attempt, run=run))

    def _counted(self, records: Records) -> Iterator[RawRecord | Reject]:
        notes = self.notes = InputNotes(records.source)
        unit: Unit = "rows" if records.parquet else "bytes"
        for record in records:
            if notes.records % REPORTED == 0:
                self.progress(records.source, unit, records.position(), records.size)
            notes.records += 1
            yield record
        self.progress(records.source, unit, records.position(), records.size)

    def _happen(
        self, raw: RawRecord | Reject, event: Event | Reject, process: Callable[[Event], Outcome]
    ) -> Outcome | Reject | None:
        """Let an event happen, if it is to; None for one after the moment of the run."""
        if isinstance(event, Reject) or isinstance(raw, Reject):
            return event if isinstance(event, Reject) else None
        options = self.options
        if options.as_of is not None and event.time > options.as_of:
            return None
        if options.late == "reject" and self.states.is_late(event):
            return self._late(event, raw)
        return process(event)

    def _take(self, raw: RawRecord | Reject, event: Event | Reject, outcome: Outcome | Reject | None) -> None:
        """Count what became of an event, and hand it on."""
        summary = self.summary
        if not isinstance(event, Reject):
            summary.events_by_type[event.type] += 1
        if isinstance(event, Reject) or isinstance(raw, Reject) or isinstance(outcome, Reject):
            if isinstance(outcome, Reject):
                self._reject(raw, outcome)
            return
        if outcome is None:
            summary.after_as_of += 1
            return
        if outcome.status == "duplicate":
            summary.duplicates += 1
            return
        if outcome.status == "refused":
            self._reject(raw, reject_of(outcome, raw))
            return
        summary.processed += 1
        summary.late += outcome.late
        if self.newest is None or event.time > self.newest:
            self.newest = event.time
        self._receive(event.profile, outcome)

    def _late(self, event: Event, raw: RawRecord) -> Reject:
        state = self.states.get(event.profile)
        newest = "" if state is None or state.newest is None else moment_text(state.newest)
        return rejected(raw, "LS833", profile=event.profile, newest=newest)

    def _receive(self, profile: str, outcome: Outcome) -> None:
        for entry in outcome.entries:
            self._enter(profile, entry)
        for action in outcome.actions:
            self.receiver.action(profile, action)
        for failure in outcome.failures:
            self._fail(profile, failure)

    def _enter(self, profile: str, entry: Entry) -> None:
        self.summary.ledger += 1
        if entry.rule is not None and entry.reason in ("award", "cut", "state on"):
            self.awards[entry.rule] += 1
            self.awarded[entry.rule] += entry.points
        self.receiver.entry(profile, entry)

    def _fail(self, profile: str, failure: Failure) -> None:
        if failure.reason == "limit":
            self.summary.refused += 1
        else:
            self.summary.failures += 1
        self.receiver.failure(profile, failure)

    def _reject(self, raw: RawRecord | Reject, reject: Reject) -> None:
        self.notes.rejected(raw, reject)
        self.summary.rejects += 1
        self.summary.rejects_by_code[reject.code] += 1
        self.receiver.reject(reject)
        if self.options.on_error == "stop":
            raise _Stopped

    # --- the end ------------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        as_of = self._as_of()
        scores = [score for score in self.program.model.scores.values() if score.ranges]
        ranges = {score.name: dict.fromkeys((one.name for one in score.ranges), 0) for score in scores}
        size = len(self.states)
        for number, (state, outcome) in enumerate(self.states.advance(as_of if as_of is not None else 0)):
            if number % REPORTED == 0:
                self.progress(FINISHING, "profiles", number, size)
            self._receive(state.id, outcome)
            result = result_of(self.program, state)
            for failure in result.failures:
                self._fail(state.id, failure)
            self._count(result, ranges)
            self.receiver.profile(result)
        self.summary.as_of = None if as_of is None else moment_text(as_of)
        self.summary.profiles = len(self.states)
        self.summary.removed = self.states.removed
        self.summary.profiles_by_range = ranges
        self.summary.awards_by_rule = list(self._rule_counts())
        self.summary.ignored = [*self.schema.ignored.unknown, *self.schema.ignored.owned]
        self.summary.hints += run_hints(self.summary, self.states)
        where = self.program.model.where
        self.summary.boxes_switched_off = [SwitchedOff(where(box), count) for box, count in self.states.breaker.off.items()]

    def _as_of(self) -> int | None:
        """The moment to which every profile is advanced: the option, else the newest event, else the newest creation."""
        if self.options.as_of is not None:
            return self.options.as_of
        if self.newest is not None:
            return self.newest
        return max((state.created for state in self.states if state.created is not None), default=None)

    def _count(self, result: ProfileResult, ranges: dict[str, dict[str, int]]) -> None:
        for name, counts in ranges.items():
            present = result.scores[name].range
            if present is not None:
                counts[present] += 1

    def _rule_counts(self) -> Iterator[RuleCount]:
        for plan in self.program.rules:
            yield RuleCount(
                score=self.program.scores[plan.score].name,
                rule=plan.identity,
                title=plan.title,
                where=self.program.model.where(plan.span),
                awards=self.awards[plan.index],
                points=points.to_number(self.awarded[plan.index]),
            )
