"""LS526: an expiry that comes when decay has left nothing of the points."""

from collections.abc import Iterator
from math import inf

from lsdsl.analysis.attainable import reach
from lsdsl.analysis.awards import fading, millionths
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.written import defaults, modifiers, without, words
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import EventRule, Model, Score
from lsdsl.model.types import DAY
from lsdsl.syntax import tree


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Rules that say themselves when their points expire, and lose all of them before."""
    model = subject.model
    numbers = reach(model, subject.boxes).numbers
    for score in model.scores.values():
        for rule in score.rules:
            if not isinstance(rule, EventRule) or rule.expires is None or rule.decay is None:
                continue
            bounds = numbers.of(rule.points)
            size = millionths(max(abs(bounds.low), abs(bounds.high)))
            gone = fading(rule.decay, size) if 0 < size < inf else inf
            if gone < rule.expires:
                yield from _told(rule, gone, score, model)


def _told(rule: EventRule, gone: float, score: Score, model: Model) -> Iterator[Diagnostic]:
    """The finding, unless the expiry is the default of the whole block, which other rules may need."""
    written = modifiers(rule.span, model)
    expiry = next((one for one in written if isinstance(one, tree.Expires)), None)
    if expiry is None:
        return
    decay = [Related(one.span, "decay") for one in written if isinstance(one, tree.Loses | tree.Halves)]
    found = finding("LS526", expiry.span, *decay, expiry=words(expiry.span, model), gone=_duration(gone))
    block = defaults(score.name, score.span.path, model)
    edit = without(expiry.span, model)
    if edit is not None and not any(isinstance(one, tree.Expires) for one in block):
        found = found.with_fix(edit, safe=True)
    yield found


def _duration(microseconds: float) -> str:
    """A duration in the largest unit in which it is a whole number."""
    for unit, size in (("day", DAY), ("hour", DAY // 24), ("minute", DAY // 1440), ("second", DAY // 86400)):
        if microseconds % size == 0:
            count = int(microseconds // size)
            return f"{count:,} {unit}{'' if count == 1 else 's'}"
    return f"{microseconds / 1e6:g} seconds"
