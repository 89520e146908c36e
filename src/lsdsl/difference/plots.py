"""Plots of a score as SVG that stands in a page: its colours are those of the page, light or dark."""

from collections.abc import Iterator
from html import escape
from typing import Final

from lsdsl.difference.report import ScoreReport
from lsdsl.difference.wording import bar_label, range_name, range_names, widest

ROW: Final = 26
LABEL: Final = 116
ROOM: Final = 240
COUNT: Final = 60
CELL_WIDTH, CELL_HEIGHT = 92, 46
HEAD: Final = 34


def histogram(score: ScoreReport) -> str:
    """Horizontal bars, from the largest loss to the largest gain; that of no change is cut where it is far longer."""
    most = widest(score.bars)
    height = ROW * len(score.bars) + 8
    rows = "".join(_bars(score, most))
    label = escape(f"How much {score.title} changes")
    return f'<svg class="plot" viewBox="0 0 {LABEL + ROOM + COUNT} {height}" role="img" aria-label="{label}">{rows}</svg>'


def _bars(score: ScoreReport, most: int) -> Iterator[str]:
    for place, bar in enumerate(score.bars):
        top = 4 + ROW * place
        kind = "same" if bar.above == bar.upto else "gain" if bar.upto > 0 else "loss"
        length = min(ROOM, bar.profiles * ROOM / most)
        if bar.profiles:
            length = max(length, 2)
        label = escape(bar_label(bar))
        yield f'<text class="label" x="{LABEL - 10}" y="{top + 16}" text-anchor="end">{label}</text>'
        yield f'<rect class="{kind}" x="{LABEL}" y="{top + 2}" width="{length:.1f}" height="{ROW - 6}" rx="3"/>'
        if bar.profiles > most:
            yield f'<path class="cut" d="M{LABEL + ROOM - 26} {top - 1}l8 {ROW}h6l-8 -{ROW}z"/>'
        yield f'<text class="count" x="{LABEL + length + 8:.1f}" y="{top + 16}">{bar.profiles:,}</text>'


def heat_map(score: ScoreReport) -> str:
    """A cell for each range of before and after; the more profiles moved, the stronger its colour."""
    rows, columns = range_names(score)
    # The highest range stands on top and on the right, as in any plot; no range comes last.
    rows = [*reversed([one for one in rows if one is not None]), *(one for one in rows if one is None)]
    width, height = LABEL + CELL_WIDTH * len(columns), HEAD + CELL_HEIGHT * len(rows) + 22
    most = max((count for (old, new), count in score.matrix.items() if old != new), default=1)
    colours = {one.name: one.colour for one in (*score.old_ranges, *score.new_ranges)}
    parts = [f'<text class="label" x="{LABEL - 10}" y="20" text-anchor="end">old \\ new</text>']
    for number, column in enumerate(columns):
        middle = LABEL + CELL_WIDTH * number + CELL_WIDTH / 2
        parts.append(f'<text class="range" x="{middle}" y="16" text-anchor="middle">{escape(range_name(column))}</text>')
        parts.append(_swatch(middle - 16, 22, 32, 4, colours.get(column or "")))
    for line, row in enumerate(rows):
        top = HEAD + CELL_HEIGHT * line
        parts.append(f'<text class="range" x="{LABEL - 16}" y="{top + 27}" text-anchor="end">{escape(range_name(row))}</text>')
        parts.append(_swatch(LABEL - 9, top + 7, 4, CELL_HEIGHT - 16, colours.get(row or "")))
        for number, column in enumerate(columns):
            count = score.matrix.get((row, column), 0)
            kind = "stay" if row == column else _direction(score, row, column)
            depth = 1.0 if row == column or not count else 0.25 + 0.75 * count / most
            left = LABEL + CELL_WIDTH * number
            parts.append(
                f'<rect class="cell {kind if count or row == column else "none"}" x="{left + 1}" y="{top + 1}"'
                f' width="{CELL_WIDTH - 2}" height="{CELL_HEIGHT - 2}" rx="4" fill-opacity="{depth:.2f}"/>'
            )
            if count:
                strong = " strong" if row != column and depth > 0.6 else ""
                middle = left + CELL_WIDTH / 2
                parts.append(f'<text class="count{strong}" x="{middle}" y="{top + 28}" text-anchor="middle">{count:,}</text>')
    label = escape(f"From which range of {score.title} to which")
    frame = f'<svg class="plot heat" viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="{label}">'
    return f"{frame}{''.join(parts)}</svg>"


def _direction(score: ScoreReport, old: str | None, new: str | None) -> str:
    """Whether a move between ranges is one up or down, in the order of the new ranges."""
    order = [one.name for one in score.new_ranges] or [one.name for one in score.old_ranges]
    if old not in order or new not in order:
        return "moved"
    return "gain" if order.index(new) > order.index(old) else "loss"


def _swatch(left: float, top: float, width: float, height: float, colour: str | None) -> str:
    if colour is None:
        return ""
    return f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="2" fill="{escape(colour)}"/>'
