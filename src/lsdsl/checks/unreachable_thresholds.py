"""LS523: thresholds of scores that no lead reaches, or that every lead meets."""

from collections.abc import Iterator
from math import inf

from lsdsl.analysis.attainable import reach
from lsdsl.analysis.corrections import rules_alone
from lsdsl.analysis.numbers import Numbers
from lsdsl.analysis.places import everything
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.world import World
from lsdsl.analysis.written import words
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import ColdTrigger, Model, Table
from lsdsl.model.expressions import TURNED, Between, Comparison, Constant, Expression, Gained, ScoreRead
from lsdsl.model.interval import ANY, Bounds


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Comparisons with a number, and rows of tables, that what the scores can be has decided already.

    What a score's own minimum and maximum decide is the business of LS501 and LS502; tests on ranges are that of LS522.
    """
    model = subject.model
    if not subject.whole or not rules_alone(model):
        return
    able, declared = reach(model, subject.boxes).numbers, World(model).numbers
    for part, place in everything(model):
        if place.role == "expect" or not isinstance(part, Comparison | Between):
            continue
        for value, operator, number in _tests(part):
            found = _verdict(value, operator, number, able)
            if found is not None and _verdict(value, operator, number, declared) is None:
                verdict, fact, bound = found
                facts = {verdict: "yes", fact: bound}
                yield finding("LS523", part.span, what=words(value.span, model), **facts)
                break
    yield from _rows(model, able, declared)
    for followup in model.followups.values():
        match followup.trigger:
            case ColdTrigger(scores=scores, points=points, within=within, span=span):
                most = able.of(Gained(scores, within, span)).high
                if most < points:
                    yield finding("LS523", span, gains=f"{most:g}", always="yes")
            case _:
                pass


def _rows(model: Model, able: Numbers, declared: Numbers) -> Iterator[Diagnostic]:
    """Rows of tables that begin too high; of what is no plain score, LS504 tells those that the declared bounds decide."""
    for score in model.scores.values():
        for table in score.rules:
            if not isinstance(table, Table):
                continue
            most = able.of(table.by).high
            told = inf if isinstance(table.by, ScoreRead) else declared.of(table.by).high
            for row in table.rows:
                if row.start is not None and most < row.start <= told:
                    yield finding("LS523", row.span, what=words(table.by.span, model), never="yes", most=most)


def _tests(part: Comparison | Between) -> Iterator[tuple[Expression, str, float]]:
    """The comparisons with a number that a condition stands for."""
    match part:
        case Comparison(operator=operator, left=left, right=Constant(value=(int() | float()) as number)):
            yield left, operator, number
        case Comparison(operator=operator, left=Constant(value=(int() | float()) as number), right=right):
            yield right, TURNED[operator], number
        case Between(value=value, low=Constant(value=(int() | float()) as low), high=Constant(value=(int() | float()) as high)):
            yield value, ">= of between", low
            yield value, "<= of between", high
        case _:
            pass


def _verdict(value: Expression, operator: str, number: float, numbers: Numbers) -> tuple[str, str, float] | None:
    """Whether a comparison never or always holds, and the bound because of which: ``most`` or ``least``."""
    able = numbers.of(value)
    if able == ANY:
        return None
    found = _of_order(able, operator, number)
    if found is None:
        return None
    verdict, _, _ = found
    missing_matters = (verdict == "always") is (operator != "!=")
    return found if not missing_matters or numbers.always_there(value) else None


def _of_order(able: Bounds, operator: str, number: float) -> tuple[str, str, float] | None:
    word, _, part = operator.partition(" ")
    below, above = ("most", able.high), ("least", able.low)
    outcome: tuple[str, tuple[str, float]] | None = None
    match word:
        case "<" | ">=" if able.high < number:
            outcome = ("always" if word == "<" else "never", below)
        case "<" | ">=" if able.low >= number:
            outcome = ("never" if word == "<" else "always", above)
        case "<=" | ">" if able.high <= number:
            outcome = ("always" if word == "<=" else "never", below)
        case "<=" | ">" if able.low > number:
            outcome = ("never" if word == "<=" else "always", above)
        case "==" | "!=" if able.high < number or able.low > number:
            outcome = ("never" if word == "==" else "always", below if able.high < number else above)
        case _:
            pass
    if outcome is None or (part and outcome[0] == "always"):
        return None
    return (outcome[0], *outcome[1])
