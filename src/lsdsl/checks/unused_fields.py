"""LS543: fields of the profile that are carried along and that no rule looks at."""

from collections.abc import Iterator

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import usage_of
from lsdsl.diagnostics import Diagnostic, finding


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS543 for each field that nothing reads, writes or tests."""
    if not subject.whole:
        return
    usage = usage_of(subject.model, subject.boxes)
    used = usage.fields_read | usage.fields_set | usage.fields_given
    for name, one in subject.model.fields.items():
        if name not in used:
            yield finding("LS543", one.span, name=name)
