"""The part of a ruleset that has no errors, for looking at while its author mends the rest."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from lsdsl.analysis.places import Place, expressions
from lsdsl.diagnostics import CATALOGUE, Diagnostic, Severity
from lsdsl.model.declarations import AwardStep, ChangeTrigger, ColdTrigger, Followup, If, Model, Score, Table
from lsdsl.model.expressions import (
    Expression,
    Flames,
    Gained,
    GradeRead,
    LetRead,
    RangeTest,
    ScoreRead,
    SelectionRead,
)
from lsdsl.model.reads import walk
from lsdsl.model.types import Kind
from lsdsl.source import Source, Span


class Placed(Protocol):
    """Something that stands in a rule file."""

    @property
    def span(self) -> Span:
        """Where."""


One = TypeVar("One", bound=Placed)


def healthy(model: Model, findings: Iterable[Diagnostic]) -> Model:
    """The model without what an error stands in, and without what reads that; a score keeps its rules that have none."""
    wrong: dict[str, list[int]] = {}
    headers: set[tuple[str, int]] = set()
    for one in findings:
        if CATALOGUE[one.code].severity is Severity.ERROR and one.span.path in model.sources:
            wrong.setdefault(one.span.path, []).append(one.span.start)
            headers.add((one.span.path, _header(model.sources[one.span.path], one.span.start)))
    if not wrong:
        return model
    for places in wrong.values():
        places.sort()

    def sound(one: Placed) -> bool:
        """Whether no error stands in the declaration that begins there."""
        return (one.span.path, _header(model.sources[one.span.path], one.span.start)) not in headers

    def sound_rule(one: Placed) -> bool:
        places = wrong.get(one.span.path, [])
        index = bisect_left(places, one.span.start)
        return index == len(places) or places[index] > one.span.end

    return _without_readers(_kept(model, sound, sound_rule))


Test = Callable[[Placed], bool]


def _kept(model: Model, sound: Test, sound_rule: Test) -> Model:
    """The declarations that are sound, and of scores with rules the rules that are."""
    scores = {}
    for name, score in model.scores.items():
        if score.expression is None:
            scores[name] = replace(score, rules=tuple(rule for rule in score.rules if sound_rule(rule)))
        elif sound(score):
            scores[name] = score
    return replace(
        model,
        lets=_sound(model.lets, sound),
        scores=scores,
        grades=_sound(model.grades, sound),
        selections=_sound(model.selections, sound),
        followups=_sound(model.followups, sound),
        tests=_sound(model.tests, sound),
        order=tuple(name for name in model.order if name in scores),
    )


def _sound(declared: Mapping[str, One], sound: Test) -> dict[str, One]:
    return {name: one for name, one in declared.items() if sound(one)}


def _without_readers(model: Model) -> Model:
    """The model without what reads something that is no longer there, and so on until nothing does."""
    while True:
        broken = {id(one) for place in expressions(model) if _dangles(place.expression, model) for one in _owners(place)}
        broken |= {id(one) for one in model.followups.values() if not _scores_of(one) <= model.scores.keys()}
        if not broken:
            return model
        intact = partial(_is_not_among, broken)
        model = _kept(model, intact, intact)


def _is_not_among(broken: set[int], one: Placed) -> bool:
    return id(one) not in broken


def _owners(place: Place) -> list[object]:
    """What goes when an expression does: the rule it stands in, or else the whole declaration."""
    if not isinstance(place.declaration, Score) or place.owner is place.declaration:
        return [place.declaration]
    tables = [rule for rule in place.declaration.rules if isinstance(rule, Table) and place.owner in rule.rows]
    return [*tables, place.owner]


def _dangles(expression: Expression, model: Model) -> bool:
    """Whether some part has an error or reads what is not there."""
    for part in walk(expression):
        match part:
            case LetRead(let=name):
                gone = name not in model.lets
            case GradeRead(grade=name):
                gone = name not in model.grades
            case SelectionRead(selection=name):
                gone = name not in model.selections
            case ScoreRead(score=name) | RangeTest(score=name) | Flames(score=name):
                gone = name not in model.scores
            case Gained(scores=names):
                gone = not set(names) <= model.scores.keys()
            case _:
                gone = part.type.kind is Kind.ERROR
        if gone:
            return True
    return False


def _scores_of(followup: Followup) -> set[str]:
    """The scores that the trigger of a follow-up watches and its steps award points to."""
    match followup.trigger:
        case ColdTrigger(scores=names):
            found = set(names)
        case ChangeTrigger(score=name):
            found = {name}
        case _:
            found = set()
    waiting = [*followup.steps]
    while waiting:
        match waiting.pop():
            case AwardStep(score=name):
                found.add(name)
            case If(branches=branches):
                waiting += [step for branch in branches for step in branch.steps]
            case _:
                pass
    return found


def _header(source: Source, offset: int) -> int:
    """The line on which the declaration begins that an offset stands in: the last one with something in its first column."""
    line = source.position(min(offset, len(source.text))).line
    while line > 1 and source.line_text(line)[:1] in ("", " ", "\t", "#"):
        line -= 1
    return line
