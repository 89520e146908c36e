"""How long `lsdsl rescore --state` takes for many profiles, and how much memory, beside the run that made the state."""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.measuring import machine

RULES: Final = """\
profile:
    country  text

event visit:
    path  text

score heat:
    range cold
    range warm  from 12
    +{}  on each visit, at most 3 times per 7 days, expires after 30 days
    +20  on first visit where path starts with "/pricing"
    +5   while country is "NL"

followup later:
    when heat is at least warm
    wait 3 days
    do notify "again", to: "sales@example.org"
"""
PROGRAM: Final = (sys.executable, "-c", "from lsdsl.cli import main; main()")
BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
DAYS: Final = 90


def write_history(folder: Path, profiles: int, most: int) -> int:
    """Profiles, and one to so many events of each, in order of time; gives how many there are."""
    with (folder / "leads.csv").open("w", encoding="utf-8") as file:
        file.write("id,country\n")
        file.writelines(f"P{number:07},{'NL' if number % 3 else 'DE'}\n" for number in range(profiles))
    chance = random.Random(1)
    whose = [number for number in range(profiles) for _ in range(1 + number % most)]
    chance.shuffle(whose)
    step = timedelta(days=DAYS) / len(whose)
    with (folder / "events.jsonl").open("w", encoding="utf-8") as file:
        for number, profile in enumerate(whose):
            path = "/pricing" if number % 7 == 0 else "/docs"
            file.write(
                f'{{"id": "e{number}", "type": "visit", "profile": "P{profile:07}", '
                f'"time": "{(BEGIN + step * number).isoformat()}", "data": {{"path": "{path}"}}}}\n'
            )
    return len(whose)


def measured(folder: Path, *arguments: str) -> tuple[float, float]:
    """Run the program to its end: seconds, and megabytes at most; ends the benchmark when it cannot run."""
    began = time.monotonic()
    with subprocess.Popen([*PROGRAM, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - the program
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"lsdsl {arguments[0]} ended with {process.returncode}")
    return time.monotonic() - began, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench rescore_state", description=__doc__)
    parser.add_argument(
        "--profiles", type=int, nargs="+", default=[100_000, 1_000_000], help="numbers of profiles (100000 1000000)"
    )
    parser.add_argument("--most", type=int, default=3, help="each profile has one to so many events (%(default)s)")
    parser.add_argument("--state", metavar="URL", help="a PostgreSQL database without a state in it, instead of a file")
    given = parser.parse_args(arguments)
    console = Console(highlight=False)
    console.print(machine())
    table = Table("profiles", "events")
    for heading in ("run s", "run MB", "rescore s", "rescore MB", "profiles/s"):
        table.add_column(heading, justify="right")
    for profiles in given.profiles:
        with tempfile.TemporaryDirectory() as name:
            folder, state = Path(name), given.state or "leads.db"
            events = write_history(folder, profiles, given.most)
            (folder / "rules.lsdsl").write_text(RULES.format(4), encoding="utf-8")
            begun = measured(folder, "run", "rules.lsdsl", "--state", state, "-p", "leads.csv", "-e", "events.jsonl")
            (folder / "rules.lsdsl").write_text(RULES.format(6), encoding="utf-8")
            seconds, memory = measured(folder, "rescore", "rules.lsdsl", "--state", state)
            figures = (f"{begun[0]:,.1f}", f"{begun[1]:,.0f}", f"{seconds:,.1f}", f"{memory:,.0f}", f"{profiles / seconds:,.0f}")
            table.add_row(f"{profiles:,}", f"{events:,}", *figures)
        if given.state:
            break  # that state is filled now
    console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
