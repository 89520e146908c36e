"""LS601: scores, grades, selections and follow-ups that do not say what they are for."""

from collections.abc import Iterator

from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, finding


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS601 for each of them that has no line with ``##`` above it."""
    model = subject.model
    for kind, declared in (
        ("score", model.scores),
        ("grade", model.grades),
        ("selection", model.selections),
        ("followup", model.followups),
    ):
        for name, one in declared.items():
            if not one.description.strip():
                yield finding("LS601", one.span, kind=kind, name=name)
