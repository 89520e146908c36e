"""Lints: likely mistakes and matters of style. One module, one golden file, one page a code (LS5xx, LS6xx).

A check looks at a subject, knows nothing of the other checks and gives findings. It never guesses: a warning that turns out to
be wrong teaches people to ignore warnings, so what a check cannot show it does not say. Where showing it needs the engine,
which stands above this package, the subject has a ``rehearse``: what would happen to a made-up profile.
"""

from importlib import import_module
from typing import Final

from lsdsl.analysis.subject import Check, Subject
from lsdsl.diagnostics import Diagnostic

CHECKS: Final = ("followup_cycles",)
"""The modules of the checks, in the order of their codes; each has a ``check``."""


def check_model(subject: Subject) -> list[Diagnostic]:
    """The findings of every check."""
    return [found for name in CHECKS for found in _check(name)(subject)]


def _check(name: str) -> Check:
    check: Check = import_module(f"lsdsl.checks.{name}").check
    return check


__all__ = ["CHECKS", "check_model"]
