"""Millions of events with two processes, as SQL in DuckDB and on Spark: seconds, memory, and that the results are the same."""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.check import PROGRAM, environment_of_a_user
from scripts.benchmarks.measuring import machine
from scripts.benchmarks.parquet import write_workload
from scripts.benchmarks.tree import Measured, measured

KINDS = ("profiles", "ledger", "actions", "failures", "rejects")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench scale", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=int, default=50, help="rules (%(default)s)")
    parser.add_argument("--events", type=int, default=5_000_000, help="events (%(default)s)")
    parser.add_argument("--profiles", type=int, default=200_000, help="profiles (%(default)s)")
    parser.add_argument("--memory", default="4g", help="memory for Spark's Java (%(default)s)")
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
        for label, options, out in (
            ("lsdsl run", ["run"], None),
            ("lsdsl run --jobs 2", ["run", "--jobs", "2"], None),
            ("lsdsl run --engine sql", ["run", "--engine", "sql"], None),
            ("lsdsl run --jobs 2 --out", ["run", "--jobs", "2"], "local"),
            ("lsdsl run --engine sql --out", ["run", "--engine", "sql"], "sql"),
            ("lsdsl spark run --master local[2]", ["spark", "run", "--master", "local[2]", "--memory", given.memory], "spark"),
        ):
            took = _timed(folder, options, out)
            rate = f"{given.events / took.seconds:,.0f}"
            table.add_row(label, f"{took.seconds:,.1f}", rate, f"{took.megabytes:,.0f}")
            console.print(f"{label}: {took.seconds:,.1f} s, {took.megabytes:,.0f} MB", style="dim")
        console.print(table)
        return _compared(folder, console)


def _timed(folder: Path, options: Sequence[str], out: str | None) -> Measured:
    verb = 2 if options[0] == "spark" else 1
    rules, profiles, events = (str(folder / name) for name in ("rules.lsdsl", "profiles.parquet", "events.parquet"))
    command = [*PROGRAM, *options[:verb], rules, *options[verb:], "--profiles", profiles, "--events", events]
    return measured([*command, *(["--out", str(folder / out)] if out else [])], environment_of_a_user(folder))


def _compared(folder: Path, console: Console) -> int:
    """Hold the results against each other; gives the exit code."""
    wrong = 0
    for kind in KINDS:
        local = _digest((folder / "local" / f"{kind}.jsonl").open("rb"))
        command = [*PROGRAM, "spark", "lines", str(folder / "spark"), kind]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **environment_of_a_user(folder)}) as process:  # noqa: S603 - our own
            assert process.stdout is not None
            spark = _digest(process.stdout)
        same = local == spark
        wrong += not same
        words = "the same bytes" if same else f"DIFFERENT ({local} and {spark})"
        console.print(f"{kind}.jsonl, lsdsl run and Spark: {words}", style="green" if same else "red")
    differ, count = 0, 0
    for ours, theirs in zip(_scores(folder / "local"), _scores(folder / "sql"), strict=True):
        count += 1
        differ += ours[0] != theirs[0] or any(abs(ours[1][name] - theirs[1][name]) > 1e-9 for name in ours[1])
    console.print(f"scores, lsdsl run and SQL: {differ:,} of {count:,} profiles differ", style="red" if differ else "green")
    return int(wrong > 0 or differ > 0)


def _digest(lines: Iterable[bytes]) -> str:
    sha = hashlib.sha256()
    for line in lines:
        sha.update(line)
    return sha.hexdigest()[:16]


def _scores(folder: Path) -> Iterator[tuple[str, dict[str, float]]]:
    with (folder / "profiles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            profile = json.loads(line)
            yield profile["id"], {name: score["value"] for name, score in profile["scores"].items()}


if __name__ == "__main__":
    sys.exit(main())
