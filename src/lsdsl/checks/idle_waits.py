"""LS518, LS519 and LS530: waits that nothing comes after, ``cancel when`` without a wait, and steps that no run gets to."""

from collections.abc import Iterator
from itertools import pairwise

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import all_steps
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import Followup, If, Step, Stop, Wait


def check(subject: Subject) -> Iterator[Diagnostic]:
    """What is idle in the course of each follow-up."""
    for followup in subject.model.followups.values():
        yield from _unreached(followup.steps)
        yield from (finding("LS518", wait.span) for wait in _last_waits(followup.steps))
        if followup.cancel is not None and not _waits(followup):
            yield finding("LS519", followup.cancel.span, followup=followup.name)


def _waits(followup: Followup) -> bool:
    return any(isinstance(step, Wait) for step in all_steps(followup.steps))


def _last_waits(steps: tuple[Step, ...]) -> Iterator[Wait]:
    """The waits that are the last thing of a run."""
    match steps[-1] if steps else None:
        case Wait() as wait:
            yield wait
        case If(branches=branches):
            for branch in branches:
                yield from _last_waits(branch.steps)
        case _:
            pass


def _unreached(steps: tuple[Step, ...]) -> Iterator[Diagnostic]:
    """The first step after one that always ends the run, in each row of steps."""
    for step, following in pairwise(steps):
        stop = _end(step)
        if stop is not None:
            yield finding("LS530", following.span, Related(stop.span, "stop"))
            break
    for step in steps:
        if isinstance(step, If):
            for branch in step.branches:
                yield from _unreached(branch.steps)


def _end(step: Step) -> Stop | None:
    """The ``stop`` that a step always comes to; the first one, if it is an ``if`` of which every branch ends."""
    match step:
        case Stop():
            return step
        case If(branches=branches) if branches[-1].condition is None:
            ends = [next((end for one in branch.steps if (end := _end(one)) is not None), None) for branch in branches]
            return ends[0] if all(end is not None for end in ends) else None
        case _:
            return None
