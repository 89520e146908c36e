"""What the steps of a follow-up write within the transaction of its trigger."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lsdsl.analysis.subject import BoxWork
from lsdsl.dataclass import dataclass
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
from lsdsl.source import Span


@dataclass(frozen=True, slots=True)
class KnownBox(Script):
    """A box in the steps, with what it does."""

    work: BoxWork


Write = SetField | ChangeTag | AwardStep | KnownBox
Knot = frozenset[tuple[str, str]]


def writes(steps: tuple[Step, ...]) -> Iterator[Write]:
    """The writes that can happen before a wait, in source order."""
    for step in before_wait(steps):
        match step:
            case If(branches=branches):
                for branch in branches:
                    yield from writes(branch.steps)
            case SetField() | ChangeTag() | AwardStep() | KnownBox():
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


def with_known_boxes(steps: tuple[Step, ...], boxes: Mapping[Span, BoxWork]) -> tuple[Step, ...]:
    """The steps with what is known of their boxes."""
    return tuple(_known(step, boxes) for step in steps)


def _known(step: Step, boxes: Mapping[Span, BoxWork]) -> Step:
    match step:
        case Script(box=box, span=span) if span in boxes:
            return KnownBox(box, span, boxes[span])
        case If(branches=branches):
            return replace(step, branches=tuple(replace(one, steps=with_known_boxes(one.steps, boxes)) for one in branches))
        case _:
            return step


def boxes_of(model: Model) -> Iterator[BoxWork]:
    """What the boxes of a model do."""
    for followup in model.followups.values():
        yield from (one.work for one in writes(followup.steps) if isinstance(one, KnownBox))


def has_unknown_box(steps: tuple[Step, ...]) -> bool:
    """Whether there is a box among the steps of which nothing is known."""
    return any(
        (isinstance(step, Script) and not isinstance(step, KnownBox))
        or (isinstance(step, If) and any(has_unknown_box(branch.steps) for branch in step.branches))
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
    any_tag: bool = False


def written(model: Model, knot: Knot) -> Written:
    """What the follow-ups of a knot write."""
    found = [write for kind, name in knot if kind == "followup" for write in writes(model.followups[name].steps)]
    boxes = [one.work for one in found if isinstance(one, KnownBox)]
    return Written(
        frozenset(one.field for one in found if isinstance(one, SetField)).union(*(one.writes for one in boxes)),
        frozenset(one.tag for one in found if isinstance(one, ChangeTag)).union(
            *(one.tags_added + one.tags_removed for one in boxes)
        ),
        any(isinstance(one, AwardStep) for one in found) or any(one.awards for one in boxes),
        any(one.any_tag for one in boxes),
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
