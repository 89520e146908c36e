"""Random rule texts for the whole scoring language.

A :class:`Ruleset` is a text that the checker accepts, together with what a writer of events has to know about it. Durations come
from one short list, in rules as well as between events, so that windows, expiries and periods are often met to the microsecond.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Final

from lsdsl.model.types import DAY

DURATIONS: Final = {"6 hours": DAY // 4, "12 hours": DAY // 2, "1 day": DAY, "2 days": 2 * DAY, "1 week": 7 * DAY}
TEXTS: Final = ("", "a", "A", "abc", "ann@Example.com", "https://Example.com/pricing?q=7", "/blog/a", "7", " x ")
TAGS: Final = ("hot", "Cold", "VIP")
NUMBERS: Final = (0, 1, 2, 3, 5, 7, 10, 0.5, 2.25)
PATTERNS: Final = ("/a/", "/^https?:/", r"/\d/", "/(x|b)c?$/")
DATES: Final = ("2025-12-31", "2026-01-01", "2026-01-03", "2026-01-10")
MOMENTS: Final = ("2026-01-01T00:00Z", "2026-01-02T12:00Z", "2026-01-08T06:00Z")
OPTIONS: Final = ("no", "yes", "later")
DECLARED: Final = {"text": 3, "number": 4, "boolean": 2, "date": 1, "datetime": 2, "choice": 1, "list": 1}
"""How many fields of each type a profile may have."""

ATTRIBUTES: Final = {"amount": "number", "size": "number", "url": "text", "kind": "choice", "paid": "boolean", "due": "datetime"}
EVENTS: Final = ("visit", "click", "buy")


@dataclass
class Ruleset:
    """A rule text and what it declares."""

    text: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """Fields that data may bring, with the words of their types."""
    events: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    """The fields of the rows of ``orders``."""
    scores: list[str] = field(default_factory=list)
    """Scores that a person may adjust."""


@dataclass
class Scope:
    """What an expression may name: attributes, whether the profile too, and the fields that ``changed`` and ``old`` know."""

    attributes: dict[str, str] = field(default_factory=dict)
    profile: bool = True
    modified: dict[str, str] = field(default_factory=dict)
    partial: tuple[str, ...] = ()
    """Attributes that only some of the events have."""


@dataclass
class ScoreFacts:
    """What an expression may ask of a score."""

    ranges: list[str]
    ideal: bool
    summed: bool


class Writer:
    """Writes one ruleset. Each declaration reads only what was written before, so there are no cycles.

    In a ``plain`` one event rules are on each declared event, without limits or conditions on anything but the event.
    """

    def __init__(self, random: Random, *, scores: int = 2, rules: int = 4, plain: bool = False) -> None:
        self.random = random
        self.how_many_scores = scores
        self.how_many_rules = rules
        self.plain = plain
        self.made = Ruleset()
        self.blocks: list[str] = []
        self.readable: dict[str, list[str]] = {word: [] for word in DECLARED}
        """Fields and defaults by type; a score's own field is added when the score is there."""
        self.owned: list[str] = []
        self.lists: dict[str, list[str]] = {"text": [], "number": []}
        self.lets: dict[str, list[str]] = {"number": [], "boolean": [], "text": []}
        self.scores: dict[str, ScoreFacts] = {}
        self.grades: list[str] = []
        self.selections: list[str] = []
        self.names = 0
        self.tables: set[str] = set()

    # --- choices ------------------------------------------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        """True in about this share of cases."""
        return self.random.random() > 1 - share

    def one(self, items: object) -> str:
        """One of several, as text."""
        known = list(items)  # type: ignore[call-overload]
        return str(known[self.random.randrange(len(known))])

    def name(self, prefix: str) -> str:
        """A new name."""
        self.names += 1
        return f"{prefix}{self.names}"

    def texts(self) -> str:
        """A list of texts."""
        count = self.random.randrange(1, 4)
        return "(" + ", ".join(quoted(self.one(TEXTS)) for _ in range(count)) + ")"

    def numbers(self) -> str:
        """A list of numbers."""
        return "(" + ", ".join(self.one(NUMBERS) for _ in range(self.random.randrange(1, 4))) + ")"

    # --- declarations -------------------------------------------------------------------------------------------------

    def ruleset(self) -> Ruleset:
        """The whole ruleset, its declarations in any order."""
        self.profile()
        self.data()
        for _ in range(self.random.randrange(2)):
            self.named_list()
        for _ in range(self.how_many_scores):
            if self.chance(0.4):
                self.let()
            if self.chance(0.2) and self.scores:
                self.computed_score()
            else:
                self.score()
            if self.chance(0.2):
                self.grade()
            if self.chance(0.2):
                self.selection()
        self.random.shuffle(self.blocks)
        self.made.text = "\n".join(self.blocks)
        return self.made

    def profile(self) -> None:
        """The fields, some with defaults; fields that scores may own; sometimes one that shares its name with an attribute."""
        lines = []
        for word, most in DECLARED.items():
            for number in range(self.random.randrange(most + 1)):
                name = "amount" if word == "number" and number == 3 and not self.plain else f"{word}_{number}"
                lines.append(f"    {name} {typed(word)}{self.default(word)}")
                self.readable[word].append(name)
                self.made.fields[name] = word
        for name in ("points_a", "points_b"):
            lines.append(f"    {name} number{self.default('number')}")
            self.owned.append(name)
        self.blocks.append("profile:\n" + "\n".join(lines) + "\n")

    def default(self, word: str) -> str:
        """A default, sometimes."""
        if not self.chance(0.4):
            return ""
        match word:
            case "text":
                return f" = {quoted(self.one(TEXTS))}"
            case "number":
                return f" = {self.one(NUMBERS)}"
            case "boolean":
                return f" = {self.one(('false', 'true'))}"
            case "date":
                return f" = {self.one(DATES)}"
            case "datetime":
                return f" = {self.one(MOMENTS)}"
            case "choice":
                return f" = {quoted(self.one(OPTIONS))}"
            case _:
                return f" = {self.texts()}"

    def data(self) -> None:
        """Events, and a collection."""
        for name in EVENTS:
            attributes = {one: word for one, word in ATTRIBUTES.items() if self.chance(0.5)}
            self.made.events[name] = attributes
            lines = [f"    {one} {typed(word)}{self.default(word)}" for one, word in attributes.items()]
            self.blocks.append(f"event {name}" + (":\n" + "\n".join(lines) if lines else "") + "\n")
        self.made.rows = {"amount": "number", **{one: word for one, word in ATTRIBUTES.items() if self.chance(0.3)}}
        lines = [f"    {one} {typed(word)}{self.default(word)}" for one, word in self.made.rows.items()]
        self.blocks.append("collection orders:\n" + "\n".join(lines) + "\n")

    def named_list(self) -> None:
        """A list of texts or of numbers."""
        name, kind = self.name("list"), self.one(self.lists)
        self.lists[kind].append(name)
        self.blocks.append(f"list {name} = {self.texts() if kind == 'text' else self.numbers()}\n")

    def let(self) -> None:
        """A named condition or value."""
        name, kind = self.name("let"), self.one(self.lets)
        self.blocks.append(f"let {name} = {self.expression(kind, Scope(), 2)}\n")
        self.lets[kind].append(name)

    def grade(self) -> None:
        """A grade."""
        name = self.name("grade")
        rows = [f'    "{letter}" when {self.condition(Scope(), 2)}\n' for letter in "AB"[: self.random.randrange(1, 3)]]
        self.blocks.append(f'grade {name}:\n{"".join(rows)}    "Z" otherwise\n')
        self.grades.append(name)

    def selection(self) -> None:
        """A selection."""
        name = self.name("selection")
        order = f"    order by {self.number(Scope(), 1)} descending\n" if self.chance(0.5) else ""
        self.blocks.append(f"selection {name}:\n    where {self.condition(Scope(), 2)}\n{order}")
        self.selections.append(name)

    # --- scores -------------------------------------------------------------------------------------------------------

    def score(self) -> None:
        """A score with rules."""
        name = self.name("score")
        lines, facts, owned = self.properties()
        if self.chance(0.3):
            lines.append(f"awards expire after {self.one(DURATIONS)}")
        if self.chance(0.2) and not self.plain:
            lines.append(f"awards lose {self.loss()}")
        enabled = not self.chance(0.08)
        if not enabled:
            lines.append("enabled false")
        for _ in range(self.how_many_rules):
            lines += self.rule() or [self.event_rule()]
        if self.chance(0.4):
            clamps = self.clamps(" ")
            lines.append(f"group {self.name('group')}{clamps}:")
            for _ in range(self.random.randrange(1, 4)):
                lines += [f"    {line}" for line in self.rule() or [self.event_rule()]]
        self.blocks.append(f"score {name}:\n" + "".join(f"    {line}\n" for line in lines))
        self.after_score(name, facts, owned)
        if enabled:
            self.made.scores.append(name)

    def computed_score(self) -> None:
        """A score that is computed from others: a plain sum of them, or anything."""
        name = self.name("score")
        lines, facts, owned = self.properties(initial=False)
        facts.summed = self.chance(0.5) and all(one.summed for one in self.scores.values())
        value = " + ".join(self.scores) if facts.summed and len(self.scores) == 1 else self.number(Scope(), 3)
        facts.summed = facts.summed and len(self.scores) == 1
        body = ":\n" + "".join(f"    {line}\n" for line in lines) if lines else "\n"
        self.blocks.append(f"score {name} = {value}{body}")
        self.after_score(name, facts, owned)

    def properties(self, *, initial: bool = True) -> tuple[list[str], ScoreFacts, str | None]:
        """Properties and ranges, and the field that the score owns."""
        lines: list[str] = []
        if initial and self.chance(0.3):
            lines.append(f"initial {self.one((5, -2, 0.5))}")
        lines += self.clamps("\n").split("\n")[1:]
        ideal = self.chance(0.4)
        if ideal:
            lines.append(f"ideal {self.one((10, 3, 0.5))}")
        owned = self.owned.pop(0) if self.owned and self.chance(0.4) else None
        if owned is not None:
            lines.append(f"field {owned}")
        ranges = []
        if self.chance(0.5):
            ranges = [self.name("range") for _ in range(self.random.randrange(1, 4))]
            lines += [f"range {one}" + (f" from {(-2, 5, 8.5)[place - 1]}" if place else "") for place, one in enumerate(ranges)]
        return lines, ScoreFacts(ranges, ideal, True), owned

    def after_score(self, name: str, facts: ScoreFacts, owned: str | None) -> None:
        """From now on others may read the score."""
        self.scores[name] = facts
        if owned is not None:
            self.readable["number"].append(owned)

    def clamps(self, before: str) -> str:
        """``minimum`` and ``maximum``, each sometimes."""
        minimum = f"{before}minimum {self.one((-3, 0, 1))}" if self.chance(0.3) else ""
        return minimum + (f"{before}maximum {self.one((4, 10, 20.5))}" if self.chance(0.4) else "")

    def rule(self) -> list[str]:
        """A rule of any kind, as lines."""
        kind = self.random.randrange(10)
        if kind < 5:
            return [self.event_rule()]
        if kind < 7:
            return [f"{self.points(Scope())} while {self.condition(Scope(), 3)}, as {self.name('r')}"]
        if kind < 8:
            events = " or ".join(self.some_events(2)[0])
            return [f"{self.points(Scope())} for every {self.one(DURATIONS)} without {events}, as {self.name('r')}"]
        return self.table()

    def points(self, scope: Scope) -> str:
        """Points: a literal, or computed."""
        sign = self.one("+-")
        return sign + (f"({self.number(scope, 2)})" if self.chance(0.35) else self.one((5, 1, 2, 10, 0.5, 3.75)))

    def event_rule(self) -> str:
        """A rule on events."""
        events, scope = self.some_events(2)
        if self.plain:
            scope = Scope(scope.attributes, profile=False)
            where = f" where {self.condition(scope, 2)}" if self.chance(0.4) else ""
            return f"{self.points(scope)} on each {' or '.join(events)}{where}, never expires, as {self.name('r')}"
        occurrence = self.one(("each", "first", "first 2", "latest"))
        counted = occurrence != "each" and scope.attributes and self.chance(0.4)
        per = f" per {self.one(scope.attributes)}" if counted else ""
        where = f" where {self.condition(scope, 2)}" if self.chance(0.4) else ""
        modifiers = []
        for unit in ("times", "points"):
            if self.chance(0.25):
                amount = self.one((1, 2, 3)) if unit == "times" else self.one((4, 7.5, 12))
                window = f" per {self.one(DURATIONS)}" if self.chance(0.6) else ""
                modifiers.append(f"at most {amount} {unit}{window}")
        if self.chance(0.4):
            modifiers.append(self.one((f"expires after {self.one(DURATIONS)}", "never expires")))
        if self.chance(0.3):
            modifiers.append(self.one((f"loses {self.loss()}", f"halves every {self.one(DURATIONS)}", "never decays")))
        self.random.shuffle(modifiers)
        modifiers.append(f"as {self.name('r')}")
        return f"{self.points(scope)} on {occurrence} {' or '.join(events)}{per}{where}, {', '.join(modifiers)}"

    def loss(self) -> str:
        """What is lost, and how often."""
        return f"{self.one(('25%', '50%', '100%', '1 point', '2.5 points'))} every {self.one(DURATIONS)}"

    def some_events(self, most: int) -> tuple[list[str], Scope]:
        """One or more events, and the scope of a rule on them."""
        if self.plain or self.chance(0.6):
            names = list(dict.fromkeys(self.one(EVENTS) for _ in range(self.random.randrange(1, most + 1))))
            common = [one for one in ATTRIBUTES if all(one in self.made.events[name] for name in names)]
            others = tuple(one for one in ATTRIBUTES if one not in common)
            return names, Scope({one: ATTRIBUTES[one] for one in common}, partial=others)
        built_in = self.one(
            (
                "profile modified",
                "orders created",
                "orders modified",
                "tag added",
                "profile created",
                "orders removed",
                "tag removed",
                "points adjusted",
                "profile removed",
            )
        )
        match built_in.split():
            case ["orders", verb]:
                return [built_in], Scope(dict(self.made.rows), modified=dict(self.made.rows) if verb == "modified" else {})
            case ["tag", _]:
                return [built_in], Scope({"tag": "text"})
            case ["points", _]:
                return [built_in], Scope({"score": "text", "points": "number", "reason": "text"})
            case [_, "modified"]:
                known = {one: word for word, names in self.readable.items() for one in names}
                return [built_in], Scope(modified={**known, **dict.fromkeys(self.owned, "number")})
            case _:
                return [built_in], Scope()

    def table(self) -> list[str]:
        """A table of numbers, dates, durations or texts."""
        kind = self.one(("number", "text", "duration", "date", "boolean"))
        literals = {
            "number": ("0", "2", "5", "-1"),
            "text": ('"a"', '"abc"', '""'),
            "duration": ("6 hours", "1 day", "2 days"),
            "date": ("2025-12-31", "2026-01-02", "2026-01-08"),
            "boolean": ("true", "false"),
        }[kind]
        rises = kind in ("number", "duration", "date") and self.chance(0.8)
        rows = [f"    {self.points(Scope())} {'from ' if rises else ''}{one}" for one in literals[: self.random.randrange(1, 4)]]
        if self.chance(0.5):
            rows.append(f"    {self.points(Scope())} otherwise")
        self.names += 1  # makes most tables' words their own, and with them the identities of their rows
        mark = f"{self.names} is missing"
        by = self.expression(kind, Scope(), 2)
        match kind:
            case "number":
                by = f"{by} + {self.names} - {self.names}"
            case "boolean":
                by = f"({mark} or {by})"
            case "text":
                by = f'{by} + trim("{" " * self.names}")'
            case "duration":
                by = f"min({by}, {self.names * 100} days)"
            case _:
                by = f"max({by}, {by})" if by in self.tables else by
        if by in self.tables:
            return []
        self.tables.add(by)
        return [f"by {by}:", *rows]

    # --- expressions --------------------------------------------------------------------------------------------------

    def expression(self, kind: str, scope: Scope, depth: int) -> str:
        """An expression of a type."""
        match kind:
            case "number":
                return self.number(scope, depth)
            case "boolean":
                return self.condition(scope, depth)
            case "text" | "choice":
                return self.text(scope, depth)
            case "duration":
                return self.duration(scope, depth)
            case _:
                return self.moment(scope, depth)

    def read(self, word: str, scope: Scope) -> str | None:
        """The name of a field or an attribute of a type, written so that it is not ambiguous."""
        known = [one for one, type_ in scope.attributes.items() if type_ == word]
        fields = list(self.readable[word]) if scope.profile else []
        everything = {name for names in self.readable.values() for name in names} | set(self.owned)
        names = [f"event.{one}" if scope.profile and one in everything else one for one in known]
        names += [f"profile.{one}" if one in scope.attributes or one in scope.partial else one for one in fields]
        if scope.modified:
            names += [f"old({one})" for one, type_ in scope.modified.items() if type_ == word]
        return self.one(names) if names else None

    def condition(self, scope: Scope, depth: int) -> str:
        """A condition."""
        if depth > 1 and self.chance(0.3):
            match self.random.randrange(3):
                case 0:
                    return f"({self.condition(scope, depth - 1)} and {self.condition(scope, depth - 1)})"
                case 1:
                    return f"({self.condition(scope, depth - 1)} or {self.condition(scope, depth - 1)})"
                case _:
                    return f"(not {self.condition(scope, depth - 1)})"
        options = [self.number_test, self.text_test, self.list_test, self.boolean_test, self.missing_test, self.moment_test]
        if scope.profile:
            options += [self.number_test, self.duration_test, self.past_test, self.past_test, self.score_test]
        return f"({options[self.random.randrange(len(options))](scope, depth - 1)})"

    def number_test(self, scope: Scope, depth: int) -> str:
        """A test of a number."""
        left = self.number(scope, depth)
        match self.random.randrange(5):
            case 0:
                return f"{left} between {self.number(scope, depth)} and {self.number(scope, depth)}"
            case 1:
                return f"{left} {self.one(('in', 'not in'))} {self.one([self.numbers(), *self.lists['number']])}"
            case _:
                return f"{left} {self.one(('>', '<', '>=', '<=', 'is', 'is not', '==', '!='))} {self.number(scope, depth)}"

    def text_test(self, scope: Scope, depth: int) -> str:
        """A test of a text or a choice."""
        choice = self.read("choice", scope)
        if choice is not None and self.chance(0.3):
            return f"{choice} {self.one(('is', 'is not'))} {quoted(self.one(OPTIONS))}"
        left = self.text(scope, depth)
        fold = " ignoring case" if self.chance(0.3) else ""
        match self.random.randrange(5):
            case 0:
                return f"{left} {self.one(('is', 'is not'))} {self.text(scope, depth)}{fold}"
            case 1:
                return f"{left} {self.one(('in', 'not in'))} {self.one([self.texts(), *self.lists['text']])}{fold}"
            case 2:
                return f"{left} matches {self.one(PATTERNS)}{fold}"
            case 3:
                operator = self.one(("contains", "starts with", "ends with"))
                return f"{left} {operator} {self.text(scope, depth)}{fold}"
            case _:
                operator = self.one(("contains", "starts with", "ends with"))
                against = self.one([self.texts(), "()", *self.lists["text"]])
                return f"{left} {operator} {self.one(('any', 'all', 'none'))} {against}{fold}"

    def list_test(self, scope: Scope, depth: int) -> str:
        """A test of tags or of a list."""
        if not scope.profile:
            return self.number_test(scope, depth)
        value = self.one(("tags", self.read("list", Scope()) or "tags"))
        fold = " ignoring case" if self.chance(0.3) else ""
        some = "(" + ", ".join(quoted(one) for one in (*TAGS, "a")[: self.random.randrange(5)]) + ")"
        if self.chance(0.5):
            return f"{value} contains {self.one(('any', 'all', 'none'))} {some}{fold}"
        return f"{value} contains {self.one((quoted(self.one(TAGS)), self.text(scope, depth)))}{fold}"

    def boolean_test(self, scope: Scope, depth: int) -> str:
        """A boolean, or one compared with another."""
        value = self.read("boolean", scope) or ("true" if self.chance(0.5) else "false")
        if scope.profile:
            value = self.one((value, *self.lets["boolean"], *self.selections))
        if scope.modified and self.chance(0.5):
            return f"changed({self.one(scope.modified)})"
        if depth > 0 and self.chance(0.3):
            return f"{value} {self.one(('is', 'is not'))} {self.condition(scope, depth)}"
        return value

    def missing_test(self, scope: Scope, depth: int) -> str:
        """Whether something is missing."""
        kind = self.one(("number", "text", "datetime", "duration") if scope.profile else ("number", "text"))
        return f"{self.expression(kind, scope, depth)} {self.one(('is missing', 'is not missing'))}"

    def moment_test(self, scope: Scope, depth: int) -> str:
        """A test of dates and datetimes."""
        left = self.moment(scope, depth)
        match self.random.randrange(4):
            case 0:
                return f"{left} between {self.moment(scope, depth)} and {self.moment(scope, depth)}"
            case 1:
                return f"{left} {self.one(('in', 'not in'))} ({', '.join(MOMENTS[:2])}, {DATES[1]})"
            case _:
                return f"{left} {self.one(('<', '<=', '>', '>=', 'is', 'is not'))} {self.moment(scope, depth)}"

    def duration_test(self, scope: Scope, depth: int) -> str:
        """A test of durations, most of which grow or shrink with time."""
        left = self.duration(scope, depth)
        if self.chance(0.2):
            return f"{left} between {self.duration(scope, depth)} and {self.duration(scope, depth)}"
        if self.chance(0.15):
            return f"{left} in (1 day, 12 hours)"
        return f"{left} {self.one(('>', '>=', '<', '<=', 'is', 'is not'))} {self.duration(scope, depth)}"

    def past_test(self, scope: Scope, depth: int) -> str:
        """A test of what has happened."""
        if not scope.profile:
            return self.number_test(scope, depth)
        if self.chance(0.3):
            return f"seen({self.past('seen')})"
        return f"{self.past_number()} {self.one(('>=', '>', '<', 'is'))} {self.number(Scope(profile=False), depth)}"

    def score_test(self, scope: Scope, depth: int) -> str:
        """A test of a score's range or flames, or of a grade."""
        if not self.scores:
            return self.past_test(scope, depth)
        name = self.one(self.scores)
        facts = self.scores[name]
        if facts.ranges and self.chance(0.6):
            return f"{name} {self.one(('is', 'is not', 'is at least', 'is below'))} {self.one(facts.ranges)}"
        if facts.ideal and self.chance(0.6):
            return f"flames({name}) >= {self.one((1, 3, 5))}"
        if self.grades and self.chance(0.5):
            return f'{self.one(self.grades)} is "A"'
        return f"{name} {self.one(('>', '<='))} {self.one(NUMBERS)}"

    def past(self, function: str) -> str:
        """An event or a collection, a condition on it, and a window."""
        name = self.one((*EVENTS, *EVENTS, "orders"))
        attributes = self.made.rows if name == "orders" else self.made.events[name]
        inner = Scope(attributes, profile=False)
        where = f" where {self.condition(inner, 2)}" if attributes and self.chance(0.4) else ""
        within = f" within {self.one(DURATIONS)}" if function != "last" and self.chance(0.6) else ""
        return f"{name}{where}{within}"

    def past_number(self) -> str:
        """``count``, ``sum`` or ``gained``."""
        gaining = [name for name, facts in self.scores.items() if facts.summed]
        if gaining and self.chance(0.4):
            return f"gained({self.one(gaining)} within {self.one(DURATIONS)})"
        summable = [(name, one) for name, known in self.made.events.items() for one, word in known.items() if word == "number"]
        summable.append(("orders", "amount"))
        if self.chance(0.4):
            name, attribute = summable[self.random.randrange(len(summable))]
            value = attribute if self.chance(0.6) else f"{attribute} / 2"
            within = f" within {self.one(DURATIONS)}" if self.chance(0.6) else ""
            return f"sum({value} of {name}{within})"
        return f"count({self.past('count')})"

    def number(self, scope: Scope, depth: int) -> str:
        """A number."""
        read = self.read("number", scope)
        if depth <= 0 or self.chance(0.4):
            return self.one((read, self.one(NUMBERS))) if read else self.one(NUMBERS)
        if scope.profile and self.chance(0.25):
            return self.one((self.past_number(), *self.scores, *self.lets["number"]))
        inner = self.number(scope, depth - 1)
        match self.random.randrange(7):
            case 0 | 1:
                return f"({inner} {self.one('+-*')} {self.number(scope, depth - 1)})"
            case 2:
                return f"({inner} / {self.number(scope, depth - 1)})"
            case 3:
                return f"(-{inner})"
            case 4:
                return f"{self.one(('abs', 'round'))}({inner})"
            case 5:
                return self.one(
                    (
                        f"round({inner}, 2)",
                        f"number({inner})",
                        f"{self.one(('min', 'max'))}({inner}, {self.number(scope, depth - 1)}, 3)",
                    )
                )
            case _:
                return f"{self.one(('length', 'number'))}({self.text(scope, depth - 1)})"

    def text(self, scope: Scope, depth: int) -> str:
        """A text."""
        read = self.read("text", scope)
        if depth <= 0 or self.chance(0.5):
            return self.one((read, quoted(self.one(TEXTS)))) if read else quoted(self.one(TEXTS))
        if scope.profile and self.chance(0.2):
            return self.one(("profile.id", *self.lets["text"], *(f"lower({one})" for one in self.grades)))
        inner = self.text(scope, depth - 1)
        match self.random.randrange(3):
            case 0:
                return f"{self.one(('lower', 'upper', 'trim', 'domain', 'host', 'path'))}({inner})"
            case 1:
                return f'query({inner}, "q")'
            case _:
                return f"({inner} + {self.text(scope, depth - 1)})"

    def moment(self, scope: Scope, depth: int) -> str:
        """A date or a datetime."""
        known = [self.read("datetime", scope), self.read("date", scope) if scope.profile else None, self.one(MOMENTS)]
        if scope.profile:
            known += ["created", f"last({self.past('last')})"]
        one = self.one([item for item in known if item is not None])
        if depth > 0 and self.chance(0.2):
            return f"({one} {self.one('+-')} {self.one(DURATIONS)})"
        return one

    def duration(self, scope: Scope, depth: int) -> str:
        """A duration."""
        if not scope.profile or self.chance(0.3):
            return self.one(DURATIONS)
        if depth <= 0 or self.chance(0.6):
            return f"{self.one(('age', 'until'))}({self.moment(scope, 0)})"
        match self.random.randrange(4):
            case 0:
                return f"({self.moment(scope, depth - 1)} - {self.moment(scope, depth - 1)})"
            case 1:
                return f"({self.duration(scope, depth - 1)} {self.one('+-')} {self.duration(scope, depth - 1)})"
            case 2:
                return f"{self.one(('min', 'max'))}({self.duration(scope, depth - 1)}, {self.duration(scope, depth - 1)})"
            case _:
                return f"{self.one(('abs(', '(-'))}{self.duration(scope, depth - 1)})"


def quoted(text: str) -> str:
    """A text literal."""
    return f'"{text}"'


def typed(word: str) -> str:
    """The type as a declaration writes it."""
    return f"choice({', '.join(map(quoted, OPTIONS))})" if word == "choice" else word
