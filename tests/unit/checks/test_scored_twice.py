"""LS521: one thing that two rules score is told where nothing tells the rules apart."""

from typing import Final

import pytest

from lsdsl.checks.scored_twice import check
from tests.unit.checks.scoring import findings_of, places_of

DATA: Final = (
    "event visit:\n    path    text\n    amount  number\nevent click:\n    path    text\n    amount  number\nevent mail\n"
    'let pricing = 5 > 3\nlist pages = ("/a", "/b")\n'
)


def score(*rules: str) -> str:
    """A score of some rules."""
    return DATA + "score engagement:\n" + "".join(f"    {rule}\n" for rule in rules)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("+1 on each visit or click", "+5 on each click or mail"),
        ("+1 on each visit or click", "+5 on each click"),
        ("-1 on each visit or click", "-5 on each click"),
        ("+1 on each visit or click where amount > 5", "+5 on each click where 5 < amount"),
        ('+1 on each visit where path is "/p"', '+5 on each visit where path starts with "/p"'),
        ('+1 on each visit where path contains "/p"', '+5 on each visit where path is "/p"'),
        ('+1 on each visit where path ends with "/p" ignoring case', '+5 on each visit where path is "/p" ignoring case'),
    ],
)
def test_scored_twice(first: str, second: str) -> None:
    """The later rule is told, and the earlier one is shown beside it."""
    text = score(first, second)
    (found,) = findings_of(check, text)
    assert text[found.span.start : found.span.end] == second
    assert [text[one.span.start : one.span.end] for one in found.related] == [first]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("+1 on each visit where amount > 10", "+5 on each visit where amount > 50"),
        ("+1 on each visit", '+5 on each visit where path is "/p"'),
        ("+1 on each visit or click", '+5 on each click where path is "/p"'),
        ("+1 on each visit or click", "+5 on first click"),
        ("+1 on each visit or click", "-5 on each click"),
        ("+1 on each visit or click", "+(amount) on each click"),
        ("+1 on each visit", "+5 on each click or mail"),
        ('+1 on each visit where path is "/p/x"', '+5 on each visit where path starts with "/p"'),
        ('+1 on each visit where path is "/p"', '+5 on each click where path starts with "/p"'),
        ('+1 on each visit where path is "/P" ignoring case', '+5 on each visit where path starts with "/P"'),
        ('+1 on each visit where path is not "/p"', '+5 on each visit where path starts with "/p"'),
        ('+1 on each visit where path is "/a"', "+5 on each visit where path in pages"),
        ("+1 on each visit, as one", "+5 on each visit, as two"),
    ],
)
def test_no_mistake(first: str, second: str) -> None:
    """Bonuses, steps and rules that work against each other are meant."""
    assert places_of(check, score(first, second)) == []
