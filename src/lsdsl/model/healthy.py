"""The part of a ruleset that has no errors, for looking at while its author mends the rest."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from lsdsl.diagnostics import CATALOGUE, Diagnostic, Severity
from lsdsl.model.declarations import Model, Score
from lsdsl.source import Span


class Placed(Protocol):
    """Something that stands in a rule file."""

    @property
    def span(self) -> Span:
        """Where."""


One = TypeVar("One", bound=Placed)


def healthy(model: Model, findings: Iterable[Diagnostic]) -> Model:
    """The model without the rules and declarations that an error stands in; a score keeps its rules that have none."""
    wrong: dict[str, list[int]] = {}
    for one in findings:
        if CATALOGUE[one.code].severity is Severity.ERROR:
            wrong.setdefault(one.span.path, []).append(one.span.start)
    if not wrong:
        return model
    for places in wrong.values():
        places.sort()

    def sound(one: Placed) -> bool:
        places = wrong.get(one.span.path, [])
        index = bisect_left(places, one.span.start)
        return index == len(places) or places[index] > one.span.end

    return replace(
        model,
        lets=_sound(model.lets, sound),
        scores={name: kept for name, score in model.scores.items() if (kept := _score(score, sound)) is not None},
        grades=_sound(model.grades, sound),
        selections=_sound(model.selections, sound),
        followups=_sound(model.followups, sound),
        tests=_sound(model.tests, sound),
    )


def _sound(declared: Mapping[str, One], sound: Callable[[Placed], bool]) -> dict[str, One]:
    return {name: one for name, one in declared.items() if sound(one)}


def _score(score: Score, sound: Callable[[Placed], bool]) -> Score | None:
    """A computed score is sound or not; of one with rules the sound ones are kept."""
    if score.expression is not None:
        return score if sound(score) else None
    return replace(score, rules=tuple(rule for rule in score.rules if sound(rule)))
