"""Rows of plain values as a table; columns in which nothing worth a look stands are left out."""

import shutil
import sys
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from lsdsl.cli.console import is_terminal, wants_colour
from lsdsl.cli.inventory import Row
from lsdsl.cli.rows import Rows
from lsdsl.cli.screen import Screen
from lsdsl.diagnostics.visible import visible

UNLIMITED: Final = 10_000
"""The width of a table that goes to a file: nothing is cut or folded."""

NUMBERS: Final = frozenset(("points", "initial", "minimum", "maximum", "ideal", "boxes"))

NARROWEST: Final = 120
"""A narrower terminal breaks the lines of a table itself: better than columns of single syllables."""

WORDY: Final = frozenset(
    (
        *("what", "limits", "description", "attributes", "arguments", "ranges", "message", "type"),
        *("profiles where", "order by", "trigger", "only where", "reads", "writes"),
    )
)
"""Columns that are folded where the terminal is narrow; the others stay whole."""

COUNTS: Final = frozenset(("boxes",))
"""Columns in which nothing is 0."""

FOR_PROGRAMS: Final = frozenset(("rule",))
"""Columns that a person has no use for."""


def show_rows(rows: Sequence[Row], colour: str) -> None:
    """Write a table to stdout."""
    columns = [name for name in rows[0] if name not in FOR_PROGRAMS and any(_is_worth_a_look(name, row[name]) for row in rows)]
    table = Rows(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        table.add_column(name, justify="right" if name in NUMBERS else "left", overflow="fold", no_wrap=name not in WORDY)
    for row in rows:
        table.add_row(*(Text(_cell(row[name])) for name in columns))
    screen(colour).print(table)


def _is_worth_a_look(column: str, value: object) -> bool:
    return value is not True and value not in (None, "", []) and not (column in COUNTS and value == 0)


def screen(colour: str) -> Console:
    """A console on stdout."""
    coloured = wants_colour(colour)
    return Screen(
        file=sys.stdout,
        force_terminal=coloured,
        no_color=not coloured,
        width=max(shutil.get_terminal_size().columns, NARROWEST) if is_terminal(sys.stdout) else UNLIMITED,
        highlight=False,
        emoji=False,
        markup=False,
    )


def _cell(value: object) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return visible(", ".join(map(str, value)))
        case _:
            return visible(str(value))
