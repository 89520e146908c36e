"""Lints: likely mistakes in a ruleset that has no errors. One module, one golden file, one page a code (LS5xx).

A check reads the model, knows nothing of the other checks and gives findings. It never guesses: a warning that turns out to be
wrong teaches people to ignore warnings, so what a check cannot show it does not say. Where showing it needs the engine, which
stands above this package, whoever asks for the checks hands over a ``rehearse``: what would happen to a made-up profile.
"""

from lsdsl.checks import followup_cycles
from lsdsl.checks.followup_cycles import Rehearse
from lsdsl.diagnostics import Diagnostic
from lsdsl.model.declarations import Model


def check_model(model: Model, rehearse: Rehearse) -> list[Diagnostic]:
    """The findings of every check, for a model without errors."""
    return [*followup_cycles.check(model, rehearse)]


__all__ = ["Rehearse", "check_model"]
