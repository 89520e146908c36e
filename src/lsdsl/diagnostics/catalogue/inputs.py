"""LS0xx: input and configuration. A code is for ever: never reused, never renumbered."""

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
        "LS010",
        "settings-unreadable",
        message=("the settings cannot be read: {problem}",),
        label=("here",),
        help=("write TOML: tables like `[boxes]`, and lines like `allowed = false`",),
    ),
    Entry(
        "LS011",
        "settings-unknown-key",
        message=("unknown key `{key}` in the settings",),
        label=("not a key",),
        help=("did you mean {close}?", "the keys here are {known}"),
    ),
    Entry(
        "LS012",
        "settings-wrong-type",
        message=("`{key}` takes {wanted}, not {found}",),
        label=("{wanted}",),
        help=("write `{example}`",),
    ),
    Entry(
        "LS013",
        "settings-out-of-limits",
        message=("`{key}` is {found}, more than its limit of {most}", "`{key}` is {found}, less than {least}"),
        label=("at most {most}", "at least {least}"),
        help=("write {most} or less: limits can be lowered here, and never raised", "write {least} or more"),
    ),
    Entry(
        "LS014",
        "boxes-not-allowed",
        message=("script boxes are not allowed here: {settings} says so", "script boxes are not allowed here"),
        label=("a script box",),
        help=(
            "say it with steps such as `set`, `award`, `if` and `do`, or have `allowed = true` below `[boxes]` in {settings}",
            "say it with steps such as `set`, `award`, `if` and `do`, or let boxes in: no `--no-scripts`, no `scripts=False`",
        ),
    ),
    Entry(
        "LS015",
        "settings-unknown-code",
        message=("`{key}` names the code `{name}`, which does not exist",),
        label=("no such code",),
        help=("did you mean {close}?", "`lsdsl list codes` shows all codes; write one, its name, or its beginning, like `LS6`"),
    ),
    Entry(
        "LS016",
        "settings-fixed-code",
        message=("`{key}` names {name}, which cannot be changed",),
        label=("always an error",),
        help=("take it out: only likely mistakes, style, tests and ignores have levels (LS5xx to LS7xx, LS9xx)",),
    ),
    Entry(
        "LS017",
        "baseline-unreadable",
        message=("the baseline cannot be read: {problem}",),
        label=("here",),
        help=("delete the file, and have it written anew: `lsdsl check --update-baseline`",),
    ),
)
