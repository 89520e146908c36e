"""Events a second of a core in `lsdsl spark stream`, where the time goes, and how large states and output are."""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from rich.console import Console
from rich.table import Table

import lsdsl
from lsdsl.engine.memory import REMEMBERED
from lsdsl.runner.packed import pack
from lsdsl.runner.ruleset import Ruleset
from lsdsl.spark.arrivals import EVENTS, Reading
from lsdsl.spark.session import local_session
from lsdsl.spark.sink import committed, rows_in
from lsdsl.spark.stepping import Steps
from lsdsl.spark.streaming import Stream, StreamOptions
from lsdsl.spark.tally import tally
from scripts.benchmarks.measuring import machine
from scripts.benchmarks.workload import make_events, make_rules, rule_text

TIMED: Final = """
score warmth:
    range cool
    range warm  from 5
    +1  on each page_view, expires after 28 days
    -5  for every 30 days without page_view
"""
"""What makes the states of most profiles have something due, which costs a timer."""
TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of the stream: its events, the profiles that it touched, seconds, and seconds of cores in Java and Python."""

    events: int
    profiles: int
    seconds: float
    java: float
    python: float
    progress: Any


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench stream", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=int, default=50, help="rules (%(default)s)")
    parser.add_argument("--events", type=int, default=100_000, help="events (%(default)s)")
    parser.add_argument("--profiles", type=int, default=20_000, help="profiles (%(default)s)")
    parser.add_argument(
        "--files", type=int, default=5, help="files, each of which is a batch; the first one warms up (%(default)s)"
    )
    parser.add_argument("--partitions", type=int, default=1, help="partitions of the state (%(default)s)")
    parser.add_argument("--master", default="local[1]", help="the Spark to use (%(default)s)")
    given = parser.parse_args(arguments)
    console = Console(highlight=False)
    console.print(f"{machine()}; not pinned; {given.rules} rules, {given.events:,} events, {given.profiles:,} profiles")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ruleset, files = _write(folder, given)
        alone = _alone(ruleset, files)
        batches = list(_streamed(folder, ruleset, files, given))
        _report(console, batches[1:] or batches, alone, folder)
    return 0


def _write(folder: Path, given: argparse.Namespace) -> tuple[Ruleset, list[Path]]:
    (folder / "rules.lsdsl").write_text(rule_text(make_rules(given.rules)) + TIMED, encoding="utf-8")
    (folder / "inbox").mkdir()
    lines = [json.dumps(event) + "\n" for event in make_events(given.events, given.profiles)]
    files = []
    for number in range(given.files):
        file = folder / f"{number}.jsonl"
        file.write_text(
            "".join(lines[number * len(lines) // given.files : (number + 1) * len(lines) // given.files]), encoding="utf-8"
        )
        files.append(file)
    return lsdsl.load(folder / "rules.lsdsl"), files


def _alone(ruleset: Ruleset, files: Sequence[Path]) -> tuple[float, float]:
    """Seconds that reading files and the steps of profiles take without Spark, for all but the first file."""
    reading, steps = Reading(pack(ruleset), keep_all=False), Steps(ruleset, REMEMBERED, reject_late=False)
    kept: dict[str, bytes] = {}
    spent = [0.0, 0.0]
    for number, file in enumerate(files):
        begin = perf_counter()
        rows: dict[str, list[tuple[str, bytes]]] = {}
        for batch in reading.file(file.name, file.read_bytes(), EVENTS, number):
            for profile, place, payload in zip(
                *(batch.column(name).to_pylist() for name in ("profile", "place", "payload")), strict=True
            ):
                if payload is not None and not profile.isspace():
                    rows.setdefault(profile, []).append((place, payload))
        middle = perf_counter()
        for profile, arrivals in rows.items():
            taken = steps.take(profile, kept.get(profile), arrivals)
            if taken.kept is not None:
                kept[profile] = taken.kept
        if number or len(files) == 1:
            spent[0] += middle - begin
            spent[1] += perf_counter() - middle
    return spent[0], spent[1]


def _streamed(folder: Path, ruleset: Ruleset, files: Sequence[Path], given: argparse.Namespace) -> Iterator[Batch]:
    options = StreamOptions(str(folder / "inbox"), str(folder / "out"), str(folder / "state"), every=0.2)
    with local_session(given.master, partitions=given.partitions) as spark:
        stream = Stream(spark, ruleset, options)
        query = stream.start()
        try:
            for number, file in enumerate(files):
                known = set(committed(folder / "out")) if number else set()
                java, python = cores_of(os.getpid())
                file.rename(folder / "inbox" / file.name)
                query.processAllAvailable()
                after = cores_of(os.getpid())
                # Reading the files is a batch, and firing what is due by then another one.
                done = [one for one in query.recentProgress if "addBatch" in one.durationMs and one.batchId >= number * 2]
                new = [path for path in committed(folder / "out") if path not in known]
                touched = sum(kind == "profiles" for (kind,) in rows_in(new, "kind"))
                seconds = sum(one.durationMs["triggerExecution"] for one in done[-2:]) / 1000
                yield Batch(tally(new).arrived, touched, seconds, after[0] - java, after[1] - python, done[-2:])
        finally:
            query.stop()


def cores_of(root: int) -> tuple[float, float]:
    """Seconds of cores that the Java and the Python processes below a process have taken, itself left out."""
    parents: dict[int, tuple[int, str, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:
            continue  # it has ended
        name, _, rest = text.partition("(")[2].rpartition(")")
        parts = rest.split()
        parents[int(path.parent.name)] = (int(parts[1]), name, (int(parts[11]) + int(parts[12])) / TICKS)
    spent = {"java": 0.0, "python": 0.0}
    for process, (_, name, seconds) in parents.items():
        above = process
        while above in parents and above != root:
            above = parents[above][0]
        if above == root and process != root:
            spent["java" if name == "java" else "python"] += seconds
    return spent["java"], spent["python"]


def _report(console: Console, batches: Sequence[Batch], alone: tuple[float, float], folder: Path) -> None:
    events, profiles = sum(one.events for one in batches), sum(one.profiles for one in batches)
    seconds, java, python = (sum(getattr(one, name) for one in batches) for name in ("seconds", "java", "python"))
    console.print(f"{events:,} events in {len(batches)} batches after the first, {profiles:,} times a profile was written")
    table = Table(
        "what", "seconds", "of it for an event", "for a profile in a batch", title="where the time goes", title_justify="left"
    )
    rows = {"on the clock": seconds, "cores, Java": java, "cores, Python": python}
    rows |= {"alone: reading the files": alone[0], "alone: steps, states, lines": alone[1]}
    stores = [state for one in batches for progress in one.progress for state in progress.stateOperators]
    rows |= {"Spark: calls of a task to its state": sum(one.allUpdatesTimeMs for one in stores) / 1000}
    rows |= {"Spark: commits of the state": sum(one.commitTimeMs for one in stores) / 1000}
    for what, spent in rows.items():
        table.add_row(what, f"{spent:.1f}", f"{spent / events * 1e6:,.0f} us", f"{spent / profiles * 1e6:,.0f} us")
    console.print(table)
    cores = java + python
    console.print(f"{events / seconds:,.0f} events a second on the clock, {events / cores:,.0f} for a second of a core")
    console.print(f"{profiles / seconds:,.0f} profiles written a second on the clock, {profiles / cores:,.0f} for one of a core")
    output = committed(folder / "out")
    latest = {profile: data for kind, profile, data in rows_in(output, "kind", "profile", "data") if kind == "profiles"}
    states = sum(file.stat().st_size for file in (folder / "state" / "spark" / "state").rglob("*") if file.is_file())
    written = sum(file.stat().st_size for file in output)
    everything = sum(tally([file]).arrived for file in output)
    console.print(
        f"{len(latest):,} profiles, {sum(map(len, latest.values())) / len(latest):,.0f} bytes a state, "
        f"{states / len(latest):,.0f} bytes of checkpoint for each, {written / everything:,.0f} bytes of output an event"
    )


if __name__ == "__main__":
    raise SystemExit(main())
