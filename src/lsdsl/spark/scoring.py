"""The two ways to score with Spark: tables that it has, and files that its workers read."""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from lsdsl.engine.memory import REMEMBERED
from lsdsl.records.moments import EPOCH, MICROSECOND
from lsdsl.runner.options import RunOptions
from lsdsl.runner.packed import pack
from lsdsl.runner.ruleset import Ruleset
from lsdsl.spark.scored import Scored
from lsdsl.spark.session import require_spark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SKEW: Final = 100_000
"""A profile with more records than this is folded in rounds of so many."""

PROFILES: Final = "profiles"
EVENTS: Final = "events"
"""How rejects name the tables that were given."""


def score(  # noqa: PLR0913 - what `lsdsl spark run` has as options
    spark: "SparkSession",
    ruleset: Ruleset,
    profiles: "DataFrame | None" = None,
    events: "DataFrame | None" = None,
    *,
    as_of: datetime | None = None,
    late: Literal["accept", "reject"] = "accept",
    remembered: int = REMEMBERED,
    skew: int = SKEW,
) -> Scored:
    """Score profiles by their events, both tables of Spark whose columns are those of CSV and Parquet files for ``lsdsl run``.

    Events happen in the order of their column ``sequence``, or where there is none in order of time and then of id. ``as_of`` is
    the moment to which all profiles are advanced, by default that of the newest event; without a time zone it is UTC.
    """
    require_spark()
    from pyspark.sql import functions as f

    from lsdsl.spark.reading import SEQUENCE, Reading, read_table
    from lsdsl.spark.running import Inputs, Run
    from lsdsl.spark.schemas import RECORD, ddl

    options = RunOptions(
        profiles=() if profiles is None else (PROFILES,),
        events=() if events is None else (EVENTS,),
        as_of=None if as_of is None else (_aware(as_of) - EPOCH) // MICROSECOND,
        late=late,
        remembered=remembered,
    )
    by_time = events is not None and SEQUENCE not in events.columns
    work = Reading(pack(ruleset), options, by_time)
    read: DataFrame | None = None
    for piece, (name, table) in enumerate(((PROFILES, profiles), (EVENTS, events))):
        if table is None:
            continue
        if SEQUENCE in table.columns:
            table = table.withColumn(SEQUENCE, f.col(SEQUENCE).cast("bigint"))  # noqa: PLW2901 - the same table
        rows = table.mapInArrow(partial(read_table, work, piece, name), ddl(RECORD))
        read = rows if read is None else read.unionByName(rows)
    if read is None:
        raise ValueError("nothing to score: give profiles, events or both")
    inputs = Inputs((PROFILES, EVENTS), profiles=1, pieces=(0, 1), lines=False)
    return Run(spark, ruleset, options, inputs, skew).score(read)


def score_files(
    spark: "SparkSession",
    ruleset: Ruleset,
    options: RunOptions,
    *,
    by_time: bool = False,
    skew: int = SKEW,
    size: int | None = None,
) -> Scored:
    """Score profiles and events in files, which every worker of Spark can open by the same names.

    Events happen in the order of the files and of their records, as with ``lsdsl run``, or ``by_time``: in order of time, and
    those of one moment in that order. Files of JSON Lines are cut into pieces of ``size`` bytes. Raises ``InputError``.
    """
    require_spark()
    from lsdsl.spark.pieces import SIZE, pieces_of
    from lsdsl.spark.reading import Reading, read_pieces
    from lsdsl.spark.running import Inputs, Run
    from lsdsl.spark.schemas import RECORD, ddl

    pieces = pieces_of(options, size or SIZE)
    work = Reading(pack(ruleset), options, by_time)
    read = spark.range(0, len(pieces), 1, len(pieces)).mapInArrow(partial(read_pieces, work, pieces), ddl(RECORD))
    sources = (*options.profiles, *options.events)
    inputs = Inputs(sources, len(options.profiles), tuple(piece.input for piece in pieces), lines=True)
    return Run(spark, ruleset, options, inputs, skew).score(read)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
