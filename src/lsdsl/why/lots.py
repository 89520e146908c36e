"""Awards that are still worth something, from the ledger alone: what was given, less what expired, faded or was replaced."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lsdsl.compile import points
from lsdsl.engine.live import Live
from lsdsl.engine.outcome import Entry
from lsdsl.model.declarations import Decay, EventRule
from lsdsl.why.life import Happening

GIVEN: Final = ("award", "cut")
TAKEN: Final = ("expired", "decayed", "replaced")

KeyOf = Callable[[int, str | None], object]
"""The value that a rule counts by, for the event of an entry."""


@dataclass(slots=True)
class Lot:
    """An award: what was given and what is left, both in millionths."""

    rule: int
    given: int
    left: int
    time: int
    event: str | None
    expires: int | None
    cut: bool
    key: object
    steps: int = 0


def alive(happenings: Iterable[Happening], rules: Mapping[int, EventRule], key_of: KeyOf) -> list[Lot]:
    """The awards that are worth something, oldest first. Their sum is that of all entries about awards, exactly."""
    lots: dict[int, list[Lot]] = {}
    for happening in happenings:
        entry = happening.entry
        if entry.rule is None:
            continue
        known = lots.setdefault(entry.rule, [])
        if entry.reason in GIVEN:
            key = key_of(entry.rule, entry.event)
            known.append(
                Lot(entry.rule, entry.points, entry.points, entry.time, entry.event, entry.expires, entry.reason == "cut", key)
            )
        elif entry.reason in TAKEN:
            rule = rules.get(entry.rule)
            lot = _meant(known, entry, None if rule is None else rule.decay, key_of)
            lot.left += entry.points
            if lot.left == 0:
                known.remove(lot)
    return sorted((lot for known in lots.values() for lot in known), key=lambda lot: lot.time)


def standing(
    happenings: Iterable[Happening], rule: int, awards: Iterable[tuple[int, int]], decay: Decay | None, now: int
) -> list[Lot]:
    """The awards of a rule that repeats have not replaced, oldest first, where no event tells which they are.

    ``awards`` are the time and size of each.
    """
    given = [one.entry for one in happenings if one.entry.rule == rule and one.entry.reason in GIVEN]
    lots = []
    for time, size in sorted(awards):
        entry = next((one for one in reversed(given) if (one.time, one.points) == (time, size)), None)
        if entry is not None:
            given.remove(entry)
            left = size if decay is None else faded(size, decay, max(0, now - time) // decay.every)
            lots.append(Lot(rule, size, left, time, entry.event, entry.expires, entry.reason == "cut", None))
    return lots


def living(
    happenings: Iterable[Happening], rule: int, awards: Iterable[Live], decay: Decay | None, expires: int | None
) -> list[Lot]:
    """The awards of a rule that time will change, oldest first, as the state has them.

    After other rules were accepted what was left of an award may count as awarded then: it has no entry of its own.
    """
    given = [one.entry for one in happenings if one.entry.rule == rule and one.entry.reason in GIVEN]
    lots = []
    for award in sorted(awards, key=lambda one: one.serial):
        waits = [wait for wait in (expires, None if decay is None else (award.steps + 1) * decay.every) if wait is not None]
        time, size = award.due - min(waits), award.size
        entry = next((one for one in given if one.points == size and (one.time == time or one.expires == award.due)), None)
        left = size if decay is None else faded(size, decay, award.steps)
        if entry is None:
            lots.append(Lot(rule, size, left, time, None, None if expires is None else time + expires, cut=False, key=None))
        else:
            given.remove(entry)
            lots.append(Lot(rule, size, left, entry.time, entry.event, entry.expires, entry.reason == "cut", None))
    return sorted(lots, key=lambda lot: lot.time)


def next_step(lot: Lot, decay: Decay, now: int) -> tuple[int, int]:
    """When an award next fades after a moment, and to what."""
    step = (now - lot.time) // decay.every + 1
    return lot.time + step * decay.every, faded(lot.given, decay, step)


def faded(size: int, decay: Decay, steps: int) -> int:
    """What so many steps leave of an award, in millionths."""
    if decay.unit == "%":
        left = int(abs(size) * (1 - decay.amount / 100) ** steps + 0.5)
    else:
        left = max(0, abs(size) - steps * points.from_number(decay.amount))
    return left if size > 0 else -left


def _meant(known: list[Lot], entry: Entry, decay: Decay | None, key_of: KeyOf) -> Lot:
    """The award that an entry takes from: the first that fits in every respect, else in fewer."""
    assert entry.rule is not None
    whole = [lot for lot in known if lot.left == -entry.points]
    match entry.reason:
        case "expired":
            fitting = [lot for lot in whole if lot.expires == entry.time]
        case "replaced":
            key = key_of(entry.rule, entry.event)
            fitting = [lot for lot in whole if lot.key == key]
        case _:
            fitting = [lot for lot in known if decay is not None and _fades(lot, entry, decay)]
    lot = (fitting or whole or known)[0]
    if entry.reason == "decayed" and decay is not None:
        lot.steps = (entry.time - lot.time) // decay.every
    return lot


def _fades(lot: Lot, entry: Entry, decay: Decay) -> bool:
    """Whether an award loses just this much just then."""
    step, rest = divmod(entry.time - lot.time, decay.every)
    return rest == 0 and step > lot.steps and faded(lot.given, decay, step) - lot.left == entry.points
