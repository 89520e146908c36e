"""Coverage as a table for people."""

from collections.abc import Sequence
from typing import Final

from lsdsl.diagnostics.colours import BOLD, DIM, GREEN, OF_SEVERITY, Paint
from lsdsl.diagnostics.model import Severity
from lsdsl.diagnostics.visible import visible
from lsdsl.source import display_width
from lsdsl.testing.coverage.goals import Kind
from lsdsl.testing.coverage.measure import Coverage, FileCoverage, Missing, Share

COLUMNS: Final[tuple[tuple[str, tuple[Kind, ...]], ...]] = (
    ("rules", ("rules",)),
    ("conditions", ("conditions",)),
    ("table rows", ("rows",)),
    ("follow-ups", ("followups",)),
    ("steps", ("steps",)),
)
MOST: Final = 40
"""So many missing lines of a file are told."""


def render(coverage: Coverage, *, colour: bool) -> str:
    """A line for each file, one for all, and below them what is missing."""
    paint = Paint(colour)
    rows = [("", *(title for title, _ in COLUMNS), "covered")]
    rows += [(visible(file.path), *_cells(file)) for file in coverage.files]
    rows.append(("all files", *_cells(coverage)))
    used = [column for column in range(len(rows[0])) if column == 0 or any(row[column] for row in rows[1:])]
    widths = {column: max(display_width(row[column]) for row in rows) for column in used}
    shares = [None, *(file.share() for file in coverage.files), coverage.share()]
    lines = [_line(row, used, widths, share, paint) for row, share in zip(rows, shares, strict=True)]
    told = [text for file in coverage.files for text in _missing(file, paint)]
    return "\n".join([*lines, *([""] if told else []), *told]) + "\n"


def _cells(counted: FileCoverage | Coverage) -> list[str]:
    shares = [counted.share(*kinds) for _, kinds in COLUMNS]
    return [*(f"{share.covered}/{share.total}" if share.total else "" for share in shares), f"{counted.share().percent:g}%"]


def _line(row: Sequence[str], used: Sequence[int], widths: dict[int, int], share: Share | None, paint: Paint) -> str:
    cells = [row[0].ljust(widths[0]), *(row[column].rjust(widths[column]) for column in used[1:])]
    if share is None:
        return paint(BOLD, "  ".join(cells).rstrip())
    cells[-1] = paint(GREEN if share.covered == share.total else OF_SEVERITY[Severity.WARNING], cells[-1])
    return "  ".join(cells)


def _missing(file: FileCoverage, paint: Paint) -> list[str]:
    """A line for each thing that was never seen, with its place as editors take it."""
    missing = file.missing
    told = [_said(file, one, paint) for one in missing[:MOST]]
    return told if len(missing) <= MOST else [*told, paint(DIM, f"  ... and {len(missing) - MOST} more in {visible(file.path)}")]


def _said(file: FileCoverage, one: Missing, paint: Paint) -> str:
    title = f": {one.title}" if one.title else ""
    return f"  {visible(f'{file.path}:{one.line}')}  {one.what}{paint(DIM, visible(title))}"
