"""LS508: dates in the rules that are over, so that what asks for the time until then (or since) cannot be true any more."""

from collections.abc import Iterator

from lsdsl.analysis.places import everything
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import TURNED, Between, Comparison, Constant, Elapsed, Expression, LetRead
from lsdsl.model.literals import midnight


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One finding for each such comparison. ``age(signup_day) < 30 days`` is about each profile's own date and never one."""
    today = midnight(subject.today)
    for part, place in everything(subject.model):
        if place.role != "expect":
            yield from _over(part, subject.model, today)


def _over(part: Expression, model: Model, today: int) -> Iterator[Diagnostic]:
    """A comparison of a time that only grows, or only shrinks, which was true at the latest before today."""
    match part:
        case Comparison(operator=operator, left=Elapsed() as elapsed, right=Constant(value=int() as limit)):
            pass
        case Comparison(operator=operator, left=Constant(value=int() as limit), right=Elapsed() as elapsed) if operator != "!=":
            operator = TURNED[operator]
        case Between(value=Elapsed(function="until") as elapsed, low=Constant(value=int() as limit)):
            operator = ">="
        case Between(value=Elapsed() as elapsed, high=Constant(value=int() as limit)):
            operator = "<="
        case _:
            return
    moment = elapsed.moment
    while isinstance(moment, LetRead) and moment.let in model.lets:
        moment = model.lets[moment.let].value
    if not isinstance(moment, Constant) or not isinstance(moment.value, int):
        return
    left = moment.value - today
    if elapsed.function == "age":
        # The same question the other way round: what is at most so old is so far ahead at least.
        limit, operator = -limit, TURNED.get(operator, operator)
    if (operator == ">" and left <= limit) or (operator in {">=", "=="} and left < limit):
        yield finding("LS508", part.span, date=words_at(moment.span, model), part=words_at(part.span, model))
