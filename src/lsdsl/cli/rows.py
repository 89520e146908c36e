"""A table of Rich without blanks at the ends of its lines."""

from itertools import dropwhile

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.table import Table


class Rows(Table):
    """A table whose last column is not filled up: what is copied or written to a file has no blanks that nobody sees."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines of the table, each as long as what stands in it."""
        drawn = (one for one in super().__rich_console__(console, options) if isinstance(one, Segment))
        for line in Segment.split_lines(drawn):
            kept = [*dropwhile(lambda segment: not segment.text.strip(), reversed(line))][::-1]
            yield from kept[:-1]
            if kept:
                yield Segment(kept[-1].text.rstrip(), kept[-1].style)
            yield Segment.line()
