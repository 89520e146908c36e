"""What happens in a test, and when."""

from pathlib import Path

import pytest

from lsdsl.testing.results import Refused, Trouble, Unmet
from tests.unit.testing.rules import only, results

HOLDS = {
    "events count": 'on page_visit path = "/pricing"\nexpect engagement == 20',
    "other events do not": 'on page_visit path = "/jobs"\nexpect engagement == 0',
    "time passes before an event": 'on form_submit\nafter 27 days on page_visit path = "/pricing"\nexpect engagement == 22',
    "an award expires at its moment": "on form_submit\nafter 28 days\nexpect engagement == 0",
    "and not before": "on form_submit\nafter 27 days\nexpect engagement == 2",
    "what is given is there at once": 'given country = "NL", employees = 120\nexpect fit == 30',
    "given may stand several times": 'given country = "NL"\ngiven employees = 600\nexpect fit == 45',
    "the rules run without anything given": "expect fit == 0 and not good",
    "time passes without events": "after 61 days\nexpect engagement == -10",
    "rows can be created": 'on orders created id = "1", amount = 20\nexpect count(orders) == 1',
    "the start is the first of January": "expect created is 2026-01-01T00:00Z",
    "the start can be said": "starting 2025-06-01T12:00Z\nexpect created is 2025-06-01T12:00Z",
    "tags can be given": 'given tags = ("vip", "new")\nexpect tags contains "vip"',
    "a correction moves a score": 'on points adjusted score = "fit", points = 7\nexpect fit == 7',
    "names stand for conditions": 'given country = "NL"\nexpect at_home',
}


@pytest.mark.parametrize("lines", HOLDS.values(), ids=HOLDS)
def test_what_holds(lines: str, tmp_path: Path) -> None:
    """A test whose expectations are what the engine does passes."""
    assert only(tmp_path, lines).problems == ()


def test_runs_and_actions_are_counted(tmp_path: Path) -> None:
    """Runs count from their start, actions when they are asked for, with or without their first argument."""
    result = only(
        tmp_path,
        "expect ran(tell_sales) == 0 and did(notify) == 0\n"
        'on page_visit path = "/pricing"\n'
        'expect ran(tell_sales) == 1 and did(notify) == 1 and did(notify, "warm") == 1 and did(notify, "other") == 0\n'
        "after 2 days\n"
        'expect ran(tell_sales) == 1 and did(notify) == 2 and did(notify, "nobody called") == 1',
    )
    assert result.problems == ()
    assert result.expectations == 3


def test_a_run_that_is_undone_does_not_count(tmp_path: Path) -> None:
    """A follow-up whose box fails did not run, and the test tells what went wrong."""
    rules = (
        "profile:\n    points number = 0\nevent page_visit\n\n"
        "followup half:\n    on page_visit\n    script:\n        profile.fields.points = 1 / profile.fields.points\n"
    )
    result = only(tmp_path, "on page_visit\nexpect ran(half) == 0 and points == 0", rules)
    (problem,) = result.problems
    assert isinstance(problem, Trouble)
    assert problem.code.startswith("LS86")


def test_runs_beyond_a_limit_are_no_runs(tmp_path: Path) -> None:
    """What a limit refuses is not counted and is no problem."""
    rules = (
        "event page_visit\n\nfollowup call:\n    on page_visit\n    limit 1 per 7 days\n"
        '    do notify "call", to: "a@example.com"\n'
    )
    lines = "on page_visit\non page_visit\nexpect ran(call) == 1\nafter 7 days on page_visit\nexpect ran(call) == 2"
    assert only(tmp_path, lines, rules).problems == ()


def test_actions_beyond_a_limit_of_all_profiles_are_held_back(tmp_path: Path) -> None:
    """The follow-up runs, its actions do not leave."""
    rules = (
        "event page_visit\n\nfollowup call:\n    on page_visit\n    limit 1 per 7 days overall\n"
        '    do notify "call", to: "a@example.com"\n'
    )
    assert only(tmp_path, "on page_visit\non page_visit\nexpect ran(call) == 2 and did(notify) == 1", rules).problems == ()


def test_an_event_that_cannot_happen_ends_the_test(tmp_path: Path) -> None:
    """The engine's refusal is the problem; what was to come after it is left out."""
    (problem,) = only(tmp_path, 'on orders removed id = "7"\nexpect fit == 99').problems
    assert isinstance(problem, Refused)
    assert "7" in problem.reason


def test_what_goes_wrong_in_a_rule_fails_the_test(tmp_path: Path) -> None:
    """A division by zero is told with its place, and the other lines go on."""
    problems = only(tmp_path, "on purchase amount = 5, items = 0\nexpect engagement == 1").problems
    assert [type(problem) for problem in problems] == [Trouble, Unmet]
    assert isinstance(problems[0], Trouble)
    assert problems[0].code == "LS851"


def test_a_removed_profile_keeps_its_last_values(tmp_path: Path) -> None:
    """What was expected before and after the removal can be said."""
    assert only(tmp_path, 'given country = "NL"\nexpect fit == 20\non profile removed\nexpect country is "NL"').problems == ()


def test_tests_do_not_see_each_other(tmp_path: Path) -> None:
    """Each test begins with a profile of its own."""
    found = results(
        tmp_path,
        'test "one":\n    on page_visit path = "/pricing"\n    expect engagement == 20\n\n'
        'test "two":\n    on page_visit path = "/pricing"\n    expect engagement == 20 and did(notify) == 1\n',
    )
    assert [(one.name, one.status) for one in found] == [("one", "passed"), ("two", "passed")]


def test_all_problems_of_a_test_are_told(tmp_path: Path) -> None:
    """A test goes on after an expectation that does not hold."""
    found = only(tmp_path, "expect fit == 1\nexpect fit == 0\nexpect fit == 2").problems
    assert len(found) == 2
