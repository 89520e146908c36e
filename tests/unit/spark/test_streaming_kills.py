"""A stream on a real Spark, ended dead twice in the middle of a batch: what it wrote is what a local run gives.

The moments are those of the files that the stream writes, never those of a clock: half of what a batch gives is there, and the
batch does not count yet. First `lsdsl spark stream` is killed with all that it started. The second time, to spare Java one more
start, it stands still while its files are copied: they are what a kill at this moment leaves, and the next start finds just them.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import lsdsl
from lsdsl.spark.sink import committed, is_sink
from lsdsl.spark.streaming import Stream, StreamOptions
from scripts.benchmarks.stream_kills import AS_OF, ENVIRONMENT, FILES, LSDSL, offsets, seen, write_history
from tests.unit.cli.program import run
from tests.unit.spark.conftest import QUICK

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DAY: Final = 86_400_000_000
STREAM: Final = (
    *("spark", "stream", "rules.lsdsl", "--profiles", "leads.csv", "--events", "inbox"),
    *("--out", "scored", "--checkpoint", "state"),
    # Events are late by up to two days: time has to pass later than that, or they would find that it has passed.
    *("--once", "--as-of", AS_OF, "--delay", "3d", "--max-files-per-trigger", "1", "--partitions", "2"),
)
OPTIONS: Final = StreamOptions(
    events="inbox", out="scored", checkpoint="state", profiles=("leads.csv",), delay=3 * DAY, files_per_batch=1
)  # fmt: skip
BETWEEN_LOOKS: Final = 0.002
"""Seconds: many looks fall into the time in which a batch writes."""
TRIES: Final = 5
"""A machine may still be so quick, or so slow to look, that no look falls into any batch: then it all begins anew."""
FOLDERS: Final = ("state", "scored")


def half_done(after: int) -> bool:
    """Whether a batch is at work, later than so many, of which some output is there and nothing counts."""
    begun = offsets(Path())
    if begun <= after or Path("state", "spark", "commits", str(begun - 1)).exists():
        return False
    known = set(committed("scored")) if is_sink("scored") else set()
    return begun > 1 and any(path not in known for path in Path("scored").glob("*.parquet"))


@contextmanager
def stopped(process: int, *, group: bool) -> Iterator[None]:
    """Have a process, or all of its group, stand still."""
    send = os.killpg if group else os.kill
    send(process, signal.SIGSTOP)
    try:
        yield
    finally:
        send(process, signal.SIGCONT)


def caught(process: int, after: int, running: Callable[[], bool], end: Callable[[], object], *, group: bool) -> bool:
    """Do something at a moment when a batch is half done and the process stands still; whether there was such a moment."""
    while running():
        if half_done(after):
            with stopped(process, group=group):
                if half_done(after):  # still
                    end()
                    return True
        time.sleep(BETWEEN_LOOKS)
    return False


def kill(said: Path) -> bool:
    """Start the stream, and kill it in the middle of a batch; whether there was such a moment."""
    java = [option for setting in QUICK.items() for option in ("--conf", "=".join(setting))]
    command = [*LSDSL, *STREAM, "--master", "local[1]", *java]
    with (
        said.open("wb") as told,
        subprocess.Popen(command, env=ENVIRONMENT, stdout=told, stderr=told, start_new_session=True) as process,
    ):
        killed = caught(
            process.pid, 1, lambda: process.poll() is None, lambda: os.killpg(process.pid, signal.SIGKILL), group=True
        )
    assert killed or process.returncode == 1, said.read_text(encoding="utf-8")
    return killed


def stop_dead(spark: "SparkSession", left: Path) -> bool:
    """Go on with the stream, stop it, and have in its folders what a kill would have left; whether there was such a moment."""
    java = spark.sparkContext._gateway.proc.pid  # type: ignore[union-attr]
    before = offsets(Path())
    query = Stream(spark, lsdsl.load("rules.lsdsl"), OPTIONS).start()
    try:
        copied = caught(
            java,
            before,
            lambda: query.isActive,
            lambda: take(Path(), left),
            group=False,
        )
    finally:
        query.stop()
    assert query.exception() is None
    if copied:
        take(left, Path())
    return copied


def take(source: Path, target: Path) -> None:
    """Have the folders of the stream of another place here, as they are there."""
    for name in FOLDERS:
        shutil.rmtree(target / name, ignore_errors=True)
        if (source / name).exists():
            shutil.copytree(source / name, target / name)


def until_done(attempt: Callable[[], bool], before: Path) -> None:
    """Attempt something until it succeeds, each time with the folders of the stream as they were before."""
    take(Path(), before)
    for _ in range(TRIES):
        if attempt():
            return
        take(before, Path())
    pytest.fail(f"no batch was caught in the middle in {TRIES} streams")


@pytest.mark.usefixtures("_known_session")
def test_a_stream_that_is_killed_gives_what_a_local_run_gives(
    spark: "SparkSession", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended dead in the middle of its work and started again, nothing is lost, nothing comes twice, timers included."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    names = write_history(folder, 120, 5)
    until_done(lambda: kill(tmp_path / "said"), tmp_path / "nothing")
    first = offsets(folder)
    until_done(lambda: stop_dead(spark, tmp_path / "left"), tmp_path / "first")
    second = offsets(folder)
    result = run(*STREAM)
    assert result.exit_code == 1, result.output
    result = run("spark", "collect", "rules.lsdsl", "--from", "scored", "--out", "collected")
    assert result.exit_code == 1, result.output
    inputs = [option for name in names for option in ("--events", name)]
    run("run", "rules.lsdsl", "--profiles", "leads.csv", *inputs, "--as-of", AS_OF, "--out", "local")
    for name in FILES:
        assert Path("collected", name).read_bytes() == Path("local", name).read_bytes(), name
    found = seen(folder, kills=2)
    assert 1 < first < second < found.batches
    assert found.from_timers > 0
    assert found.left_over > 0
