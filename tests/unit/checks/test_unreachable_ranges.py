"""LS522: ranges that no lead gets into."""

from typing import Final

import pytest

from lsdsl.checks.unreachable_ranges import check
from tests.unit.checks.scoring import places_of

DATA: Final = "event visit:\n    path  text\nevent form\nprofile:\n    employees  number\n"
RANGES: Final = "    range cold\n    range warm from 10\n    range hot from 50\n"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("    +49 on first form\n", ["range hot from 50"]),
        ("    +50 on first form\n", []),
        ("    +9 on first form\n", ["range warm from 10", "range hot from 50"]),
        ("    maximum 20\n    +5 on each form\n", ["range hot from 50"]),
        ("    minimum 10\n    +5 on each form\n", ["range cold"]),
        ("    initial 10\n    +5 on each form\n", ["range cold"]),
        ("    initial 10\n    +5 on each form\n    -1 on first form, as f\n", []),
        ("    group a maximum 30:\n        +5 on each form\n    +5 on first form\n", ["range hot from 50"]),
        ("    +10 on each form, at most 2 times per 1 day, expires after 2 days\n", ["range hot from 50"]),
        ("    +10 on each form, at most 2 times per 1 day, expires after 3 days\n", []),
        ("    +10 on each form, at most 2 times per 1 day\n", []),
        ("    +25 while employees < 50\n    +30 while employees >= 50\n", ["range hot from 50"]),
        ("    +25 while employees < 50\n    +30 while employees >= 49\n", []),
        ("    +1 for every 30 days without form\n", []),
        ("    enabled false\n    +9 on first form\n", []),
    ],
)
def test_ranges(lines: str, told: list[str]) -> None:
    """What all rules together cannot give is out of reach, and nothing else is."""
    assert places_of(check, DATA + "score engagement:\n" + RANGES + lines) == told


def test_computed_score() -> None:
    """A computed score reaches what the scores in it reach."""
    text = (
        DATA + "score a:\n    +10 on first form\nscore b = a * 2:\n    range low\n    range high from 20\n    range top from 21\n"
    )
    assert places_of(check, text) == ["range top from 21"]


@pytest.mark.parametrize(
    "more",
    [
        "followup reward:\n    on visit\n    award +5 to engagement\n",
        'followup reward:\n    on visit\n    script:\n        award("engagement", 5)\n',
        'followup note:\n    on points adjusted\n    do notify "corrected"\n',
        'test "a correction":\n    on points adjusted score = "engagement", points = 60\n    expect engagement == 60\n',
        "score by_hand:\n    range low\n    range high from 10\n",
    ],
)
def test_what_else_may_move_a_score(more: str) -> None:
    """Where steps or boxes award points, or somebody counts on corrections, nothing is told."""
    text = DATA + "score engagement:\n" + RANGES + "    +9 on first form\n" + more
    assert places_of(check, text) == []


def test_a_step_that_runs_once() -> None:
    """A step that awards once has a bound like a rule."""
    more = "followup reward:\n    on visit\n    limit once\n    award +5 to engagement\n"
    assert places_of(check, DATA + "score engagement:\n" + RANGES + "    +9 on first form\n" + more) == ["range hot from 50"]


def test_part_of_a_ruleset() -> None:
    """While rules with errors are left out, nothing is out of reach."""
    text = DATA + "score engagement:\n" + RANGES + "    +9 on first form\n"
    assert places_of(check, text, whole=False) == []
