"""Colour and width of the terminal, and where findings and notices go."""

import os
import sys
from collections.abc import Callable
from typing import Any, Final, TextIO, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

WIDTH_OF_FILES: Final = 100
NARROWEST: Final = 40
WIDEST: Final = 160


def colour_option(command: Command) -> Command:
    """The option ``--color`` of a verb; it arrives as ``colour``."""
    option = click.option(
        "--color",
        "--colour",
        "colour",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour the output; auto follows NO_COLOR, FORCE_COLOR and the terminal.",
    )
    return option(command)


def wants_colour(choice: str, stream: TextIO | None = None) -> bool:
    """Whether to colour what goes to a stream (stdout if left out)."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced.lower() not in ("0", "false")
    return is_terminal(stream or sys.stdout) and os.environ.get("TERM") != "dumb"


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at the stream."""
    return stream.isatty()


def width() -> int:
    """The width for findings: that of the terminal within reason, or 100 when the output goes elsewhere."""
    if not is_terminal(sys.stdout):
        return WIDTH_OF_FILES
    import shutil

    return max(NARROWEST, min(shutil.get_terminal_size((WIDTH_OF_FILES, 24)).columns, WIDEST))


def say(text: str, *, colour: bool = True) -> None:
    """Write findings or results to stdout as they are; the text ends its own last line."""
    click.echo(text, nl=False, color=colour)


def notice(text: str) -> None:
    """Tell a person something on stderr."""
    click.echo(text, err=True)
