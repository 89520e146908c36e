"""LS4xx: what is found in script boxes; LS860 to LS869: what fails while they run. A code is for ever."""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

MEANT = "did you mean {suggestion}?"

TEXT: tuple[Entry, ...] = (
    Entry(
        "LS400",
        "box-too-large",
        message=("the box has {found} {what}, more than {limit}",),
        label=("too much for one box",),
        help=("split it into several boxes or steps, or write a part of it as rules",),
    ),
    Entry(
        "LS401",
        "box-hidden-character",
        message=("a box cannot hold the character {character}, {name}",),
        label=("{character}",),
        help=("take it away; in a text it can be written as an escape such as `\\u200b`",),
    ),
    Entry(
        "LS402",
        "box-name-not-ascii",
        message=("the name `{name}` has letters other than a to z",),
        label=("names in boxes are ASCII",),
        help=("choose a name of `a` to `z`, digits and `_`; other letters stand in texts and comments",),
    ),
    Entry(
        "LS403",
        "box-foreign-syntax",
        message=("`{found}` is not Python",),
        label=("as other languages write it",),
        help=("{instead}",),
    ),
    Entry(
        "LS404",
        "box-split-operator",
        message=("there is a blank inside of the operator `{instead}`",),
        label=("this blank",),
        help=("write `{instead}`",),
    ),
    Entry(
        "LS405",
        "box-semicolon",
        message=("a box has no `;`",),
        label=("the end of the line ends a statement",),
        help=("take it away; write each statement on a line of its own",),
    ),
    Entry(
        "LS406",
        "box-unreadable",
        message=("{what}", "this line cannot be read as Python"),
        label=("from here on",),
        help=("write one statement, such as `profile.fields.NAME = VALUE` or `if CONDITION:`",),
    ),
    Entry(
        "LS407",
        "box-missing-colon",
        message=("the `:` at the end of this line is missing",),
        label=("missing here",),
        help=("end the line with `:` and indent what belongs to it",),
    ),
    Entry(
        "LS408",
        "box-indentation",
        message=("{what}",),
        label=("look at the indentation here",),
        help=("indent the lines of one block alike, four blanks deeper than the line that opens it",),
    ),
    Entry(
        "LS409",
        "box-unclosed",
        message=("{what}",),
        label=("this one",),
        help=("every `(`, `[`, `{{` and every quote needs its partner",),
    ),
    Entry(
        "LS410",
        "box-comparison-alone",
        message=("this line compares two values and does nothing with the answer",),
        label=("`==` compares",),
        help=("did you mean `=`?",),
    ),
    Entry(
        "LS411",
        "box-no-effect",
        message=("this line has no effect",),
        label=("its value is lost",),
        help=("assign it: `NAME = ...` or `profile.fields.NAME = ...`",),
    ),
    Entry(
        "LS412",
        "box-single-equals",
        message=("`=` assigns and does not compare",),
        label=("`=` in a condition",),
        help=("write `==` to compare",),
    ),
    Entry(
        "LS413",
        "box-bad-target",
        message=("nothing can be assigned to this",),
        label=("not a name and not a field",),
        help=("write a name or `profile.fields.NAME` on the left of `=`",),
    ),
    Entry(
        "LS414",
        "box-bad-literal",
        message=("{what}", "this number is not written as Python writes numbers"),
        label=("this literal",),
        help=("write numbers as `5`, `2.5` or `10_000`, texts in quotes",),
    ),
    Entry(
        "LS415",
        "box-outside-loop",
        message=("`{word}` stands in no loop",),
        label=("no `for` around it",),
        help=("write `return` to end the box",),
    ),
)

SHAPES: tuple[Entry, ...] = (
    Entry(
        "LS420",
        "box-not-allowed",
        message=("boxes have no {what}",),
        label=("not in boxes",),
        help=("{instead}",),
    ),
    Entry(
        "LS421",
        "box-no-attributes",
        message=("values in boxes have no `.{name}`",),
        label=("no such method",),
        help=(
            MEANT,
            "{instead}",
            "the methods of texts are `lower`, `upper`, `strip`, `split`, `replace`, `startswith` and the like",
        ),
    ),
    Entry(
        "LS422",
        "box-function-as-value",
        message=("`{name}` is a function and has to be called",),
        label=("no value of its own",),
        help=("write `{name}(...)`, or choose another name",),
    ),
    Entry(
        "LS423",
        "box-part-as-value",
        message=("`{name}` is no value by itself",),
        label=("a part of it is needed",),
        help=("write `{example}`",),
    ),
    Entry(
        "LS424",
        "box-row-outside-loop",
        message=("`{name}` is a row of a collection and exists only in its loop",),
        label=("outside of the loop",),
        help=("keep what you need of it under a name of its own: `NAME = {name}.FIELD`",),
    ),
    Entry(
        "LS425",
        "box-unknown-function",
        message=("boxes have no function `{name}`",),
        label=("not a function of boxes",),
        help=(MEANT, "the functions are {known}"),
    ),
    Entry(
        "LS426",
        "box-reserved-name",
        message=(
            "`{name}` has a meaning in boxes already{reserved:.0}",
            "`{name}` stands for the rows of a loop{row:.0}",
            "the name `{name}` begins or ends in a way that is not allowed",
        ),
        label=("choose another name",),
        help=(
            "give it a name of its own{reserved:.0}",
            "give it a name of its own{row:.0}",
            "write a name that begins with a letter",
        ),
    ),
    Entry(
        "LS427",
        "box-effect-as-value",
        message=("`{name}` gives no value",),
        label=("inside of another line",),
        help=("write `{name}(...)` on a line of its own",),
    ),
    Entry(
        "LS428",
        "box-argument-count",
        message=("wrong number of values for `{name}`: {found}, and not {wanted}",),
        label=("{found} given",),
        help=("write {wanted} between the parentheses of `{name}`",),
    ),
)

NAMES: tuple[Entry, ...] = (
    Entry(
        "LS430",
        "box-unknown-field",
        message=("unknown field `{name}`",),
        label=("not a field of the profile",),
        help=(MEANT, "declare it below `profile:`, for example `{name} number = 0`"),
    ),
    Entry(
        "LS431",
        "box-unknown-name",
        message=("nothing gives a value to `{name}`",),
        label=("not assigned in this box",),
        help=(MEANT, "assign it before, or write `profile.fields.NAME` for a field; a text needs quotes"),
    ),
    Entry(
        "LS432",
        "box-fields-left-out",
        message=("`{root}.{name}` does not exist",),
        label=("fields stand below `{root}`",),
        help=("write {instead}", "write `{root}.fields.NAME` for a field"),
    ),
    Entry(
        "LS433",
        "box-unknown-attribute",
        message=("`{event}` has no attribute `{name}`",),
        label=("not an attribute of `{event}`",),
        help=(MEANT, "its attributes are {known}", "declare it below the event, and below each of them where there are several"),
    ),
    Entry(
        "LS434",
        "box-no-event",
        message=("there is no `{root}` here, so there is no `{example}`",),
        label=("the follow-up is not about one",),
        help=("read it in a follow-up that stands `on` an event; `subprofile` needs an event of a collection",),
    ),
    Entry(
        "LS435",
        "box-unknown-score",
        message=("unknown score `{name}`",),
        label=("not a score",),
        help=(MEANT, "the scores are {known}", "declare it: `score {name}:`"),
    ),
    Entry(
        "LS436",
        "box-unknown-action",
        message=("unknown action `{name}`",),
        label=("not an action",),
        help=(MEANT, "the actions are {known}; declare another one with `action {name}:`"),
    ),
    Entry(
        "LS437",
        "box-unknown-argument",
        message=("action `{action}` has no argument `{name}`",),
        label=("not an argument of `{action}`",),
        help=(MEANT, "its arguments are {known}", "it has no arguments"),
    ),
    Entry(
        "LS438",
        "box-unknown-collection",
        message=("unknown collection `{name}`",),
        label=("not a collection",),
        help=(MEANT, "the collections are {known}", "declare it: `collection {name}:`"),
    ),
    Entry(
        "LS439",
        "box-unknown-row-field",
        message=("the rows of `{collection}` have no field `{name}`",),
        label=("not a field of `{collection}`",),
        help=(MEANT, "its fields are {known}"),
    ),
    Entry(
        "LS440",
        "box-read-only",
        message=("the field `{name}` is written by score `{score}` and by nobody else", "`{name}` cannot be written"),
        label=("cannot be written here",),
        help=(
            '`award("{score}", ...)` instead, or write another field',
            "only `profile.fields.NAME` and names of the box can be written",
        ),
        related={"owner": "this score owns it"},
    ),
    Entry(
        "LS441",
        "box-missing-first-argument",
        message=("action `{action}` needs its first argument, `{argument}`",),
        label=("`{argument}` is missing",),
        help=('write `do("{action}", {argument}="...")`',),
    ),
    Entry(
        "LS442",
        "box-not-a-literal",
        message=("{what} has to be a text in quotes",),
        label=("not known before the box runs",),
        help=("write it out in quotes, one line with `if` for each if there are several",),
    ),
    Entry(
        "LS443",
        "box-award-to-computed",
        message=("score `{name}` is computed from other scores and takes no awards",),
        label=("a computed score",),
        help=("award to one of the scores that it is computed from",),
        related={"score": "computed here"},
    ),
    Entry(
        "LS444",
        "box-nobody-to-mail",
        message=("`send_email` has no `to`, and the profile has no field `email`",),
        label=("to whom is not said",),
        help=("write `to=...`, or declare `email text` below `profile:`",),
    ),
)

TYPES: tuple[Entry, ...] = (
    Entry(
        "LS445",
        "box-operator-types",
        message=("`{sign}` does not go between {left} and {right}",),
        label=("{left} and {right}",),
        help=(
            "write the number without quotes, `{number}`, or join texts with `str(...)`{mending:.0}",
            "make a text of the number with `str(...)`, or a number of the text with `float(...)`{mending:.0}",
            "write `days_between(a, b)` or `seconds_between(a, b)`{dates:.0}",
            'write `f"... {{NAME}} ..."` to put a value into a text{formatting:.0}',
            "both sides have to be numbers, or both texts with `+`",
        ),
    ),
    Entry(
        "LS446",
        "box-comparison-types",
        message=("{left} and {right} cannot be compared with `{sign}`",),
        label=("{left} and {right}",),
        help=(
            "compare `days_between(a, b)` with a number of days{dates:.0}",
            "test for a missing value with `is None` or `is not None`{none:.0}",
            "compare values of one type: a text in quotes with texts, a number with numbers",
        ),
    ),
    Entry(
        "LS447",
        "box-set-has-no-order",
        message=("a set has no order, so no loop can go over it",),
        label=("a set",),
        help=("write a list, `[...]`, or `sorted(...)`",),
    ),
    Entry(
        "LS448",
        "box-unknown-option",
        message=('{what} has no option "{found}"',),
        label=("not an option",),
        help=("its options are {options}",),
    ),
    Entry(
        "LS449",
        "box-wrong-type",
        message=("{what} has to be {wanted}, not {found}",),
        label=("{found}",),
        help=(
            "make a text of it: `str(...)`{text:.0}",
            "make a number of it: `float(...)` or `int(...)`{number:.0}",
            "write {wanted} here",
        ),
    ),
    Entry(
        "LS450",
        "box-may-be-missing",
        message=("the field `{name}` has no default and may be missing, and then this line fails",),
        label=("may be `None`",),
        help=("declare it with a default, `{name} number = 0`, or test it before: `if profile.fields.{name} is not None:`",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS459",
        "box-not-verified",
        message=("this box was stopped by the last check before running: {problem}",),
        label=("not compiled",),
        help=("please report this with the box; it is a mistake of lsdsl",),
    ),
)

UNDONE = "all that this run did for this event was undone"

FAILURES: tuple[Entry, ...] = (
    Entry(
        "LS860",
        "box-budget-spent",
        message=("{message}", "the box used up its budget"),
        help=(UNDONE + "; make the box do less",),
    ),
    Entry("LS861", "box-value-of-wrong-type", message=("{message}", "a value of the wrong type"), help=(UNDONE,)),
    Entry(
        "LS862",
        "box-value-missing",
        message=("{message}", "a value is missing"),
        help=(UNDONE + "; give the field a default, or test it with `is not None`",),
    ),
    Entry(
        "LS863", "box-bad-value", message=("{message}", "a value that cannot be used"), help=(UNDONE + "; test the value before",)
    ),
    Entry("LS864", "box-value-not-written", message=("{message}", "a value does not fit its field"), help=(UNDONE,)),
    Entry(
        "LS866",
        "box-switched-off",
        message=("the box of the follow-up `{name}` is switched off: it used up its budget too often", "the box is switched off"),
        help=("make the box do less, and run again",),
    ),
    Entry("LS869", "box-fault", message=("{message}", "lsdsl itself failed in a box"), help=(UNDONE + "; please report this",)),
)

SCRIPTS: tuple[Entry, ...] = (*TEXT, *SHAPES, *NAMES, *TYPES, *FAILURES)
