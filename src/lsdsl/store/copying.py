"""A whole state from one place into another, which may be of another kind."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

from lsdsl.runner.options import Progress
from lsdsl.store.interface import Store
from lsdsl.store.journal import copy_journal
from lsdsl.store.opening import RULESET, STATES
from lsdsl.store.problems import StoreError
from lsdsl.store.underway import ACCEPTING, RESCORING

AT_ONCE: Final = 1_000
"""So many rows are written together."""
COPYING: Final = "copying"
"""What is worked on."""
_One = TypeVar("_One")


def copy(source: Store, target: Store, progress: Progress | None = None) -> None:
    """Fill an empty state with all that another one holds, in one transaction. Raises ``StoreError`` when it is not empty."""
    if target.meta(STATES) is not None:
        raise StoreError(f"{target.name} holds a state already; name a new one")
    report: Progress = progress or (lambda _what, _unit, _done, _size: None)
    present, removed = source.count()
    with target.transaction():
        numbers = {one.number: target.add_ruleset(one.digest, one.packed) for one in source.rulesets()}
        for number, some in enumerate(_some(source.profiles(removed=True))):
            report(COPYING, "profiles", number * AT_ONCE, present + removed)
            for kept in some:
                kept.rules = numbers[kept.rules]
            target.save(some)
        last = ""
        while marked := source.marked(AT_ONCE, last):
            target.mark(marked)
            last = marked[-1]
        for kind, size in source.sizes().items():
            for number, lines in enumerate(_some(source.lines(kind))):
                report(f"{COPYING} {kind}", "lines", number * AT_ONCE, size)
                target.append(kind, lines)
        for position in source.positions():
            target.put_position(position)
        target.put_totals(source.totals())
        copy_journal(source, target)
        for key in (RULESET, STATES, RESCORING, ACCEPTING):
            value = source.meta(key)
            if value is not None:
                target.put_meta(key, value)


def _some(rows: Iterable[_One]) -> Iterator[list[_One]]:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some
