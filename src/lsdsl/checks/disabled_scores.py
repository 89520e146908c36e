"""LS547: scores that are switched off while others still read them."""

from collections.abc import Iterator

from lsdsl.analysis.places import Declaration, everything
from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import ChangeTrigger, ColdTrigger, Followup, Model, Score, Test
from lsdsl.model.expressions import Expression, Flames, Gained, Missing, RangeTest, ScoreRead
from lsdsl.source import Span


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS547 for each such score, at the first place that reads it; a score that is tested for ``is missing`` is meant so."""
    model = subject.model
    prepared = {one.value.score for one, _ in everything(model) if isinstance(one, Missing) and isinstance(one.value, ScoreRead)}
    for name, score in model.scores.items():
        if score.enabled or name in prepared:
            continue
        places = sorted({span for span, scores in _reads(model) if name in scores})
        if places:
            count = len(places) if len(places) > 1 else None
            yield finding("LS547", places[0], Related(score.span, "score"), score=name, count=count)


def _reads(model: Model) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """The places that read scores and are at work, with the scores."""
    for part, place in everything(model):
        if _works(place.declaration):
            yield part.span, _scores(part)
    for followup in model.followups.values():
        if not followup.enabled:
            continue
        match followup.trigger:
            case ColdTrigger(scores=scores, span=span):
                yield span, scores
            case ChangeTrigger(score=score, span=span):
                yield span, (score,)
            case _:
                pass


def _works(declaration: Declaration) -> bool:
    """Whether a declaration has a say in what a run gives."""
    match declaration:
        case Score(enabled=enabled) | Followup(enabled=enabled):
            return enabled
        case Test():
            return False
        case _:
            return True


def _scores(part: Expression) -> tuple[str, ...]:
    match part:
        case ScoreRead(score=name) | RangeTest(score=name) | Flames(score=name):
            return (name,)
        case Gained(scores=names):
            return names
        case _:
            return ()
