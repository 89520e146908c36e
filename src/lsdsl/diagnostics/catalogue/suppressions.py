"""LS9xx: findings about how findings are kept quiet. A code is for ever: never reused, never renumbered."""

from typing import Final

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

SUPPRESSIONS: Final[tuple[Entry, ...]] = (
    Entry(
        "LS901",
        "unused-ignore",
        message=("{codes} is not found here, so there is nothing to ignore", "there is nothing to ignore here: {several}"),
        label=("ignores nothing",),
        help=("delete {rest} from the comment", "delete the comment"),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS902",
        "ignore-of-unknown-code",
        message=("there is no code `{name}` to ignore",),
        label=("no such code",),
        help=("did you mean {close}?", "`lsdsl list codes` shows all codes; a comment names whole codes, like `ignore[LS503]`"),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS903",
        "ignore-of-fixed-code",
        message=("{named} cannot be ignored in a comment",),
        label=("cannot be ignored",),
        help=(
            "mend the comments that it is about, or set the level of {named} in {settings}",
            "mend what it is about: only likely mistakes and matters of style can be ignored (LS5xx to LS7xx)",
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS904",
        "ignore-not-understood",
        message=("this comment ignores nothing: {problem}",),
        label=("not understood",),
        help=("{advice}",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS905",
        "baseline-entry-unmatched",
        message=(
            "the baseline allows {allowed} of {named} in {path}, and {found} of them is left",
            "the baseline allows a finding of {named} in {path} that is no longer there",
        ),
        label=("no longer found",),
        help=("run `lsdsl check --update-baseline`, so that it cannot come back unseen",),
        severity=Severity.WARNING,
    ),
)
