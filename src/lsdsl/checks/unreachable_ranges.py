"""LS522: ranges that no lead gets into."""

from collections.abc import Iterator
from math import inf

from lsdsl.analysis.attainable import attainable
from lsdsl.analysis.corrections import rules_alone
from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.interval import ANY


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Ranges that begin above the largest value that a score can have, or end at or below the smallest."""
    model = subject.model
    if not subject.whole or not rules_alone(model):
        return
    bounds = attainable(model, subject.boxes)
    for score in model.scores.values():
        reach = bounds.get(score.name, ANY)
        starts = [*(-inf if one.start is None else one.start for one in score.ranges), inf]
        for one, start, end in zip(score.ranges, starts, starts[1:], strict=False):
            facts = {"name": one.name, "score": score.name}
            if start > reach.high:
                yield finding("LS522", one.span, **facts, start=start, most=reach.high)
            elif end <= reach.low and end < inf:
                yield finding("LS522", one.span, **facts, end=end, least=reach.low)
