"""The words of LS501 to LS509: conditions that cannot mean what they say."""

from typing import Final

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

KNOWN: Final = (
    "`{value}` is always from {low} to {high}",
    "`{value}` is never below {low}",
    "`{value}` is never above {high}",
    "`{lower}` has small letters only",
    "`{upper}` has capital letters only",
    "`{domain}` has small letters only and no @",
    "`{host}` is a name in small letters, without a path",
)
"""Why one value makes a condition always true or always false."""

CONDITIONS: tuple[Entry, ...] = (
    Entry(
        "LS501",
        "condition-always-true",
        message=(
            "`{part}` is true here unless the `{happening}` arrives {late}: the one that happens counts, too",
            "`{part}` is always true here: the `{happening}` that happens counts, too",
            "`{part}` decides nothing here: it is true wherever `{stronger}` is",
            "one of `{left}` and `{right}` is always true",
            "`{part}` is always true",
        ),
        label=("`{weaker}` adds nothing", "not about the {happening} before", *KNOWN, "always true"),
        help=(
            "leave `{again}` out, or write what has to be true in between, mostly a lower limit: `... < N`",
            "to ask how long ago the {happening} before was, keep its moment in a field with `set` and ask for the {age} of that",
            "to ask for an earlier {happening}, write `count({happening} ...) > 1`",
            "leave `{weaker}` out, or correct the one of the two that says something else than you mean",
            "correct it, or leave `{where}` out, which comes to the same",
            "correct it; points that every profile has are the `initial` of a score and need no `{state}`",
            "correct it; as it stands, `{edge}` fires once for each profile, at its creation: `on profile created` says so",
            "correct it: as it stands, `{cancel}` drops every run that begins to wait",
            "correct it, or leave it out",
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS502",
        "condition-always-false",
        message=(
            "`{part}` is false here unless the `{happening}` arrives {late}: the one that happens is the last one",
            "`{part}` decides nothing here: where it is true, `{wider}` is true anyway",
            "`{left}` and `{right}` are never true together",
            "`{part}` is always false",
        ),
        label=("`{narrower}` adds nothing", "not about the {happening} before", *KNOWN, "always false"),
        help=(
            "to ask how long ago the {happening} before was, keep its moment in a field with `set` and ask for the {age} of that",
            "to ask whether it is the first {happening}, write `count({happening}) is 1`",
            "leave `{narrower}` out, or correct the one of the two that says something else than you mean",
            "correct it: as it stands, nobody is ever in `{selection}`",
            "correct it: as it stands, `{followup}` never runs",
            "correct it: as it stands, this {rule} never counts",
            "correct it, or leave it out",
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS503",
        "rule-never-fires",
        message=(
            "no run of `{cancelled}` gets past its first `wait`: the `{starts}` that starts it counts already",
            "no run of `{followup}` gets past its first `wait`: `{cancel}` is true by then",
            "`{followup}` never runs: `where` is false whenever its trigger fires",
            "`{name}` does not run, unless the `{event}` arrives {late}: the one that starts it counts already",
            "`{name}` never runs: the `{event}` that starts it counts already",
            "this rule does not count, unless the `{event}` arrives {late}: the one that it is for counts already",
            "this rule never counts: the `{event}` that it is for counts already",
        ),
        label=("`{cancel}` is true whenever the follow-up starts", "the `{event}` that happens is among them", "never true here"),
        help=(
            "to end the run at a later {starts}, ask after the wait, with its length: `if not seen({starts} within 3 days):`",
            "correct `{cancel}`, or `where`, so that there are runs which go on waiting",
            "to mean the first one, compare with 1: `count({event} ...) is 1`",
            "correct the trigger or `where` of `{followup}`: nothing meets both",
        ),
        related={"trigger": "it fires only when this is true", "where": "it starts only where this is true"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS504",
        "unreachable-row",
        message=(
            "this row never counts: what it is for, {taken}, is taken by an earlier row",
            "this row never counts for {doubled}: that is taken by an earlier row",
            "this row never counts: no value of `{by}` gets to it",
            "this {row} is never reached: what stands before it takes all that it is for",
        ),
        label=("this {row} is never reached", "never counts"),
        help=(
            "leave this row out, or correct {taken}",
            "leave {doubled} out here, or there",
            "put this {row} before what takes more, or correct its condition: the first that is true counts",
            "leave this row out, or correct it",
        ),
        related={"earlier": "taken here"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS505",
        "number-as-text",
        message=("`{name}` is a text, but all that it is compared with are numbers",),
        label=("declared as text",),
        help=("declare it as `{name} number` and compare it without quotes: then `10` is more than `9`, and `5.0` is `5`",),
        related={"use": "compared with a number here"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS506",
        "options-differ-in-case",
        message=(
            "two options of the choice `{name}` differ in capital letters only: {one} and {other}",
            "two values of the list `{list}` differ in capital letters only: {one} and {other}",
            "two values of this list differ in capital letters only: {one} and {other}",
        ),
        label=("both are kept apart",),
        help=(
            "keep one of them: data with the other spelling is then reported instead of being counted apart as `{name}`",
            "keep one of them and test with `ignoring case`, which takes every spelling",
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS507",
        "case-sensitive-text",
        message=("{text} is compared letter by letter, so {variant} does not count",),
        label=("`{field}` is free text, which people spell as they like",),
        help=("add `ignoring case`; if `{field}` has a few fixed values, declare it as a `choice(...)`: then this is checked",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS508",
        "date-in-the-past",
        message=("{date} is over, so `{part}` is never true again",),
        label=("in the past",),
        help=("write a date that is to come, or a field of type `date` if each profile has its own; or leave this out",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS509",
        "shared-boundary",
        message=("this rule and the one in line {line} both count when `{value}` is exactly {boundary}",),
        label=("{boundary} is meant here",),
        help=("let one of them end before: write `{half}`, or use a table (`by {value}:`), of which one row counts",),
        related={"other": "{boundary} is meant here, too"},
        severity=Severity.WARNING,
    ),
)
