"""What people write who come from JavaScript, and the one misprint of the manuals: ``+ =``.

Each is named only in a line that Python does not accept, so that nothing that is right is ever blamed.
"""

import ast
import warnings
from collections.abc import Iterator
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.script.tokens import COMMENT, Token

OPERATORS: Final = {
    "&&": "write `and`",
    "||": "write `or`",
    "!": "write `not`",
    "===": "write `==`",
    "!==": "write `!=`",
    "++": "write `+= 1`",
    "--": "write `-= 1`",
    "=>": "boxes have no functions; write the steps one below the other",
    "?": "write `A if CONDITION else B`",
    "`": 'write `f"... {NAME} ..."`',
    "{": "end the line with `:` and indent what belongs to it",
    "}": "take it away; the indentation says where a block ends",
    "//": COMMENT,
}

WORDS: Final = {
    "let": "write `NAME = VALUE`, without `let`",
    "var": "write `NAME = VALUE`, without `var`",
    "const": "write `NAME = VALUE`, without `const`",
    "null": "write `None`",
    "undefined": "write `None`",
    "true": "write `True`",
    "false": "write `False`",
    "NaN": "write `None` for a value that is missing",
    "function": "boxes have no functions; write the steps one below the other",
    "new": "boxes make no objects; take `new` away",
    "typeof": "the types of fields are declared; test for a missing value with `is None`",
    "switch": "write `if`, `elif` and `else`",
    "case": "write `elif`",
    "elseif": "write `elif`",
    "then": "end the line with `:`",
}
VALUES: Final = ("null", "undefined", "true", "false", "NaN")
SPLIT: Final = frozenset("+ - * / % //".split())


@dataclass(frozen=True, slots=True)
class Habit:
    """A stretch of the box that is written as another language does. ``code`` tells the split operator from the rest."""

    code: str
    start: int
    end: int
    found: str
    instead: str


def habits(line: list[Token]) -> Iterator[Habit]:
    """The habits in a line that Python does not accept, from left to right."""
    for index, token in enumerate(line):
        following = line[index + 1] if index + 1 < len(line) else None
        after = following.text if following else ""
        if token.text in SPLIT and token.kind == "operator" and following and after == "=" and following.start > token.end:
            yield Habit("LS404", token.end, following.start, f"{token.text} =", f"{token.text}=")
        elif token.text == "else" and after == "if" and following:
            yield Habit("LS403", token.start, following.end, "else if", "write `elif`")
        elif token.kind == "operator" and token.text in OPERATORS:
            yield Habit("LS403", token.start, token.end, token.text, OPERATORS[token.text])
            if token.text == "//":
                return
        elif token.kind == "name" and token.text in WORDS and (token.text in VALUES or after not in (".", "=", ",", ")")):
            yield Habit("LS403", token.start, token.end, token.text, WORDS[token.text])


def accepted(line: str) -> bool:
    """Whether Python accepts a line by itself, as a statement or as the head of a block."""
    code = line.strip()
    word = code.split(None, 1)[0].rstrip(":") if code else ""
    before = "if 1: pass\n" if word in ("elif", "else") else ""
    return any(_parses(before + code + after) for after in ("", " pass"))


def _parses(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, SystemError):
        return False
    return True
