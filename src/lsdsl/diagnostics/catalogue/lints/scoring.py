"""The words of LS520 to LS529: points, ranges and limits that cannot work as written."""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

SCORING: tuple[Entry, ...] = (
    Entry(
        "LS520",
        "repeated-rule",
        message=("score `{score}` has a rule for this already, in other words",),
        label=("says the same",),
        help=("keep one of the two rules, with the points that you want",),
        related={"first": "this rule gives points for the same"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS521",
        "scored-twice",
        message=(
            "each {event} is scored twice: by this rule and by another one with the same condition",
            "what equals {text} is scored twice: by this rule and by another one that looks for the same text",
        ),
        label=("scores it, too",),
        help=("take it out of one of the two rules, or write the sum of the points into one rule",),
        related={"first": "this rule scores it first"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS522",
        "unreachable-range",
        message=(
            "no lead gets into the range `{name}`: it begins at {start}, and `{score}` is never more than {most}",
            "no lead gets into the range `{name}`: it ends below {end}, and `{score}` is never less than {least}",
        ),
        label=("out of reach",),
        help=(
            "let `{name}` begin at {most} or lower, or let the rules give more points",
            "let the next range begin above {least}, or take `{name}` away",
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS523",
        "unreachable-threshold",
        message=(
            "every lead meets this, time and again: its rules give {gains} points at most, in a whole life",
            "no lead meets this: `{what}` is never more than {most}{never:.0}",
            "no lead meets this: `{what}` is never less than {least}{never:.0}",
            "every lead meets this: `{what}` is never more than {most}{always:.0}",
            "every lead meets this: `{what}` is never less than {least}{always:.0}",
        ),
        label=("never true{never:.0}", "always true{always:.0}"),
        help=(
            "only rules on events gain points: let those give more, or ask for fewer points here{gains:.0}",
            "compare with a smaller number, or let the rules give more points{never:.0}{most:.0}",
            "compare with a larger number, or let the rules take more points away{never:.0}",
            "compare with a number that some leads do not reach, or take the comparison away{always:.0}",
        ),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS524",
        "ideal-below-a-rule",
        message=("one award of this rule is worth {points} points, and the ideal of `{score}` is {ideal}",),
        label=("reaches the ideal alone",),
        help=("raise the ideal to what a very good lead has, or let this rule give less",),
        severity=Severity.INFO,
    ),
    Entry(
        "LS525",
        "limit-without-effect",
        message=(
            "the maximum of group `{group}` changes nothing: its rules give {most} points at most, and it allows {maximum}",
            "`{limit}` changes nothing: without it the rule awards {most} per {within} at most",
            "`{limit}` changes nothing: without it the rule awards {most} at most",
        ),
        label=("never reached",),
        help=("lower the maximum, or take it away{group:.0}", "lower the limit, or take it away"),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS526",
        "expiry-without-effect",
        message=("`{expiry}` changes nothing: nothing is left of the points after {gone}",),
        label=("comes too late",),
        help=("take the expiry away, or let the points expire earlier",),
        related={"decay": "this has taken all of them by then"},
        severity=Severity.WARNING,
    ),
    Entry(
        "LS527",
        "zero-points",
        message=(
            "this {step} awards nothing: so few points are rounded to 0{tiny:.0}",
            "this {step} awards nothing: its points are 0",
        ),
        label=("no points",),
        help=("write how many points it is worth, or take the {step} away",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS528",
        "protected-field",
        message=("points depend on `{name}`: {what} is protected by law in many countries",),
        label=("tells a person's {what}",),
        help=("score what a lead does or what the company is; if this is allowed here, say why: `# lsdsl: ignore[LS528] ...`",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS529",
        "needless-box",
        message=("this box does what steps can do",),
        label=("no script is needed here",),
        help=(
            "write the steps {steps} in its place; lsdsl checks and explains them better than a box{many:.0}",
            "write the step {steps} in its place; lsdsl checks and explains it better than a box",
        ),
        severity=Severity.INFO,
    ),
)
