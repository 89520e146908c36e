"""LS504: rows and branches that never have their turn."""

import pytest

from lsdsl.checks.unreachable_rows import check
from tests.unit.checks.conditions import found, told


def table(by: str, *rows: str) -> str:
    """A score with a table."""
    return f"score heat:\n    ideal 80\n    +1 on each page_visit\nscore fit:\n    by {by}:\n" + "".join(
        f"        {row}\n" for row in rows
    )


def grade(*rows: str) -> str:
    """A grade."""
    return "grade size:\n" + "".join(f"    {row}\n" for row in rows)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (grade('"M" when employees >= 10', '"L" when employees >= 250', '"S" otherwise'), "employees >= 250"),
        (
            grade('"A" when employees > 5', '"B" when employees <= 5', '"C" when employees is not missing', '"D" otherwise'),
            "employees is not missing",
        ),
        (table("country", '+5 "NL", "BE"', '+1 "NL"'), '+1 "NL"'),
        (table("lower(country)", '+5 "NL"', '+1 "be"'), '+5 "NL"'),
        (table("count(page_visit)", "+5 from 0", "+1 from -5"), "+1 from -5"),
        (table("flames(heat)", "+5 from 3", "+9 from 6"), "+9 from 6"),
    ],
)
def test_told(rules: str, words: str) -> None:
    """The row is told of, at its place."""
    assert told(check, rules) == [("LS504", words)]


@pytest.mark.parametrize(
    "rules",
    [
        grade('"L" when employees >= 250', '"M" when employees >= 10', '"S" otherwise'),
        grade('"A" when visits > 5', '"B" when visits <= 5', '"C" otherwise'),
        grade('"A" when employees > 5', '"B" when employees > 5 or employees is missing', '"C" otherwise'),
        grade('"A" when visits >= 0 or visits < 0', '"B" when premium', '"C" otherwise'),
        table("country", '+5 "NL"', '+1 "nl"', "+0 otherwise"),
        table("employees", "+5 from -10", "+7 from 1000"),
        table("premium", "+5 true", "+1 false"),
    ],
)
def test_not_told(rules: str) -> None:
    """Rows that somebody gets to are no finding, nor is `otherwise`, nor what stands below a condition that is told of."""
    assert told(check, rules) == []


def test_some_values_of_a_row() -> None:
    """A value that an earlier row has is named; the row goes on counting for its others."""
    (one,) = found(check, table("country", '+5 "NL", "BE"', '+1 "DE", "BE"'))
    assert one.arguments == {"doubled": '"BE"'}
    assert len(one.related) == 1


def test_branches() -> None:
    """The branches of an `if` are looked at in their turn."""
    steps = '        add tag "x"\n'
    rules = (
        f"followup one:\n    on page_visit\n    if employees > 5:\n{steps}    else if employees > 50:\n{steps}    else:\n{steps}"
    )
    assert told(check, rules) == [("LS504", "employees > 50")]
