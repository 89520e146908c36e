"""What a box may use, and the meter that it pays from.

Budgets are counted in steps and sizes, never in seconds, so that a box fails or passes alike on every machine.
"""

from dataclasses import fields
from typing import Final

from lsdsl.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Budgets:
    """The limits of a box. Each can be lowered, none can be raised."""

    characters: int = 4_000
    lines: int = 200
    line: int = 400
    nodes: int = 1_500
    depth: int = 40
    brackets: int = 20
    number: int = 40
    """Characters of a number in the source."""
    literal: int = 1_024
    """Characters of a text in the source."""
    fuel: int = 20_000
    bits: int = 256
    """Bits of an integer while a box computes; 64 where it is written down."""
    text: int = 4_096
    items: int = 1_000

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            most = getattr(DEFAULT, one.name) if "DEFAULT" in globals() else value
            if type(value) is not int or not 0 <= value <= most:
                raise ValueError(f"the budget {one.name} is a whole number from 0 to {most}, not {value!r}")


DEFAULT: Final = Budgets()


class BudgetSpent(BaseException):
    """A box has used up a budget. No ``except Exception`` anywhere can swallow it."""


class Meter:
    """What is left for one run. Helpers pay before they work."""

    __slots__ = ("bits", "items", "left", "text")

    def __init__(self, budgets: Budgets, fuel: int) -> None:
        self.left = fuel
        self.text = budgets.text
        self.items = budgets.items
        self.bits = budgets.bits

    def pay(self, units: int) -> None:
        """Take fuel for work that is about to be done."""
        self.left -= units
        if self.left < 0:
            raise BudgetSpent("the box takes more steps than its budget allows")

    def room(self, length: int) -> None:
        """Refuse a text that would be too long, and take fuel for writing it."""
        if length > self.text:
            raise BudgetSpent(f"a text of {length} characters is longer than {self.text}")
        self.pay(1 + length // 32)

    def count(self, length: int) -> None:
        """Refuse a list that would be too long, and take fuel for making it."""
        if length > self.items:
            raise BudgetSpent(f"a list of {length} items is longer than {self.items}")
        self.pay(1 + length)


FUEL_PER_EVENT: Final = 200_000
"""What all boxes together may use for one event; a single run has its own, smaller budget."""
