"""What the rules of a score can reach, to the point, rule by rule; tests/property holds it against the engine."""

from math import inf
from typing import Final

import pytest

from lsdsl.analysis.attainable import attainable
from lsdsl.model.interval import Bounds
from tests.unit.checks.scoring import subject_of

DATA: Final = """\
profile:
    employees  number
    country    text
    customer   boolean = false
event visit:
    path    text
    kind    choice("a", "b")
    paid    boolean
    amount  number
event click
collection orders:
    amount  number
"""


def bounds(text: str) -> dict[str, Bounds]:
    """The bounds of all scores of a text."""
    subject = subject_of(DATA + text)
    return dict(attainable(subject.model, subject.boxes))


def of(*lines: str) -> tuple[float, float]:
    """The bounds of a score of some lines."""
    found = bounds("score s:\n" + "".join(f"    {line}\n" for line in lines))["s"]
    return found.low, found.high


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [
        ("+5 on each visit", 0, inf),
        ("-5 on each visit", -inf, 0),
        ("+5 on first visit", 0, 5),
        ("-5 on first 3 visit", -15, 0),
        ("+5 on latest visit", 0, 5),
        ("+5 on first 2 visit per kind", 0, 30),
        ("+5 on latest visit per paid", 0, 15),
        ("+5 on first visit per path", 0, inf),
        ("+5 on each profile created", 0, 5),
        ("+(amount) on first visit", -inf, inf),
        ("+(min(amount, 9)) on first visit", -inf, 9),
        ("+(max(min(amount, 9), -2)) on first 2 visit", -4, 18),
        ("+(count(click)) on first visit", 0, inf),
        ("+5 on each visit, at most 4 times", 0, 20),
        ("+5 on each visit, at most 12 points", 0, 12),
        ("+(amount) on each visit, at most 12 points", -12, 12),
        ("+5 on first 2 visit, at most 7 points per 1 day", 0, 10),
        ("+5 on each visit, at most 2 times per 1 day", 0, inf),
        ("+5 on each visit, expires after 3 days", 0, inf),
        ("+5 on each visit, at most 2 times per 1 day, expires after 3 days", 0, 30),
        ("+5 on each visit, at most 2 times per 2 days, expires after 3 days", 0, 20),
        ("+5 on each visit, at most 7 points per 7 days, expires after 1 day", 0, 7),
        ("+6 on each visit, at most 1 time per 1 day, loses 2 points every 1 day", 0, 12),
        ("+5 on each visit, at most 1 time per 1 day, loses 2 points every 1 day", 0, 9),
        ("+8 on each visit, at most 1 time per 1 day, halves every 1 day, expires after 3 days", 0, 14),
        ("+8 on each visit, at most 16 points per 1 day, halves every 1 day, expires after 3 days", 0, 28),
        ("+8 on each visit, at most 1 time per 1 day, loses 100% every 1 day", 0, 8),
        ("+5 while employees > 5", 0, 5),
        ("-5 while employees > 5", -5, 0),
        ("+(employees) while employees > 5", -inf, inf),
        ("+1 for every 30 days without visit", 0, inf),
        ("-1 for every 30 days without visit", -inf, 0),
        ("+0 for every 30 days without visit", 0, 0),
    ],
)
def test_one_rule(rule: str, low: float, high: float) -> None:
    """Occurrence, limits, expiry and decay bound what is there at one moment."""
    assert of(rule) == (low, high)


@pytest.mark.parametrize(
    ("lines", "low", "high"),
    [
        (["by employees:", "    +5 from 5", "    -3 from 50"], -3, 5),
        (["by employees:", "    +5 from 5", "    +9 from 50", "    +2 otherwise"], 2, 9),
        (["by employees:", "    +5 from 5", "    +(employees) otherwise"], -inf, inf),
        (["initial 3", "+5 on first visit"], 3, 8),
        (["minimum 1", "maximum 4", "+5 on first visit"], 1, 4),
        (["maximum 4", "+5 on first visit", "-9 on first click"], -9, 4),
        (["group g maximum 7:", "    +5 on each visit", "+1 on first click"], 0, 8),
        (["group g minimum -7:", "    -5 on each visit", "    +1 on first click"], -7, 1),
        (["group g minimum 2:", "    +5 on first visit", "+1 on first click"], 2, 6),
        (["+0.1 on first 3 visit"], 0, 0.3),
        (["awards expire after 2 days", "+5 on each visit, at most 1 time per 1 day"], 0, 10),
        (["awards lose 100% every 2 days", "+5 on each visit, at most 1 time per 1 day"], 0, 10),
    ],
)
def test_one_score(lines: list[str], low: float, high: float) -> None:
    """Tables give one row, groups and scores are clamped, sums are exact."""
    assert of(*lines) == (low, high)


@pytest.mark.parametrize(
    ("conditions", "high"),
    [
        (['country is "NL"', 'country is "BE"'], 9),
        (['country is "NL"', 'country in ("BE", "DE")'], 9),
        (['country in ("NL", "BE")', 'country in ("BE", "DE")'], 14),
        (["employees < 50", "employees >= 50"], 9),
        (["employees <= 50", "employees >= 50"], 14),
        (["employees between 1 and 9", "employees between 10 and 99"], 9),
        (["employees between 1 and 9.5", "employees between 9 and 99"], 14),
        (["employees < 50 and customer", "employees > 90 or employees is 60"], 9),
        (["customer", "not customer"], 9),
        (["customer", "customer is false"], 9),
        (["small", "employees > 50"], 9),
        (["small or customer", "employees > 50"], 14),
        (['country is "NL"', "employees > 50"], 14),
        (['country is "NL"', 'country is not "NL"'], 14),
        (['country is "NL"', 'country is "nl" ignoring case'], 14),
        (["t is low", "t is high"], 9),
        (["t is low", "t is below high"], 14),
        (["t is not low", "t is not high"], 14),
        (['tier is "x"', 'tier is "y"'], 9),
        (["age(created) < 7 days", "age(created) >= 7 days"], 9),
    ],
)
def test_state_rules_that_exclude_each_other(conditions: list[str], high: float) -> None:
    """Conditions that want different values of one thing do not add up; what cannot be shown to exclude does."""
    more = (
        "let small = employees < 10\n"
        "score t:\n    range low\n    range high from 5\n    +9 while customer\n"
        'grade tier:\n    "x" when customer\n    "y" otherwise\n'
    )
    rules = "".join(f"    +{size} while {one}\n" for size, one in zip((5, 9), conditions, strict=True))
    assert bounds(f"{more}score s:\n{rules}")["s"] == Bounds(0, high)


@pytest.mark.parametrize(
    ("steps", "low", "high"),
    [
        ("    on visit\n    award +5 to s\n", 0, inf),
        ("    on visit\n    limit once\n    award +5 to s\n", 0, 6),
        ("    on visit\n    limit once\n    if customer:\n        award -5 to s\n    else:\n        award +2 to s\n", -5, 3),
        ("    on visit\n    limit 3 per 1 day\n    award +5 to s\n", 0, inf),
        ("    on profile created\n    award +5 to s\n", 0, 6),
        ("    on visit\n    enabled false\n    award +5 to s\n", 0, 1),
        ('    on visit\n    limit once\n    script:\n        award("s", 5)\n', -inf, inf),
        ('    on visit\n    limit once\n    script:\n        add_tag("x")\n', 0, 1),
    ],
)
def test_steps(steps: str, low: float, high: float) -> None:
    """Steps count as often as their follow-up runs; what a box awards is not known."""
    assert bounds(f"score s:\n    +1 on first click\nfollowup f:\n{steps}")["s"] == Bounds(low, high)


def test_a_box_that_nobody_has_looked_at() -> None:
    """A box of which nothing is known may award anything."""
    subject = subject_of(DATA + 'score s:\n    +1 on first click\nfollowup f:\n    on visit\n    script:\n        add_tag("x")\n')
    assert attainable(subject.model, {})["s"] == Bounds(-inf, inf)


@pytest.mark.parametrize(
    ("expression", "low", "high"),
    [
        ("a + b", -3, 15),
        ("a - b", -5, 13),
        ("b * 2 + 1", -5, 11),
        ("max(a, b)", 0, 10),
        ("a / 4", 0, 2.5),
        ("a / b", -inf, inf),
        ("a + employees", -inf, inf),
        ("double", 0, 20),
        ("flames(a)", 0, 2),
        ("count(click)", 0, inf),
        ("sum(amount of orders)", -inf, inf),
        ("gained(a within 1 day)", 0, 10),
        ("a / 3", 0, 3.333333),
    ],
)
def test_computed_scores(expression: str, low: float, high: float) -> None:
    """A computed score is bounded by the scores and numbers in it."""
    scores = "score a:\n    ideal 20\n    +10 on first visit\nscore b:\n    +5 on first click\n    -3 while customer\n"
    found = bounds(f"{scores}let double = a * 2\nscore c = {expression}\nscore d = c:\n    maximum 4\n")
    assert found["c"] == Bounds(low, high)
    assert found["d"] == Bounds(min(low, 4), min(high, 4))


def test_score_that_is_switched_off() -> None:
    """A score that is switched off has no value, so no bounds; what is computed from it may be anything."""
    found = bounds("score a:\n    enabled false\n    +1 on first visit\nscore b = a\n")
    assert found == {"b": Bounds(-inf, inf)}


def test_many_small_windows() -> None:
    """A limit per second over years does not take years to reckon with."""
    assert of("+1 on each visit, at most 1 time per 1 second, expires after 36500 days") == (0, 36500 * 86400)
