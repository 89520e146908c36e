"""Compiling follow-ups: triggers to callables, steps to instructions."""

from collections.abc import Iterator, Mapping
from typing import Literal, assert_never

from lsdsl.compile import points
from lsdsl.compile.dependencies import is_fading
from lsdsl.compile.execution import Execution
from lsdsl.compile.horizon import Horizons
from lsdsl.compile.instructions import (
    Ask,
    Change,
    Cold,
    Edge,
    End,
    FollowupPlan,
    Give,
    Go,
    Instruction,
    Pause,
    RunBox,
    Tag,
    Unless,
    Write,
)
from lsdsl.model import declarations as model
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import Expression
from lsdsl.script import Box
from lsdsl.source import Span

Boxes = Mapping[Span, Box]
"""The checked boxes of a ruleset by the places of their steps."""
Numbers = Mapping[tuple[Span, str], int]
"""The rule numbers of steps that award points, by place and score."""


class Followups:
    """Compiles the follow-ups of a ruleset; ``numbers`` gives the rule number of each step that awards points."""

    def __init__(
        self, ruleset: Model, execution: Execution, horizons: Horizons, scores: dict[str, int], numbers: Numbers, boxes: Boxes
    ) -> None:
        self._ruleset = ruleset
        self._execution = execution
        self._horizons = horizons
        self._scores = scores
        self._numbers = numbers
        self._boxes = boxes

    def plans(self) -> list[FollowupPlan]:
        """The follow-ups that are enabled, in source order."""
        enabled = [one for one in self._ruleset.followups.values() if one.enabled]
        return [self._plan(index, one) for index, one in enumerate(enabled)]

    def _plan(self, index: int, followup: model.Followup) -> FollowupPlan:
        kind, trigger = self._trigger(followup.trigger)
        cancel = followup.cancel
        return FollowupPlan(
            index=index,
            name=followup.name,
            kind=kind,
            trigger=trigger,
            where=None if followup.where is None else self._execution.condition(followup.where),
            limits=followup.limits,
            cancel=None if cancel is None else self._execution.condition(cancel),
            cancel_horizon=None if cancel is None else self._horizons.of(cancel),
            instructions=tuple(self._flatten(followup.steps)),
            span=followup.span,
        )

    def _trigger(self, trigger: model.Trigger) -> tuple[Literal["event", "edge", "cold", "change"], Edge | Cold | Change | None]:
        match trigger:
            case model.OnTrigger():
                return "event", None
            case model.WhenTrigger(condition=condition, again=again):
                read = [condition] if again is None else [condition, again]
                test = None if again is None else self._execution.condition(again)
                return "edge", Edge(
                    self._execution.condition(condition),
                    test,
                    self._horizons.of(*read),
                    again is None and is_fading(condition, self._ruleset),
                )
            case model.ColdTrigger(scores=scores, points=wanted, within=within):
                return "cold", Cold(tuple(self._scores[name] for name in scores), points.from_number(wanted), within)
            case model.ChangeTrigger(score=score):
                return "change", Change(self._scores[score])
            case _:
                assert_never(trigger)

    def _flatten(self, steps: tuple[model.Step, ...]) -> list[Instruction]:
        instructions: list[Instruction] = []
        self._append(steps, instructions)
        return instructions

    def _append(self, steps: tuple[model.Step, ...], instructions: list[Instruction]) -> None:
        for step in steps:
            match step:
                case model.Wait(duration=duration):
                    instructions.append(Pause(duration))
                case model.If(branches=branches):
                    self._append_if(branches, instructions)
                case model.SetField(field=field, value=value):
                    instructions.append(Write(field, self._ruleset.fields[field].type, self._execution.value(value), step.span))
                case model.ChangeTag(change=change, tag=tag):
                    instructions.append(Tag(tag, change == "add"))
                case model.AwardStep(points=earned):
                    instructions.append(Give(self._numbers[step.span, step.score], self._execution.value(earned), earned.span))
                case model.Do(action=action, arguments=arguments):
                    values = {name: (value.type, self._execution.value(value)) for name, value in arguments.items()}
                    instructions.append(Ask(action, values, len(instructions)))
                case model.Script():
                    box = self._boxes[step.span]
                    awards = {score: self._numbers[step.span, score] for score in box.uses.awards}
                    instructions.append(RunBox(box, awards, len(instructions)))
                case model.Stop():
                    instructions.append(End())
                case _:
                    assert_never(step)

    def _append_if(self, branches: tuple[model.Branch, ...], instructions: list[Instruction]) -> None:
        """Each branch is skipped unless its condition holds, and ends by going behind all of them."""
        ends: list[int] = []
        for branch in branches:
            test = len(instructions)
            if branch.condition is not None:
                instructions.append(End())
            self._append(branch.steps, instructions)
            ends.append(len(instructions))
            instructions.append(End())
            if branch.condition is not None:
                instructions[test] = Unless(self._execution.condition(branch.condition), len(instructions))
        for end in ends:
            instructions[end] = Go(len(instructions))


def started_by(ruleset: Model, plans: list[FollowupPlan]) -> dict[str, tuple[int, ...]]:
    """The follow-ups that each event type triggers, in source order."""
    found: dict[str, tuple[int, ...]] = {}
    for plan in plans:
        trigger = ruleset.followups[plan.name].trigger
        if isinstance(trigger, model.OnTrigger):
            for event in trigger.events:
                found[event] = (*found.get(event, ()), plan.index)
    return found


def award_steps(steps: tuple[model.Step, ...], boxes: Boxes) -> Iterator[tuple[Span, str, int | None]]:
    """All steps below that award points, in source order: the place, the score, and after which time the award expires.

    A box has one for each score that it awards points to.
    """
    for step in steps:
        match step:
            case model.AwardStep(score=score, expires=expires):
                yield step.span, score, expires
            case model.Script():
                for score in boxes[step.span].uses.awards:
                    yield step.span, score, None
            case model.If(branches=branches):
                for branch in branches:
                    yield from award_steps(branch.steps, boxes)
            case _:
                pass


def followup_expressions(followup: model.Followup) -> Iterator[Expression]:
    """Every expression of a follow-up."""
    yield from trigger_expressions(followup.trigger)
    for one in (followup.where, followup.cancel):
        if one is not None:
            yield one
    yield from _step_expressions(followup.steps)


def trigger_expressions(trigger: model.Trigger) -> tuple[Expression, ...]:
    """The conditions of a trigger."""
    if isinstance(trigger, model.WhenTrigger):
        return (trigger.condition,) if trigger.again is None else (trigger.condition, trigger.again)
    return ()


def _step_expressions(steps: tuple[model.Step, ...]) -> Iterator[Expression]:
    for step in steps:
        match step:
            case model.If(branches=branches):
                for branch in branches:
                    if branch.condition is not None:
                        yield branch.condition
                    yield from _step_expressions(branch.steps)
            case model.SetField(value=value) | model.AwardStep(points=value):
                yield value
            case model.Do(arguments=arguments):
                yield from arguments.values()
            case _:
                pass
