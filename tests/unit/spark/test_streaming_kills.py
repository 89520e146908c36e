"""A stream on a real Spark, killed twice with all its processes: what it wrote is what a local run gives."""

import shutil
from pathlib import Path

import pytest

from scripts.benchmarks.stream_kills import survive

pytest.importorskip("pyspark")


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17 or later")
def test_a_stream_that_is_killed_gives_what_a_local_run_gives(tmp_path: Path) -> None:
    """Killed with SIGKILL in the middle of its work and started again, nothing is lost, nothing comes twice, timers included."""
    seen = survive(tmp_path, kills=2, events=120, files=5, seed=3)
    assert seen.kills == 2
    assert seen.batches >= 5
    assert seen.from_timers > 0
