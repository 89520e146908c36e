"""What the tests of LS520 to LS529 share: a check on a text, with the words that its findings stand at."""

import sys
from datetime import date
from typing import Final

from lsdsl.analysis.subject import BoxWork, Check, Subject
from lsdsl.diagnostics import Diagnostic, words_of
from lsdsl.model import check_text
from lsdsl.model.declarations import Model
from lsdsl.model.resolution import has_errors
from lsdsl.runner.rehearsal import rehearse
from lsdsl.script import check_boxes
from lsdsl.source import Span

TODAY: Final = date(2026, 1, 1)


def subject_of(text: str, *, whole: bool = True) -> Subject:
    """A text without errors, as the checks see it."""
    model, findings = check_text(text)
    assert model is not None, [words_of(one).message for one in findings]
    return Subject(model, TODAY, rehearse, works_of(model), whole)


def works_of(model: Model) -> dict[Span, BoxWork]:
    """What the boxes of a model do."""
    boxes, findings = check_boxes(model)
    assert not has_errors(findings), findings
    uses = {span: box.uses for span, box in boxes.items()}
    return {
        span: BoxWork(one.reads, one.writes, one.scores, one.awards, one.tags_read, one.tags_added, one.tags_removed, one.any_tag)
        for span, one in uses.items()
    }


def findings_of(check: Check, text: str, *, whole: bool = True) -> list[Diagnostic]:
    """What a check finds in a text."""
    return list(check(subject_of(text, whole=whole)))


def calls_of(check: Check, text: str) -> int:
    """How many calls a check makes that finds nothing in a text."""
    subject, calls = subject_of(text), 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        found = list(check(subject))
    finally:
        sys.setprofile(None)
    assert found == []
    return calls


def places_of(check: Check, text: str, *, whole: bool = True) -> list[str]:
    """The words at which a check has findings."""
    return [text[one.span.start : one.span.end] for one in findings_of(check, text, whole=whole)]


def mended(check: Check, text: str) -> str:
    """A text after the one fix that a check offers for it."""
    (found,) = findings_of(check, text)
    assert found.fix is not None
    for edit in sorted(found.fix.edits, key=lambda one: -one.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
