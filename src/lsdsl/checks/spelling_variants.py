"""LS506: options of a choice, or values of a list, that differ in capital letters only."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from lsdsl.analysis.places import everything
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import Field, Model
from lsdsl.model.expressions import Expression, ListContainsAgainst, Membership, TextTestAgainst
from lsdsl.model.types import Kind, Value
from lsdsl.source import Span

FROM_FILE: Final = re.compile(r"`?\s+from\b")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One finding for each pair in each declaration or literal. What stands in a list file is data and left alone."""
    model = subject.model
    for field in _fields(model):
        for one, other in _pairs(field.type.options):
            yield finding("LS506", field.span, name=field.name, one=_quoted(one), other=_quoted(other))
    for declared in model.lists.values():
        source = model.sources.get(declared.span.path)
        if declared.type.kind is Kind.TEXT and source and not FROM_FILE.match(source.text, declared.span.end):
            for one, other in _pairs(declared.items):
                yield finding("LS506", declared.span, list=declared.name, one=_quoted(one), other=_quoted(other))
    for part, _ in everything(model):
        yield from _literal(part, model)


def _fields(model: Model) -> Iterator[Field]:
    """Everything that can be declared as a choice, each once."""
    found: dict[Span, Field] = {}
    groups = [model.fields, *(one.fields for one in model.collections.values())]
    groups += [one.attributes for one in model.events.values() if one.subject == "declared"]
    for group in groups:
        found.update({field.span: field for field in group.values()})
    yield from found.values()


def _literal(part: Expression, model: Model) -> Iterator[Diagnostic]:
    """A list that stands in a condition; a named one is told of where it is declared."""
    match part:
        case Membership(items=items) | TextTestAgainst(items=items) | ListContainsAgainst(items=items):
            words = words_at(part.span, model, most=100_000)
            if words.removesuffix(" ignoring case").endswith(")"):
                for one, other in _pairs(items):
                    yield finding("LS506", part.span, one=_quoted(one), other=_quoted(other))
        case _:
            pass


def _pairs(values: Iterable[Value]) -> Iterator[tuple[str, str]]:
    """Texts that are the same but for capitals: each with the first of its kind."""
    folds: dict[str, list[str]] = {}
    for value in values:
        if isinstance(value, str):
            folds.setdefault(value.casefold(), []).append(value)
    for same in folds.values():
        yield from list(combinations(dict.fromkeys(same), 2))[:1]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
