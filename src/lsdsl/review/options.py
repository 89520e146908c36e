"""What whoever asks for a check wants differently from the settings, for this time."""

from typing import Final

from lsdsl.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Codes or beginnings of codes to look for and not to look for, and the file of the baseline if not that of the settings."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: str | None = None


NO_OPTIONS: Final = Options()
