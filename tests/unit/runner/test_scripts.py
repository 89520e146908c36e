"""The scripts that try a whole run: they work, and what they find is as it should be."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"


@pytest.mark.parametrize("seed", ["1", "2"])
def test_plain_python_agrees(seed: str) -> None:
    """Leads scored by plain Python have exactly the scores, ranges, flames and grades of ``lsdsl run``."""
    command = [
        sys.executable,
        str(SCRIPTS / "compare_with_plain_python.py"),
        "--leads",
        "200",
        "--events",
        "3000",
        "--seed",
        seed,
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("all 220 leads agree, and the same ")


def test_boxes_are_measured() -> None:
    """The benchmark of boxes runs through and shows that all ways give the same; few runs say nothing of the target."""
    command = [sys.executable, str(SCRIPTS / "benchmarks" / "boxes.py"), "--runs", "200", "--rounds", "3"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    assert done.stderr == ""
    shown = ["CPython", "ns per run", "function by hand", "function of the box", "Box.run", "target:"]
    assert [line.startswith(word) for line, word in zip(done.stdout.splitlines(), shown, strict=True)] == [True] * 6


def test_memory_is_measured() -> None:
    """The measuring script runs through; its figures are worth something only with many events."""
    command = [sys.executable, str(SCRIPTS / "measure_memory.py"), "--profiles", "50", "--events", "200", "400"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 3
