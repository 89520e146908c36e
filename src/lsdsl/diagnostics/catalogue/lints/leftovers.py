"""The words of LS540 to LS549: what nothing uses, and what gets in its own way."""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

UNUSED: tuple[Entry, ...] = (
    Entry(
        "LS540",
        "unused-list",
        message=("nothing looks into the list `{name}`",),
        label=("not used anywhere",),
        help=("take it away, or use it: `... in {name}`",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS541",
        "unused-let",
        message=("nothing uses `{name}`",),
        label=("not used anywhere",),
        help=("take it away, or write its name where it is meant",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS542",
        "unused-event",
        message=("the event `{name}` changes nothing: no rule, follow-up, condition or test names it",),
        label=("not used anywhere",),
        help=("write a rule on it; or take it away, if the data has no such events (they would be rejected then)",),
        severity=Severity.INFO,
    ),
    Entry(
        "LS543",
        "unused-field",
        message=("no rule reads or sets the field `{name}`",),
        label=("carried along only",),
        help=("take it away, if nobody needs it in the output either",),
        severity=Severity.INFO,
        enabled=False,
    ),
    Entry(
        "LS544",
        "field-without-data",
        message=("the rules read `{name}`, and nothing ever gives it a value: the data has no `{key}` and no rule sets it",),
        label=("not in the data",),
        help=(
            'the data has `{near}`: if that is meant, write `from "{near}"` behind the type',
            "add it to the data, or name the column that holds it with `from`",
        ),
        severity=Severity.WARNING,
    ),
)

INTERFERING: tuple[Entry, ...] = (
    Entry(
        "LS545",
        "overwritten-field",
        message=(
            "`{same}` sets `{field}` to the same value again, whenever this runs",
            "what is set here is lost: `{later}` sets `{field}` again, whenever this runs",
        ),
        label=("set here, and read by nobody in between",),
        help=(
            "keep one of the two; `{same}` does the same",
            "give the two follow-ups conditions of which only one holds, or keep one of them",
        ),
        related={"later": "set again here, in the same moment"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS546",
        "step-changes-nothing",
        message=(
            "`{own}` is set to the value that it has{own:.0}",
            "`{field}` is {value} already when this step sets it",
            "the profile has the tag `{add}` already when this step adds it",
            "the profile does not have the tag `{remove}` when this step takes it away",
        ),
        label=("changes nothing",),
        help=(
            "write the value that is meant after `to`, or take the step away{own:.0}",
            "look at `{condition}`: it holds only where this is done already; perhaps the opposite is meant",
            "take one of the two away",
        ),
        related={"condition": "this condition sees to it", "step": "done here already"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS547",
        "disabled-score-read",
        message=(
            "score `{score}` is switched off, and {count} places still read it",
            "score `{score}` is switched off, and this still reads it",
        ),
        label=("no value here while `{score}` is switched off",),
        help=("take `{score}` out of what reads it, or switch it on again: without `enabled false`",),
        related={"score": "it is switched off with `enabled false`"},
        severity=Severity.WARNING,
    ),
)

LEFTOVERS: tuple[Entry, ...] = (*UNUSED, *INTERFERING)
