"""A small world in which every condition can be tried on all that matters: topics, tests about them, and all their values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from lsdsl.compile.plan import Indexes
from lsdsl.compile.reading import Data
from lsdsl.compile.reference import Scope, truth
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import Expression, HistoryRead
from lsdsl.model.reads import walk
from lsdsl.model.types import DAY, Value
from lsdsl.source import Span

RULES: Final = """
profile:
    n    number
    m    number = 2
    day  date
    pick choice("x", "y")
    flag boolean
    fine boolean = false
    word text
    labels list

event visit

score points:
    minimum 0
    maximum 100
    ideal 50
    range cold
    range warm from 20
    range hot from 60
    +1 on each visit
"""
NOW: Final = 20_500 * DAY
MILLION: Final = 1_000_000


@dataclass(frozen=True)
class Topic:
    """Something that conditions are about: tests of it, and all the values that they can tell apart."""

    name: str
    tests: tuple[str, ...]
    values: tuple[Value, ...]


def _numbers(name: str) -> tuple[str, ...]:
    comparisons = tuple(
        f"{name} {operator} {limit}" for operator in ("<", "<=", ">", ">=", "is", "is not") for limit in (1, 2, 3)
    )
    return (
        *comparisons,
        f"{name} between 1 and 3",
        f"{name} between 2 and 1",
        f"{name} in (1, 3)",
        f"{name} not in (2, 3)",
        f"{name} is missing",
    )


LETTERS: Final = "abAB"
WORDS: Final = tuple("".join(letters) for length in range(4) for letters in product(LETTERS, repeat=length))
DAYS: Final = ("2026-02-16", "2026-02-17", "2026-02-18")
ITEMS: Final = ("aa", "AA", "b")
SPELLINGS: Final = (*ITEMS, "Aa", "B")
LISTS: Final = tuple(
    tuple(item for item, kept in zip(SPELLINGS, row, strict=True) if kept)
    for row in product((False, True), repeat=len(SPELLINGS))
)

TOPICS: Final = (
    Topic("n", _numbers("n"), (None, 0, 1, 1.5, 2, 2.5, 3, 4)),
    Topic("m", _numbers("m"), (None, 0, 1, 1.5, 2, 2.5, 3, 4)),
    Topic(
        "day",
        (
            *(f"day {operator} {day}" for operator in ("<", "<=", ">", ">=", "is", "is not") for day in DAYS),
            f"day between {DAYS[0]} and {DAYS[2]}",
            "day is missing",
        ),
        (None, *(day * DAY for day in range(20_498, 20_505))),
    ),
    Topic(
        "age",
        (
            *(f"age(day) {operator} {age} days" for operator in ("<", "<=", ">", ">=", "is") for age in (1, 2)),
            "day is missing",
            "age(day) is not missing",
        ),
        (None, *(NOW - one for one in (0, DAY // 2, DAY, DAY + DAY // 2, 2 * DAY, 3 * DAY))),
    ),
    Topic(
        "pick",
        (
            'pick is "x"',
            'pick is not "y"',
            'pick in ("x", "y")',
            'pick is "X" ignoring case',
            "pick is missing",
            'pick contains "x"',
        ),
        (None, "x", "y"),
    ),
    Topic("flag", ("flag", "flag is true", "flag is false", "flag is not true", "flag is missing"), (None, True, False)),
    Topic("fine", ("fine", "fine is true", "fine is false", "fine is not missing"), (None, True, False)),
    Topic(
        "word",
        (
            'word is "ab"',
            'word is not "AB"',
            'word is "ab" ignoring case',
            'word in ("a", "b", "ab")',
            'word in ("A", "B") ignoring case',
            'word starts with "a"',
            'word starts with "ab" ignoring case',
            'word ends with "B"',
            'word contains "b"',
            'word contains "BA" ignoring case',
            'word contains any ("a", "B")',
            'word contains none ("a", "b") ignoring case',
            'word starts with all ("a", "ab")',
            'word starts with any ("a", "b")',
            "word is missing",
            'word contains ""',
        ),
        (None, *WORDS),
    ),
    Topic(
        "lower",
        ('lower(word) is "ab"', 'lower(word) is "AB"', 'lower(word) contains "A"', "word is missing", "lower(word) is missing"),
        (None, *WORDS),
    ),
    Topic(
        "labels",
        (
            *(f'labels contains "{item}"' for item in ITEMS),
            'labels contains "aa" ignoring case',
            'labels contains any ("aa", "b")',
            'labels contains all ("AA", "b") ignoring case',
            'labels contains none ("aa", "AA")',
            "labels is missing",
        ),
        (None, *LISTS),
    ),
    Topic(
        "points",
        (
            *(f"points {operator} {limit}" for operator in ("<", "<=", ">", ">=", "is") for limit in (0, 20, 100, 101)),
            "points is warm",
            "points is not hot",
            "points is at least warm",
            "points is at least cold",
            "points is below warm",
            "points is below cold",
            "points is missing",
        ),
        tuple(one * MILLION for one in (0, 10, 20, 40, 60, 99, 100)),
    ),
    Topic(
        "flames",
        tuple(f"flames(points) {operator} {limit}" for operator in ("<", "<=", ">", ">=", "is") for limit in (0, 1, 2, 5, 6)),
        tuple(one * MILLION for one in (0, 10, 20, 30, 40, 50, 100)),
    ),
    Topic(
        "visits",
        (
            *(f"count(visit) {operator} {limit}" for operator in ("<", "<=", ">", ">=", "is") for limit in (0, 1, 2)),
            "seen(visit)",
        ),
        (0, 1, 2, 3),
    ),
)
PAIRS: Final = ("n < m", "n is m", "m >= n", "n > 2 * m", "abs(n) < 0", "min(n, 2) > 2", "n - n > 0")
"""Tests that hang together with others in ways that are not looked into: nothing false may be said of them, that is all."""
LOOSE: Final = frozenset({"word", "lower"})
"""Topics of which not all is known: how many spellings a text has is not counted, nor how two parts of it may overlap."""
OWNER: Final = {"age": "day", "lower": "word", "flames": "points"}


@dataclass
class Trial:
    """A profile at a moment, as much of it as conditions here can read."""

    fields: Mapping[str, Value]
    points: int = 0
    visits: int = 0
    identifier: str = "p"
    created: int = NOW - 10 * DAY
    tags: Mapping[str, None] = field(default_factory=dict)
    now: int = NOW
    old: Mapping[str, Value] = field(default_factory=dict)

    def score(self, index: int) -> int | None:
        """The only score."""
        assert index == 0
        return self.points

    def life(self, history: int) -> tuple[int, int, int | None]:
        """The visits."""
        assert history == 0
        return self.visits, 0, NOW if self.visits else None

    def times(self, history: int, within: int) -> list[tuple[int, int]]:
        """No condition here looks back over a window."""
        raise AssertionError((history, within))

    def rows(self, collection: str) -> Iterable[tuple[int, Data]]:
        """There are no collections."""
        raise AssertionError(collection)

    def gains(self, score: int, within: int) -> list[tuple[int, int]]:
        """No condition here asks for gains."""
        raise AssertionError((score, within))

    def gained(self, scores: Sequence[int], within: int) -> int:
        """No condition here asks for gains."""
        raise AssertionError((scores, within))

    def problem(self, code: str, span: Span) -> None:
        """What is recorded of a problem does not matter here."""


def outcomes(condition: Expression, model: Model, topics: Iterable[Topic]) -> set[bool]:
    """What a condition comes out as, over all values of what it is about."""
    names: dict[str, tuple[Value, ...]] = {}
    for topic in topics:
        owner = OWNER.get(topic.name, topic.name)
        names[owner] = tuple(dict.fromkeys([*names.get(owner, ()), *topic.values]))
    histories = {one.history: 0 for one in walk(condition) if isinstance(one, HistoryRead)}
    indexes = Indexes({"points": 0}, histories)
    found: set[bool] = set()
    for row in product(*names.values()):
        told = dict(zip(names, row, strict=True))
        points, visits = told.pop("points", 0), told.pop("visits", 0)
        assert isinstance(points, int)
        assert isinstance(visits, int)
        trial = Trial({name: value for name, value in told.items() if value is not None}, points, visits)
        found.add(truth(condition, Scope(model, indexes, trial, {})))
        if len(found) == 2:
            break
    return found
