"""LS506: options and values that differ in capital letters only."""

import pytest

from lsdsl.checks.spelling_variants import check
from tests.unit.checks.conditions import found, told


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ('event call:\n    outcome choice("yes", "no", "Yes")\n', "outcome"),
        ('list markets = ("NL", "BE", "nl")\n', "markets"),
        ('selection s:\n    where country in ("NL", "nl")\n', 'country in ("NL", "nl")'),
        (
            'selection s:\n    where country contains any ("NL", "nl") ignoring case\n',
            'country contains any ("NL", "nl") ignoring case',
        ),
    ],
)
def test_told(rules: str, words: str) -> None:
    """The declaration, or the condition that the list stands in, is told of."""
    assert told(check, rules) == [("LS506", words)]


@pytest.mark.parametrize(
    "rules",
    [
        'event call:\n    outcome choice("yes", "no")\n',
        'list markets = ("NL", "BE")\nselection s:\n    where country in markets\n',
        'score s:\n    by country:\n        +5  "NL"\n        +5  "nl"\n',
        'selection s:\n    where country is "NL" or country is "nl"\n',
    ],
)
def test_not_told(rules: str) -> None:
    """A table cannot ignore case, so it may name both spellings."""
    assert told(check, rules) == []


def test_a_named_list_once() -> None:
    """A list is told of where it is declared, not where it is used; three spellings are one finding."""
    rules = 'list markets = ("NL", "nl", "Nl")\nselection s:\n    where country in markets\n'
    (one,) = found(check, rules)
    assert (one.arguments["one"], one.arguments["other"]) == ('"NL"', '"nl"')
