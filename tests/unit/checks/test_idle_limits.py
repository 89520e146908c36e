"""LS525: limits that never refuse or cut anything, and groups whose maximum is never reached."""

from typing import Final

import pytest

import lsdsl
from lsdsl.checks.idle_limits import check
from lsdsl.model import check_text
from lsdsl.runner.ruleset import Ruleset
from tests.unit.checks.scoring import findings_of, mended, places_of

DATA: Final = 'event visit:\n    kind    choice("a", "b")\n    path    text\n    amount  number\n'


def rule(text: str) -> str:
    """A score of one rule."""
    return f"{DATA}score engagement:\n    {text}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("+5 on first 3 visit, at most 100 times", ["at most 100 times"]),
        ("+5 on first 3 visit, at most 3 times per 1 day", ["at most 3 times per 1 day"]),
        ("+5 on first 3 visit, at most 15 points", ["at most 15 points"]),
        ("-5 on first 3 visit, at most 15 points", ["at most 15 points"]),
        ("+5 on first visit per kind, at most 15 points", ["at most 15 points"]),
        ("+(min(max(amount, 0), 5)) on first 3 visit, at most 15 points", ["at most 15 points"]),
        ("+5 on each visit, at most 3 times, at most 15 points", ["at most 15 points"]),
        ("+5 on each visit, at most 15 points, at most 3 times", ["at most 3 times"]),
        ("+5 on each visit, at most 3 times per 1 day, at most 21 times per 7 days", ["at most 21 times per 7 days"]),
        ("+5 on each visit, at most 3 times per 1 day, at most 60 points per 3 days", ["at most 60 points per 3 days"]),
        ("+5 on each profile created, at most 1 time", ["at most 1 time"]),
        ("+5 on first 3 visit, at most 2 times", []),
        ("+5 on first 3 visit, at most 14 points", []),
        ("+5 on first 3 visit per path, at most 100 times", []),
        ("+5 on latest visit, at most 1 time", []),
        ("+5 on each visit, at most 3 times per 1 day, at most 20 times per 7 days", []),
        ("+5 on each visit, at most 3 times per 1 day, at most 40 points per 3 days", []),
        ("+5 on each visit, at most 3 times per 1 day, at most 100 times", []),
        ("+4 on each visit, at most 15 points, at most 4 times", []),
        ("+(amount) on first 3 visit, at most 15 points", []),
        ("+5 on each visit, at most 20 points per 1 day, expires after 1 day", []),
    ],
)
def test_limits(text: str, told: list[str]) -> None:
    """A limit is told only if the rest of the rule keeps it in every case; of two that make each other needless, one."""
    assert places_of(check, rule(text)) == told


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("+5 on first 3 visit, at most 100 times, as forms", "+5 on first 3 visit, as forms"),
        ("+5 on each visit, at most 3 times,\n        at most 15 points", "+5 on each visit, at most 3 times"),
    ],
)
def test_fix(text: str, after: str) -> None:
    """The limit is taken away with its comma, which is safe: the same awards are given without it."""
    found = findings_of(check, rule(text.replace(",\n        ", ", ")))[0]
    assert found.fix is not None
    assert found.fix.safe
    assert mended(check, rule(text.replace(",\n        ", ", "))) == rule(after)


@pytest.mark.parametrize(
    "text", ["+5 on first 3 visit, at most 3 times per 1 day", "+5 on each visit, at most 3 times, at most 15 points"]
)
def test_the_engine_agrees(text: str) -> None:
    """With and without the limit a busy profile has the same points."""
    values = []
    for one in (rule(text), mended(check, rule(text))):
        model, _ = check_text(one)
        assert model is not None
        engine = lsdsl.Engine(Ruleset(model))
        for number in range(9):
            time = f"2026-01-0{number // 3 + 1}T00:00:0{number % 3}Z"
            engine.process({"id": str(number), "type": "visit", "profile": "p", "time": time, "data": {}})
        values.append(engine.profile("p").scores["engagement"].value)
    assert values == [15, 15]


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ("group forms maximum 40:\n        +10 on first 3 visit", ["forms"]),
        ("group forms maximum 30:\n        +10 on first 3 visit", []),
        ("group forms maximum 20:\n        +10 on first 3 visit", []),
        ("group forms maximum 40:\n        +10 on each visit", []),
        ("group forms minimum -40:\n        -10 on first 3 visit", []),
    ],
)
def test_groups(group: str, told: list[str]) -> None:
    """The maximum of a group is told if its rules cannot give more."""
    assert places_of(check, rule(group)) == told


def test_part_of_a_ruleset() -> None:
    """A group may have more rules than those without errors; a rule has all its limits."""
    text = rule("group forms maximum 40:\n        +10 on first 3 visit, at most 9 times")
    assert places_of(check, text, whole=False) == ["at most 9 times"]
