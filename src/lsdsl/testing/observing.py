"""Looking on while rules run: the outcomes of conditions, and the steps that follow-ups carry out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, SupportsIndex

from lsdsl.compile import Program, compile_model
from lsdsl.compile.execution import observed_by
from lsdsl.compile.instructions import FollowupPlan, Instruction
from lsdsl.model.declarations import If, Step
from lsdsl.runner.ruleset import Ruleset
from lsdsl.source import Span
from lsdsl.testing.results import Seen


class Observer:
    """Collects what was seen since :meth:`fresh`; ``runs`` counts the starts of follow-ups since :meth:`take_runs`."""

    def __init__(self) -> None:
        self.seen: Seen = Counter()
        self.quiet = False
        self._runs: Counter[str] = Counter()

    def fresh(self) -> None:
        """Begin anew."""
        self.seen = Counter()
        self._runs = Counter()

    def take_runs(self) -> Counter[str]:
        """The follow-ups that were started since this was last asked."""
        runs, self._runs = self._runs, Counter()
        return runs

    def condition(self, span: Span, outcome: bool) -> None:
        """A condition was evaluated."""
        if not self.quiet:
            self.seen[span, "true" if outcome else "false"] += 1

    def instruction(self, plan: FollowupPlan, place: int, step: Span | None) -> None:
        """A follow-up is about to carry out an instruction."""
        if place == 0:
            self._runs[plan.name] += 1
            self.seen[plan.span, "run"] += 1
        if step is not None:
            self.seen[step, "step"] += 1


class Watched(tuple[Instruction, ...]):  # noqa: SLOT001 - a tuple with attributes cannot have slots
    """The instructions of a follow-up, which tell an observer when one of them is fetched to be carried out."""

    plan: FollowupPlan
    steps: tuple[Span | None, ...]
    observer: Observer

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        """An instruction."""
        if not isinstance(place, slice):
            index = place.__index__()
            self.observer.instruction(self.plan, index, self.steps[index])
        return super().__getitem__(place)


def observed(ruleset: Ruleset, observer: Observer) -> Program:
    """The ruleset, compiled for the reference execution with somebody who looks on."""
    with observed_by(observer.condition):
        program = compile_model(ruleset.model, "reference", ruleset.boxes)
    followups = tuple(_watched(plan, ruleset, observer) for plan in program.followups)
    return replace(program, followups=followups)


def _watched(plan: FollowupPlan, ruleset: Ruleset, observer: Observer) -> FollowupPlan:
    watched = Watched(plan.instructions)
    watched.plan, watched.observer = plan, observer
    watched.steps = tuple(_places(ruleset.model.followups[plan.name].steps))
    assert len(watched.steps) == len(plan.instructions)
    return replace(plan, instructions=watched)


def _places(steps: tuple[Step, ...]) -> Iterator[Span | None]:
    """The place of the step that each instruction is made from, in the order of the instructions; jumps are no steps."""
    for step in steps:
        if not isinstance(step, If):
            yield step.span
            continue
        for branch in step.branches:
            if branch.condition is not None:
                yield None
            yield from _places(branch.steps)
            yield None
