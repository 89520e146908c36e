"""What is told of a profile from its state and ledger alone is what is told when its events are known, but for the events."""

from dataclasses import replace
from typing import Final

from hypothesis import given

from lsdsl.compile import points
from lsdsl.engine.serialising import dump, load
from lsdsl.runner.ledger import LedgerLines
from lsdsl.why.answer import Question, explain
from lsdsl.why.kept import read_lines, recall
from lsdsl.why.life import Life
from lsdsl.why.proof import Answer, Award, ScoreProof
from lsdsl.why.redaction import NOTHING
from tests.property.stories import Story, stories
from tests.property.test_why import answer_of, lives

EXACT: Final = 10**15
"""Beyond it a number of the ledger is rounded."""


def recalled(life: Life) -> Life:
    """The same life out of the bytes of its state and the lines of its ledger."""
    program = life.ruleset.program
    writing = LedgerLines(program)
    lines = [writing.of_entry(life.profile, one.entry) for one in life.happenings]
    state = load(program, dump(program, life.present))
    return recall(life.ruleset, state, read_lines(program, lines), 0)


def without_events(told: Answer) -> Answer:
    """An answer without what only the events tell."""
    return replace(told, scores=tuple(_without(score) for score in told.scores))


def _without(score: ScoreProof) -> ScoreProof:
    lines = tuple(replace(line, awards=tuple(sorted(map(_plain, line.awards), key=_order))) for line in score.lines)
    if any(abs(line.points) > EXACT for line in lines):
        lines = ()  # the ledger has 15 digits: what is lost beyond them is a line of its own
    full = tuple(replace(one, text="") for one in score.full)  # a late event is told of by its own day, not by the clock's
    above = tuple(replace(one, tries=()) for one in score.above)
    return replace(score, lines=lines, full=full, above=above, refused=(), past=())


def _plain(award: Award) -> Award:
    return replace(award, event=None, type=None, data=())


def _order(award: Award) -> tuple[int, int, int]:
    return award.time, award.given, award.points


@given(stories())
def test_the_ledger_alone_tells_the_same(story: Story) -> None:
    """Lines, awards alive, conditions, limits, ranges, grades and what comes are the same, exactly."""
    for life in lives(story).values():
        kept = recalled(life)
        told = explain(kept, Question(kept.present.clock, None, NOTHING), life.present.newest)
        assert without_events(told) == without_events(answer_of(life))


@given(stories())
def test_what_is_tried_comes_true(story: Story) -> None:
    """Events that are made up without knowing any of the profile's own reach what is said of them."""
    for life in lives(story).values():
        kept = recalled(life)
        for score in explain(kept, Question(kept.present.clock, None, NOTHING), None).scores:
            assert score.value is None or points.to_number(score.total) == score.value
            assert all(one.points > 0 for above in score.above for one in above.tries)
