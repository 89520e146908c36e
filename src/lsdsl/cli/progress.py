"""A progress bar on the terminal for what may take over a second; nothing when the output is piped."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from lsdsl.cli.console import is_terminal
from lsdsl.diagnostics.visible import visible
from lsdsl.runner.batch import Progress, Unit

PATIENCE = 0.7
"""Seconds that may pass before a bar appears."""

LONGEST_NAME = 24


class Rate(ProgressColumn):
    """How fast it goes: ``3.2 MB/s``, ``12,000 rows/s``."""

    def render(self, task: Task) -> Text:
        """The rate of the last seconds, or of the whole when it is done."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else rate_text(speed, task.fields["unit"]), style="dim")


def rate_text(speed: float, unit: Unit) -> str:
    """So many a second, in words."""
    return f"{speed / 1e6:,.1f} MB/s" if unit == "bytes" else f"{speed:,.0f} {unit}/s"


@contextmanager
def progress_bar(console: Console) -> Iterator[Progress]:
    """A bar for each input, with rate and remaining time, which appears when it is needed and leaves nothing behind."""
    if not is_terminal(sys.stderr):
        yield lambda _what, _unit, _done, _size: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), Rate(), TimeRemainingColumn())
    bar = Bar(*columns, console=console, transient=True)
    tasks: dict[str, TaskID] = {}
    patient_until = time.monotonic() + PATIENCE
    started = False

    def report(what: str, unit: Unit, done: int, size: int | None) -> None:
        nonlocal started
        if not started and time.monotonic() > patient_until:
            bar.start()
            started = True
        if what not in tasks:
            tasks[what] = bar.add_task(short_name(what), total=size, unit=unit)
        bar.update(tasks[what], completed=done)

    try:
        yield report
    finally:
        if started:
            bar.stop()


def short_name(path: str) -> str:
    """The name of a file without its folders, cut when it is long."""
    name = visible(PurePath(path).name)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
