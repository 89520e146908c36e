"""Declarations of data: the profile, collections, events, actions, lists, lets."""

from lsdsl.dataclass import dataclass
from lsdsl.source import Span
from lsdsl.syntax.tree.expressions import Expression
from lsdsl.syntax.tree.literals import Bad, Identifier, ListLiteral, Scalar, TextLiteral


@dataclass(frozen=True, slots=True)
class TypeExpression:
    """``number``, ``choice("no", "yes")``; ``options`` is empty but for a choice."""

    name: str
    options: tuple[TextLiteral, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class FieldDeclaration:
    """``NAME TYPE [= default] [from "column"]``: a field, an attribute of an event or an argument of an action."""

    name: Identifier
    type: TypeExpression
    default: Scalar | ListLiteral | None
    source: TextLiteral | None
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class IdDeclaration:
    """``id from "Prospect ID"`` in a ``profile:`` block."""

    source: TextLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class ProfileDeclaration:
    """``profile:``. ``header`` is the span of the header line, here and below."""

    lines: tuple[FieldDeclaration | IdDeclaration | Bad, ...]
    description: str
    header: Span
    span: Span


@dataclass(frozen=True, slots=True)
class CollectionDeclaration:
    """``collection NAME:``."""

    name: Identifier
    lines: tuple[FieldDeclaration | Bad, ...]
    description: str
    header: Span
    span: Span


@dataclass(frozen=True, slots=True)
class EventDeclaration:
    """``event NAME`` or ``event NAME:``."""

    name: Identifier
    lines: tuple[FieldDeclaration | Bad, ...]
    description: str
    header: Span
    span: Span


@dataclass(frozen=True, slots=True)
class ActionDeclaration:
    """``action NAME`` or ``action NAME:``."""

    name: Identifier
    lines: tuple[FieldDeclaration | Bad, ...]
    description: str
    header: Span
    span: Span


@dataclass(frozen=True, slots=True)
class ListDeclaration:
    """``list NAME = (...)`` (``items``) or ``list NAME from "path.txt"`` (``path``): one of the two is set."""

    name: Identifier
    items: ListLiteral | None
    path: TextLiteral | None
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class LetDeclaration:
    """``let NAME = EXPR``."""

    name: Identifier
    value: Expression
    description: str
    span: Span
