"""LS604: one comparison with one number, written out again and again."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from lsdsl.analysis.places import everything
from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import Let, Model, Test
from lsdsl.model.expressions import Comparison, Constant, Expression, FieldRead, Flames, Gained, HistoryRead, ScoreRead
from lsdsl.model.types import NUMBER
from lsdsl.source import Span

OFTEN: Final = 3
PLAIN: Final = (0, 1)
"""Numbers that need no name."""
OF_THE_PROFILE: Final = (FieldRead, ScoreRead, Flames, Gained, HistoryRead)
"""What a ``let`` can read; the attributes of an event it cannot."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS604 for each comparison that stands in three places or more, at the first of them. Tests are not looked at."""
    places: dict[str, set[Span]] = defaultdict(set)
    named: dict[str, str] = {}
    for part, place in everything(subject.model):
        if isinstance(place.declaration, Test) or not _is_threshold(part):
            continue
        if isinstance(place.declaration, Let) and place.expression is part:
            named.setdefault(canonical(part), place.declaration.name)
        else:
            places[canonical(part)].add(part.span)
    for key, found in places.items():
        if len(found) + (key in named) >= OFTEN:
            first, *others = sorted(found)
            related = (Related(span, "again") for span in others)
            words = _words(first, subject.model)
            yield finding("LS604", first, *related, words=words, count=len(found), let=named.get(key))


def _is_threshold(part: Expression) -> bool:
    match part:
        case Comparison(left=Gained(span=words), span=span) if words == span:
            return False  # `when SCORE gains more than N points within D`, which is written in no other way
        case Comparison(left=left, right=Constant(type=kind, value=value)) if kind == NUMBER:
            return isinstance(left, OF_THE_PROFILE) and value not in PLAIN
        case Comparison(left=Constant(type=kind, value=value), right=right) if kind == NUMBER:
            return isinstance(right, OF_THE_PROFILE) and value not in PLAIN
        case _:
            return False


def _words(span: Span, model: Model) -> str:
    return " ".join(model.sources[span.path].text[span.start : span.end].split())
