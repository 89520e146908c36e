"""Ranges of a score: rising, the first without ``from``."""

from typing import Final

from lsdsl.diagnostics import Related
from lsdsl.model.colours import COLOURS
from lsdsl.model.context import Context
from lsdsl.model.declarations import Range
from lsdsl.model.suggestions import suggest
from lsdsl.pattern import pattern
from lsdsl.syntax import tree

HEXADECIMAL: Final = pattern(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


def ranges_of(node: tree.ScoreDeclaration, context: Context) -> tuple[Range, ...]:
    """The ranges of a score, in source order."""
    lines = [line for line in node.lines if isinstance(line, tree.RangeDeclaration)]
    names: dict[str, tree.Identifier] = {}
    whole = not any(isinstance(line, tree.Bad) for line in node.lines)
    before: tree.NumberLiteral | None = None
    for place, line in enumerate(lines):
        first = names.setdefault(line.name.text, line.name)
        if first is not line.name:
            context.findings.add("LS220", line.name.span, Related(first.span, "first"), name=line.name.text, kind="a range")
        if whole:
            _start(line, place, before, context)
        before = line.start or before
    return tuple(
        Range(line.name.text, line.start.value if line.start else None, _colour(line, context), line.span) for line in lines
    )


def _start(line: tree.RangeDeclaration, place: int, before: tree.NumberLiteral | None, context: Context) -> None:
    name = line.name.text
    if place == 0:
        if line.start is not None:
            context.findings.add("LS180", line.start.span, name=name, first="first")
    elif line.start is None:
        context.findings.add("LS180", line.name.span, name=name, later="yes")
    elif before is not None and line.start.value <= before.value:
        context.findings.add(
            "LS333", line.start.span, Related(before.span, "before"), name=name, start=line.start.value, before=before.value
        )


def _colour(line: tree.RangeDeclaration, context: Context) -> str | None:
    match line.colour:
        case None:
            return None
        case tree.Identifier(text=text, span=span):
            if text.lower() not in COLOURS:
                context.findings.add("LS212", span, name=text, suggestion=suggest(text, sorted(COLOURS)))
            return text
        case tree.TextLiteral(value=text, span=span):
            if not HEXADECIMAL.fullmatch(text) and text.lower() not in COLOURS:
                context.findings.add("LS212", span, name=text, suggestion=suggest(text, sorted(COLOURS)))
            return text
