"""What a ruleset's settings say, ready to use."""

from dataclasses import dataclass
from typing import Final

from lsdsl.engine.boxes import FUEL_PER_EVENT
from lsdsl.script import DEFAULT, Budgets

SWITCH_OFF_AFTER: Final = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a ruleset; ``path`` is the file that they come from, as it is shown."""

    path: str | None = None
    boxes_allowed: bool = True
    budgets: Budgets = DEFAULT
    fuel_per_event: int = FUEL_PER_EVENT
    switch_off_after: int = SWITCH_OFF_AFTER


STANDARD: Final = Settings()
"""What holds where no file says otherwise."""
