"""LS527: rules and steps that award nothing, whatever happens."""

from collections.abc import Iterator

from lsdsl.analysis.awards import millionths
from lsdsl.analysis.places import Place, expressions
from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import TableRow
from lsdsl.model.expressions import Constant


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Literal points that are zero, or less than the millionth of a point that counts; a row of a table may be worth nothing."""
    for place in expressions(subject.model):
        number = _literal(place)
        if number is not None and millionths(number) == 0:
            yield finding("LS527", place.expression.span, **({"tiny": "yes"} if number else {}), step=_step(place))


def _literal(place: Place) -> float | None:
    if place.role not in ("points", "award") or isinstance(place.owner, TableRow):
        return None
    match place.expression:
        case Constant(value=(int() | float()) as number):
            return number
        case _:
            return None


def _step(place: Place) -> str:
    return "step" if place.role == "award" else "rule"
