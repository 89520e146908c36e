"""Whether conditions can hold together: the front door of the analysis of conditions."""

from collections.abc import Iterable
from typing import Literal

from lsdsl.analysis.formulas import All, Formula, Opposite, questions
from lsdsl.analysis.solving import satisfiable, verdict
from lsdsl.analysis.translating import Translation, UnclearError
from lsdsl.analysis.variables import Variable
from lsdsl.analysis.world import World
from lsdsl.model.declarations import Let
from lsdsl.model.expressions import Constant, Expression
from lsdsl.model.types import Kind

Claim = tuple[Expression, bool]
"""A condition, and what it is said to be."""


def reasoning_about(world: World) -> "Reasoning":
    """Reasoning that takes a ``let`` or a selection that is always the same for one that may change: it is told of by itself."""
    reasoning = Reasoning(world)
    for one in world.definitions:
        value = one.value if isinstance(one, Let) else one.condition
        if value.type.kind is Kind.BOOLEAN and (isinstance(value, Constant) or reasoning.constant(value) is not None):
            world.opaque.add(("let" if isinstance(one, Let) else "selection", one.name))
    return reasoning


class Reasoning:
    """Answers about conditions of one ruleset, all at one moment for one profile and one event."""

    def __init__(self, world: World) -> None:
        self.world = world

    def possible(self, *claims: Claim) -> bool:
        """Whether the claims may hold together. False is a proof, true is not."""
        translation = Translation(self.world)
        parts: list[Formula] = []
        try:
            for condition, truth in claims:
                formula = translation.formula(condition)
                parts.append(formula if truth else Opposite(formula))
        except UnclearError:
            return True
        return satisfiable(All(tuple(parts)), translation.variables) is not False

    def constant(self, condition: Expression) -> Literal["always", "never"] | None:
        """Whether a condition is the same for all values of its types."""
        translation = Translation(self.world)
        try:
            found = verdict(translation.formula(condition), translation.variables)
        except UnclearError:
            return None
        return None if found is None else "always" if found else "never"

    def implies(self, conditions: Iterable[Expression], other: Expression) -> bool:
        """Whether a condition holds, for certain, wherever some others do."""
        return not self.possible(*((one, True) for one in conditions), (other, False))

    def variables(self, condition: Expression) -> list[Variable]:
        """What a condition asks about; nothing if that is unclear."""
        translation = Translation(self.world)
        try:
            asked = questions(translation.formula(condition))
        except UnclearError:
            return []
        return [translation.variables[key] for key in dict.fromkeys(one.variable for one in asked)]
