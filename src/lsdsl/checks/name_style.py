"""LS602: names that are not written in small letters with ``_`` between the words."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model import builtin
from lsdsl.model.declarations import Field, Model
from lsdsl.source import Span

SNAKE: Final = re.compile(r"[a-z_][a-z0-9_]*")
HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
OTHER: Final = re.compile(r"[^A-Za-z0-9]+")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS602 for each declared name of another style."""
    fields = {one.span for one in subject.model.fields.values()}
    for name, span in _names(subject.model):
        if span.path != builtin.PRELUDE and not SNAKE.fullmatch(name):
            words = HUMP.sub("_", OTHER.sub("_", name)).strip("_").lower()
            better = words if SNAKE.fullmatch(words) else None
            yield finding("LS602", span, name=name, better=better, column=name if span in fields else None)


def _names(model: Model) -> Iterator[tuple[str, Span]]:
    yield from _of_fields(model.fields)
    for collection in model.collections.values():
        yield collection.name, collection.span
        yield from _of_fields(collection.fields)
    for event in model.events.values():
        if event.subject == "declared":
            yield event.name, event.span
            yield from _of_fields(event.attributes)
    for action in model.actions.values():
        yield action.name, action.span
        yield from _of_fields(action.arguments)
    for declared in (model.lists, model.lets, model.scores, model.grades, model.selections, model.followups):
        yield from ((one.name, one.span) for one in declared.values())


def _of_fields(fields: Mapping[str, Field]) -> Iterator[tuple[str, Span]]:
    return ((one.name, one.span) for one in fields.values() if not one.builtin)
