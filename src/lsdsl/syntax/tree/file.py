"""A whole file."""

from lsdsl.dataclass import dataclass
from lsdsl.source import Span
from lsdsl.syntax.tree.data import (
    ActionDeclaration,
    CollectionDeclaration,
    EventDeclaration,
    LetDeclaration,
    ListDeclaration,
    ProfileDeclaration,
)
from lsdsl.syntax.tree.followups import FollowupDeclaration, SelectionDeclaration
from lsdsl.syntax.tree.literals import Bad
from lsdsl.syntax.tree.scores import GradeDeclaration, ScoreDeclaration
from lsdsl.syntax.tree.tests import TestDeclaration

Declaration = (
    ProfileDeclaration
    | CollectionDeclaration
    | EventDeclaration
    | ActionDeclaration
    | ListDeclaration
    | LetDeclaration
    | ScoreDeclaration
    | GradeDeclaration
    | SelectionDeclaration
    | FollowupDeclaration
    | TestDeclaration
    | Bad
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, ``#`` included; kept for the printer, for descriptions and for suppressions."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A whole file."""

    path: str
    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...]
    span: Span
