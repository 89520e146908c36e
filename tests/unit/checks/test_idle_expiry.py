"""LS526: an expiry that comes when decay has left nothing."""

from typing import Final

import pytest

import lsdsl
from lsdsl.checks.idle_expiry import check
from lsdsl.model import check_text
from lsdsl.runner.ruleset import Ruleset
from tests.unit.checks.scoring import findings_of, mended, places_of

DATA: Final = "event visit:\n    amount  number\n"


def rule(text: str, default: str = "") -> str:
    """A score of one rule."""
    return f"{DATA}score engagement:\n{default}    {text}\n"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("+10 on each visit, loses 5 points every 1 day, expires after 3 days", "2 days"),
        ("-10 on each visit, loses 5 points every 1 day, expires after 3 days", "2 days"),
        ("+10 on each visit, loses 3 points every 12 hours, expires after 3 days", "2 days"),
        ("+10 on each visit, loses 100% every 36 hours, expires after 3 days", "36 hours"),
        ("+10 on each visit, halves every 1 day, expires after 26 days", "25 days"),
        ("+(min(max(amount, 0), 10)) on each visit, loses 5 points every 1 day, expires after 3 days", "2 days"),
        ("+10 on latest visit, expires after 3 days, loses 5 points every 1 day", "2 days"),
    ],
)
def test_comes_too_late(text: str, gone: str) -> None:
    """The expiry is told, with the time after which nothing is left."""
    (found,) = findings_of(check, rule(text))
    assert rule(text)[found.span.start : found.span.end].startswith("expires after")
    assert found.arguments["gone"] == gone


@pytest.mark.parametrize(
    "text",
    [
        "+10 on each visit, loses 5 points every 1 day, expires after 2 days",
        "+10 on each visit, loses 3 points every 1 day, expires after 3 days",
        "+10 on each visit, halves every 1 day, expires after 25 days",
        "+(amount) on each visit, loses 5 points every 1 day, expires after 3 days",
        "+10 on each visit, expires after 3 days",
        "+10 on each visit, loses 5 points every 1 day",
    ],
)
def test_has_something_to_take(text: str) -> None:
    """An expiry that may take something, or comes in the moment of the last step, is no finding."""
    assert places_of(check, rule(text)) == []


def test_defaults_of_the_block() -> None:
    """An expiry of all awards of a score is left alone; one that is written in the rule is told, but not taken away."""
    decays = "+10 on each visit, loses 5 points every 1 day"
    default = "    awards expire after 30 days\n"
    assert places_of(check, rule(decays, default)) == []
    (found,) = findings_of(check, rule(f"{decays}, expires after 20 days", default))
    assert found.fix is None


@pytest.mark.parametrize("step", ["loses 5 points", "halves", "loses 90%"])
def test_the_engine_agrees(step: str) -> None:
    """The fix is safe: at no hour does a profile have other points without the expiry."""
    text = rule(f"+10 on each visit, {step} every 1 hour, expires after 30 hours")
    assert findings_of(check, text)[0].fix.safe  # type: ignore[union-attr]
    values = []
    for one in (text, mended(check, text)):
        model, _ = check_text(one)
        assert model is not None
        engine = lsdsl.Engine(Ruleset(model))
        engine.process({"id": "1", "type": "visit", "profile": "p", "time": "2026-01-01T00:00:00Z", "data": {}})
        hours = []
        for hour in range(40):
            engine.advance(f"2026-01-0{1 + hour // 24}T{hour % 24:02}:00:00Z")
            hours.append(engine.profile("p").scores["engagement"].value)
        values.append(hours)
    assert values[0] == values[1]
    assert values[0][0] == 10
    assert values[0][-1] == 0
