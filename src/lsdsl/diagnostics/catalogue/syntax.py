"""LS1xx: characters, layout and syntax. A code is for ever: never reused, never renumbered."""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

CHARACTERS: tuple[Entry, ...] = (
    Entry(
        "LS101",
        "unknown-character",
        message=(
            "{many} characters from `{character}` on are not part of the language",
            "`{character}` is not part of the language",
        ),
        label=("not understood",),
        help=('take it away, or write it inside a text: `"..."`',),
    ),
    Entry(
        "LS102",
        "unterminated-text",
        message=("the text `{found}` has no closing quote",),
        label=('no `"` before the end of the line',),
        help=('close the text with `"` on the same line; write a quote inside a text as `\\"`',),
    ),
    Entry(
        "LS103",
        "unterminated-name",
        message=("the name has no closing backtick",),
        label=("no backtick before the end of the line",),
        help=("close the name with a backtick on the same line",),
    ),
    Entry(
        "LS104",
        "empty-name",
        message=("a name between backticks is empty",),
        label=("no name in it",),
        help=("write the name between the backticks: `` `Lead Source` ``",),
    ),
    Entry(
        "LS105",
        "hidden-character",
        message=("the invisible character {character} is not allowed here",),
        label=("it hides or reorders what is written",),
        help=("delete it; a reader cannot see it",),
    ),
    Entry(
        "LS106",
        "name-not-ascii",
        message=("the name `{name}` has letters outside A to Z",),
        label=("a plain name has only the letters A to Z, digits and `_`",),
        help=("write the name between backticks: `` `{name}` ``",),
    ),
    Entry(
        "LS107",
        "mixed-scripts",
        message=(
            "the name `{name}` mixes {scripts} letters in one word",
            "the name `{name}` mixes letters of two scripts in one word",
        ),
        label=("letters that look alike but are not the same",),
        help=("type the word again in one script",),
    ),
    Entry(
        "LS108",
        "hidden-character-in-text",
        message=("this text holds the invisible character {character}",),
        label=("a reader cannot see it",),
        help=("delete it, or write it as an escape: `\\uXXXX`",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS109",
        "mixed-scripts-in-text",
        message=("the word `{word}` in this text mixes {scripts} letters",),
        label=("letters that look alike but are not the same",),
        help=("type the word again in one script if that was not meant",),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS110",
        "colour-is-a-comment",
        message=("`{colour}` is a comment here, not a colour",),
        label=("`#` starts a comment",),
        help=('write the colour in quotes: `"{colour}"`',),
        severity=Severity.WARNING,
    ),
    Entry(
        "LS111",
        "wrong-quotes",
        message=("`{found}` does not begin a text",),
        label=("a text stands between straight double quotes",),
        help=('write `"{text}"`',),
    ),
)

LITERALS: tuple[Entry, ...] = (
    Entry(
        "LS112",
        "bad-escape",
        message=("a `\\u` escape of this text stands for {half}", "`{found}` is not an escape in a text"),
        label=("not understood in a text",),
        help=('the escapes are `\\"` `\\\\` `\\/` `\\b` `\\f` `\\n` `\\r` `\\t` `\\uXXXX`; a backslash itself is `\\\\`',),
    ),
    Entry(
        "LS113",
        "bad-number",
        message=("`{found}` is not a number",),
        label=("not a number",),
        help=("write `{instead}`", "numbers are written `5`, `2.5` or `10_000`"),
    ),
    Entry(
        "LS114",
        "number-too-long",
        message=("this number has {digits} digits, more than {limit}",),
        label=("too precise to be kept exactly",),
        help=("round it to {limit} significant digits",),
    ),
    Entry(
        "LS115",
        "bad-date",
        message=("there is no {kind} `{found}`",),
        label=("not a {kind}",),
        help=("dates are written `2026-01-31`, moments `2026-01-31T09:00Z`",),
    ),
    Entry(
        "LS116",
        "foreign-operator",
        message=("`{found}` is not an operator of the rules",),
        label=("written `{instead}` here",),
        help=("write `{instead}`: `{line}`", "write `{instead}`"),
    ),
    Entry(
        "LS117",
        "calendar-duration",
        message=("a {unit} has no fixed length, so it is not a duration",),
        label=("not a fixed length of time",),
        help=("write `30 days` or `4 weeks`",),
    ),
    Entry(
        "LS118",
        "bad-duration",
        message=("the duration `{found}` is {fault}",),
        label=("not a duration",),
        help=("durations are positive whole numbers of at most 100 years; use a smaller unit for a part: `36 hours`",),
    ),
    Entry(
        "LS119",
        "unknown-scope",
        message=("`{found}.{name}` is not a name",),
        label=("only `event.` and `profile.` stand before a name",),
        help=("write `event.{name}`, `profile.{name}` or `{name}` alone",),
    ),
    Entry(
        "LS145",
        "unterminated-pattern",
        message=("the pattern has no closing slash",),
        label=("no `/` before the end of the line",),
        help=("close the pattern with `/` on the same line; write a slash inside it as `\\/`",),
    ),
)

LAYOUT: tuple[Entry, ...] = (
    Entry(
        "LS121",
        "tab-in-indentation",
        message=("a tab is used for indentation",),
        label=("a tab",),
        help=("indent with spaces, 4 for each level",),
    ),
    Entry(
        "LS122",
        "inconsistent-indentation",
        message=("this line is not indented like any line of the blocks around it",),
        label=("neither in the block above nor outside it",),
        help=("give all lines of a block the same indentation",),
    ),
    Entry(
        "LS123",
        "unexpected-indentation",
        message=("this line is indented, but the line above it opens no block",),
        label=("indented",),
        help=("end the line above with `:` if this belongs to it, or else indent both alike",),
    ),
    Entry(
        "LS124",
        "header-without-body",
        message=("there is nothing below this line",),
        label=("a line that ends in `:` needs lines that are indented below it",),
        help=("write the lines of the block below it, indented by 4 spaces, or take the line away",),
    ),
    Entry(
        "LS131",
        "unclosed-parenthesis",
        message=("this parenthesis is never closed",),
        label=("no `)` for it",),
        help=("add the missing `)`",),
    ),
    Entry(
        "LS132",
        "expression-too-long",
        message=("there are more than {limit} {what}",),
        label=("too long from here on",),
        help=('split it up: name parts of it with `let`, or keep a long list in a file with `list NAME from "..."`',),
    ),
    Entry(
        "LS133",
        "nesting-too-deep",
        message=("{what} are nested more than {limit} deep",),
        label=("too deep from here on",),
        help=("name parts of it with `let`",),
    ),
    Entry(
        "LS134",
        "too-many-findings",
        message=("there are more than {limit} findings in this file; the others are not shown",),
        label=("the first one that is not shown",),
        help=("mend the first ones and check again",),
    ),
    Entry(
        "LS135",
        "too-many-words",
        message=("the file has more than {limit} words and signs; what follows is not read",),
        label=("read up to here",),
        help=('split it into several files, or keep long lists in files of their own: `list NAME from "..."`',),
    ),
)

HABITS: tuple[Entry, ...] = (
    Entry(
        "LS151",
        "foreign-word",
        message=(
            "a block has no `{ending}`",
            "`{extra}` has no place in the rules",
            "the rules do not say `{found}`",
        ),
        label=("written `{instead}` here", "not needed"),
        help=(
            "take the `{ending}` away; a block ends where its lines are no longer indented",
            "write `contains`, `starts with` or `ends with` and a text, or `matches /.../`, for {pattern}",
            "write `{line}`",
            "write `{instead}`",
            "take it away",
        ),
    ),
    Entry(
        "LS152",
        "negated-operator",
        message=("`not` stands before a whole comparison, not inside it: `{found}`",),
        label=("written `{operator}` here, with `not` before the comparison",),
        help=("write `{line}`", "write `not` before what is compared, as in `not (path {operator} ...)`"),
    ),
    Entry(
        "LS153",
        "wrong-brackets",
        message=("`{found}` is not a bracket of the rules",),
        label=("lists and groups stand between `(` and `)`",),
        help=("write `{line}`", "write `(` and `)`"),
    ),
    Entry(
        "LS154",
        "merge-conflict-marker",
        message=("`{found}` is a mark of an unfinished merge",),
        label=("two versions of these lines were not joined",),
        help=(
            "keep one of the two versions, and take the marks `<<<<<<<`, `=======` and `>>>>>>>` away; so far the first is read",
        ),
    ),
    Entry(
        "LS155",
        "typographic-sign",
        message=("{blank} looks like a blank, but is another character", "`{found}` only looks like `{instead}`"),
        label=("a plain blank is written here", "written `{instead}` here"),
        help=("write `{line}`", "type it again: `{instead}`", "type a plain blank"),
    ),
    Entry(
        "LS156",
        "unopened-parenthesis",
        message=("this parenthesis closes nothing",),
        label=("no `(` for it",),
        help=("take the `)` away, or add the missing `(`",),
    ),
    Entry(
        "LS157",
        "foreign-comment",
        message=("`{found}` starts no comment",),
        label=("a comment starts with `#`",),
        help=("write `#` instead",),
    ),
)

LINES: tuple[Entry, ...] = (
    Entry(
        "LS140",
        "unexpected-token",
        message=("`{repeated}` stands here twice", "found {found}, expected {expected}", "{found} does not fit here"),
        label=("not expected after {previous}", "not expected here"),
        help=("keep one of the two: `{repeated}`", "did you mean `{suggestion}`?"),
    ),
    Entry(
        "LS141",
        "missing-token",
        message=("expected {expected} after {previous}", "something is missing after {previous}"),
        label=("missing here",),
    ),
    Entry(
        "LS142",
        "single-equals",
        message=("`=` does not compare",),
        label=("`=` gives a value to a name",),
        help=("write `==` or `is` to compare: `{line}`", "write `==` or `is` to compare"),
    ),
    Entry(
        "LS143",
        "missing-occurrence",
        message=("expected `each`, `first` or `latest` after `on`",),
        label=("which ones count is not said",),
        help=("write `on each {event}` if every one counts, `on first {event}` if only the first does",),
    ),
    Entry(
        "LS144",
        "reserved-word",
        message=("`{word}` is a reserved word and cannot be a plain name",),
        label=("reserved",),
        help=("choose another name, or write it between backticks: `` `{word}` ``",),
    ),
    Entry(
        "LS146",
        "unknown-type",
        message=("`{found}` is not a type",),
        label=("not a type",),
        help=(
            "did you mean `{suggestion}`?",
            'the types are `text`, `number`, `boolean`, `date`, `datetime`, `list` and `choice("a", "b")`',
        ),
    ),
    Entry(
        "LS147",
        "chained-comparison",
        message=("`{found}` follows a comparison that is complete",),
        label=("a second comparison",),
        help=(
            "join two comparisons with `and`, or use `between`: `{line}`",
            "join two comparisons with `and`, or write `x between 1 and 5`",
        ),
    ),
    Entry(
        "LS148",
        "missing-sign",
        message=("the points `{found}` have no sign",),
        label=("neither `+` nor `-`",),
        help=("write `+{found}` or `-{found}`",),
    ),
    Entry(
        "LS150",
        "points-without-parentheses",
        message=("points are a number, or an expression in parentheses",),
        label=("not in parentheses",),
        help=("write `{sign}({found})`",),
    ),
    Entry(
        "LS149",
        "unknown-declaration",
        message=("{found} in column one starts no declaration",),
        label=("expected `score`, `event`, `profile` or another declaration",),
        help=("did you mean `{suggestion}`?", "indent the line if it belongs to the block above"),
    ),
)

SYNTAX: tuple[Entry, ...] = (*CHARACTERS, *LITERALS, *LAYOUT, *LINES, *HABITS)
