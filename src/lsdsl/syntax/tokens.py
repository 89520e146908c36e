"""From text to tokens: one pass over the text, comments and script boxes kept aside.

The terminals come from the grammar. Every character of the text ends up in a token, a comment, a blank or a finding; the lexer
never stops. What can be understood in spite of a mistake (``&&``, ``'text'``) is reported and then handed on as what was meant.
"""

import re
from dataclasses import field
from functools import cache
from typing import Final, NamedTuple

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.model import Diagnostic, Edit, finding
from lsdsl.pattern import pattern
from lsdsl.source import Source, Span
from lsdsl.syntax.characters import check_comment, check_name, check_text, described
from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.literals import date_value, moment_value, number_value, number_with_unit, shortened, text_value
from lsdsl.syntax.lookalikes import BRACKETS, latin, name_meant, sign_meant
from lsdsl.syntax.repair import repaired
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
    "=>": ("MORE_OR_EQUAL", ">="),
    "=<": ("LESS_OR_EQUAL", "<="),
}
OPERAND_ENDS: Final = frozenset(("NAME", "QUOTED_NAME", "TEXT_LITERAL", "NUMBER_LITERAL", "RIGHT"))
UNCLEAR: Final = frozenset(("LS101", "LS102", "LS103", "LS113", "LS145"))  # mistakes after which a line may not fit
FOREIGN_COMMENT: Final = pattern(r"//[^\n]*|/\*(?:[^*]|\*(?!/)){0,2000}\*/|/\*[^\n]*|--[^\n]*")
OPENING: Final = ("SCRIPT", "COLON", "LINE_END")  # the line above a script box
MOST_LINE_TOKENS: Final = 45_000  # a line that has more is too long, whatever it holds
PLAIN_DIGITS: Final = 15  # a number of so many digits and nothing else needs no look
CLOSING: Final = "'\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\uff02\uff07"  # what may end a text in wrong quotes
PLAIN_KINDS: Final = frozenset(("NAME", "NUMBER_LITERAL"))
NUMBER: Final = pattern(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
REST_OF_LINE: Final = pattern(r"[^\n]{0,200}")
COLOUR: Final = pattern(r"#[0-9a-fA-F]{3,8}\b")


class Token(NamedTuple):
    """A terminal of the grammar and the stretch of text that it stands for; ``value`` is the meaning of a literal."""

    kind: str
    text: str
    start: int
    end: int
    value: object = None


@dataclass(slots=True)
class Lexed:
    """What the lexer makes of a text.

    ``spoiled`` holds the offsets of mistakes of which it is not known what was meant: a token beside one needs no finding of
    its own. ``cut`` holds offsets at which a line was too long to be read on. ``end`` is where the lexer came to: the end of
    the text, or where there was too much of it.
    """

    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    spoiled: list[int] = field(default_factory=list)
    end: int = 0
    cut: list[int] = field(default_factory=list)


@cache
def _scanner() -> re.Pattern[str]:
    patterns = (f"(?P<{one.name}>{one.expression})" for one in grammar().patterns if one.name != "PATTERN_LITERAL")
    return re.compile("|".join(patterns))


@cache
def _bad_characters() -> re.Pattern[str]:
    """A run of characters with which nothing begins."""
    good = "|".join(one.expression for one in grammar().patterns if one.name not in ("PATTERN_LITERAL", "BAD_CHARACTER"))
    return re.compile(f"(?:(?!{good}).)*")


@cache
def _pattern_literal() -> re.Pattern[str]:
    return next(re.compile(one.expression) for one in grammar().patterns if one.name == "PATTERN_LITERAL")


@dataclass(slots=True)
class _Marks:
    """Mistakes of one kind on one line of the file, which make one finding."""

    at: int
    first: Diagnostic
    edits: list[Edit]


def lex(source: Source, start: int = 0, end: int | None = None, most_findings: int = 200, most_tokens: int = 10**7) -> Lexed:
    """The tokens of a text or of whole lines of it, ``LINE_END`` tokens included; it ends early where there is too much."""
    lexer = _Lexer(source)
    lexer.lexed.end = lexer.run(start, len(source.text) if end is None else end, most_findings, most_tokens)
    lexer.finish()
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
        self.full = False  # whether there is more than may be read
        self.line = 0  # how many line ends there have been
        self.marks: dict[tuple[int, str], _Marks] = {}

    def run(self, at: int, size: int, most_findings: int, most_tokens: int) -> int:
        """Cut up the text up to ``size``; where it ended."""
        while at < size:
            at = self.stretch(at, size, most_tokens)
            if len(self.tokens) > self.line_first + MOST_LINE_TOKENS and at < size:
                at = self.crowded(at, most_tokens)
            if len(self.findings) + len(self.marks) > most_findings or self.full:
                return at
        return at

    def stretch(self, at: int, size: int, most_tokens: int) -> int:
        """Cut up the text up to something that needs a look; the offset to go on from."""
        text, tokens, keywords, new = self.text, self.tokens, grammar().keywords, tuple.__new__
        ceiling = min(most_tokens, self.line_first + MOST_LINE_TOKENS)
        for match in _scanner().finditer(text, at, size):
            kind, at, end = match.lastgroup, match.start(), match.end()
            if kind == "BLANK":
                if len(tokens) > ceiling:
                    return self.crowded(at, most_tokens)
            elif kind == "NAME":
                word = match[0]
                if not word.isascii():
                    return self.special(kind, at, end)
                tokens.append(new(Token, (keywords.get(word, "NAME"), word, at, end, None)))
            elif kind == "LINE_END":
                tokens.append(new(Token, (kind, "\n", at, end, None)))
                after = self.line_end(end)
                self.full = len(tokens) > most_tokens
                if after != end or self.full:
                    return after
                ceiling = min(most_tokens, self.line_first + MOST_LINE_TOKENS)
            elif kind == "COMMENT":
                if self.comment(match[0], at, end):
                    return end
            elif kind == "NUMBER_LITERAL" and end - at <= PLAIN_DIGITS and match[0].isdigit():
                tokens.append(new(Token, (kind, match[0], at, end, int(match[0]))))
            elif kind == "SLASH":
                return self.slash(at, end)
            elif kind is None or kind in _SPECIAL:
                return self.brackets(at) if text[at] in BRACKETS else self.special(str(kind), at, end)
            elif kind == "MINUS" and len(tokens) == self.line_first and text.startswith("--", at):
                return self.foreign_comment(at)
            else:
                tokens.append(new(Token, (kind, match[0], at, end, None)))
                if len(tokens) > ceiling:
                    return self.crowded(at, most_tokens)
        return size

    def crowded(self, at: int, most_tokens: int) -> int:
        """Leave out the rest of a line that is too long in any case, or all of it where the file has too much."""
        if len(self.tokens) > most_tokens:
            del self.tokens[self.line_first :]
            self.full = True
            return at
        self.lexed.cut.append(at)
        end = self.text.find("\n", at)
        return end if end >= 0 else len(self.text)

    def finish(self) -> None:
        """Report the mistakes that are reported once a line."""
        for marks in self.marks.values():
            line = repaired(self.source, marks.edits)
            facts = {**marks.first.arguments, **({"line": line} if line else {})}
            one = finding(marks.first.code, marks.first.span, **facts)
            self.findings.insert(marks.at, one.with_fix(*marks.edits, safe=True))

    def mark(self, code: str, at: int, end: int, text: str, **facts: object) -> None:
        """A mistake that is mended by writing ``text``, with the others of its kind on the line as one finding."""
        edit = Edit(self.source.span(at, end), text)
        marks = self.marks.get((self.line, code))
        if marks is None:
            one = finding(code, edit.span, **facts)
            self.marks[self.line, code] = _Marks(len(self.findings), one, [edit])
        else:
            marks.edits.append(edit)

    def line_end(self, end: int) -> int:
        """After a line: if it opened a script box, take the box as one token."""
        first, self.line_first = self.line_first, len(self.tokens)
        self.line += 1
        if self.line_first - first != len(OPENING) or tuple(token.kind for token in self.tokens[first:]) != OPENING:
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
        if self.text.startswith(("//", "/*"), at) and not (tokens and tokens[-1].kind == "MATCHES"):
            return self.foreign_comment(at)
        before = [token for token in tokens[-4:] if token.kind != "LINE_END"]  # in parentheses a line may end on either side
        if len(before) > 1 and before[-1].kind == "MATCHES" and self.ends_operand(before[-2]):
            match = _pattern_literal().match(self.text, at)
            if match is not None:
                check_text(self.source, at, match.end(), self.findings)
                inner = match[0][1:-1].replace("\\/", "/")
                tokens.append(Token("PATTERN_LITERAL", match[0], at, match.end(), inner))
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
            case "NAME":
                self.foreign_name(text, at, end)
            case "TEXT_LITERAL":
                check_text(source, at, end, findings)
                self.tokens.append(Token(kind, text, at, end, text_value(source, at, end, findings)))
            case "NUMBER_LITERAL" if unit := number_with_unit(text):
                self.with_unit(*unit, at, end)
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
        if len(findings) > before and any(one.code in UNCLEAR for one in findings[before:]):
            self.lexed.spoiled.append(at)
        return end

    def brackets(self, at: int) -> int:
        """A run of brackets that are not round, handed on as round ones; the end of it, or of the first one of a line."""
        text, tokens, path = self.text, self.tokens, self.source.path
        marks = self.marks.get((self.line, "LS153"))
        if marks is None:
            self.mark("LS153", at, at + 1, BRACKETS[text[at]], found=text[at])
        while at < len(text) and (round_one := BRACKETS.get(text[at])):
            if marks is not None:
                marks.edits.append(Edit(Span(path, at, at + 1), round_one))
            tokens.append(Token("LEFT" if round_one == "(" else "RIGHT", round_one, at, at + 1))
            at += 1
            if marks is None or len(tokens) > self.line_first + MOST_LINE_TOKENS:
                break
        return at

    def foreign_name(self, text: str, at: int, end: int) -> None:
        """A name with letters outside ASCII, read as what it looks like when that is known."""
        keywords = grammar().keywords
        if plain := name_meant(text):
            self.mark("LS155", at, end, plain, found=text, instead=plain)
            self.tokens.append(Token(keywords.get(plain, "NAME"), plain, at, end))
            return
        before = len(self.findings)
        check_name(self.source, at, end, quoted=False, findings=self.findings)
        plain = latin(text) if self.findings[before:] and self.findings[-1].code == "LS107" else None
        edit = Edit(self.source.span(at, end), plain or f"`{text}`")
        if plain or (self.findings[before:] and self.findings[-1].code == "LS106"):
            self.findings[-1] = self.findings[-1].with_fix(edit, safe=True)
        word = plain or text
        self.tokens.append(Token(keywords.get(word, "NAME"), word, at, end))

    def with_unit(self, number: str, unit: str, at: int, end: int) -> None:
        """A number that runs into its unit of time, handed on as two tokens."""
        between = at + len(number)
        kind = grammar().keywords.get(unit, "NAME")
        if kind != "NAME":  # a month or a year has a finding of its own
            instead = f"{number} {unit}"
            self.mark("LS113", at, end, instead, found=self.text[at:end], instead=instead)
        self.tokens.append(Token("NUMBER_LITERAL", number, at, between, int(number)))
        self.tokens.append(Token(kind, unit, between, end))

    def foreign_comment(self, at: int) -> int:
        """The comment of another language, left out; the end of it."""
        match = FOREIGN_COMMENT.match(self.text, at)
        end = match.end() if match else at + 2
        text = self.text[at:end]
        inner = text.removeprefix("/*").removesuffix("*/") if text.startswith("/*") else text[2:]
        one = finding("LS157", self.source.span(at, at + 2), found=text[:2])
        if "\n" not in inner and self.ends_line(end):
            one = one.with_fix(Edit(self.source.span(at, end), f"# {inner.strip()}".rstrip()), safe=True)
        self.findings.append(one)
        return end

    def comment(self, text: str, at: int, end: int) -> bool:
        """Keep a comment; whether something was found in it."""
        before = len(self.findings)
        check_comment(self.source, at, end, self.findings)
        self.lexed.comments.append(Comment(text, self.source.span(at, end)))
        first = self.tokens[self.line_first : self.line_first + 1]
        if first and first[0].kind == "RANGE" and (colour := COLOUR.match(text)):
            one = finding("LS110", self.source.span(at, at + colour.end()), colour=colour[0])
            if colour[0] == text.rstrip():
                one = one.with_fix(Edit(one.span, f'"{colour[0]}"'), safe=True)
            self.findings.append(one)
        return len(self.findings) > before

    def quoted_name(self, text: str, at: int, end: int) -> None:
        check_name(self.source, at, end, quoted=True, findings=self.findings)
        if not text[1:-1].strip():
            self.findings.append(finding("LS104", self.source.span(at, end)))
        self.tokens.append(Token("QUOTED_NAME", text, at, end, text[1:-1]))

    def mistake(self, kind: str, text: str, at: int, end: int) -> int:
        """Report what is not part of the language; hand on what was meant when that is known."""
        source, findings = self.source, self.findings
        match kind:
            case "UNTERMINATED_TEXT":
                findings.append(finding("LS102", source.span(at, end), found=shortened(text)))
                self.tokens.append(Token("TEXT_LITERAL", text, at, end, text[1:]))
            case "UNTERMINATED_NAME":
                findings.append(finding("LS103", source.span(at, end), found=shortened(text)))
                self.tokens.append(Token("QUOTED_NAME", text, at, end, text[1:].strip() or "_"))
            case "WRONG_QUOTES":
                inner = text[1:-1] if text[-1] in CLOSING and len(text) > 1 else text[1:]
                one = finding("LS111", source.span(at, end), found=text[0], text=shortened(inner))
                if text[-1] in CLOSING and not set(inner) & {'"', "\\"}:
                    one = one.with_fix(Edit(one.span, f'"{inner}"'), safe=True)
                findings.append(one)
                self.tokens.append(Token("TEXT_LITERAL", text, at, end, inner))
            case "FOREIGN_OPERATOR":
                meant, instead = MEANT[text]
                edit = Edit(source.span(at, end), self.spaced(instead, at, end))
                one = finding("LS116", edit.span, found=text, instead=instead, line=repaired(source, (edit,)))
                findings.append(one.with_fix(edit, safe=True))
                self.tokens.append(Token(meant, instead, at, end))
            case _ if (meant_sign := sign_meant(self.text, at)) and self.as_signs(*meant_sign, at):
                end, instead = meant_sign
                what = described(self.text[at])
                facts = {"blank": what} if instead.isspace() else {"found": what, "instead": instead}
                self.mark("LS155", at, end, instead, **facts)
            case _:
                end = self.run_of(at)
                what = described(self.text[at])
                many = end - at if end - at > 1 else None
                one = finding("LS101", source.span(at, end), character=what, many=many)
                if text == ";" and not many and self.ends_line(end):
                    one = one.with_fix(Edit(one.span, ""), safe=True)
                findings.append(one)
        return end

    def spaced(self, instead: str, at: int, end: int) -> str:
        """A word in place of a sign, with the blanks that it needs on either side."""
        if not instead.isalpha():
            return instead
        before = at > 0 and not self.text[at - 1].isspace() and self.text[at - 1] != "("
        after = end < len(self.text) and not self.text[end].isspace()
        return " " * before + instead + " " * after

    def ends_line(self, at: int) -> bool:
        """Whether nothing but blanks stands between an offset and the end of its line."""
        match = REST_OF_LINE.match(self.text, at)
        return match is not None and not match[0].strip()

    def as_signs(self, end: int, instead: str, at: int) -> bool:
        """Hand on the tokens of what a run of signs looks like, one character for each; false when they are none."""
        if instead.isspace():
            return True
        found: list[Token] = []
        position = 0
        while position < len(instead):
            match = _scanner().match(instead, position)
            kind = match.lastgroup if match else None
            if match is None or (kind not in PLAIN_KINDS and kind not in grammar().signs.values()):
                return False
            word, start = match[0], at + position if end - at == len(instead) else at
            position = match.end()
            after = at + position if end - at == len(instead) else end
            if kind == "NAME":
                found.append(Token(grammar().keywords.get(word, kind), word, start, after))
            elif kind == "NUMBER_LITERAL":
                if not NUMBER.fullmatch(word):
                    return False
                found.append(Token(kind, word, start, after, float(word) if "." in word else int(word)))
            else:
                found.append(Token(str(kind), word, start, after))
        self.tokens.extend(found)
        return True

    def run_of(self, at: int) -> int:
        """The end of the run of characters that nothing takes."""
        match = _bad_characters().match(self.text, at + 1)
        return match.end() if match else at + 1


_SPECIAL: Final = frozenset(
    (
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
