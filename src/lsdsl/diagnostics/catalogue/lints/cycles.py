"""The words of LS510: follow-ups that start themselves again."""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

CYCLES: tuple[Entry, ...] = (
    Entry(
        "LS510",
        "follow-up-cycle",
        message=("this starts itself again, within one event: {cycle}",),
        label=("the cycle begins here",),
        help=(
            "give `{followup}` a `where` that its own writes make false, or `changed(FIELD)` of another field, or a `limit`",
            "give a rule in it a `where` that its own points make false, or take its `field` away",
        ),
        related={"part": "this is part of the cycle"},
        severity=Severity.WARNING,
    ),
)
