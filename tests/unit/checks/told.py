"""Helpers of the tests of checks that need no engine: rule text in, what one check says out."""

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import Final

from lsdsl.analysis.subject import BoxWork, Subject
from lsdsl.diagnostics import Diagnostic, words_of
from lsdsl.model import check_text
from lsdsl.model.declarations import scripts
from lsdsl.source import Span

TODAY: Final = date(2026, 1, 1)


def subject_of(
    text: str, *, whole: bool = True, columns: frozenset[str] | None = None, box: BoxWork | None = None
) -> tuple[Subject, str]:
    """The subject that rules without findings make; ``box`` is what each of their boxes does."""
    model, found = check_text(text)
    assert model is not None, [(one.code, dict(one.arguments)) for one in found]
    steps = [step for one in model.followups.values() for step in scripts(one.steps)]
    boxes: Mapping[Span, BoxWork] = {step.span: box for step in steps} if box else {}
    return Subject(model, TODAY, lambda _model, _tries: iter(()), boxes, whole, columns=columns), text


def findings(check: str, text: str, **about: object) -> list[Diagnostic]:
    """What the check of a module says of rules."""
    subject, _ = subject_of(text, **about)  # type: ignore[arg-type]
    found = [*import_module(f"lsdsl.checks.{check}").check(subject)]
    for one in found:
        words = words_of(one)
        assert words.message
        assert words.help
        assert "{" not in words.message + words.label + words.help
        assert all(related.span.path == "rules.lsdsl" for related in one.related)
    return found


def places(check: str, text: str, **about: object) -> list[str]:
    """The words of the rules that the findings of a check point at."""
    return [text[one.span.start : one.span.end] for one in findings(check, text, **about)]
