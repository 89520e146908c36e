"""A ruleset as a Structured Streaming query: a folder of event files in, one table of everything that comes out.

    files --mapInArrow--> rows by profile --transformWithState--> rows of the output --> Parquet files and their commit log

Time is that of the newest event, less ``delay``: it is Spark's watermark. Spark drops rows that are older than its watermark,
without a word; so only rows of their own tell it the time, and records have none: a late event is never dropped here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from lsdsl.engine.memory import REMEMBERED
from lsdsl.runner.packed import pack
from lsdsl.runner.ruleset import Ruleset
from lsdsl.spark.arrivals import ARRIVALS, CLOCK, EVENTS, FILES, PROFILES, Arriving, Origin
from lsdsl.spark.checkpoint import Checkpoint, StartedWith
from lsdsl.spark.problems import SparkError
from lsdsl.spark.stepping import OUTPUT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.streaming.query import StreamingQuery

MINUTE: Final = 60_000_000
FOR_EVER: Final = "36500d"
"""Spark would leave out new files, without a word, that are a week older than the newest one."""
STATE_STORE: Final = "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider"

SETTINGS: Final[Mapping[str, str]] = {
    "spark.sql.streaming.stateStore.providerClass": STATE_STORE,
    # A commit writes what changed, and not all files of the store that changed by it.
    "spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled": "true",
    # A driver that was killed in its very first batch leaves a file that would keep every start after it from going on.
    "spark.sql.streaming.verifyCheckpointDirectoryEmptyOnStart": "false",
    "spark.sql.streaming.noDataMicroBatches.enabled": "true",
}
"""What a stream needs of its session, beside :data:`lsdsl.spark.session.SETTINGS`."""


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """What a stream reads and writes, and how. Durations and moments are in microseconds.

    ``delay`` is how much older than the newest event of all profiles an event may be and still find its profile as if no time
    had passed. ``every`` is the seconds between batches; without it the stream ends when all files are read.
    """

    events: str
    out: str
    checkpoint: str
    profiles: tuple[str, ...] = ()
    late: Literal["accept", "reject"] = "accept"
    remembered: int = REMEMBERED
    delay: int = 10 * MINUTE
    every: float | None = None
    files_per_batch: int | None = None


def prepare(ruleset: Ruleset, options: StreamOptions) -> Checkpoint:
    """Look whether a stream can start, before Java does; gives its checkpoint. Raises :class:`SparkError`."""
    if not Path(options.events).is_dir():
        raise SparkError(f"{options.events}: is no folder; name the folder in which the files of events arrive")
    for path in options.profiles:
        if not Path(path).is_file():
            raise SparkError(f"{path}: no such file")
    started_with = StartedWith(
        ruleset=ruleset.digest,
        events=_full(options.events),
        profiles=tuple(map(_full, options.profiles)),
        out=_full(options.out),
        late=options.late,
    )
    return Checkpoint(options.checkpoint, started_with)


class Stream:
    """A stream that can be started, and told the time."""

    def __init__(self, spark: "SparkSession", ruleset: Ruleset, options: StreamOptions) -> None:
        self._spark = spark
        self._ruleset = ruleset
        self.options = options
        self.checkpoint = prepare(ruleset, options)
        for name, value in SETTINGS.items():
            spark.conf.set(name, spark.conf.get(name, value) or value)  # what somebody has chosen stays

    def start(self) -> "StreamingQuery":
        """Start the query, or go on where it was ended in whatever way."""
        options = self.options
        writer = self._rows().writeStream.format("parquet").outputMode("append").option("path", _full(options.out))
        writer = writer.option("checkpointLocation", str(self.checkpoint.spark)).queryName("lsdsl")
        if options.every is None:
            return writer.trigger(availableNow=True).start()
        return writer.trigger(processingTime=f"{round(options.every * 1000)} milliseconds").start()

    def tell_time(self, moment: int) -> None:
        """Have time pass up to a moment (in microseconds) for all profiles, when the query next looks."""
        self.checkpoint.tell_time(moment + self.options.delay, moment)

    def _rows(self) -> "DataFrame":
        from lsdsl.spark.processor import ProfileProcessor

        options = self.options
        packed = pack(self._ruleset)
        late = options.late == "reject"
        events = Origin(_full(options.events), options.events)
        profiles = tuple(Origin(_full(path), path) for path in options.profiles)
        files = self._files(_escaped(events.root), EVENTS, recursiveFileLookup="true", **self._limit())
        files = files.union(self._files(str(self.checkpoint.clock), CLOCK, cleanSource="delete"))
        if profiles:
            files = files.union(self._files(_any_of([one.root for one in profiles]), PROFILES))
        arrivals: Any = files.mapInArrow(Arriving(packed, events, profiles, late), ARRIVALS)
        arrivals = arrivals.withWatermark("mark", f"{options.delay} microseconds")
        return arrivals.groupBy("profile").transformWithState(  # type: ignore[no-any-return]
            ProfileProcessor(packed, options.remembered, reject_late=late), OUTPUT, "Append", "EventTime"
        )

    def _files(self, path: str, role: str, **settings: str) -> "DataFrame":
        from pyspark.sql.functions import lit

        reader = self._spark.readStream.format("binaryFile").schema(FILES).options(maxFileAge=FOR_EVER, **settings)
        return reader.load(path).withColumn("role", lit(role))

    def _limit(self) -> dict[str, str]:
        limit = self.options.files_per_batch
        return {} if limit is None else {"maxFilesPerTrigger": str(limit)}


def _full(path: str) -> str:
    return str(Path(path).resolve())


def _escaped(path: str) -> str:
    """A path in which no character means several files."""
    return "".join(f"\\{one}" if one in "{}[]*?\\," else one for one in path)


def _any_of(paths: Sequence[str]) -> str:
    """A pattern for some files: a source of Spark takes one path, and a plain one has to be that of a folder."""
    return f"/{{{','.join(_escaped(path.removeprefix('/')) for path in paths)}}}"
