"""What to say about a token that does not fit, and how to go on.

A fault is either mended, when what was meant is plain (the line then stands in the tree as if it had been written so), or the
line becomes one :class:`~lsdsl.syntax.tree.Bad` that holds the names which it seems to declare.
"""

from typing import Final

from lsdsl.diagnostics.model import Diagnostic, Edit, finding
from lsdsl.pattern import pattern
from lsdsl.source import Source
from lsdsl.syntax.expected import COMPARING, TYPES, UNITS, expected, found, phrase
from lsdsl.syntax.fault import SOME, Fault, Mended
from lsdsl.syntax.grammar import RESERVED, grammar
from lsdsl.syntax.habits import block_end, foreign
from lsdsl.syntax.literals import shortened
from lsdsl.syntax.lost import is_word
from lsdsl.syntax.tokens import Token

CALENDAR: Final = pattern(r"(?:month|year|quarter)s?")
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
DECIMAL_COMMA: Final = pattern(r"[0-9]+,[0-9]+")
EVERY: Final = frozenset("every all any".split())
POINTS_END: Final = frozenset("ON WHILE FOR FROM OTHERWISE TO NEWLINE".split())
OPERANDS: Final = frozenset("NAME QUOTED_NAME NUMBER_LITERAL DATE_LITERAL MOMENT_LITERAL TEXT_LITERAL".split())


def mend(fault: Fault) -> Mended:
    """The finding of a fault and how to go on, from the most specific to the most general."""
    kinds = frozenset(fault.machine.acceptable())
    for attempt in ATTEMPTS:
        if mended := attempt(fault, kinds):
            return mended
    if fault.index == 0:
        return _unknown_line(fault, kinds)
    return _missing(fault, kinds) or _misspelt(fault, kinds) or Mended(_unexpected(fault, kinds))


def _sign_of_comparison(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    if fault.token.kind != "ASSIGN" or "EQUAL" not in kinds or fault.tokens[fault.index + 1].kind == "ASSIGN":
        return None
    line = fault.repaired(fault.edit(fault.token.start, fault.token.end, "=="))
    return fault.replaced(fault.report("LS142", fault.token, line=line), "EQUAL", "==", many=SOME)


def _parentheses(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """A parenthesis too many, or one that is missing before what does not fit into it."""
    before = fault.tokens[: fault.index]
    depth = sum((one.kind == "LEFT") - (one.kind == "RIGHT") for one in before)
    if fault.token.kind == "RIGHT" and depth <= 0:
        found = fault.report("LS156", fault.token)
        if not fault.rest_fits(skip=1, many=SOME):
            return Mended(found)
        return Mended(found.with_fix(fault.edit(fault.token.start, fault.token.end, ""), safe=False), (), 1)
    if depth > 0 and "RIGHT" in kinds and fault.rest_fits(*["RIGHT"] * depth):
        at = before[-1].end
        found = _missing_finding(fault, "RIGHT").with_fix(fault.edit(at, at, ")" * depth), safe=False)
        return Mended(found, tuple(Token("RIGHT", ")", at, at) for _ in range(depth)))
    return None


def _missing_colon(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    if fault.token.kind != "NEWLINE" or "COLON" not in kinds or not fault.previous:
        return None
    if fault.line.children:
        return fault.inserted(_missing_finding(fault, "COLON"), "COLON", ":", fix=":")
    return Mended(_missing_finding(fault, "COLON"))


def _occurrence(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    if not {"EACH", "LATEST"} <= kinds or not fault.previous:
        return None
    word, following = fault.token.text, fault.tokens[min(fault.index + 1, len(fault.tokens) - 1)]
    if word in EVERY and fault.rest_fits("EACH", skip=1):
        diagnostic = fault.report("LS143", fault.token, event=following.text)
        return fault.replaced(diagnostic, "EACH", "each", safe=True if word != "any" else None, many=SOME)
    event = word if fault.token.kind != "NEWLINE" else None
    diagnostic = finding("LS143", fault.source.span(fault.previous.end, fault.previous.end), event=event)
    # `latest` takes all that may follow any of the three, and is the least likely to stand in a rule of the same kind.
    return fault.inserted(diagnostic, "LATEST", "latest", many=SOME)


def _calendar(fault: Fault, _kinds: frozenset[str]) -> Mended | None:
    previous = fault.previous
    if not previous or previous.kind != "NUMBER_LITERAL" or not CALENDAR.fullmatch(fault.token.text):
        return None
    diagnostic = finding("LS117", fault.source.span(previous.start, fault.token.end), unit=fault.token.text.removesuffix("s"))
    return fault.replaced(diagnostic, "DAYS", "days", safe=None, many=SOME)


def _amount(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """A unit of time without its number: `per day`."""
    if fault.token.kind not in UNITS or "NUMBER_LITERAL" not in kinds or not fault.previous:
        return None
    at = fault.token.start
    one = Token("NUMBER_LITERAL", "1", at, at, 1)
    if not fault.rest_fits("NUMBER_LITERAL", many=SOME):
        return None
    missing = _missing_finding(fault, "NUMBER_LITERAL").with_fix(fault.edit(at, at, "1 "), safe=True)
    return Mended(missing, (one,))


def _reserved(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    word = fault.token.text
    if word not in RESERVED or fault.token.kind != word.upper() or "NAME" not in kinds or {"TEXT_LITERAL"} <= kinds:
        return None
    mended = fault.replaced(fault.report("LS144", fault.token, word=word), "NAME", word, safe=None, many=SOME)
    if mended.tokens is None:
        return mended
    edit = fault.edit(fault.token.start, fault.token.end, f"`{word}`")
    return Mended(mended.finding.with_fix(edit, safe=True), mended.tokens, mended.count)


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
        instead = text.replace(",", ".")
        one = finding("LS113", span, found=text, instead=instead)
        number = Token("NUMBER_LITERAL", instead, whole.start, rest.end, float(instead))
        if not fault.fits_from(at - 1, ["NUMBER_LITERAL"], at + 2):
            return Mended(one)
        fixed = one.with_fix(fault.edit(whole.start, rest.end, instead), safe=True)
        return Mended(fixed, (number,), at + 2 - fault.index, fault.index - at + 1)
    return None


def _type(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    if not kinds >= TYPES or fault.token.kind != "NAME":
        return None
    word = fault.token.text
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), [kind.lower() for kind in TYPES], 1)
    suggestion = TYPE_WORDS.get(word.lower()) or (close[0] if close else None)
    unknown = fault.report("LS146", fault.token, found=word, suggestion=suggestion)
    if suggestion is None or suggestion == "choice":
        return Mended(unknown)
    return fault.replaced(unknown, suggestion.upper(), suggestion)


def _chain(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """A second comparison where only ``and`` and ``or`` can follow the first."""
    if fault.token.kind not in COMPARING or not {"AND", "OR", "PLUS"} <= kinds:
        return None
    chained = fault.report("LS147", fault.token, found=fault.token.text)
    middle = fault.previous
    between = fault.index > 1 and fault.tokens[fault.index - 2].kind in COMPARING
    if not middle or middle.kind not in OPERANDS or not between:
        return Mended(chained)
    if not fault.rest_fits("AND", middle.kind, many=SOME):
        return Mended(chained)
    edit = fault.edit(middle.end, middle.end, f" and {middle.text}")
    chained = fault.report("LS147", fault.token, found=fault.token.text, line=fault.repaired(edit)).with_fix(edit, safe=True)
    return Mended(chained, (Token("AND", "and", middle.end, middle.end), middle))


def _points(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """Points without their sign, and points that are a name."""
    previous = fault.previous
    if previous and fault.index == 1 and previous.kind in ("PLUS", "MINUS") and is_word(fault.token) and "LEFT" in kinds:
        return None if fault.token.kind in POINTS_END else _bare_points(fault, previous)
    if fault.token.kind != "NUMBER_LITERAL" or not {"PLUS", "MINUS"} <= kinds or "NUMBER_LITERAL" in kinds or "AND" in kinds:
        return None
    return fault.inserted(fault.report("LS148", fault.token, found=fault.token.text), "PLUS", "+", many=SOME)


def _bare_points(fault: Fault, sign: Token) -> Mended:
    """Points that are an expression without its parentheses."""
    end = next(at for at in range(fault.index, len(fault.tokens)) if fault.tokens[at].kind in POINTS_END)
    first, last = fault.token, fault.tokens[end - 1]
    text = fault.source.text[first.start : last.end]
    bare = finding("LS150", fault.source.span(first.start, last.end), sign=sign.text, found=text)
    kinds = ["LEFT", *(token.kind for token in fault.tokens[fault.index : end]), "RIGHT"]
    if not fault.fits_from(fault.index, kinds, end):
        return Mended(bare)
    edits = (fault.edit(first.start, first.start, "("), fault.edit(last.end, last.end, ")"))
    left, right = Token("LEFT", "(", first.start, first.start), Token("RIGHT", ")", last.end, last.end)
    inner = (left, *fault.tokens[fault.index : end], right)
    return Mended(bare.with_fix(*edits, safe=True), inner, end - fault.index)


def _unknown_line(fault: Fault, kinds: frozenset[str]) -> Mended:
    token = fault.token
    suggestion = _similar(token, kinds)
    if not fault.depth:
        diagnostic = fault.report("LS149", token, found=found(token), suggestion=suggestion)
    else:
        wanted = expected(kinds, fault.previous)
        diagnostic = fault.report("LS140", token, found=found(token), expected=wanted, suggestion=suggestion)
    return fault.replaced(diagnostic, grammar().keywords[suggestion], suggestion) if suggestion else Mended(diagnostic)


def _repeated(fault: Fault, _kinds: frozenset[str]) -> Mended | None:
    """A word or sign that stands twice in a row."""
    token, previous = fault.token, fault.previous
    if not previous or token.text != previous.text or token.kind in ("NEWLINE", "NUMBER_LITERAL") or not fault.rest_fits(skip=1):
        return None
    edit = fault.edit(previous.end, token.end, "")
    return Mended(fault.report("LS140", token, repeated=shortened(token.text)).with_fix(edit, safe=True), (), 1)


def _missing(fault: Fault, kinds: frozenset[str]) -> Mended | None:
    """One keyword or sign with which the rest of the line fits: it is missing."""
    table = grammar()
    words = {terminal: word for word, terminal in (*table.keywords.items(), *table.signs.items())}
    if fault.token.kind == "NEWLINE":
        return None
    fitting = [kind for kind in kinds if kind in words and fault.rest_fits(kind)]
    if len(fitting) != 1:
        return None
    word = words[fitting[0]]
    at_sign = fitting[0] in table.signs.values()
    gap = fault.previous is not None and fault.previous.end == fault.token.start
    fix = word if at_sign else f" {word}{' ' * gap}"
    return fault.inserted(_missing_finding(fault, fitting[0]), fitting[0], word, fix=fix)


def missing_colon(source: Source, last: Token) -> Diagnostic:
    """The finding of a header that lacks its colon."""
    at = source.span(last.end, last.end)
    return finding("LS141", at, expected=phrase("COLON"), previous=found(last)).with_fix(Edit(at, ":"), safe=True)


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
    wanted = expected(kinds, fault.previous)
    if wanted is None or f"`{suggestion}`" not in wanted:
        wanted = f"`{suggestion}`"
    diagnostic = fault.report("LS140", fault.token, found=found(fault.token), expected=wanted, suggestion=suggestion)
    return fault.replaced(diagnostic, kind, suggestion)


def _similar(token: Token, kinds: frozenset[str]) -> str | None:
    """The keyword that could stand here and looks like the token."""
    if not token.text.isidentifier() or len(token.text) < 2:
        return None
    words = [word for word, terminal in grammar().keywords.items() if terminal in kinds]
    from difflib import get_close_matches

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


ATTEMPTS: Final = (
    _repeated,
    _sign_of_comparison,
    _missing_colon,
    _parentheses,
    _occurrence,
    _calendar,
    _amount,
    _reserved,
    _literal,
    _type,
    foreign,
    block_end,
    _chain,
    _points,
)
