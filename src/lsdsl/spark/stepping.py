"""What a worker of a stream does for one profile: its kept bytes and new records in, kept bytes and rows of the output out.

Nothing here knows Spark. What is kept of a profile is one byte string: how often it was kept, in eight bytes, then its state.
Profiles are worked on in any order and by many processes, so no script box is switched off for all of them.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec

from lsdsl.compile import Program
from lsdsl.compile.entry import Awarded
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import AnyOutcome
from lsdsl.engine.results import ProfileResult, result_of
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.records.moments import moment_text
from lsdsl.records.outputs import encode
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.spool import Spool
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.receivers import Spooled, profile_record
from lsdsl.runner.refusals import reject_of, rejected
from lsdsl.runner.ruleset import Ruleset
from lsdsl.spark.arrivals import PROFILES, event_of, values_of
from lsdsl.spark.problems import SparkError
from lsdsl.spark.worker import worker_ruleset

OUTPUT: Final = (
    "kind STRING, profile STRING, version BIGINT, number INT, time TIMESTAMP, source STRING, line BIGINT, "
    "text STRING, counts STRING, data BINARY"
)
"""A row of the output.

``kind`` is ``ledger``, ``actions``, ``failures``, ``rejects``, ``profiles``, ``inputs`` (a file that was read) or ``clock`` (a
moment that was told); ``text`` is a line of JSON. The order of a profile's rows is that of ``version`` and ``number``, and its
last version holds. ``counts`` says of a profile what became of its records. ``data`` is a profile's state, and of an action what
overall limits have to know.
"""


class Row(NamedTuple):
    """The values of a row of the output; ``time`` is in microseconds."""

    kind: str
    profile: str | None = None
    version: int = 0
    number: int = 0
    time: int | None = None
    source: str | None = None
    line: int | None = None
    text: str | None = None
    counts: str | None = None
    data: bytes | None = None


MILLISECOND: Final = 1_000
"""Spark's timers are in milliseconds."""
SOONEST: Final = 1
"""Spark has no timers before 1970."""
VERSION: Final = 8
"""So many bytes say how often a profile was kept."""


class Counts(msgspec.Struct, omit_defaults=True):
    """What became of the records of a profile in one go; ``newest`` is the time of the newest event that was processed."""

    events: int = 0
    profiles: int = 0
    processed: int = 0
    duplicates: int = 0
    late: int = 0
    rejects: int = 0
    newest: int | None = None
    types: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be kept of a profile (None: nothing is known of it), the timers that it had and has, and rows of the output.

    A timer is a moment in milliseconds, None for none.
    """

    kept: bytes | None
    was_due: int | None
    due: int | None
    rows: list[Row]


class _Lines(Spool):
    """Keeps lines with their keys."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[Any, bytes]] = []

    def append(self, key: tuple[Any, ...], line: bytes) -> None:
        """Keep a line."""
        self.kept.append((key, line))


class _Kept(Spooled):
    """Takes what comes out of the steps of a profile."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.ledger, self.failures, self.rejects, self.actions.spool = _Lines(), _Lines(), _Lines(), _Lines()

    def profile(self, result: ProfileResult) -> None:
        """Profiles are rows of their own."""

    def rows(self, profile: str, version: int) -> list[Row]:
        """What was taken, as rows; nothing is left afterwards."""
        rows: list[Row] = []
        kinds = {"ledger": self.ledger, "actions": self.actions.spool, "failures": self.failures, "rejects": self.rejects}
        for kind, spool in kinds.items():
            assert isinstance(spool, _Lines)
            for (first, second), packed in spool.kept:
                lines, data = packed, None
                if kind == "actions":
                    _, values, lines = _decode_action(packed)
                    data = _encode(values)
                for line in lines.splitlines():
                    time, source, at = (None, first, second) if kind == "rejects" else (first, None, None)
                    rows.append(Row(kind, profile, version, len(rows), time, source, at, line.decode(), data=data))
            spool.kept.clear()
        return rows


class OneProfile(Profiles):
    """The place of one profile at a time."""

    def hold(self, state: ProfileState | None) -> None:
        """Put a state in the place of the one that is there."""
        self._states = {} if state is None else {state.id: state}

    def held(self, profile: str) -> ProfileState | None:
        """The state that is there, removed or not."""
        return self._states.get(profile)

    def pass_time(self, state: ProfileState, moment: int) -> AnyOutcome:
        """Let time pass for the profile that is there."""
        return self._advance(state, moment)

    def _watch(self, state: ProfileState) -> None:
        """Spark has the timers: no queue is needed."""


class Steps:
    """The steps of profiles, one after the other, under one ruleset."""

    def __init__(self, ruleset: Ruleset, remembered: int, *, reject_late: bool) -> None:
        self.program = ruleset.program
        self._profiles = OneProfile(ruleset.program, remembered, ruleset.boxing, sys.maxsize)
        self._receiver = _Kept(ruleset.program)
        self._reject_late = reject_late

    def take(self, profile: str, kept: bytes | None, arrivals: Iterable[tuple[str, bytes]]) -> Taken:
        """Let the records in the rows of a profile happen, in order."""
        version, state = (0, None) if kept is None else self._load(kept)
        was_due = None if state is None else due_of(state)
        self._profiles.hold(state)
        counts = Counts()
        types: Counter[str] = Counter()
        for place, payload in sorted(arrivals):
            source = place[21:].partition("\0")[0]
            for item in _decode(payload):
                if place.startswith(PROFILES):
                    self._load_record(profile, item, source)
                    counts.profiles += 1
                else:
                    event = event_of(profile, item)
                    types[event.type] += 1
                    self._happen(event, source, item, counts)
        counts.types = dict(types)
        return self._taken(profile, version, was_due, counts)

    def pass_time(self, profile: str, kept: bytes, moment: int) -> Taken:
        """Let time pass for a profile up to a moment in microseconds."""
        version, state = self._load(kept)
        was_due = due_of(state)
        self._profiles.hold(state)
        self._receive(profile, self._profiles.pass_time(state, moment))
        taken = self._taken(profile, version, was_due, Counts())
        if taken.due is not None and taken.due * MILLISECOND <= moment:  # the step failed: it is tried again after the next event
            return Taken(taken.kept, taken.was_due, None, taken.rows)
        return taken

    def _load(self, kept: bytes) -> tuple[int, ProfileState]:
        return int.from_bytes(kept[:VERSION], "big"), load(self.program, kept[VERSION:])

    def _load_record(self, profile: str, item: Sequence[Any], source: str) -> None:
        number, fields, tags, created = item
        state = self._profiles.held(profile)
        if state is not None and state.born:
            raise SparkError(
                f"{source}, record {number}: profile {profile} is known and its life has begun. --profiles is for what is known "
                "before that: send what changed as an event of the type profile.modified"
            )
        self._profiles.load(profile, values_of(fields), None if tags is None else tuple(tags), created)

    def _happen(self, event: Event, source: str, item: Sequence[Any], counts: Counts) -> None:
        counts.events += 1
        if self._reject_late and self._profiles.is_late(event):
            state = self._profiles.held(event.profile)
            assert state is not None
            assert state.newest is not None
            self._refuse(rejected(_raw(source, item), "LS833", profile=event.profile, newest=moment_text(state.newest)), counts)
            return
        outcome = self._profiles.process(event)
        if outcome.status == "duplicate":
            counts.duplicates += 1
        elif outcome.status == "refused":
            self._refuse(reject_of(outcome, _raw(source, item)), counts)
        else:
            counts.processed += 1
            counts.late += outcome.late
            counts.newest = event.time if counts.newest is None else max(counts.newest, event.time)
            self._receive(event.profile, outcome)

    def _refuse(self, reject: Reject, counts: Counts) -> None:
        counts.rejects += 1
        self._receiver.reject(reject)

    def _receive(self, profile: str, outcome: AnyOutcome) -> None:
        receiver = self._receiver
        if isinstance(outcome, Awarded):
            if outcome.made:
                receiver.awarded(profile, outcome)
            return
        for entry in outcome.entries:
            receiver.entry(profile, entry)
        for action in outcome.actions:
            receiver.action(profile, action)
        for failure in outcome.failures:
            receiver.failure(profile, failure)

    def _taken(self, profile: str, version: int, was_due: int | None, counts: Counts) -> Taken:
        state = self._profiles.held(profile)
        rows = self._receiver.rows(profile, version + 1)
        told = encode(counts).decode()
        if state is None:  # every record was refused, and nothing is known of the profile
            rows.append(Row("profiles", profile, version + 1, len(rows), counts=told))
            return Taken(None, was_due, None, rows)
        text = None
        if not state.removed:
            text = encode(profile_record(self.program.model, result_of(self.program, state))).decode()
        data = dump(self.program, state)
        rows.append(Row("profiles", profile, version + 1, len(rows), state.clock, None, None, text, told, data))
        return Taken((version + 1).to_bytes(VERSION, "big") + data, was_due, due_of(state), rows)


def notes_of(payloads: Iterable[bytes]) -> Iterator[Row]:
    """The rows of the output for what belongs to no profile."""
    for payload in payloads:
        kind, source, line, text = _decode(payload)
        if kind == "clock":
            yield Row(kind, time=line)
        else:
            yield Row(kind, source=source, line=line, text=text.decode())


def due_of(state: ProfileState) -> int | None:
    """When a profile is next to be looked at, in milliseconds: never a moment too early.

    One whose life has not begun is looked at when it was created; without that its first event, or the end, begins it.
    """
    due = None if state.removed else state.next_due if state.born else state.created
    return None if due is None else max(-(-due // MILLISECOND), SOONEST)


@lru_cache(maxsize=4)
def steps_for(packed: bytes, remembered: int, *, reject_late: bool) -> Steps:
    """The steps under a packed ruleset, made once a process."""
    return Steps(worker_ruleset(packed), remembered, reject_late=reject_late)


def _raw(source: str, item: Sequence[Any]) -> RawRecord:
    return RawRecord(source, item[5], {}, item[6].encode())


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder().decode
_decode_action: Final = msgspec.msgpack.Decoder(tuple[str, list[Any], bytes]).decode
