"""How many different values a column has, in bounded memory."""

from hashlib import blake2b
from typing import Final

LIKELY_REPEATED: Final = 0.5
"""A column of which so many values came before is no id; it is looked at no longer."""

FAIR_SAMPLE: Final = 1000


class Distinct:
    """Counts different values and repetitions, exactly up to ``room`` values and after that in a fair sample of the values.

    A value belongs to the sample by its digest, so that all its repetitions do too; when the room is full, the sample is halved.
    """

    __slots__ = ("given_up", "halvings", "room", "sample", "seen")

    def __init__(self, room: int) -> None:
        self.room = room
        self.sample: dict[int, int] = {}
        self.seen = 0
        self.halvings = 0
        self.given_up = False

    def add(self, value: str) -> None:
        """Take in a value."""
        if self.given_up:
            return
        digest = int.from_bytes(blake2b(value.encode("utf-8", "replace"), digest_size=8).digest())
        if digest & ((1 << self.halvings) - 1):
            return
        self.seen += 1
        if digest in self.sample:
            self.sample[digest] += 1
            self.given_up = self.seen >= FAIR_SAMPLE and self.seen - len(self.sample) > LIKELY_REPEATED * self.seen
            return
        self.sample[digest] = 1
        if len(self.sample) > self.room:
            self.halvings += 1
            self.sample = {one: count for one, count in self.sample.items() if not one & ((1 << self.halvings) - 1)}
            self.seen = sum(self.sample.values())

    @property
    def exact(self) -> bool:
        """Whether every value was looked at."""
        return not self.halvings and not self.given_up

    @property
    def share(self) -> float:
        """The share of the values that did not come before: 1 when all are different."""
        return 0.0 if self.given_up else len(self.sample) / self.seen if self.seen else 1.0
