"""What could stand here, in the words of a rule author: never a name of the grammar, never a long list."""

from collections.abc import Collection
from functools import cache
from typing import Final

from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.literals import shortened
from lsdsl.syntax.tokens import Token

MOST_ALTERNATIVES: Final = 4

PHRASES: Final = {
    "NAME": "a name",
    "NUMBER_LITERAL": "a number",
    "TEXT_LITERAL": "a text in quotes",
    "DATE_LITERAL": "a date",
    "MOMENT_LITERAL": "a moment",
    "PATTERN_LITERAL": "a pattern between slashes",
    "NEWLINE": "the end of the line",
    "$END": "the end of the file",
}
HIDDEN: Final = frozenset(("BAD_LINE", "INDENT", "DEDENT", "QUOTED_NAME", "SCRIPT_BODY", "$END"))

UNITS: Final = frozenset("SECOND SECONDS MINUTE MINUTES HOUR HOURS DAY DAYS WEEK WEEKS".split())
TYPES: Final = frozenset("TEXT NUMBER BOOLEAN DATE DATETIME CHOICE LIST".split())
ATOMS: Final = frozenset("NAME NUMBER_LITERAL TEXT_LITERAL DATE_LITERAL MOMENT_LITERAL TRUE FALSE LEFT MINUS".split())
VALUES: Final = frozenset("NUMBER_LITERAL TEXT_LITERAL DATE_LITERAL MOMENT_LITERAL TRUE FALSE MINUS".split())
ARITHMETIC: Final = frozenset("PLUS MINUS STAR SLASH".split())
COMPARING: Final = frozenset(
    "IS IN NOT EQUAL NOT_EQUAL LESS LESS_OR_EQUAL MORE MORE_OR_EQUAL BETWEEN CONTAINS STARTS ENDS MATCHES".split()
)
QUANTIFIERS: Final = frozenset("ANY ALL NONE".split())
VERBS: Final = frozenset("CREATED MODIFIED REMOVED ADDED ADJUSTED".split())

# Sets that have a name of their own, the largest first: when all their terminals fit, the name stands for them.
GROUPS: Final = (
    (ATOMS | {"NOT"}, "a condition"),
    (ATOMS, "an expression"),
    (VALUES | {"LEFT"}, "a value"),
    (VALUES, "a value"),
    (TYPES, "a type (`text`, `number`, `boolean`, `date`, `datetime`, `list`, `choice(...)`)"),
    (UNITS, "a unit of time (`days`, `weeks`, ...)"),
    (frozenset(("PLUS", "MINUS")), "points with their sign, as in `+5`"),
)

# The beginnings of lines, told by two keywords that only they have together.
LINE_STARTS: Final = (
    (frozenset(("GRADE", "FOLLOWUP")), "a declaration (`score`, `event`, `profile`, ...)"),
    (frozenset(("RANGE", "GROUP")), "a line of a score block"),
    (frozenset(("CANCEL", "WAIT")), "a line of a follow-up"),
    (frozenset(("WAIT", "STOP")), "a step of a follow-up"),
    (frozenset(("GIVEN", "EXPECT")), "a line of a test"),
    (frozenset(("BY", "PLUS")), "a rule, as in `+5 on each page_visit`"),
    (frozenset(("WHERE", "ORDER")), "`where` or `order by`"),
)
BEFORE_CONDITIONS: Final = frozenset("WHERE WHEN WHILE IF AND OR NOT EXPECT".split())


@cache
def _words() -> dict[str, str]:
    table = grammar()
    return {terminal: f"`{word}`" for word, terminal in (*table.keywords.items(), *table.signs.items())}


def phrase(kind: str) -> str:
    """How a message calls a terminal."""
    return PHRASES.get(kind) or _words().get(kind) or "something else"


def found(token: Token) -> str:
    """How a message calls a token of the text."""
    if token.kind == "NEWLINE":
        return "the end of the line"
    if token.kind == "TEXT_LITERAL":
        return f"the text {shortened(token.text, 30)}"
    if token.kind == "SCRIPT_BODY":
        return "a script box"
    return f"`{shortened(token.text, 40).replace('`', '')}`"


def line_start(kinds: Collection[str]) -> str | None:
    """The name of the lines of a block, when the terminals are those that begin one."""
    return next((words for marks, words in LINE_STARTS if marks <= set(kinds)), None)


def expected(kinds: Collection[str], previous: Token | None = None) -> str | None:
    """What may stand here, after ``previous``, as a phrase; None when nothing short can be said."""
    left = set(kinds) - HIDDEN
    if start := line_start(left):
        return start
    operators = left >= ARITHMETIC
    if operators:
        # An operand has ended: what can go on with an operator is seldom what is meant, unless nothing else fits.
        left -= ARITHMETIC | COMPARING
    if {"AND", "OR"} <= left:
        left -= {"AND", "OR"}
    if len(left) > len(UNITS):
        left -= UNITS
    if not previous or previous.kind not in BEFORE_CONDITIONS:
        left -= {"NOT"} if left >= ATOMS else set()
    if operators and len(left - {"DOT", "LEFT", "IGNORING"}) > 0:
        left -= {"DOT", "LEFT", "IGNORING"}
    phrases: list[str] = []
    for group, words in GROUPS:
        if group <= left:
            left -= group
            phrases.append(words)
    if left.issuperset(VERBS):
        left -= VERBS
    if left >= QUANTIFIERS and phrases:
        left -= QUANTIFIERS
        phrases.append("`any`, `all` or `none` with a list")
    phrases.extend(phrase(kind) for kind in sorted(left, key=_rank))
    if operators:
        first = ["an operator (`is`, `>`, `contains`, ...)"] if "EQUAL" in kinds else ["`and`", "`or`"]
        phrases = [*first, *phrases]
    return _joined(phrases[:MOST_ALTERNATIVES]) if phrases else None


def _rank(kind: str) -> tuple[int, str]:
    """Signs first, then keywords, then the rest; the end of the line last."""
    if kind == "NEWLINE":
        return 3, kind
    if kind in PHRASES:
        return 0, kind
    return (1 if kind in grammar().signs.values() else 2), kind


def _joined(phrases: list[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} or {phrases[-1]}"
