"""LS0xx: input, configuration and what is not supported yet. A code is for ever: never reused, never renumbered."""

from lsdsl.diagnostics.catalogue.entry import Entry

INPUTS: tuple[Entry, ...] = (
    Entry(
        "LS001",
        "not-utf8",
        message=("the file is not UTF-8: byte {offset} is {byte}",),
        label=("not UTF-8",),
        help=("save the file as UTF-8",),
    ),
    Entry(
        "LS002",
        "file-too-large",
        message=("the file has {size} bytes, more than {limit}",),
        label=("too large",),
        help=('split it into several files, or keep long lists in files of their own: `list NAME from "..."`',),
    ),
    Entry(
        "LS003",
        "lone-carriage-return",
        message=("a line ends with a lone carriage return",),
        label=("not a line end",),
        help=("save the file with the line ends of Unix or Windows",),
    ),
    Entry(
        "LS090",
        "not-supported-yet",
        message=("{what} cannot run yet",),
        label=("checked, but not run",),
        help=("all else runs; {what} of this ruleset are left out",),
    ),
)
