"""LS514: ``*`` and ``%`` stand for themselves."""

import pytest

from tests.unit.checks.told import findings, places

DATA = 'profile:\n    path   text\n    kind   choice("a*", "b")\n    words  list\n'


def condition(text: str) -> str:
    """A selection with this condition."""
    return f"{DATA}selection chosen:\n    where {text}\n"


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ('path is "/a/*"', "starts with"),
        ('"*.pdf" is path', "ends with"),
        ('path is "*a*" ignoring case', "contains"),
        ('path is "a%"', "starts with"),
        ('path is not "/a/*"', None),
        ('path contains "%a%"', None),
        ('path in ("/a*", "/b")', None),
        ('path starts with any ("/a*", "/b")', None),
        ('words contains "a*"', None),
        ('words contains any ("b", "*a")', None),
    ],
)
def test_wildcards(text: str, instead: str | None) -> None:
    """The right words are named where one text is compared."""
    (one,) = findings("wildcards", condition(text))
    assert one.arguments.get("instead") == instead


@pytest.mark.parametrize(
    "text",
    ['path is "50%"', 'path is "%50"', 'path is "*"', 'path is "**bold**"', 'path is "a*b"', 'kind is "a*"', 'path is "50 %"'],
)
def test_what_can_be_meant(text: str) -> None:
    """Per cent of a number, signs alone and within a text, and options of a choice."""
    assert places("wildcards", condition(text)) == []
