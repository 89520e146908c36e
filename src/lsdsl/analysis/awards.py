"""How much of the awards of one event rule can be there at one moment, and how much it can ever give.

Sizes are whole millionths of a point, as in the engine, or infinite. Limits count by the profile's clock, and an award begins to
shrink no later than by that clock, so at any moment what is left of a rule's awards was made within its lifetime, in windows of
each of which a limit lets so much through.
"""

from math import ceil, floor, inf, isinf, log
from typing import Final

from lsdsl.model.declarations import Decay, EventRule, Limit, Model
from lsdsl.model.types import Kind

POINT: Final = 1_000_000
"""Millionths in a point."""

ONCE: Final = frozenset({"profile.created", "profile.removed"})
"""What happens once in the life of a profile."""

WINDOWS: Final = 2000
"""So many windows are added up one by one."""


def millionths(number: float) -> float:
    """A number of points in millionths, rounded half away from zero as the engine does."""
    if isinf(number):
        return number
    scaled = number * POINT
    return int(scaled + 0.5) if scaled >= 0 else -int(0.5 - scaled)


def points(size: float) -> float:
    """Millionths as a number of points."""
    if isinf(size):
        return size
    return int(size) // POINT if size % POINT == 0 else size / POINT


def occurrences(rule: EventRule, model: Model) -> float:
    """How many awards of a rule can be there at most, by its occurrence word and its events; never mind its limits."""
    once = len(rule.events) if ONCE.issuperset(rule.events) else inf
    if rule.occurrence == "each":
        return once
    count = rule.count if rule.occurrence == "first" else 1
    return min(once, count * _keys(rule, model))


def ever(rule: EventRule, most: float, model: Model) -> float:
    """The largest sum of awards of at most so much each in the whole life of a profile, what is gone included."""
    times = occurrences(rule, model) if rule.occurrence != "latest" else inf
    if rule.occurrence == "latest" and ONCE.issuperset(rule.events):
        times = len(rule.events)
    return min([_product(times, most), *(_let_through(limit, most) for limit in rule.limits if limit.per is None)])


def standing(rule: EventRule, most: float, model: Model, *, constant: bool) -> float:
    """The largest sum of what is left, at one moment, of awards of at most so much each; ``constant``: of just so much each."""
    caps = [millionths(limit.amount) for limit in rule.limits if limit.unit == "points"]
    uncut = constant and all(cap % most == 0 for cap in caps if most > 0)
    most = min([most, *caps])
    if most <= 0:
        return 0
    life = lifetime(rule.decay, rule.expires, most)
    return min(
        [_product(occurrences(rule, model), most), *(_within(rule.decay, limit, most, life, uncut) for limit in rule.limits)]
    )


def lifetime(decay: Decay | None, expires: int | None, most: float) -> float:
    """For how long something can be left of an award of at most so much."""
    return min(inf if expires is None else expires, fading(decay, most))


def fading(decay: Decay | None, size: float) -> float:
    """After which time decay has left nothing of an award of that size."""
    if decay is None or isinf(size):
        return inf
    if decay.unit == "points":
        loss = millionths(decay.amount)
        return ceil(size / loss) * decay.every if loss > 0 else inf
    factor = 1 - decay.amount / 100
    if factor >= 1:
        return inf
    steps = 1 if factor <= 0 else max(1, ceil(log(0.5 / size) / log(factor)) - 2)
    while left(decay, size, steps * decay.every) > 0:
        steps += 1
    return steps * decay.every


def left(decay: Decay | None, size: float, age: float) -> float:
    """What is left of an award of that size at an age."""
    if decay is None or isinf(size):
        return size
    steps = floor(age / decay.every)
    if decay.unit == "points":
        return max(0, size - steps * millionths(decay.amount))
    return int(size * (1 - decay.amount / 100) ** steps + 0.5)


def _within(decay: Decay | None, limit: Limit, most: float, life: float, uncut: bool) -> float:
    whole = _let_through(limit, most)
    if limit.per is None or isinf(whole):
        return whole
    if isinf(life):
        return inf
    windows = ceil(life / limit.per)
    if windows > WINDOWS:
        return whole * windows
    return sum(_share(decay, limit, most, number * limit.per, uncut) for number in range(windows))


def _share(decay: Decay | None, limit: Limit, most: float, age: float, uncut: bool) -> float:
    """What is left of all that a limit lets through in one window, when it is of that age.

    Of points in pieces of unknown size more may be left than of large awards, for each piece is rounded by itself: twice the
    share at most, since a piece is dropped when less than half a millionth is left.
    """
    remains = left(decay, most, age)
    if limit.unit == "times":
        return limit.amount * remains
    whole = millionths(limit.amount)
    if decay is None or age < decay.every:
        return whole
    if uncut:
        return whole // most * remains
    if decay.unit == "points":
        return ceil(whole * remains / most)
    return min(whole, ceil(2 * whole * (1 - decay.amount / 100) ** floor(age / decay.every)))


def _let_through(limit: Limit, most: float) -> float:
    return _product(limit.amount, most) if limit.unit == "times" else millionths(limit.amount)


def _keys(rule: EventRule, model: Model) -> float:
    """How many values the attribute after ``per`` can have, a missing one included; one without ``per``."""
    if rule.per is None:
        return 1
    values: set[object] = {None}
    for event in rule.events:
        declared = model.events[event].attributes.get(rule.per) if event in model.events else None
        if declared is None:
            return inf
        if declared.type.options:
            values.update(declared.type.options)
        elif declared.type.kind is Kind.BOOLEAN:
            values.update((True, False))
        else:
            return inf
    return len(values)


def _product(count: float, size: float) -> float:
    return 0 if 0 in (count, size) else count * size
