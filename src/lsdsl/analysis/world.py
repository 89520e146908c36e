"""What of a ruleset matters to the truth of a condition: bounds of scores, loose choices, names not to look through."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from math import ceil, floor, inf, isfinite
from typing import Final

from lsdsl.analysis.numbers import Numbers
from lsdsl.analysis.subject import BoxWork
from lsdsl.model.declarations import Followup, If, Let, Model, Score, Selection, SetField, Step
from lsdsl.model.expressions import Constant, LetRead, SelectionRead
from lsdsl.model.interval import ANY, Bounds
from lsdsl.model.reads import walk

DEEPEST: Final = 20
"""Names that stand for names that stand for names ...: what is deeper is not looked through."""


class World:
    """A ruleset as conditions see it. ``opaque`` lets and selections (by kind and name) can be anything."""

    def __init__(self, model: Model, boxes: Iterable[BoxWork] = ()) -> None:
        self.model = model
        self.opaque: set[tuple[str, str]] = set()
        self._boxes = tuple(boxes)

    @cached_property
    def loose(self) -> frozenset[str]:
        """Fields that are declared as choices and written with a value that may be none of the options."""
        written = {name for work in self._boxes for name in work.writes}
        for step in steps_of(self.model.followups.values()):
            if isinstance(step, SetField) and not isinstance(step.value, Constant) and step.field in self.model.fields:
                options = self.model.fields[step.field].type.options
                if not step.value.type.options or not set(step.value.type.options) <= set(options):
                    written.add(step.field)
        return frozenset(written)

    @cached_property
    def numbers(self) -> Numbers:
        """The bounds of numbers, from the declared minima and maxima of scores."""
        scores: dict[str, Bounds] = {}
        numbers = Numbers(self.model, scores, {})
        for name in self.model.order:
            score = self.model.scores.get(name)
            if score is not None:
                scores[name] = _clamped(score, ANY if score.expression is None else numbers.of(score.expression))
        return numbers

    @cached_property
    def definitions(self) -> list[Let | Selection]:
        """Lets and selections, each after those that it reads; those that are too deep are opaque and left out."""
        named: dict[tuple[str, str], Let | Selection] = {
            **{("let", name): one for name, one in self.model.lets.items()},
            **{("selection", name): one for name, one in self.model.selections.items()},
        }
        height: dict[tuple[str, str], int] = {}
        for start in named:
            waiting = [start]
            while waiting:
                key = waiting[-1]
                below = [other for other in _named(named[key]) if other in named]
                unknown = [other for other in below if other not in height]
                if unknown and key not in height:
                    waiting.extend(unknown)
                    continue
                height.setdefault(key, 1 + max((height[other] for other in below), default=0))
                waiting.pop()
        self.opaque.update(key for key in named if height[key] > DEEPEST)
        return [named[key] for key in sorted(named, key=lambda one: height[one]) if height[key] <= DEEPEST]


def _named(definition: Let | Selection) -> Iterator[tuple[str, str]]:
    for part in walk(definition.value if isinstance(definition, Let) else definition.condition):
        match part:
            case LetRead(let=name):
                yield "let", name
            case SelectionRead(selection=name):
                yield "selection", name
            case _:
                pass


def _clamped(score: Score, own: Bounds) -> Bounds:
    """The bounds of a score; it is held in millionths, so that what has more digits may be rounded beyond its bound."""
    low = max(own.low, -inf if score.minimum is None else score.minimum)
    high = min(own.high, inf if score.maximum is None else score.maximum)
    if low > high:
        return ANY
    return Bounds(
        low if not isfinite(low) else floor(low * 1_000_000) / 1_000_000,
        high if not isfinite(high) else ceil(high * 1_000_000) / 1_000_000,
    )


def steps_of(followups: Iterable[Followup]) -> Iterator[Step]:
    """All steps of follow-ups, those inside branches too."""
    waiting = [step for followup in followups for step in followup.steps]
    while waiting:
        step = waiting.pop()
        yield step
        if isinstance(step, If):
            waiting.extend(inner for branch in step.branches for inner in branch.steps)
