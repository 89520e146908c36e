"""The answer: why a profile has its scores at a moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsdsl.compile.dependencies import walk
from lsdsl.engine.results import ProfileResult
from lsdsl.model.declarations import Score
from lsdsl.model.expressions import Flames, RangeTest, ScoreRead
from lsdsl.records.render import json_value
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.why.attempts import above
from lsdsl.why.forecast import Forecast, forecast
from lsdsl.why.lacking import full, unmet
from lsdsl.why.ledger import Ledger
from lsdsl.why.life import Life, Mark, relive
from lsdsl.why.lines import lines, missing
from lsdsl.why.proof import Answer, Band, Point, ScoreProof
from lsdsl.why.redaction import Redaction
from lsdsl.why.refused import refused
from lsdsl.why.tape import Tape
from lsdsl.why.wording import HIDDEN

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: some scores (None: all) at a moment, with nothing to be seen of some fields."""

    at: int
    scores: Sequence[str] | None
    redaction: Redaction


class AbsentError(Exception):
    """The profile is not there at the moment that is asked for: not yet, or no more."""


def answer(
    ruleset: Ruleset, tape: Tape, options: RunOptions, question: Question, isolation: "Isolation | None" = None
) -> tuple[Answer, Life]:
    """Live the life of the profile again up to the moment, and tell it. Raises ``AbsentError``."""
    life = relive(ruleset, tape, options, question.at, isolation)
    if life.state is None:
        raise AbsentError("removed" if any(event.time <= question.at for event in tape.events) else "not yet")
    return explain(life, question, tape.newest), life


def explain(life: Life, question: Question, newest: int | None, gaps: str = "") -> Answer:
    """Everything about a profile at its present moment; ``gaps`` says what is missing of that."""
    ruleset, redaction = life.ruleset, question.redaction
    names = list(ruleset.scores) if question.scores is None else list(question.scores)
    ledger, result = Ledger(life, redaction), life.result
    coming = forecast(life, ledger, names)
    model = ruleset.model
    fields = tuple(
        (name, HIDDEN if name in redaction.names else json_value(model.fields[name].type, value))
        for name, value in result.fields.items()
    )
    told = Answer(
        profile=HIDDEN if "id" in redaction.names else life.profile,
        at=question.at,
        ruleset=ruleset.digest,
        last_event=life.present.newest,
        future=newest is not None and question.at > newest,
        scores=tuple(_proof(model.scores[name], life, ledger, result, coming) for name in names),
        grades=tuple(result.grades.items()),
        fields=fields,
        tags=tuple(HIDDEN for _ in result.tags) if "tags" in redaction.names else result.tags,
        changes=coming.changes,
        more_changes=coming.more,
        gaps=gaps,
    )
    return redaction.applied(told)


def with_parts(name: str, scores: Mapping[str, Score], ruleset: Ruleset) -> list[str]:
    """A score and, after it, those that it is computed from."""
    reached = [name]
    for one in reached:
        expression = scores[one].expression
        read = () if expression is None else walk(expression, ruleset.model)
        parts = (part.score for part in read if isinstance(part, ScoreRead | RangeTest | Flames))
        reached += [part for part in dict.fromkeys(parts) if part not in reached]
    return [name, *(one for one in scores if one in reached[1:])]


def _proof(score: Score, life: Life, ledger: Ledger, result: ProfileResult, coming: Forecast) -> ScoreProof:
    present = result.scores[score.name]
    there = present.value is not None
    return ScoreProof(
        name=score.name,
        title=score.title,
        value=present.value,
        range=present.range,
        colour=present.colour,
        flames=present.flames,
        lines=lines(score, ledger, present) if there else (),
        missing="" if there else missing(score, ledger),
        unmet=tuple(unmet(score, ledger)) if there else (),
        full=tuple(full(score, ledger)) if there else (),
        refused=tuple(refused(score, ledger)) if there else (),
        above=above(score, life, ledger) if there else (),
        bands=tuple(Band(one.name, one.start, one.colour) for one in score.ranges),
        past=_points(life.marks, score.name),
        future=_points(coming.marks, score.name),
    )


def _points(marks: Iterable[Mark], score: str) -> tuple[Point, ...]:
    """The moments at which a score changed or an event came."""
    found: list[Point] = []
    for mark in marks:
        kind = None if mark.event is None else mark.event.type
        if score not in mark.values:
            continue
        value = mark.values[score]
        if kind is not None or not found or found[-1].value != value:
            found.append(Point(mark.time, value, kind))
    return tuple(found)
