"""The tables of a run by Spark as the lines that ``lsdsl run`` writes, byte for byte.

The rows of a table are in no order; a table that does not fit in memory is sorted on disk.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from lsdsl.compile import points
from lsdsl.records.moments import moment_text
from lsdsl.records.outputs import LedgerOut, ScoreOut
from lsdsl.records.problems import InputError
from lsdsl.records.raw import Reject
from lsdsl.records.spool import Key, Spool
from lsdsl.spark.tables import ENDING, TABLES

if TYPE_CHECKING:
    import pyarrow as pa

ROWS: Final = 10_000

Row = tuple[Key, msgspec.Struct]


class ProfileLine(msgspec.Struct):
    """A line of ``profiles.jsonl``; here and below, what was JSON in the table stays as it is."""

    id: str
    fields: msgspec.Raw
    tags: list[str] | UnsetType
    scores: dict[str, ScoreOut] | UnsetType
    grades: dict[str, str] | UnsetType


class ActionLine(msgspec.Struct):
    """A line of ``actions.jsonl``."""

    id: str
    profile: str
    followup: str
    action: str
    args: msgspec.Raw
    time: str
    event: str | UnsetType


class FailureLine(msgspec.Struct):
    """A line of ``failures.jsonl``."""

    profile: str
    followup: str | UnsetType
    event: str | UnsetType
    time: str
    code: str
    message: str
    where: str | UnsetType
    values: msgspec.Raw | UnsetType
    reason: str | UnsetType


def lines(folder: str | Path, table: str) -> Iterator[bytes]:
    """The lines of a table of an output folder: ``profiles``, ``ledger``, ``actions``, ``failures`` or ``rejects``.

    They are those that ``lsdsl run`` writes into its file of that name. Raises ``InputError`` where there is no such table.
    """
    if table not in TABLES:
        raise InputError(f"there is no table {table!r}; there are {', '.join(TABLES)}")
    place = Path(folder, f"{table}{ENDING}")
    if not place.is_dir():
        raise InputError(f"{place}: there is no such table; `lsdsl spark run --out` writes it")
    yield from lines_of(table, _batches(place))


def lines_of(table: str, batches: Iterator["pa.RecordBatch"]) -> Iterator[bytes]:
    """The same for rows that come from elsewhere."""
    spool = Spool()
    encode = msgspec.json.Encoder().encode
    try:
        for batch in batches:
            for key, line in _ROWS[table](batch):
                spool.append(key, encode(line) + b"\n")
        yield from spool.lines()
    finally:
        spool.close()


def _batches(folder: Path) -> Iterator["pa.RecordBatch"]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise InputError(f'{folder}: reading Parquet needs pyarrow: pip install "lsdsl[spark]"') from None
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            with parquet.ParquetFile(path) as file:
                yield from file.iter_batches(batch_size=ROWS)
        except (ArrowException, OSError) as error:
            raise InputError(f"{path}: not a readable Parquet file: {error}") from None


def _profiles(batch: "pa.RecordBatch") -> Iterator[Row]:
    scores = batch.column("scores")
    values = scores.items
    sizes = _points(values.field("value"))
    names = scores.keys.to_pylist()
    others = zip(*(values.field(name).to_pylist() for name in ("range", "colour", "flames")), strict=True)
    every = [ScoreOut(size, *(map(_present, other))) for size, other in zip(sizes, others, strict=True)]
    ends = scores.offsets.to_pylist()
    for number, (identity, fields, tags, graded) in enumerate(_rows(batch, "id", "fields", "tags", "grades")):
        own = dict(zip(names[ends[number] : ends[number + 1]], every[ends[number] : ends[number + 1]], strict=True))
        yield (
            (identity,),
            ProfileLine(identity, _raw(fields), tags or UNSET, own or UNSET, dict(graded or ()) or UNSET),
        )


def _ledger(batch: "pa.RecordBatch") -> Iterator[Row]:
    names = ("profile", "score", "rule", "event", "reason", "where", "note", "sequence")
    moments, ends = _moments(batch, "time"), _moments(batch, "expires")
    for row, size, moment, end in zip(_rows(batch, *names), _points(batch.column("points")), moments, ends, strict=True):
        profile, score, rule, event, reason, where, note, sequence = row
        line = LedgerOut(
            profile=profile,
            score=score,
            rule=_present(rule),
            points=size,
            time=moment_text(moment),
            event=_present(event),
            reason=reason,
            expires=UNSET if end is None else moment_text(end),
            where=_present(where),
            note=_present(note),
        )
        yield (moment, profile, sequence), line


def _actions(batch: "pa.RecordBatch") -> Iterator[Row]:
    names = ("id", "profile", "followup", "action", "args", "event", "sequence")
    for row, moment in zip(_rows(batch, *names), _moments(batch, "time"), strict=True):
        identity, profile, followup, action, arguments, event, sequence = row
        line = ActionLine(identity, profile, followup, action, _raw(arguments), moment_text(moment), _present(event))
        yield (moment, profile, sequence), line


def _failures(batch: "pa.RecordBatch") -> Iterator[Row]:
    names = ("profile", "followup", "event", "code", "message", "where", "values", "reason", "sequence")
    for row, moment in zip(_rows(batch, *names), _moments(batch, "time"), strict=True):
        profile, followup, event, code, message, where, values, reason, sequence = row
        line = FailureLine(
            profile=profile,
            followup=_present(followup),
            event=_present(event),
            time=moment_text(moment),
            code=code,
            message=message,
            where=_present(where),
            values=UNSET if values is None else _raw(values),
            reason=_present(reason),
        )
        yield (moment, profile, sequence), line


def _rejects(batch: "pa.RecordBatch") -> Iterator[Row]:
    for source, line, code, message, raw, number, sequence in _rows(
        batch, "source", "line", "code", "message", "raw", "input", "sequence"
    ):
        yield (source, line, number, sequence or 0), Reject(source, line, code, message, raw)


_ROWS: Final[dict[str, Callable[["pa.RecordBatch"], Iterator[Row]]]] = {
    "profiles": _profiles,
    "ledger": _ledger,
    "actions": _actions,
    "failures": _failures,
    "rejects": _rejects,
}


def _rows(batch: "pa.RecordBatch", *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(batch.column(name).to_pylist() for name in names), strict=True)


def _moments(batch: "pa.RecordBatch", name: str) -> list[Any]:
    """The moments of a column in microseconds."""
    moments: list[Any] = batch.column(name).cast("int64").to_pylist()
    return moments


def _points(column: "pa.Array") -> list[int | float]:
    from lsdsl.spark.columns import millionths_of

    return [points.to_number(size) for size in millionths_of(column)]


def _raw(text: str) -> msgspec.Raw:
    return msgspec.Raw(text.encode())


def _present(value: Any) -> Any:
    return UNSET if value is None else value
