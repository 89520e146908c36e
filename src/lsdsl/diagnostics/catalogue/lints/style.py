"""The words of LS6xx: style. Matters of taste are looked for only where somebody asks for them."""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

STYLE: tuple[Entry, ...] = (
    Entry(
        "LS601",
        "no-description",
        message=("`{name}` has no description",),
        label=("what it is for is not said",),
        help=("write a line above it: `## What it is for, in a few words.`",),
        severity=Severity.INFO,
        enabled=False,
    ),
    Entry(
        "LS602",
        "name-style",
        message=("the name `{name}` is not in small letters with `_` between the words",),
        label=("another style than the language's own names",),
        help=(
            'call it `{better}`, with `from "{column}"` behind the type if that is what the data calls it',
            "call it `{better}`, in the data too",
            "use small letters, digits and `_`",
        ),
        severity=Severity.INFO,
        enabled=False,
    ),
    Entry(
        "LS603",
        "no-limit",
        message=("`{name}` asks for `{action}` each time that it starts, however often that is",),
        label=("no `limit` and no guard of its own",),
        help=("write a limit below its trigger and `where`: `limit once`, or `limit 1 per 7 days`",),
        severity=Severity.INFO,
        enabled=False,
    ),
    Entry(
        "LS604",
        "repeated-comparison",
        message=("`{words}` is written out in {count} places",),
        label=("the first one",),
        help=(
            "`let {let}` is the same: use `{let}`",
            "name it, so that the number stands in one place: `let NAME = {words}`",
        ),
        related={"again": "again"},
        severity=Severity.INFO,
        enabled=False,
    ),
)
