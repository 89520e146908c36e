"""LS507: free texts that are compared letter by letter."""

import pytest

from lsdsl.checks.exact_spelling import check
from tests.unit.checks.conditions import mended, told


def rule(condition: str) -> str:
    """A score with a rule on a condition."""
    return f"score fit:\n    +1 while {condition}\n"


@pytest.mark.parametrize(
    "condition",
    [
        'job_title contains "Marketing"',
        'job_title is "Head of Sales"',
        'job_title in ("CEO", "Director")',
        'job_title contains any ("Director", "Manager")',
        'country is not "Netherlands"',
        '"Netherlands" is country',
    ],
)
def test_told(condition: str) -> None:
    """A text in capital and small letters, held against a text field of the profile."""
    assert told(check, rule(condition)) == [("LS507", condition)]


@pytest.mark.parametrize(
    "condition",
    [
        'job_title contains "Marketing" ignoring case',
        'job_title contains "marketing"',
        'country is "NL"',
        'status is "new"',
        'country starts with "https://Example.com/Pricing"',
        'country is "NewLead"',
        'country is "Form_A"',
        'id is "Somebody"',
        'lower(job_title) contains "marketing"',
        'tags contains "New Lead"',
    ],
)
def test_not_told(condition: str) -> None:
    """Choices, tags, keys, addresses and codes are spelt in one manner."""
    assert told(check, rule(condition)) == []


def test_what_the_rules_write_themselves() -> None:
    """A field that a step writes has the spelling of the rules."""
    step = 'followup f:\n    on page_visit\n    set country to "Netherlands"\n'
    assert told(check, rule('country is "Netherlands"') + step) == []


def test_attributes_are_left_alone() -> None:
    """What an event carries is written by a machine."""
    assert told(check, 'score fit:\n    +1 on each form_submit where form is "Demo Request"\n') == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('not (job_title is "Boss") and premium', 'not (job_title is "Boss" ignoring case) and premium'),
        ('job_title in ("Boss", "chief")', 'job_title in ("Boss", "chief") ignoring case'),
    ],
)
def test_fix(before: str, after: str) -> None:
    """The fix adds two words, and then there is nothing more to say."""
    assert mended(check, rule(before)) == rule(after)
    assert told(check, rule(after)) == []
