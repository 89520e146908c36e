"""What every step of the resolution is given: the names, the findings and the way to resolve a sub-expression."""

from collections.abc import Callable, Mapping
from dataclasses import field

from lsdsl.dataclass import dataclass
from lsdsl.model.expressions import Constant, Expression
from lsdsl.model.findings import Findings
from lsdsl.model.scopes import Scope
from lsdsl.model.symbols import Symbols
from lsdsl.model.types import ERROR
from lsdsl.source import Source, Span
from lsdsl.syntax import tree


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag that is tested, or given to profiles, somewhere in the rules."""

    tag: str
    span: Span
    tested: bool


@dataclass(frozen=True, slots=True)
class Context:
    """The common ground of a resolution. ``resolver`` resolves any expression; modules of one form call it for their parts."""

    symbols: Symbols
    findings: Findings
    sources: Mapping[str, Source]
    resolver: Callable[[tree.Expression, Scope, "Context"], Expression]
    tags: list[TagUse] = field(default_factory=list)

    def resolve(self, node: tree.Expression, scope: Scope) -> Expression:
        """Resolve and type an expression; after a finding it has the type ERROR."""
        return self.resolver(node, scope, self)

    def text(self, span: Span) -> str:
        """The text of a place, as it stands."""
        return self.sources[span.path].text[span.start : span.end] if span.path in self.sources else ""

    def test_tags(self, tags: tuple[str, ...], span: Span) -> None:
        """Remember that tags are tested."""
        self.tags.extend(TagUse(tag, span, tested=True) for tag in tags)

    def give_tag(self, tag: str, span: Span) -> None:
        """Remember that a tag is given, or taken away."""
        self.tags.append(TagUse(tag, span, tested=False))


def failed(span: Span) -> Constant:
    """What stands for an expression that has a finding."""
    return Constant(None, ERROR, span)
