"""Lints: likely mistakes in a ruleset that has no errors. One module, one golden file, one page a code (LS5xx).

A check reads the model, knows nothing of the other checks and gives findings. It never guesses: a warning that turns out to be
wrong teaches people to ignore warnings, so what a check cannot show it does not say. Where showing it needs the engine, which
stands above this package, whoever asks for the checks hands over a ``rehearse``: what would happen to a made-up profile.
"""

from collections.abc import Mapping

from lsdsl.checks import followup_cycles
from lsdsl.checks.followup_cycles import NO_BOXES, BoxWork, Rehearse
from lsdsl.diagnostics import Diagnostic
from lsdsl.model.declarations import Model
from lsdsl.source import Span


def check_model(model: Model, rehearse: Rehearse, boxes: Mapping[Span, BoxWork] = NO_BOXES) -> list[Diagnostic]:
    """The findings of every check, for a model without errors; ``boxes`` says what its script boxes do."""
    return [*followup_cycles.check(model, rehearse, boxes)]


__all__ = ["BoxWork", "Rehearse", "check_model"]
