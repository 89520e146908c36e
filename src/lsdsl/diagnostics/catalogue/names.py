"""LS2xx: names. A code is for ever: never reused, never renumbered."""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

MEANT = "did you mean {suggestion}?"
FIRST = {"first": "the first one is here"}

UNKNOWN: tuple[Entry, ...] = (
    Entry(
        "LS200",
        "unknown-name",
        message=("unknown name `{name}`",),
        label=(
            "no attribute of `{event}` and no field of the profile",
            "no field, `let`, score, grade or selection of this name",
        ),
        help=(
            MEANT + ' a text needs quotes: `"{quotes}"`',
            'a text needs quotes: `"{quotes}"`',
            MEANT,
            "declare it, as a field below `profile:` for example",
        ),
    ),
    Entry(
        "LS201",
        "unknown-field",
        message=("`{name}` is {kind}, not a field", "unknown field `{name}`"),
        label=("not a field of the profile",),
        help=(MEANT, "declare it below `profile:`: `{name} text`"),
    ),
    Entry(
        "LS202",
        "unknown-event",
        message=("`{name}` is {kind}, not an event", "unknown event `{name}`"),
        label=("no event of this name",),
        help=(MEANT, "declare it: `event {name}`"),
    ),
    Entry(
        "LS203",
        "unknown-score",
        message=("`{name}` is {kind}, not a score", "unknown score `{name}`"),
        label=("not a score",),
        help=(MEANT, "declare it: `score {name}:`"),
    ),
    Entry(
        "LS204",
        "unknown-range",
        message=("score `{score}` has {none}, and nothing else is called `{name}`", "score `{score}` has no range `{name}`"),
        label=("not a range of `{score}`",),
        help=(MEANT, "its ranges are {ranges}", "declare it in the score: `range {name} from N`"),
    ),
    Entry(
        "LS205",
        "unknown-list",
        message=("`{name}` is {kind}, not a list", "unknown list `{name}`"),
        label=("no list of this name",),
        help=(MEANT, 'write the list out, as in `("a", "b")`, or declare it: `list {name} = ("a", "b")`'),
    ),
    Entry(
        "LS206",
        "unknown-action",
        message=("`{name}` is {kind}, not an action", "unknown action `{name}`"),
        label=("not an action",),
        help=(MEANT, "the actions are {known}; declare another one with `action {name}:`"),
    ),
    Entry(
        "LS207",
        "unknown-argument",
        message=("action `{action}` has no argument `{name}`",),
        label=("not an argument of `{action}`",),
        help=(MEANT, "its arguments are {known}", "it has no arguments"),
    ),
    Entry(
        "LS208",
        "unknown-function",
        message=("`{name}` is {kind}, not a function", "unknown function `{name}`"),
        label=("not a function",),
        help=(MEANT, "take the parentheses away if a value is meant; there are no functions but the built-in ones"),
    ),
    Entry(
        "LS209",
        "unknown-attribute",
        message=(
            "inside a look back `event` is the `{past}` that is looked at, which has no attribute `{name}`",
            "`{event}` has no attribute `{name}`",
        ),
        label=("not an attribute of `{event}`",),
        help=(
            MEANT,
            "what happens now cannot be seen there; keep the value in a field with `set`, and compare outside{past:.0}",
            "declare it below `event {declared}:`",
            "its attributes are {known}",
            "it has no attributes",
        ),
    ),
    Entry(
        "LS211",
        "unknown-followup",
        message=("`{name}` is {kind}, not a follow-up", "unknown follow-up `{name}`"),
        label=("not a follow-up",),
        help=(MEANT, "`ran` counts the runs of a follow-up"),
    ),
    Entry(
        "LS212",
        "unknown-colour",
        message=("`{name}` is not a colour",),
        label=('neither a CSS name nor `"#rrggbb"`',),
        help=(MEANT, 'write a CSS name such as `orange`, or `"#88ccff"` with the quotes'),
    ),
)

PLACES: tuple[Entry, ...] = (
    Entry(
        "LS220",
        "duplicate-name",
        message=("`{name}` is already the name of {other}", "`{name}` is declared twice"),
        label=("declared again, as {kind}",),
        help=("give one of the two another name",),
        related=FIRST,
    ),
    Entry(
        "LS221",
        "ambiguous-name",
        message=("`{name}` is an attribute of `{event}` and a field of the profile",),
        label=("which one is not said",),
        help=("write `event.{name}` or `profile.{name}`",),
        related={"field": "the field is declared here"},
    ),
    Entry(
        "LS222",
        "built-in-name",
        message=("`{name}` is built in, as {what}",),
        label=("exists without being declared",),
        help=("use it as it is, or choose another name",),
    ),
    Entry(
        "LS223",
        "not-in-every-event",
        message=("`{name}` has the type {here} in `{event}` and {there} in `{other}`", "`{event}` has no attribute `{name}`"),
        label=("not the same in all events of this rule",),
        help=("write one rule for each event",),
    ),
    Entry(
        "LS224",
        "no-event-here",
        message=("there is no event here, so there is no `event.{name}`",),
        label=("no event is being looked at",),
        help=("use `event.{name}` in rules and follow-ups that stand `on` an event, or look back with `count(EVENT where ...)`",),
    ),
    Entry(
        "LS225",
        "same-rule",
        message=(
            "this {row} stands twice in score `{score}`",
            "two rules of score `{score}` cannot be told apart: the same events, occurrence and condition, or the same name",
        ),
        label=("the second one",),
        help=("take one {row} away", "take one of them away, or give it a name of its own: `, as NAME`"),
        related=FIRST,
    ),
    Entry(
        "LS226",
        "not-in-history",
        message=("only the attributes of `{event}` can be read here, not `{name}`",),
        label=("not an attribute of `{event}`",),
        help=("compare with it outside of the parentheses",),
    ),
    Entry(
        "LS227",
        "field-has-owner",
        message=("the field `{name}` is written by score `{score}` already",),
        label=("a second score",),
        help=("give each score a field of its own",),
        related=FIRST,
    ),
    Entry(
        "LS228",
        "read-only-field",
        message=(
            "the field `{name}` is written by score `{score}` and by nobody else",
            "`{name}` is built in and cannot be written",
        ),
        label=("cannot be written here",),
        help=(
            "`award` points to `{score}`, or write another field",
            'write `add tag "..."` or `remove tag "..."` to change the {tags}',
            "use another field",
        ),
        related={"owner": "this score owns it"},
    ),
    Entry(
        "LS229",
        "name-is-no-value",
        message=("`{name}` is {kind}, which has no value of its own",),
        label=("{kind}",),
        help=(
            "lists stand after `in`, `any`, `all` and `none`: `x in {list}`",
            "look back with `seen({event})` or `count({event} within 7 days)`",
            "look at its rows with `seen({collection})` or `count({collection})`",
            "choose a field, `let`, score, grade or selection",
        ),
    ),
    Entry(
        "LS230",
        "definition-cycle",
        message=("`{name}` depends on itself: {cycle}",),
        label=("part of a cycle",),
        help=("define one of them without the others",),
        related={"part": "part of the cycle, too"},
    ),
)

USES: tuple[Entry, ...] = (
    Entry(
        "LS231",
        "nobody-to-mail",
        message=("`send_email` has no `to`, and the profile has no field `email`",),
        label=("to whom is not said",),
        help=("write `to: ...`, or declare `email text` below `profile:`",),
    ),
    Entry(
        "LS232",
        "not-a-modified-event",
        message=("`{name}` does not exist on `{event}`", "`{name}` does not exist here"),
        label=("needs an event on which fields change",),
        help=("`changed` and `old` exist in rules and follow-ups on `profile modified` or `COLLECTION modified`",),
    ),
    Entry(
        "LS233",
        "list-file",
        message=("the list file `{path}` {problem}",),
        label=("read from beside this rule file",),
        help=("write the path relative to this file, to a UTF-8 file inside the folder of the ruleset, one value a line",),
    ),
    Entry(
        "LS234",
        "only-in-tests",
        message=("`{name}` exists in tests only",),
        label=("not in a test",),
        help=("use it after `expect` in a `test` block",),
    ),
    Entry(
        "LS235",
        "nested-history",
        message=("`{name}` cannot stand inside another look back at `{event}`",),
        label=("only the attributes of one event are seen here",),
        help=("look back at each event on its own and join the two with `and`",),
    ),
    Entry(
        "LS236",
        "missing-first-argument",
        message=("action `{action}` needs its first argument, the {argument}",),
        label=("`{argument}` is missing",),
        help=('write it in quotes after the name: `do {action} "..."`',),
    ),
    Entry(
        "LS237",
        "argument-too-many",
        message=("action `{action}` takes no arguments",),
        label=("one too many",),
        help=("take it away, or declare an argument below `action {action}:`",),
    ),
    Entry(
        "LS238",
        "event-in-history",
        message=("this compares `{name}` with itself: inside `{function}(...)`, `event.{name}` is that of the {what}, too",),
        label=("both are of the {what} that `{function}` looks at",),
        help=(
            "to count each value once, write `first {event} per {name}`; to compare with the one before, keep it in a field",
            "the rows are looked at one by one; write a text or a number to compare `{name}` with",
        ),
    ),
    Entry(
        "LS250",
        "similar-tag",
        message=("the tag `{tag}` looks like `{other}`, spelt differently",),
        label=("nothing in the rules gives this tag",),
        help=('did you mean "{other}"?',),
        related={"other": "the other spelling is here"},
        severity=Severity.WARNING,
    ),
)

NAMES: tuple[Entry, ...] = (*UNKNOWN, *PLACES, *USES)
