"""``--watch``: do it again when a file changes.

The files are looked at a few times a second, which needs no library, works on every file system and costs nothing that one could
notice for a folder of rules.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from lsdsl.cli.console import is_terminal, notice, say

PAUSE: Final = 0.3
"""Seconds between two looks."""
WATCHED: Final = (".lsdsl", ".toml", ".txt")
"""Rules, settings, lists."""
CLEAR: Final = "\x1b[2J\x1b[3J\x1b[H"

Seen = dict[str, tuple[int, int]]
"""Time of change and size of each file."""


def watch(paths: Sequence[str], work: Callable[[], object], pause: Callable[[float], None] = time.sleep) -> None:
    """Do the work now and whenever a file in the folders of the paths changes, until Ctrl-C."""
    import sys

    for changed in changes(paths, pause):
        if is_terminal(sys.stdout):
            say(CLEAR)
        work()
        what = f"{', '.join(changed[:3])}{' ...' if len(changed) > 3 else ''} changed, checked" if changed else "checked"
        notice(f"\n{what} at {datetime.now().astimezone():%H:%M:%S}; waiting for changes, Ctrl-C ends")


def changes(paths: Sequence[str], pause: Callable[[float], None]) -> Iterator[list[str]]:
    """At once an empty list, then each time the names of the files that changed, came or went."""
    seen = _look(paths)
    yield []
    while True:
        pause(PAUSE)
        now = _look(paths)
        changed = sorted(name for name in seen.keys() | now.keys() if seen.get(name) != now.get(name))
        if changed:
            seen = now
            yield changed


def _look(paths: Sequence[str]) -> Seen:
    seen: Seen = {}
    for path in paths:
        folder = path if Path(path).is_dir() else os.path.dirname(path) or os.curdir  # noqa: PTH120 - keeps how it was named
        for place, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                if name.endswith(WATCHED):
                    _note(os.path.join(place, name), seen)  # noqa: PTH118 - keeps how it was named
    return seen


def _note(file: str, seen: Seen) -> None:
    try:
        known = os.stat(file)  # noqa: PTH116 - a text comes in
    except OSError:
        return  # gone since it was listed: the next look tells
    seen[os.path.normpath(file)] = (known.st_mtime_ns, known.st_size)
