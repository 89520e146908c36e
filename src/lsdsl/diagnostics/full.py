"""The findings for people: message, place, excerpt with carets, what to do."""

from collections.abc import Mapping, Sequence
from typing import Final

from lsdsl.diagnostics.catalogue import words_of
from lsdsl.diagnostics.colours import BLUE, BOLD, GREEN, OF_SEVERITY, Paint
from lsdsl.diagnostics.excerpt import Mark, excerpt, last_line
from lsdsl.diagnostics.model import Diagnostic
from lsdsl.diagnostics.places import has_text, start_of
from lsdsl.diagnostics.summary import fix_hint, footer, severity_of
from lsdsl.diagnostics.visible import visible
from lsdsl.diagnostics.wrapping import wrapped
from lsdsl.source import Source, Span

HELP: Final = " = help: "


def render(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, colour: bool = False, width: int = 100) -> str:
    """The findings in the order given, a blank line between them, and one line that counts them; empty when there are none."""
    if not diagnostics:
        return ""
    paint = Paint(colour)
    parts = ["\n".join(_finding(diagnostic, sources, width, paint)) for diagnostic in diagnostics]
    return "\n\n".join([*parts, paint(BOLD, footer(diagnostics))]) + "\n"


def _finding(diagnostic: Diagnostic, sources: Mapping[str, Source], width: int, paint: Paint) -> list[str]:
    severity, words = severity_of(diagnostic), words_of(diagnostic)
    style = OF_SEVERITY[severity]
    marks = [Mark(diagnostic.span, words.label, style, primary=True)]
    for related, text in zip(diagnostic.related, words.related, strict=True):
        marks.append(Mark(related.span, text, BLUE, primary=False))
    gutter = _gutter(marks, sources)
    head = paint(style, f"{severity.value}[{diagnostic.code}]") + paint(BOLD, f": {visible(words.message)}")
    hint = fix_hint(diagnostic)
    lines = [head + (paint(GREEN, f" [{hint}]") if hint else ""), *_places(marks, sources, gutter, width, paint)]
    if words.help:
        if has_text(diagnostic.span.path, sources):
            lines.append(" " * gutter + paint(BLUE, " |"))
        lines.extend(_help(words.help, gutter, width, paint))
    return lines


def _places(marks: Sequence[Mark], sources: Mapping[str, Source], gutter: int, width: int, paint: Paint) -> list[str]:
    """An excerpt for each file, that of the primary place first."""
    by_path: dict[str, list[Mark]] = {}
    for mark in marks:
        by_path.setdefault(mark.span.path, []).append(mark)
    lines: list[str] = []
    for path, here in by_path.items():
        arrow = paint(BLUE, "::: " if lines else "--> ")
        lines.append(" " * gutter + arrow + _place(here[0].span, sources))
        if has_text(path, sources):
            lines.extend(excerpt(sources[path], here, gutter, width, paint))
    return lines


def _place(span: Span, sources: Mapping[str, Source]) -> str:
    path = visible(span.path)
    if not has_text(span.path, sources):
        return path
    at = start_of(span, sources)
    return f"{path}:{at.line}:{at.column}"


def _gutter(marks: Sequence[Mark], sources: Mapping[str, Source]) -> int:
    """The room that the line numbers of all excerpts of a finding need."""
    numbers = [last_line(sources[mark.span.path], mark) for mark in marks if has_text(mark.span.path, sources)]
    return len(str(max(numbers, default=1)))


def _help(text: str, gutter: int, width: int, paint: Paint) -> list[str]:
    first, *more = wrapped(visible(text), max(width - gutter - len(HELP), 24))
    indent = " " * gutter
    return [f"{indent}{paint(GREEN, HELP.rstrip())} {first}", *(f"{indent}{' ' * len(HELP)}{line}" for line in more)]
