"""Kills `lsdsl run --state` at random moments of all its work, and compares what is left with runs that nobody disturbed.

A state is fed for four nights: profiles and a growing file, a pass of time, files of all forms, other rules with
--accept-rules. Each run is a process of its own that is killed (kill -9) at a moment drawn over its whole length and started
again, until it ends by itself. After the last night profiles, lines, totals, positions and output files have to be the same to
the byte.
"""

import argparse
import csv
import gzip
import io
import json
import mmap
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from lsdsl.cli import findings, progress, run_state, run_summary, run_table  # noqa: F401 - the children need not import them
from lsdsl.cli.program import program
from lsdsl.runner.ruleset import load
from lsdsl.store import open_state, work
from lsdsl.store.accepting import _Work as Accepting
from lsdsl.store.interface import KINDS
from lsdsl.store.work import Work

RULES: Final = """\
profile:
    country  text

event visit:
    path  text

score heat:
    range cold
    range warm  from 12
    +{}  on each visit, at most 3 times per 7 days, expires after 30 days
    +2  while country is "NL"

followup later:
    on visit
    wait 3 days
    do notify "again", to: "sales@example.org"

followup quiet:
    when heat gains fewer than 2 points within 5 days
    limit 20 per 1 day overall
    do notify "quiet", to: "sales@example.org"
"""
PHASES: Final = ("start", "reading", "commit", "passing time", "new rules", "output")
BATCH: Final = 300
"""So many records are committed together here: there is more to hit than with the batches of everyday."""
FILES: Final = ("profiles.jsonl", "ledger.jsonl", "actions.jsonl", "failures.jsonl", "rejects.jsonl")
FORMS: Final = ("jsonl", "csv", "jsonl.gz", "parquet")
PATIENCE: Final = 0.0005
"""Seconds between two looks at a process."""
AIMED_AT: Final = (
    ("commit", "output"),
    ("commit", "passing time", "output"),
    ("commit", "output"),
    ("new rules", "new rules", "passing time", "output"),
)
"""What every other kill is meant to meet, by night: a moment drawn over a whole run seldom meets what is short."""

Event = dict[str, Any]


# --- nights ---------------------------------------------------------------------------------------------------------------


def write_nights(folder: Path, events: int, forms: Sequence[str]) -> list[list[str]]:
    """Write rules and inputs; gives the options of each night's run. Some events come twice, some late, some are broken."""
    lines = list(made(events))
    third = len(lines) // 3
    (folder / "before.lsdsl").write_text(RULES.format(4), encoding="utf-8")
    (folder / "after.lsdsl").write_text(RULES.format(6), encoding="utf-8")
    (folder / "leads.csv").write_text("id,country\n" + "".join(f"P{one},{'NL' if one % 3 else 'BE'}\n" for one in range(400)))
    texts = [json.dumps(line) + ("\nno event" if number % 500 == 250 else "") + "\n" for number, line in enumerate(lines)]
    (folder / "grown.jsonl").write_text("".join(texts[: 2 * third]), encoding="utf-8")
    (folder / "growing.jsonl").write_text("".join(texts[:third]), encoding="utf-8")
    rest = lines[2 * third :]
    share = len(rest) // len(forms) + 1
    for number, form in enumerate(forms):
        write(folder / f"form.{form}", rest[number * share : (number + 1) * share])
    names = [option for form in forms for option in ("--events", f"form.{form}")]
    return [
        ["before.lsdsl", "--profiles", "leads.csv", "--events", "growing.jsonl"],
        ["before.lsdsl", "--events", "growing.jsonl", "--as-of", "2026-01-18", "--late", "reject"],
        ["before.lsdsl", "--events", "growing.jsonl", *names],
        ["after.lsdsl", *names, "--accept-rules", "--as-of", "2026-03-01"],
    ]


def made(events: int) -> Iterator[Event]:
    """Events of the first four weeks of a year."""
    for number in range(events):
        own = number - (number % 40 == 39)
        day = max(1, 1 + number * 28 // events - 2 * (number % 50 == 49))
        moment = f"2026-01-{day:02}T00:00:00Z"
        yield {"id": f"e{own}", "type": "visit", "profile": f"P{own * 7 % 501}", "time": moment, "data": {"path": "/"}}


def write(path: Path, events: list[Event]) -> None:
    """Events in the form that the name says."""
    rows = [{**{key: value for key, value in event.items() if key != "data"}, **event["data"]} for event in events]
    if path.suffix == ".csv":
        text = io.StringIO()
        table = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
    elif path.suffix == ".parquet":
        import pyarrow as pa
        from pyarrow import parquet

        parquet.write_table(pa.Table.from_pylist(rows), path)
    else:
        data = "".join(json.dumps(event) + "\n" for event in events).encode()
        path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


# --- a run that tells where it is -----------------------------------------------------------------------------------------


def telling(phase: mmap.mmap) -> None:
    """Let the runs of this process say in a byte that they share with their parent what they are at."""

    def during(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        @wraps(function)
        def told(*given: Any, **named: Any) -> Any:
            before = phase[0]
            phase[0] = PHASES.index(name)
            try:
                return function(*given, **named)
            finally:
                phase[0] = before

        return told

    work.run_stateful.__kwdefaults__["batch"] = BATCH  # type: ignore[index]
    for owner, method, name in (
        (Work, "read", "reading"),
        (Work, "_commit", "commit"),
        (Work, "_pass_time", "passing time"),
        (Accepting, "run", "new rules"),
        (Accepting, "_end", "commit"),
    ):
        setattr(owner, method, during(getattr(owner, method), name))
    for name in ("export",):
        from lsdsl import store

        setattr(store, name, during(getattr(store, name), "output"))


class Runs:
    """Runs in a folder, each in a child that is forked: it need not start Python, so its own work is what is hit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.phase = mmap.mmap(-1, 1)
        for rules in ("before.lsdsl", "after.lsdsl"):
            _ = load(folder / rules).program  # what is imported for it is there in every child
        telling(self.phase)

    def start(self, state: str, night: Sequence[str], out: str) -> int:
        """Start a run; gives the number of its process."""
        self.phase[0] = 0
        child = os.fork()
        if child:
            return child
        try:
            os.chdir(self.folder)
            silent = os.open("told", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            program.main(["run", *night, "--state", state, "--out", out], prog_name="lsdsl", standalone_mode=True)
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code if isinstance(end.code, int) else 0)
        except BaseException as error:  # noqa: BLE001 - a child must not go on with the parent's work
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(70)
        os._exit(0)

    def to_the_end(self, state: str, night: Sequence[str], out: str) -> float:
        """Run in peace; gives the seconds."""
        began = time.perf_counter()
        self.check(os.waitpid(self.start(state, night, out), 0)[1])
        return time.perf_counter() - began

    def killed(self, moment: "Moment", state: str, night: Sequence[str], out: str) -> str | None:
        """Kill a run; gives what it was at, or None when it had ended before."""
        child = self.start(state, night, out)
        waits, end = moment.phase is not None, time.perf_counter() + moment.seconds
        while waits or time.perf_counter() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                self.check(status)
                return None
            if waits and PHASES[self.phase[0]] == moment.phase:
                waits, end = False, time.perf_counter() + moment.seconds
            time.sleep(PATIENCE)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return PHASES[self.phase[0]]
        self.check(status)
        return None

    def check(self, status: int) -> None:
        """Stop the benchmark when a run could not do its work."""
        if os.waitstatus_to_exitcode(status) not in {0, 1}:
            raise SystemExit((self.folder / "told").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: so many seconds after the start, or after the run has come to a phase."""

    seconds: float
    phase: str | None


def moment_of(chance: random.Random, longest: float, night: int) -> Moment:
    """Any moment of a run, or one soon after it has come to a phase."""
    if chance.random() < 0.5:
        return Moment(chance.uniform(0, longest), None)
    return Moment(chance.uniform(0, longest / 20), chance.choice(AIMED_AT[night]))


# --- the benchmark --------------------------------------------------------------------------------------------------------


class Cycle:
    """All nights on one state."""

    def __init__(self, runs: Runs, nights: list[list[str]]) -> None:
        self.runs = runs
        self.nights = nights
        self.seconds = [0.0] * len(nights)

    def in_peace(self, state: str) -> None:
        """Run every night once, and note how long it takes."""
        for number, night in enumerate(self.nights):
            self._before(number)
            self.seconds[number] = self.runs.to_the_end(state, night, "whole")

    def killed(self, state: str, chance: random.Random, hit: Counter[str], most: int) -> None:
        """The same with kills, of which there are no more than ``most`` in all."""
        for number, night in enumerate(self.nights):
            self._before(number)
            while hit.total() < most:
                phase = self.runs.killed(moment_of(chance, self.seconds[number], number), state, night, "out")
                if phase is None:
                    break
                hit[phase] += 1
            else:
                self.runs.to_the_end(state, night, "out")

    def _before(self, night: int) -> None:
        """After the second night the growing file has grown."""
        if night in {0, 2}:
            source = self.runs.folder / ("growing.jsonl.first" if night == 0 else "grown.jsonl")
            shutil.copyfile(source, self.runs.folder / "growing.jsonl")


def content(state: str) -> dict[str, object]:
    """All that a state holds."""
    with open_state(state, write=False) as store:
        return {
            "profiles": list(store.profiles(removed=True)),
            "totals": store.totals(),
            "positions": store.positions(),
            "rulesets": store.rulesets(),
            **{kind: sorted(store.lines(kind)) for kind in KINDS},
        }


def compare(folder: Path, state: str, peaceful: str) -> None:
    """Stop the benchmark where anything is not as it would be without kills."""
    for name in FILES:
        if (folder / "out" / name).read_bytes() != (folder / "whole" / name).read_bytes():
            raise SystemExit(f"{name} is not what runs that nobody disturbed give")
    summaries = [json.loads((folder / one / "summary.json").read_text(encoding="utf-8")) for one in ("out", "whole")]
    if summaries[0] != summaries[1]:
        raise SystemExit(f"the summaries differ: {summaries}")
    found, wanted = content(state), content(peaceful)
    for name, value in wanted.items():
        if found[name] != value:
            raise SystemExit(f"{name} of the state are not what runs that nobody disturbed give")


@contextmanager
def states(kind: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """Gives names of new states by a word; what was made is removed."""
    if kind == "sqlite":
        yield lambda word: str(folder / f"{word}.db")
        return
    import psycopg

    made: list[str] = []

    def name(word: str) -> str:
        made.append(f"lsdsl_kills_{os.getpid()}_{word}")
        return f"{kind}{'&' if '?' in kind else '?'}schema={made[-1]}"

    try:
        yield name
    finally:
        with psycopg.connect(kind, autocommit=True) as connection:
            connection.execute("set client_min_messages = warning")
            for schema in made:
                connection.execute(f"drop schema if exists {schema} cascade".encode())


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="scripts/bench kills", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--state", default="sqlite", metavar="KIND", help="sqlite, or the URL of a PostgreSQL server (%(default)s)"
    )
    parser.add_argument("--kills", type=int, default=200, help="(%(default)s)")
    parser.add_argument("--events", type=int, default=6_000, help="(%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="(%(default)s)")
    given = parser.parse_args()
    forms = FORMS if find_spec("pyarrow") else FORMS[:-1]
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name, states(given.state, Path(name)) as new:
        folder = Path(name)
        nights = write_nights(folder, given.events, forms)
        shutil.copyfile(folder / "growing.jsonl", folder / "growing.jsonl.first")
        cycle, hit, cycles, chance = Cycle(Runs(folder), nights), Counter[str](), 0, random.Random(given.seed)
        peaceful = new("whole")
        cycle.in_peace(peaceful)
        while hit.total() < given.kills:
            cycles += 1
            state = new(f"killed{cycles}")
            cycle.killed(state, chance, hit, given.kills)
            compare(folder, state, peaceful)
            print(f"{hit.total()} kills, {cycles} states, {time.perf_counter() - began:.0f} s", flush=True)
    print(", ".join(f"{hit[phase]} in {phase}" for phase in PHASES))
    print(f"{hit.total()} kills, {cycles} states: every one ended as if nothing had happened")


if __name__ == "__main__":
    main()
