"""Hostile sizes end soon and with one clear finding."""

import time

import pytest

from tests.unit.syntax.reading import Codes

HOSTILE = {
    "parentheses": ("let x = " + "(" * 10_000 + "1" + ")" * 10_000, "LS133"),
    "sum": ("let x = " + " + ".join(["a"] * 5_000), "LS132"),
    "nots": ("let x = " + "not " * 1_900 + "a", "LS133"),
    "signs": ("let x = " + "- " * 100_000 + "a", "LS133"),
    "long line": ("let x = " + "a b " * 50_000, "LS132"),
    "long list": ("list x = (" + ", ".join(['"abc"'] * 21_000) + ")", "LS132"),
    "open text": ('let x = "' + "a" * 1_000_000, "LS102"),
    "escapes": ('let x = "' + '\\"' * 400_000, "LS102"),
    "digits": ("let x = " + "1" * 1_000_000, "LS114"),
    "pattern": ("let x = a matches /" + "a" * 1_000_000, "LS145"),
    "characters": ("let x = 5 " + "$" * 500_000, "LS101"),
    "deep blocks": ("followup f:\n" + "".join("    " * i + "if a:\n" for i in range(1, 100)), "LS133"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_soon(codes: Codes, name: str) -> None:
    """No text makes the parser slow: time is linear, and a limit has its own code."""
    text, code = HOSTILE[name]
    start = time.perf_counter()
    found = [one for _, one in codes(text)]
    assert time.perf_counter() - start < 5
    assert found == [code]


@pytest.mark.parametrize(
    "text",
    [
        "let x = " + "(" * 64 + "1" + ")" * 64,
        "let x = " + " + ".join(["a"] * 201),
        "let x = " + " or ".join(["a > 1"] * 400),
        "list x = (" + ", ".join(['"abc"'] * 20_000) + ")",
        'let x = "' + "a" * 200_000 + '"',
    ],
)
def test_what_is_within_the_limits_is_read(codes: Codes, text: str) -> None:
    """The limits themselves are allowed."""
    assert codes(text) == []
