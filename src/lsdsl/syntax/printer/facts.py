"""What the tree knows of single tokens: signs, calls, the words that join, rows that stand in columns."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import field, fields, is_dataclass
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.source import Source, Span
from lsdsl.syntax import tree
from lsdsl.syntax.tokens import Token

LEVELS: Final = {"OF": 1, "WHERE": 1, "WITHIN": 1, "OR": 2, "AND": 3, "PLUS": 4, "MINUS": 4, "STAR": 5, "SLASH": 5}
"""How loosely what joins tokens binds: long lines are broken at the loosest first. A comma is looser than all of them: 0."""

OPERATIONS: Final = (
    tree.Negative,
    tree.Not,
    tree.Logical,
    tree.Arithmetic,
    tree.Comparison,
    tree.Between,
    tree.Membership,
    tree.Contains,
    tree.Matches,
    tree.Missing,
    tree.RangeTest,
)
ATOMS: Final = (
    tree.NumberLiteral,
    tree.TextLiteral,
    tree.BooleanLiteral,
    tree.DateLiteral,
    tree.MomentLiteral,
    tree.DurationLiteral,
    tree.NameExpression,
    tree.Call,
)
Row = (
    tree.EventRule
    | tree.StateRule
    | tree.AbsenceRule
    | tree.TableRow
    | tree.FieldDeclaration
    | tree.GradeRow
    | tree.RangeDeclaration
)
ROWS: Final = (
    tree.EventRule,
    tree.StateRule,
    tree.AbsenceRule,
    tree.TableRow,
    tree.FieldDeclaration,
    tree.GradeRow,
    tree.RangeDeclaration,
)


@dataclass(slots=True)
class Facts:
    """What is known of the tokens of a file, by the offsets at which they start."""

    source: Source
    tokens: list[Token]
    keep: bool
    """Whether all parentheses stay as they were written."""
    tight: set[int] = field(default_factory=set)
    """Signs: no blank stands after them."""
    hugged: set[int] = field(default_factory=set)
    """The parentheses of calls and choices: no blank stands before them."""
    fixed: set[int] = field(default_factory=set)
    """Opening parentheses that the grammar asks for."""
    lists: set[int] = field(default_factory=set)
    """The opening parentheses of lists."""
    lonely: set[int] = field(default_factory=set)
    """The opening parentheses of lists that are lists only because of the comma after their one item."""
    levels: dict[int, int] = field(default_factory=dict)
    """The words and signs that join, with how loosely they bind."""
    expressions: list[tuple[tree.Expression, bool]] = field(default_factory=list)
    """All expressions, and whether they are operands of an operation."""
    rows: dict[int, Row] = field(default_factory=dict)
    """What stands in columns, by its start."""
    starts: list[int] = field(default_factory=list)

    def index(self, offset: int) -> int:
        """The index of the first token that starts at an offset or after it."""
        return bisect_left(self.starts, offset)

    def before(self, span: Span, *kinds: str) -> Token | None:
        """The nearest token of some kinds before a place, opening parentheses left out."""
        index = self.index(span.start) - 1
        while index >= 0 and self.tokens[index].kind == "LEFT" and "LEFT" not in kinds:
            index -= 1
        return self.tokens[index] if index >= 0 and self.tokens[index].kind in kinds else None


def facts_of(source: Source, file: tree.RuleFile, tokens: list[Token], *, keep: bool) -> Facts:
    """What the tree of a file knows of its tokens."""
    solid = [token for token in tokens if token.kind != "LINE_END"]
    facts = Facts(source, solid, keep, starts=[token.start for token in solid])
    for node, parent in nodes_of(file):
        _learn(facts, node, parent)
    return facts


def nodes_of(file: tree.RuleFile) -> Iterator[tuple[object, object]]:
    """All nodes of a tree with their parents, however deep."""
    waiting: list[tuple[object, object]] = [(declaration, file) for declaration in file.declarations]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        for one in fields(node):  # type: ignore[arg-type] # nodes are dataclasses
            value = getattr(node, one.name)
            children = value if isinstance(value, tuple) else (value,)
            waiting.extend((child, node) for child in children if is_dataclass(child) and not isinstance(child, Span))


def _learn(facts: Facts, node: object, parent: object) -> None:
    """What one node tells."""
    if isinstance(node, OPERATIONS + ATOMS):
        facts.expressions.append((node, isinstance(parent, OPERATIONS)))
    if isinstance(node, ROWS):
        facts.rows[node.span.start] = node
    match node:
        case tree.Points():
            _learn_points(facts, node)
        case tree.NumberLiteral() | tree.Negative():
            if facts.source.text[node.span.start] == "-":
                facts.tight.add(node.span.start)
        case tree.Call(function=tree.Identifier(span=span)):
            _hug(facts, facts.index(span.end))
        case tree.TypeExpression(span=span) if node.options:
            _hug(facts, facts.index(span.start) + 1)
        case tree.ListLiteral(span=span):
            facts.fixed.add(span.start)
            facts.lists.add(span.start)
            if isinstance(parent, tree.ActionArgument) and len(node.items) == 1:
                facts.lonely.add(span.start)
        case tree.Logical(operands=operands):
            _join(facts, [one.span for one in operands[1:]], "OR", "AND")
        case tree.Arithmetic(right=right):
            _join(facts, [right.span], "PLUS", "MINUS", "STAR", "SLASH")
        case tree.Argument(of=of, where=where, within=within):
            _join(facts, [one.span for one in (of, where, within) if one], "OF", "WHERE", "WITHIN")
        case _:
            pass


def _learn_points(facts: Facts, points: tree.Points) -> None:
    facts.tight.add(points.span.start)
    if not isinstance(points.value, tree.NumberLiteral):
        facts.fixed.add(facts.tokens[facts.index(points.span.start) + 1].start)


def _hug(facts: Facts, index: int) -> None:
    """The parenthesis at an index belongs to the word before it."""
    facts.hugged.add(facts.tokens[index].start)
    facts.fixed.add(facts.tokens[index].start)


def _join(facts: Facts, spans: list[Span], *kinds: str) -> None:
    """The words before some parts join them with what is before."""
    for span in spans:
        if token := facts.before(span, *kinds):
            facts.levels[token.start] = LEVELS[token.kind]
