"""Habits from elsewhere: words and signs of other languages in a place where the rules have others."""

from typing import Final

from lsdsl.diagnostics.model import Diagnostic, finding
from lsdsl.syntax.fault import SOME, Fault, Mended, written
from lsdsl.syntax.literals import shortened
from lsdsl.syntax.tokens import Token

# What is written elsewhere, and what the rules have for it. The first that makes the line fit is meant.
SAID: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys("equals;equal;eq;equals to;equal to;is equal to;is equals;is the same as".split(";"), ("is",)),
    **dict.fromkeys("ne;neq;isnt;not equals;not equal;not equal to;is not equal to;does not equal".split(";"), ("is not",)),
    **dict.fromkeys("includes;include;has;contain;containing;is containing".split(";"), ("contains",)),
    **dict.fromkeys("startswith;begins with;beginswith;start with;starting with;startsWith".split(";"), ("starts with",)),
    **dict.fromkeys("endswith;end with;ending with;endsWith;finishes with".split(";"), ("ends with",)),
    **dict.fromkeys("gt;greater than;larger than;bigger than;higher than;more than;over;above".split(";"), (">",)),
    **dict.fromkeys("is greater than;is larger than;is higher than;is more than;is over;is above".split(";"), (">",)),
    **dict.fromkeys("lt;less than;smaller than;lower than;fewer than;under;below".split(";"), ("<",)),
    **dict.fromkeys("is less than;is smaller than;is lower than;is fewer than;is under;is below".split(";"), ("<",)),
    **dict.fromkeys("gte;at least;is at least;greater than or equal to;is greater than or equal to".split(";"), (">=",)),
    **dict.fromkeys("lte;at most;is at most;less than or equal to;is less than or equal to".split(";"), ("<=",)),
    **dict.fromkeys("is in;is one of;one of;is any of;within list".split(";"), ("in",)),
    **dict.fromkeys("is not in;is not one of;is none of;not is in".split(";"), ("not in",)),
    **dict.fromkeys("is between".split(";"), ("between",)),
    "is contains": ("contains",),
    "is matches": ("matches",),
    "match": ("matches",),
    "= =": ("==",),
    "> =": (">=",),
    "< =": ("<=",),
    ": =": ("=",),
    "=": ("to", ":", "from"),
    "==": ("=",),
    "is": ("=",),
    ":": ("=", "from"),
    ">=": ("from",),
    **dict.fromkeys("points on;point on;pts on".split(";"), ("on",)),
    **dict.fromkeys("points while;point while;pts while".split(";"), ("while",)),
    "max": ("at most",),
    "maximum": ("at most",),
    "up to": ("at most",),
    "no more than": ("at most",),
    "expire after": ("expires after",),
    "expires in": ("expires after",),
    "lose": ("loses",),
    "twice": ("2 times",),
    "once": ("1 times",),
    "each time": ("each",),
    "every time": ("each",),
    "elif": ("else if",),
    "elsif": ("else if",),
    "elseif": ("else if",),
    "else when": ("else if",),
    "then": (":", ""),
    "then :": (":",),
    "desc": ("descending",),
    "asc": ("ascending",),
    "sort by": ("order by",),
    "delay": ("wait",),
    "sleep": ("wait",),
    "pause": ("wait",),
    **{word: (str(number),) for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)},
}
# Likely, but what was meant is not sure.
MAYBE: Final[dict[str, tuple[str, ...]]] = {
    "if": ("while",),
    "when": ("while",),
    "points if": ("while",),
    "points when": ("while",),
}

# A comparison that is negated in its middle: the rules put `not` before all of it.
NEGATED: Final = {
    **dict.fromkeys(
        "not contains;not contain;does not contain;is not contains;doesnt contain;not includes".split(";"), "contains"
    ),
    **dict.fromkeys("not starts with;not start with;does not start with;does not starts with".split(";"), "starts with"),
    **dict.fromkeys("not ends with;not end with;does not end with;does not ends with".split(";"), "ends with"),
    **dict.fromkeys("not matches;not match;does not match;does not matches".split(";"), "matches"),
    **dict.fromkeys("not between;is not between".split(";"), "between"),
}
LONGEST: Final = 6
BEFORE_OPERANDS: Final = frozenset("WHERE WHEN WHILE IF AND OR NOT LEFT COMMA EXPECT ASSIGN COLON".split())
BLOCK_ENDS: Final = frozenset("end endif fi done endscore begin".split())
LIKE: Final = frozenset(("like", "ilike"))


def foreign(fault: Fault, _kinds: frozenset[str]) -> Mended | None:
    """Words that stand around the fault and that the rules say in another way."""
    for start in range(max(fault.index - LONGEST, 0), fault.index + 1):
        for end in range(min(start + LONGEST, len(fault.tokens) - 1), max(fault.index, start + 1) - 1, -1):
            said = " ".join(token.text for token in fault.tokens[start:end])
            if said in NEGATED and (mended := _negated(fault, start, end, NEGATED[said])):
                return mended
            for table in (SAID, MAYBE):
                for instead in table.get(said, ()):
                    if mended := _said(fault, start, end, instead, safe=table is SAID):
                        return mended
    return _like(fault)


def block_end(fault: Fault, _kinds: frozenset[str]) -> Mended | None:
    """A line such as ``end``: blocks end where their lines do."""
    if fault.index or fault.token.text not in BLOCK_ENDS or fault.tokens[1].kind != "NEWLINE":
        return None
    start = fault.source.line_starts[fault.source.position(fault.token.start).line - 1]
    after = fault.source.text.find("\n", fault.token.end) + 1 or len(fault.source.text)
    found = fault.report("LS151", fault.token, ending=fault.token.text)
    if fault.source.text[start:after].strip() != fault.token.text:
        return Mended(found)
    return Mended(found.with_fix(fault.edit(start, after, ""), safe=True))


def _said(fault: Fault, start: int, end: int, instead: str, *, safe: bool) -> Mended | None:
    first, last = fault.tokens[start], fault.tokens[end - 1]
    tokens = written(instead, first.start, last.end)
    if instead == ":" and last.text != ":" and not fault.line.children:
        return None
    if not fault.fits_from(start, [token.kind for token in tokens], end):
        return None
    before = fault.tokens[start - 1].end if start and instead in ("", ":") else first.start
    edit = fault.edit(before, last.end, instead)
    words = shortened(fault.source.text[first.start : last.end])
    facts = {"found": words, "instead": instead} if instead and words != "then" else {"extra": words}
    one = finding("LS151", fault.source.span(first.start, last.end), **facts, line=fault.repaired(edit))
    return Mended(one.with_fix(edit, safe=safe), tokens, end - fault.index, fault.index - start)


def _negated(fault: Fault, start: int, end: int, operator: str) -> Mended | None:
    operand = _operand(fault, start)
    first, last = fault.tokens[start], fault.tokens[end - 1]
    if operand == start:
        return None
    negation = written("not", fault.tokens[operand].start, fault.tokens[operand].start)
    tokens = (*negation, *fault.tokens[operand:start], *written(operator, first.start, last.end))
    if not fault.fits_from(operand, [token.kind for token in tokens], end):
        return None
    edits = (
        fault.edit(fault.tokens[operand].start, fault.tokens[operand].start, "not "),
        fault.edit(first.start, last.end, operator),
    )
    words = shortened(fault.source.text[first.start : last.end])
    one = finding(
        "LS152", fault.source.span(first.start, last.end), found=words, operator=operator, line=fault.repaired(*edits)
    ).with_fix(*edits, safe=True)
    return Mended(one, tokens, end - fault.index, fault.index - operand)


def _operand(fault: Fault, end: int) -> int:
    """Where the operand begins that ends before a token."""
    depth, start = 0, end
    while start:
        kind = fault.tokens[start - 1].kind
        if not depth and kind in BEFORE_OPERANDS:
            break
        depth += (kind == "RIGHT") - (kind == "LEFT")
        start -= 1
    return start


def _like(fault: Fault) -> Mended | None:
    """``like`` of SQL, when its pattern has a wildcard at its ends only."""
    if fault.token.text not in LIKE or fault.index + 1 >= len(fault.tokens):
        return None
    pattern = fault.tokens[fault.index + 1]
    if pattern.kind != "TEXT_LITERAL" or not isinstance(pattern.value, str):
        return None
    operator, text = _without_wildcards(pattern.value)
    if not operator:
        return Mended(fault.report("LS151", fault.token, found=fault.token.text, instead="matches", pattern=pattern.text))
    quoted = f'"{text}"'
    tail = " ignoring case" if fault.token.text == "ilike" else ""
    edit = fault.edit(fault.token.start, pattern.end, f"{operator} {quoted}{tail}")
    literal = Token("TEXT_LITERAL", quoted, pattern.start, pattern.end, text)
    tokens = (*written(operator, fault.token.start, fault.token.end), literal, *written(tail, pattern.end, pattern.end))
    one: Diagnostic = fault.report("LS151", fault.token, found=fault.token.text, instead=operator, line=fault.repaired(edit))
    if not fault.rest_fits(*(token.kind for token in tokens), skip=2, many=SOME):
        return Mended(one)
    return Mended(one.with_fix(edit, safe=False), tokens, 2)


def _without_wildcards(pattern: str) -> tuple[str, str]:
    """The operator that says the same as a pattern of SQL, and its text; no operator when none does."""
    text = pattern.strip("%")
    if not text or set(text) & {"%", "_", '"', "\\"}:
        return "", pattern
    at_start, at_end = pattern.startswith("%"), pattern.endswith("%")
    match at_start, at_end:
        case True, True:
            return "contains", text
        case True, False:
            return "ends with", text
        case False, True:
            return "starts with", text
        case _:
            return "is", text
