"""What led to a failed expectation: the ledger of its scores, and the actions that were asked for, as lines of text."""

from collections.abc import Iterator, Sequence
from typing import Final

from lsdsl.compile import points
from lsdsl.diagnostics.colours import BLUE, BOLD, DIM, GREEN, Paint
from lsdsl.diagnostics.visible import visible
from lsdsl.model.declarations import Model
from lsdsl.source import display_width
from lsdsl.testing.results import Asked, Entry, Unmet
from lsdsl.testing.words import minute_text, number_text

MOST: Final = 30
"""So many lines of a ledger are shown, the newest ones."""

LONGEST_TITLE: Final = 50


def history(problem: Unmet, model: Model, indent: str, told: set[tuple[str, int]], paint: Paint) -> Iterator[str]:
    """The lines below a finding: a ledger for each score that was read, then the actions and refused runs.

    ``told`` are the ledgers, by score and length, that stand above already.
    """
    for name, value in problem.scores:
        score = model.scores[name]
        if score.expression is not None:
            continue
        entries = [entry for entry in problem.ledger if entry.score == name]
        if (name, len(entries)) in told:
            yield _head(indent, f"{name}: {_number(value)}, as told above", paint)
            continue
        told.add((name, len(entries)))
        yield _head(indent, f"{name}: {_number(value)}{_clamp(entries, value)}", paint)
        yield from _table([_cells(entry, problem.start, model) for entry in entries], indent, paint)
    if problem.asked:
        yield _head(indent, "asked for", paint)
        rows = [(minute_text(one.time), _asked(one), "", "") for one in problem.asked]
        yield from _table(rows, indent, paint, signed=False)


def _head(indent: str, text: str, paint: Paint) -> str:
    return f"{indent}{paint(BLUE, ' =')} {paint(BOLD, visible(text))}"


def _number(value: int | None) -> str:
    return "missing" if value is None else number_text(points.to_number(value))


def _clamp(entries: Sequence[Entry], value: int | None) -> str:
    """What the entries add up to, where limits of the score or of a group make it another number."""
    total = sum(entry.points for entry in entries)
    if not entries:
        return ", nothing was awarded"
    if value is None or total == value:
        return ""
    return f" (its entries add up to {_number(total)}; its minimum or maximum, or that of a group, makes it {_number(value)})"


Cells = tuple[str, str, str, str]


def _cells(entry: Entry, start: int, model: Model) -> Cells:
    """Moment, points, what for, and where that is written."""
    sign = "+" if entry.points > 0 else ""
    title = entry.title if len(entry.title) <= LONGEST_TITLE else entry.title[: LONGEST_TITLE - 1] + "…"
    why = "" if entry.reason in {"award", "initial", "adjusted"} else f" ({entry.reason})"
    what = f"{title}{why}" if title else entry.reason
    cause = f"on {entry.event}" if entry.event is not None else "from the start" if entry.time <= start else "as time passed"
    where = "" if entry.where is None else model.where(entry.where)
    return (
        minute_text(entry.time),
        f"{sign}{_number(entry.points)}",
        visible(what),
        "  ".join(one for one in (where, cause) if one),
    )


def _asked(one: Asked) -> str:
    return visible(f"{one.said}  by {one.followup}")


def _table(rows: Sequence[Cells], indent: str, paint: Paint, *, signed: bool = True) -> Iterator[str]:
    if len(rows) > MOST:
        yield paint(DIM, f"{indent}     ... {len(rows) - MOST} earlier ones")
        rows = rows[-MOST:]
    widths = [max((display_width(row[column]) for row in rows), default=0) for column in range(3)]
    for moment, number, what, place in rows:
        padded = number.rjust(widths[1]) if signed else number
        coloured = paint(GREEN, padded) if signed and number.startswith("+") else padded
        gap = " " * (widths[2] - display_width(what))
        yield f"{indent}     {paint(DIM, moment.ljust(widths[0]))}  {coloured}  {what}{gap}  {paint(DIM, place)}".rstrip()
