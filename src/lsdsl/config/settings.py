"""What a ruleset's settings say, ready to use."""

from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Severity
from lsdsl.script.budgets import DEFAULT, FUEL_PER_EVENT, Budgets

SWITCH_OFF_AFTER: Final = 10

Levels = tuple[tuple[str, Severity | None], ...]
"""Codes or beginnings of codes with their severity; None switches off."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which codes are looked for and how bad they are; each is named by its beginning, and the longest one counts."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: Levels = ()


NO_CHOICE: Final = Choice()


@dataclass(frozen=True, slots=True)
class PathChoice:
    """A choice for some of the files: those that a pattern matches, as seen from the folder of the settings."""

    path: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """How findings are judged; ``baseline`` is the path of a file, as it is shown."""

    choice: Choice = NO_CHOICE
    paths: tuple[PathChoice, ...] = ()
    fail_level: Severity = Severity.ERROR
    baseline: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a ruleset; ``path`` is the file that they come from, as it is shown."""

    path: str | None = None
    boxes_allowed: bool = True
    budgets: Budgets = DEFAULT
    fuel_per_event: int = FUEL_PER_EVENT
    switch_off_after: int = SWITCH_OFF_AFTER
    check: CheckSettings = CheckSettings()


STANDARD: Final = Settings()
"""What holds where no file says otherwise."""
