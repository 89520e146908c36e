"""LS505: texts that are only ever compared with numbers."""

import pytest

from lsdsl.checks.numbers_as_text import check
from tests.unit.checks.conditions import found, told


def rule(condition: str, event: str = "") -> str:
    """A score with a rule."""
    return f"score fit:\n    +1 {f'on each {event} where' if event else 'while'} {condition}\n"


@pytest.mark.parametrize(
    ("rules", "name"),
    [
        (rule('country is "5"'), "country"),
        (rule('country in ("1", "2.5")') + 'selection s:\n    where country is not "3" and country is not missing\n', "country"),
        (rule('path is "12"', "page_visit"), "path"),
        ('score fit:\n    by country:\n        +1  "1"\n        +2  "2"\n', "country"),
    ],
)
def test_told(rules: str, name: str) -> None:
    """The declaration is told of."""
    assert told(check, rules) == [("LS505", name)]


@pytest.mark.parametrize(
    "rules",
    [
        rule('country is "NL"'),
        rule('country is "5" or country is "five"'),
        rule('country is "05"'),
        rule('country is "90210"'),
        rule('country is "5" and length(country) > 0'),
        rule('country is "5"') + 'selection s:\n    where country starts with "4"\n',
        rule('country is "5"') + "followup f:\n    on page_visit\n    set country to job_title\n",
        rule('country is "5"') + 'followup f:\n    on page_visit\n    do notify "m", to: country\n',
        rule('country is "5"') + 'test "t":\n    given country = "NL"\n    expect fit == 0\n',
        rule('country is "5"') + "followup f:\n    on page_visit\n    script:\n        profile.fields.visits += 1\n",
        rule("country is missing"),
    ],
)
def test_not_told(rules: str) -> None:
    """One use that is no such comparison is enough to leave it alone, as are numerals that nobody counts with."""
    assert told(check, rules) == []


def test_quiet_beside_errors() -> None:
    """Where a part of the rules could not be read, a text may be used in it."""
    assert found(check, rule('country is "5"'), whole=False) == []
