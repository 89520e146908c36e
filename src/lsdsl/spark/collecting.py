"""The output files of what a stream has done: what ``lsdsl run --out`` writes that reads the same files in the same order.

Every profile is shown as it is at the newest event, or at a later moment that the stream was told. What happens until then
without an event and was not written by the stream yet (it waits for its watermark) is shown too; the stream still writes it.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import msgspec

from lsdsl.compile.entry import Awarded
from lsdsl.engine.outcome import AnyOutcome, Failure
from lsdsl.engine.results import result_of
from lsdsl.engine.serialising import StateError, load
from lsdsl.engine.state import ProfileState
from lsdsl.records.moments import moment_text
from lsdsl.records.output import OutputFolder
from lsdsl.records.outputs import SUMMARY
from lsdsl.records.raw import Reject
from lsdsl.records.spool import LAST, Spool
from lsdsl.runner.body import COUNTED, conclude
from lsdsl.runner.folder import summary_json, write_lines
from lsdsl.runner.options import FINISHING, REPORTED, Progress
from lsdsl.runner.receivers import Spooled
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import Summary
from lsdsl.spark.arrivals import FileNotes
from lsdsl.spark.problems import SparkError
from lsdsl.spark.sink import committed, rows_in
from lsdsl.spark.stepping import Counts, OneProfile
from lsdsl.spark.tally import Failed

COLUMNS: Final = ("kind", "profile", "version", "number", "time", "text", "counts", "data")
MILLION: Final = 1_000_000


class _Entry(msgspec.Struct):
    """What the summary has to know of a line of the ledger."""

    score: str
    points: int | float
    reason: str
    rule: str | None = None


class _Ordered(Spool):
    """Puts what has no version behind what has one."""

    def append(self, key: tuple[Any, ...], line: bytes) -> None:
        """Add a line."""
        super().append(key if len(key) == ORDERED else (*key, LAST, 0), line)


ORDERED: Final = 4


def collect(
    ruleset: Ruleset, sink: str | Path, folder: str | Path, as_of: int | None = None, progress: Progress | None = None
) -> tuple[Summary, Shown]:
    """Write the output files of a stream; gives their summary and what of rejects there is to show.

    Raises :class:`SparkError` for what no stream under these rules has written, ``OutputError``; the folder is then as it was.
    """
    files = committed(sink)
    with OutputFolder(folder) as output:
        receiver = Spooled(ruleset.program)
        receiver.ledger, receiver.failures, receiver.actions.spool = _Ordered(), _Ordered(), _Ordered()
        collected = _Collected(ruleset, receiver)
        try:
            collected.read(files, progress)
            summary = collected.end(as_of, progress)
            write_lines(output, receiver, summary, ruleset.program, progress)
            output.write(SUMMARY, [summary_json(summary)])
        finally:
            receiver.close()
            collected.states.close()
    return summary, receiver.shown


class _Collected:
    """What was read of a stream's output."""

    def __init__(self, ruleset: Ruleset, receiver: Spooled) -> None:
        self.program = ruleset.program
        self.receiver = receiver
        self.states = Spool()
        self.summary = Summary(ruleset=ruleset.digest)
        self.profiles = OneProfile(ruleset.program, boxing=ruleset.boxing)
        self.newest: int | None = None
        self.told: int | None = None
        self.created: int | None = None
        self.arrived = 0
        self._rules = {(self.program.scores[plan.score].name, plan.identity): plan.index for plan in self.program.rules}
        self._awards = [0] * len(self.program.rules)
        self._awarded = [0] * len(self.program.rules)

    def read(self, files: list[Path], progress: Progress | None) -> None:
        """Read the rows of all files."""
        spools = {"ledger": self.receiver.ledger, "failures": self.receiver.failures}
        for number, file in enumerate(files):
            if progress:
                progress("reading", "lines", number, len(files))
            for kind, profile, version, place, time, text, counts, data in rows_in([file], *COLUMNS):
                key = (time, profile, version, place)
                match kind:
                    case "profiles":
                        self._count(msgspec.json.decode(counts, type=Counts))
                        if data is not None:
                            self.states.append((profile, version, place), data)
                    case "actions":
                        self.receiver.actions.spool.append(key, _encode((profile, _decode(data), text.encode() + b"\n")))
                    case "rejects":
                        self.summary.rejects += 1
                        reject = msgspec.json.decode(text, type=Reject)
                        self.summary.rejects_by_code[reject.code] += 1
                        self.receiver.reject(reject)
                    case "inputs":
                        notes = msgspec.json.decode(text, type=FileNotes)
                        self.summary.events += notes.events + (notes.rejects if notes.role == "events" else 0)
                        self.arrived += notes.events
                    case "clock":
                        self.told = time if self.told is None else max(self.told, time)
                    case _:
                        self._count_line(kind, text)
                        spools[kind].append(key, text.encode() + b"\n")

    def end(self, as_of: int | None, progress: Progress | None) -> Summary:
        """Give every profile to the receiver as it is at the end."""
        summary, program = self.summary, self.program
        self._check()
        reached = max((one for one in (self.newest, self.told) if one is not None), default=None)
        if as_of is not None and reached is not None and as_of < reached:
            raise SparkError(
                f"the stream has come to {moment_text(reached)}, which is later than --as-of; name no earlier moment"
            )
        present = as_of if as_of is not None else self._newest_creation() if reached is None else reached
        ranged = [score for score in program.model.scores.values() if score.ranges]
        ranges = {score.name: dict.fromkeys((one.name for one in score.ranges), 0) for score in ranged}
        for number, state in enumerate(self._states()):
            if progress and number % REPORTED == 0:
                progress(FINISHING, "profiles", number, None)
            if state.removed:
                summary.removed += 1
                continue
            summary.profiles += 1
            self.profiles.hold(state)
            self._receive(state.id, self.profiles.pass_time(state, present or 0))
            result = result_of(program, state)
            for failure in result.failures:
                self._fail(state.id, failure)
            for name, numbers in ranges.items():
                within = result.scores[name].range
                if within is not None:
                    numbers[within] += 1
            self.receiver.profile(result)
        summary.profiles_by_range = ranges
        conclude(summary, program, present, self._awards, self._awarded, ())
        return summary

    def _states(self) -> Iterator[ProfileState]:
        """The last state of every profile, by id."""
        for _, versions in groupby(self.states.pairs(), lambda pair: pair[0][0]):
            *_, (_, data) = versions
            try:
                yield load(self.program, data)
            except StateError as error:
                raise SparkError(f"the output was written with other rules: {error}") from error

    def _newest_creation(self) -> int | None:
        created = (state.created for state in self._states() if not state.removed and state.created is not None)
        return max(created, default=None)

    def _check(self) -> None:
        """Nothing may be lost between the files and the profiles: Spark drops rows that it takes for too old without a word."""
        if self.arrived != self.summary.events_by_type.total():
            raise SparkError(
                f"{self.arrived:,} events were read and {self.summary.events_by_type.total():,} arrived at their profiles: "
                "the output is not whole"
            )

    def _count(self, counts: Counts) -> None:
        summary = self.summary
        summary.processed += counts.processed
        summary.duplicates += counts.duplicates
        summary.late += counts.late
        summary.events_by_type.update(Counter(counts.types))
        if counts.newest is not None:
            self.newest = counts.newest if self.newest is None else max(self.newest, counts.newest)

    def _count_line(self, kind: str, text: str) -> None:
        if kind == "failures":
            refused = msgspec.json.decode(text, type=Failed).reason == "limit"
            self.summary.refused += refused
            self.summary.failures += not refused
            return
        self.summary.ledger += 1
        entry = msgspec.json.decode(text, type=_Entry)
        if entry.rule is not None and entry.reason in COUNTED:
            self._award(self._rules[entry.score, entry.rule], round(entry.points * MILLION))

    def _award(self, rule: int, size: int) -> None:
        self._awards[rule] += 1
        self._awarded[rule] += size

    def _receive(self, profile: str, outcome: AnyOutcome) -> None:
        assert not isinstance(outcome, Awarded)
        for entry in outcome.entries:
            self.summary.ledger += 1
            if entry.rule is not None and entry.reason in COUNTED:
                self._award(entry.rule, entry.points)
            self.receiver.entry(profile, entry)
        for action in outcome.actions:
            self.receiver.action(profile, action)
        for failure in outcome.failures:
            self._fail(profile, failure)

    def _fail(self, profile: str, failure: Failure) -> None:
        if failure.reason == "limit":
            self.summary.refused += 1
        else:
            self.summary.failures += 1
        self.receiver.failure(profile, failure)


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder().decode
