"""Millions of events with two processes, as SQL in DuckDB and on Spark: seconds, memory, and that the results are the same."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import zip_longest
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.check import PROGRAM, environment_of_a_user
from scripts.benchmarks.measuring import machine
from scripts.benchmarks.parquet import write_workload
from scripts.benchmarks.tree import Measured, measured

WAYS: Final = {
    "out": ["run", "--jobs", "2"],
    "one": ["run"],
    "jobs": ["run", "--jobs", "2"],
    "sql": ["run", "--engine", "sql"],
    "sql-out": ["run", "--engine", "sql"],
    "spark": ["spark", "run"],
}
"""By name: the verb and its options."""
WRITING: Final = ("out", "sql-out", "spark")
"""Those that write files, which are compared."""
KINDS: Final = ("profiles", "ledger", "actions", "failures", "rejects")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench scale", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=int, default=50, help="rules (%(default)s)")
    parser.add_argument("--events", type=int, default=5_000_000, help="events (%(default)s)")
    parser.add_argument("--profiles", type=int, default=200_000, help="profiles (%(default)s)")
    parser.add_argument(
        "--ways", default=",".join(WAYS), help="which to take (%(default)s); the first is what others are held against"
    )
    parser.add_argument("--master", default="local[2]", help="the Spark to use (%(default)s)")
    parser.add_argument("--memory", default="4g", help="memory for Spark's Java (%(default)s)")
    parser.add_argument(
        "--skew", default="100000", help="score profiles with more events in steps of so many, with Spark (%(default)s)"
    )
    parser.add_argument("--folder", type=Path, help="keep the made-up data and the results there (a temporary one)")
    given = parser.parse_args(arguments)
    console = Console(highlight=False)
    console.print(f"{machine()}; {given.rules} rules, {given.events:,} events, {given.profiles:,} profiles, from Parquet")
    with tempfile.TemporaryDirectory() if given.folder is None else nullcontext(str(given.folder)) as name:
        folder = Path(name)
        write_workload(folder, rules=given.rules, events=given.events, profiles=given.profiles)
        table = Table("way", title="start of all processes and reading of rules included", title_justify="left")
        for heading in ("seconds", "events a second", "MB, all processes"):
            table.add_column(heading, justify="right")
        ways = given.ways.split(",")
        for way in ways:
            options = [*WAYS[way], *(["--out", str(folder / way)] if way in WRITING else [])]
            if way == "spark":
                options += ["--master", given.master, "--memory", given.memory, "--skew", given.skew]
            took = _timed(folder, options)
            label = " ".join(["lsdsl", *WAYS[way], *(["--out"] if way in WRITING else [])])
            rate = f"{given.events / took.seconds:,.0f}"
            table.add_row(label, f"{took.seconds:,.1f}", rate, f"{took.megabytes:,.0f}")
            console.print(f"{label}: {took.seconds:,.1f} s, {took.megabytes:,.0f} MB", style="dim")
        console.print(table)
        written = [way for way in ways if way in WRITING]
        return max([_compared(folder, written[0], other, console) for other in written[1:]], default=0)


def _timed(folder: Path, options: Sequence[str]) -> Measured:
    verb = 2 if options[0] == "spark" else 1
    rules, profiles, events = (str(folder / name) for name in ("rules.lsdsl", "profiles.parquet", "events.parquet"))
    command = [*PROGRAM, *options[:verb], rules, *options[verb:], "--profiles", profiles, "--events", events]
    return measured(command, environment_of_a_user(folder))


def _compared(folder: Path, one: str, other: str, console: Console) -> int:
    """Hold what two ways have written against each other; gives the exit code."""
    if other == "sql-out":
        differ, count = 0, 0
        for ours, theirs in zip(_scores(folder / one), _scores(folder / other), strict=True):
            count += 1
            differ += ours[0] != theirs[0] or any(abs(ours[1][name] - theirs[1][name]) > 1e-9 for name in ours[1])
        console.print(f"{one} and {other}: {differ:,} of {count:,} profiles differ", style="red" if differ else "green")
        return int(differ > 0)
    wrong = [kind for kind in KINDS if not _same(folder, one, other, kind)]
    words = f"different: {', '.join(wrong)}" if wrong else "all five files hold the same bytes"
    console.print(f"{one} and {other}: {words}", style="red" if wrong else "green")
    return int(bool(wrong))


def _same(folder: Path, one: str, other: str, kind: str) -> bool:
    """Whether two ways have the same lines in one of the files."""
    with (folder / one / f"{kind}.jsonl").open("rb") as lines:
        if other != "spark":
            with (folder / other / f"{kind}.jsonl").open("rb") as others:
                return all(a == b for a, b in zip_longest(lines, others))
        command = [*PROGRAM, "spark", "lines", str(folder / other), kind]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment_of_a_user(folder)) as shown:  # noqa: S603 - our own
            assert shown.stdout is not None
            same = all(a == b for a, b in zip_longest(lines, shown.stdout))
            shown.stdout.close()
        return same and not shown.returncode


def _scores(folder: Path) -> Iterator[tuple[str, dict[str, float]]]:
    with (folder / "profiles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            profile = json.loads(line)
            yield profile["id"], {name: score["value"] for name, score in profile["scores"].items()}


if __name__ == "__main__":
    sys.exit(main())
