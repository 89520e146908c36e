"""A box of the positive corpus: what it says, its text, and what becomes of profiles."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import lsdsl

RULES = """\
profile:
    id from "Lead ID"
    email        text
    name         text
    company      text
    country      text
    phone        text
    employees    number
    revenue      number
    leadscore    number = 0
    visits       number
    discount     number = 0
    ratio        number
    size         choice("unknown", "small", "medium", "large") = "unknown"
    stage        choice("new", "known", "customer") = "new"
    customer     boolean = false
    newsletter   boolean
    since        date
    trial_ends   date
    last_seen    datetime
    interests    list
    note         text
    `Lead Source` text
    `Days Left`  number = 0

collection orders:
    amount   number
    product  text
    paid     date
    status   choice("open", "paid", "returned") = "open"

collection tickets:
    open     boolean = true
    urgency  number

event visit:
    path     text
    seconds  number
    referrer text

event form_submit:
    form     text
    answer   text
    budget   text
    `Full Name` text

action call:
    topic    text
    urgency  number
    before   date

action note:
    title    text
    text     text

score engagement:
    range cold
    range warm from 20
    +5 on each visit

score fit:
    +10 while country is "NL"

score total = engagement + fit

followup box:
    on TRIGGER
    script:
"""
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CREATED = datetime(2026, 1, 30, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Example:
    """A profile and an event, and what the box makes of them.

    ``gives`` are the fields that are different afterwards, all of them; ``tags`` those afterwards (None: as before), ``points``
    the points that the box awards, ``asks`` the actions.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    orders: tuple[Mapping[str, Any], ...] = ()
    tickets: tuple[Mapping[str, Any], ...] = ()
    tagged: tuple[str, ...] = ()
    gives: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] | None = None
    points: Mapping[str, float] = field(default_factory=dict)
    asks: tuple[tuple[str, Mapping[str, Any]], ...] = ()


@dataclass(frozen=True)
class Positive:
    """A box that people really write."""

    id: str
    says: str
    script: str
    examples: tuple[Example, ...]
    trigger: str = "visit"

    @property
    def rules(self) -> str:
        """The ruleset with this box in it."""
        lines = "".join(f"        {line}\n" if line else "\n" for line in self.script.strip("\n").split("\n"))
        return RULES.replace("TRIGGER", self.trigger) + lines


def example(given: Mapping[str, Any] | None = None, /, **rest: Any) -> Example:
    """An example; its first argument is the profile, ``gives`` and the like stand by their names."""
    return Example(given or {}, **rest)


def live(ruleset: lsdsl.Ruleset, one: Example, kind: str) -> Example:
    """What really becomes of the profile, in the shape of the example."""
    engine = lsdsl.Engine(ruleset)
    engine.add_profile("p", one.given, tags=one.tagged, created=CREATED)
    engine.advance(NOW)
    rows = [("orders", row) for row in one.orders] + [("tickets", row) for row in one.tickets]
    for number, (collection, row) in enumerate(rows):
        engine.process(_event(f"r{number}", f"{collection}.created", {"id": str(number), **row}))
    old = dict(engine.profile("p").fields)
    result = engine.process(_event("e", kind.replace(" ", "."), one.data))
    assert result.status == "processed", result.reject
    assert [(failure.code, failure.message) for failure in result.failures] == []
    after = engine.profile("p")
    awarded: dict[str, float] = {}
    for entry in result.entries:
        if entry.rule is not None and entry.rule.startswith("box:"):
            awarded[entry.score] = awarded.get(entry.score, 0) + entry.points
    return replace(
        one,
        gives={name: _plain(after.fields.get(name)) for name in {*old, *after.fields} if after.fields.get(name) != old.get(name)},
        tags=None if after.tags == one.tagged else tuple(after.tags),
        points=awarded,
        asks=tuple((action.action, {name: _plain(value) for name, value in action.args.items()}) for action in result.actions),
    )


def _plain(value: Any) -> Any:
    """Lists as tuples and dates as texts, as the examples write them."""
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, date) else value


def _event(identity: str, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": identity, "type": kind, "profile": "p", "time": NOW, "data": dict(data)}


def written(folder: Path, box: Positive) -> Path:
    """The ruleset as a file."""
    path = folder / "rules.lsdsl"
    path.write_text(box.rules, encoding="utf-8")
    return path
