"""LS545: a field that one follow-up sets and another sets again in the same moment, always and before anybody has read it."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from lsdsl.analysis.facts import conjuncts
from lsdsl.analysis.places import expressions
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import all_steps, fields_behind, trigger_events
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import (
    AwardStep,
    ChangeTag,
    ChangeTrigger,
    Followup,
    Model,
    OnTrigger,
    Script,
    SetField,
    Step,
    Stop,
    Wait,
    WhenTrigger,
)
from lsdsl.model.expressions import Expression, ScoreRead


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS545 for each such pair of steps. Follow-ups of one event run one after the other, in source order."""
    if not subject.whole:
        return
    followups = [one for one in subject.model.followups.values() if one.enabled and any(_certain(one.steps))]
    for first, later in combinations(followups, 2):
        if _runs_whenever(first, later, subject.model):
            yield from _lost(first, later, subject.model)


def _runs_whenever(first: Followup, later: Followup, model: Model) -> bool:
    """Whether each run of the first is followed, in the same moment, by one of the later."""
    if later.limits:
        return False
    if isinstance(first.trigger, OnTrigger):
        if not set(first.trigger.events) <= set(trigger_events(later)):
            return False
    elif canonical(first.trigger) != canonical(later.trigger):
        return False
    held = {canonical(one) for one in conjuncts(first.where, model)}
    return held.issuperset(canonical(one) for one in conjuncts(later.where, model))


def _lost(first: Followup, later: Followup, model: Model) -> Iterator[Diagnostic]:
    """The writes of a follow-up that a later one, which runs whenever it does, always writes over."""
    running = [first, *_between(first, later, model)]
    if any(_hides(one) for one in running) or _written(running) & fields_behind(_decides(later), model):
        return
    read = fields_behind((one for followup in (*running, later) for one in _expressions(followup, model)), model)
    again = {step.field: step for step in _certain(later.steps)}
    for step in _certain(first.steps):
        other = again.get(step.field)
        if other is not None and step.field not in read:
            same = later.name if canonical(step.value) == canonical(other.value) else None
            yield finding("LS545", step.span, Related(other.span, "later"), field=step.field, later=later.name, same=same)


def _between(first: Followup, later: Followup, model: Model) -> list[Followup]:
    """The follow-ups that may run after the first and before the later one."""
    followups = [*model.followups.values()]
    others = followups[followups.index(first) + 1 : followups.index(later)]
    events = {*trigger_events(first)}
    return [one for one in others if one.enabled and (events & {*trigger_events(one)} or not (events or trigger_events(one)))]


def _certain(steps: tuple[Step, ...]) -> Iterator[SetField]:
    """The steps that set a field in each run, before anything that may end the run, hold it up or fail."""
    for step in steps:
        if any(isinstance(one, Wait | Stop | Script) for one in all_steps((step,))):
            return
        if isinstance(step, SetField):
            yield step


def _hides(followup: Followup) -> bool:
    """Whether something of what a follow-up reads or changes does not stand in its steps: boxes and scores."""
    return any(isinstance(step, Script | AwardStep) for step in all_steps(followup.steps))


def _written(followups: Iterable[Followup]) -> set[str]:
    steps = [step for one in followups for step in all_steps(one.steps)]
    fields = {step.field for step in steps if isinstance(step, SetField)}
    return fields | ({"tags"} if any(isinstance(step, ChangeTag) for step in steps) else set())


def _decides(followup: Followup) -> Iterator[Expression]:
    """What says whether a follow-up runs."""
    match followup.trigger:
        case WhenTrigger(condition=condition, again=again):
            yield condition
            if again is not None:
                yield again
        case ChangeTrigger(score=score, span=span):
            yield ScoreRead(score, span)
        case _:
            pass
    if followup.where is not None:
        yield followup.where


def _expressions(followup: Followup, model: Model) -> Iterator[Expression]:
    yield from (place.expression for place in expressions(model) if place.declaration is followup)
    yield from _decides(followup)
