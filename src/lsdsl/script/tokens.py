"""The token gate: names are ASCII, numbers and nesting are small, and what no line of Python holds is told at once."""

import re
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.script.budgets import Budgets
from lsdsl.script.places import Places
from lsdsl.script.report import Report

TOKEN: Final = re.compile(
    r"""
    (?P<newline>\n)
    | (?P<blank>[ \t]+|\\\n)
    | (?P<comment>\#[^\n]*)
    | (?P<text>[rbufRBUF]{0,2}(?:\"\"\"(?:[^\\]|\\.|\\\n)*?\"\"\"|'''(?:[^\\]|\\.|\\\n)*?'''
                |"(?:[^"\\\n]|\\.|\\\n)*"|'(?:[^'\\\n]|\\.|\\\n)*'))
    | (?P<number>(?:[0-9]|\.[0-9])(?:[eE][+-](?=[0-9])|[\w.])*)
    | (?P<name>[^\W\d]\w*)
    | (?P<operator>===|!==|==|!=|&&|\|\||\+\+|--|=>|/\*|\*/|//=?|\*\*=?|[-+*/%&|^@]=|<<=?|>>=?|<=|>=|->|:=|.)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind (``name``, ``number``, ``text``, ``operator``, ``comment``, ``newline``), text and offset in the box."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)


def tokens(text: str) -> list[Token]:
    """The tokens of a text without blanks. Every character belongs to one, so this cannot fail."""
    found = [Token(match.lastgroup or "operator", match.group(), match.start()) for match in TOKEN.finditer(text)]
    return [one for one in found if one.kind != "blank"]


def pass_tokens(places: Places, budgets: Budgets, report: Report) -> str | None:
    """The text without comments of other languages, or None when the box must not reach the parser."""
    text, skip = places.text, 0
    stream = tokens(text)
    stopped = False
    depth = 0
    for index, token in enumerate(stream):
        if token.start < skip:
            continue
        first = index == 0 or stream[index - 1].kind == "newline"
        if not token.text.isascii() and (token.kind == "name" or (token.kind == "operator" and f"a{token.text}".isidentifier())):
            report.once("LS402", token.text, places.stretch(token.start, token.end))
            stopped = True
        elif token.kind == "number" and len(token.text) > budgets.number:
            facts = {"what": "characters in one number", "found": len(token.text), "limit": budgets.number}
            report.add("LS400", places.stretch(token.start, token.end), **facts)
            stopped = True
        elif token.text in ("(", "[", "{"):
            depth += 1
            if depth == budgets.brackets + 1:
                facts = {"what": "levels of brackets", "found": depth, "limit": budgets.brackets}
                report.add("LS400", places.stretch(token.start, token.end), **facts)
                stopped = True
        elif token.text in (")", "]", "}"):
            depth = max(0, depth - 1)
        elif token.text == ";":
            report.add("LS405", places.stretch(token.start, token.end))
        elif token.kind == "operator" and (token.text == "/*" or (first and token.text.startswith("//"))):
            skip = _end_of_comment(text, token)
            report.add("LS403", places.stretch(token.start, token.start + 2), found=token.text[:2], instead=COMMENT)
            text = text[: token.start] + _blank(text[token.start : skip]) + text[skip:]
    return None if stopped else text


COMMENT: Final = "begin a comment with `#`"


def _end_of_comment(text: str, token: Token) -> int:
    end = text.find("*/", token.end) + 2 if token.text == "/*" else text.find("\n", token.end)
    return end if end > token.start else len(text)


def _blank(stretch: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in stretch)
