"""State rules that cannot hold at the same time, because each wants another value of the same thing."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from lsdsl.analysis.shapes import shape, unfolded
from lsdsl.dataclass import dataclass
from lsdsl.model.declarations import Let, Model, StateRule
from lsdsl.model.expressions import (
    TURNED,
    Between,
    Comparison,
    Constant,
    Expression,
    FieldRead,
    Logical,
    Membership,
    Not,
    RangeTest,
)
from lsdsl.model.types import Value

OPERATIONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "==": lambda value, limit: value == limit,
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
}
MOST_TRIALS: Final = 200_000
"""So many conditions are tried with values; where there are more, all are taken to hold together."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a condition asks of one thing: a test that is false for every value that does not meet it, and its constants."""

    about: Hashable
    holds: Callable[[Value], bool]
    constants: tuple[Value, ...]


def most_at_once(rules: Sequence[tuple[StateRule, float]], model: Model) -> float:
    """The largest sum of the sizes (none below zero) of state rules that may hold together."""
    demands = [({one.about: one for one in _demands(rule.condition, model.lets)}, size) for rule, size in rules]
    shared = Counter(about for known, _ in demands for about in known)
    parted: dict[Hashable, list[tuple[Demand, float]]] = {}
    total = 0.0
    for known, size in demands:
        about = max(known, key=lambda one: shared[one], default=None)
        if about is None:
            total += size
        else:
            parted.setdefault(about, []).append((known[about], size))
    return total + sum(_most(part) for part in parted.values())


def _most(part: Sequence[tuple[Demand, float]]) -> float:
    values = _values({value for demand, _ in part for value in demand.constants})
    if len(values) * len(part) > MOST_TRIALS:
        return sum(size for _, size in part)
    if len(part) == 1:  # one rule about a long list, as there are many: the first value that meets it will do
        return next((size for demand, size in part for value in values if demand.holds(value)), 0.0)
    return max((sum(size for demand, size in part if demand.holds(value)) for value in values), default=0.0)


def _values(constants: set[Value]) -> list[Value]:
    """Values of which each other one is like: the constants and, for numbers, what lies between and beyond them."""
    numbers = sorted(one for one in constants if isinstance(one, int | float) and not isinstance(one, bool))
    found: list[Value] = [*constants]
    found += [(low + high) / 2 for low, high in pairwise(numbers)]
    return [*found, numbers[0] - 1, numbers[-1] + 1] if numbers else found


def _demands(condition: Expression, lets: Mapping[str, Let]) -> Iterator[Demand]:
    """What has to be so for a condition to hold, thing by thing."""
    tests: dict[Hashable, list[Demand]] = {}
    for part in conjuncts(condition, lets):
        demand = _demand(part, lets)
        if demand is not None:
            tests.setdefault(demand.about, []).append(demand)
    for about, several in tests.items():
        yield Demand(about, _all(several), tuple(value for one in several for value in one.constants))


def _all(demands: Sequence[Demand]) -> Callable[[Value], bool]:
    return lambda value: all(one.holds(value) for one in demands)


def _any(demands: Sequence[Demand]) -> Callable[[Value], bool]:
    return lambda value: any(one.holds(value) for one in demands)


def conjuncts(condition: Expression, lets: Mapping[str, Let]) -> Iterator[Expression]:
    """The conditions that have to hold together, through ``and`` and ``let``."""
    waiting = [condition]
    while waiting:
        one = unfolded(waiting.pop(), lets)
        match one:
            case Logical(operator="and", operands=operands):
                waiting.extend(reversed(operands))
            case _:
                yield one


def _demand(condition: Expression, lets: Mapping[str, Let]) -> Demand | None:
    match unfolded(condition, lets):
        case Comparison(operator="==" | "<" | "<=" | ">" | ">=" as operator, left=left, right=right, ignoring_case=False):
            if isinstance(right, Constant):
                return _compared(left, operator, right.value)
            return _compared(right, TURNED[operator], left.value) if isinstance(left, Constant) else None
        case Between(value=value, low=Constant(value=low), high=Constant(value=high)):
            bounds = [_compared(value, ">=", low), _compared(value, "<=", high)]
            several = [one for one in bounds if one is not None]
            return Demand(shape(value), _all(several), (low, high)) if len(several) == len(bounds) else None
        case Membership(value=value, items=items, negated=False, ignoring_case=False):
            return Demand(shape(value), frozenset(items).__contains__, items)
        case FieldRead() as field:
            return Demand(shape(field), lambda value: value is True, (True,))
        case Not(operand=Comparison(operator="==", left=FieldRead() as field, right=Constant(value=True))):
            return Demand(shape(field), lambda value: value is False, (False,))
        case Not(operand=FieldRead() as field):
            return Demand(shape(field), lambda value: value is False, (False,))
        case RangeTest(relation="is" | "at least" | "below" as relation, score=score, index=index):
            test = OPERATIONS[{"is": "==", "at least": ">=", "below": "<"}[relation]]
            return Demand(("range", score), lambda value: isinstance(value, int | float) and test(value, index), (index,))
        case Logical(operator="or", operands=operands):
            return _either([_demand(one, lets) for one in operands])
        case _:
            return None


def _compared(value: Expression, operator: str, limit: Value) -> Demand | None:
    if operator == "==":
        return Demand(shape(value), lambda one: one == limit, (limit,))
    if not isinstance(limit, int | float):
        return None
    test, bound = OPERATIONS[operator], limit
    return Demand(shape(value), lambda one: isinstance(one, int | float) and test(one, bound), (limit,))


def _either(demands: Sequence[Demand | None]) -> Demand | None:
    """Either of several demands, if all of them are about one thing."""
    several = [one for one in demands if one is not None]
    abouts = {one.about for one in several}
    if len(abouts) != 1 or len(several) != len(demands):
        return None
    return Demand(several[0].about, _any(several), tuple(value for one in several for value in one.constants))
