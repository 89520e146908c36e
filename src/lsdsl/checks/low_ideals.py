"""LS524: an ideal that one rule alone exceeds."""

from collections.abc import Iterator
from math import inf

from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import AbsenceRule, EventRule, Score, StateRule, Table, TableRow
from lsdsl.model.expressions import Constant, Expression

Worthy = EventRule | StateRule | TableRow


def check(subject: Subject) -> Iterator[Diagnostic]:
    """The rule of literal points that is worth the most, where it is worth more than the ideal of its score."""
    for score in subject.model.scores.values():
        worth = [(min(_literal(rule.points), *_caps(rule, group, score)), rule) for rule, group in _rules(score)]
        if score.ideal is None or not worth:
            continue
        most, rule = max(worth, key=lambda one: one[0])
        if score.ideal < min(most, most + score.initial):
            yield finding("LS524", rule.span, points=most, ideal=score.ideal, score=score.name)


def _rules(score: Score) -> Iterator[tuple[Worthy, str | None]]:
    """The rules and rows of a score that give all their points at once, each with its group."""
    for rule in score.rules:
        match rule:
            case EventRule() | StateRule():
                yield rule, rule.group
            case Table(rows=rows):
                yield from ((row, rule.group) for row in rows)
            case AbsenceRule():
                pass


def _literal(points: Expression) -> float:
    match points:
        case Constant(value=(int() | float()) as number):
            return number
        case _:
            return -inf


def _caps(rule: Worthy, group: str | None, score: Score) -> Iterator[float]:
    """What a rule is held down by."""
    yield inf if score.maximum is None else score.maximum
    yield from (one.maximum for one in score.groups if one.name == group and one.maximum is not None)
    if isinstance(rule, EventRule):
        yield from (limit.amount for limit in rule.limits if limit.unit == "points")
