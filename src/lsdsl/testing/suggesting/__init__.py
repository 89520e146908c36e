"""Tests for the two sides of every threshold, with the results of today: a start for somebody who knows which are right.

Thresholds are looked for in conditions, limits, durations, rows and ranges. Each suggestion is tried by running it; one whose
two sides come to the same is left out, because it says nothing about its threshold.
"""

from collections.abc import Iterator
from typing import Final

from lsdsl.model.declarations import Model
from lsdsl.runner.ruleset import Ruleset
from lsdsl.source import Source
from lsdsl.syntax.printer import format_text
from lsdsl.testing.playing import Stage
from lsdsl.testing.suggesting.cases import Case
from lsdsl.testing.suggesting.followups import of_followup, of_grade, of_selection
from lsdsl.testing.suggesting.rules import of_score
from lsdsl.testing.suggesting.scenario import written

MOST: Final = 200
"""No more tests than this are suggested at once."""


class UnknownNameError(ValueError):
    """No rule, score or follow-up is called so."""


def suggestions(ruleset: Ruleset, name: str = "") -> tuple[str, int]:
    """Tests as text in the one layout, and how many they are; with a name only those for what is called so.

    The same ruleset gives the same text. Raises :class:`UnknownNameError`.
    """
    stage = Stage(ruleset)
    stage.observer.quiet = True
    taken = set(ruleset.model.tests)
    blocks: list[str] = []
    bodies: set[str] = set()
    named = False
    for case in _cases(stage):
        if name and not _is_meant(case, name):
            continue
        named = True
        tried = case.tried(stage)
        if tried is None or len(blocks) + len(case.sides) > MOST:
            continue
        for side, found in zip(*tried, strict=True):
            title = _free(side.name, taken)
            block = written(ruleset.model, title, side.scenario, case.probes, found)
            body = block.partition("\n")[2]
            if body not in bodies:  # two thresholds may have a side in common
                taken.add(title)
                bodies.add(body)
                blocks.append(block)
    if name and not named and not _is_known(ruleset.model, name):
        raise UnknownNameError(f"no score, rule or follow-up is called {name!r}")
    text, _ = format_text(Source("suggested.lsdsl", "\n".join(blocks)))
    assert text is not None
    return text, len(blocks)


def _cases(stage: Stage) -> Iterator[Case]:
    model = stage.model
    for score in model.scores.values():
        if score.enabled:
            yield from of_score(stage, score)
    for followup in model.followups.values():
        if followup.enabled:
            yield from of_followup(stage, followup)
    for selection in model.selections.values():
        yield from of_selection(stage, selection)
    for grade in model.grades.values():
        yield from of_grade(stage, grade)


def _is_meant(case: Case, name: str) -> bool:
    """A whole name, or some words of a rule's title."""
    return name in case.names or any(name.casefold() in one.casefold() for one in case.names)


def _is_known(model: Model, name: str) -> bool:
    """Whether something is called so for which there is nothing to suggest."""
    rules = [rule.title for score in model.scores.values() for rule in score.rules]
    names = [*model.scores, *model.followups, *model.selections, *model.grades, *rules]
    return any(name.casefold() in one.casefold() for one in names)


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number behind it if it is taken."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
