"""LS532: ideals that no lead can reach."""

from collections.abc import Iterator

from lsdsl.analysis.attainable import attainable
from lsdsl.analysis.corrections import rules_alone
from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.interval import ANY


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS532 for each score whose largest value is below its ideal, and above zero: else nothing is ever gained at all."""
    model = subject.model
    scores = [score for score in model.scores.values() if score.ideal is not None]
    if not scores or not subject.whole or not rules_alone(model):
        return
    bounds = attainable(model, subject.boxes)
    for score in scores:
        most = bounds.get(score.name, ANY).high
        if score.ideal is not None and 0 < most < score.ideal:
            yield finding("LS532", score.span, score=score.name, ideal=score.ideal, most=f"{most:g}")
