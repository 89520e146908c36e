"""LS511: comparisons and calculations with the same value on both sides."""

from collections.abc import Iterator
from typing import Final

from lsdsl.analysis.places import everything
from lsdsl.analysis.sameness import doubled
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.expressions import Arithmetic, Between, Comparison, Expression, FunctionCall

OUTCOMES: Final = {"<": "never", ">": "never", "!=": "absent"}
RESULTS: Final = {"-": "0", "/": "1"}


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS511 for each such place; what tests expect is looked at, too, for an expectation that cannot fail tests nothing."""
    model = subject.model
    told: set[tuple[str, int]] = set()
    for part, _ in everything(model):
        side = doubled(part, model.lets)
        if side is not None and (part.span.path, part.span.start) not in told:
            told.add((part.span.path, part.span.start))
            yield finding("LS511", part.span, side=words_at(side.span, model), **_outcome(part))


def _outcome(part: Expression) -> dict[str, object]:
    match part:
        case Comparison(operator=operator):
            return {OUTCOMES.get(operator, "present"): "yes"}
        case Between():
            return {"end": "yes"}
        case Arithmetic(operator=operator):
            return {"result": RESULTS[operator]}
        case FunctionCall(function=function):
            return {"function": function}
        case _:
            return {"present": "yes"}
