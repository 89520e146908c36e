"""The second work of Spark: the records of a profile, in order, folded into its scores. It happens in the workers.

It is the work of ``lsdsl run`` (:class:`lsdsl.runner.body.Body`) for some profiles after the others, each batch of them on its
own: profiles are islands, so only counts go from one to the next.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from lsdsl.engine.event import Event
from lsdsl.engine.outcome import Failure
from lsdsl.engine.serialising import dump, load
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.runner.advice import Strangers, all_strangers, strangers_of
from lsdsl.runner.body import Body
from lsdsl.runner.options import REPORTED, RunOptions
from lsdsl.runner.part import AT_THE_END, Place
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import FAILURES
from lsdsl.spark.columns import Columns, other_batch
from lsdsl.spark.packing import event_of, profile_of
from lsdsl.spark.schemas import PROFILE, STATE
from lsdsl.spark.told import FoldTold, packed
from lsdsl.spark.worker import worker_ruleset

NEVER: Final = sys.maxsize
"""No box is switched off: a worker sees only some profiles, and which they are must not change results."""

ROUND: Final = 1 << 40
"""In each round of work on the same profiles the numbers of ``sequence`` go on from the next multiple of this."""


@dataclass(frozen=True, slots=True)
class Folding:
    """What every task of folding has to know."""

    ruleset: bytes
    options: RunOptions
    as_of: int | None
    """The moment to which all profiles are advanced."""
    sources: tuple[str, ...]
    """The inputs by number."""
    pieces: tuple[tuple[int, int], ...]
    """For each piece the number of its input and how many lines of that came before it."""
    round: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of some profiles, column by column: profile ``i`` has those from ``ends[i - 1]`` to ``ends[i]``."""

    kinds: Sequence[int]
    pieces: Sequence[int]
    numbers: Sequence[int]
    payloads: Sequence[bytes]
    raws: Sequence[str | None]
    lines: Sequence[int | None]
    ends: Sequence[int]

    @classmethod
    def of(cls, records: pa.ListArray) -> "Batch":
        """The records of a column of lists; nothing of them becomes an object but what the engine takes."""
        values = records.flatten()
        kinds, pieces, numbers, payloads, raws, lines = (
            values.field(name).to_pylist() for name in ("kind", "piece", "number", "payload", "raw", "line")
        )
        begin, *ends = records.offsets.to_pylist()
        return cls(kinds, pieces, numbers, payloads, raws, lines, [end - begin for end in ends])


class OneAfterTheOther(Profiles):
    """Profiles that may be written down before they are done."""

    def written(self, profile: str) -> bytes | None:
        """The state of a profile as bytes, of a removed one too; None where nothing has happened to it."""
        state = self._states.get(profile)
        return None if state is None else dump(self.program, state)


class Fold(Body):
    """Folds the records of profiles, and counts."""

    receiver: Columns

    def __init__(self, ruleset: Ruleset, work: Folding) -> None:
        columns = Columns(ruleset.program, work.round * ROUND)
        self._ruleset = ruleset
        self._work = work
        super().__init__(ruleset, work.options, columns, _silent, self._profiles_here())
        self._batch = Batch((), (), (), (), (), (), ())
        self._index = 0
        self._ending = ""
        self._types: dict[str, Place] = {}
        self._failures: list[tuple[Place, str, Failure]] = []
        self._strangers: list[Strangers] = []
        self._created: int | None = None
        self._rejects: Counter[tuple[int, str]] = Counter()
        self._first_rejects: dict[str, Place] = {}

    def _profiles_here(self) -> OneAfterTheOther:
        ruleset = self._ruleset
        return OneAfterTheOther(ruleset.program, self._work.options.remembered, ruleset.boxing, NEVER)

    def fold(self, batch: Batch) -> None:
        """Let the events of whole profiles happen, and end them."""
        self.states = self._profiles_here()
        self._happenings(batch, 0, len(batch.kinds))
        self._end()

    def fold_on(
        self, batch: Batch, profiles: Sequence[str], known: Sequence[bytes | None], last: Sequence[bool]
    ) -> pa.RecordBatch:
        """The same with some records of each profile, after those of earlier rounds; gives the states of those that go on."""
        states: dict[str, bytes | None] = {}
        begin = 0
        for profile, state, done, end in zip(profiles, known, last, batch.ends, strict=True):
            here = self.states = self._profiles_here()
            if state is not None:
                here.put(load(self.program, state))
            self._happenings(batch, begin, end)
            begin = end
            if done:
                self._end()
            else:
                states[profile] = here.written(profile)
        return other_batch(STATE, list(states), list(states.values()))

    def _happenings(self, batch: Batch, begin: int, end: int) -> None:
        self._batch = batch
        reader: Any = self  # what the body reads of a reader is its last record
        self._process_some(self._events(begin, end), reader)

    def _events(self, begin: int, end: int) -> Iterator[Event]:
        batch, types, load_profile = self._batch, self._types, self.states.load
        for index in range(begin, end):
            if batch.kinds[index] == PROFILE:
                record = profile_of(batch.payloads[index])
                load_profile(record.id, record.fields, record.tags, record.created)
                continue
            self._index = index
            event = event_of(batch.payloads[index])
            if event.type not in types or self._place() < types[event.type]:
                types[event.type] = self._place()
            yield event

    def record(self) -> RawRecord:
        """The record of the event that is happening."""
        batch, index = self._batch, self._index
        source, before = self._work.pieces[batch.pieces[index]]
        raw = batch.raws[index] or ""
        line = before + (batch.lines[index] or 0)
        return RawRecord(self._work.sources[source], line, {}, raw.encode("utf-8", "surrogatepass"))

    def _place(self, within: int = 0) -> Place:
        if self._ending:
            return AT_THE_END, 0, self._ending, within
        return self._batch.pieces[self._index], self._batch.numbers[self._index], "", within

    def refuse(self, raw: RawRecord | Reject, reject: Reject) -> None:  # noqa: ARG002 - as its parent class
        """Hand on a reject, and count it for whoever counts them all."""
        piece, number, *_ = place = self._place()
        source, before = self._work.pieces[piece]
        self._rejects[source, reject.code] += 1
        self._first_rejects[reject.code] = min(place, self._first_rejects.get(reject.code, place))
        self.receiver.place = source, before + number
        self.receiver.reject(reject)

    def _end_of(self, profile: str) -> None:
        self._ending = profile

    def _fail(self, profile: str, failure: Failure) -> None:
        super()._fail(profile, failure)
        if failure.reason is None:
            self._failures.append((self._place(self.summary.failures), profile, failure))
            if len(self._failures) > REPORTED:
                self._failures = first_failures(self._failures)

    def _end(self) -> None:
        """Advance the profiles that are there to the end, and add to the counts."""
        if self.newest is None:
            created = self.created()
            if created is not None:
                self._created = created if self._created is None else max(created, self._created)
        summary = self.summary
        before, removed, ranges = summary.profiles, summary.removed, summary.profiles_by_range
        self.finish(self._work.as_of)
        self._ending = ""
        summary.profiles += before
        summary.removed += removed
        for score, counts in ranges.items():
            for name, count in counts.items():
                summary.profiles_by_range[score][name] += count
        if not any(one.met for one in self._strangers):
            self._strangers = [all_strangers([*self._strangers, strangers_of(self.states)])]

    def told(self) -> bytes:
        """What there is to tell."""
        told = FoldTold(
            summary=self.summary,
            awards=self.awards,
            awarded=self.awarded,
            types=[(place, name) for name, place in self._types.items()],
            failures=first_failures(self._failures),
            strangers=all_strangers(self._strangers),
            newest=self.newest,
            created=self._created,
            rejects=self._rejects,
            first_rejects=self._first_rejects,
            asked=self.receiver.asked,
        )
        return packed(told)


def fold_profiles(work: Folding, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The results of profiles that come with all of their records."""
    fold = Fold(worker_ruleset(work.ruleset), work)
    for batch in batches:
        fold.fold(Batch.of(batch.column("records")))
        if fold.receiver.full:
            yield from fold.receiver.batches()
    yield from fold.receiver.batches()
    yield other_batch("told", [None], [fold.told()])


def fold_on(work: Folding, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The results of one round of work on profiles with very many records, and the states of those that are not done."""
    fold = Fold(worker_ruleset(work.ruleset), work)
    for batch in batches:
        given = [batch.column(name).to_pylist() for name in ("profile", "state", "last")]
        yield fold.fold_on(Batch.of(batch.column("records")), *given)
        yield from fold.receiver.batches()
    yield other_batch("told", [None], [fold.told()])


def first_failures(failures: Sequence[tuple[Place, str, Failure]]) -> list[tuple[Place, str, Failure]]:
    """Those that a person is shown."""
    return sorted(failures, key=lambda one: one[0])[:FAILURES]


def _silent(*_: object) -> None:
    """Nobody looks at a worker."""
