"""The lines of a rule file that a finding is about, with carets under its places."""

from collections.abc import Sequence
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.colours import BLUE, Paint
from lsdsl.diagnostics.strip import Strip, strip_of
from lsdsl.diagnostics.visible import visible
from lsdsl.diagnostics.wrapping import wrapped
from lsdsl.source import Source, Span, display_width

MOST_LINES: Final = 5
LONGEST_CARETS: Final = 60
NARROWEST: Final = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to point at and the words beside it; the first place of a finding is the primary one."""

    span: Span
    label: str
    style: str
    primary: bool

    @property
    def sign(self) -> str:
        """What is drawn under the place."""
        return "^" if self.primary else "-"


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark on its lines, with columns in code points from 0. A ``bar`` runs beside its lines instead of under them."""

    mark: Mark
    first: int
    last: int
    start: int
    end: int
    bar: bool


def last_line(source: Source, mark: Mark) -> int:
    """The number of the last line that a mark needs."""
    return _placed(source, mark).last


def excerpt(source: Source, marks: Sequence[Mark], gutter: int, width: int, paint: Paint) -> list[str]:
    """The lines of the excerpt, beginning with an empty one; ``gutter`` is the room for line numbers."""
    placed = [_placed(source, mark) for mark in marks]
    drawing = _Drawing(source, placed, gutter, width, paint)
    drawing.run()
    return drawing.lines


def _placed(source: Source, mark: Mark) -> Placed:
    span = mark.span
    inside = source.text[span.start : span.end]
    start = source.position(span.start)
    end = source.position(span.start + len(inside.rstrip() or inside.rstrip("\n")))
    text = source.line_text(start.line)
    whole = not text[: start.column - 1].strip() and not text[end.column - 1 :].strip()
    bar = start.line != end.line or (whole and display_width(inside) > LONGEST_CARETS)
    return Placed(mark, start.line, end.line, start.column - 1, end.column - 1, bar)


class _Drawing:
    """One excerpt while it is drawn."""

    def __init__(self, source: Source, placed: Sequence[Placed], gutter: int, width: int, paint: Paint) -> None:
        self.source = source
        self.placed = placed
        self.gutter = gutter
        self.barred = any(one.bar for one in placed)
        self.room = max(width - gutter - 3 - 2 * self.barred, NARROWEST)
        self.paint = paint
        self.lines: list[str] = []

    def run(self) -> None:
        self.row("")
        previous: int | None = None
        for line in self.shown():
            if previous is not None and line > previous + 1:
                self.lines.append(self.paint(BLUE, "..."))
            self.line(line)
            previous = line

    def shown(self) -> list[int]:
        """The lines to show: those of the marks, the one above the primary one, and what would leave a gap of one line."""
        wanted: set[int] = set()
        for one in self.placed:
            short = one.last - one.first < MOST_LINES
            wanted.update(range(one.first, one.last + 1) if short else (one.first, one.last))
            if one.mark.primary and one.first > 1 and self.source.line_text(one.first - 1).strip():
                wanted.add(one.first - 1)
        wanted |= {line + 1 for line in wanted if line + 2 in wanted}
        return sorted(wanted)

    def line(self, number: int) -> None:
        """A line of the file and what points into it."""
        here = [one for one in self.placed if not one.bar and one.first == number]
        text = self.source.line_text(number)
        focus = (here[0].start, here[0].end) if here else (0, 0)
        strip = strip_of(text, focus, self.room)
        bars = [one for one in self.placed if one.bar and one.first <= number <= one.last]
        self.row(strip.text, str(number), bars[0] if bars else None)
        for one in here:
            self.carets(one, strip, bars[0] if bars else None)
        for one in bars:
            if one.last == number:
                self.bar_end(one)

    def carets(self, one: Placed, strip: Strip, bar: Placed | None) -> None:
        """The carets under a place and the words beside them, or below them where there is no room."""
        start, end = strip.columns(one.start, one.end)
        style, label = one.mark.style, visible(one.mark.label)
        drawn = " " * start + self.paint(style, one.mark.sign * (end - start))
        if not label or end + 1 + display_width(label) <= self.room:
            self.row(f"{drawn} {self.paint(style, label)}".rstrip(), bar=bar)
            return
        self.row(drawn, bar=bar)
        lines = wrapped(label, self.room)
        indent = max(0, min(start, self.room - max(map(display_width, lines))))
        for line in lines:
            self.row(" " * indent + self.paint(style, line), bar=bar)

    def bar_end(self, one: Placed) -> None:
        """The end of a bar beside whole lines, with its words."""
        label = visible(one.mark.label)
        self.lines.append(f"{self.margin()} {self.paint(one.mark.style, f'|_{one.mark.sign} {label}'.rstrip())}")

    def row(self, text: str, number: str = "", bar: Placed | None = None) -> None:
        """A row: line number, gutter, the bar if some mark has one, text."""
        beside = (self.paint(bar.mark.style, "| ") if bar else "  ") if self.barred else ""
        self.lines.append(f"{self.margin(number)} {beside}{text}".rstrip())

    def margin(self, number: str = "") -> str:
        """The line number and the line beside the excerpt."""
        return self.paint(BLUE, f"{number:>{self.gutter}} |")
