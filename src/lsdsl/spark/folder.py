"""A run by Spark over files, into an output folder."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lsdsl.records.output import OutputFolder
from lsdsl.runner.options import Progress, RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import Summary
from lsdsl.spark.problems import SparkError
from lsdsl.spark.scoring import SKEW, score_files
from lsdsl.spark.tables import OWNED, write_summary, write_tables
from lsdsl.spark.watching import watched

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LINES: Final = 12
"""So many lines of what Spark says about a failed job are told."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How Spark goes about it: whether events are put in order of time, and how many records of a profile are very many."""

    by_time: bool = False
    skew: int = SKEW


def run_to_tables(
    spark: "SparkSession", ruleset: Ruleset, options: RunOptions, manner: Manner, folder: str, progress: Progress
) -> tuple[Summary, Shown]:
    """Score files and write the tables, all of them or none; gives what there is to show.

    Raises ``InputError``, ``OutputError`` and :class:`SparkError`; the folder is then as it was.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    begin = time.monotonic()
    try:
        with OutputFolder(folder, OWNED) as output, watched(spark, progress) as phase:
            phase("scoring")
            with score_files(spark, ruleset, options, by_time=manner.by_time, skew=manner.skew) as scored:
                phase("writing")
                write_tables(scored, output)
                scored.summary.seconds = round(time.monotonic() - begin, 3)
                write_summary(scored, output)
    except (PySparkException, Py4JError) as error:
        said = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise SparkError("a job of Spark failed: " + "\n  ".join(said[:LINES])) from error
    return scored.summary, scored.shown
