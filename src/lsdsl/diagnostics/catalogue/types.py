"""LS3xx: types and values. A code is for ever: never reused, never renumbered."""

from lsdsl.diagnostics.catalogue.entry import Entry

LITERAL_HELP = ("write `{plain}` without the quotes", 'write `"{quotes}"` with quotes')

CONDITIONS: tuple[Entry, ...] = (
    Entry(
        "LS301",
        "not-a-condition",
        message=("a condition is needed here, and `{words}` is {found}",),
        label=("{found}, neither true nor false",),
        help=(
            "write `{number} is not missing`, or compare it: `{number} > 0`",
            'write `{text} is not missing`, or compare it: `{text} is "..."`',
            'write `{list} contains "..."`',
            "write `{duration} > 7 days`",
            "write `{date} is not missing`, or compare it: `{date} >= 2026-01-31`",
            "write `{datetime} is not missing`, or compare it: `{datetime} >= 2026-01-31`",
        ),
    ),
    Entry(
        "LS302",
        "not-comparable",
        message=("{left} cannot be compared with {right}",),
        label=("{left} and {right}",),
        help=(
            *LITERAL_HELP,
            "write `{list} contains {item}`",
            "compare how long ago it is: `age({since}) > 7 days`",
            "`{name}` takes values of one type",
            "compare values of one type; nothing is converted on the way",
        ),
    ),
    Entry(
        "LS303",
        "operator-types",
        message=("`{operator}` does not work on {left} and {right}",),
        label=("{left} {operator} {right}",),
        help=(
            "a text is turned into a number with `{mixed}`; never the other way round",
            "add or take away a duration, such as `7 {days}`",
            "numbers take `+ - * /`, texts take `+`, dates and durations take `+` and `-`",
        ),
    ),
    Entry(
        "LS304",
        "wrong-type",
        message=("{what} has to be {wanted}, not {found}",),
        label=("{found}",),
        help=LITERAL_HELP,
    ),
    Entry(
        "LS305",
        "not-an-option",
        message=('"{value}" is not one of the values of {what}',),
        label=("never the value of {what}",),
        help=("did you mean {suggestion}?", "the values are {options}"),
    ),
    Entry(
        "LS306",
        "no-order",
        message=("{found} has no order",),
        label=("{found}",),
        help=(
            "`<`, `>` and `between` compare numbers, dates, datetimes and durations; texts and booleans are compared with `is`",
        ),
    ),
    Entry(
        "LS307",
        "mixed-list",
        message=("this is {found} in a list of {wanted}",),
        label=("{found}",),
        help=("write all values of a list in one type",),
    ),
    Entry(
        "LS308",
        "no-negative",
        message=("there is no negative of {found}",),
        label=("{found}",),
        help=("`-` stands before numbers and durations",),
    ),
    Entry(
        "LS309",
        "bad-pattern",
        message=("this pattern cannot be used: {reason}",),
        label=("not a pattern in RE2 syntax",),
        help=(
            "{backtracking} do not exist here, so that every search is fast; say it with two conditions",
            "patterns are regular expressions in RE2 syntax",
        ),
    ),
    Entry(
        "LS310",
        "list-of-another-type",
        message=("{left} cannot be in `{name}`, whose values have another type: {right}",),
        label=("values of another type",),
        help=("use a list with values of the same type",),
    ),
    Entry(
        "LS311",
        "field-after-in",
        message=("`{name}` is a field, and `in` needs a list that is fixed",),
        label=("its values differ from profile to profile",),
        help=("write `{name} contains {words}`",),
    ),
    Entry(
        "LS312",
        "case-of-no-text",
        message=("`ignoring case` is for texts, not for {found}",),
        label=("{found} has no case",),
        help=("take `ignoring case` away",),
    ),
    Entry(
        "LS313",
        "list-in-list",
        message=("`{words}` is a list, and `in` looks for a single value",),
        label=("a list",),
        help=('write `{words} contains any ("a", "b")`, or `all` or `none`',),
    ),
    Entry(
        "LS314",
        "nothing-to-search",
        message=("`{operator}` does not work on {found}",),
        label=("{found}",),
        help=(
            '`{operator}` looks into a text; for a list write `{words} contains "..."`',
            "`{operator}` looks into a text or a list",
        ),
    ),
    Entry(
        "LS315",
        "which-of-the-list",
        message=("`{operator}` before a list has to say which of its values",),
        label=("a list",),
        help=("write `{operator} any {words}`, or `all` or `none`",),
    ),
)

CALLS: tuple[Entry, ...] = (
    Entry(
        "LS317",
        "argument-count",
        message=("wrong number of arguments for `{name}`: {count}",),
        label=("{count} given",),
        help=("write `{usage}`",),
    ),
    Entry(
        "LS318",
        "argument-kind",
        message=("`{name}` needs {wanted} here",),
        label=("not {wanted}",),
        help=("write `{usage}`",),
    ),
    Entry(
        "LS319",
        "argument-extra",
        message=("`{name}` does not take `{extra}`",),
        label=("not here",),
        help=(
            "take it away; `where` and `within` belong to `count`, `sum` and `seen`, `of` to `sum`, `within` also to `gained`",
        ),
    ),
    Entry(
        "LS320",
        "sum-of-what",
        message=("`sum` does not say of which event",),
        label=("`of EVENT` is missing",),
        help=("write `{usage}`",),
    ),
    Entry(
        "LS321",
        "not-a-score",
        message=("`is {relation}` compares a score with one of its ranges, and `{words}` is not a score",),
        label=("not a score",),
        help=("compare numbers with `>=` and `<`",),
    ),
    Entry(
        "LS322",
        "no-ideal",
        message=("`flames` needs the ideal of score `{name}`, and it has none",),
        label=("a score without `ideal`",),
        help=("add `ideal N` to the score: the value at which all five flames burn",),
    ),
    Entry(
        "LS323",
        "gains-of-no-sum",
        message=("the points gained of `{score}` are not known: it is not a plain sum of scores",),
        label=("a computed score that is not a sum",),
        help=("ask for the gains of the scores that it is computed from",),
    ),
    Entry(
        "LS326",
        "gained-within",
        message=("`gained` does not say within which time",),
        label=("`within` is missing",),
        help=("write `{usage}`",),
    ),
)

AMOUNTS: tuple[Entry, ...] = (
    Entry(
        "LS324",
        "not-positive",
        message=("{what} has to be more than zero",),
        label=("{value}",),
        help=("write a number above zero",),
    ),
    Entry(
        "LS325",
        "not-whole",
        message=("{what} has to be a whole number",),
        label=("{value}",),
        help=("write `1`, `2`, `3` and so on",),
    ),
    Entry(
        "LS327",
        "over-all",
        message=("no more than 100% can be lost",),
        label=("{value}%",),
        help=("write a percentage from above 0 to 100",),
    ),
    Entry(
        "LS328",
        "over-rule-maximum",
        message=("this rule can be worth {upper} points, and no rule of `{score}` may be worth more than {maximum}",),
        label=("up to {upper}",),
        help=("award {maximum} points or fewer, or write `min(..., {maximum})`",),
        related={"maximum": "the maximum is here"},
    ),
    Entry(
        "LS329",
        "no-upper-bound",
        message=("it cannot be seen that this rule is worth no more than {maximum} points",),
        label=("no upper bound",),
        help=("write `min(..., {maximum})` around the points",),
        related={"maximum": "the maximum is here"},
    ),
    Entry(
        "LS331",
        "minimum-above-maximum",
        message=("the maximum {maximum} is below the minimum {minimum}",),
        label=("below the minimum",),
        help=("swap the two",),
        related={"low": "the minimum is here"},
    ),
    Entry(
        "LS333",
        "ranges-not-rising",
        message=("the range `{name}` starts at {start}, which is not above {before}",),
        label=("not above {before}",),
        help=("write the ranges from the lowest upwards",),
        related={"before": "the range before it starts here"},
    ),
    Entry(
        "LS334",
        "equal-starts",
        message=("two rows of this table start at the same value",),
        label=("the second one",),
        help=("keep one of the two rows",),
        related={"first": "the first one is here"},
    ),
    Entry(
        "LS335",
        "from-without-order",
        message=("`from` needs a number, a date or a duration, and {what} is {found}",),
        label=("{what} is {found}",),
        help=('write the values that the row is for: `+5 "a", "b"`',),
    ),
    Entry(
        "LS336",
        "field-of-score",
        message=("the field of a score has to be {wanted}, and {what} is {found}",),
        label=("{found}",),
        help=("declare {what} as `number`",),
        related={"field": "the field is declared here"},
    ),
    Entry(
        "LS337",
        "award-to-computed-score",
        message=("points cannot be awarded to the computed score `{name}`",),
        label=("a computed score",),
        help=("award them to one of the scores that it is computed from",),
        related={"score": "it is computed here"},
    ),
)

TYPES: tuple[Entry, ...] = (*CONDITIONS, *CALLS, *AMOUNTS)
