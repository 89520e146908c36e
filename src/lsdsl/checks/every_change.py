"""LS517: rules that give points again with each change of anything, for what a profile is and not for what has changed."""

from collections.abc import Iterator

from lsdsl.analysis.places import conditions
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import EventRule, Model
from lsdsl.model.expressions import Changed, Expression, FieldRead, OldRead
from lsdsl.model.reads import walk, walk_through

BUILT_IN = {"id", "created", "tags"}


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS517 for each ``on each profile modified where C`` without a limit, whose condition asks for no change."""
    model = subject.model
    for place in conditions(model):
        rule = place.owner
        if place.role != "where" or not isinstance(rule, EventRule) or rule.occurrence != "each" or rule.limits:
            continue
        if rule.events != ("profile.modified",) or _asks_for_change(place.expression, model):
            continue
        fields = (one.field for one in walk(place.expression) if isinstance(one, FieldRead) and one.field not in BUILT_IN)
        field = next(fields, None)
        facts = {} if field is None else {"field": field}
        yield finding("LS517", place.expression.span, where=words_at(place.expression.span, model), **facts)


def _asks_for_change(where: Expression, model: Model) -> bool:
    return any(isinstance(one, Changed | OldRead) for one in walk_through(where, model))
