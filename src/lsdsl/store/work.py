"""A run on a durable state: what a batch of records does is committed together with how far it was read."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from itertools import islice
from typing import Final

from lsdsl.compile import Program, points
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import AnyOutcome
from lsdsl.engine.results import ProfileResult
from lsdsl.records.inputs import Records, open_records
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.reading import ProfileReader
from lsdsl.records.schema import ProfileRecord
from lsdsl.records.spool import Spool
from lsdsl.runner.body import Body, Stopped, conclude, readable
from lsdsl.runner.collector import rare_collections
from lsdsl.runner.inputs import InputNotes
from lsdsl.runner.options import FINISHING, Progress, RunOptions
from lsdsl.runner.receivers import Spooled
from lsdsl.runner.refusals import rejected
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import RuleCount, Summary, SwitchedOff
from lsdsl.store.accepting import accept, accepting
from lsdsl.store.ahead import Ahead
from lsdsl.store.interface import KINDS, KeyedLine, Position, Store
from lsdsl.store.journal import note_read
from lsdsl.store.opening import admit
from lsdsl.store.positions import EVENTS, PROFILES, begin, finished, skip
from lsdsl.store.profiles import CACHED, StoredProfiles, is_news

BATCH: Final = 10_000
"""So many records are committed together."""
COUNTED: Final = ("events", "processed", "duplicates", "late", "rejects", "failures", "ledger", "refused")
NAMED: Final = ("events_by_type", "rejects_by_code")

Tell = Callable[[str], None]


class _Lines(Spool):
    """Keeps lines with their keys until the batch is committed."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[KeyedLine] = []

    def append(self, key: tuple[int | str, ...], line: bytes) -> None:
        """Keep a line."""
        self.kept.append((key, line))  # type: ignore[arg-type]


class Batch(Spooled):
    """Takes what comes out of a batch."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.kept = {kind: _Lines() for kind in KINDS}
        self.ledger, self.failures, self.rejects = self.kept["ledger"], self.kept["failures"], self.kept["rejects"]
        self.actions.spool = self.kept["actions"]

    def profile(self, result: ProfileResult) -> None:
        """Profiles are shown when the state is exported."""


class _LaterError(Exception):
    """An event is later than the moment of the run."""


class Work(Body):
    """A run whose profiles live in a store."""

    states: StoredProfiles

    def __init__(
        self,
        ruleset: Ruleset,
        options: RunOptions,
        store: Store,
        progress: Progress,
        tell: Tell,
        *,
        batch: int = BATCH,
        cached: int = CACHED,
    ) -> None:
        self.store = store
        self.totals = store.totals()
        states = StoredProfiles(ruleset, store, self.totals, admit(store, ruleset), options.remembered, cached)
        self.batch = Batch(ruleset.program)
        super().__init__(ruleset, options, self.batch, progress, states)
        self.tell = tell
        self.size = batch
        self.newest = self.totals.newest
        self._position: Position | None = None
        self._told = Summary()
        self._awards, self._awarded = list(self.awards), list(self.awarded)

    def run(self) -> Summary:
        """Read the inputs, pass time, and say what was done."""
        if self.totals.passing is not None:
            self._pass_time()
        self.read()
        as_of = self.options.as_of
        if as_of is not None and not self.summary.stopped:
            self.totals.passing = as_of
            with self.store.transaction():
                self.store.mark_due(as_of)
                self.store.put_totals(self.totals)
            self._pass_time()
        self.totals.box_failures = []
        with self.store.transaction():
            self.store.put_totals(self.totals)
        self.summary.profiles, self.summary.removed = self.store.count()
        where = self.program.model.where
        self.summary.boxes_switched_off = [SwitchedOff(where(box), count) for box, count in self.states.breaker.off.items()]
        ignored = self.schema.ignored
        conclude(self.summary, self.program, as_of or self.newest, self.awards, self.awarded, (*ignored.unknown, *ignored.owned))
        return self.summary

    # --- inputs -------------------------------------------------------------------------------------------------------

    def _read_input(self, path: str, *, events: bool) -> None:
        position, told = begin(self.store, path, EVENTS if events else PROFILES)
        if told is not None:
            self.tell(told)
        if position.complete:
            return
        self._position = position
        note_read(self.store, position, path)
        begun = position.records
        with open_records(path) as records:
            self.notes = InputNotes(records.source)
            if not events:
                self.notes.before, _ = self.store.count()
            base = skip(records, begun) if events else 0
            if not events:
                records.records = islice(records.records, begun, None)
                self._profiles_in(ProfileReader(self.schema, records), records, position)
            elif not self._events(Ahead(self.schema, records), records, position, base):
                return
            finished(position, path, records)
            self._commit()
        if not begun:
            self.advise(events=events)

    def _profiles_in(self, reader: ProfileReader, records: Records, position: Position) -> None:
        base, given = position.records, iter(reader)
        while True:
            some = [(record, reader.record()) for record in islice(given, self.size)]
            self.states.fetch([record.id for record, _ in some if not isinstance(record, Reject)])
            for number, (record, raw) in enumerate(some, position.records + 1):
                self.notes.records += 1
                position.records = number
                try:
                    self._load(record, raw)
                except Stopped:
                    self._commit()
                    raise
            position.records = base + reader.number
            self._commit()
            self._tell(records)
            if len(some) < self.size:
                return

    def _load(self, record: ProfileRecord | Reject, raw: RawRecord | Reject) -> None:
        """Take the data of a profile; of one whose life has begun it may say nothing new."""
        if isinstance(record, Reject):
            self.refuse(raw, record)
            return
        known = self.states.get(record.id)
        if known is None or not known.born:
            state = self.states.load(record.id, record.fields, record.tags, record.created)
            if state.created is not None:
                self.totals.created = max(state.created, self.totals.created or state.created)
        elif is_news(self.program.model, known, record):
            self.refuse(raw, rejected(readable(raw), "LS834", profile=record.id))
            return
        self.notes.known += known is not None

    def _events(self, ahead: Ahead, records: Records, position: Position, base: int) -> bool:
        """Let events happen up to the end of the input, or up to the first one after the moment of the run; says which."""
        while True:
            seen = ahead.read(self.size)
            self.states.fetch_to_change(ahead.profiles())
            try:
                self._process_some(ahead, ahead)
            except Stopped:
                position.records = base + ahead.given
                self._commit()
                raise
            except _LaterError:
                position.records = base + ahead.given - 1
                self._commit()
                where = f"{records.source}:{ahead.record().line}"
                self.tell(f"from {where} on events are later than --as-of; they are left for the next run")
                return False
            position.records = base + ahead.number
            self._commit()
            self._tell(records)
            if seen < self.size:
                return True

    def _happen(
        self, event: Event, record: Callable[[], RawRecord | Reject], process: Callable[[Event], AnyOutcome]
    ) -> AnyOutcome | Reject | None:
        """Let an event happen. One after the moment of the run stays in its file, with all that stands behind it."""
        as_of = self.options.as_of
        if as_of is not None and event.time > as_of:
            self.summary.events -= 1
            self.summary.events_by_type[event.type] -= 1
            raise _LaterError
        return super()._happen(event, record, process)

    # --- time ---------------------------------------------------------------------------------------------------------

    def _pass_time(self) -> None:
        """Let time pass for the profiles that are marked, and then for all: their clocks are put on when they are looked at."""
        moment = self.totals.passing
        assert moment is not None
        while some := self.store.marked(self.size):
            self.states.fetch_to_change(some)
            for profile in some:
                state, outcome = self.states.pass_time(profile, moment)
                self._receive(state.id, outcome)
            self._commit(some)
            self.progress(FINISHING, "profiles", 0, None)
        self.totals.passing = None
        if moment > self.totals.reached:
            self.totals.reached, self.totals.passes = moment, self.totals.passes + 1
        with self.store.transaction():
            self.store.put_totals(self.totals)
        self.states.forget()

    # --- commits ------------------------------------------------------------------------------------------------------

    def _commit(self, passed: Iterable[str] = ()) -> None:
        """Keep what was done since the last commit, and how far the input was read."""
        self._count()
        with self.store.transaction():
            self.store.save(self.states.touched())
            for kind, lines in self.batch.kept.items():
                self.store.append(kind, lines.kept)
            if self._position is not None:
                self.store.put_position(self._position)
            self.store.unmark(list(passed))
            self.store.put_totals(self.totals)
        self.states.saved()
        for lines in self.batch.kept.values():
            lines.kept.clear()

    def _count(self) -> None:
        totals, summary, told = self.totals, self.summary, self._told
        totals.newest = self.newest
        for name in COUNTED:
            totals.counts[name] = totals.counts.get(name, 0) + getattr(summary, name) - getattr(told, name)
            setattr(told, name, getattr(summary, name))
        for name in NAMED:
            known, present, before = totals.named.setdefault(name, {}), getattr(summary, name), getattr(told, name)
            for key, count in present.items():
                known[key] = known.get(key, 0) + count - before[key]
            setattr(told, name, Counter(present))
        blank = len(self.awards)
        given = totals.awards or [0] * blank
        sizes = list(map(int, totals.awarded)) or [0] * blank
        totals.awards = [old + now - before for old, now, before in zip(given, self.awards, self._awards, strict=True)]
        totals.awarded = [str(old + now - was) for old, now, was in zip(sizes, self.awarded, self._awarded, strict=True)]
        self._awards, self._awarded = list(self.awards), list(self.awarded)
        names = (*totals.ignored, *self.schema.ignored.unknown, *self.schema.ignored.owned)
        totals.ignored = list(dict.fromkeys(names))
        totals.box_failures = self.states.kept_breaker.counts()


def rule_counts(program: Program, awards: list[int], awarded: list[str]) -> list[RuleCount]:
    """What each rule did since the beginning."""
    return [
        RuleCount(
            program.scores[plan.score].name,
            plan.identity,
            plan.title,
            program.model.where(plan.span),
            awards[plan.index] if awards else 0,
            points.to_number(int(awarded[plan.index])) if awarded else 0,
        )
        for plan in program.rules
    ]


def run_stateful(  # noqa: PLR0913 - a run has that many sides
    ruleset: Ruleset,
    options: RunOptions,
    store: Store,
    progress: Progress | None = None,
    tell: Tell | None = None,
    *,
    accept_rules: bool = False,
    batch: int = BATCH,
    cached: int = CACHED,
) -> tuple[Summary, Shown]:
    """Run on a state; gives what this run did, and what there is to show.

    With ``accept_rules`` a state of other rules comes under these first; where that was begun, it is gone on with. Raises
    ``InputError`` for an input that cannot be read or not gone on with; what was committed until then is kept.
    """
    report: Progress = progress or (lambda _what, _unit, _done, _size: None)
    say: Tell = tell or (lambda _: None)
    began = time.perf_counter()
    with ExitStack() as within:
        within.enter_context(rare_collections())
        begun = accepting(store)
        if accept_rules or (begun is not None and begun.digest == ruleset.digest):
            accept(store, ruleset, report, say, batch=batch)
        work = Work(ruleset, options, store, report, say, batch=batch, cached=cached)
        if options.isolate and ruleset.boxes:
            from lsdsl.isolation.steps import Isolation

            work.states.isolation = within.enter_context(Isolation(ruleset.model, ruleset.boxes, window=1))
        summary = work.run()
    summary.seconds = time.perf_counter() - began
    return summary, work.batch.shown
