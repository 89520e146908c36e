"""A command as a whole: seconds on the clock, and the most memory that it and all of its processes took together.

Memory is the proportional set size, which counts what processes share once; it is looked at four times a second, from Linux's
``/proc``. A process that ends in between is missed by no more than it grew since the look before.
"""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

LOOKS_EVERY: Final = 0.25
_SIZE: Final = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took: seconds on the clock, and megabytes of all its processes together at most."""

    seconds: float
    megabytes: float
    printed: str


def measured(command: Sequence[str], environment: Mapping[str, str] | None = None, codes: Sequence[int] = (0,)) -> Measured:
    """Run a command to its end. Ends the benchmark with what it printed when it fails."""
    begin = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own
        command,
        env=None if environment is None else dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    largest, ended = [0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, largest, ended), daemon=True)
    watcher.start()
    try:
        printed, _ = process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    seconds = perf_counter() - begin
    ended.set()
    watcher.join()
    if process.returncode not in codes:
        sys.exit(f"{' '.join(command)}\nended with {process.returncode}:\n{printed}")
    return Measured(seconds, largest[0] / 1024, printed)


def _watch(root: int, largest: list[int], ended: threading.Event) -> None:
    while not ended.wait(LOOKS_EVERY):
        largest[0] = max(largest[0], sum(map(_kilobytes, _tree(root))))


def _tree(root: int) -> list[int]:
    """A process and all that come from it."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                stat = (place / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:  # it has ended
                continue
            parent = int(stat.rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(place.name))
    found, open_ends = [root], [root]
    while open_ends:
        below = children.get(open_ends.pop(), [])
        found += below
        open_ends += below
    return found


def _kilobytes(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:  # it has ended
        return 0
    size = _SIZE.search(text)
    return int(size[1]) if size else 0
