"""Straight-line Python for made-up rules, as somebody who knows them all writes it by hand: the yardstick of the engine.

One function an event type, one ``if`` a rule. ``bare`` gives the points and nothing else. ``kept`` does for a profile what the
engine does: an id that it had within 30 days counts once, its clock does not go back, late events are known as such, the total
is kept and every award leaves a ledger entry. ``read`` checks the data of an event as a user gives it and takes what is declared.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from scripts.benchmarks.workload import EVENTS, NUMBERS, Condition, Rule

DAY: Final = 86_400_000_000
REMEMBERED: Final = 30 * DAY
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

BARE: Final = """\
def {event}(data, fields):
    points = 0
{rules}
    return points
"""
KEPT: Final = """\
def {event}(lead, event):
    identity = event.id
    time = event.time
    ids = lead.ids
    if identity in ids and ids[identity] > max(lead.clock, time) - REMEMBERED:
        return None
    late = time < lead.newest
    if not late:
        lead.newest = time
    if time > lead.clock:
        lead.clock = time
    ids[identity] = lead.clock
    if lead.clock >= lead.ids_due:
        lead.forget()
    fields = lead.fields
    data = event.data
    points = 0
    entries = []
{rules}
    lead.score += points
    return entries, time, identity, late
"""
READ: Final = """\
def {event}(data):
    read = {{}}
{attributes}
    if len(read) < len(data):
        note(data, read)
    return read
"""
TEXT: Final = """\
    value = data.get({name!r})
    if value is not None:
        if value.__class__ is not str:
            raise ValueError({name!r})
        read[{name!r}] = value
"""
NUMBER: Final = """\
    value = data.get({name!r})
    if value is not None:
        if value.__class__ is not int and (value.__class__ is not float or value - value != 0):
            raise ValueError({name!r})
        read[{name!r}] = value
"""


@dataclass(slots=True)
class Lead:
    """A profile as the hand-written way keeps it."""

    fields: dict[str, Any]
    score: int = 0
    clock: int = 0
    newest: int = 0
    ids: dict[str, int] = field(default_factory=dict)
    ids_due: int = 0

    def forget(self) -> None:
        """Throw away ids that are too old to matter."""
        oldest = self.clock - REMEMBERED
        self.ids = {one: time for one, time in self.ids.items() if time > oldest}
        self.ids_due = self.clock + REMEMBERED // 4


Kept = tuple[list[tuple[int, int, int]], int, str, bool]
"""What ``kept`` gives: score, rule and points of each award, then time and id of the event and whether it was late."""


class Entry(NamedTuple):
    """A ledger entry in full."""

    score: int
    rule: int
    points: int
    time: int
    event: str
    reason: str
    expires: int | None
    note: str | None


class ReadableEntry(NamedTuple):
    """A ledger entry as a user of a library reads it."""

    profile: str
    score: str
    rule: str
    points: int
    time: datetime
    event: str
    reason: str
    expires: datetime | None
    where: str


class Event(NamedTuple):
    """An event whose data was read."""

    id: str
    type: str
    profile: str
    time: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Program:
    """The functions by event type."""

    bare: dict[str, Callable[[Any, Any], int]]
    kept: dict[str, Callable[[Lead, Any], Kept | None]]
    read: dict[str, Callable[[Any], dict[str, Any]]]
    ignored: set[str]
    """Attributes that are not declared and were left out by ``read``."""

    def event(self, given: dict[str, Any]) -> Event:
        """An event of a user, checked."""
        identity, kind, profile, time, data = given["id"], given["type"], given["profile"], given["time"], given["data"]
        for text in (identity, profile, time):
            if text.__class__ is not str or not text:
                raise ValueError(text)
        if data.__class__ is not dict:
            raise ValueError(data)
        passed = datetime.fromisoformat(time) - EPOCH
        moment = (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
        return Event(identity, kind, profile, moment, self.read[kind](data))


def write_program(rules: Sequence[Rule]) -> Program:
    """Write and compile the functions for some rules."""
    ignored: set[str] = set()

    def note(data: dict[str, Any], read: dict[str, Any]) -> None:
        ignored.update(data.keys() - read.keys())

    bare, kept, read = {}, {}, {}
    for event, attributes in EVENTS.items():
        own = [(number, rule) for number, rule in enumerate(rules) if rule.event == event]
        awards = ((rule, f"points += {rule.points}") for _, rule in own)
        bare[event] = _compiled(BARE.format(event=event, rules=_lines(awards)), event)
        entries = ((rule, f"points += {rule.points}; entries.append((0, {number}, {rule.points}))") for number, rule in own)
        kept[event] = _compiled(KEPT.format(event=event, rules=_lines(entries)), event, REMEMBERED=REMEMBERED)
        checks = "".join((NUMBER if name in NUMBERS else TEXT).format(name=name) for name in attributes).rstrip("\n")
        read[event] = _compiled(READ.format(event=event, attributes=checks), event, note=note)
    return Program(bare, kept, read, ignored)


def keep_around(total: Callable[[Any, Any], int], event: str) -> Callable[[Lead, Any], Kept | None]:
    """What ``kept`` does, around points that something else gives as one sum: an entry an event, not one a rule."""
    rules = "    points = total(fields, data)\n    if points: entries.append((0, 0, points))"
    function: Callable[[Lead, Any], Kept | None] = _compiled(
        KEPT.format(event=event, rules=rules), event, REMEMBERED=REMEMBERED, total=total
    )
    return function


def entries_of(kept: Kept) -> list[Entry]:
    """The ledger entries in full."""
    made, time, event, _ = kept
    return [Entry(score, rule, points, time, event, "award", None, None) for score, rule, points in made]


def readable_entries(kept: Kept, profile: str, names: Sequence[str], places: Sequence[str]) -> tuple[ReadableEntry, ...]:
    """The ledger entries for a user of a library, with the names of their rules and where these stand."""
    made, time, event, _ = kept
    moment = EPOCH + timedelta(microseconds=time)
    return tuple(
        [
            ReadableEntry(profile, "engagement", names[rule], points, moment, event, "award", None, places[rule])
            for _, rule, points in made
        ]
    )


def _compiled(text: str, name: str, **known: object) -> Any:
    names: dict[str, Any] = dict(known)
    exec(text, names)  # noqa: S102 - the text was written right above
    return names[name]


def _lines(awards: Iterable[tuple[Rule, str]]) -> str:
    """An ``if`` for each rule, or the award alone where it has no conditions."""
    lines = []
    for rule, award in awards:
        where = " and ".join(map(_condition, rule.conditions))
        lines.append(f"    if {where}: {award}" if where else f"    {award}")
    return "\n".join(lines)


def _condition(one: Condition) -> str:
    found = f"{'data' if one.of_event else 'fields'}[{one.name!r}]"
    match one.operator:
        case "is":
            return f"{found} == {one.value!r}"
        case "in":
            assert isinstance(one.value, tuple)
            return f"{found} in {{{', '.join(map(repr, one.value))}}}"
        case "starts with":
            return f"{found}.startswith({one.value!r})"
        case "contains":
            return f"{one.value!r} in {found}"
        case operator:
            return f"{found} {operator} {one.value!r}"
