"""A run by Spark, seen from the program that drives it: records are read, collected by profile, folded, and counted.

All is right by definition, whatever plan Spark makes: the records of a profile are one sorted array, so no order of rows between
tasks matters. The input is read once. What was read is kept by Spark, because three things have to be known before profiles are
folded: the newest moment, to which all of them are advanced at their end; how many lines come before each piece; and which
profiles have too many records to be one array. The alternatives are dearer: reading twice decodes everything twice, and folding
without the moment writes and reads the state of each profile once more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, Final

from lsdsl.records.problems import InputError
from lsdsl.runner.options import RunOptions
from lsdsl.runner.packed import pack
from lsdsl.runner.ruleset import Ruleset
from lsdsl.spark.counting import Counting, Group, Repeats
from lsdsl.spark.folding import Folding, fold_on, fold_profiles
from lsdsl.spark.overall import held_back, limited
from lsdsl.spark.rejecting import rejects_of
from lsdsl.spark.schemas import EVENT, ORDER, REJECT, RESULT, STATE, TABLES, TOLD, ddl
from lsdsl.spark.scored import Scored
from lsdsl.spark.told import FoldTold, ReadTold, unpacked

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

MESSAGES: Final = 3
"""So many different messages of each code are shown."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a run by number, the first ``profiles`` of them being of profiles, and the input of each piece."""

    sources: tuple[str, ...]
    profiles: int
    pieces: tuple[int, ...]
    lines: bool
    """Whether the records of a piece are counted from its beginning, so that lines before it have to be added."""

    def begins(self, told: Sequence[ReadTold]) -> tuple[tuple[int, int], ...]:
        """For each piece the number of its input and how many lines of that came before it."""
        lines = {one.piece: one.lines for one in told} if self.lines else {}
        before = [0] * len(self.sources)
        found = []
        for piece, number in enumerate(self.pieces):
            found.append((number, before[number]))
            before[number] += lines.get(piece, 0)
        return tuple(found)


class Run:
    """Scores what was read. Give it the rows of :mod:`lsdsl.spark.reading`."""

    def __init__(self, spark: "SparkSession", ruleset: Ruleset, options: RunOptions, inputs: Inputs, skew: int) -> None:
        self._spark = spark
        self._ruleset = ruleset
        self._packed = pack(ruleset)
        self._options = options
        self._inputs = inputs
        self._skew = skew
        self._counting = Counting(ruleset, options, inputs.sources, inputs.profiles, inputs.pieces)
        self._kept: list[DataFrame] = []

    def score(self, read: "DataFrame") -> Scored:
        """Do it all; raises ``InputError`` where an input cannot be read."""
        try:
            return self._score(self._keep(read))
        except BaseException:
            for one in self._kept:
                one.unpersist()
            raise

    def _score(self, read: "DataFrame") -> Scored:
        from pyspark.sql import functions as f

        told: list[ReadTold] = [unpacked(row[0]) for row in read.where(f.col("kind") == TOLD).select("payload").collect()]
        told.sort(key=lambda one: one.piece)
        for one in told:
            if one.problem is not None:
                raise InputError(one.problem)
        self._counting.read(told)
        pieces = self._inputs.begins(told)
        as_of = self._counting.expected_moment()
        heavy = self._heavy(read)
        results, folded = self._fold(read, heavy, as_of, pieces)
        moment = self._counting.moment(folded)
        if moment != as_of:
            # The newest event was a duplicate or was refused: what did not happen is no reason for time to pass.
            for frame in self._kept[1:]:
                frame.unpersist()
            results, folded = self._fold(read, heavy, moment, pieces)
        summary, shown = self._counting.folded(folded, moment)
        tables = {name: results.where(f.col("kind") == name).select(f"{name}.*") for name in TABLES}
        if self._counting.refused_in_reading:
            rows = read.where(f.col("kind") == REJECT).select("piece", "number", "payload")
            refused = self._keep(rows.mapInArrow(partial(rejects_of, self._inputs.sources, pieces), ddl(RESULT)))
            tables["rejects"] = tables["rejects"].unionByName(refused.select("rejects.*"))
        if summary.rejects:
            self._counting.repeats(self._repeated(tables["rejects"]))
        if any(one.asked for one in folded):
            self._hold_back(tables)
            self._counting.actions(self._by_followup(tables["actions"]))
        return Scored(**tables, summary=summary, shown=shown, kept=tuple(self._kept))

    # --- folding ---

    def _fold(
        self, read: "DataFrame", heavy: "DataFrame | None", as_of: int | None, pieces: tuple[tuple[int, int], ...]
    ) -> tuple["DataFrame", list[FoldTold]]:
        """Fold all profiles; gives the rows of results, and what the tasks have told."""
        from pyspark.sql import functions as f

        work = Folding(self._packed, self._options, as_of, self._inputs.sources, pieces)
        rows = read.where(f.col("kind") <= EVENT)
        if heavy is not None:
            rows = rows.join(f.broadcast(heavy), "profile", "left_anti")
        groups = rows.groupBy("profile").agg(_records())
        results = [self._keep(groups.mapInArrow(partial(fold_profiles, work), ddl(RESULT)))]
        told = _told(results[0])
        if heavy is not None:
            for one in self._rounds(read, heavy, work):
                results.append(one)
                told += _told(one)
        together = reduce(lambda one, other: one.unionByName(other), results)
        return together.coalesce(results[0].rdd.getNumPartitions()), told

    def _heavy(self, read: "DataFrame") -> "DataFrame | None":
        """The profiles that have too many records to be collected into one row, None when there are none."""
        from pyspark.sql import functions as f

        if self._counting.records <= self._skew:
            return None
        counts = read.where(f.col("kind") <= EVENT).groupBy("profile").count()
        found = counts.where(f.col("count") > self._skew).select("profile").toArrow()
        return self._spark.createDataFrame(found.combine_chunks()) if found.num_rows else None

    def _rounds(self, read: "DataFrame", heavy: "DataFrame", work: Folding) -> Iterable["DataFrame"]:
        """Fold profiles with very many records some records at a time: what goes from one round to the next is their states."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        ordered = Window.partitionBy("profile").orderBy(*ORDER)
        whole = Window.partitionBy("profile")
        rows = read.where(f.col("kind") <= EVENT).join(f.broadcast(heavy), "profile", "left_semi")
        number = ((f.row_number().over(ordered) - 1) / self._skew).cast("int")
        rows = rows.withColumn("round", number).withColumn("rounds", f.max("round").over(whole))
        rows = self._keep(rows)
        count = rows.agg(f.max("round")).collect()[0][0]
        states: DataFrame | None = None
        for present in range(count + 1):
            groups = rows.where(f.col("round") == present).groupBy("profile").agg(_records(), f.max("rounds").alias("rounds"))
            given = groups.select("profile", "records", (f.col("rounds") == present).alias("last"))
            if states is None:
                given = given.withColumn("state", f.lit(None).cast("binary"))
            else:
                given = given.join(states, "profile", "left")
            again = Folding(work.ruleset, work.options, work.as_of, work.sources, work.pieces, present)
            result = self._keep(given.mapInArrow(partial(fold_on, again), ddl(RESULT)))
            yield result
            states = result.where(f.col("kind") == STATE).select("profile", f.col("told").alias("state"))

    def _keep(self, frame: "DataFrame") -> "DataFrame":
        from pyspark import StorageLevel

        kept = frame.persist(StorageLevel.MEMORY_AND_DISK)
        self._kept.append(kept)
        return kept

    # --- what concerns all profiles ---

    def _hold_back(self, tables: "dict[str, DataFrame]") -> None:
        """Take away the actions of runs that limits for all profiles hold back, and put those runs among the failures."""
        from pyspark.sql import functions as f

        names = limited(self._ruleset)
        if not names:
            return
        held = self._keep(held_back(self._packed, names, tables["actions"]))
        count = held.count()
        if not count:
            return
        self._counting.refuse_runs(count)
        failures = [f.col(f"failure_{field.name}").alias(field.name) for field in TABLES["failures"]]
        tables["failures"] = tables["failures"].unionByName(held.select(*failures))
        runs = held.select(f.col("failure_followup").alias("followup"), f.col("failure_profile").alias("profile"), "run")
        tables["actions"] = tables["actions"].join(runs, ["followup", "profile", "run"], "left_anti")

    def _by_followup(self, actions: "DataFrame") -> list[Group]:
        """How many actions each follow-up asks for, in the order of their first ones."""
        from pyspark.sql import functions as f

        first = f.min(f.struct("time", "profile", "sequence")).alias("first")
        counts = actions.groupBy("followup").agg(f.count("*").alias("count"), first).orderBy("first")
        return [Group(row["followup"], row["count"]) for row in counts.collect()]

    def _repeated(self, rejects: "DataFrame") -> list[Repeats]:
        """The first rejects of each code that say different things, and how many say the same, in the order of the input."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        first = f.min(f.struct("input", "sequence", "source", "line", "raw")).alias("first")
        messages = rejects.groupBy("code", "message").agg(f.count("*").alias("count"), first)
        rank = f.row_number().over(Window.partitionBy("code").orderBy("first", "message"))
        found = messages.withColumn("rank", rank).where(f.col("rank") <= MESSAGES).orderBy("first").collect()
        return [
            Repeats(row["first"]["source"], row["first"]["line"], row["code"], row["message"], row["first"]["raw"], row["count"])
            for row in found
        ]


def _records() -> "Column":
    """The records of a profile as one array, in their order."""
    from pyspark.sql import functions as f

    return f.sort_array(f.collect_list(f.struct(*ORDER))).alias("records")


def _told(results: "DataFrame") -> list[Any]:
    from pyspark.sql import functions as f

    return [unpacked(row[0]) for row in results.where(f.col("kind") == "told").select("told").collect()]
