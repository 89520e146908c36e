"""Time for delivery: the machine's, which a signal can wake, or one that a test winds."""

import threading
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What delivery needs of time."""

    def now(self) -> datetime:
        """The moment, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Let time pass."""


class MachineClock:
    """The clock of the machine. When ``stop`` is set, a sleep ends at once."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait, in short pieces, so that a signal is seen soon everywhere."""
        end = time.monotonic() + seconds
        while not self._stop.is_set() and (rest := end - time.monotonic()) > 0:
            self._stop.wait(min(rest, 0.2))
