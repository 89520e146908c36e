"""Which parentheses and commas of a line say nothing and are left out.

Left out are doubled ones, those around a whole condition or value, and those around a single name, literal or call. A pair around
an operand that has parts of its own stays as it was written, needed or not: it is there for the reader. A pair also stays where
a name at its edge could be taken for a keyword without it.
"""

from bisect import bisect_right

from lsdsl.syntax import tree
from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.printer.facts import ATOMS, Facts
from lsdsl.syntax.tokens import Token

NO_OPERAND_END = (tree.BooleanLiteral, tree.DateLiteral, tree.MomentLiteral)
"""After these the lexer does not take a slash for the start of a pattern."""


def pairs_of(tokens: list[Token]) -> dict[int, int]:
    """The index of the closing parenthesis of each opening one."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind == "LEFT":
            opened.append(index)
        elif token.kind == "RIGHT" and opened:
            pairs[opened.pop()] = index
    return pairs


def superfluous(facts: Facts, commented: list[tuple[int, int]]) -> set[int]:
    """The offsets of all parentheses and commas of a file that are left out; none in lines with comments inside them."""
    pairs = pairs_of(facts.tokens)
    left_out = _commas(facts, pairs)
    if not facts.keep:
        left_out |= _parentheses(facts, pairs)
    starts = [start for start, _ in commented]
    return {one for one in left_out if not starts or not _within(one, starts, commented)}


def _within(offset: int, starts: list[int], stretches: list[tuple[int, int]]) -> bool:
    """Whether an offset is in one of the stretches, whose starts rise."""
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < stretches[at][1]


def _parentheses(facts: Facts, pairs: dict[int, int]) -> set[int]:
    left_out: set[int] = set()
    for node, operand in facts.expressions:
        around = _around(facts, pairs, node)
        if around and _needed(facts, node, operand=operand):
            del around[0]
        for opening in around:
            left_out.update((facts.tokens[opening].start, facts.tokens[pairs[opening]].start))
    return left_out


def _around(facts: Facts, pairs: dict[int, int], node: tree.Expression) -> list[int]:
    """The indexes of the parentheses that open directly around an expression, the innermost first."""
    first, after = facts.index(node.span.start), facts.index(node.span.end)
    found: list[int] = []
    while pairs.get(first - 1) == after and facts.tokens[first - 1].start not in facts.fixed:
        first, after = first - 1, after + 1
        found.append(first)
    return found


def _needed(facts: Facts, node: tree.Expression, *, operand: bool) -> bool:
    """Whether one pair around an expression stays."""
    if isinstance(node, NO_OPERAND_END) and operand:
        return True
    if operand and not isinstance(node, ATOMS):
        return True
    edges = (facts.tokens[facts.index(node.span.start)], facts.tokens[facts.index(node.span.end) - 1])
    return not isinstance(node, tree.DurationLiteral) and any(token.kind in grammar().soft for token in edges)


def _commas(facts: Facts, pairs: dict[int, int]) -> set[int]:
    """Commas after the last item, where they do not make the list."""
    found = set()
    for opening, closing in pairs.items():
        last = facts.tokens[closing - 1]
        if last.kind == "COMMA" and facts.tokens[opening].start not in facts.lonely:
            found.add(last.start)
    return found
