"""Limits for all profiles together, the one thing in which profiles are no islands: which runs of a follow-up they hold back.

It is decided for each follow-up by one task, from the moments of its runs alone: what the runs ask for stays where it is.
"""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from lsdsl.engine.outcome import Action
from lsdsl.records.spool import LAST
from lsdsl.runner.actions import refusal_of
from lsdsl.runner.overall import OverallLimits
from lsdsl.runner.ruleset import Ruleset
from lsdsl.spark.columns import failure_row
from lsdsl.spark.schemas import TABLES, ddl
from lsdsl.spark.worker import worker_ruleset

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

HELD: Final = pa.schema([("run", pa.string()), *((f"failure_{field.name}", field.type) for field in TABLES["failures"])])
"""A run that is held back, and its row among the failures."""

ROWS: Final = 10_000


def limited(ruleset: Ruleset) -> list[str]:
    """The names of the follow-ups that have a limit for all profiles together."""
    return [plan.name for plan in ruleset.program.followups if plan.overall is not None]


def held_back(packed: bytes, names: list[str], actions: "DataFrame") -> "DataFrame":
    """The runs of follow-ups, among ``actions``, that limits hold back: rows of :data:`HELD`."""
    from pyspark.sql import functions as f

    place = f.struct("time", "profile", "sequence")
    runs = (
        actions.where(f.col("followup").isin(names))
        .groupBy("followup", "profile", "run")
        .agg(f.min(place).alias("first"), f.min_by("event", place).alias("event"))
    )
    row = f.struct(f.unix_micros("first.time").alias("time"), "profile", "first.sequence", "run", "event")
    groups = runs.groupBy("followup").agg(f.sort_array(f.collect_list(row)).alias("runs"))
    return groups.mapInArrow(partial(hold_back, packed), ddl(HELD))


def hold_back(packed: bytes, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Go through the runs of each follow-up in order of time. It happens in the workers."""
    program = worker_ruleset(packed).program
    numbers = {plan.name: number for number, plan in enumerate(program.followups)}
    for batch in batches:
        for followup, runs in zip(batch.column("followup").to_pylist(), batch.column("runs"), strict=True):
            limits = OverallLimits()
            plan = program.followups[numbers[followup]]
            values = runs.values
            rows = []
            for moment, profile, sequence, run, event in zip(*(one.to_pylist() for one in values.flatten()), strict=True):
                action = Action("", numbers[followup], "", (), moment, event, run)
                if not limits.allows(plan, profile, action):
                    # As in the files of `lsdsl run`: behind all else that went wrong for the profile at this moment.
                    rows.append((run, *failure_row(program, profile, refusal_of(program, action), LAST + sequence)))
            for begin in range(0, len(rows), ROWS):
                yield _batch(rows[begin : begin + ROWS])


def _batch(rows: list[tuple[object, ...]]) -> pa.RecordBatch:
    columns = [
        pa.array(values, pa.int64()).cast(field.type) if pa.types.is_timestamp(field.type) else pa.array(values, field.type)
        for values, field in zip(zip(*rows, strict=True), HELD, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=HELD)
