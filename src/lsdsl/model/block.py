"""The properties of a score's block, and what they mean for the rules in it."""

from collections.abc import Iterable
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Related
from lsdsl.model.context import Context
from lsdsl.model.declarations import Decay
from lsdsl.model.limits import decay_of
from lsdsl.source import Span
from lsdsl.syntax import tree

COMPUTED: Final = frozenset({"title", "minimum", "maximum", "ideal", "field"})
"""The properties that a computed score may have."""

Number = int | float


@dataclass(frozen=True, slots=True)
class Block:
    """The properties of a score, and the defaults for its event rules. ``group`` is the group that is being resolved."""

    score: str
    properties: dict[str, tree.ScoreProperty]
    expires: int | None
    decay: Decay | None
    group: str | None = None

    def number(self, name: str) -> Number | None:
        """The value of a property that is a number."""
        line = self.properties.get(name)
        return line.value.value if line and isinstance(line.value, tree.NumberLiteral) else None

    def text(self, name: str) -> str | None:
        """The value of a property that is a text."""
        line = self.properties.get(name)
        return line.value.value if line and isinstance(line.value, tree.TextLiteral) else None

    @property
    def enabled(self) -> bool:
        """Whether the score awards anything."""
        line = self.properties.get("enabled")
        return not (line and isinstance(line.value, tree.BooleanLiteral) and not line.value.value)

    @property
    def rule_maximum(self) -> tree.ScoreProperty | None:
        """What no rule of the block may be worth more than."""
        line = self.properties.get("rule maximum")
        return line if line and isinstance(line.value, tree.NumberLiteral) else None


def block_of(node: tree.ScoreDeclaration, context: Context) -> Block:
    """Read the properties and defaults of a score."""
    _only_computed(node, context)
    properties = _properties(node, context)
    defaults = [line for line in node.lines if isinstance(line, tree.AwardDefault)]
    expires = _default(defaults, tree.Expires, "awards expire", node, context)
    loses = _default(defaults, tree.Loses, "awards lose", node, context)
    block = Block(
        node.name.text,
        properties,
        expires.after.microseconds if isinstance(expires, tree.Expires) else None,
        decay_of(loses, context) if isinstance(loses, tree.Loses) else None,
    )
    _amounts(block, context)
    return block


def _properties(node: tree.ScoreDeclaration, context: Context) -> dict[str, tree.ScoreProperty]:
    properties: dict[str, tree.ScoreProperty] = {}
    for line in node.lines:
        if not isinstance(line, tree.ScoreProperty):
            continue
        first = properties.get(line.name)
        if first is not None:
            where = f"score `{node.name.text}`"
            context.findings.add("LS170", line.span, Related(first.span, "first"), line=line.name, where=where)
        else:
            properties[line.name] = line
    return properties


def _default(
    lines: Iterable[tree.AwardDefault], kind: type, words: str, node: tree.ScoreDeclaration, context: Context
) -> tree.Expires | tree.Loses | None:
    first: tree.AwardDefault | None = None
    for line in lines:
        if not isinstance(line.modifier, kind):
            continue
        if first is None:
            first = line
        else:
            where = f"score `{node.name.text}`"
            context.findings.add("LS170", line.span, Related(first.span, "first"), line=words, where=where)
    return first.modifier if first else None


def _amounts(block: Block, context: Context) -> None:
    """Hold minimum, maximum, ideal and rule maximum against each other and against zero."""
    minimum, maximum = block.number("minimum"), block.number("maximum")
    if minimum is not None and maximum is not None and minimum > maximum:
        span = block.properties["maximum"].value.span
        low = Related(block.properties["minimum"].value.span, "low")
        context.findings.add("LS331", span, low, minimum=minimum, maximum=maximum)
    for name in ("ideal", "rule maximum"):
        value = block.number(name)
        if value is not None and value <= 0:
            context.findings.add("LS324", block.properties[name].value.span, what=f"`{name}`", value=value)


def _only_computed(node: tree.ScoreDeclaration, context: Context) -> None:
    """A computed score has no rules and nothing that is about rules."""
    if node.expression is None:
        return
    for line in node.lines:
        words = _words(line)
        if words is not None:
            context.findings.add("LS177", _header(line), line=words, score=node.name.text)


def _words(line: tree.ScoreLine) -> str | None:
    match line:
        case tree.ScoreProperty(name=name):
            return None if name in COMPUTED else f"`{name}`"
        case tree.RangeDeclaration() | tree.Bad():
            return None
        case tree.AwardDefault():
            return "defaults for awards"
        case tree.Table():
            return "tables"
        case tree.Group():
            return "groups"
        case _:
            return "rules"


def _header(line: tree.ScoreLine) -> Span:
    return line.header if isinstance(line, tree.Table | tree.Group) else line.span
