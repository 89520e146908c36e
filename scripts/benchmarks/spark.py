"""Seconds and memory of `lsdsl spark run`, all of its processes together, beside `lsdsl run`; their results are compared."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
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
    parser = argparse.ArgumentParser(prog="scripts/bench spark", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=int, default=50, help="rules (%(default)s)")
    parser.add_argument("--events", type=int, default=1_000_000, help="events (%(default)s)")
    parser.add_argument("--profiles", type=int, default=40_000, help="profiles (%(default)s)")
    parser.add_argument("--master", default="local[2]", help="the Spark to use (%(default)s)")
    parser.add_argument("--memory", default="2g", help="memory for Spark's Java (%(default)s)")
    parser.add_argument("--skew", type=int, help="score profiles with more events in steps of so many")
    parser.add_argument("--folder", type=Path, help="keep the made-up data and the results there (a temporary one)")
    given = parser.parse_args(arguments)
    console = Console(highlight=False)
    console.print(f"{machine()}; {given.rules} rules, {given.events:,} events, {given.profiles:,} profiles, from Parquet")
    spark = ["spark", "run", "--master", given.master, "--memory", given.memory]
    if given.skew is not None:
        spark += ["--skew", str(given.skew)]
    with tempfile.TemporaryDirectory() if given.folder is None else nullcontext(str(given.folder)) as name:
        folder = Path(name)
        write_workload(folder, rules=given.rules, events=given.events, profiles=given.profiles)
        table = Table("way", title="start of all processes and reading of rules included", title_justify="left")
        for heading in ("seconds", "events a second", "MB, all processes"):
            table.add_column(heading, justify="right")
        for verb, out in ((["run"], "alone"), (["run", "--jobs", "2"], "two"), (spark, "spark")):
            took = _timed(folder, verb, out)
            rate = given.events / took.seconds
            table.add_row(f"lsdsl {' '.join(verb)}", f"{took.seconds:,.1f}", f"{rate:,.0f}", f"{took.megabytes:,.0f}")
        console.print(table)
        return _compare(folder, console)


def _timed(folder: Path, verb: Sequence[str], out: str) -> Measured:
    given = [
        str(folder / "rules.lsdsl"),
        "--profiles",
        str(folder / "profiles.parquet"),
        "--events",
        str(folder / "events.parquet"),
    ]
    return measured([*PROGRAM, *verb, *given, "--out", str(folder / out)], environment_of_a_user(folder), (0, 1))


def _compare(folder: Path, console: Console) -> int:
    """Whether the tables of Spark hold the very lines of `lsdsl run`."""
    for kind in KINDS:
        command = [*PROGRAM, "spark", "lines", str(folder / "spark"), kind]
        shown = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our own
        assert shown.stdout is not None
        with (folder / "alone" / f"{kind}.jsonl").open("rb") as alone:
            same = all(line == next(alone, b"") for line in shown.stdout) and not alone.read(1)
        shown.stdout.close()
        if shown.wait() or not same:
            console.print(f"{kind}: not what lsdsl run gives", style="red")
            return 1
    console.print("all five tables hold the lines of lsdsl run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
