"""The places of failures, as people and files read them."""

from typing import Final

from lsdsl.diagnostics import Diagnostic
from lsdsl.model.declarations import Model, scripts
from lsdsl.source import Span

OF_BOXES: Final = "LS86"
"""How the codes of failures of boxes begin."""

ANYWHERE: Final = "LS852"
"""Too many points: in a box as well as outside of it."""


def place_of(model: Model, diagnostic: Diagnostic) -> str:
    """``path:line``, and ``path:line:column`` inside of a box: its author looks for a place in a line of Python."""
    span, where = diagnostic.span, model.where(diagnostic.span)
    if diagnostic.code.startswith(OF_BOXES) or (diagnostic.code == ANYWHERE and _in_a_box(model, span)):
        return f"{where}:{model.sources[span.path].position(span.start).column}"
    return where


def _in_a_box(model: Model, span: Span) -> bool:
    boxes = (step.span for followup in model.followups.values() for step in scripts(followup.steps))
    return any(box.path == span.path and box.start < span.start < box.end for box in boxes)
