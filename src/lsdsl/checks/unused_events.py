"""LS542: events that are accepted and change nothing."""

from collections.abc import Iterator

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import usage_of
from lsdsl.diagnostics import Diagnostic, finding


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS542 for each declared event that no rule, follow-up, look-back or test names; not before there are rules."""
    model = subject.model
    if not subject.whole or not (model.scores or model.followups or model.selections):
        return
    used = usage_of(model, subject.boxes).events
    for name, one in model.events.items():
        if one.subject == "declared" and name not in used:
            yield finding("LS542", one.span, name=name)
