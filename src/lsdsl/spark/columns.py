"""What comes out of scoring as columns of Arrow: a receiver like those of ``lsdsl run``, whose rows go to Spark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import pyarrow as pa
from msgspec import UNSET, UnsetType

from lsdsl.compile import Program, points
from lsdsl.compile.entry import Awarded, Entry
from lsdsl.engine.outcome import Action, Failure
from lsdsl.engine.results import ProfileResult
from lsdsl.records.raw import Reject
from lsdsl.runner.actions import action_record
from lsdsl.runner.receivers import failure_record, profile_record
from lsdsl.spark.schemas import MOMENT, POINTS, RESULT, SCORE, TABLES

FULL: Final = 20_000
"""So many rows go out at once."""

WIDTH: Final = 16
"""A decimal of Arrow has so many bytes."""

_json: Final = msgspec.json.Encoder().encode


def decimals(millionths: Sequence[int]) -> pa.Array:
    """Points in millionths as decimals with six places."""
    data = b"".join([one.to_bytes(WIDTH, "little", signed=True) for one in millionths])
    return pa.Array.from_buffers(POINTS, len(millionths), [None, pa.py_buffer(data)])


def millionths_of(column: pa.Array) -> list[int]:
    """What :func:`decimals` was given."""
    data = column.buffers()[1]
    begin = column.offset * WIDTH
    whole = data.to_pybytes()[begin : begin + len(column) * WIDTH] if data is not None else b""
    return [int.from_bytes(whole[place : place + WIDTH], "little", signed=True) for place in range(0, len(whole), WIDTH)]


def millionths(number: int | float) -> int:
    """Millionths of which :func:`lsdsl.compile.points.to_number` makes just this number again, float or whole."""
    found = points.from_number(number)
    # So large a float is whole and stands for points that are not: any fraction that rounds to it says so.
    return found + 1 if number.__class__ is float and found % points.POINT == 0 else found


@dataclass(slots=True)
class LedgerColumns:
    """Entries of the ledger, not yet in words."""

    profile: list[str] = field(default_factory=list)
    score: list[int] = field(default_factory=list)
    rule: list[int | None] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    time: list[int] = field(default_factory=list)
    event: list[str | None] = field(default_factory=list)
    reason: list[str] = field(default_factory=list)
    expires: list[int | None] = field(default_factory=list)
    note: list[str | None] = field(default_factory=list)


class Columns:
    """Takes in what comes out of scoring, and gives it as batches of rows. ``first`` is the first number of ``sequence``."""

    def __init__(self, program: Program, first: int = 0) -> None:
        self._program = program
        self._scores = pa.array([score.name for score in program.scores], pa.string())
        self._rules = pa.array([rule.identity for rule in program.rules], pa.string())
        self._places = pa.array([program.model.where(rule.span) for rule in program.rules], pa.string())
        self._ledger = LedgerColumns()
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES if name not in {"ledger", "profiles"}}
        self._profiles: list[ProfileResult] = []
        self._next = first
        self.place = (0, 0)
        """Input and number of the record that is worked on: what the next reject is told with."""
        self.asked = 0
        """How many actions there were."""

    # --- taking in ---

    def entry(self, profile: str, entry: Entry) -> None:
        """Take an entry of the ledger."""
        ledger = self._ledger
        ledger.profile.append(profile)
        ledger.score.append(entry.score)
        ledger.rule.append(entry.rule)
        ledger.points.append(entry.points)
        ledger.time.append(entry.time)
        ledger.event.append(entry.event)
        ledger.reason.append(entry.reason)
        ledger.expires.append(entry.expires)
        ledger.note.append(entry.note)

    def awarded(self, profile: str, awarded: Awarded) -> None:
        """Take the entries of an event of which nothing followed but awards."""
        ledger, made = self._ledger, awarded.made
        if any(one.__class__ is Entry for one in made):
            for entry in awarded.entries:
                self.entry(profile, entry)
            return
        times = len(made)
        ledger.profile += [profile] * times
        ledger.score += [one[0] for one in made]
        ledger.rule += [one[1] for one in made]
        ledger.points += [one[2] for one in made]
        ledger.time += [awarded.time] * times
        ledger.event += [awarded.event] * times
        ledger.reason += ["award"] * times
        ledger.expires += [None] * times
        ledger.note += [None] * times

    def action(self, profile: str, action: Action) -> None:
        """Take an action."""
        self.asked += 1
        record = action_record(self._program, profile, action)
        arguments = _json(record.args).decode()
        values = (record.id, profile, record.followup, record.action, arguments, action.time, action.event, action.run)
        self._rows["actions"].append((*values, self._number()))

    def failure(self, profile: str, failure: Failure) -> None:
        """Take a failure, or a run that a limit refused."""
        self._rows["failures"].append(failure_row(self._program, profile, failure, self._number()))

    def reject(self, reject: Reject) -> None:
        """Take a record that was refused."""
        self._rows["rejects"].append((reject.source, reject.line, reject.code, reject.message, reject.raw, *self.place))

    def profile(self, result: ProfileResult) -> None:
        """Take a profile as it is at the end."""
        self._profiles.append(result)

    def _number(self) -> int:
        self._next += 1
        return self._next

    # --- giving out ---

    @property
    def full(self) -> bool:
        """Whether it is time to let rows go."""
        return len(self._ledger.profile) + len(self._profiles) + sum(len(rows) for rows in self._rows.values()) >= FULL

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows that there are; then there are none."""
        if self._ledger.profile:
            yield self._of_ledger()
        if self._profiles:
            yield result_batch("profiles", self._of_profiles())
        for name, rows in self._rows.items():
            if rows:
                yield rows_batch(name, rows)
                rows.clear()

    def _of_ledger(self) -> pa.RecordBatch:
        ledger, self._ledger = self._ledger, LedgerColumns()
        rules = pa.array(ledger.rule, pa.int32())
        count = len(ledger.profile)
        columns = {
            "profile": pa.array(ledger.profile, pa.string()),
            "score": self._scores.take(pa.array(ledger.score, pa.int32())),
            "rule": self._rules.take(rules),
            "points": decimals(ledger.points),
            "time": pa.array(ledger.time, pa.int64()).cast(MOMENT),
            "event": pa.array(ledger.event, pa.string()),
            "reason": pa.array(ledger.reason, pa.string()),
            "expires": pa.array(ledger.expires, pa.int64()).cast(MOMENT),
            "where": self._places.take(rules),
            "note": pa.array(ledger.note, pa.string()),
            "sequence": pa.array(range(self._next, self._next + count), pa.int64()),
        }
        self._next += count
        return result_batch("ledger", list(columns.values()))

    def _of_profiles(self) -> list[pa.Array]:
        results, self._profiles = self._profiles, []
        records = [profile_record(self._program.model, result) for result in results]
        scores = [_given(record.scores) for record in records]
        every = [score for one in scores for score in one.values()]
        struct = pa.StructArray.from_arrays(
            [
                decimals([millionths(score.value) for score in every]),
                pa.array([None if score.range is UNSET else score.range for score in every], pa.string()),
                pa.array([None if score.colour is UNSET else score.colour for score in every], pa.string()),
                pa.array([None if score.flames is UNSET else score.flames for score in every], pa.int32()),
            ],
            fields=list(SCORE),
        )
        return [
            pa.array([record.id for record in records], pa.string()),
            pa.array([_json(record.fields).decode() for record in records], pa.string()),
            pa.array([() if record.tags is UNSET else record.tags for record in records], pa.list_(pa.string())),
            pa.MapArray.from_arrays(_offsets(scores), pa.array([name for one in scores for name in one], pa.string()), struct),
            pa.array([list(_given(record.grades).items()) for record in records], TABLES["profiles"].field("grades").type),
        ]


def failure_row(program: Program, profile: str, failure: Failure, number: int) -> tuple[Any, ...]:
    """A failure as a row of its table."""
    record = failure_record(program.model, profile, failure)
    values = None if record.values is UNSET else _json(record.values).decode()
    where = None if record.where is UNSET else record.where
    fixed = (profile, failure.followup, failure.event, failure.time, record.code, record.message, where, values)
    return (*fixed, failure.reason, number)


def rows_batch(name: str, rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
    """Rows of a table as a batch of results."""
    columns = zip(*rows, strict=True)
    return result_batch(name, [_column(values, one.type) for values, one in zip(columns, TABLES[name], strict=True)])


def result_batch(name: str, columns: Sequence[pa.Array]) -> pa.RecordBatch:
    """The columns of a table as a batch of results, of which each row belongs to one table."""
    return _batch(name, len(columns[0]), **{name: pa.StructArray.from_arrays(list(columns), fields=list(TABLES[name]))})


def other_batch(kind: str, profiles: Sequence[str | None], told: Sequence[bytes | None]) -> pa.RecordBatch:
    """A batch of results that are in no table."""
    return _batch(kind, len(told), profile=pa.array(profiles, pa.string()), told=pa.array(told, pa.binary()))


def _batch(kind: str, count: int, **given: pa.Array) -> pa.RecordBatch:
    given["kind"] = pa.array([kind] * count, pa.string())
    arrays = [given[one.name] if one.name in given else pa.nulls(count, one.type) for one in RESULT]
    return pa.RecordBatch.from_arrays(arrays, schema=RESULT)


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    return pa.array(values, pa.int64()).cast(kind) if kind == MOMENT else pa.array(values, kind)


def _given(found: dict[str, Any] | UnsetType) -> dict[str, Any]:
    return {} if found is UNSET else found


def _offsets(groups: Sequence[Sequence[Any] | dict[str, Any]]) -> pa.Array:
    offsets = [0]
    for group in groups:
        offsets.append(offsets[-1] + len(group))
    return pa.array(offsets, pa.int32())
