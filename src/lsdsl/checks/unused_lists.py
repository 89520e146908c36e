"""LS540: lists that no condition looks into."""

from collections.abc import Iterator

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import usage_of
from lsdsl.diagnostics import Diagnostic, finding


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS540 for each list that nothing names."""
    if not subject.whole:
        return
    used = usage_of(subject.model, subject.boxes).lists
    for name, one in subject.model.lists.items():
        if name not in used:
            yield finding("LS540", one.span, name=name)
