"""Proposed points on their way into the rule files."""

from collections.abc import Iterable

from lsdsl.calibration.proposal import Proposed
from lsdsl.compile import Program
from lsdsl.model.declarations import EventRule, StateRule, Table, TableRow
from lsdsl.source import Source, Span
from lsdsl.syntax.printer import format_text


def with_points(program: Program, proposed: Iterable[Proposed]) -> dict[str, str]:
    """The texts of the rule files with other points, by path; only of files that change.

    Points keep their place and their sign stands before them; a rule that should give nothing keeps a point of 0 for its author
    to delete, which the checker then says.
    """
    places = {plan.index: place for plan in program.rules if (place := _points_place(program, plan.span)) is not None}
    edits: dict[str, list[tuple[Span, str]]] = {}
    for one in proposed:
        if one.points is not None and one.points != one.today and one.rule in places:
            place = places[one.rule]
            edits.setdefault(place.path, []).append((place, f"{one.points:+d}"))
    texts = {}
    for path, changes in edits.items():
        text = program.model.sources[path].text
        for place, new in sorted(changes, key=lambda change: change[0].start, reverse=True):
            text = text[: place.start] + new + text[place.end :]
        texts[path] = _laid_out(program.model.sources[path], text)
    return texts


def _laid_out(before: Source, text: str) -> str:
    """A text in the one layout, if the file was in it."""
    if format_text(before)[0] != before.text:
        return text
    return format_text(Source(before.path, text))[0] or text


def _points_place(program: Program, span: Span) -> Span | None:
    """Where a rule says its points, with the sign."""
    for score in program.model.scores.values():
        for rule in score.rules:
            for one in rule.rows if isinstance(rule, Table) else (rule,):
                if isinstance(one, EventRule | StateRule | TableRow) and one.span == span:
                    text = program.model.sources[span.path].text
                    start, end = span.start, one.points.span.end
                    return Span(span.path, start, end) if text[start] in "+-" else None
    return None
