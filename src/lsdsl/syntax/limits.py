"""Limits: what is too long or too deep is refused before it is parsed, so that no later phase has to fear its size."""

from typing import Final

from lsdsl.diagnostics.model import Diagnostic, finding
from lsdsl.source import Source
from lsdsl.syntax.layout import Line
from lsdsl.syntax.tokens import Token

DEEPEST_NESTING: Final = 64
LONGEST_CHAIN: Final = 200
MOST_TOKENS: Final = 2_000
MOST_LIST_TOKENS: Final = 40_000  # a list of 20,000 items, the commas included
MOST_FINDINGS: Final = 50
MOST_FILE_TOKENS: Final = 200_000  # a megabyte of rules has fewer: a token takes seven characters or more

CHAINED: Final = frozenset(("PLUS", "MINUS", "STAR", "SLASH"))
PREFIXES: Final = frozenset(("NOT", "MINUS"))
LITERALS: Final = frozenset(
    ("TEXT_LITERAL", "NUMBER_LITERAL", "DATE_LITERAL", "MOMENT_LITERAL", "TRUE", "FALSE", "COMMA", "MINUS")
)


def too_much(source: Source, line: Line) -> Diagnostic | None:
    """The first limit that a line breaks, or None."""
    tokens = line.tokens
    if len(tokens) <= DEEPEST_NESTING:
        return None
    listed = _list_tokens(tokens)
    if listed > MOST_LIST_TOKENS:
        return _too_long(source, tokens[-1], "items in a list", MOST_LIST_TOKENS // 2)
    if len(tokens) - listed > MOST_TOKENS:
        return _deep_or_chained(source, tokens) or _too_long(
            source, tokens[MOST_TOKENS], "words and signs in one line", MOST_TOKENS
        )
    return _deep_or_chained(source, tokens)


def _too_long(source: Source, token: Token, what: str, limit: int) -> Diagnostic:
    return finding("LS132", source.span(token.start, token.end), what=what, limit=limit)


def _list_tokens(tokens: list[Token]) -> int:
    """How many tokens stand in parentheses that hold nothing but literals."""
    total, opened = 0, -1
    for index, token in enumerate(tokens):
        if token.kind == "LEFT":
            opened = index
        elif token.kind == "RIGHT":
            total += index - opened - 1 if opened >= 0 else 0
            opened = -1
        elif token.kind not in LITERALS:
            opened = -1
    return total


def _deep_or_chained(source: Source, tokens: list[Token]) -> Diagnostic | None:
    """Parentheses and runs of ``not`` and ``-`` add to the depth; a chain runs until something looser or a new parenthesis."""
    depth, run, chain = 0, 0, 0
    outer: list[tuple[int, int]] = []
    listed = False
    for index, token in enumerate(tokens):
        kind = token.kind
        prefix = kind in PREFIXES and (index == 0 or not _ends_operand(tokens[index - 1]))
        run = run + 1 if prefix else (run if kind == "LEFT" else 0)
        if kind == "LEFT":
            outer.append((depth, chain))
            depth, run, chain = depth + run + 1, 0, 0
        elif kind == "RIGHT" and outer:
            depth, chain = outer.pop()
        elif kind in CHAINED and not prefix:
            chain += 1
        elif kind not in ("NAME", "QUOTED_NAME", "NUMBER_LITERAL", "TEXT_LITERAL", "DOT") and not prefix:
            chain = 0
        if depth + run > DEEPEST_NESTING:
            return finding("LS133", source.span(token.start, token.end), limit=DEEPEST_NESTING, what="parentheses and signs")
        if chain > LONGEST_CHAIN and not listed:
            return _too_long(source, token, "operators in one calculation", LONGEST_CHAIN)
    return None


def _ends_operand(token: Token) -> bool:
    return (
        token.kind in ("NAME", "QUOTED_NAME", "RIGHT", "TRUE", "FALSE")
        or token.kind.endswith("_LITERAL")
        or token.text in SOFT_UNITS
    )


SOFT_UNITS: Final = frozenset("second seconds minute minutes hour hours day days week weeks".split())
