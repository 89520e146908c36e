"""LS501 and LS502: what is always true or always false is told, the smallest part of it, once."""

import pytest

from lsdsl.checks.constant_conditions import check
from tests.unit.checks.conditions import found, told
from tests.unit.checks.scoring import calls_of


def rule(condition: str) -> str:
    """A score with a rule on a condition."""
    heat = "score heat:\n    minimum 0\n    maximum 100\n    ideal 80\n    +1 on each page_visit\n"
    return f"{heat}score fit:\n    +1 while {condition}\n"


@pytest.mark.parametrize(
    ("condition", "code", "words"),
    [
        ("employees > 100 and employees < 50", "LS502", "employees > 100 and employees < 50"),
        ('country is "NL" and country is "BE"', "LS502", 'country is "NL" and country is "BE"'),
        ('status in ("new") and status is "won"', "LS502", 'status in ("new") and status is "won"'),
        ("premium and (employees > 5 and employees < 3)", "LS502", "employees > 5 and employees < 3"),
        ("not (employees > 5 and employees < 3) and premium", "LS502", "employees > 5 and employees < 3"),
        ("visits > 1 or visits < 2", "LS501", "visits > 1 or visits < 2"),
        ("flames(heat) <= 5", "LS501", "flames(heat) <= 5"),
        ("count(page_visit) >= 0 and premium", "LS501", "count(page_visit) >= 0"),
        ("count(page_visit where pages > 3 and pages < 2) > 5", "LS502", "pages > 3 and pages < 2"),
        ('lower(country) is "NL"', "LS502", 'lower(country) is "NL"'),
        ("employees > 100 and employees > 50", "LS501", "employees > 50"),
        ("employees > 50 or employees > 100", "LS502", "employees > 100"),
        ("premium and employees > 5 and premium", "LS501", "premium"),
        ("age(due) > 5 days and due is missing", "LS502", "age(due) > 5 days and due is missing"),
        ("true", "LS501", "true"),
    ],
)
def test_told(condition: str, code: str, words: str) -> None:
    """One finding, at the part that is to blame."""
    assert told(check, rule(condition)) == [(code, words)]


@pytest.mark.parametrize(
    "condition",
    [
        "employees > 5 or employees <= 5",
        "employees is not missing and employees > 5",
        "due is missing or age(due) > 5 days",
        'country is "NL" or country is "nl"',
        'country is "NL" or country is "nl" ignoring case',
        'status is "new" or status is "won" or status is "lost"',
        'country starts with "N" or country is "NL"',
        "employees > visits and employees > 0",
        "employees - visits > 0 or employees - visits < 1",
        "heat > 0 and heat < 100",
        "flames(heat) is 5",
        "count(page_visit) > 2 and count(page_visit within 7 days) > 2",
        'tags contains "a" and tags contains "A"',
        "not premium and employees between 5 and 5",
    ],
)
def test_not_told(condition: str) -> None:
    """What some profile decides is no finding, nor is a test for a value that may be missing."""
    assert told(check, rule(condition)) == []


def test_one_cause_one_finding() -> None:
    """A let that is always false is told of where it stands, and not where it is read."""
    rules = "let big = employees > 5 and employees < 3\nlet huge = big and premium\nselection big_ones:\n    where big\n" + rule(
        "huge or big_ones"
    )
    assert told(check, rules) == [("LS502", "employees > 5 and employees < 3")]


def test_through_a_let() -> None:
    """What a let stands for is taken into account."""
    assert told(check, "let big = employees >= 500\n" + rule("big and employees < 50")) == [("LS502", "big and employees < 50")]


def test_a_switch_is_meant() -> None:
    """A let that is true or false by hand switches rules on and off: neither it nor they are told of."""
    assert told(check, "let campaign = false\n" + rule("campaign and premium")) == []


def test_a_choice_that_is_written_otherwise() -> None:
    """A choice that a step fills from a free text may hold anything."""
    others = " and ".join(f'status is not "{option}"' for option in ("new", "won", "lost"))
    grade = f'grade state:\n    "A" when {others} and status is not missing\n'
    step = "followup copy:\n    on page_visit\n    set status to country\n"
    otherwise = '    "B" otherwise\n'
    assert [code for code, _ in told(check, grade + otherwise)] == ["LS502"]
    assert told(check, grade + otherwise + step) == []


def test_long_lists_are_walked_once() -> None:
    """A list that many rules look into costs some calls for each item, and not for each item in each rule."""

    def calls(name: str, items: int) -> int:
        known = ", ".join(f'"{name}{number}"' for number in range(items))
        rules = (f"    +{number + 1} while country in known and employees > {number}\n" for number in range(30))
        text = f"list known = ({known})\nprofile:\n    country  text\n    employees  number\nscore fit:\n" + "".join(rules)
        return calls_of(check, text)

    assert calls("long", 2_020) - calls("short", 20) < 2_000 * 15


def test_the_pair_is_named() -> None:
    """Of a long condition the two parts that exclude each other are named."""
    (one,) = found(check, rule("premium and employees > 100 and visits > 3 and employees < 50"))
    assert (one.arguments["left"], one.arguments["right"]) == ("employees > 100", "employees < 50")


def test_ranges_are_told_of_where_they_are_declared() -> None:
    """That a score cannot reach a range is no matter of the condition that tests for it."""
    rules = "score fit:\n    maximum 10\n    range cold\n    range hot from 20\n    +1 on each page_visit\n"
    assert told(check, rules + "selection hot_ones:\n    where fit is hot\n") == []
    assert told(check, rules + "selection all_ones:\n    where fit is at least cold\n") == [("LS501", "fit is at least cold")]


def test_what_tests_expect_is_theirs() -> None:
    """An expectation may well be true for ever."""
    assert told(check, rule("premium") + 'test "t":\n    expect heat >= 0\n') == []
