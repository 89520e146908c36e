"""What goes wrong while a box runs."""

from typing import Final, Literal

from lsdsl.model.types import Value
from lsdsl.source import Span

Kind = Literal["budget", "type", "missing", "value", "write", "fault"]

CODES: Final[dict[Kind, str]] = {
    "budget": "LS860",
    "type": "LS861",
    "missing": "LS862",
    "value": "LS863",
    "write": "LS864",
    "fault": "LS869",
}

LONGEST: Final = 200


class Fault(Exception):  # noqa: N818 # it is how a helper says no, and becomes a BoxError
    """A helper refuses a value: what kind of mistake it is and a message of our own."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message


class BoxError(Exception):
    """A box has failed: nothing that it did counts.

    ``span`` is the place in the rule file, ``values`` the values of the names in that line, as :mod:`lsdsl.model.types`
    holds them.
    """

    def __init__(self, kind: Kind, message: str, span: Span, values: tuple[tuple[str, Value], ...]) -> None:
        self.kind: Kind = kind
        self.code = CODES[kind]
        self.message = plain(message)
        self.span = span
        self.offset = span.start
        self.values = values
        self.fuel = 0
        """What the run had used when it failed."""
        super().__init__(self.message)


def plain(message: str) -> str:
    """A message without control characters, cut to a length that one can read."""
    shown = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in message)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
