"""The grammar file: no conflicts, and everything in it is known to the rest of the phase."""

import logging

import pytest
from lark import Lark, logger

from lsdsl.syntax.build import BUILDERS
from lsdsl.syntax.expected import phrase
from lsdsl.syntax.grammar import GRAMMAR_FILE, RESERVED, Production, grammar, grammar_folder


def test_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    """Lark resolves shift/reduce conflicts in silence, so its debug log must not mention one."""
    text = (grammar_folder() / GRAMMAR_FILE).read_text(encoding="utf-8")
    level = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG, logger=logger.name):
            Lark(text, parser="lalr", lexer="basic", start=["file", "explained"], debug=True)
    finally:
        logger.setLevel(level)
    assert "onflict" not in caplog.text


def test_every_rule_has_a_builder() -> None:
    """A rule without a builder would fail in the middle of a parse."""
    actions = [action for state in grammar().actions for action in state.values()]
    productions = [action for action in actions if isinstance(action, Production)]
    built = {one.builder for one in productions if one.builder and not one.origin.startswith("_")}
    assert built - {"explained"} == set(BUILDERS)


def test_only_the_reserved_words_are_not_soft() -> None:
    """The reserved words of the language are keywords of the grammar, and all others are soft."""
    table = grammar()
    assert {word for word, terminal in table.keywords.items() if terminal not in table.soft} == RESERVED


def test_every_terminal_has_words() -> None:
    """No message may show the name of a terminal."""
    terminals = {kind for state in grammar().actions for kind in state if kind.isupper()}
    hidden = {"BAD_LINE", "INDENT", "DEDENT", "QUOTED_NAME", "SCRIPT_BODY"}
    mistakes = {"UNTERMINATED_TEXT", "UNTERMINATED_NAME", "WRONG_QUOTES", "FOREIGN_OPERATOR", "BAD_CHARACTER"}
    assert [kind for kind in terminals - hidden - mistakes if phrase(kind) == "something else"] == []
