"""Events a second of `lsdsl run --state`, on SQLite and on PostgreSQL, beside a run without a state; the same results of all."""

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
from typing import Final

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.check import PROGRAM, environment_of_a_user
from scripts.benchmarks.measuring import machine
from scripts.benchmarks.workload import make_events, make_profiles, make_rules, rule_text

FILES: Final = ("profiles.jsonl", "ledger.jsonl", "actions.jsonl", "failures.jsonl", "rejects.jsonl")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench stores", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=int, default=10, help="rules (%(default)s)")
    parser.add_argument("--events", type=int, default=100_000, help="events (%(default)s)")
    parser.add_argument("--profiles", type=int, default=10_000, help="profiles (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is run (%(default)s)")
    server = os.environ.get("LSDSL_POSTGRES")
    parser.add_argument("--postgres", metavar="URL", default=server, help="a server; default: what LSDSL_POSTGRES names")
    given = parser.parse_args(arguments)
    console = Console(highlight=False)
    console.print(f"{machine()}; not pinned; {given.rules} rules, {given.events:,} events, {given.profiles:,} profiles")
    if given.postgres is None:
        console.print("left out: PostgreSQL (scripts/postgres run scripts/bench stores brings a server)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, given)
        rates: dict[str, list[float]] = {}
        for number in range(given.rounds):
            for kind, state in _states(folder, given.postgres, number):
                begin = perf_counter()
                _run(folder, "run", *_inputs(folder), *(["--state", state] if state else ["--out", str(folder / kind)]))
                rates.setdefault(kind, []).append(given.events / (perf_counter() - begin))
                if state:
                    _run(folder, "state", "export", state, "--out", str(folder / kind))
                    _compare(folder / kind, folder / "no state")
    table = Table("state", title="events a second, start of Python and reading of rules included", title_justify="left")
    for heading in ("min", "median", "max"):
        table.add_column(heading, justify="right")
    for kind, own in rates.items():
        table.add_row(kind, f"{min(own):,.0f}", f"{median(own):,.0f}", f"{max(own):,.0f}")
    console.print(table)
    return 0


def _states(folder: Path, server: str | None, number: int) -> list[tuple[str, str | None]]:
    """The states of a round, none of which is there yet: a run without one, to files, comes first."""
    states: list[tuple[str, str | None]] = [("no state", None), ("SQLite", str(folder / f"{number}.db"))]
    if server is not None:
        schema = f"lsdsl_bench_{folder.name}_{number}".lower()
        states.append(("PostgreSQL", f"{server}{'&' if '?' in server else '?'}schema={schema}"))
    return states


def _write(folder: Path, given: argparse.Namespace) -> None:
    (folder / "rules.lsdsl").write_text(rule_text(make_rules(given.rules)), encoding="utf-8")
    profiles = ({"id": profile, **fields} for profile, fields in make_profiles(given.profiles).items())
    for name, records in (("profiles", profiles), ("events", make_events(given.events, given.profiles))):
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(one) + "\n" for one in records)


def _inputs(folder: Path) -> list[str]:
    rules, profiles, events = (str(folder / name) for name in ("rules.lsdsl", "profiles.jsonl", "events.jsonl"))
    return [rules, "--profiles", profiles, "--events", events]


def _run(folder: Path, *command: str) -> None:
    """Run to the end; stop the benchmark when it cannot run."""
    done = subprocess.run(  # noqa: S603 - our own
        [*PROGRAM, *command], env=environment_of_a_user(folder), capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr)


def _compare(found: Path, expected: Path) -> None:
    for name in FILES:
        if (found / name).read_bytes() != (expected / name).read_bytes():
            raise SystemExit(f"{found.name}: {name} is not what a run without a state gives")


if __name__ == "__main__":
    sys.exit(main())
