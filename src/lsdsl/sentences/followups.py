"""Follow-ups as sentences: what starts them, how often they may run, what each step does."""

from typing import assert_never

from lsdsl.model.declarations import (
    AwardStep,
    ChangeTag,
    ChangeTrigger,
    ColdTrigger,
    Do,
    If,
    Model,
    OnTrigger,
    RunLimit,
    Script,
    SetField,
    Step,
    Stop,
    Trigger,
    Wait,
    WhenTrigger,
)
from lsdsl.model.expressions import Arithmetic, Constant, Expression, FieldRead
from lsdsl.sentences.amounts import duration_words, listed, number_words
from lsdsl.sentences.conditions import clause
from lsdsl.sentences.happenings import happening
from lsdsl.sentences.nouns import noun
from lsdsl.sentences.quantities import quantity, score_name
from lsdsl.sentences.rules import points


def trigger_sentence(trigger: Trigger, model: Model) -> str:
    """What starts a follow-up: ``When the lead clicks a link``."""
    match trigger:
        case OnTrigger(events=events):
            return f"When {' or '.join(happening(model.events[name]).text for name in events)}"
        case WhenTrigger(condition=condition):
            said = clause(condition, model)
            return f"As soon as {said}"
        case ColdTrigger(scores=scores, points=number, within=within):
            names = listed([score_name(one, model) for one in scores], "and")
            gains = "gains" if len(scores) == 1 else "gain"
            return f"When {names} {gains} fewer than {number_words(number)} points within {duration_words(within)}"
        case ChangeTrigger(score=score):
            return f"Whenever the value of {score_name(score, model)} changes"
        case _:
            assert_never(trigger)


def limit_sentence(limit: RunLimit) -> str:
    """``at most once for a lead``, ``at most 3 times in 1 day for all leads together``."""
    times = "once" if limit.count == 1 else f"{number_words(limit.count)} times"
    per = "" if limit.per is None else f" in {duration_words(limit.per)}"
    return f"at most {times}{per} for {'all leads together' if limit.overall else 'a lead'}"


def step_sentence(step: Step, model: Model) -> str:
    """What one step does; of an ``if`` only that there is one."""
    match step:
        case Wait(duration=duration):
            return f"Wait {duration_words(duration)}"
        case If():
            return "Depending on the lead"
        case SetField(field=name, value=value):
            return _set(name, value, model)
        case ChangeTag(change="add", tag=tag):
            return f'Add the tag "{tag}"'
        case ChangeTag(tag=tag):
            return f'Remove the tag "{tag}"'
        case AwardStep(points=size, score=score, expires=expires):
            until = f", for {duration_words(expires)}" if expires is not None else ""
            return f"Give {points(size, model)} points to {score_name(score, model)}{until}"
        case Do():
            return _do(step, model)
        case Script():
            return "Run a script box"
        case Stop():
            return "Stop"
        case _:
            assert_never(step)


def _set(name: str, value: Expression, model: Model) -> str:
    """``Set``, ``increase`` or ``reduce`` a field."""
    field = model.fields.get(name)
    target = noun(name, field.type) if field is not None else f"`{name}`"
    match value:
        case Arithmetic(operator="+", left=FieldRead(field=read), right=right) if read == name:
            return f"Increase {target} by {quantity(right, model)}"
        case Arithmetic(operator="-", left=FieldRead(field=read), right=Constant() as right) if read == name:
            return f"Reduce {target} by {quantity(right, model)}"
        case _:
            return f"Set {target} to {quantity(value, model)}"


def _do(step: Do, model: Model) -> str:
    """An action with its arguments; the well-known ones in words."""
    said = {name: quantity(value, model) for name, value in step.arguments.items()}
    first, *rest = said.items() if said else [("", "")]
    to = f" to {said['to']}" if "to" in said else ""
    match step.action:
        case "send_email":
            begin = f"Send the e-mail {first[1]}{to}"
        case "start_workflow":
            begin = f"Start the workflow {first[1]}"
        case "notify":
            begin = f"Notify {said['to']}: {first[1]}" if "to" in said else f"Notify: {first[1]}"
        case "call_webhook":
            begin = f"Call the web hook {first[1]}"
        case name:
            begin = f"Ask for `{name}`" + (f" {first[1]}" if first[1] else "")
            return begin + "".join(f", {key}: {value}" for key, value in rest)
    return begin + "".join(f", {key} {value}" for key, value in rest if key != "to")
