"""Boxes in the step: what a box sees of the profile, and what it wants done to it.

A box works on values that are made for it and hands back what it wants to write and to happen; only this module turns that into
changes, through the same doors as the steps of a follow-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lsdsl.compile import points
from lsdsl.engine.applying import set_fields
from lsdsl.engine.problems import StepError
from lsdsl.model.types import TEXT
from lsdsl.script import Ask, Award, BoxError, Tag
from lsdsl.script.budgets import FUEL_PER_EVENT

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from lsdsl.compile.instructions import FollowupPlan, RunBox
    from lsdsl.engine.state import Run
    from lsdsl.engine.turn import Turn
    from lsdsl.model.types import Type, Value
    from lsdsl.script import Box, BoxResult, BoxView
    from lsdsl.source import Span

    BoxRunner = Callable[[Box, BoxView, int], BoxResult]
    """Runs a box on a view with so much fuel; raises ``BoxError``. In this process, or in another one."""


def run_here(box: Box, view: BoxView, fuel: int) -> BoxResult:
    """Run a box in this process."""
    return box.run(view, fuel)


@dataclass(frozen=True, slots=True)
class Boxing:
    """How boxes are run: by whom, with how much fuel for all boxes of a turn together, and which ones not at all."""

    run: BoxRunner = run_here
    fuel: int = FUEL_PER_EVENT
    disabled: Container[Span] = ()


HERE: Final = Boxing()


class View:
    """What a box sees: the fields that it names with their defaults, the event, and what else its ruleset lets it read."""

    __slots__ = ("_run", "_turn", "fields")

    def __init__(self, turn: Turn, box: Box, run: Run) -> None:
        self._turn = turn
        self._run = run
        self.fields: Mapping[str, Value] = {name: self._field(name) for name in {*box.uses.reads, *box.uses.writes}}

    @property
    def identifier(self) -> str:
        """The profile's id."""
        return self._turn.state.id

    @property
    def created(self) -> int:
        """The moment of the profile's creation."""
        return self._turn.created

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags in order of arrival."""
        return tuple(self._turn.state.tags)

    @property
    def now(self) -> int:
        """The profile's present moment."""
        return self._turn.state.clock

    @property
    def event_type(self) -> str:
        """The type of the event that triggered the follow-up."""
        return self._run.event_type

    @property
    def event_time(self) -> int:
        """Its own time."""
        return self._run.event_time

    @property
    def data(self) -> Mapping[str, Value]:
        """Its attributes, or the fields of the row that it is about."""
        return self._run.data

    def rows(self, collection: str) -> tuple[Mapping[str, Value], ...]:
        """The rows of a collection."""
        return tuple(row.fields for row in self._turn.state.rows.get(collection, {}).values())

    def score(self, name: str) -> int | float | None:
        """The present value of a score."""
        value = self._turn.score(self._turn.program.indexes.scores[name])
        return None if value is None else points.to_number(value)

    def _field(self, name: str) -> Value:
        field = self._turn.program.model.fields[name]
        return self._turn.state.fields.get(name, field.default) if field.owner is None else self.score(field.owner)


def carry_out(turn: Turn, plan: FollowupPlan, run: Run, instruction: RunBox) -> None:
    """Run a box and do what it asks for. Raises :class:`StepError` when it fails; then nothing was changed."""
    if instruction.box.span in turn.boxing.disabled:
        raise StepError("LS866", instruction.box.span, values=(), name=plan.name)
    try:
        result = turn.boxing.run(instruction.box, View(turn, instruction.box, run), turn.fuel)
    except BoxError as error:
        turn.fuel = max(0, turn.fuel - error.fuel)
        turn.outcome.boxes.append((instruction.box.span, error.kind))
        raise StepError(error.code, error.span, values=error.values, message=error.message) from error
    turn.fuel -= result.fuel
    turn.outcome.boxes.append((instruction.box.span, None))
    turn.note_changes(plan.name, set_fields(turn, result.writes))
    asked: dict[int, int] = {}
    for effect in result.effects:
        match effect:
            case Tag(tag=tag, present=present):
                turn.change_tag(plan.name, tag, present=present)
            case Award(score=score, points=number, span=span):
                if not -points.LARGEST_AWARD <= number <= points.LARGEST_AWARD:
                    raise StepError("LS852", span)
                turn.give(instruction.awards[score], points.from_number(number))
            case Ask(action=action, arguments=arguments, number=number):
                asked[number] = asked.get(number, 0) + 1
                place = _place_of(instruction.number, number, asked[number])
                turn.ask(plan, run, action, tuple([_as_in_steps(*one) for one in arguments]), place)


def _place_of(step: int, call: int, time: int) -> str:
    """What tells an action of a run from the others: step, call in the box and, for a call in a loop, the how manieth time."""
    return f"{step}.{call}" if time == 1 else f"{step}.{call}.{time}"


def _as_in_steps(name: str, kind: Type, value: Value) -> tuple[str, Type, Value]:
    """One text for an argument that takes a list stays a text, as in ``do`` steps."""
    return (name, TEXT, value[0]) if isinstance(value, tuple) and len(value) == 1 else (name, kind, value)
