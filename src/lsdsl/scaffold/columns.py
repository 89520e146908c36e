"""What a column of the data holds, collected value by value in bounded memory."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lsdsl.scaffold.distinct import Distinct
from lsdsl.scaffold.looks import Look, looks_of

KEPT: Final = 500
"""So many different values of a column are counted one by one."""


@dataclass(slots=True)
class Seen:
    """A value, how often it came, and the line at which it came first."""

    value: Any
    line: int
    count: int = 1


@dataclass(slots=True)
class Column:
    """A column or key, its ``position`` from 1, and its values; ``filled`` are those that are not blank."""

    name: str
    position: int
    distinct: Distinct
    filled: int = 0
    seen: dict[str, Seen] = field(default_factory=dict)
    overflowed: bool = False
    looks: Counter[Look] = field(default_factory=Counter)
    misfits: dict[Look, Seen] = field(default_factory=dict)
    """For each look the first value that does not have it."""

    def add(self, value: Any, line: int) -> None:
        """Take in a value; null and blanks are none."""
        if value is None or (value.__class__ is str and (not value or value.isspace())):
            return
        self.filled += 1
        key = value if value.__class__ is str else "\0" + json.dumps(value, default=str, sort_keys=True)
        self.distinct.add(key)
        known = self.seen.get(key)
        if known is not None:
            known.count += 1
        elif len(self.seen) < KEPT:
            self.seen[key] = Seen(value, line)
        else:
            self.overflowed = True
            self._judge(Seen(value, line))

    def finish(self) -> None:
        """Judge the values that were only counted so far."""
        for one in self.seen.values():
            self._judge(one)

    def _judge(self, one: Seen) -> None:
        looks = looks_of(one.value)
        for look in looks:
            self.looks[look] += one.count
        for look in Look:
            if look not in looks and (look not in self.misfits or one.line < self.misfits[look].line):
                self.misfits[look] = one

    def all(self, *looks: Look) -> bool:
        """Whether there are values and each has the looks."""
        return self.filled > 0 and all(self.looks[look] == self.filled for look in looks)

    def most(self, look: Look) -> bool:
        """Whether nine of ten values have a look, and some have not; of values that mean nothing half are enough."""
        have = self.looks[look]
        return 0 < have < self.filled and (have * 10 >= self.filled * 9 or have + self.looks[Look.MARKER] == self.filled)

    def commonest(self) -> Iterator[Seen]:
        """The values that were counted, the most frequent first."""
        return iter(sorted(self.seen.values(), key=lambda one: (-one.count, one.line)))
