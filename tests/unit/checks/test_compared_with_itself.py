"""LS511: one value on both sides, and nothing else said about it."""

import pytest

import lsdsl
from tests.unit.checks.told import findings, places

DATA = """\
profile:
    country  text
    stage    choice("lead", "customer") = "lead"
    size     number
    budget   number
    born     date
let land = country
let place = land
event visit:
    path  text
score fit:
    +5 on each visit
"""


def condition(text: str) -> str:
    """A selection with this condition."""
    return f"{DATA}selection chosen:\n    where {text}\n"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("country is country", "present"),
        ("profile.country is country", "present"),
        ("stage is stage", "present"),
        ("size >= size", "present"),
        ("born <= born", "present"),
        ("fit is fit", "present"),
        ("country contains country", "present"),
        ("lower(country) is lower(country)", "present"),
        ("place is country", "present"),
        ("country is not country", "absent"),
        ("size > size", "never"),
        ("age(born) < age(born)", "never"),
        ("count(visit) > count(visit)", "never"),
        ("size between size and 50", "end"),
        ("size between 5 and size", "end"),
    ],
)
def test_comparisons(text: str, outcome: str) -> None:
    """What comes of it is said."""
    (one,) = findings("compared_with_itself", condition(text))
    assert outcome in one.arguments


@pytest.mark.parametrize("text", ["size - size", "size / size", "max(size, 5, size)", "min(size, size)"])
def test_calculations(text: str) -> None:
    """Minus, division, and the smaller or larger of one value."""
    assert places("compared_with_itself", condition(f"{text} > 5")) == [text]


@pytest.mark.parametrize("text", ["size + size > 5", "size * size > 5", "size > budget", "5 > 3", "size > size + 1", "size > 5"])
def test_what_can_be_meant(text: str) -> None:
    """Doubles and squares, two values, and literals."""
    assert places("compared_with_itself", condition(text)) == []


def test_inside_look_backs_and_tests() -> None:
    """Conditions of look backs, and expectations that cannot fail."""
    rules = f'{DATA}selection chosen:\n    where seen(visit where path is path)\ntest "x":\n    expect fit == fit\n'
    assert places("compared_with_itself", rules) == ["path is path", "fit == fit"]


@pytest.mark.parametrize("text", ["size > size", "size > size and size > 5", "not (stage is stage)"])
def test_one_mistake_one_finding(text: str) -> None:
    """That such a condition is always true or false is not told a second time."""
    assert [one.code for one in lsdsl.check("rules.lsdsl", text=condition(text)).diagnostics if one.code != "LS541"] == ["LS511"]
