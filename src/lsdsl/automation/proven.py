"""Which circles really go round: those that the checker's rehearsal runs into."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import partial

from lsdsl.analysis.subject import Attempt, BoxWork, Subject
from lsdsl.model.declarations import Model
from lsdsl.script import Box
from lsdsl.source import Span


def proven_cycles(model: Model, boxes: Mapping[Span, Box]) -> tuple[str, ...]:
    """The paths of the circles, as the finding about them tells them; no suppression hides any."""
    if not model.followups and not any(score.field for score in model.scores.values()):
        return ()
    from lsdsl.checks.followup_cycles import check

    # No circle depends on the day; a fixed one keeps the result the same for ever.
    subject = Subject(model, date(2026, 1, 1), partial(_rehearse, boxes), works_of(boxes))
    return tuple(str(found.arguments["cycle"]) for found in check(subject))


def works_of(boxes: Mapping[Span, Box]) -> Mapping[Span, BoxWork]:
    """What boxes do, as the checks and the analysis take it."""
    return {span: BoxWork(**{one.name: getattr(box.uses, one.name) for one in fields(BoxWork)}) for span, box in boxes.items()}


def _rehearse(boxes: Mapping[Span, Box], model: Model, attempts: Iterable[Attempt]) -> Iterator[tuple[Attempt, str]]:
    from lsdsl.runner.rehearsal import rehearse

    return rehearse(model, attempts, boxes)
