"""Trying again: exponential back-off with full jitter, or as long as the other side asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from lsdsl.delivery.clock import Clock
from lsdsl.delivery.outcome import Outcome, Postponed


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try, and how long to wait between."""

    attempts: int
    first_wait: float
    longest_wait: float

    def wait(self, attempt: int, asked: float | None, random: Random) -> float | None:
        """The seconds to wait after an attempt (from 1); None when this run should not wait so long."""
        if asked is not None and asked > self.longest_wait:
            return None
        jitter = random.uniform(0, min(self.longest_wait, self.first_wait * 2 ** min(attempt - 1, 60)))
        return jitter if asked is None else max(asked, jitter)


class Retrier:
    """Repeats attempts that were postponed, as patience allows."""

    def __init__(self, clock: Clock, random: Random, stopping: Callable[[], bool]) -> None:
        self._clock = clock
        self._random = random
        self._stopping = stopping

    def run(self, attempt: Callable[[], Outcome], patience: Patience) -> tuple[Outcome, int]:
        """The last outcome, and how many attempts it took."""
        for number in range(1, patience.attempts + 1):
            outcome = attempt()
            if not isinstance(outcome, Postponed) or outcome.hopeless or number == patience.attempts:
                return outcome, number
            wait = patience.wait(number, outcome.after, self._random)
            if wait is None:
                return outcome, number
            self._clock.sleep(wait)
            if self._stopping():
                return outcome, number
        raise AssertionError("patience allows at least one attempt")
