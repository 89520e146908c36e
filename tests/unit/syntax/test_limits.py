"""Hostile sizes end soon and with one clear finding."""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from lsdsl.runner.ruleset import check
from tests.unit.syntax.reading import Codes

T = TypeVar("T")
CALLS = 10
"""More calls for each character than any text takes; work that grows faster than its text takes thousands."""
SECONDS = 60
"""Of a processor: fifty times what the slowest takes. It is no measure of speed, but what hides in one call must end, too."""

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
    "words": ("a " * 400_000, "LS132"),
    "blanks of the web": ("let x = 5" + "\u00a0" * 400_000, "LS155"),
    "deep blocks": ("followup f:\n" + "".join("    " * i + "if a:\n" for i in range(1, 100)), "LS133"),
}


def soon(work: Callable[[str], T], text: str) -> T:
    """What some work on a text gives, if it takes no more than its share for each character; counted, as machines differ."""
    calls, begin = 0, time.process_time()

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        result = work(text)
    finally:
        sys.setprofile(None)
    assert calls < CALLS * len(text)
    assert time.process_time() - begin < SECONDS
    return result


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_soon(codes: Codes, name: str) -> None:
    """No text makes the parser slow: its work grows as the text does, and a limit has its own code."""
    text, code = HOSTILE[name]
    assert [one for _, one in soon(codes, text)] == [code]


MANY = {
    "characters": "$ " * 499_000,
    "lines": "$$\n" * 333_000,
    "quotes": "'a' " * 249_000,
    "names": "``" * 499_000,
    "numbers": "9a9 " * 249_000,
    "declarations": "score x: score\n" * 66_000,
    "parentheses": "let a = (\n" * 99_000,
    "brackets": "let x = " + "[" * 900_000,
    "merges": "<<<<<<< HEAD\n" * 76_000,
}


@pytest.mark.parametrize("name", MANY)
def test_a_megabyte_of_mistakes_ends_soon(codes: Codes, name: str) -> None:
    """What comes after the last finding that is shown is not read."""
    assert 1 < len(soon(codes, MANY[name])) <= 51


def test_what_is_not_read_is_not_missed() -> None:
    """Behind the last finding that is shown the names are declared all the same."""
    text = "let first = last\n" + "let b = 'x' 5\n" * 60 + "let last = 5\n"
    assert {one.code for one in check("rules.lsdsl", text=text).diagnostics} == {"LS111", "LS134", "LS140"}


@pytest.mark.parametrize("name", ["parentheses", "sum", "long line", "open text", "blanks of the web"])
def test_the_whole_check_of_hostile_text_ends_soon(name: str) -> None:
    """The phases behind the syntax have nothing to suffer from."""
    text, code = HOSTILE[name]
    report = soon(lambda whole: check("rules.lsdsl", text=whole), text[:990_000])
    assert code in {one.code for one in report.diagnostics}


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
