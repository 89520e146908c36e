"""Lints: likely mistakes and matters of style. One module, one golden file, one page a code (LS5xx, LS6xx).

A check looks at a subject, knows nothing of the other checks and gives findings. It never guesses: a warning that turns out to
be wrong teaches people to ignore warnings, so what a check cannot show it does not say. Where showing it needs the engine,
which stands above this package, the subject has a ``rehearse``: what would happen to a made-up profile.
"""

from importlib import import_module
from typing import Final

from lsdsl.analysis.memory import remembering
from lsdsl.analysis.subject import Check, Subject
from lsdsl.diagnostics import Diagnostic

CHECKS: Final = (
    "constant_conditions",
    "never_firing",
    "counted_events",
    "idle_rearming",
    "unreachable_rows",
    "numbers_as_text",
    "spelling_variants",
    "exact_spelling",
    "past_dates",
    "shared_boundaries",
    "followup_cycles",
    "compared_with_itself",
    "empty_lists",
    "empty_texts",
    "wildcards",
    "midnights",
    "unfitting_values",
    "every_change",
    "idle_waits",
    "repeated_rules",
    "scored_twice",
    "unreachable_ranges",
    "unreachable_thresholds",
    "low_ideals",
    "idle_limits",
    "idle_expiry",
    "zero_points",
    "protected_fields",
    "needless_boxes",
    "cut_awards",
    "unreachable_ideals",
    "mail_addresses",
    "idle_decay",
    "unused_lists",
    "unused_lets",
    "unused_events",
    "unused_fields",
    "fields_without_data",
    "overwritten_writes",
    "idle_writes",
    "disabled_scores",
    "missing_descriptions",
    "name_style",
    "unlimited_followups",
    "repeated_comparisons",
)
"""The modules of the checks, in the order of their codes; each has a ``check``."""


def check_model(subject: Subject) -> list[Diagnostic]:
    """The findings of every check."""
    with remembering(subject.model):
        return [found for name in CHECKS for found in _check(name)(subject)]


def _check(name: str) -> Check:
    check: Check = import_module(f"lsdsl.checks.{name}").check
    return check


__all__ = ["CHECKS", "check_model"]
