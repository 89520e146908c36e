"""From text to tokens: one pass over the text, comments and script boxes kept aside.

The terminals come from the grammar. Every character of the text ends up in a token, a comment, a blank or a finding; the lexer
never stops. What can be understood in spite of a mistake (``&&``, ``'text'``) is reported and then handed on as what was meant.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from lsdsl.diagnostics.model import Diagnostic, finding
from lsdsl.source import Source
from lsdsl.syntax.characters import check_comment, check_name, check_text, described
from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.literals import date_value, moment_value, number_value, shortened, text_value
from lsdsl.syntax.script_box import Box, find_box
from lsdsl.syntax.tree import Comment

MEANT: Final = {
    "&": ("AND", "and"),
    "&&": ("AND", "and"),
    "|": ("OR", "or"),
    "||": ("OR", "or"),
    "!": ("NOT", "not"),
    "===": ("EQUAL", "=="),
    "!==": ("NOT_EQUAL", "!="),
    "<>": ("NOT_EQUAL", "!="),
}
MOST_RECORDED: Final = 200  # what a file has more of is not said: nobody reads it
OPERAND_ENDS: Final = frozenset(("NAME", "QUOTED_NAME", "TEXT_LITERAL", "NUMBER_LITERAL", "RIGHT"))
WARNINGS: Final = frozenset(("LS108", "LS109"))  # what does not keep a line from being read
COLOUR: Final = re.compile(r"#[0-9a-fA-F]{3,8}\b")


class Token(NamedTuple):
    """A terminal of the grammar and the stretch of text that it stands for; ``value`` is the meaning of a literal."""

    kind: str
    text: str
    start: int
    end: int
    value: object = None


@dataclass(slots=True)
class Lexed:
    """What the lexer makes of a text. ``spoiled`` holds offsets of mistakes: a line with one needs no second finding."""

    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    spoiled: list[int] = field(default_factory=list)


@cache
def _scanner() -> re.Pattern[str]:
    patterns = (f"(?P<{one.name}>{one.expression})" for one in grammar().patterns if one.name != "PATTERN_LITERAL")
    return re.compile("|".join(patterns))


@cache
def _pattern_literal() -> re.Pattern[str]:
    return next(re.compile(one.expression) for one in grammar().patterns if one.name == "PATTERN_LITERAL")


def lex(source: Source) -> Lexed:
    """The tokens of a text, ``LINE_END`` tokens included."""
    lexer = _Lexer(source)
    lexer.run()
    return lexer.lexed


class _Lexer:
    """One run over one text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.lexed = Lexed()
        self.tokens = self.lexed.tokens
        self.findings = self.lexed.findings
        self.line_first = 0  # the index in ``tokens`` of the first token of the present line

    def run(self) -> None:
        text, tokens, match_at, keywords = self.text, self.tokens, _scanner().match, grammar().keywords
        at, size = 0, len(self.text)
        while at < size:
            match = match_at(text, at)
            if match is None or match.lastgroup is None:  # cannot be: the last terminal takes any character but a line end
                at += 1
                continue
            kind, end = match.lastgroup, match.end()
            if kind == "NAME":
                word = match[0]
                tokens.append(Token(keywords.get(word, "NAME"), word, at, end))
                if not word.isascii():
                    self.special("NAME", at, end)
            elif kind == "LINE_END":
                tokens.append(Token(kind, "\n", at, end))
                end = self.line_end(end)
            elif kind == "SLASH":
                end = self.slash(at, end)
            elif kind in _SPECIAL:
                end = self.special(kind, at, end)
            elif kind != "BLANK":
                tokens.append(Token(kind, match[0], at, end))
            at = end

    def line_end(self, end: int) -> int:
        """After a line: if it opened a script box, take the box as one token."""
        first, self.line_first = self.line_first, len(self.tokens)
        if [token.kind for token in self.tokens[first:]] != ["SCRIPT", "COLON", "LINE_END"]:
            return end
        box = find_box(self.source, self.source.position(self.tokens[first].start).line)
        if box is None:
            return end
        self.tokens.pop()
        check_comment(self.source, box.start, box.end, self.findings)
        self.tokens.append(Token("SCRIPT_BODY", self.text[box.start : box.end], box.start, box.end, box))
        self.tokens.append(Token("LINE_END", "\n", box.end, min(box.end + 1, len(self.text))))
        self.line_first = len(self.tokens)
        return min(box.end + 1, len(self.text))

    def slash(self, at: int, end: int) -> int:
        """A division, or a pattern when it follows ``a matches``."""
        tokens = self.tokens
        before = [token for token in tokens[-4:] if token.kind != "LINE_END"]  # in parentheses a line may end on either side
        if len(before) > 1 and before[-1].kind == "MATCHES" and self.ends_operand(before[-2]):
            match = _pattern_literal().match(self.text, at)
            if match is not None:
                check_text(self.source, at, match.end(), self.findings)
                pattern = match[0][1:-1].replace("\\/", "/")
                tokens.append(Token("PATTERN_LITERAL", match[0], at, match.end(), pattern))
                return match.end()
            return self.unterminated_pattern(at)
        tokens.append(Token("SLASH", "/", at, end))
        return end

    def unterminated_pattern(self, at: int) -> int:
        """A pattern without its closing slash: it takes the rest of the line, whatever characters stand there."""
        end = self.text.find("\n", at)
        end = at + len(self.text[at : end if end >= 0 else len(self.text)].rstrip())
        self.findings.append(finding("LS145", self.source.span(at, end)))
        self.tokens.append(Token("PATTERN_LITERAL", self.text[at:end], at, end, ""))
        self.lexed.spoiled.append(at)
        return end

    def ends_operand(self, token: Token) -> bool:
        return token.kind in OPERAND_ENDS or token.kind in grammar().soft

    def special(self, kind: str, at: int, end: int) -> int:
        """The terminals that need a look: literals, names with strange letters, and mistakes."""
        source, findings = self.source, self.findings
        text = self.text[at:end]
        before = len(findings)
        match kind:
            case "COMMENT":
                self.comment(text, at, end)
            case "NAME":
                check_name(source, at, end, quoted=False, findings=findings)
            case "TEXT_LITERAL":
                check_text(source, at, end, findings)
                self.tokens.append(Token(kind, text, at, end, text_value(source, at, end, findings)))
            case "NUMBER_LITERAL":
                self.tokens.append(Token(kind, text, at, end, number_value(source, at, end, findings)))
            case "DATE_LITERAL":
                self.tokens.append(Token(kind, text, at, end, date_value(source, at, end, findings)))
            case "MOMENT_LITERAL":
                self.tokens.append(Token(kind, text, at, end, moment_value(source, at, end, findings)))
            case "QUOTED_NAME":
                self.quoted_name(text, at, end)
            case _:
                end = self.mistake(kind, text, at, end)
        if kind != "COMMENT" and any(one.code not in WARNINGS for one in findings[before:]):
            self.lexed.spoiled.append(at)
        return end

    def comment(self, text: str, at: int, end: int) -> None:
        check_comment(self.source, at, end, self.findings)
        self.lexed.comments.append(Comment(text, self.source.span(at, end)))
        line = self.tokens[self.line_first :]
        if line and line[0].kind == "RANGE" and (colour := COLOUR.match(text)):
            self.findings.append(finding("LS110", self.source.span(at, at + colour.end()), colour=colour[0]))

    def quoted_name(self, text: str, at: int, end: int) -> None:
        check_name(self.source, at, end, quoted=True, findings=self.findings)
        if not text[1:-1].strip():
            self.findings.append(finding("LS104", self.source.span(at, end)))
        self.tokens.append(Token("QUOTED_NAME", text, at, end, text[1:-1]))

    def mistake(self, kind: str, text: str, at: int, end: int) -> int:
        """Report what is not part of the language; hand on what was meant when that is known."""
        source, findings = self.source, self.findings
        if len(findings) > MOST_RECORDED:
            self.lexed.spoiled.append(at)
            findings = []
        match kind:
            case "UNTERMINATED_TEXT":
                findings.append(finding("LS102", source.span(at, end), found=shortened(text)))
                self.tokens.append(Token("TEXT_LITERAL", text, at, end, text[1:]))
            case "UNTERMINATED_NAME":
                findings.append(finding("LS103", source.span(at, end), found=shortened(text)))
                self.tokens.append(Token("QUOTED_NAME", text, at, end, text[1:].strip() or "_"))
            case "WRONG_QUOTES":
                findings.append(finding("LS111", source.span(at, end), found=text[0], text=shortened(text[1:-1])))
                self.tokens.append(Token("TEXT_LITERAL", text, at, end, text[1:-1]))
            case "FOREIGN_OPERATOR":
                meant, instead = MEANT[text]
                findings.append(finding("LS116", source.span(at, end), found=text, instead=instead))
                self.tokens.append(Token(meant, instead, at, end))
            case _:
                end = self.run_of(at)
                what = described(self.text[at])
                many = end - at if end - at > 1 else None
                findings.append(finding("LS101", source.span(at, end), character=what, many=many))
        return end

    def run_of(self, at: int) -> int:
        """The end of the run of characters that nothing takes."""
        end = at + 1
        while end < len(self.text) and (match := _scanner().match(self.text, end)) and match.lastgroup == "BAD_CHARACTER":
            end += 1
        return end


_SPECIAL: Final = frozenset(
    (
        "COMMENT",
        "TEXT_LITERAL",
        "NUMBER_LITERAL",
        "DATE_LITERAL",
        "MOMENT_LITERAL",
        "QUOTED_NAME",
        "UNTERMINATED_TEXT",
        "UNTERMINATED_NAME",
        "WRONG_QUOTES",
        "FOREIGN_OPERATOR",
        "BAD_CHARACTER",
    )
)

__all__ = ["Box", "Lexed", "Token", "lex"]
