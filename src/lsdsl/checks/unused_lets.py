"""LS541: definitions that nothing reads."""

from collections.abc import Iterator

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import usage_of
from lsdsl.diagnostics import Diagnostic, finding


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS541 for each ``let`` that nothing names; one that only another unused one reads is told after that one is gone."""
    if not subject.whole:
        return
    used = usage_of(subject.model, subject.boxes).lets
    for name, one in subject.model.lets.items():
        if name not in used:
            yield finding("LS541", one.span, name=name)
