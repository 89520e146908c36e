"""What a run is asked to do, and how it says how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from lsdsl.engine.memory import REMEMBERED

Unit = Literal["bytes", "rows", "profiles", "lines", "tasks"]
Progress = Callable[[str, Unit, int, int | None], None]
"""Called now and then with what is worked on, what it is counted in, how far it is, and its size if that is known."""

REPORTED: Final = 2_000
"""Progress is told every so many records."""

FINISHING: Final = "finishing"
"""What is worked on when the input has ended."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What to run on, and how. ``as_of`` and ``remembered`` are in microseconds."""

    profiles: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    as_of: int | None = None
    on_error: Literal["continue", "stop"] = "continue"
    late: Literal["accept", "reject"] = "accept"
    remembered: int = REMEMBERED
    isolate: bool = False
    """Whether script boxes run in another process."""
    jobs: int = 1
    """How many processes share the profiles between them, where that gives the same results."""
