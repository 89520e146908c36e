"""What stands in columns: points, names and types of fields, texts of grades, ranges.

A column goes through neighbouring lines of one block and kind. A blank line ends it, comments do not. Points in parentheses, and
types with options, would push a column far to the right, so they take no part in it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from lsdsl.source import Span, display_width
from lsdsl.syntax import tree
from lsdsl.syntax.printer.elements import Element
from lsdsl.syntax.printer.facts import Facts, Row

GAP: Final = 2
WIDE: Final = 1_000
Cell = tuple[Span, bool, int]
"""The place of a cell, whether it counts for the width of its column, and how many blanks follow the widest."""


def columns(facts: Facts, found: list[Element], left_out: set[int]) -> dict[int, int]:
    """How many blanks stand before the tokens that come after a column, by the offsets of the tokens."""
    width = partial(_width, facts, left_out)
    blanks: dict[int, int] = {}
    for run in _runs(facts, found):
        for column in range(max(len(cells) for cells in run)):
            _align(facts, width, [cells[column] for cells in run if len(cells) > column], blanks)
    return blanks


def _align(facts: Facts, width: Callable[[Span], int], cells: list[Cell | None], blanks: dict[int, int]) -> None:
    """Align what follows one column; None ends the column, and another begins below it."""
    together: list[Cell] = []
    for cell in [*cells, None]:
        if cell is not None:
            together.append(cell)
            continue
        widest = max((width(span) for span, counts, _ in together if counts), default=0)
        for span, counts, gap in together:
            index = facts.index(span.end)
            if index < len(facts.tokens):
                blanks[facts.tokens[index].start] = gap + (widest - width(span) if counts else 0)
        together = []


def _width(facts: Facts, left_out: set[int], span: Span) -> int:
    """The width of a cell as it will be printed: its tokens with one blank between a word and what follows it."""
    tokens = facts.tokens[facts.index(span.start) : facts.index(span.end)]
    kept = [token for token in tokens if token.start not in left_out]
    texts = [token.text if token.start in facts.tight else token.text + " " for token in kept]
    return display_width("".join(texts).rstrip(" "))


def _runs(facts: Facts, found: list[Element]) -> Iterator[list[list[Cell | None]]]:
    """The neighbouring lines of one kind in one block, as their cells."""
    run: list[list[Cell | None]] = []
    kind: tuple[str, int] | None = None
    for element in found:
        row = facts.rows.get(element.start) if element.line else None
        this = None if row is None else (_kind(row), element.level)
        ends = element.blank_before or (element.line is not None and this != kind and not _passes(element))
        if ends and run:
            yield run
            run = []
        if row is not None:
            run.append(list(_cells(facts, row)))
            kind = this
        elif ends:
            kind = None
    if run:
        yield run


def _passes(element: Element) -> bool:
    """Whether a line takes no part in the columns around it and does not end them either: the id of a profile."""
    return element.line is not None and [token.kind for token in element.line.tokens[:2]] == ["ID", "FROM"]


def _kind(row: Row) -> str:
    """Lines of one kind share their columns: rules of all kinds do."""
    return "rule" if isinstance(row, tree.EventRule | tree.StateRule | tree.AbsenceRule) else type(row).__name__


def _cells(facts: Facts, row: Row) -> Iterator[Cell | None]:
    match row:
        case tree.FieldDeclaration():
            yield row.name.span, True, GAP
            if row.default or row.source:
                yield None if row.type.options else (row.type.span, True, 1)
        case tree.GradeRow():
            yield row.text.span, True, GAP
        case tree.RangeDeclaration():
            if row.start or row.colour:
                yield row.name.span, True, GAP
            if row.start and row.colour:
                word = facts.before(row.start.span, "FROM")
                yield Span(row.span.path, word.start if word else row.start.span.start, row.start.span.end), True, GAP
        case _:
            yield row.points.span, isinstance(row.points.value, tree.NumberLiteral), GAP
