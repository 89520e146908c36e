"""A line of a rule file as a terminal shows it: tabs as blanks, deceiving characters written out, cut when it is too long."""

from itertools import accumulate
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.visible import visible
from lsdsl.source import TAB_WIDTH, display_width

CUT: Final = "…"
REACH: Final = 1_000
"""How many code points around a focus are looked at: more than any terminal shows, less than a line may have."""

LEAD: Final = 3
"""A focus that does not fit from the start of the line is put at a third of the room."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The shown part of a line. ``cells`` holds where each code point from ``first`` on begins, and where the last one ends."""

    text: str
    cells: tuple[int, ...]
    first: int
    left: int
    width: int

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """The cells, within the shown part, of the code points ``start`` to ``end``; at least one cell wide."""
        low, high = (self._column(at) for at in (start, end))
        return low, max(high, low + 1)

    def _column(self, at: int) -> int:
        cell = self.cells[min(max(at - self.first, 0), len(self.cells) - 1)]
        return min(max(cell - self.left, 0), self.width)


def strip_of(line: str, focus: tuple[int, int], room: int) -> Strip:
    """Show a line within ``room`` cells, cut around the code points of the focus."""
    first, last = max(0, focus[0] - REACH), focus[0] + REACH
    near = line[first:last]
    pieces = [" " * TAB_WIDTH if character == "\t" else visible(character) for character in near]
    cells = tuple(accumulate(map(display_width, pieces), initial=0))
    total = cells[-1]
    if len(near) == len(line) and total <= room:
        return Strip("".join(pieces), cells, 0, 0, total)
    start, end = cells[focus[0] - first], cells[min(focus[1] - first, len(near))]
    left = 0 if first == 0 and end < room - LEAD else max(0, min(start - room // LEAD, total - room + 1))
    return _cut(pieces, cells, first, (left, room), (first > 0, last < len(line)))


def _cut(pieces: list[str], cells: tuple[int, ...], first: int, window: tuple[int, int], more: tuple[bool, bool]) -> Strip:
    """The pieces within a window of cells, with a mark at each end that is cut; ``more``: the line goes on beyond the pieces."""
    left, room = window
    before = CUT if left or more[0] else ""
    after = CUT if cells[-1] > left + room or more[1] else ""
    low, high = left + len(before), left + room - len(after)
    kept = [index for index in range(len(pieces)) if low <= cells[index] and cells[index + 1] <= high]
    if not kept:
        return Strip(before + after, cells, first, left, room)
    # A wide character that is half cut off at the left leaves a blank.
    blank = " " * (cells[kept[0]] - low)
    text = "".join(pieces[index] for index in kept)
    return Strip(f"{before}{blank}{text}{after}", cells, first, left, room)
