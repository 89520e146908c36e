"""What is counted of a score while both results of every profile go by: moves between ranges, changes, the largest of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lsdsl.compile import points
from lsdsl.engine.results import ScoreResult

FINEST: Final = 100
"""Changes are counted in hundredths of a point at first."""

MOST_STEPS: Final = 4_096
"""More different steps than this are counted ten times as coarsely, so that memory does not grow with the profiles."""

MOST_BARS: Final = 8
"""A histogram has at most so many bars on each side of no change."""

Ranges = tuple[str | None, str | None]


class Moved(NamedTuple):
    """A profile whose score is another one: its results under the old and the new rules."""

    profile: str
    old: ScoreResult
    new: ScoreResult

    @property
    def change(self) -> int | float | None:
        """New less old, in points; None where one of them has no value."""
        if self.old.value is None or self.new.value is None:
            return None
        return points.to_number(points.from_number(self.new.value) - points.from_number(self.old.value))

    @property
    def size(self) -> int | float:
        """How large the move is; the whole value for one that came or went."""
        change = self.change
        return abs(change if change is not None else self.old.value or self.new.value or 0)


class Bar(NamedTuple):
    """A bar of a histogram: the profiles whose change is above ``above`` up to ``upto``; both 0 for no change.

    Below zero it is the other way round: from ``above``, included, up to ``upto``, which is not.
    """

    above: int | float
    upto: int | float
    profiles: int


@dataclass(slots=True)
class Histogram:
    """Counts changes in steps away from zero, which get coarser when there are too many of them."""

    steps: Counter[int] = field(default_factory=Counter)
    size: int = points.POINT // FINEST
    same: int = 0

    def add(self, change: int) -> None:
        """Count a change in millionths."""
        if change == 0:
            self.same += 1
            return
        self.steps[_away(change, self.size)] += 1
        if len(self.steps) > MOST_STEPS:
            self._coarser(10)

    def bars(self) -> list[Bar]:
        """At most :data:`MOST_BARS` bars on each side, from the largest loss to the largest gain, those between included."""
        if not self.steps:
            return [Bar(0, 0, self.same)] if self.same else []
        furthest = max(abs(step) for step in self.steps) * self.size
        width = next(one for one in _round_widths() if -(-furthest // one) <= MOST_BARS and one >= self.size)
        counted: Counter[int] = Counter()
        for step, count in self.steps.items():
            counted[_away(step * self.size, width)] += count
        counted[0] = self.same
        first, last = min(*counted, 0), max(*counted, 0)
        return [Bar(*_edges(number, width), counted[number]) for number in range(first, last + 1)]

    def _coarser(self, times: int) -> None:
        steps: Counter[int] = Counter()
        for step, count in self.steps.items():
            steps[_away(step, times)] += count
        self.steps, self.size = steps, self.size * times


@dataclass(slots=True)
class Tally:
    """All that is counted of one score. ``compared`` are the profiles that have it on both sides."""

    score: str
    top: int
    compared: int = 0
    moved: int = 0
    crossed: int = 0
    total: int = 0
    matrix: Counter[Ranges] = field(default_factory=Counter)
    histogram: Histogram = field(default_factory=Histogram)
    _largest: list[Moved] = field(default_factory=list)

    def add(self, moved: Moved) -> None:
        """Count a profile, whether it moved or not."""
        old, new = moved.old, moved.new
        self.compared += 1
        self.matrix[old.range, new.range] += 1
        self.crossed += old.range != new.range
        change = moved.change
        if change is not None:
            exact = points.from_number(change)
            self.total += exact
            self.histogram.add(exact)
        if old.value != new.value:
            self.moved += 1
            self._largest.append(moved)
            if len(self._largest) > 4 * self.top + 1_000:
                self._largest = self.largest()

    def largest(self) -> list[Moved]:
        """The largest moves, equal ones by id."""
        return sorted(self._largest, key=lambda one: (-one.size, one.profile))[: self.top]

    @property
    def mean(self) -> float:
        """The mean change of all profiles that have a value on both sides."""
        count = self.histogram.same + self.histogram.steps.total()
        return self.total / points.POINT / count if count else 0.0


def _away(change: int, size: int) -> int:
    """How many steps away from zero, begun ones counted, with the sign of the change."""
    steps = -(-abs(change) // size)
    return steps if change > 0 else -steps


def _edges(number: int, width: int) -> tuple[int | float, int | float]:
    if number == 0:
        return 0, 0
    near, far = (number - 1, number) if number > 0 else (number, number + 1)
    return points.to_number(near * width), points.to_number(far * width)


def _round_widths() -> Iterator[int]:
    """1, 2, 5, 10 and so on, in the smallest unit and without end."""
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10
