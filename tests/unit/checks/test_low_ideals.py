"""LS524: an ideal that one rule alone exceeds."""

import pytest

from lsdsl.checks.low_ideals import check
from tests.unit.checks.scoring import places_of

DATA = "profile:\n    employees  number\nevent form\nevent visit\nscore engagement:\n    ideal 40\n"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("    +41 on first form\n", ["+41 on first form"]),
        ("    +41 on first form\n    +60 on each visit\n", ["+60 on each visit"]),
        ("    +41 while employees > 5\n", ["+41 while employees > 5"]),
        ("    by employees:\n        +5 from 5\n        +50 from 9\n", ["+50 from 9"]),
        ("    +40 on first form\n    +40 on each visit\n", []),
        ("    -50 on first form\n", []),
        ("    +(employees) on first form\n", []),
        ("    maximum 40\n    +41 on first form\n", []),
        ("    initial -30\n    +60 on first form\n", []),
        ("    initial 10\n    +35 on first form\n", []),
        ("    group forms maximum 30:\n        +41 on first form\n", []),
        ("    +41 on first form, at most 30 points\n", []),
        ("    +41 for every 30 days without form\n", []),
    ],
)
def test_ideal(lines: str, told: list[str]) -> None:
    """The rule that is worth the most is told if it is worth more than the ideal, with all that holds it down."""
    assert places_of(check, DATA + lines) == told


def test_no_ideal() -> None:
    """A score without an ideal has nothing to exceed."""
    assert places_of(check, DATA.replace("    ideal 40\n", "") + "    +41 on first form\n") == []
