"""What the steps of a follow-up write within the transaction of its trigger."""

from collections.abc import Iterator
from dataclasses import dataclass

from lsdsl.model.declarations import (
    AwardStep,
    Branch,
    ChangeTag,
    Followup,
    If,
    Model,
    Script,
    SetField,
    Step,
    Stop,
    Wait,
)
from lsdsl.model.expressions import Constant

Write = SetField | ChangeTag | AwardStep
Knot = frozenset[tuple[str, str]]


def writes(steps: tuple[Step, ...]) -> Iterator[Write]:
    """The writes that can happen before a wait, in source order."""
    for step in before_wait(steps):
        match step:
            case If(branches=branches):
                for branch in branches:
                    yield from writes(branch.steps)
            case SetField() | ChangeTag() | AwardStep():
                yield step
            case _:
                pass


def branches_of(steps: tuple[Step, ...]) -> Iterator[Branch]:
    """All branches that can be reached before a wait."""
    for step in before_wait(steps):
        if isinstance(step, If):
            for branch in step.branches:
                yield branch
                yield from branches_of(branch.steps)


def before_wait(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps up to the first ``wait`` or ``stop`` that every run reaches."""
    for step in steps:
        if isinstance(step, Wait | Stop):
            return
        yield step


def has_box(steps: tuple[Step, ...]) -> bool:
    """Whether there is a box among the steps; what it writes is not known here."""
    return any(
        isinstance(step, Script) or (isinstance(step, If) and any(has_box(branch.steps) for branch in step.branches))
        for step in steps
    )


def is_limited(followup: Followup) -> bool:
    """Whether a limit ends a cycle through this follow-up. An overall limit holds back actions, not runs."""
    return any(not limit.overall for limit in followup.limits)


@dataclass(frozen=True, slots=True)
class Written:
    """All that the follow-ups of a knot write."""

    fields: frozenset[str]
    tags: frozenset[str]
    awards: bool


def written(model: Model, knot: Knot) -> Written:
    """What the follow-ups of a knot write."""
    found = [write for kind, name in knot if kind == "followup" for write in writes(model.followups[name].steps)]
    return Written(
        frozenset(one.field for one in found if isinstance(one, SetField)),
        frozenset(one.tag for one in found if isinstance(one, ChangeTag)),
        any(isinstance(one, AwardStep) for one in found),
    )


def endless(model: Model, knot: Knot) -> bool:
    """Whether the writes of a knot can change something again and again: constants alone, each written once, cannot."""
    if any(kind == "score" for kind, _ in knot):
        return True
    values: dict[str, object] = {}
    for kind, name in knot:
        for write in writes(model.followups[name].steps) if kind == "followup" else ():
            match write:
                case SetField(field=field, value=Constant(value=value)):
                    key, new = f"field {field}", value
                case ChangeTag(tag=tag, change=change):
                    key, new = f"tag {tag}", change
                case _:
                    return True
            if values.setdefault(key, new) != new:
                return True
    return False
