"""LS531: limits on points that are below what one award is worth, so that no award is ever given whole."""

from collections.abc import Iterator

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import EventRule
from lsdsl.model.expressions import Constant


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS531 for each such limit of a rule with literal points; calculated points may be cut on purpose."""
    for score in subject.model.scores.values():
        for rule in score.rules:
            if not isinstance(rule, EventRule) or not isinstance(rule.points, Constant):
                continue
            size = abs(rule.points.value) if isinstance(rule.points.value, int | float) else 0
            for limit in rule.limits:
                if limit.unit == "points" and limit.amount < size:
                    limit_words = words_at(limit.span, subject.model)
                    facts = {"limit": limit_words, "points": f"{size:g}", "amount": f"{limit.amount:g}"}
                    yield finding("LS531", limit.span, **facts, window=limit_words.partition(" points")[2])
