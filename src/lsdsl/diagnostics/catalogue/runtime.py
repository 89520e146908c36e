"""LS8xx: what can go wrong with data while events are processed. A code is for ever: never reused, never renumbered.

Up to LS849 stand the rejects: one record that comes in is refused, with its raw text, and the run goes on. LS850 and up are
failures: a record was fine, and what the rules made of it was not. LS870 and up are rejects again: items of the payloads of
webhooks. ``what`` in the templates is the place of a value: ``field "age"``, ``attribute "amount" of purchase``; ``found`` is
the value, as JSON writes it.

LS850 was never given and stays free.
"""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.model import Severity

LINES: tuple[Entry, ...] = (
    Entry(
        "LS801",
        "not-json",
        message=("this is not readable JSON: {reason}",),
        help=("write one whole JSON object on each line, in UTF-8",),
    ),
    Entry(
        "LS802",
        "not-an-object",
        message=("a record has to be a JSON object, and this is {found}",),
        help=("write it as {{...}} with a name for each value",),
    ),
    Entry(
        "LS803",
        "data-not-utf8",
        message=("the record holds the byte {found}, which is not UTF-8",),
        help=("save the file as UTF-8",),
    ),
    Entry(
        "LS804",
        "cell-count",
        message=("the record has {found} where the header has {expected}",),
        help=("put quotes around cells that hold the delimiter or a line break, and leave no cell out",),
    ),
    Entry(
        "LS805",
        "open-quote",
        message=("a quoted cell of this record is never closed",),
        help=("close the quote, and double the quotes inside a quoted cell; the lines after this one were read on their own",),
    ),
    Entry(
        "LS806",
        "record-too-long",
        message=("the record is longer than {limit} bytes",),
        help=("check that records are on lines of their own",),
    ),
    Entry(
        "LS807",
        "damaged-file",
        message=("the file is cut or damaged here: {reason}",),
        help=("everything before this line was read; get the file again",),
    ),
    Entry(
        "LS808",
        "not-csv",
        message=("this is not a readable CSV record: {reason}",),
        help=("a cell may hold up to 131,072 characters",),
    ),
    Entry(
        "LS809",
        "wrapped-line",
        message=("the whole line is wrapped in quotes, which makes it 1 cell where the header has {expected}",),
        help=("save the file again without quotes around whole lines",),
    ),
)

EVENTS: tuple[Entry, ...] = (
    Entry(
        "LS810",
        "missing-id",
        message=("the event has no id: {key} is missing or empty",),
        help=("give every event an id of its own; the same id twice counts once",),
    ),
    Entry(
        "LS811",
        "missing-type",
        message=("the event has no type: {key} is missing or empty",),
        help=("write the name of a declared event",),
    ),
    Entry(
        "LS812",
        "missing-profile",
        message=("the event names no profile: {key} is missing or empty",),
        help=("write the id of the profile that the event belongs to",),
    ),
    Entry(
        "LS813",
        "missing-time",
        message=("the event has no time: {key} is missing or empty",),
        help=("write when it happened, like 2026-01-31T09:00:00Z",),
    ),
    Entry(
        "LS814",
        "unknown-event-type",
        message=("there is no event {found}",),
        help=("did you mean {suggestion}?", "declare it: event {name}:"),
    ),
    Entry(
        "LS815",
        "data-not-an-object",
        message=("the data of the event has to be a JSON object, and this is {found}",),
        help=('write the attributes as names and values: {{"path": "/pricing"}}',),
    ),
    Entry(
        "LS816",
        "missing-attribute",
        message=("{what} is missing",),
        help=("an event {event} cannot do without it",),
    ),
    Entry(
        "LS817",
        "unknown-score-adjusted",
        message=("there is no score {found}",),
        help=("did you mean {suggestion}?", "name a declared score"),
    ),
    Entry(
        "LS818",
        "computed-score-adjusted",
        message=("the score {found} is computed from other scores and has no points of its own",),
        help=("adjust one of the scores that it is computed from",),
    ),
    Entry(
        "LS819",
        "disabled-score-adjusted",
        message=("the score {found} is not enabled",),
        help=("adjust a score that is enabled",),
    ),
)

VALUES: tuple[Entry, ...] = (
    Entry(
        "LS820",
        "not-a-number",
        message=("{what}: {found} is not a number", "{found} is not a number"),
        help=("write it as {suggestion}", "write digits, with a point before decimals: 12.5"),
    ),
    Entry(
        "LS821",
        "number-too-large",
        message=("{what}: {found} is too large for a number", "{found} is too large for a number"),
        help=("declare it as text if it names something, like a customer number",),
    ),
    Entry(
        "LS822",
        "not-a-boolean",
        message=("{what}: {found} is neither yes nor no", "{found} is neither yes nor no"),
        help=("write yes or no, true or false, 1 or 0",),
    ),
    Entry(
        "LS823",
        "not-a-date",
        message=("{what}: {found} is not a date", "{found} is not a date"),
        help=("write it as year-month-day: 2026-01-31",),
    ),
    Entry(
        "LS824",
        "not-a-moment",
        message=("{what}: {found} is not a moment", "{found} is not a moment"),
        help=("write it like 2026-01-31T09:00:00Z; without an offset it is UTC",),
    ),
    Entry(
        "LS825",
        "value-not-an-option",
        message=("{what}: {found} is not one of {options}", "{found} is not one of {options}"),
        help=("did you mean {suggestion}?", "write one of them, or add it to the choice"),
    ),
    Entry(
        "LS826",
        "not-a-text",
        message=("{what}: {found} is not a text", "{found} is not a text"),
        help=("write it in quotes",),
    ),
    Entry(
        "LS827",
        "not-a-list",
        message=("{what}: {found} is not a list of texts", "{found} is not a list of texts"),
        help=("write a JSON array of texts, or one text with ; between the items",),
    ),
    Entry(
        "LS828",
        "date-with-time",
        message=("{what}: {found} has a time of day and is no date", "{found} has a time of day and is no date"),
        help=("declare it as datetime, or leave the time of day out",),
    ),
)

PROFILES: tuple[Entry, ...] = (
    Entry(
        "LS830",
        "missing-profile-id",
        message=("the profile has no id: {key} is missing or empty",),
        help=('give every profile an id; a line id from "..." in the profile: block names its column or key',),
    ),
    Entry(
        "LS831",
        "unknown-row",
        message=("profile {profile} has no row {found} in {collection}",),
        help=("create the row first, with {collection}.created",),
    ),
    Entry(
        "LS832",
        "row-exists",
        message=("profile {profile} has a row {found} in {collection} already",),
        help=("change it with {collection}.modified, or give the new row an id of its own",),
    ),
    Entry(
        "LS833",
        "late-event",
        message=("the event is older than the newest one of profile {profile}, {newest}",),
        help=("sort the events by time; --late accept takes it all the same",),
    ),
    Entry(
        "LS834",
        "profile-exists",
        message=("profile {profile} exists already",),
        help=("change it with profile.modified",),
    ),
    Entry(
        "LS835",
        "unknown-profile",
        message=("there is no profile {profile} to remove",),
        help=("check the id; a profile that was removed once is gone",),
    ),
)

ACTIONS: tuple[Entry, ...] = (
    Entry(
        "LS845",
        "not-an-action",
        message=("this line is no action: {reason}",),
        help=("lsdsl deliver reads actions.jsonl as lsdsl run writes it",),
    ),
)

FAILURES: tuple[Entry, ...] = (
    Entry(
        "LS851",
        "division-by-zero",
        message=("division by zero in {what}", "division by zero"),
        help=("the result is missing; test the divisor before: where visits > 0",),
    ),
    Entry(
        "LS852",
        "not-finite",
        message=("{what} is too large to count with", "the result is too large to count with"),
        help=("it counts as missing; look at the values that it is made of",),
    ),
    Entry(
        "LS853",
        "cascade-too-deep",
        message=("follow-ups start each other more than {limit} deep: {cycle}", "follow-ups start each other too deep: {cycle}"),
        help=("what was done down to that depth is kept; give one of them a where that ends the cycle",),
    ),
    Entry(
        "LS854",
        "run-refused",
        message=(
            "{followup} ran, but its actions are held back: its limit {overall} is used up",
            "{followup} did not run: its limit {limit} is used up",
            "a limit refused the run",
        ),
        severity=Severity.INFO,
    ),
    Entry(
        "LS855",
        "value-does-not-fit",
        message=("field {field} cannot hold {found}: it takes {options}", "field {field} cannot hold {found}"),
        help=("all that this run did for this event was undone; test the value before it is set",),
    ),
    Entry(
        "LS859",
        "engine-fault",
        message=("lsdsl itself failed on this event: {reason}",),
        help=("nothing of the event was kept; please report this with the event and the rules",),
    ),
)

INGEST: tuple[Entry, ...] = (
    Entry(
        "LS870",
        "unknown-webhook-event",
        message=("{provider} is not known to have an event {found}",),
        help=("did you mean {suggestion}?", "check that it is from {provider}; where it is sent, this event can be switched off"),
    ),
    Entry(
        "LS871",
        "webhook-without-event",
        message=("the item does not say what happened: {key} is missing or empty",),
        help=("check that it is from {provider}, and complete",),
    ),
    Entry(
        "LS872",
        "webhook-without-time",
        message=("the item does not say when it happened: {key} is missing or empty",),
        help=("get it from {provider} again; a time without a timezone is no moment, and the present would be wrong",),
    ),
    Entry(
        "LS873",
        "webhook-time-unreadable",
        message=("{key}: {found} is no moment that a mail can have",),
        help=("it is a count of seconds or milliseconds since 1970, or like 2026-01-31T09:00:00Z, between 2000 and 2200",),
    ),
    Entry(
        "LS874",
        "webhook-without-person",
        message=("{key}: {found} is no address", "the item does not say whom it is about: {key} is missing or empty"),
        help=("get it from {provider} again; an event has to belong to a profile",),
    ),
    Entry(
        "LS875",
        "webhook-without-profile-key",
        message=("nothing called {key} is attached to the mail, and --profile-key asks for it",),
        help=("attach it to every mail that is sent, or leave --profile-key out: then the profile is the address",),
    ),
    Entry(
        "LS876",
        "not-a-webhook-item",
        message=("an item of {provider} has to be a JSON object, and this is {found}",),
        help=("store the body of each request as it came",),
    ),
    Entry(
        "LS877",
        "webhook-to-confirm",
        message=("Amazon SNS asks to be confirmed with this {found}, and sends nothing before",),
        help=("open the address that stands under SubscribeURL, once",),
    ),
    Entry(
        "LS878",
        "webhook-without-effect",
        message=("the {found} of {provider} becomes no event: {reason}",),
        help=("nothing has to be done; where it is sent, it can be switched off",),
    ),
)

RUNTIME: tuple[Entry, ...] = (*LINES, *EVENTS, *VALUES, *PROFILES, *ACTIONS, *FAILURES, *INGEST)
