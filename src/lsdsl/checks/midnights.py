"""LS515: moments that are held against a whole day, which is no more than its midnight."""

from collections.abc import Iterator
from datetime import timedelta

from lsdsl.analysis.places import everything
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import Between, Comparison, Constant, Expression
from lsdsl.model.literals import EPOCH
from lsdsl.model.types import DAY, Kind


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS515 for each moment that has to be equal to a day, or at most a day.

    Tests expect exact moments. ``>``, ``>=`` and ``<`` of a day mean what they seem to, but for a single moment.
    """
    for part, place in everything(subject.model):
        if place.role == "expect":
            continue
        match part:
            case Comparison(operator="==" | "!=", left=left, right=right):
                yield from _equal(part, left, right, subject.model)
            case Comparison(operator="<=", left=left, right=right) | Comparison(operator=">=", left=right, right=left):
                yield from _upto(part, left, right, None, subject.model)
            case Between(value=value, low=low, high=high):
                yield from _upto(part, value, high, low, subject.model)
            case _:
                pass


def _equal(part: Expression, left: Expression, right: Expression, model: Model) -> Iterator[Diagnostic]:
    if {left.type.kind, right.type.kind} != {Kind.DATE, Kind.DATETIME}:
        return
    moment, day = (left, right) if left.type.kind is Kind.DATETIME else (right, left)
    if isinstance(moment, Constant):
        return  # a moment within a day is never equal to one: LS502
    facts = _days(moment, day, model)
    yield finding("LS515", part.span, **facts, **({"equal": "yes"} if facts else {}))


def _upto(part: Expression, moment: Expression, day: Expression, low: Expression | None, model: Model) -> Iterator[Diagnostic]:
    if moment.type.kind is not Kind.DATETIME or day.type.kind is not Kind.DATE or isinstance(moment, Constant):
        return
    facts = _days(moment, day, model)
    if facts:
        yield finding("LS515", part.span, **facts, **({"low": words_at(low.span, model)} if low else {}))


def _days(moment: Expression, day: Expression, model: Model) -> dict[str, object]:
    """The day that is written, and the one after it."""
    if not isinstance(day, Constant) or not isinstance(day.value, int):
        return {}
    following = (EPOCH + timedelta(microseconds=day.value + DAY)).date()
    return {"value": words_at(moment.span, model), "day": words_at(day.span, model), "next": following.isoformat()}
