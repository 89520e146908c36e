"""Script boxes: restricted Python in rules.

The way of a box: :mod:`gate` (text) -> :mod:`tokens` -> :mod:`parsing` -> :mod:`policy` (allowlist of syntax, on
RestrictedPython) and :mod:`flow` (names and types against the ruleset) -> :mod:`rewrite` (one function over plain dictionaries)
-> :mod:`verify` (trusts none of the others) -> :mod:`run`. At run time a box has :mod:`functions`, :mod:`methods` and
:mod:`writing`, which pay from a :mod:`budgets` meter before they work, and nothing else.

The names are imported when they are first used: most rulesets have no boxes.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from lsdsl.script.boxes import check_box, check_boxes
    from lsdsl.script.budgets import DEFAULT, Budgets
    from lsdsl.script.errors import BoxError
    from lsdsl.script.run import Ask, Award, Box, BoxResult, BoxView, Effect, Tag
    from lsdsl.script.surroundings import Surroundings
    from lsdsl.script.uses import BoxUses

__all__ = [
    "DEFAULT",
    "Ask",
    "Award",
    "Box",
    "BoxError",
    "BoxResult",
    "BoxUses",
    "BoxView",
    "Budgets",
    "Effect",
    "Surroundings",
    "Tag",
    "check_box",
    "check_boxes",
]

_HOMES: Final = {
    "boxes": ("check_box", "check_boxes"),
    "budgets": ("DEFAULT", "Budgets"),
    "errors": ("BoxError",),
    "run": ("Ask", "Award", "Box", "BoxResult", "BoxView", "Effect", "Tag"),
    "surroundings": ("Surroundings",),
    "uses": ("BoxUses",),
}


def __getattr__(name: str) -> Any:
    """Import a name on first use and keep it."""
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"lsdsl.script.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
