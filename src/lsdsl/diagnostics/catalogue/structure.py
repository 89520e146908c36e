"""LS17x and LS18x: lines and modifiers that are missing, doubled or in the wrong place. A code is for ever."""

from lsdsl.diagnostics.catalogue.entry import Entry

FIRST = {"first": "the first one is here"}

STRUCTURE: tuple[Entry, ...] = (
    Entry(
        "LS170",
        "doubled-line",
        message=("`{line}` stands twice in {where}",),
        label=("the second one",),
        help=("keep one of the two",),
        related=FIRST,
    ),
    Entry(
        "LS171",
        "line-out-of-order",
        message=("{line} stands after {earlier}",),
        label=("too late",),
        help=(
            "move it up: `given` and `starting` come before what happens in the {test}",
            "move it up: trigger, `where`, `again when`, `limit`, `cancel when`, `enabled`, then the steps",
        ),
        related={"earlier": "this comes after it"},
    ),
    Entry(
        "LS172",
        "missing-trigger",
        message=("follow-up `{name}` has no trigger",),
        label=("nothing starts it",),
        help=("begin it with `on EVENT`, `when CONDITION` or `when SCORE gains more than 20 points within 1 day`",),
    ),
    Entry(
        "LS173",
        "second-trigger",
        message=("follow-up `{name}` has a second trigger",),
        label=("the second one",),
        help=("join events as in `on A or B` and conditions with `or`, or write a second follow-up",),
        related=FIRST,
    ),
    Entry(
        "LS174",
        "missing-line",
        message=("{what} has no {line}",),
        label=("{line} is missing",),
        help=(
            "end it with {otherwise}",
            "say which profiles are in it: {where}",
            "say what is done: {step}",
            "say what has to hold at the end: {expect}",
            "add `{attribute} = ...`",
        ),
    ),
    Entry(
        "LS175",
        "otherwise-not-last",
        message=("this row stands after `otherwise`, so it never counts",),
        label=("after `otherwise`",),
        help=("move `otherwise` to the end",),
        related={"otherwise": "`otherwise` is here"},
    ),
    Entry(
        "LS177",
        "line-not-in-computed-score",
        message=("the computed score `{score}` cannot have {line}",),
        label=("not in a computed score",),
        help=("it may have `title`, `minimum`, `maximum`, `ideal`, `field` and ranges; put this into a score with rules",),
    ),
    Entry(
        "LS178",
        "mixed-rows",
        message=("a table has rows with `from` or rows with values, not both",),
        label=("another kind of row",),
        help=("write two tables",),
        related={"kind": "the first row is of the other kind"},
    ),
    Entry(
        "LS180",
        "range-start",
        message=("the {first} range `{name}` has a `from`", "the range `{name}` has no `from`"),
        label=("ranges go from the lowest upwards",),
        help=(
            "take the `from` away: the {first} range holds whatever is below the second",
            "say where it begins: `range {name} from N`",
        ),
    ),
    Entry(
        "LS181",
        "nothing-to-arm",
        message=("`again when` needs a trigger that waits for a condition",),
        label=("there is nothing to arm again",),
        help=("take the line away; `again when` belongs to `when CONDITION` and `when SCORE gains more than N within D`",),
        related={"trigger": "this trigger is always armed"},
    ),
    Entry(
        "LS182",
        "modifiers-against-each-other",
        message=("`{line}` and `{other}` contradict each other",),
        label=("against the other one",),
        help=("keep one of the two",),
        related={"first": "the other one is here"},
    ),
)
