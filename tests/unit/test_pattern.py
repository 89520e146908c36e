"""Patterns that are compiled late are patterns."""

import re

import pytest

from lsdsl.pattern import pattern


def test_it_does_what_the_pattern_does() -> None:
    """Methods and attributes are those of the compiled pattern, each time."""
    late = pattern(r"a(b+)", re.IGNORECASE)
    for _ in range(2):
        match = late.fullmatch("ABB")
        assert match is not None
        assert match[1] == "BB"
        assert late.sub("-", "xAbx") == "x-x"
        assert (late.pattern, late.groups) == (r"a(b+)", 1)


def test_a_wrong_expression_is_told_at_the_first_use() -> None:
    """Nothing is compiled before it is needed."""
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.match("")
