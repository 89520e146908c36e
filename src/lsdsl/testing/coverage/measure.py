"""Goals against what was seen, file by file."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from lsdsl.model.declarations import Model
from lsdsl.source import Source
from lsdsl.testing.coverage.goals import KINDS, Goal, Kind, goals
from lsdsl.testing.results import Result, Seen

SAID = {"true": "never true", "false": "never false", "award": "never awarded", "run": "never run", "step": "never reached"}


@dataclass(frozen=True, slots=True)
class Missing:
    """A line of which something was never seen."""

    line: int
    kind: Kind
    what: str
    title: str

    def __str__(self) -> str:
        return f"{self.line} {self.what}"


@dataclass(frozen=True, slots=True)
class Share:
    """How many goals of how many were seen."""

    covered: int
    total: int

    @property
    def percent(self) -> float:
        """The share in percent, never rounded up; all of nothing is all."""
        return 100.0 if not self.total else floor(1000 * self.covered / self.total) / 10

    def __add__(self, other: "Share") -> "Share":
        return Share(self.covered + other.covered, self.total + other.total)


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """The goals of one file with how often each was seen, in the order of their lines."""

    source: Source
    counts: tuple[tuple[Goal, int], ...]

    @property
    def path(self) -> str:
        """The path of the file, as the user knows it."""
        return self.source.path

    def share(self, *kinds: Kind) -> Share:
        """What was seen of goals of these kinds, or of all if none is named."""
        found = [count for goal, count in self.counts if goal.kind in (kinds or KINDS)]
        return Share(sum(count > 0 for count in found), len(found))

    def line(self, goal: Goal) -> int:
        """The line of a goal."""
        return self.source.position(goal.span.start).line

    @property
    def missing(self) -> list[Missing]:
        """What was never seen, by line; a condition that was never tried at all is told once."""
        unseen = [goal for goal, count in self.counts if not count]
        found: dict[tuple[int, str, str], Missing] = {}
        sights = Counter(goal.span for goal in unseen if goal.kind == "conditions")
        for goal in unseen:
            what = "never tried" if sights[goal.span] == 2 and goal.kind == "conditions" else SAID[goal.sight]
            line = self.line(goal)
            found.setdefault((line, what, goal.title), Missing(line, goal.kind, what, goal.title))
        return [found[key] for key in sorted(found)]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the tests have seen of a ruleset."""

    files: tuple[FileCoverage, ...]

    def share(self, *kinds: Kind) -> Share:
        """What was seen of goals of these kinds, in all files."""
        return sum((file.share(*kinds) for file in self.files), Share(0, 0))

    @property
    def percent(self) -> float:
        """What was seen of all goals, in percent."""
        return self.share().percent

    @property
    def idle(self) -> list[tuple[str, int, str]]:
        """The rules and rows that no test has awarded: path, line, title."""
        return [
            (file.path, file.line(goal), goal.title)
            for file in self.files
            for goal, count in file.counts
            if goal.sight == "award" and not count
        ]


def measure(model: Model, results: Sequence[Result]) -> Coverage:
    """The coverage of a ruleset by tests that were run; files in which there is nothing to see are left out."""
    return covered(model.sources, goals(model), _together(results))


def covered(sources: Mapping[str, Source], wanted: Iterable[Goal], seen: Seen) -> Coverage:
    """Count goals, file by file."""
    by_path: dict[str, dict[Goal, int]] = {}
    for goal in wanted:
        by_path.setdefault(goal.span.path, {})[goal] = seen[goal.span, goal.sight]
    return Coverage(
        tuple(
            FileCoverage(
                sources[path], tuple(sorted(by_path[path].items(), key=lambda one: (one[0].span, one[0].kind, one[0].sight)))
            )
            for path in sorted(by_path)
        )
    )


def _together(results: Sequence[Result]) -> Seen:
    seen: Seen = Counter()
    for result in results:
        seen.update(result.seen)
    return seen
