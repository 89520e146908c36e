"""Tables that tell which of many rules a value lets through, and what rules award together.

The rules of all event types that are handled so stand side by side, and each has a bit in one large number. Tables are filled as
values come up, because a ruleset does not say which values the data has.
"""

from collections.abc import Callable, Sequence
from math import inf, nextafter
from typing import Any, Final

from lsdsl.compile.entry import Entry, Plain
from lsdsl.compile.plan import RulePlan
from lsdsl.model import expressions as model
from lsdsl.model.types import Kind

REMEMBERED: Final = 4_096
"""So many values of an attribute or field are kept before they are forgotten and looked at anew."""
_EXACT: Final = 2**52
"""Below this there is no whole number between a float and the next one."""


MaskOf = Callable[[dict[str, Any]], int]
"""The mask for an attribute or field: the rules that are left, given nothing but its value."""


class ByValue(dict[Any, int]):
    """The mask of each value of an attribute or field, None for a missing one."""

    def __init__(self, name: str, compute: MaskOf) -> None:
        super().__init__()
        self._name = name
        self._compute = compute

    def __missing__(self, value: Any) -> int:
        mask = self._compute({} if value is None else {self._name: value})
        if len(self) >= REMEMBERED:
            self.clear()
        self[value] = mask
        return mask


def regions(name: str, bounds: Sequence[int | float], compute: MaskOf) -> tuple[int, ...]:
    """The masks of the numbers below the first bound, from each bound to the next, and from the last one on."""
    return tuple(compute({name: number}) for number in (-inf, *bounds))


def bounds_of(conditions: Sequence[model.Expression]) -> list[int | float] | None:
    """The numbers at which conditions on one number change; None when something else than comparing is done with it.

    ``<= 5`` changes right behind 5, which is at the next float: there is no whole number and no float between the two.
    """
    found: set[int | float] = set()
    for condition in conditions:
        match condition:
            case model.Comparison(
                left=(model.AttributeRead() | model.FieldRead()) as read,
                operator=operator,
                right=model.Constant(value=(int() | float()) as bound),
            ) if read.type.kind is Kind.NUMBER and -_EXACT < bound < _EXACT:
                if operator not in ("<=", ">"):
                    found.add(bound)
                if operator not in ("<", ">="):
                    found.add(nextafter(bound, inf))
            case _:
                return None
    return sorted(found)


class Together(dict[int, tuple[Any, ...]]):
    """What each combination of rules awards: the entries, what is added to each bucket, and what each score gains."""

    def __init__(self, rules: Sequence[tuple[RulePlan, int]], buckets: Sequence[int], gained: Sequence[int] = ()) -> None:
        super().__init__()
        self._rules = rules
        self._buckets = buckets
        self._gained = gained

    def __missing__(self, chosen: int) -> tuple[Any, ...]:
        rules = _chosen(self._rules, chosen)
        sums, gains = dict.fromkeys(self._buckets, 0), dict.fromkeys(self._gained, 0)
        for plan, size in rules:
            sums[plan.bucket] += size
            if size > 0 and plan.score in gains:
                gains[plan.score] += size
        if len(self) >= REMEMBERED:
            self.clear()
        self[chosen] = made = (tuple((plan.score, plan.index, size) for plan, size in rules), *sums.values(), *gains.values())
        return made


def _chosen(rules: Sequence[tuple[RulePlan, int]], chosen: int) -> list[tuple[RulePlan, int]]:
    return [rule for number, rule in enumerate(rules) if chosen >> number & 1]


def rule_of(one: Plain | Entry) -> int:
    """The number of the rule of an award."""
    return one[1] or 0
