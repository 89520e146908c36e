"""Why a profile of a state has its scores: from the files of events if they are as they were read, else from what was kept.

What the files tell is used only where it leads to just the ledger and the scores that the state has: after ``--accept-rules`` it
does not.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import msgspec

from lsdsl.engine.event import Event
from lsdsl.engine.results import result_of
from lsdsl.engine.state import ProfileState
from lsdsl.records.inputs import Records, open_records
from lsdsl.records.jsonl import record_of
from lsdsl.records.raw import Reject
from lsdsl.records.schema import Schema
from lsdsl.runner.options import REPORTED, Progress, RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.store.interface import Kept, Position
from lsdsl.store.journal import stretches
from lsdsl.store.positions import PROFILES, digest_of
from lsdsl.store.problems import StoreError
from lsdsl.store.reading import Reading
from lsdsl.why.answer import AbsentError, Question, answer, explain
from lsdsl.why.kept import KeptLedger, of_this_life, read_lines, recall
from lsdsl.why.life import Life, relive
from lsdsl.why.proof import Answer
from lsdsl.why.redaction import redaction
from lsdsl.why.tape import Loaded, Tape
from lsdsl.why.wording import full_text, listed

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation

MOST_NAMED: Final = 3
NOT_SHOWN: Final = "what its events brought, those that did not count because of limits, and computed scores of the past"


class FailureLine(msgspec.Struct):
    """A line of the failures as it was written."""

    code: str
    message: str
    where: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """An answer, and what went wrong in the life of the profile: code, place and words of each."""

    answer: Answer
    failures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a state: a profile, a moment (None: that of the reading), some scores, and what is not to be seen."""

    profile: str
    at: int | None
    scores: tuple[str, ...] | None
    hidden: tuple[str, ...]
    options: RunOptions


class Explaining:
    """A profile of a state, to be explained by the rules that it was written with. Raises ``StoreError``."""

    def __init__(self, reading: Reading, kept: Kept, progress: Progress) -> None:
        self.reading = reading
        self.kept = kept
        self.progress = progress
        self.ruleset: Ruleset = reading.rules(kept.rules)

    def explain(self, asked: Asked, isolation: "Isolation | None" = None) -> Explained:
        """The answer: all that the files tell, or what can be told without them, with a line that says what is missing."""
        kept, reading = self.kept, self.reading
        state = reading.as_written(kept)
        ledger = self._ledger()
        at = asked.at if asked.at is not None else asked.options.as_of if asked.options.as_of is not None else reading.moment
        if at is None:
            raise StoreError("the state knows of no moment; say with --at which one to explain")
        tape, why_not = self._tape(asked, state, ledger, isolation)
        if tape is not None:
            question = Question(at, asked.scores, redaction(asked.hidden, tape))
            events = [one for one in tape.events if asked.options.as_of is None or one.time <= asked.options.as_of]
            try:
                told, life = answer(self.ruleset, replace(tape, events=events), asked.options, question, isolation)
            except AbsentError as error:
                raise StoreError(_absent(asked.profile, at, tape, removed=str(error) == "removed")) from error
            return Explained(told, tuple(self._failures_of(life)))
        if kept.removed:
            raise StoreError(f"{asked.profile!r} was removed, and {why_not}")
        if at < state.clock:
            raise StoreError(
                f"{asked.profile!r} cannot be explained at {full_text(at)}, because {why_not}; "
                f"{reading.store.name} alone tells of moments from {full_text(state.clock)} on"
            )
        known = Tape(asked.profile, _data_of(state), [], reading.moment, {}, 0, Shown())
        life = recall(self.ruleset, state, ledger, asked.options.remembered, isolation)
        life.advance_by_turns(at)
        life.advance(at)
        question = Question(at, asked.scores, redaction(asked.hidden, known))
        gaps = f"Not shown: {NOT_SHOWN}, because {why_not}."
        return Explained(explain(life, question, reading.moment, gaps), (*self._failures_kept(), *self._failures_of(life)))

    # --- what was kept ------------------------------------------------------------------------------------------------

    def _ledger(self) -> KeptLedger:
        reading = self.reading
        found = read_lines(self.ruleset.program, (line for _, line in reading.store.lines_of("ledger", self.kept.id)))
        if found.gone:
            for one in reading.known.values():
                if one.packed is not None:
                    program = reading.rules(one.number).program
                    found.titles |= {(program.scores[plan.score].name, plan.identity): plan.title for plan in program.rules}
        return found

    def _failures_kept(self) -> Iterator[tuple[str, str, str]]:
        for _, line in self.reading.store.lines_of("failures", self.kept.id):
            failure = msgspec.json.decode(line, type=FailureLine)
            if failure.reason is None:
                yield failure.code, failure.where or "", failure.message

    def _failures_of(self, life: Life) -> Iterator[tuple[str, str, str]]:
        from lsdsl.diagnostics import words_of

        for failure in life.failures:
            if failure.reason is None:
                place = self.ruleset.model.where(failure.diagnostic.span)
                yield failure.diagnostic.code, place, words_of(failure.diagnostic).message

    # --- the files ----------------------------------------------------------------------------------------------------

    def _tape(
        self, asked: Asked, state: ProfileState, ledger: KeptLedger, isolation: "Isolation | None"
    ) -> tuple[Tape | None, str]:
        """What the files hold of the profile, or why that cannot be used."""
        positions = self.reading.store.positions()
        gone = [one.path for one in positions if not _is_as_read(one)]
        if gone or not positions:
            return None, _gone(gone)
        loads: list[Loaded] = []
        events: list[Event] = []
        for path, role, first, last in self._pieces(positions):
            if role == PROFILES:
                loads += self._loads(path, first, last)
            else:
                events += self._events(path, first, last)
        tape = Tape(self.kept.id, loads, events, self.reading.moment, {}, 0, Shown())
        life = relive(self.ruleset, tape, asked.options, max([state.clock, *(event.time for event in events)]), isolation)
        if self.kept.removed:
            return (tape, "") if life.state is None else (None, ACCEPTED)
        return (tape, "") if _is_same(life, state, ledger) else (None, ACCEPTED)

    def _pieces(self, positions: list[Position]) -> Iterator[tuple[str, str, int, int]]:
        """Path, role, first and last record of what was read, in the order in which it was."""
        ends = {(one.path, one.role): one.records for one in positions}
        pieces = []
        for one in reversed([*stretches(self.reading.store)]):
            if (one.path, one.role) in ends:
                pieces.append((one.path, one.role, one.records, ends[one.path, one.role]))
                ends[one.path, one.role] = one.records
        yield from reversed(pieces)

    def _loads(self, path: str, first: int, last: int) -> Iterator[Loaded]:
        schema = Schema(self.ruleset.model)
        with open_records(path) as records:
            for raw in self._reported(islice(records, first, max(first, last)), records):
                if isinstance(raw, Reject) or schema.profile_id(raw) != self.kept.id:
                    continue
                record = schema.profile_record(raw)
                if not isinstance(record, Reject):
                    yield Loaded(record.fields, record.tags, record.created)

    def _events(self, path: str, first: int, last: int) -> Iterator[Event]:
        schema, profile = Schema(self.ruleset.model), self.kept.id
        with open_records(path) as records:
            for raw in self._reported(self._possible(records, first, max(first, last)), records):
                event = raw if isinstance(raw, Reject) else schema.event_record(raw)
                if not isinstance(event, Reject) and event.profile == profile:
                    yield event

    def _possible(self, records: Records, first: int, last: int) -> Iterator[Any]:
        """The records that were read, but for lines in which the id of the profile does not stand."""
        if records.lines is None:
            yield from islice(records, first, last)
            return
        name = self.kept.id.encode()
        sure = self.kept.id.isascii() and self.kept.id.isalnum()
        for number, line in enumerate(islice(records.lines, first, last), first + 1):
            if sure and name not in line and b"\\" not in line:
                continue
            record = record_of(records.source, number, line)
            if record is not None:
                yield record

    def _reported(self, given: Iterator[Any], records: Records) -> Iterator[Any]:
        for number, one in enumerate(given):
            if number % REPORTED == 0:
                unit: Any = "rows" if records.parquet else "bytes"
                self.progress(records.source, unit, records.position(), records.size)
            yield one


ACCEPTED: Final = "the files of events do not lead to these scores (points were kept from other rules, or other options held)"


def _is_same(life: Life, state: ProfileState, ledger: KeptLedger) -> bool:
    """Whether a life that was lived again is the one that has led to a state."""
    found, program = life.state, life.ruleset.program
    if not state.born:
        return not life.events
    if found is None or ledger.gone or [one.entry for one in life.happenings] != of_this_life(program, state, ledger):
        return False
    return found.next_due == state.next_due and result_of(program, found) == result_of(program, state)


def _absent(profile: str, at: int, tape: Tape, *, removed: bool) -> str:
    if removed:
        return f"{profile!r} was removed by {full_text(at)}; --at an earlier moment explains it"
    known = min((event.time for event in tape.events), default=None)
    first = "" if known is None else f"; its first event is at {full_text(known)}"
    return f"nothing was known of {profile!r} at {full_text(at)}{first}"


def _is_as_read(position: Position) -> bool:
    try:
        return os.stat(position.path).st_size >= position.size and digest_of(position.path, position.size) == position.digest  # noqa: PTH116
    except OSError:
        return False


def _gone(paths: list[str]) -> str:
    if not paths:
        return "the state does not know the files of its events"
    names = [PurePath(path).name for path in paths]
    named = listed([*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else names, "and")
    return f"{named} {'is' if len(names) == 1 else 'are'} no longer there as {'it was' if len(names) == 1 else 'they were'} read"


def _data_of(state: ProfileState) -> list[Loaded]:
    """All data that the state holds: what must not be seen is sought in it."""
    rows = [row.fields for collection in state.rows.values() for row in collection.values()]
    runs = [data for run in state.runs.values() for data in (run.data, run.old)]
    return [Loaded(data, tuple(state.tags), state.created) for data in (state.fields, *rows, *runs)]
