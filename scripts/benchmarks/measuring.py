"""Several ways to do the same, timed side by side: interleaved rounds, the collector of garbage off, ratios within a round.

A machine is never quiet. What slows one way down slows the others of its round down too, so each round gives a ratio, and the
median of the ratios is what counts. Times are those of the processor, which do not count what other programs took.
"""

import gc
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Final

FEWEST_EVENTS: Final = 200
"""Even the slowest way is timed on so many."""

Run = Callable[[], object]
Prepare = Callable[[int], Run]
"""With a number of events: everything that is not to be timed, such as profiles that nothing has happened to yet."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The smallest, the middle and the largest of what the rounds gave."""

    lowest: float
    middle: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """The three of some values."""
        return cls(min(values), median(values), max(values))


@dataclass(frozen=True, slots=True)
class Timing:
    """What one way took: microseconds of the processor and of the clock on the wall for an event, round by round."""

    events: int
    processor: tuple[float, ...]
    wall: tuple[float, ...]

    def against(self, other: "Timing") -> Spread:
        """How many times as long as another way, within each round."""
        return Spread.of([mine / its for mine, its in zip(self.processor, other.processor, strict=True)])


def measure(ways: Mapping[str, Prepare], sizes: Mapping[str, int], rounds: int) -> dict[str, Timing]:
    """Time all ways in each of the rounds, each on so many events."""
    processor: dict[str, list[float]] = {name: [] for name in ways}
    wall: dict[str, list[float]] = {name: [] for name in ways}
    names = [*ways]
    gc.collect()
    gc.freeze()
    try:
        for number in range(-1, rounds):
            turn = number % len(names)
            for name in names[turn:] + names[:turn] if number % 2 else reversed(names[turn:] + names[:turn]):
                size = sizes[name]
                used, passed = _timed(ways[name](size))
                if number >= 0:  # the first round warms up
                    processor[name].append(used / size * 1e6)
                    wall[name].append(passed / size * 1e6)
    finally:
        gc.unfreeze()
    return {name: Timing(sizes[name], tuple(processor[name]), tuple(wall[name])) for name in names}


def affordable(prepare: Prepare, events: int, seconds: float) -> int:
    """How many events a way gets: all, or as many as it does in so many seconds."""
    few = min(events, FEWEST_EVENTS)
    _timed(prepare(few))
    used, _ = _timed(prepare(few))
    return max(few, min(events, int(seconds / max(used / few, 1e-9))))


def _timed(run: Run) -> tuple[float, float]:
    gc.collect()
    gc.disable()
    try:
        begin, begin_of_processor = perf_counter(), process_time()
        run()
        return process_time() - begin_of_processor, perf_counter() - begin
    finally:
        gc.enable()


def machine() -> str:
    """The machine in a line, for whoever compares figures."""
    name = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    return f"{name}, {cpu_count()} cores, {platform.system()}, {platform.python_implementation()} {platform.python_version()}"


@dataclass(frozen=True, slots=True)
class Target:
    """What is promised: a figure that is at most, or at least, so much."""

    what: str
    found: float
    wanted: float
    unit: str = "times"
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the promise is kept."""
        return self.found >= self.wanted if self.at_least else self.found <= self.wanted

    def __str__(self) -> str:
        bound = "at least" if self.at_least else "at most"
        off = abs(self.found / self.wanted - 1)
        share = f"{off:.1%}" if off < 0.095 else f"{off:.0%}"
        verdict = f"met, {share} to spare" if self.met else f"MISSED by {share}"
        return f"{self.what}: {self.found:,.2f} {self.unit} ({bound} {self.wanted:,g}): {verdict}"
