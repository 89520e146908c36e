"""The script box of the tutorial against the same statements as a function that somebody wrote by hand.

Each round times all of them one after the other, in turn forwards and backwards, so that a busy machine slows all of them down
alike. The ratio is taken within a round, and the median of all rounds is what counts.
"""

import argparse
import gc
import os
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from statistics import median
from time import perf_counter_ns
from typing import Any, Final

from lsdsl.model import check_text
from lsdsl.model.types import Value
from lsdsl.script import Box, check_boxes

RULES: Final = """\
profile:
    leadscore number = 0

event visit:
    path text

followup count:
    on visit
    script:
        # add 1 if a lead score exists, else start at 1
        if profile.fields.leadscore:
            profile.fields.leadscore += 1
        else:
            profile.fields.leadscore = 1
"""
TARGET: Final = 1.5
STARTS: Final = (0, 5, -3, 0.5)


def by_hand(fields: dict[str, Any]) -> None:
    """The statements of the box on a dictionary."""
    if fields["leadscore"]:
        fields["leadscore"] += 1
    else:
        fields["leadscore"] = 1


@dataclass
class View:
    """What a box sees: one field, and nothing else that this one asks for."""

    fields: Mapping[str, Value]
    identifier: str = "p1"
    created: int = 0
    tags: tuple[str, ...] = ()
    now: int = 0
    event_type: str = "visit"
    event_time: int = 0
    data: Mapping[str, Value] = field(default_factory=dict)

    def rows(self, _collection: str) -> tuple[Mapping[str, Value], ...]:
        """No rows."""
        return ()

    def score(self, _name: str) -> int | float | None:
        """No score."""
        return None


def tutorial() -> Box:
    """The box, through all checks."""
    model, findings = check_text(RULES)
    assert model is not None, findings
    boxes, found = check_boxes(model)
    assert not found, found
    (box,) = boxes.values()
    return box


def compare(box: Box) -> None:
    """Make sure that all of them do the same."""
    for start in STARTS:
        mine, its = {"leadscore": start}, {"leadscore": start}
        by_hand(mine)
        box.function(its, {}, None, [])
        assert mine == its == box.run(View({"leadscore": start})).writes, (start, mine, its)


def hand_written(runs: int) -> int:
    """Nanoseconds for so many runs of the function."""
    fields, call = {"leadscore": 5}, by_hand
    begin = perf_counter_ns()
    for _ in repeat(None, runs):
        call(fields)
    return perf_counter_ns() - begin


def generated(box: Box) -> Callable[[int], int]:
    """The same for the function that the box became."""

    def timed(runs: int) -> int:
        fields, reads, effects, call = {"leadscore": 5}, dict[str, Any](), list[Any](), box.function
        begin = perf_counter_ns()
        for _ in repeat(None, runs):
            call(fields, reads, None, effects)
        return perf_counter_ns() - begin

    return timed


def whole(box: Box) -> Callable[[int], int]:
    """The same for all that the engine calls: values are checked on their way in and out, and nothing changes before the end."""

    def timed(runs: int) -> int:
        view, call = View({"leadscore": 5}), box.run
        begin = perf_counter_ns()
        for _ in repeat(None, runs):
            call(view)
        return perf_counter_ns() - begin

    return timed


def measure(timers: Mapping[str, Callable[[int], int]], runs: int, rounds: int) -> dict[str, list[float]]:
    """Nanoseconds for one run of each, round by round, without the collector of garbage and after a warm-up."""
    names = [*timers]
    found: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        timers[name](runs)
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            for name in names if number % 2 else reversed(names):
                found[name].append(timers[name](runs) / runs)
    finally:
        gc.enable()
    return found


def pin() -> str:
    """Stay on one core, where the system lets a program choose."""
    if not hasattr(os, "sched_setaffinity"):
        return "not pinned to a core"
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"pinned to core {core}"


def main() -> None:
    """Measure and print; the exit code is 1 when the target is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench boxes", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=50_000, help="runs in a round (%(default)s)")
    parser.add_argument("--rounds", type=int, default=41, help="rounds (%(default)s)")
    given = parser.parse_args()
    box = tutorial()
    compare(box)
    where = pin()
    timers = {"function by hand": hand_written, "function of the box": generated(box), "Box.run": whole(box)}
    found = measure(timers, given.runs, given.rounds)
    base = found["function by hand"]
    print(
        f"CPython {platform.python_version()}, {where}; {given.rounds} rounds of {given.runs:,} runs; all give the same results"
    )
    print(f"{'ns per run':<22}{'min':>9}{'median':>9}{'max':>9}{'ratio':>9}")
    for name, times in found.items():
        ratio = median(one / other for one, other in zip(times, base, strict=True))
        print(f"{name:<22}{min(times):>9.1f}{median(times):>9.1f}{max(times):>9.1f}{ratio:>9.2f}")
    ratio = median(one / other for one, other in zip(found["function of the box"], base, strict=True))
    print(f"target: the function of the box in at most {TARGET} times the function by hand: {ratio:.2f}")
    sys.exit(0 if ratio <= TARGET else 1)


if __name__ == "__main__":
    main()
