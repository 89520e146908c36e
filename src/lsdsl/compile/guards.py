"""What a function for a whole event sees to besides awards: what is remembered, follow-ups that most often do not start.

A guard is a test that is made before anything changes. When one of them says that something follows, the function gives up, and
the event takes a longer way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lsdsl.compile import points
from lsdsl.compile.instructions import Edge, FollowupPlan
from lsdsl.compile.plan import ScorePlan
from lsdsl.model import expressions
from lsdsl.model.declarations import Model, WhenTrigger
from lsdsl.model.expressions import Expression, History

_LARGEST: Final = 1_000_000_000
"""Beyond this floats do not tell millionths apart."""


@dataclass(frozen=True, slots=True)
class ScoreEdge:
    """``when SCORE > N`` and the like, of a score that is one bucket; ``bound`` in millionths."""

    followup: int
    score: ScorePlan
    operator: str
    bound: int
    held_is_fine: bool
    """Whether a condition that holds as before needs nothing done."""


@dataclass(frozen=True, slots=True)
class GainEdge:
    """``when SCORE gains more than N within D``: it does not turn while no more than ``most`` millionths were gained."""

    followup: int
    score: int
    within: int
    most: int


@dataclass(frozen=True, slots=True)
class Guards:
    """What an event type has around its awards."""

    wheres: tuple[Expression, ...]
    """The conditions of the follow-ups that it starts."""
    histories: tuple[tuple[int, int], ...]
    """What is remembered of each event of the type: number and longest window of a history."""
    edges: tuple[ScoreEdge | GainEdge, ...]


def simple_edge(
    plan: FollowupPlan, ruleset: Model, scores: Sequence[ScorePlan], numbers: Mapping[str, int]
) -> ScoreEdge | GainEdge | None:
    """The condition of an edge trigger in a form that is tested with a comparison; None if it has another form."""
    trigger = ruleset.followups[plan.name].trigger
    if not isinstance(plan.trigger, Edge) or not isinstance(trigger, WhenTrigger):
        return None
    match trigger.condition:
        case expressions.Comparison(
            left=expressions.ScoreRead(score=name), operator=("<" | "<=" | ">" | ">=") as operator, right=right
        ):
            score, bound = scores[numbers[name]], _whole(right)
            if bound is None or not score.enabled or score.computed or score.groups or plan.trigger.horizon is not None:
                return None
            return ScoreEdge(plan.index, score, operator, bound, trigger.again is None)
        case expressions.Comparison(
            left=expressions.Gained(scores=(name,), within=within), operator=(">" | ">=") as operator, right=right
        ):
            bound = _whole(right)
            if bound is None or not plan.trigger.fading:
                return None
            return GainEdge(plan.index, numbers[name], within, bound if operator == ">" else bound - 1)
        case _:
            return None


def still_at_birth(edge: ScoreEdge | GainEdge | None) -> bool:
    """Whether the condition is false for a profile that has no points yet."""
    match edge:
        case None:
            return False
        case GainEdge(most=most):
            return most >= 0
        case ScoreEdge(score=score, operator=operator, bound=bound):
            unclamped = not score.initial and (score.minimum or 0) <= 0 <= (score.maximum or 0)
            return unclamped and not {"<": bound > 0, "<=": bound >= 0, ">": bound < 0, ">=": bound <= 0}[operator]


def windows_of(
    histories: Sequence[int], remembered: Mapping[History, Sequence[int | None]]
) -> tuple[tuple[int, int], ...] | None:
    """Numbers and windows of histories of which each occurrence is remembered as a moment; None if one needs more."""
    found, known = [], [*remembered.items()]
    for index in histories:
        history, windows = known[index]
        finite = [window for window in windows if window is not None]
        if history.where is not None or history.value is not None or len(finite) < len(windows):
            return None
        found.append((index, max(finite)))
    return tuple(found)


def _whole(expression: Expression) -> int | None:
    """A whole number of points in millionths, small enough to compare as points do."""
    if isinstance(expression, expressions.Constant) and type(expression.value) is int:
        return expression.value * points.POINT if abs(expression.value) <= _LARGEST else None
    return None
