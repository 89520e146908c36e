"""LS501: an ``again when`` that is true whenever its trigger is, so that it holds nothing back."""

from collections.abc import Iterator

from lsdsl.analysis.reasoning import reasoning_about
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.analysis.world import World
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import WhenTrigger


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS501 for each; a condition that is constant by itself is told elsewhere."""
    model = subject.model
    triggers = [one.trigger for one in model.followups.values() if isinstance(one.trigger, WhenTrigger) and one.trigger.again]
    if not triggers:
        return
    reasoning = reasoning_about(World(model, subject.boxes.values()))
    for trigger in triggers:
        condition, again = trigger.condition, trigger.again
        if again is None or reasoning.constant(again) is not None or reasoning.constant(condition) is not None:
            continue
        if reasoning.implies([condition], again):
            part, stronger = words_at(again.span, model), words_at(condition.span, model)
            yield finding("LS501", again.span, part=part, weaker=part, stronger=stronger, again="again when")
