"""What the state of a profile takes: memory, bytes, and the time to write, read and advance it.

Memory is what Python allocates for a population of profiles, beyond what the same ids and fields take as plain dictionaries.
"""

import argparse
import gc
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from time import process_time
from typing import Any, Final

from rich.console import Console
from rich.table import Table

import lsdsl
from lsdsl.compile.plan import Program
from lsdsl.engine.event import Event
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import advance, load_profile, new_state, step
from scripts.benchmarks.boxes import pin
from scripts.benchmarks.contenders import load_text
from scripts.benchmarks.measuring import Target, machine

RULES: Final = """\
profile:
    country    text
    employees  number
event visit:
    path  text
score engagement:
    +5   on each visit, expires after 90 days
    +20  on each visit where path starts with "/pricing", expires after 30 days
"""
"""Where the first rule alone awards, an event leaves one award that can still change."""
DAY: Final = 86_400_000_000
START: Final = 20_000 * DAY
LIVE: Final = (0, 20, 200)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench state", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--population", type=int, default=2_000, help="profiles whose memory is measured (%(default)s)")
    parser.add_argument("--profiles", type=int, default=1_000_000, help="profiles that are advanced (%(default)s)")
    given = parser.parse_args(arguments)
    console = Console(highlight=False)
    console.print(f"{machine()}; {pin()}")
    ruleset = load_text(RULES)
    targets = [*_sizes(console, ruleset.program, given.population), *_advancing(console, ruleset, given.profiles)]
    for target in targets:
        console.print(str(target), style="green" if target.met else "red")
    return 0


def _sizes(console: Console, program: Program, population: int) -> list[Target]:
    """Memory and bytes by the number of awards that can still change."""
    table = Table("live awards", title=f"a profile, of {population:,}", title_justify="left")
    for heading in ("bytes of memory", "beyond its fields", "bytes of dump", "dump µs", "load µs"):
        table.add_column(heading, justify="right")
    fields = _memory(program, population, None)
    targets = []
    for live in LIVE:
        memory = _memory(program, population, live)
        state = _profile(program, 1, live)
        data = dump(program, state)
        restored = load(program, data)
        assert dump(program, restored) == data
        assert len(advance(program, restored, START + 1_000 * DAY).entries) == live  # each of them expires
        written, read = _microseconds(partial(dump, program, state)), _microseconds(partial(load, program, data))
        figures = (f"{memory:,.0f}", f"{memory - fields:,.0f}", f"{len(data):,}", f"{written:.1f}", f"{read:.1f}")
        table.add_row(f"{live}", *figures)
        if live == 20:
            targets.append(Target("bytes of memory beyond its fields at 20 live awards", memory - fields, 1_024, "bytes"))
            targets.append(Target("bytes of dump at 20 live awards", len(data), 1_024, "bytes"))
    console.print(table)
    return targets


def _profile(program: Program, number: int, live: int) -> ProfileState:
    """A profile with so many awards that can still change, which came evenly within 80 days, each from an event of its own."""
    state = new_state(program, f"p{number:07d}")
    load_profile(program, state, {"country": "NL", "employees": 100 + number})
    for index in range(live):
        moment = START + index * (80 * DAY // live) + number
        step(program, state, Event(f"e{number}-{index}", "visit", state.id, moment, {"path": "/docs"}))
    return state


def _bare(number: int) -> tuple[str, dict[str, Any]]:
    """What a profile is without lsdsl: its id and its fields."""
    return f"p{number:07d}", {"country": "NL", "employees": 100 + number}


def _memory(program: Program, population: int, live: int | None) -> float:
    """Bytes a profile that Python has allocated for a population; None for id and fields alone."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept = [_bare(one) if live is None else _profile(program, one, live) for one in range(population)]
        gc.collect()
        return (tracemalloc.get_traced_memory()[0] - before) / len(kept)
    finally:
        tracemalloc.stop()


def _microseconds(call: Callable[[], object], runs: int = 200, rounds: int = 15) -> float:
    times = []
    for _ in range(rounds):
        begin = process_time()
        for _ in range(runs):
            call()
        times.append((process_time() - begin) / runs * 1e6)
    return median(times)


def _advancing(console: Console, ruleset: lsdsl.Ruleset, number: int) -> list[Target]:
    """Time for all profiles to pass a moment at which some of them have points that expire."""
    profiles = ruleset.profiles()
    begin = process_time()
    for index in range(number):
        profiles.load(f"p{index:07d}", {"country": "NL"}, None, None)
        profiles.process(Event(f"e{index}", "visit", f"p{index:07d}", START + _day(index) * DAY, {"path": "/docs"}))
    console.print(f"{number:,} profiles, each with an award that expires, made in {process_time() - begin:.1f} s")
    table = Table("profiles due", title=f"{number:,} profiles, time advanced", title_justify="left")
    for heading in ("share", "seconds", "µs a profile due"):
        table.add_column(heading, justify="right")
    costs = []
    gc.collect()
    gc.freeze()
    gc.disable()
    for day in range(4):
        moment = START + (90 + day) * DAY + DAY // 2
        due = sum(_day(index) == day for index in range(number))
        begin = process_time()
        entries = sum(len(outcome.entries) for _, outcome in profiles.advance_in_time(moment))
        seconds = process_time() - begin
        assert entries == due, (entries, due)
        table.add_row(f"{due:,}", f"{due / number:.0%}", f"{seconds:.3f}", f"{seconds / due * 1e6:,.2f}" if due else "")
        costs.append(seconds / max(due, 1))
    gc.enable()
    gc.unfreeze()
    console.print(table)
    return [Target("advancing a profile that is due when 1 % are, of the same when nearly all are", costs[1] / costs[3], 2)]


def _day(index: int) -> int:
    """When a profile has its visit. Of a hundred none does on day 0, one on day 1, ten on day 2, the others on day 3."""
    place = index % 100
    return 1 if place == 0 else 2 if place <= 10 else 3


if __name__ == "__main__":
    sys.exit(main())
