"""Asking why: an answer about profile ``p`` under a rule text, to which the data of scenarios is added."""

from textwrap import dedent
from typing import Any

from lsdsl.engine.event import Event
from lsdsl.model import check_text
from lsdsl.model.types import Value
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.why.answer import Question, explain
from lsdsl.why.life import Life, relive
from lsdsl.why.proof import Answer, Line, ScoreProof
from lsdsl.why.redaction import redaction
from lsdsl.why.tape import Loaded, Tape
from tests.support import DATA, START


def happened(kind: str, at: int = 0, /, **data: Any) -> Event:
    """An event so many microseconds after the start."""
    name = kind.replace(" ", ".")
    return Event(f"{name}@{at}{sorted(data.items())}", name, "p", START + at, data)


def tape_of(*events: Event, fields: dict[str, Value] | None = None, tags: tuple[str, ...] = ()) -> Tape:
    """What was read of the profile."""
    return Tape("p", [Loaded(fields or {}, tags, START)], list(events), START, {}, 0, Shown())


def life_of(rules: str, tape: Tape, at: int) -> Life:
    """The life of the profile until a moment."""
    model, findings = check_text(f"{dedent(rules)}\n{DATA}")
    assert model is not None, [(one.code, dict(one.arguments)) for one in findings]
    return relive(Ruleset(model), tape, RunOptions(), START + at)


def ask(
    rules: str, *events: Event, at: int = 0, fields: dict[str, Value] | None = None, tags: tuple[str, ...] = (), hidden: str = ""
) -> Answer:
    """Why the profile has its scores at a moment; ``hidden`` fields are separated by blanks."""
    tape = tape_of(*events, fields=fields, tags=tags)
    return explain(life_of(rules, tape, at), Question(START + at, None, redaction(hidden.split(), tape)), START + at)


def proof(rules: str, *events: Event, **given: Any) -> ScoreProof:
    """The same of the first score."""
    return ask(rules, *events, **given).scores[0]


def line_of(score: ScoreProof, title: str) -> Line:
    """The line with a title."""
    (found,) = [line for line in score.lines if line.title == title]
    return found
