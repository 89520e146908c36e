"""What makes a run of a follow-up fail."""

from lsdsl.source import Span


class StepError(Exception):
    """A step that cannot be carried out: a code of the catalogue, the place of the step, the facts."""

    def __init__(self, code: str, span: Span, **arguments: str) -> None:
        super().__init__(code)
        self.code = code
        self.span = span
        self.arguments = arguments
