"""What tests should see at work: each rule and each row awarding, each follow-up running, its steps, each condition both ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lsdsl.analysis.places import Place, conditions
from lsdsl.model.declarations import Followup, If, Model, Score, Step, Table, Test
from lsdsl.model.expressions import Constant, Expression, Logical, Not
from lsdsl.source import Span
from lsdsl.testing.results import Sight
from lsdsl.testing.words import text_at

Kind = Literal["rules", "rows", "conditions", "followups", "steps"]
KINDS: Final[tuple[Kind, ...]] = ("rules", "conditions", "rows", "followups", "steps")


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to be seen at a place. ``title`` names it where a line number says too little."""

    kind: Kind
    span: Span
    sight: Sight
    title: str = ""


def goals(model: Model) -> Iterator[Goal]:
    """All goals of a ruleset but for what is switched off, which no test can see."""
    for score in model.scores.values():
        if score.enabled:
            yield from _of_score(score)
    for followup in model.followups.values():
        if followup.enabled:
            yield Goal("followups", followup.span, "run", followup.name)
            yield from _of_steps(followup.steps, model)
    for place in conditions(model):
        if _counts(place):
            for leaf in leaves(place.expression):
                text = text_at(leaf.span, model.sources[leaf.span.path])
                yield Goal("conditions", leaf.span, "true", text)
                yield Goal("conditions", leaf.span, "false", text)


def _of_score(score: Score) -> Iterator[Goal]:
    for rule in score.rules:
        if isinstance(rule, Table):
            yield from (Goal("rows", row.span, "award", row.title) for row in rule.rows)
        else:
            yield Goal("rules", rule.span, "award", rule.title)


def _of_steps(steps: tuple[Step, ...], model: Model) -> Iterator[Goal]:
    for step in steps:
        if isinstance(step, If):
            for branch in step.branches:
                yield from _of_steps(branch.steps, model)
        else:
            first = model.sources[step.span.path].text[step.span.start : step.span.end].partition("\n")[0]
            yield Goal("steps", step.span, "step", first.strip())


def _counts(place: Place) -> bool:
    match place.declaration:
        case Test():
            return False
        case Score(enabled=enabled) | Followup(enabled=enabled):
            return enabled
        case _:
            return True


def leaves(condition: Expression) -> Iterator[Expression]:
    """The parts of a condition that ``and``, ``or`` and ``not`` put together; each of them has an outcome of its own."""
    match condition:
        case Logical(operands=operands):
            for one in operands:
                yield from leaves(one)
        case Not(operand=operand):
            yield from leaves(operand)
        case Constant():
            pass
        case _:
            yield condition
