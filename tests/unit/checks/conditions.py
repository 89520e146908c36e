"""What the lints about conditions say of a text."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, words_of
from lsdsl.model import check_text
from lsdsl.runner.rehearsal import rehearse

TODAY: Final = date(2026, 3, 1)
DATA: Final = """
profile:
    employees  number
    visits     number = 0
    country    text
    job_title  text
    status     choice("new", "won", "lost")
    premium    boolean = false
    due        date

event page_visit:
    path   text
    pages  number
event form_submit:
    form  text
event purchase:
    amount  number
"""


def found(check: Callable[[Subject], Iterable[Diagnostic]], rules: str, *, whole: bool = True) -> list[Diagnostic]:
    """The findings of one check in rules that stand above :data:`DATA`."""
    model, findings = check_text(rules + DATA)
    assert model is not None, [words_of(one).message for one in findings]
    return [*check(Subject(model, TODAY, rehearse, whole=whole))]


def told(check: Callable[[Subject], Iterable[Diagnostic]], rules: str) -> list[tuple[str, str]]:
    """The code of each finding and the words that it stands at."""
    text = rules + DATA
    return [(one.code, text[one.span.start : one.span.end]) for one in found(check, rules)]


def mended(check: Callable[[Subject], Iterable[Diagnostic]], rules: str) -> str:
    """The rules after the fix of the only finding, which is unsafe."""
    (one,) = found(check, rules)
    assert one.fix is not None
    assert not one.fix.safe
    for edit in sorted(one.fix.edits, key=lambda edit: edit.span, reverse=True):
        rules = rules[: edit.span.start] + edit.text + rules[edit.span.end :]
    return rules
