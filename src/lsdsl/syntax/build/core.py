"""What all builders share: the registry, the context of one text, and ways to pick parts."""

from collections.abc import Callable
from dataclasses import field
from typing import Any, Final, TypeVar, cast

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.model import Diagnostic
from lsdsl.source import Source, Span
from lsdsl.syntax.tokens import Token

Values = list[Any]
Build = Callable[["Builder", Values, Span], object]
BUILDERS: Final[dict[str, Build]] = {}
Kind = TypeVar("Kind")


@dataclass(slots=True)
class Builder:
    """The text that is being parsed, the descriptions by the offset of what they describe, and the findings so far."""

    source: Source
    descriptions: dict[int, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def reduce(self, name: str, values: list[object], start: int, end: int) -> object:
        """The value of a rule of the grammar; without a name the only part is the value."""
        if not name:
            return values[0]
        return BUILDERS[name](self, values, Span(self.source.path, start, end))

    def description(self, span: Span) -> str:
        """The description of what begins at the start of a span."""
        return self.descriptions.get(span.start, "")

    def header(self, values: Values, span: Span) -> Span:
        """The span of a header: up to its colon, or all of it when there is none."""
        end = next((value.end for value in values if isinstance(value, Token) and value.kind == "COLON"), span.end)
        return Span(span.path, span.start, end)

    def span_of(self, token: Token) -> Span:
        """The span of a token."""
        return Span(self.source.path, token.start, token.end)


@dataclass(frozen=True, slots=True)
class Part:
    """An optional part of a rule, by the name of its rule in the grammar."""

    name: str
    value: object


def builder(*names: str) -> Callable[[Build], Build]:
    """Register a function for rules or aliases of the grammar."""

    def register(build: Build) -> Build:
        for name in names:
            BUILDERS[name] = build
        return build

    return register


def part(values: Values, name: str) -> Any:
    """The value of the optional part of that name, or None."""
    return next((value.value for value in values if isinstance(value, Part) and value.name == name), None)


def nodes(values: Values) -> Values:
    """The values that are neither tokens nor optional parts."""
    return [value for value in values if not isinstance(value, Token | Part)]


def tokens(values: Values) -> list[Token]:
    """The tokens among the values."""
    return [value for value in values if isinstance(value, Token)]


def has(values: Values, kind: str) -> bool:
    """Whether a token of that kind is among the values."""
    return any(isinstance(value, Token) and value.kind == kind for value in values)


def first_of(values: Values, kind: type[Kind]) -> Kind | None:
    """The first value of a class, or None."""
    return next((value for value in values if isinstance(value, kind)), None)


def each_of(values: Values, kind: type[Kind]) -> tuple[Kind, ...]:
    """All values of a class."""
    return tuple(value for value in values if isinstance(value, kind))


def the(values: Values, kind: type[Kind]) -> Kind:
    """The value of a class that the grammar promises."""
    return cast(Kind, first_of(values, kind))


def text_of(values: Values, *kinds: str) -> str:
    """The words of the tokens of those kinds, joined with a blank."""
    return " ".join(token.text for token in tokens(values) if token.kind in kinds)
