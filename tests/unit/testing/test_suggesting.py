"""Suggested tests: both sides of each threshold, with what the rules do today."""

import shutil
from pathlib import Path

import pytest

import lsdsl
from lsdsl.testing import run_tests
from lsdsl.testing.suggesting import MOST, UnknownNameError, suggestions
from tests.unit.testing.rules import RULES, ruleset

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def suggested(folder: Path, rules: str, name: str = "") -> str:
    """What is suggested for rules; it is checked that it is sound, has the layout, and passes."""
    loaded = ruleset(folder, "", rules)
    text, count = suggestions(loaded, name)
    with_tests = ruleset(folder, text, rules)
    found = run_tests(with_tests)
    assert len(found) == count
    assert [one.name for one in found if one.problems] == []
    assert lsdsl.check(folder).ruleset is not None
    return text


def test_a_threshold_of_a_condition(tmp_path: Path) -> None:
    """A number just below and at the threshold, with all else as it has to be."""
    text = suggested(tmp_path, "event webinar:\n    minutes number\n\nscore s:\n    +10  on each webinar where minutes >= 20\n")
    assert "on webinar minutes = 19\n    expect s == 0" in text
    assert "on webinar minutes = 20\n    expect s == 10" in text


def test_a_strict_threshold_has_its_other_side(tmp_path: Path) -> None:
    """For `more than` it is the number itself and the one above it."""
    text = suggested(tmp_path, "profile:\n    staff number\n\nselection big:\n    where staff > 20\n")
    assert "given staff = 20\n    expect not big" in text
    assert "given staff = 21\n    expect big" in text


def test_hot_with_20_and_21_points_and_both_sides_of_the_window(tmp_path: Path) -> None:
    """Events are found that gain just not enough, and just enough; within the window, and not."""
    rules = (
        "event click\nevent form\n\nscore s:\n    +3  on each click\n    +15  on each form\n    +5  on first click\n\n"
        'followup hot:\n    when s gains more than 20 points within 1 day\n    do notify "hot", to: "a@example.com"\n'
    )
    text = suggested(tmp_path, rules, "hot")
    assert 'test "hot, 20 points":' in text
    assert "expect ran(hot) == 0" in text
    assert 'test "hot, points within 23 hours":' in text
    assert 'test "hot, points within 1 day":' in text
    assert "after 23 hours on" in text
    assert "after 1 day on" in text


def test_cold_after_89_and_90_days(tmp_path: Path) -> None:
    """The day before the window is full, and the day at which it is."""
    rules = (
        "event click\n\nscore s:\n    +3  on each click\n\n"
        'followup cold:\n    when s gains fewer than 2 points within 90 days\n    do notify "cold", to: "a@example.com"\n'
    )
    text = suggested(tmp_path, rules)
    assert "    after 89 days\n    expect ran(cold) == 0\n    after 1 day\n    expect ran(cold) == 1\n" in text


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("+5  on each visit, expires after 4 weeks", ["after 27 days", "expect s == 5", "after 1 day", "expect s == 0"]),
        ("+8  on each visit, loses 50% every 30 days", ["after 29 days", "expect s == 8", "after 1 day", "expect s == 4"]),
        ("+5  on first 2 visit", ["expect s == 5", "on visit", "expect s == 10", "on visit", "expect s == 10"]),
        ("+5  on each visit, at most 3 times per 7 days", ["after 6 days on visit", "expect s == 15", "after 1 day on visit"]),
        ("-5  for every 30 days without visit", ["after 29 days", "expect s == 0", "after 1 day", "expect s == -5"]),
        ("+5  while count(visit within 7 days) >= 3", ["expect s == 0", "expect s == 5"]),
        ("+5  while seen(visit within 14 days)", ["after 13 days", "expect s == 5", "after 1 day", "expect s == 0"]),
        ("+5  while age(since) > 365 days", ["given since = 2025-01-01", "expect s == 0", "given since = 2024-12-31"]),
    ],
)
def test_durations_and_limits(rule: str, lines: list[str], tmp_path: Path) -> None:
    """One side and the other of what a rule says in numbers."""
    text = suggested(tmp_path, f"profile:\n    since date\n\nevent visit\n\nscore s:\n    {rule}\n")
    positions = [text.find(line) for line in lines]
    assert -1 not in positions, text


def test_ranges_and_rows(tmp_path: Path) -> None:
    """Ranges are reached by a correction, rows by the value that they look up."""
    text = suggested(
        tmp_path,
        "profile:\n    staff number\n\nscore s:\n    range low\n    range high from 10\n    by staff:\n        +5  from 50\n",
    )
    assert 'on points adjusted score = "s", points = 9\n    expect s is not high' in text
    assert "given staff = 49\n    expect s == 0" in text
    assert "given staff = 50\n    expect s == 5" in text


def test_a_minimum_does_not_hide_a_threshold(tmp_path: Path) -> None:
    """Points below zero show when the score has some."""
    text = suggested(tmp_path, "event left\n\nscore s:\n    minimum 0\n    -5  on each left, expires after 30 days\n")
    assert 'on points adjusted score = "s", points = 50' in text


def test_a_side_that_two_thresholds_share_is_suggested_once(tmp_path: Path) -> None:
    """Three numbers in a row are three tests and not four."""
    rules = 'profile:\n    staff number\n\ngrade g:\n    "b"  when staff >= 11\n    "a"  when staff >= 10\n    "c"  otherwise\n'
    text = suggested(tmp_path, rules)
    assert [text.count(f"given staff = {number}\n") for number in (9, 10, 11)] == [1, 1, 1]


def test_a_name_narrows(tmp_path: Path) -> None:
    """A score, a follow-up or words of a title; what is not there is an error."""
    loaded = ruleset(tmp_path, "")
    assert "tell_sales" not in suggestions(loaded, "fit")[0].replace("expect", "")
    assert suggestions(loaded, "looks at prices")[1] > 0
    with pytest.raises(UnknownNameError, match="nothing_such"):
        suggestions(loaded, "nothing_such")


def test_rules_without_thresholds_have_no_suggestions(tmp_path: Path) -> None:
    """Nothing is said where there is nothing to say."""
    assert suggestions(ruleset(tmp_path, "", "event visit\n\nscore s:\n    +5  on each visit\n")) == ("", 0)


def test_names_that_are_taken_get_a_number(tmp_path: Path) -> None:
    """What is suggested can stand beside the tests that are there, twice even."""
    text, _ = suggestions(ruleset(tmp_path, ""))
    again, count = suggestions(ruleset(tmp_path, text))
    loaded = ruleset(tmp_path, text + "\n" + again)
    assert len(loaded.model.tests) == 2 * count


@pytest.mark.parametrize("name", ["software", "shop", "copernica", "greenrope"])
def test_suggestions_for_the_examples(name: str, tmp_path: Path) -> None:
    """For rules of a real size they pass, are the same each time, are bounded, and have the layout."""
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    (folder / "rules" / "tests.lsdsl").unlink(missing_ok=True)
    text, count = suggestions(lsdsl.load(folder))
    assert 0 < count <= MOST
    assert suggestions(lsdsl.load(folder)) == (text, count)
    (folder / "rules" / "tests.lsdsl").write_text(text, encoding="utf-8")
    assert [one.name for one in run_tests(lsdsl.load(folder)) if one.problems] == []
    assert lsdsl.check(folder).diagnostics == ()


def test_the_rules_of_these_tests_have_suggestions(tmp_path: Path) -> None:
    """Waits, grades and the rest of a small ruleset."""
    text = suggested(tmp_path, RULES)
    assert 'test "tell_sales, engagement 19":' in text
    assert 'test "fit: employees from 500, 499":' in text
