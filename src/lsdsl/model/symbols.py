"""All declared names of a ruleset, by kind: what names are looked up in."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.model import builtin
from lsdsl.model.declarations import Action, Collection, Event, Field, NamedList
from lsdsl.model.expressions import Expression
from lsdsl.model.interval import Bounds
from lsdsl.source import Span
from lsdsl.syntax import tree

KINDS: Final[Mapping[str, str]] = {
    "field": "a field",
    "attribute": "an attribute",
    "event": "an event",
    "collection": "a collection",
    "action": "an action",
    "list": "a list",
    "let": "a `let`",
    "score": "a score",
    "grade": "a grade",
    "selection": "a selection",
    "followup": "a follow-up",
    "test": "a test",
}
"""The kinds of names, as messages say them."""

VALUES: Final = frozenset({"list", "let", "score", "grade", "selection"})
"""The kinds of declarations whose names stand in expressions, beside fields and attributes."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The first declaration of a name."""

    kind: str
    span: Span


@dataclass(slots=True)
class Symbols:
    """The names by kind, in source order. ``declared`` holds every top-level name.

    ``fields`` are the profile's declared fields, ``owners`` the scores that write one of them. ``bad`` are the names that
    unreadable lines seem to declare: they are known, of the unknown type. ``let_values`` and ``let_bounds`` are filled as the
    lets are resolved; ``untyped`` are the lets that were read before they had a type, which happens in cycles only.
    """

    id_source: str = "id"
    declared: dict[str, Declared] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    collections: dict[str, Collection] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=lambda: dict(builtin.EVENTS))
    actions: dict[str, Action] = field(default_factory=dict)
    lists: dict[str, NamedList] = field(default_factory=dict)
    lets: dict[str, tree.LetDeclaration] = field(default_factory=dict)
    scores: dict[str, tree.ScoreDeclaration] = field(default_factory=dict)
    grades: dict[str, tree.GradeDeclaration] = field(default_factory=dict)
    selections: dict[str, tree.SelectionDeclaration] = field(default_factory=dict)
    followups: dict[str, tree.FollowupDeclaration] = field(default_factory=dict)
    tests: dict[str, tree.TestDeclaration] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    owners: dict[str, str] = field(default_factory=dict)
    let_values: dict[str, Expression] = field(default_factory=dict)
    let_bounds: dict[str, Bounds] = field(default_factory=dict)
    untyped: list[str] = field(default_factory=list)

    def field(self, name: str) -> Field | None:
        """A declared or built-in field of the profile."""
        return self.fields.get(name) or builtin.FIELDS.get(name)

    def field_names(self) -> list[str]:
        """The names of all fields of the profile, the declared ones first."""
        return [*self.fields, *builtin.FIELDS]

    def value_names(self) -> Iterable[str]:
        """The names that may stand for a value in every scope."""
        return [*self.field_names(), *self.lets, *self.scores, *self.grades, *self.selections]

    def kind(self, name: str) -> str | None:
        """What a name is, if it is anything, in words."""
        if name in self.declared:
            return KINDS[self.declared[name].kind]
        return KINDS["field"] if self.field(name) else None

    def score_lines(self, name: str) -> tuple[tree.ScoreLine, ...]:
        """The lines of a score's block."""
        return self.scores[name].lines

    def range_names(self, score: str) -> list[str]:
        """The names of a score's ranges, in source order."""
        return [line.name.text for line in self.score_lines(score) if isinstance(line, tree.RangeDeclaration)]
