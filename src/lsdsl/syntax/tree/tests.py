"""Test blocks."""

from lsdsl.dataclass import dataclass
from lsdsl.source import Span
from lsdsl.syntax.tree.expressions import Expression
from lsdsl.syntax.tree.literals import (
    Bad,
    DateLiteral,
    DurationLiteral,
    Identifier,
    ListLiteral,
    MomentLiteral,
    Scalar,
    TextLiteral,
)
from lsdsl.syntax.tree.scores import EventReference


@dataclass(frozen=True, slots=True)
class Assignment:
    """``country = "NL"`` in ``given`` and ``on``."""

    name: Identifier
    value: Scalar | ListLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class Given:
    """``given country = "NL", tags = ("a", "b")``."""

    assignments: tuple[Assignment, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Starting:
    """``starting 2026-01-01T00:00Z``; a bare date is its midnight."""

    moment: MomentLiteral | DateLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class OnLine:
    """``[after D] on EVENT ATTR = V, ...``."""

    after: DurationLiteral | None
    event: EventReference
    assignments: tuple[Assignment, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AfterLine:
    """``after D``."""

    after: DurationLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class Expect:
    """``expect EXPR``."""

    condition: Expression
    span: Span


TestLine = Given | Starting | OnLine | AfterLine | Expect | Bad


@dataclass(frozen=True, slots=True)
class TestDeclaration:
    """``test "NAME":``."""

    name: TextLiteral
    lines: tuple[TestLine, ...]
    description: str
    header: Span
    span: Span
