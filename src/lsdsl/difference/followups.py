"""Follow-ups: what of them is different."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import assert_never

from lsdsl.difference.changes import Both, Change, Detail, by_name, detail
from lsdsl.difference.declarations import of_expression
from lsdsl.difference.meaning import meaning, written
from lsdsl.engine.words import limit_text
from lsdsl.model.declarations import (
    ChangeTrigger,
    ColdTrigger,
    Followup,
    If,
    Model,
    OnTrigger,
    Step,
    Trigger,
    Wait,
    WhenTrigger,
)
from lsdsl.model.expressions import Expression
from lsdsl.sentences.amounts import duration_words, number_words


def followup_changes(both: Both) -> Iterator[Change]:
    """The follow-ups that are different."""
    for name, old, new in by_name(both.old.followups, both.new.followups):
        places = both.places(old, new)
        if old is None or new is None:
            yield Change("added" if old is None else "removed", "follow-up", name, at=places)
        elif details := tuple(_details(old, new, both)):
            yield Change("changed", "follow-up", name, details, at=places)


def _details(old: Followup, new: Followup, both: Both) -> Iterator[Detail]:
    yield from detail("", "on" if old.enabled else "switched off", "on" if new.enabled else "switched off")
    yield from detail("trigger", _trigger(old.trigger, both.old), _trigger(new.trigger, both.new))
    yield from of_expression("again when", _again(old), _again(new), both)
    yield from of_expression("where", old.where, new.where, both)
    yield from detail("limit", _limits(old, both.old), _limits(new, both.new))
    yield from of_expression("cancel when", old.cancel, new.cancel, both)
    yield from _steps(old, new, both)


def _again(followup: Followup) -> Expression | None:
    return followup.trigger.again if isinstance(followup.trigger, WhenTrigger) else None


def _trigger(trigger: Trigger, model: Model) -> str:
    match trigger:
        case OnTrigger(events=events):
            return f"on {' or '.join(events)}"
        case WhenTrigger(condition=condition):
            return f"when {written(condition.span, model)}"
        case ColdTrigger(points=points, within=within, span=span):
            score = written(span, model).removeprefix("when ").partition(" ")[0]
            return f"when {score} gains fewer than {number_words(points)} points within {duration_words(within)}"
        case ChangeTrigger(score=score):
            return f"when {score} changes"
        case _:
            assert_never(trigger)


def _limits(followup: Followup, model: Model) -> str | None:
    return ", ".join(limit_text(model, limit) for limit in followup.limits) or None


def _steps(old: Followup, new: Followup, both: Both) -> Iterator[Detail]:
    """The steps that went, came and changed, held against each other in their order."""
    before, after = list(_flat(old.steps, both.old)), list(_flat(new.steps, both.new))
    matcher = SequenceMatcher(None, [key for key, _ in before], [key for key, _ in after], autojunk=False)
    for what, first, last, start, end in matcher.get_opcodes():
        gone, come = [text for _, text in before[first:last]], [text for _, text in after[start:end]]
        if what == "replace" and len(gone) == len(come):
            yield from (Detail("step", one, other) for one, other in zip(gone, come, strict=True))
        elif what != "equal":
            yield from (Detail("step", one, None) for one in gone)
            yield from (Detail("step", None, one) for one in come)


def _flat(steps: Iterable[Step], model: Model) -> Iterator[tuple[str, str]]:
    """Each step as what it means and how it reads; those below an ``if`` after it."""
    for step in steps:
        match step:
            case If(branches=branches):
                for number, branch in enumerate(branches):
                    said = (
                        "else"
                        if branch.condition is None
                        else f"{'else ' if number else ''}if {written(branch.condition.span, model)}"
                    )
                    yield (said if branch.condition is None else f"{number > 0} {meaning(branch.condition, model)}"), said
                    yield from _flat(branch.steps, model)
                yield "end", "end of the if"
            case Wait(duration=duration):
                yield f"wait {duration}", f"wait {duration_words(duration)}"
            case _:
                text = written(step.span, model)
                yield meaning(step, model), text if len(text) < 80 else f"{text[:79]}…"
