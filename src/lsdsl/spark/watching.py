"""How far the work of Spark is, told while it goes on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from lsdsl.runner.options import Progress

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EVERY: Final = 0.5
"""Seconds between two looks."""

Phase = Callable[[str], None]
"""Called with what is worked on from now on."""


@contextmanager
def watched(spark: "SparkSession", progress: Progress) -> Iterator[Phase]:
    """Tell how many tasks of each phase are done, until the block ends. How many there will be only Spark knows."""
    tracker = spark.sparkContext.statusTracker()
    done: dict[str, dict[int, int]] = {}
    present = ""
    ended = threading.Event()

    def phase(name: str) -> None:
        nonlocal present
        present = name

    def watch() -> None:
        while not ended.wait(EVERY):
            if not present:
                continue
            stages = done.setdefault(present, {})
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info is not None:
                    stages[stage] = info.numCompletedTasks
            progress(present, "tasks", sum(stages.values()), None)

    thread = threading.Thread(target=watch, name="progress of Spark", daemon=True)
    thread.start()
    try:
        yield phase
    finally:
        ended.set()
        thread.join()
