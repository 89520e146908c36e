"""Made-up rules, profiles and events of any number, the same on every machine: what the scoring benchmarks run on.

A rule is data, so that every engine under test can be handed the same rules in its own form: an event type, points, and up to
three conditions on attributes of the event or fields of the profile that must all hold. Nothing is missing, no rule reads a
score, and points are whole, so every way to add them up gives the same sums.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, Final, Literal

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
DAYS: Final = 90

Operator = Literal["is", "in", "starts with", "contains", "<", "<=", ">", ">="]
Value = str | int | float | tuple[str, ...]

PLACES: Final = (
    "docs",
    "blog",
    "pricing",
    "product",
    "about",
    "jobs",
    "help",
    "industries",
    "stories",
    "partners",
    "news",
    "trust",
)
TOPICS: Final = (
    "start", "api", "guide", "install", "invoices", "login", "export", "sales", "crm", "teams", "large", "small", "versus",
    "savings", "demo", "webinar", "report", "trial", "connect", "numbers",
)  # fmt: skip
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "channel": ("email", "web", "social", "paid", "referral", "sms"),
    "device": ("desktop", "mobile", "tablet", "tv"),
    "form": ("contact", "newsletter", "trial", "quote", "support", "partner", "survey", "event"),
    "country": tuple("US DE FR GB IN BR CA AU JP ES IT NL SE PL MX ZA SG CH AT BE".split()),
    "industry": ("software", "retail", "finance", "health", "education", "media", "energy", "transport", "public", "travel"),
    "seniority": ("junior", "senior", "manager", "director", "vp", "cxo"),
    "source": ("organic", "paid", "partner", "event", "outbound", "import"),
    "plan": ("none", "free", "trial", "pro", "business", "enterprise"),
    "lifecycle": ("subscriber", "lead", "mql", "sql", "customer", "churned"),
}
"""Attributes and fields with few values: compared as a whole."""
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "path": tuple(f"/{place}/{one}/{two}" for place in PLACES for one in TOPICS for two in TOPICS[:8]),
    "referrer": tuple(
        f"https://{host}.example/{rest}"
        for host in ("www.search", "www.find", "news", "social", "forum", "partner-a", "partner-b", "direct")
        for rest in ("", "search", "post/1", "post/2", "ad?c=1", "ad?c=2", "list")
    ),
    "campaign": tuple(
        f"{season}-{region}-{kind}"
        for season in ("spring", "summer", "autumn", "winter")
        for region in ("emea", "us", "apac", "latam")
        for kind in ("brand", "abm", "again", "launch")
    ),
    "title": tuple(
        f"{rank}{job}"
        for rank in ("", "Junior ", "Senior ", "Head of ", "VP ", "Chief ")
        for job in (
            "Engineer",
            "Marketing Manager",
            "Sales Officer",
            "Product Manager",
            "Finance Officer",
            "Analyst",
            "Consultant",
        )
    ),
    "email_domain": tuple(
        f"{name}{end}.example"
        for name in ("alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "mail", "free", "oak")
        for end in ("", "-eu", "-us", "soft", "group")
    ),
}
"""Attributes and fields with many values: also searched for parts."""
BEGINNINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "path": tuple(f"/{place}/" for place in PLACES),
    "referrer": ("https://www.", "https://partner-", "https://social"),
    "campaign": ("spring-", "summer-", "autumn-us", "winter-emea"),
    "title": ("Head of ", "VP ", "Chief ", "Senior "),
    "email_domain": ("alder", "fir", "mail", "free"),
}
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "path": TOPICS,
    "referrer": ("search", "ad?c=", "forum", "post/"),
    "campaign": ("abm", "-us-", "launch", "emea"),
    "title": ("Officer", "Manager", "Engineer", "Analyst"),
    "email_domain": ("-eu", "soft", "group", "oak"),
}
NUMBERS: Final[Mapping[str, tuple[type[int] | type[float], int]]] = {
    "duration": (int, 600), "position": (int, 20), "amount": (float, 2_000), "attendees": (int, 500),
    "employees": (int, 20_000), "revenue": (int, 5_000_000), "age_days": (int, 1_500), "visits": (int, 200),
}  # fmt: skip
"""Numbers: their kind and the largest; small ones are more frequent."""
EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "page_view": ("path", "referrer", "device", "duration", "channel"),
    "email_open": ("campaign", "device", "channel"),
    "email_click": ("campaign", "path", "device", "position"),
    "ad_click": ("campaign", "referrer", "device", "position", "amount"),
    "content_download": ("path", "campaign", "device", "channel"),
    "form_submit": ("form", "path", "campaign", "duration", "channel"),
    "pricing_view": ("path", "device", "duration", "channel", "referrer"),
    "chat_message": ("channel", "device", "duration", "path"),
    "webinar_register": ("campaign", "attendees", "channel", "referrer"),
    "webinar_attend": ("campaign", "attendees", "duration", "device"),
    "demo_request": ("form", "amount", "channel", "campaign", "referrer"),
    "unsubscribe": ("campaign", "channel", "form"),
}
"""The event types from the most to the least frequent, with their attributes."""
FIELDS: Final = (
    "country", "industry", "title", "seniority", "source", "plan", "email_domain", "lifecycle", "employees", "revenue",
    "age_days", "visits",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """``name operator value``, on an attribute of the event or a field of the profile."""

    name: str
    operator: Operator
    value: Value
    of_event: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Points for each event of a type for which all conditions hold."""

    event: str
    points: int
    conditions: tuple[Condition, ...]


OPERATIONS: Final[Mapping[Operator, Callable[[Any, Any], bool]]] = {
    "is": lambda found, wanted: found == wanted,
    "in": lambda found, wanted: found in wanted,
    "starts with": lambda found, wanted: found.startswith(wanted),
    "contains": lambda found, wanted: wanted in found,
    "<": lambda found, wanted: found < wanted,
    "<=": lambda found, wanted: found <= wanted,
    ">": lambda found, wanted: found > wanted,
    ">=": lambda found, wanted: found >= wanted,
}


def make_rules(number: int, seed: int = 7) -> list[Rule]:
    """So many rules; the first ones are the same for every number."""
    chance = random.Random(f"rules {seed}")
    types, weights = [*EVENTS], _falling(len(EVENTS), 0.5)
    rules = []
    for _ in range(number):
        event = chance.choices(types, cum_weights=weights)[0]
        pool = [(name, True) for name in EVENTS[event]] * 2 + [(name, False) for name in FIELDS]
        conditions: dict[str, Condition] = {}
        for _ in range(chance.choices([0, 1, 2, 3], weights=[1, 3, 4, 2])[0]):
            name, of_event = chance.choice(pool)
            if name not in conditions:
                conditions[name] = _condition(chance, name, of_event=of_event)
        points = -chance.randint(1, 30) if chance.random() < 0.15 else chance.randint(1, 50)
        rules.append(Rule(event, points, tuple(conditions.values())))
    return rules


def make_profiles(number: int, seed: int = 7) -> dict[str, dict[str, Any]]:
    """The fields of so many profiles, by id."""
    chance = random.Random(f"profiles {seed}")
    return {f"p{index:07d}": {name: _value(chance, name) for name in FIELDS} for index in range(number)}


def make_events(number: int, profiles: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """So many events in order of time over 90 days, as lsdsl reads them; a few profiles and types have most of them."""
    chance = random.Random(f"events {seed}")
    ids = [f"p{index:07d}" for index in range(profiles)]
    chance.shuffle(ids)
    of_profiles, types, of_types = _falling(profiles), [*EVENTS], _falling(len(EVENTS))
    pause = timedelta(milliseconds=DAYS * 86_400_000 // number)
    for index in range(number):
        event = chance.choices(types, cum_weights=of_types)[0]
        moment = START + index * pause
        yield {
            "id": f"e{index}",
            "type": event,
            "profile": chance.choices(ids, cum_weights=of_profiles)[0],
            "time": moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z",
            "data": {name: _value(chance, name) for name in EVENTS[event]},
        }


def holds(rule: Rule, event: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    """Whether a rule applies: written for being plainly right, to hold the others against."""
    return rule.event == event["type"] and all(
        OPERATIONS[one.operator]((event["data"] if one.of_event else fields)[one.name], one.value) for one in rule.conditions
    )


def rule_text(rules: Sequence[Rule]) -> str:
    """The rules as a ruleset of lsdsl with one score."""
    lines = ["profile:", *(f"    {name} {_type(name)}" for name in FIELDS)]
    for event, attributes in EVENTS.items():
        lines += ["", f"event {event}:", *(f"    {name} {_type(name)}" for name in attributes)]
    lines += ["", "score engagement:"]
    for number, rule in enumerate(rules):
        where = " and ".join(_condition_text(one) for one in rule.conditions)
        lines.append(f"    {rule.points:+d} on each {rule.event}{f' where {where}' if where else ''}, as r{number}")
    return "\n".join(lines) + "\n"


def _type(name: str) -> str:
    return "number" if name in NUMBERS else "text"


def _condition_text(condition: Condition) -> str:
    value = condition.value
    text = f"({', '.join(json.dumps(one) for one in value)})" if isinstance(value, tuple) else json.dumps(value)
    return f"{condition.name} {condition.operator} {text}"


def _falling(number: int, steepness: float = 1.0) -> list[float]:
    """Running sums of weights that fall as those of words in a text do."""
    return list(accumulate(1.0 / rank**steepness for rank in range(1, number + 1)))


WEIGHTS: Final = {name: _falling(len(values), 0.7) for name, values in {**WORDS, **TEXTS}.items()}


def _value(chance: random.Random, name: str) -> str | int | float:
    if name in NUMBERS:
        kind, largest = NUMBERS[name]
        number = chance.random() ** 2 * largest
        return round(number, 2) if kind is float else int(number)
    return chance.choices(WORDS.get(name) or TEXTS[name], cum_weights=WEIGHTS[name])[0]


def _condition(chance: random.Random, name: str, *, of_event: bool) -> Condition:
    if name in NUMBERS:
        share = chance.choice([0.05, 0.1, 0.25, 0.4, 0.6])
        return Condition(name, chance.choice(["<", "<=", ">", ">="]), max(1, int(share * NUMBERS[name][1])), of_event)
    if name in WORDS:
        operator, values, sizes = chance.choice(["is", "is", "in"]), WORDS[name], [2, 3, 4]
    else:
        operator, values, sizes = (
            chance.choice(["starts with", "starts with", "contains", "contains", "is", "in"]),
            TEXTS[name],
            [3, 5, 10, 20],
        )
    match operator:
        case "in":
            return Condition(name, "in", tuple(chance.sample(values, min(len(values) - 1, chance.choice(sizes)))), of_event)
        case "starts with":
            return Condition(name, "starts with", chance.choice(BEGINNINGS[name]), of_event)
        case "contains":
            return Condition(name, "contains", chance.choice(PARTS[name]), of_event)
        case _:
            return Condition(name, "is", str(_value(chance, name)), of_event)
