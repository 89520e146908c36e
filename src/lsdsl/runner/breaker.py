"""The circuit breaker of script boxes: one that uses up its budget again and again is switched off for the rest of the run."""

from collections import Counter
from collections.abc import Container
from typing import Final

from lsdsl.config.settings import SWITCH_OFF_AFTER
from lsdsl.engine.outcome import AnyOutcome
from lsdsl.source import Span

BUDGET: Final = "budget"
"""The kind of failure that is counted: a box that fails on bad data costs little, and is wanted when the data is good."""


class Breaker(Container[Span]):
    """Holds the boxes that are switched off. Only the order of events decides which, so that each run of them is the same."""

    def __init__(self, after: int = SWITCH_OFF_AFTER, others: Container[Span] = ()) -> None:
        self.off: dict[Span, int] = {}
        """The boxes that were switched off here, in that order, with the budget failures that they had."""
        self._after = after
        self._others = others
        self._failures: Counter[Span] = Counter()

    def __contains__(self, box: object) -> bool:
        return box in self.off or box in self._others

    def note(self, outcome: AnyOutcome) -> None:
        """Count the budget failures of a step, and switch off the boxes that have had enough of them."""
        for box, kind in outcome.boxes:
            if kind == BUDGET:
                self._failures[box] += 1
                if self._failures[box] >= self._after:
                    self.off[box] = self._failures[box]
