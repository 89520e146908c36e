"""One logical line: which of its tokens are printed, in which order, with which blanks, on how many lines."""

from lsdsl.source import Source
from lsdsl.syntax import tree
from lsdsl.syntax.printer.breaking import Breaker, grouped
from lsdsl.syntax.printer.commented import Commented
from lsdsl.syntax.printer.elements import STEP, Element, solid
from lsdsl.syntax.printer.facts import Facts
from lsdsl.syntax.printer.modifiers import head_length, in_order
from lsdsl.syntax.script_box import Box
from lsdsl.syntax.tokens import Token

NONE_BEFORE = frozenset(("COMMA", "RIGHT", "COLON", "PERCENT", "DOT"))
NONE_AFTER = frozenset(("LEFT", "DOT"))


class Printer:
    """Prints the logical lines of one file."""

    def __init__(self, source: Source, facts: Facts, left_out: set[int], columns: dict[int, int]) -> None:
        self.source = source
        self.facts = facts
        self.columns = columns
        self.left_out = left_out
        self.optional = _optional(facts, left_out)
        self.gaps: dict[int, int] = {}
        self.breaker = Breaker(self.gap, facts.levels, facts.lists)

    def statement(self, element: Element) -> list[str]:
        """The printed lines of a logical line and its comments; a script with its box."""
        assert element.line is not None
        tokens = solid(element.line)
        if tokens[-1].kind == "SCRIPT_BODY":
            return [*self.ended(["".join(token.text for token in tokens[:-1])], element), *_box(tokens[-1], element.indent)]
        row = self.facts.rows.get(element.start)
        tokens = [token for token in tokens if token.start not in self.left_out]
        head = len(tokens)
        if isinstance(row, tree.EventRule):
            head = head_length(row, tokens)
            tokens = in_order(tokens, row)
        self.space(tokens)
        if element.inner:
            return self.ended(Commented(self.source, self.gap, element.indent).printed(tokens, element.inner), element, bare=True)
        first, rest = grouped(tokens[:head], self.optional), grouped(tokens[head:], {})
        return self.ended(self.breaker.lines([*first, *rest], element.indent, len(first)), element, bare=True)

    def ended(self, lines: list[str], element: Element, *, bare: bool = False) -> list[str]:
        """The lines with the comment that stands behind them."""
        if not bare:
            lines = [" " * element.indent + line for line in lines]
        if element.trailing:
            lines[-1] += "  " + element.trailing
        return lines

    def space(self, tokens: list[Token]) -> None:
        """Decide on the blanks before each token."""
        before: Token | None = None
        for token in tokens:
            self.gaps[token.start] = 0 if before is None else self.between(before, token)
            before = token

    def between(self, before: Token, token: Token) -> int:
        """How many blanks stand between two tokens."""
        if token.start in self.columns and token.kind not in NONE_BEFORE:
            return self.columns[token.start]
        if token.kind in NONE_BEFORE or before.kind in NONE_AFTER or before.start in self.facts.tight:
            return 0
        return 0 if token.start in self.facts.hugged else 1

    def gap(self, token: Token) -> int:
        """How many blanks stand before a token."""
        return self.gaps[token.start]


def _optional(facts: Facts, left_out: set[int]) -> dict[int, int]:
    """Starts and ends of whole conditions with parts, which get parentheses when they are too long for their line."""
    found: dict[int, int] = {}
    for node, operand in facts.expressions:
        if operand or not isinstance(node, tree.Logical):
            continue
        first, after = facts.index(node.span.start), facts.index(node.span.end)
        while first > 0 and facts.tokens[first - 1].start in left_out and facts.tokens[first - 1].kind == "LEFT":
            first, after = first - 1, after + 1
        if first and facts.tokens[first - 1].kind == "LEFT":
            continue  # there are parentheses that stay: a pair that was kept, or those of a call or of points
        start = next(token.start for token in facts.tokens[facts.index(node.span.start) :] if token.start not in left_out)
        found[start] = node.span.end
    return found


def _box(body: Token, indent: int) -> list[str]:
    """The lines of a box, indented below their header and otherwise untouched."""
    box = body.value
    assert isinstance(box, Box)
    return [" " * (indent + STEP) + line if line else "" for line in box.text.removesuffix("\n").split("\n")]
