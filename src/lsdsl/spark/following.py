"""Keeping a stream going: starting its query, saying what each batch did, telling it the time, and why it ended."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lsdsl.spark.problems import SparkError
from lsdsl.spark.streaming import Stream

if TYPE_CHECKING:
    from pyspark.sql.streaming.query import StreamingQuery

LOOKED_AT_EVERY: Final = 1
"""Seconds between two looks at what the query has done."""
TOLD_EVERY: Final = 60
"""So many looks are between two times that the stream is told the time."""

RAISED: Final = re.compile(r"^(?:[\w.]*\.)?SparkError: (.+)$", re.MULTILINE)
PYTHON: Final = re.compile(r"^((?!org\.|java\.)[\w.]*(?:Error|Exception): .+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BatchDone:
    """A batch: its number, the files that it read, the moment that the stream has reached (as Spark says it), its seconds."""

    number: int
    files: int
    reached: str
    seconds: float


Tell = Callable[[BatchDone], None]


def read_all(stream: Stream, tell: Tell, as_of: int | None = None) -> None:
    """Read all files that are there, then let time pass up to ``as_of``. Raises :class:`SparkError` when the query fails."""
    _follow(_started(stream), tell)
    if as_of is not None:
        stream.tell_time(as_of)
        _follow(_started(stream), tell)


def keep_reading(stream: Stream, tell: Tell, now: Callable[[], int] | None = None) -> None:
    """Read files as they come, until the query fails or Ctrl-C.

    With ``now`` time is also what that gives, less the stream's delay: the stream is told it every minute.
    """
    _follow(_started(stream), tell, None if now is None else lambda: stream.tell_time(now() - stream.options.delay))


def _started(stream: Stream) -> "StreamingQuery":
    from pyspark.errors import PySparkException

    try:
        return stream.start()
    except PySparkException as error:
        raise SparkError(f"the stream did not start: {str(error).strip().partition(chr(10))[0]}") from error


def _follow(query: "StreamingQuery", tell: Tell, each_minute: Callable[[], None] | None = None) -> None:
    from pyspark.errors import PySparkException

    last, looks = -1, 0
    try:
        ended = False
        while not ended:
            if each_minute is not None and looks % TOLD_EVERY == 0:
                each_minute()
            looks += 1
            ended = bool(query.awaitTermination(LOOKED_AT_EVERY))
            for one in query.recentProgress:
                if one.batchId > last and _did_something(one):
                    last = one.batchId
                    files = sum(source.numInputRows for source in one.sources)
                    reached = (one.eventTime or {}).get("watermark", "")
                    tell(BatchDone(last, files, reached, one.batchDuration / 1000))
    except PySparkException as error:
        raise SparkError(f"the stream ended: {reason_of(query, error)}") from error
    finally:
        if query.isActive:
            with suppress(PySparkException):  # it is over in any case
                query.stop()


def _did_something(progress: Any) -> bool:
    """Whether a progress is that of a batch, and not of looking for files in vain."""
    return "addBatch" in (progress.durationMs or {})


def reason_of(query: Any, error: Exception) -> str:
    """Why a query failed, in one line."""
    known = query._jsq.exception()  # noqa: SLF001 - what PySpark makes of it has no text once the query has ended
    text = known.get().toString() if known.isDefined() else str(error)
    cause = known.get().getCause() if known.isDefined() else None
    while cause is not None:
        text += "\n" + (cause.getMessage() or "")
        cause = cause.getCause()
    for pattern in (RAISED, PYTHON):
        found = pattern.findall(text)
        if found:
            return str(found[-1]).strip()
    return re.sub(r"^[\w.]+Exception: ", "", text.partition("\n")[0])
