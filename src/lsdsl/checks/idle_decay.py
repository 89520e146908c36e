"""LS534: a decay whose first step would come when the points have expired already."""

from collections.abc import Iterator

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.written import modifiers, words
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import EventRule
from lsdsl.syntax import tree


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS534 for each rule that says itself how its points shrink; the default of a block may be for other rules."""
    model = subject.model
    for score in model.scores.values():
        for rule in score.rules:
            if not isinstance(rule, EventRule) or rule.expires is None or rule.decay is None or rule.decay.every < rule.expires:
                continue
            written = modifiers(rule.span, model)
            expiry = [Related(one.span, "expiry") for one in written if isinstance(one, tree.Expires)]
            for decay in written:
                if isinstance(decay, tree.Loses | tree.Halves):
                    yield finding("LS534", decay.span, *expiry, decay=words(decay.span, model))
