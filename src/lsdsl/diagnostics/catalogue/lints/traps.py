"""The words of LS511 to LS519, LS530 to LS534: what says something else than it seems to."""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

VALUES: tuple[Entry, ...] = (
    Entry(
        "LS511",
        "compared-with-itself",
        message=(
            "this compares `{side}` with itself, which is never true{never:.0}",
            "this compares `{side}` with itself, which is true wherever it has a value{present:.0}",
            "this compares `{side}` with itself, which is true only where it has no value{absent:.0}",
            "one end of this `between` is `{side}` itself{end:.0}",
            "`{side}` stands on both sides: what comes out is always {result}",
            "`{function}` is given `{side}` twice",
        ),
        label=("the same on both sides{result:.0}", "the same twice{function:.0}", "the same twice"),
        help=(
            "write what `{side}` is to be compared with; whether it has a value is asked by `{side} is not missing`{present:.0}",
            "write what `{side}` is to be compared with; whether it has no value is asked by `{side} is missing`{absent:.0}",
            "write the other value that is meant, in one of the two places",
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS512",
        "empty-list",
        message=(
            "nobody gets this mail: `{argument}` is an empty list",
            "the list file of `{name}` has no values, and {places} into it{file:.0}",
            "the list `{name}` has no values, and {places} into it",
            "`{part}` looks into a list without values, so it is always {verdict}",
        ),
        label=("no values", "`{name}` is empty{places:.0}"),
        help=(
            "write the addresses between the parentheses, or leave `{argument}` out",
            "write the values into the file, one a line; lines that begin with `#` are comments{file:.0}",
            'write its values between the parentheses: `list {name} = ("a", "b")`',
            "write the values between the parentheses, or leave this out",
        ),
        related={"use": "always {verdict} as long as the list is empty"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS513",
        "empty-text",
        message=(
            "`{part}` is true for every text: each one {contains} the empty text",
            "`{part}` is also true where `{value}` is missing, which is not the same as an empty text{negated:.0}",
            "`{part}` is false where `{value}` is missing, which is not the same as an empty text",
        ),
        label=("an empty text",),
        help=(
            "write the text to look for; whether there is a text at all is asked by `{value} is not missing`{contains:.0}",
            'write `{value} is not missing`; or, with empty texts, `{value} is not missing and {value} is not ""`{negated:.0}',
            'write `{value} is missing`; or, with empty texts, `{value} is missing or {value} is ""`',
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS514",
        "wildcard-in-text",
        message=("`{sign}` stands for nothing but itself: only a text with this sign in it fits {text}",),
        label=("no wildcard",),
        help=(
            "leave the `{sign}` out: `{operator}` says already where the text stands",
            "write `{value} {instead} {plain}`",
            "leave the `{sign}` out, and say where the text stands: `starts with any`, `ends with any`, `contains any`",
        ),
        severity=Severity.WARNING,
    ),
)

MOMENTS: tuple[Entry, ...] = (
    Entry(
        "LS515",
        "only-at-midnight",
        message=(
            "`{value}` is a moment and {day} its first one: only midnight itself is equal to it{equal:.0}",
            "`{value}` is a moment and {day} begins at midnight: all that comes later that day is left out",
            "one of the two is a moment and the other a day: they are equal at midnight only",
        ),
        label=("a date stands for its midnight, UTC",),
        help=(
            "for the whole day write `{value} >= {day} and {value} < {next}`; it begins and ends in UTC{equal:.0}",
            "to include the last day write `{value} >= {low} and {value} < {next}`; the days begin and end in UTC",
            "write `{value} < {next}` to include the day, `{value} < {day}` to leave it out",
            "compare two dates, or ask with `>=` and `<`",
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS516",
        "value-never-fits",
        message=(
            "{count} values of `{list}`, such as {item}, never fit here: {known}",
            "{item} in `{list}` never fits here: {known}",
            "{item} never fits here: {known}",
        ),
        label=("not all of them can fit{list:.0}", "one of them cannot fit"),
        help=(
            "correct the values of `{list}`, or compare with something else",
            "correct it, or leave it out",
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS517",
        "counts-every-change",
        message=("this rule gives its points again with each change of any field, as long as `{where}` holds",),
        label=("does not say which change",),
        help=(
            "to reward one change, write `where changed({field}) and ...`; for points as long as it is so, `+N while ...`",
            "to reward one change, write `where changed(FIELD) and ...`",
        ),
        severity=Severity.WARNING,
    ),
)

MORE: tuple[Entry, ...] = (
    Entry(
        "LS533",
        "no-mail-address",
        message=("{text} is no mail address, so nobody gets mail there",),
        label=("the text itself, not the field `{field}`", "no @ in it"),
        help=("write the field without quotes: `{argument}: {field}`", "write an address, or the name of a field without quotes"),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS534",
        "decay-without-effect",
        message=("`{decay}` changes nothing: the points have expired by then",),
        label=("comes too late",),
        help=("take it away, or let the points shrink earlier, or expire later",),
        related={"expiry": "this withdraws all of them before"},
        severity=Severity.WARNING,
    ),
)

SCORES: tuple[Entry, ...] = (
    Entry(
        "LS532",
        "ideal-out-of-reach",
        message=("no lead reaches the ideal of `{score}`: it is {ideal}, and `{score}` is never more than {most}",),
        label=("never more than {most}",),
        help=("lower the ideal to what a very good lead has, {most} at most; or let the rules give more points",),
        severity=Severity.WARNING,
    ),
)

COURSES: tuple[Entry, ...] = (
    Entry(
        "LS518",
        "wait-without-effect",
        message=("nothing comes after this `wait`",),
        label=("waits for nothing",),
        help=("write below it what is to happen then, or put it before the steps that are to wait",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS519",
        "nothing-to-cancel",
        message=("`{followup}` never waits, so `cancel when` has no runs to drop",),
        label=("tested only while a run waits",),
        help=("write it into `where` if such runs are not to start; or add the `wait` that is missing",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS530",
        "unreachable-step",
        message=("no run gets to this step",),
        label=("comes after the end of the run",),
        help=("put it before `stop`, or take the one or the other away",),
        related={"stop": "the run ends here"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS531",
        "limit-below-award",
        message=("`{limit}` cuts every award of this rule: each one would be {points} points",),
        label=("less than one award",),
        help=("to count awards, write `at most {amount} times{window}`; else let the rule give {amount} points or fewer",),
        severity=Severity.WARNING,
    ),
)

TRAPS: tuple[Entry, ...] = (*VALUES, *MOMENTS, *COURSES, *SCORES, *MORE)
