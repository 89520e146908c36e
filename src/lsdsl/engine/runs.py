"""Runs of follow-ups: limits, steps, waiting and going on.

A run that fails takes back all that it did for this event, its place in the limits included; the rest of the event stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from lsdsl.compile.execution import size
from lsdsl.compile.instructions import Ask, End, Give, Go, Pause, RunBox, Tag, Unless, Write
from lsdsl.engine.applying import set_fields
from lsdsl.engine.boxes import carry_out
from lsdsl.engine.fitting import fitting
from lsdsl.engine.problems import StepError
from lsdsl.engine.settling import settle
from lsdsl.engine.state import Run
from lsdsl.engine.waiting import begin_to_wait, cancel, cancellable, end_wait

if TYPE_CHECKING:
    from lsdsl.compile.instructions import FollowupPlan
    from lsdsl.compile.reading import Data
    from lsdsl.engine.turn import Turn
    from lsdsl.model.declarations import RunLimit


def start(turn: Turn, plan: FollowupPlan, data: Data, event_type: str = "", event_time: int = 0) -> None:
    """The trigger of a follow-up happened: test its ``where`` and its limits, and run it up to its end or its first wait."""
    if plan.where is not None and not plan.where(turn, data):
        return
    refused = _refused_by(turn, plan)
    if refused is not None:
        turn.refuse(plan, refused)
        return
    before = turn.checkpoint()
    moment = turn.state.clock
    _count(turn, plan, moment)
    ordinal = turn.runs.get(plan.index, 0)
    turn.runs[plan.index] = ordinal + 1
    trigger = f"@{moment}" if turn.event is None else turn.event
    run = Run(plan.index, moment, 0, trigger, turn.event, ordinal, dict(data), dict(turn.old), event_type, event_time)
    _run(turn, plan, run, before)


def resume(turn: Turn, serial: int) -> None:
    """A wait has ended: the run goes on, on the profile as it is now."""
    run = turn.state.runs[serial]
    end_wait(turn, serial)
    before = turn.checkpoint()
    outer, turn.old = turn.old, run.old
    _run(turn, turn.program.followups[run.followup], run, before)
    turn.old = outer


def cancel_runs(turn: Turn) -> None:
    """Drop the waiting runs whose ``cancel when`` holds."""
    plans = [turn.program.followups[index] for index in cancellable(turn)]
    for plan in [plan for plan in plans if plan.cancel is not None and plan.cancel(turn, {})]:
        cancel(turn, plan.index)


def cancel_moments(turn: Turn) -> list[int]:
    """When time alone may next make a ``cancel when`` of waiting runs hold."""
    horizons = [turn.program.followups[index].cancel_horizon for index in sorted(cancellable(turn))]
    turn.watch_problems()
    moments = [horizon(turn, {}) for horizon in horizons if horizon is not None]
    turn.record_problems()
    return [moment for moment in moments if moment is not None]


def _run(turn: Turn, plan: FollowupPlan, run: Run, before: tuple[int, ...]) -> None:
    """Carry out instructions from the run's place on."""
    outer, turn.data = turn.data, run.data
    changes, tags = dict(turn.changes), dict(turn.tag_changes)
    try:
        _carry_out(turn, plan, run)
    except StepError as failure:
        turn.go_back(before)
        turn.changes, turn.tag_changes = changes, tags
        turn.fail(failure.code, failure.span, followup=plan.name, values=failure.values, **failure.arguments)
    finally:
        turn.data = outer


def _carry_out(turn: Turn, plan: FollowupPlan, run: Run) -> None:
    place, last = run.place, len(plan.instructions)
    while place < last:
        instruction = plan.instructions[place]
        place += 1
        match instruction:
            case Write(field=field, type=kind, value=value, span=span):
                written = fitting(value(turn, run.data), field, kind, span)
                turn.note_changes(plan.name, set_fields(turn, {field: written}))
            case Tag(tag=tag, present=present):
                turn.change_tag(plan.name, tag, present=present)
            case Give(rule=rule, points=earned, span=span):
                turn.give(rule, size(turn, earned(turn, run.data), span))
            case Ask(action=action, arguments=arguments, number=number):
                values = tuple((name, kind, value(turn, run.data)) for name, (kind, value) in arguments.items())
                turn.ask(plan, run, action, values, str(number))
            case RunBox():
                carry_out(turn, plan, run, instruction)
            case Unless(condition=condition, target=target):
                place = place if condition(turn, run.data) else target
            case Go(target=target):
                place = target
            case End():
                return
            case Pause(duration=duration):
                _wait(turn, run._replace(due=turn.state.clock + duration, place=place))
                return
            case _:
                assert_never(instruction)
        settle(turn)


def _wait(turn: Turn, run: Run) -> None:
    plan = turn.program.followups[run.followup]
    if plan.cancel is not None and plan.cancel(turn, {}):
        return
    begin_to_wait(turn, run)


def _refused_by(turn: Turn, plan: FollowupPlan) -> RunLimit | None:
    """The limit of this profile that is used up, if any."""
    for limit in plan.limits:
        if limit.overall:
            continue
        started = turn.state.started.get(plan.index, ())
        begin = None if limit.per is None else turn.state.clock - limit.per
        if sum(1 for moment in started if begin is None or moment > begin) >= limit.count:
            return limit
    return None


def _count(turn: Turn, plan: FollowupPlan, moment: int) -> None:
    """Count a run towards the limit of this profile; what can no longer count is forgotten."""
    limit = next((one for one in plan.limits if not one.overall), None)
    if limit is not None:
        started = turn.state.started.get(plan.index, ())
        if limit.per is not None:
            started = tuple(one for one in started if one > moment - limit.per)
        turn.journal.put(turn.state.started, plan.index, (*started, moment))
