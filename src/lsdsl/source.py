"""Text and places in it: the ground that every other part of lsdsl stands on.

Offsets count Unicode code points from the start of the text, without a byte order mark and with one character for a line end.
Lines and columns count from 1. A column can be asked for in code points, UTF-8 bytes, UTF-16 units (what editors speak) and in
cells of a terminal (what a caret under an excerpt needs).
"""

import unicodedata
from bisect import bisect_right
from dataclasses import field
from io import StringIO
from itertools import accumulate

from lsdsl.dataclass import dataclass

TAB_WIDTH = 4


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of the text of the file ``path``."""

    path: str
    start: int
    end: int

    def to(self, other: "Span") -> "Span":
        """The stretch from the start of this span to the end of ``other``."""
        return Span(self.path, self.start, other.end)

    def after(self) -> "Span":
        """The empty span at the end of this one: where something is missing."""
        return Span(self.path, self.end, self.end)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A line and a column, both from 1, the column in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    """One rule file: its path as the user knows it, and its text."""

    path: str
    text: str
    line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [*accumulate(map(len, StringIO(self.text, newline="\n")), initial=0)]
        if len(starts) > 1 and not self.text.endswith("\n"):
            starts.pop()  # the end of the text
        object.__setattr__(self, "line_starts", tuple(starts))

    def span(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]``."""
        return Span(self.path, start, end)

    def position(self, offset: int) -> Position:
        """The line and column of an offset; the end of the text is a valid offset."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line end."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] - 1 if line < len(self.line_starts) else len(self.text)
        return self.text[start:end]

    def utf8_column(self, offset: int) -> int:
        """The column in UTF-8 bytes, from 1."""
        return len(self._before(offset).encode("utf-8", "surrogatepass")) + 1

    def utf16_column(self, offset: int) -> int:
        """The column in UTF-16 code units, from 1."""
        return len(self._before(offset).encode("utf-16-le", "surrogatepass")) // 2 + 1

    def display_column(self, offset: int) -> int:
        """The column in terminal cells, from 1, with tabs as :data:`TAB_WIDTH` blanks."""
        return display_width(self._before(offset)) + 1

    def _before(self, offset: int) -> str:
        position = self.position(offset)
        return self.text[offset - position.column + 1 : offset]


def display_width(text: str) -> int:
    """How many cells of a terminal the text takes: wide characters two, combining marks none, a tab four."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(character_width(character) for character in text)


def character_width(character: str) -> int:
    """How many cells of a terminal one character takes."""
    if character == "\t":
        return TAB_WIDTH
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
