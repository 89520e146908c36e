"""What makes a run of a follow-up fail."""

from lsdsl.model.types import Value
from lsdsl.source import Span


class StepError(Exception):
    """A step that cannot be carried out: a code of the catalogue, the place, the facts.

    ``values`` are the values that a reader needs (None: those of the profile and the event).
    """

    def __init__(self, code: str, span: Span, values: tuple[tuple[str, Value], ...] | None = None, **arguments: str) -> None:
        super().__init__(code)
        self.values = values
        self.code = code
        self.span = span
        self.arguments = arguments
