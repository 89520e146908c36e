"""What a profile is worth now: scores with range and flames, grades, selections."""

from dataclasses import dataclass

from lsdsl.compile import points
from lsdsl.compile.execution import NO_DATA
from lsdsl.compile.plan import Program, ScorePlan
from lsdsl.compile.reference import flames_of
from lsdsl.engine.journal import Journal
from lsdsl.engine.outcome import Failure, Outcome
from lsdsl.engine.state import ProfileState
from lsdsl.engine.turn import Turn, score_value
from lsdsl.model.types import Value


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """A score at a moment.

    ``value`` is None when the score is switched off or comes out missing; the rest is None where it does not apply.
    """

    value: int | float | None
    range: str | None
    colour: str | None
    flames: int | None


@dataclass(frozen=True, slots=True)
class ProfileResult:
    """A profile at a moment: what the output shows of it. ``failures`` holds what went wrong while grades were read."""

    id: str
    fields: dict[str, Value]
    tags: tuple[str, ...]
    scores: dict[str, ScoreResult]
    grades: dict[str, str]
    failures: tuple[Failure, ...]


def result_of(program: Program, state: ProfileState) -> ProfileResult:
    """The result of a profile at its clock. Fields without a value show their default."""
    turn = Turn(program, state, Outcome(), Journal())
    declared = program.model.fields
    fields = {name: state.fields.get(name, field.default) for name, field in declared.items()}
    return ProfileResult(
        id=state.id,
        fields={name: value for name, value in fields.items() if value is not None},
        tags=tuple(state.tags),
        scores={plan.name: _score(program, plan, state) for plan in program.scores},
        grades={grade.name: str(grade.text(turn, NO_DATA)) for grade in program.grades} if state.born else {},
        failures=tuple(turn.outcome.failures),
    )


def in_selection(program: Program, state: ProfileState, name: str, outcome: Outcome | None = None) -> tuple[bool, Value]:
    """Whether a profile is in a selection now, and the value that the selection orders by (None without an order).

    ``outcome`` takes in what goes wrong.
    """
    plan = next(one for one in program.selections if one.name == name)
    turn = Turn(program, state, Outcome() if outcome is None else outcome, Journal())
    inside = state.born and plan.condition(turn, NO_DATA) is True
    return inside, plan.order(turn, NO_DATA) if inside and plan.order is not None else None


def _score(program: Program, plan: ScorePlan, state: ProfileState) -> ScoreResult:
    value = score_value(plan, state)
    if value is None:
        return ScoreResult(None, None, None, None)
    ranges = program.model.scores[plan.name].ranges
    present = ranges[sum(1 for start in plan.starts if value >= start)] if ranges else None
    return ScoreResult(
        value=points.to_number(value),
        range=None if present is None else present.name,
        colour=None if present is None else present.colour,
        flames=None if plan.ideal is None else flames_of(value, plan.ideal),
    )
