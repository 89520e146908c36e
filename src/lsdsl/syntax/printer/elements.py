"""What is printed, from top to bottom: lines and the comments between them, each with its indentation, and the blank lines.

A comment of its own line belongs to what follows it, or to the end of a block when it is indented like that block. At most one
blank line is kept; none stands at the start of a block; one stands between declarations, but lists, lets, events and actions
may stay together.
"""

from dataclasses import field
from itertools import pairwise
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.source import Source
from lsdsl.syntax.layout import Line
from lsdsl.syntax.tokens import Token
from lsdsl.syntax.tree import Comment

STEP: Final = 4
COMPANIONS: Final = frozenset(("LIST", "LET", "EVENT", "ACTION"))
"""Declarations that may stand together without a blank line."""


@dataclass(slots=True)
class Element:
    """A logical line with the comments inside it and after it, or a comment of its own line (``line`` is None)."""

    start: int
    end: int
    level: int
    line: Line | None = None
    text: str = ""
    inner: list[Comment] = field(default_factory=list)
    trailing: str = ""
    blank_before: bool = False

    @property
    def indent(self) -> int:
        """The blanks before it."""
        return STEP * self.level


def elements(source: Source, lines: list[Line], comments: tuple[Comment, ...] | list[Comment]) -> list[Element]:
    """Lines and comments in their order."""
    found = _lines(lines)
    own = _attached(source, found, comments)
    merged = sorted([*found, *own], key=lambda one: one.start)
    _place(source, merged)
    _blanks(source, merged)
    return merged


def _lines(lines: list[Line]) -> list[Element]:
    """All logical lines, those of blocks after their headers."""
    found: list[Element] = []
    waiting = [(line, 0) for line in reversed(lines)]
    while waiting:
        line, level = waiting.pop()
        found.append(Element(line.first.start, solid(line)[-1].end, level, line))
        waiting.extend((child, level + 1) for child in reversed(line.children))
    return found


def solid(line: Line) -> list[Token]:
    """The tokens of a line that have a text."""
    return [token for token in line.tokens if token.kind != "NEWLINE"]


def _attached(source: Source, lines: list[Element], comments: tuple[Comment, ...] | list[Comment]) -> list[Element]:
    """Give lines the comments inside and after them; the others are elements of their own."""
    own: list[Element] = []
    following = 0
    for comment in comments:
        at = comment.span.start
        while following < len(lines) and lines[following].start < at:
            following += 1
        line = lines[following - 1] if following else None
        if line is not None and at < line.end and not _in_script_header(line):
            line.inner.append(comment)
        elif line is not None and (at < line.end or source.position(line.end).line == source.position(at).line):
            line.trailing = comment.text.rstrip()
        else:
            own.append(Element(at, comment.span.end, 0, text=comment.text.rstrip()))
    return own


def _in_script_header(element: Element) -> bool:
    """Whether a line is a script with its box: a comment inside it stands after ``script:``."""
    return element.line is not None and any(token.kind == "SCRIPT_BODY" for token in element.line.tokens[-2:])


def _place(source: Source, merged: list[Element]) -> None:
    """Give each comment of its own line its level."""
    lowest = _lowest_levels(source, merged)
    open_blocks: list[int] = []  # the columns of the lines that the previous line stands below, its own included
    for element, (level, describes) in zip(merged, lowest, strict=True):
        column = source.position(element.start).column
        if element.line:
            open_blocks[element.level :] = [column]
            continue
        deeper = (one for one in range(len(open_blocks) - 1, level, -1) if column >= open_blocks[one])
        element.level = level if describes else next(deeper, level)


def _lowest_levels(source: Source, merged: list[Element]) -> list[tuple[int, bool]]:
    """For each element the level of the line below it, and whether it is part of the description of that line."""
    found: list[tuple[int, bool]] = []
    level, describes, line = 0, False, -1
    for element in reversed(merged):
        at = source.position(element.start).line
        if element.line:
            level, describes = element.level, True
        else:
            describes = describes and at == line - 1 and element.text.startswith("##")
        found.append((level, describes))
        line = at
    return found[::-1]


def _blanks(source: Source, merged: list[Element]) -> None:
    """Where blank lines stand."""
    for before, element in pairwise(merged):
        between = source.position(element.start).line - source.position(before.end).line
        opens = before.line is not None and before.line.children and element.level > before.level
        element.blank_before = between > 1 and not opens
    declared: Element | None = None
    since: list[Element] = []  # what stands in column one since the last declaration
    for element in merged:
        if element.level:
            continue
        since.append(element)
        if element.line:
            if declared and not _companions(declared, element) and not any(one.blank_before for one in since):
                since[0].blank_before = True
            declared, since = element, []


def _companions(one: Element, other: Element) -> bool:
    """Whether two declarations may stand together."""
    return all(element.line is not None and element.line.first.kind in COMPANIONS for element in (one, other))
