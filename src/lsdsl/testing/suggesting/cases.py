"""Cases: two scenarios on the two sides of a threshold, or one that looks before and after a moment."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lsdsl.model.declarations import Model
from lsdsl.model.expressions import Expression, ScoreRead
from lsdsl.model.reads import reads
from lsdsl.model.types import Value
from lsdsl.testing.playing import Stage
from lsdsl.testing.suggesting.scenario import Look, Probe, Scenario, Values, event, pause, values
from lsdsl.testing.suggesting.thresholds import windows
from lsdsl.testing.suggesting.wishes import NOTHING, Wish, time_step
from lsdsl.testing.words import duration_words


@dataclass(frozen=True, slots=True)
class Side:
    """A scenario under the name that its test will have."""

    name: str
    scenario: Scenario


BOTH_SIDES: Final = (-2, -1)
"""The last two looks are those before and after the threshold."""

HEAD_START: Final = 50
"""Points that keep a score off its minimum."""


@dataclass(frozen=True, slots=True)
class Case:
    """A threshold: one or two scenarios, and the probes to look at. ``names`` are what one may ask for it by.

    ``tells`` are the two looks, among those of all sides, that have to differ for the case to say anything. ``score`` may be
    given a head start where they do not, because a minimum hides what happens.
    """

    sides: tuple[Side, ...]
    probes: tuple[Probe, ...]
    names: tuple[str, ...]
    tells: tuple[int, int] = BOTH_SIDES
    score: str | None = None

    def tried(self, stage: Stage) -> tuple[tuple[Side, ...], list[list[Values]]] | None:
        """The sides that are worth a test, with what the probes come to; None when they tell nothing or something goes wrong."""
        found = self._results(stage, self.sides)
        if found is not None:
            return self.sides, found
        if self.score is None:
            return None
        start = event("points.adjusted", {"score": self.score, "points": HEAD_START})
        higher = tuple(Side(one.name, replace(one.scenario, lines=(start, *one.scenario.lines))) for one in self.sides)
        found = self._results(stage, higher)
        return None if found is None else (higher, found)

    def _results(self, stage: Stage, sides: tuple[Side, ...]) -> list[list[Values]] | None:
        found = [values(stage, side.scenario, self.probes) for side in sides]
        complete = [one for one in found if one]
        if len(complete) < len(found):
            return None
        looks = [look for one in complete for look in one]
        before, after = self.tells
        return complete if looks[before] != looks[after] else None


def scenario_of(stage: Stage, wish: Wish) -> Scenario | None:
    """A scenario in which a wish comes true; None when a score cannot be brought to its value."""
    lines = tuple(event(name, data) for name, data in wish.before)
    scenario = Scenario(wish.fields, wish.tags, lines)
    for name, wanted in wish.scores.items():
        adjusted = _adjusted(stage, scenario, name, wanted)
        if adjusted is None:
            return None
        scenario = adjusted
    return scenario


def in_windows(stage: Stage, head: str, condition: Expression, needed: Wish = NOTHING) -> Iterator[Side]:
    """The two ends of each window that a condition looks back on."""
    for within, found in windows(condition, stage.model):
        scenario = scenario_of(stage, needed.under(found))
        if scenario is not None:
            step = time_step(within)
            said = f"{head}, {duration_words(within - step)} and {duration_words(within)} later"
            yield Side(said, scenario.then(Look(), pause(within - step), Look(), pause(step), Look()))


def _adjusted(stage: Stage, scenario: Scenario, score: str, wanted: int | float) -> Scenario | None:
    """Let a person correct a score, or one that it is computed from, so that it comes to a value."""
    probe = (ScoreRead(score, stage.model.scores[score].span),)
    before = values(stage, scenario.then(Look()), probe)
    present = before[0][0] if before else None
    if not isinstance(present, int | float):
        return None
    if present == wanted:
        return scenario
    for name in _with_rules(stage.model, score):
        data: dict[str, Value] = {"score": name, "points": round(wanted - present, 6)}
        tried = scenario.then(event("points.adjusted", data))
        if values(stage, tried.then(Look()), probe) == [(wanted,)]:
            return tried
    return None


def _with_rules(model: Model, score: str) -> Iterator[str]:
    """The score itself, or the scores that it is computed from."""
    if model.scores[score].expression is None:
        yield score
        return
    for name in reads(model.scores[score]):
        if name in model.scores:
            yield from _with_rules(model, name)
