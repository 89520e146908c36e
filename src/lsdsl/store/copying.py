"""A whole state from one place into another, which may be of another kind."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

from lsdsl.store.interface import KINDS, Store
from lsdsl.store.opening import RULESET, STATES
from lsdsl.store.problems import StoreError

AT_ONCE: Final = 1_000
"""So many rows are written together."""
_One = TypeVar("_One")


def copy(source: Store, target: Store) -> None:
    """Fill an empty state with all that another one holds, in one transaction. Raises ``StoreError`` when it is not empty."""
    if target.meta(STATES) is not None:
        raise StoreError(f"{target.name} holds a state already; name a new one")
    with target.transaction():
        numbers = {one.number: target.add_ruleset(one.digest, one.packed) for one in source.rulesets()}
        for some in _some(source.profiles(removed=True)):
            for kept in some:
                kept.rules = numbers[kept.rules]
            target.save(some)
        last = ""
        while marked := source.marked(AT_ONCE, last):
            target.mark(marked)
            last = marked[-1]
        for kind in KINDS:
            for lines in _some(source.lines(kind)):
                target.append(kind, lines)
        for position in source.positions():
            target.put_position(position)
        target.put_totals(source.totals())
        for key in (RULESET, STATES):
            value = source.meta(key)
            if value is not None:
                target.put_meta(key, value)


def _some(rows: Iterable[_One]) -> Iterator[list[_One]]:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some
