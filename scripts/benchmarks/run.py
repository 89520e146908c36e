"""Events a second of `lsdsl run` as a whole process, from JSON Lines to a table, a folder or a new state, and its memory."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.check import PROGRAM, environment_of_a_user
from scripts.benchmarks.measuring import Target, machine
from scripts.benchmarks.workload import make_events, make_profiles, make_rules, rule_text


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=int, default=50, help="rules (%(default)s)")
    parser.add_argument("--events", type=int, default=200_000, help="events (%(default)s)")
    parser.add_argument("--profiles", type=int, default=10_000, help="profiles (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is run (%(default)s)")
    parser.add_argument("--jobs", default="1,2", help="numbers of processes, if lsdsl run can be told (%(default)s)")
    given = parser.parse_args(arguments)
    console = Console(highlight=False)
    console.print(f"{machine()}; not pinned; {given.rules} rules, {given.events:,} events, {given.profiles:,} profiles")
    shown = subprocess.run([*PROGRAM, "run", "--help"], check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own
    jobs = [[] if one == "1" else ["--jobs", one] for one in given.jobs.split(",") if one == "1" or "--jobs" in shown]
    if "--jobs" not in shown:
        console.print("left out: --jobs (lsdsl run has no such option)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, given)
        rates: dict[str, list[float]] = {}
        memory: dict[str, int] = {}
        forms = {"table": [], "--out": ["--out", str(folder / "out")], "--state": ["--state", str(folder / "leads.db")]}
        ways = [
            (f"{form} {' '.join(extra)}".strip(), form, extra)
            for extra in jobs
            for form in forms
            if form != "--state" or not extra
        ]
        _timed(folder, [])  # warms up: Python keeps what it has compiled
        for number in range(given.rounds):
            for label, form, extra in ways if number % 2 else reversed(ways):
                for file in folder.glob("leads.db*"):
                    file.unlink()
                seconds, peak = _timed(folder, [*extra, *forms[form]])
                rates.setdefault(label, []).append(given.events / seconds)
                memory[label] = max(memory.get(label, 0), peak)
    table = Table("lsdsl run", title="events a second, start of Python and reading of rules included", title_justify="left")
    for heading in ("min", "median", "max", "MB, largest process"):
        table.add_column(heading, justify="right")
    for label, _, _ in ways:
        own = rates[label]
        table.add_row(label, f"{min(own):,.0f}", f"{median(own):,.0f}", f"{max(own):,.0f}", f"{memory[label] / 1024:,.0f}")
    console.print(table)
    targets = [Target("lsdsl run, events a second", median(rates["table"]), 150_000, "events a second", at_least=True)]
    half = median(rates["table"]) / 2
    targets.append(Target("--state, events a second", median(rates["--state"]), half, "events a second", at_least=True))
    if "table --jobs 2" in rates:
        faster = median(rates["table --jobs 2"]) / median(rates["table"])
        targets.append(Target("--jobs 2 against one process", faster, 1.6, "times as fast", at_least=True))
    for target in targets:
        console.print(str(target), style="green" if target.met else "red")
    return 0


def _write(folder: Path, given: argparse.Namespace) -> None:
    (folder / "rules.lsdsl").write_text(rule_text(make_rules(given.rules)), encoding="utf-8")
    profiles = ({"id": profile, **fields} for profile, fields in make_profiles(given.profiles).items())
    for name, records in (("profiles", profiles), ("events", make_events(given.events, given.profiles))):
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(one) + "\n" for one in records)


def _timed(folder: Path, extra: Sequence[str]) -> tuple[float, int]:
    """Seconds on the clock, and the most kilobytes that the process took; each of its own children counts for itself."""
    rules, profiles, events = (str(folder / name) for name in ("rules.lsdsl", "profiles.jsonl", "events.jsonl"))
    command = [*PROGRAM, "run", rules, "--profiles", profiles, "--events", events, *extra]
    environment = environment_of_a_user(folder)
    with (folder / "shown").open("w", encoding="utf-8") as shown:
        begin = perf_counter()
        process = subprocess.Popen(command, stdout=shown, stderr=subprocess.STDOUT, env=environment)  # noqa: S603 - our own
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit((folder / "shown").read_text(encoding="utf-8"))
    return seconds, usage.ru_maxrss if sys.platform != "darwin" else usage.ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
