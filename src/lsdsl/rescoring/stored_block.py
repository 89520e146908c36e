"""One block of the profiles of a state, replayed: what each is under the new rules, up to where time was passed for all."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from lsdsl.engine.event import Event
from lsdsl.engine.outcome import AnyOutcome, Entry
from lsdsl.engine.serialising import dump, load
from lsdsl.records.outputs import FAILURES, LEDGER, REJECTS
from lsdsl.records.raw import RawRecord
from lsdsl.records.schema import ProfileRecord
from lsdsl.rescoring.block import Replaying
from lsdsl.rescoring.feeding import Feed
from lsdsl.rescoring.sorting import EventLine, event_of, raw_of
from lsdsl.rescoring.spilled import GivenLine
from lsdsl.runner.body import COUNTED
from lsdsl.runner.options import RunOptions
from lsdsl.runner.refusals import rejected
from lsdsl.runner.ruleset import Ruleset
from lsdsl.store.interface import Kept, KeyedLine, Kind, Store, Totals
from lsdsl.store.profiles import ALWAYS, StoredProfiles, is_news
from lsdsl.store.underway import UnderWay

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation


class Rescored(msgspec.Struct):
    """What became of a block: its profiles, the lines that came out of them, counts, and boxes that were switched off."""

    profiles: list[Kept]
    lines: dict[Kind, list[KeyedLine]]
    totals: Totals
    switched_off: dict[str, int]


class Fresh(StoredProfiles):
    """Profiles that come into being again: of what the store has of them nothing is used."""

    def __init__(self, ruleset: Ruleset, store: Store, doing: UnderWay, remembered: int) -> None:
        totals = Totals(reached=doing.reached, passes=doing.passes)
        super().__init__(ruleset, store, totals, doing.number, remembered)
        self._past = doing.moment
        self._acts = bool(ruleset.program.followups)

    def touched(self) -> list[Kept]:
        """What has to be saved: all of them, by id."""
        return [self._kept(self._states[profile]) for profile in sorted(self._states)]

    def catch_up(self) -> Iterator[tuple[str, AnyOutcome]]:
        """Let time pass as far as it was passed for all profiles; gives what happens to which."""
        for profile in sorted(self._states):
            if self._states[profile].removed:
                continue
            if self._totals.reached:
                yield profile, self.pass_time(profile, self._totals.reached)[1]
            if self._acts:
                past = self._past_actions(profile)
                if past is not None:
                    yield profile, past

    def _past_actions(self, profile: str) -> AnyOutcome | None:
        """Let time pass up to the last action that a profile asks for in the past, so that nobody asks for it later."""
        state = self._states[profile]
        due = state.next_due if state.born else ALWAYS
        if self._past is None or due is None or due > self._past:
            return None
        kept, tried = dump(self.program, state), self._tried.get(profile)
        outcome = self.pass_time(profile, self._past)[1]
        self._states[profile] = load(self.program, kept)
        self._tried.pop(profile, None)
        if tried is not None:
            self._tried[profile] = tried
        if not outcome.actions:
            return None
        return self.pass_time(profile, max(action.time for action in outcome.actions))[1]

    def _fetch(self, profile: str) -> None:
        """There is nothing to fetch."""


class _Counting(Replaying):
    """Counts awards beside."""

    def __init__(self, ruleset: Ruleset) -> None:
        super().__init__(ruleset.program, ruleset.digest)
        self.times = [0] * len(ruleset.program.rules)
        self.points = [0] * len(ruleset.program.rules)

    def entry(self, profile: str, entry: Entry) -> None:
        """Keep a line of the ledger."""
        if entry.rule is not None and entry.reason in COUNTED:
            self.times[entry.rule] += 1
            self.points[entry.rule] += entry.points
        super().entry(profile, entry)


class StoredFeed(Feed):
    """The profiles of a block, to which their records happen."""

    states: Fresh

    def __init__(
        self, ruleset: Ruleset, options: RunOptions, store: Store, doing: UnderWay, isolation: "Isolation | None" = None
    ) -> None:
        self.counting = _Counting(ruleset)
        super().__init__(ruleset, options, self.counting, isolation)
        self.states = Fresh(ruleset, store, doing, options.remembered)
        self.states.isolation = isolation
        self._created: int | None = None
        self._types = Counter[str]()

    def given(self, record: ProfileRecord, raw: RawRecord) -> None:
        """Take the data of a profile; of one whose life has begun it may say nothing new, as in a run."""
        known = self.states.get(record.id)
        if known is None or not known.born:
            self.load(record)
        elif is_news(self.ruleset.model, known, record):
            self.refuse(rejected(raw, "LS834", profile=record.id))

    def load(self, record: ProfileRecord) -> None:
        """Give a profile data from before its first event."""
        state = self.states.load(record.id, record.fields, record.tags, record.created)
        if state.created is not None:
            self._created = max(state.created, self._created or state.created)

    def happen(self, event: Event, raw: RawRecord) -> None:
        """Let an event happen."""
        self._types[event.type] += 1
        super().happen(event, raw)

    def rescored(self) -> Rescored:
        """What became of all."""
        for profile, outcome in self.states.catch_up():
            self._take(profile, outcome.entries, (), outcome.failures)  # a replay asks for nothing
        counts, counting, states = self.counts, self.counting, self.states
        totals = Totals(
            newest=counts.newest,
            created=self._created,
            counts={
                "processed": counts.processed,
                "duplicates": counts.duplicates,
                "late": counts.late,
                "rejects": counts.rejects,
                "failures": counts.failures,
                "ledger": counts.ledger,
                "refused": counts.refused,
            },
            named={"events_by_type": dict(self._types), "rejects_by_code": counts.rejects_by_code},
            awards=counting.times,
            awarded=[str(one) for one in counting.points],
        )
        recorded = counting.recorded
        lines: dict[Kind, list[KeyedLine]] = {
            "ledger": recorded[LEDGER].kept,
            "failures": recorded[FAILURES].kept,
            "rejects": recorded[REJECTS].kept,
        }
        off = {self.ruleset.model.where(box): count for box, count in states.breaker.off.items()}
        return Rescored(states.touched(), lines, totals, off)


def replay_stored(
    feed: StoredFeed, lines: Iterable[GivenLine | EventLine], sources: tuple[str, ...], told: Callable[[], None]
) -> Rescored:
    """Let all records of a block happen; ``told`` is called now and then."""
    for number, line in enumerate(lines):
        if number % 1_000 == 0:
            told()
        if isinstance(line, GivenLine):
            record = ProfileRecord(line.id, line.fields, line.tags, line.created)
            feed.given(record, RawRecord(sources[line.source], line.line, {}, line.raw.encode()))
        else:
            feed.happen(event_of(line), raw_of(line, sources))
    return feed.rescored()


def add(totals: Totals, other: Totals) -> None:
    """Add what came of a block."""
    for name, count in other.counts.items():
        totals.counts[name] = totals.counts.get(name, 0) + count
    for name, counts in other.named.items():
        known = totals.named.setdefault(name, {})
        for key, count in counts.items():
            known[key] = known.get(key, 0) + count
    totals.newest = _later(totals.newest, other.newest)
    totals.created = _later(totals.created, other.created)
    if not totals.awards:
        totals.awards, totals.awarded = [0] * len(other.awards), ["0"] * len(other.awarded)
    totals.awards = [one + more for one, more in zip(totals.awards, other.awards, strict=True)]
    totals.awarded = [str(int(one) + int(more)) for one, more in zip(totals.awarded, other.awarded, strict=True)]


def _later(one: int | None, other: int | None) -> int | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)
