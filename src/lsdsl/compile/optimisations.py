"""What makes a compiled ruleset fast and changes nothing else: tests switch it off to see that."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Optimisations:
    """Which short ways are taken."""

    direct: bool = True
    """Events that need nothing but their awards are handled by one function."""
    fewest: int = 4
    """With so many rules for an event type masks are looked up instead of testing one rule after the other."""
    guarded: bool = True
    """Limits, windows and follow-ups that do not start are part of the function of an event type."""


EVERYTHING: Final = Optimisations()
