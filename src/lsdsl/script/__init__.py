"""Script boxes: restricted Python in rules.

The way of a box: :mod:`gate` (text) -> :mod:`tokens` -> :mod:`parsing` -> :mod:`policy` (allowlist of syntax, on
RestrictedPython) and
:mod:`flow` (names and types against the ruleset) -> :mod:`rewrite` (one function over plain dictionaries) -> :mod:`verify`
(trusts none
of the others) -> :mod:`run`. At run time a box has :mod:`functions`, :mod:`methods` and :mod:`writing`, which pay from a
:mod:`budgets` meter before they work, and nothing else.
"""

from lsdsl.script.boxes import check_box, check_boxes
from lsdsl.script.budgets import DEFAULT, Budgets
from lsdsl.script.errors import BoxError
from lsdsl.script.run import Ask, Award, Box, BoxResult, BoxView, Effect, Tag
from lsdsl.script.surroundings import Surroundings, surroundings
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
    "surroundings",
]
