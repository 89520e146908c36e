"""LS520: rules that say the same in other words are told, and rules that do not are left alone."""

from typing import Final

import pytest

from lsdsl.checks.repeated_rules import check
from tests.unit.checks.scoring import calls_of, findings_of, places_of

DATA: Final = (
    'profile:\n    country    text\n    employees  number\n    stage      choice("a", "b")\n    customer   boolean\n'
    "event visit:\n    path    text\n    amount  number\nevent click:\n    path    text\n"
    "let big = employees > 500\n"
)


def score(*rules: str) -> str:
    """A score of some rules."""
    return DATA + "score fit:\n" + "".join(f"    {rule}\n" for rule in rules)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("+5 while employees > 5", "+5 while 5 < employees"),
        ("+5 while employees >= 5", "+9 while 5 <= employees"),
        ('+5 while employees > 5 and country is "NL"', '+5 while country is "NL" and employees > 5'),
        ('+5 while employees > 5 or country is "NL"', '+5 while country is "NL" or employees > 5'),
        ('+5 while country is "NL"', '+5 while "NL" is country'),
        ('+5 while country in ("NL", "BE")', '+5 while country in ("BE", "NL")'),
        ('+5 while country in ("NL", "BE")', '+5 while country is "NL" or country is "BE"'),
        ('+5 while country is "NL"', '+5 while country in ("NL",)'),
        ('+5 while country not in ("NL", "BE")', '+5 while country is not "BE" and country is not "NL"'),
        ('+5 while stage is "a"', '+5 while stage in ("a")'),
        ("+5 while employees between 1 and 9", "+5 while employees >= 1 and employees <= 9"),
        ("+5 while big", "+5 while employees > 500"),
        ("+5 while big and customer", "+5 while customer and 500 < employees"),
        ('+5 while country contains any ("a", "b")', '+5 while country contains "b" or country contains "a"'),
        ('+5 while tags contains any ("a", "b")', '+5 while tags contains any ("b", "a")'),
        ("+5 on each visit where amount > 5", "+5 on each visit where 5 < amount, expires after 2 days"),
        ("+5 on each visit or click", "+5 on each click or visit"),
        ("+5 on first 2 visit per path where amount > 5", "+5 on first 2 visit per path where 5 < amount"),
    ],
)
def test_the_same_in_other_words(first: str, second: str) -> None:
    """The second rule is told, and the first one is shown beside it."""
    text = score(first, second)
    (found,) = findings_of(check, text)
    assert text[found.span.start : found.span.end] == second
    assert [text[one.span.start : one.span.end] for one in found.related] == [first]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("+5 while employees > 5", "+5 while employees >= 5"),
        ("+5 while employees > 5", "+5 while employees < 5"),
        ("+5 while not (employees < 5)", "+5 while employees >= 5"),
        ('+5 while country is "NL" ignoring case', '+5 while country in ("NL")'),
        ('+5 while employees > 5 and country is "NL"', '+5 while employees > 5 or country is "NL"'),
        ('+5 while country contains all ("a", "b")', '+5 while country contains any ("a", "b")'),
        ('+5 while country contains "a"', '+5 while country starts with "a"'),
        ("+5 on each visit where amount > 5", "+5 on first visit where 5 < amount"),
        ("+5 on first visit where amount > 5", "+5 on first 2 visit where 5 < amount"),
        ("+5 on first visit per path where amount > 5", "+5 on first visit where 5 < amount"),
        ("+5 on each visit", "+5 on each visit or click"),
        ("+5 on each visit, as stays", "+30 on each visit, expires after 7 days, as fresh"),
        ('+5 while country is "NL", as one', '+5 while country is "NL", as two'),
        ("+5 on each visit where 1 - amount > 5", "+5 on each visit where amount - 1 > 5"),
    ],
)
def test_not_the_same(first: str, second: str) -> None:
    """What is not the same for every lead is no finding, nor are two rules that were given names to be told apart."""
    assert places_of(check, score(first, second)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('+5 while country in ("NL", "BE") or country is "DE"', '+5 while country is "BE" or country in ("DE", "NL")'),
        ('+5 while country not in ("NL", "BE")', '+5 while country is not "BE" and country is not "NL"'),
        ('+5 while tags contains all ("a", "b")', '+5 while tags contains "b" and tags contains "a"'),
        ('+5 while country contains any ("a", "b")', '+5 while country contains "a" or country contains "b"'),
    ],
)
def test_lists_in_other_words(first: str, second: str) -> None:
    """A list is the same as its items one by one, however they are joined."""
    assert places_of(check, score(first, second)) == [second]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('+5 while country in ("NL", "BE")', '+5 while country is "NL" and country is "BE"'),
        ('+5 while country not in ("NL", "BE")', '+5 while country is not "NL" or country is not "BE"'),
        ('+5 while country in ("NL", "BE")', '+5 while country not in ("NL", "BE")'),
        ('+5 while country contains any ("a", "b")', '+5 while country in ("a", "b")'),
        ('+5 while country in ("NL", "BE")', '+5 while country in ("NL", "BE") ignoring case'),
    ],
)
def test_lists_that_differ(first: str, second: str) -> None:
    """How the items are joined counts, and so does what is asked of them."""
    assert places_of(check, score(first, second)) == []


def test_long_lists_cost_no_more_calls() -> None:
    """A list is looked at as a whole: with a hundred times as many items no more functions are called."""

    def calls(items: int) -> int:
        known = ", ".join(f'"c{number}"' for number in range(items))
        rules = (f"+{number + 1} while country in known and employees > {number}" for number in range(30))
        text = f"list known = ({known})\n" + score(*rules)
        return calls_of(check, text)

    assert calls(2_000) == calls(20)


def test_rules_of_two_scores() -> None:
    """What one score counts another one may count, too."""
    text = DATA + "score a:\n    +5 while employees > 5\nscore b:\n    +5 while 5 < employees\n"
    assert places_of(check, text) == []
