"""Seconds until `lsdsl check` has answered, as a whole process: 1,000 rules in 40 files, one file of 25, and `--version`."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.measuring import Target, machine
from scripts.benchmarks.workload import make_rules, rule_text

PROGRAM: Final = (sys.executable, "-c", "from lsdsl.cli import main; main()")
"""The program of this environment, or of PYTHONPATH."""
FILES: Final = 40
HEADER: Final = "score engagement:\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench check", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=int, default=1_000, help="rules of the large ruleset (%(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="times that each is run (%(default)s)")
    given = parser.parse_args(arguments)
    console = Console(highlight=False)
    console.print(f"{machine()}; not pinned")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "large", given.rules, FILES)
        _write(folder / "small", 25, 1)
        ways = {
            f"check {given.rules:,} rules in {FILES} files": (["check", str(folder / "large")], 1.5),
            "check 25 rules in one file": (["check", str(folder / "small")], 0.25),
            "--version": (["--version"], 0.12),
        }
        took: dict[str, list[float]] = {label: [] for label in ways}
        environment = environment_of_a_user(folder)
        for number in range(-1, given.rounds):
            for label, (options, _) in ways.items():
                seconds = _timed(options, environment)
                if number >= 0:  # the first round writes what Python keeps of compiled modules
                    took[label].append(seconds)
    table = Table("lsdsl", title="seconds", title_justify="left")
    for heading in ("min", "median", "max"):
        table.add_column(heading, justify="right")
    for label, own in took.items():
        table.add_row(label, *(f"{one:.3f}" for one in (min(own), median(own), max(own))))
    console.print(table)
    for label, (_, wanted) in ways.items():
        target = Target(f"{label}, median", median(took[label]), wanted, "seconds")
        console.print(str(target), style="green" if target.met else "red")
    return 0


def environment_of_a_user(folder: Path) -> dict[str, str]:
    """The environment of a program that runs for the second time: Python keeps compiled modules, here below a folder."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def _write(folder: Path, number: int, files: int) -> None:
    """A ruleset whose rules stand in so many files, each with a score of its own; what the data is stands in the first."""
    folder.mkdir()
    head, _, body = rule_text(make_rules(number)).partition(HEADER)
    lines = body.splitlines(keepends=True)
    size = -(-len(lines) // files)
    for index in range(files):
        own = "".join(lines[index * size : (index + 1) * size])
        text = f"{head if index == 0 else ''}score engagement_{index}:\n{own}"
        (folder / f"rules_{index:02d}.lsdsl").write_text(text, encoding="utf-8")


def _timed(options: Sequence[str], environment: Mapping[str, str]) -> float:
    command = [*PROGRAM, *options]
    begin = perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)  # noqa: S603 - our own program
    seconds = perf_counter() - begin
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
