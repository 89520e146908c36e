"""Rich's consoles for tables and notices, with our choice of colour."""

import sys
from typing import Final, TextIO

from rich.console import Console

from lsdsl.cli.console import is_terminal, wants_colour

WIDTH_OF_FILES: Final = 120
"""So wide are tables and notices that no terminal shows."""


class Screen(Console):
    """A console that lets a broken pipe end the program as it ends any other."""

    def on_broken_pipe(self) -> None:
        """Leave it to who runs the verb."""
        raise BrokenPipeError


def output_screen(colour: str) -> Console:
    """For results, on stdout."""
    return _screen(sys.stdout, colour)


def notice_screen(colour: str) -> Console:
    """For notices and progress, on stderr."""
    return _screen(sys.stderr, colour)


def _screen(stream: TextIO, colour: str) -> Console:
    coloured = wants_colour(colour, stream)
    width = None if is_terminal(stream) else WIDTH_OF_FILES
    return Screen(
        file=stream, force_terminal=coloured, no_color=not coloured, width=width, highlight=False, markup=False, emoji=False
    )


def colour_style(colour: str | None) -> str:
    """The style for the colour of a range: a CSS name or ``#rrggbb``."""
    if colour is None or colour.startswith("#"):
        return colour or ""
    import webcolors

    try:
        return str(webcolors.name_to_hex(colour))
    except ValueError:
        return ""
