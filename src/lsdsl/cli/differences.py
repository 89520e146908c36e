"""What would change in files, as a unified diff."""

from io import StringIO
from typing import Final

import click

from lsdsl.cli.replacing import put

STYLES: Final = {"-": "red", "+": "green", "@": "cyan"}


def show_difference(path: str, before: bytes, after: bytes, *, coloured: bool) -> None:
    """Write the difference of a file to stdout, as ``patch`` reads it; nothing when there is none."""
    from difflib import unified_diff

    old, new = (StringIO(data.decode("utf-8"), newline="\n").readlines() for data in (before, after))
    for line in unified_diff(old, new, path, path):
        ended = line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
        put((click.style(ended, fg=STYLES.get(line[0])) if coloured else ended).encode())
