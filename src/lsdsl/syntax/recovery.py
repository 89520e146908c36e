"""What to say about a token that does not fit, and how to go on.

A fault is either mended, when what was meant is plain (the line then stands in the tree as if it had been written so), or the
line becomes one :class:`~lsdsl.syntax.tree.Bad` that holds the names which it seems to declare.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from lsdsl.diagnostics.model import Diagnostic, finding
from lsdsl.source import Source
from lsdsl.syntax.expected import COMPARING, TYPES, expected, found, phrase
from lsdsl.syntax.grammar import RESERVED, grammar
from lsdsl.syntax.layout import Line
from lsdsl.syntax.machine import Machine
from lsdsl.syntax.tokens import Token
from lsdsl.syntax.tree import Identifier

CALENDAR: Final = re.compile(r"(?:month|year|quarter)s?")
TYPE_WORDS: Final = {
    "string": "text",
    "str": "text",
    "varchar": "text",
    "int": "number",
    "integer": "number",
    "float": "number",
    "decimal": "number",
    "bool": "boolean",
    "timestamp": "datetime",
    "enum": "choice",
    "array": "list",
}
DECIMAL_COMMA: Final = re.compile(r"[0-9]+,[0-9]+")
EVERY: Final = frozenset("every all any".split())
ENOUGH: Final = 100  # how many tokens of the rest of the line must fit after a mending: in practice all of them


@dataclass(frozen=True, slots=True)
class Mended:
    """A finding, and the tokens to read in place of ``count`` tokens from the fault on; None when there is no mending."""

    finding: Diagnostic
    tokens: tuple[Token, ...] | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """The token ``tokens[index]`` of a line does not fit; the machine stands before it."""

    source: Source
    machine: Machine
    line: Line
    tokens: Sequence[Token]
    index: int
    depth: int

    @property
    def token(self) -> Token:
        """The token that does not fit."""
        return self.tokens[self.index]

    @property
    def previous(self) -> Token | None:
        """The token before it in the line."""
        return self.tokens[self.index - 1] if self.index else None

    def report(self, code: str, token: Token, **arguments: object) -> Diagnostic:
        """A finding at a token."""
        return finding(code, self.source.span(token.start, token.end), **arguments)

    def rest_fits(self, *kinds: str, skip: int = 0) -> bool:
        """Whether the line is sound with these terminals here in place of ``skip`` tokens."""
        return self.machine.fits(kinds, self.tokens, self.index + skip, ENOUGH)

    def replaced(self, diagnostic: Diagnostic, kind: str, text: str) -> Mended:
        """Go on with another token in place of this one, if the rest of the line then fits."""
        if not self.rest_fits(kind, skip=1):
            return Mended(diagnostic)
        return Mended(diagnostic, (self.token._replace(kind=kind, text=text),), 1)

    def inserted(self, diagnostic: Diagnostic, kind: str, text: str) -> Mended:
        """Go on with a token more, if the rest of the line then fits."""
        if not self.rest_fits(kind):
            return Mended(diagnostic)
        at = self.previous.end if self.previous else self.token.start
        return Mended(diagnostic, (Token(kind, text, at, at),))


def mend(fault: Fault) -> Mended:
    """The finding of a fault and how to go on, from the most specific to the most general."""
    kinds = frozenset(fault.machine.acceptable())
    for attempt in (_sign_of_comparison, _missing_colon, _occurrence, _calendar, _reserved, _literal, _type, _chain, _points):
        if mended := attempt(fault, kinds):
            return mended
    if fault.index == 0:
        return Mended(_unknown_line(fault, kinds))
    return _missing(fault, kinds) or _misspelt(fault, kinds) or Mended(_unexpected(fault, kinds))


def _sign_of_comparison(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    if fault.token.kind != "ASSIGN" or "EQUAL" not in kinds:
        return None
    return fault.replaced(fault.report("LS142", fault.token), "EQUAL", "==")


def _missing_colon(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    if fault.token.kind != "NEWLINE" or "COLON" not in kinds or not fault.previous:
        return None
    if fault.line.children:
        return fault.inserted(_missing_finding(fault, "COLON"), "COLON", ":")
    return Mended(_missing_finding(fault, "COLON"))


def _occurrence(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    if not {"EACH", "LATEST"} <= kinds or not fault.previous:
        return None
    word, following = fault.token.text, fault.tokens[min(fault.index + 1, len(fault.tokens) - 1)]
    if word in EVERY and fault.rest_fits("EACH", skip=1):
        diagnostic = fault.report("LS143", fault.token, event=following.text)
        return fault.replaced(diagnostic, "EACH", "each")
    event = word if fault.token.kind != "NEWLINE" else None
    diagnostic = finding("LS143", fault.source.span(fault.previous.end, fault.previous.end), event=event)
    return fault.inserted(diagnostic, "EACH", "each")


def _calendar(fault: Fault, _kinds: frozenset[str]) -> Mended | None:
    previous = fault.previous
    if not previous or previous.kind != "NUMBER_LITERAL" or not CALENDAR.fullmatch(fault.token.text):
        return None
    diagnostic = finding("LS117", fault.source.span(previous.start, fault.token.end), unit=fault.token.text.removesuffix("s"))
    return fault.replaced(diagnostic, "DAYS", "days")


def _reserved(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    word = fault.token.text
    if word not in RESERVED or fault.token.kind != word.upper() or "NAME" not in kinds or {"TEXT_LITERAL"} <= kinds:
        return None
    return fault.replaced(fault.report("LS144", fault.token, word=word), "NAME", word)


def _literal(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """Patterns without an end, and numbers with a decimal comma."""
    token, previous = fault.token, fault.previous
    if token.kind == "SLASH" and "PATTERN_LITERAL" in kinds:
        return Mended(fault.report("LS145", token))
    if token.kind == "NEWLINE" and previous and previous.kind == "COLON" and "SCRIPT_BODY" in kinds:
        return Mended(fault.report("LS124", fault.tokens[0]))
    at = fault.index if token.kind == "COMMA" else fault.index - 1
    whole, comma, rest = [*fault.tokens[max(at - 1, 0) : at + 2], token, token, token][:3]
    text = fault.source.text[whole.start : rest.end]
    if DECIMAL_COMMA.fullmatch(text) and comma.kind == "COMMA":
        span = fault.source.span(whole.start, rest.end)
        return Mended(finding("LS113", span, found=text, instead=text.replace(",", ".")))
    return None


def _type(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    if not kinds >= TYPES or fault.token.kind != "NAME":
        return None
    word = fault.token.text
    close = get_close_matches(word.lower(), [kind.lower() for kind in TYPES], 1)
    suggestion = TYPE_WORDS.get(word.lower()) or (close[0] if close else None)
    return Mended(fault.report("LS146", fault.token, found=word, suggestion=suggestion))


def _chain(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """A second comparison where only ``and`` and ``or`` can follow the first."""
    if fault.token.kind not in COMPARING or not {"AND", "OR", "PLUS"} <= kinds:
        return None
    return Mended(fault.report("LS147", fault.token, found=fault.token.text))


def _points(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """Points without their sign, and points that are a name."""
    previous = fault.previous
    if previous and fault.index == 1 and previous.kind in ("PLUS", "MINUS") and _is_word(fault.token) and "LEFT" in kinds:
        return Mended(fault.report("LS150", fault.token, sign=previous.text, found=fault.token.text))
    if fault.token.kind != "NUMBER_LITERAL" or not {"PLUS", "MINUS"} <= kinds or "NUMBER_LITERAL" in kinds or "AND" in kinds:
        return None
    return fault.inserted(fault.report("LS148", fault.token, found=fault.token.text), "PLUS", "+")


def _unknown_line(fault: Fault, kinds: frozenset[str]) -> Diagnostic:
    token = fault.token
    suggestion = _similar(token, kinds)
    if not fault.depth:
        return fault.report("LS149", token, found=found(token), suggestion=suggestion)
    return fault.report("LS140", token, found=found(token), expected=expected(kinds, fault.previous), suggestion=suggestion)


def _missing(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """One keyword or sign with which the rest of the line fits: it is missing."""
    table = grammar()
    words = {terminal: word for word, terminal in (*table.keywords.items(), *table.signs.items())}
    if fault.token.kind == "NEWLINE":
        return None
    fitting = [kind for kind in kinds if kind in words and fault.rest_fits(kind)]
    if len(fitting) != 1:
        return None
    return fault.inserted(_missing_finding(fault, fitting[0]), fitting[0], words[fitting[0]])


def _missing_finding(fault: Fault, kind: str) -> Diagnostic:
    previous = fault.previous or fault.token
    at = fault.source.span(previous.end, previous.end)
    return finding("LS141", at, expected=phrase(kind), previous=found(previous))


def _misspelt(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """A word that is close to the one keyword which fits."""
    suggestion = _similar(fault.token, kinds)
    if suggestion is None:
        return None
    kind = grammar().keywords[suggestion]
    diagnostic = fault.report(
        "LS140", fault.token, found=found(fault.token), expected=expected(kinds, fault.previous), suggestion=suggestion
    )
    return fault.replaced(diagnostic, kind, suggestion)


def _similar(token: Token, kinds: frozenset[str]) -> str | None:
    """The keyword that could stand here and looks like the token."""
    if not token.text.isidentifier() or len(token.text) < 2:
        return None
    words = [word for word, terminal in grammar().keywords.items() if terminal in kinds]
    close = get_close_matches(token.text.lower(), words, 1, 0.7)
    return close[0] if close and close[0] != token.text else None


def _unexpected(fault: Fault, kinds: frozenset[str]) -> Diagnostic:
    previous = fault.previous
    wanted = expected(kinds, fault.previous)
    if fault.token.kind == "NEWLINE" and previous:
        at = fault.source.span(previous.end, previous.end)
        return finding("LS141", at, expected=wanted, previous=found(previous))
    after = found(previous) if previous else None
    return fault.report("LS140", fault.token, found=found(fault.token), expected=wanted, previous=after)


# --- names of lines that could not be read --------------------------------------------------------------------------------


def names_of(source: Source, line: Line, depth: int, *, fields: bool) -> tuple[Identifier, ...]:
    """The names that a line seems to declare: the first after its keyword, the first word of a field, and ``as NAME``."""
    words = [token for token in line.tokens if _is_word(token)]
    declared: list[Token] = []
    if fields:
        declared = words[:1]
    elif not depth or line.first.kind in ("RANGE", "GROUP"):
        declared = [token for token in line.tokens[1:2] if _is_word(token)]
    if not depth and line.first.kind in ("PROFILE", "COLLECTION", "EVENT", "ACTION"):
        declared.extend(child.first for child in line.children if line.first.kind == "PROFILE" and _is_word(child.first))
    pairs = zip(line.tokens, line.tokens[1:], strict=False)
    declared.extend(after for before, after in pairs if depth and before.kind == "AS" and _is_word(after))
    return tuple(_identifier(source, token) for token in declared)


def _is_word(token: Token) -> bool:
    return token.kind == "QUOTED_NAME" or token.text.isidentifier()


def _identifier(source: Source, token: Token) -> Identifier:
    quoted = token.kind == "QUOTED_NAME"
    return Identifier(str(token.value) if quoted else token.text, source.span(token.start, token.end), quoted)
