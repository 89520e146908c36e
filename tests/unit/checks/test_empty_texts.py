"""LS513: the empty text is not a missing value."""

import pytest

from lsdsl.analysis.subject import BoxWork
from tests.unit.checks.told import findings, places

DATA = """\
profile:
    country  text
    note     text
    kind     text = ""
    size     choice("", "big")
event visit:
    path  text
"""


def condition(text: str, more: str = "") -> str:
    """A selection with this condition."""
    return f"{DATA}selection chosen:\n    where {text}\n{more}"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ('country is ""', None),
        ('"" == country', None),
        ('country is not ""', "negated"),
        ('country contains ""', "contains"),
        ('lower(country) starts with ""', "contains"),
        ('country ends with any ("x", "")', "contains"),
        ('seen(visit where path is "")', None),
        ('note is missing or country is ""', None),
    ],
)
def test_empty_texts(text: str, fact: str | None) -> None:
    """Comparisons with it, and tests that every text passes."""
    (one,) = findings("empty_texts", condition(text))
    assert {"negated", "contains"} & {*one.arguments} == ({fact} if fact else set())


@pytest.mark.parametrize(
    "text",
    [
        'country is missing or country is ""',
        'country is not missing and country is not ""',
        'kind is ""',
        'size is ""',
        'trim(country) is ""',
        'country is "x"',
        'country contains all ("x", "")',
        'tags contains ""',
    ],
)
def test_what_can_be_meant(text: str) -> None:
    """Both are asked for, the value is never missing, or an empty text is one of its values."""
    assert findings("empty_texts", condition(text)) == []


def test_fields_that_the_rules_empty() -> None:
    """Steps and boxes may write empty texts, and tests may expect them."""
    step = 'followup f:\n    on visit\n    set country to ""\n'
    assert findings("empty_texts", condition('country is ""', step)) == []
    other = 'followup f:\n    on visit\n    set country to "x"\n'
    assert places("empty_texts", condition('country is ""', other)) == ['country is ""']
    box = "followup f:\n    on visit\n    script:\n        profile.fields.country = event.path\n"
    assert findings("empty_texts", condition('country is ""', box), box=BoxWork(writes=("country",))) == []
    assert findings("empty_texts", f'{DATA}test "t":\n    expect country is not ""\n') == []
