"""LS527: rules and steps that award nothing."""

from typing import Final

import pytest

from lsdsl.checks.zero_points import check
from tests.unit.checks.scoring import findings_of, places_of

DATA: Final = "profile:\n    employees  number\nevent visit\n"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("    +0 on each visit\n", ["+0"]),
        ("    -0 on each visit\n", ["-0"]),
        ("    +0.0 while employees > 5\n", ["+0.0"]),
        ("    +0 for every 30 days without visit\n", ["+0"]),
        ("    +(0) on each visit\n", ["+(0)"]),
        ("    group a:\n        +0 on each visit\n", ["+0"]),
        ("    by employees:\n        +5 from 5\n        +0 from 50\n        +0 otherwise\n", []),
        ("    +1 on each visit\n    +(employees * 0) on first visit\n", []),
    ],
)
def test_rules(lines: str, told: list[str]) -> None:
    """Literal points of zero are told, but for the rows of a table."""
    assert places_of(check, DATA + "score fit:\n" + lines) == told


@pytest.mark.parametrize(("number", "tiny"), [("0.0000004", True), ("0.0000005", None)])
def test_what_is_rounded_to_nothing(number: str, tiny: bool | None) -> None:
    """Points are counted in millionths: less than half of one is nothing, and said so."""
    found = findings_of(check, f"{DATA}score fit:\n    +{number} on each visit\n")
    assert [one.arguments.get("tiny") for one in found] == (["yes"] if tiny else [])


def test_award_step() -> None:
    """A step may award nothing as well."""
    text = DATA + "score fit:\n    +1 on each visit\nfollowup f:\n    on visit\n    if employees > 5:\n        award +0 to fit\n"
    (found,) = findings_of(check, text)
    assert found.arguments["step"] == "step"
