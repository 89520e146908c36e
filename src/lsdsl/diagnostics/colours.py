"""The colours of findings in a terminal, as escape sequences."""

from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.model import Severity

RESET: Final = "\x1b[0m"
BOLD: Final = "\x1b[1m"
DIM: Final = "\x1b[2m"
BLUE: Final = "\x1b[1;34m"
GREEN: Final = "\x1b[1;32m"
OF_SEVERITY: Final = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.INFO: "\x1b[1;36m"}


@dataclass(frozen=True, slots=True)
class Paint:
    """Puts colour on text, or leaves it as it is."""

    colour: bool

    def __call__(self, style: str, text: str) -> str:
        """The text in a style."""
        return f"{style}{text}{RESET}" if self.colour and text else text
