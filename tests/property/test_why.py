"""Whatever the rules and whatever happened, the lines of an answer add up to the score, and what it says of limits holds."""

import json
from collections import defaultdict
from pathlib import Path

from hypothesis import given
from jsonschema import Draft202012Validator

from lsdsl.compile import points
from lsdsl.engine.results import result_of
from lsdsl.model.declarations import EventRule
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.why.answer import Question, explain
from lsdsl.why.json_report import report
from lsdsl.why.ledger import Ledger
from lsdsl.why.life import Life, relive
from lsdsl.why.lots import alive
from lsdsl.why.page import render as page
from lsdsl.why.proof import Answer
from lsdsl.why.redaction import NOTHING
from lsdsl.why.tape import Loaded, Tape
from lsdsl.why.text import render as text
from lsdsl.why.wording import cents, shown_sizes
from tests.property.running import Run, finish, model_of
from tests.property.stories import Story, stories

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = Draft202012Validator(json.loads((ROOT / "docs" / "schemas" / "why.schema.json").read_text(encoding="utf-8")))


def lives(story: Story) -> dict[str, Life]:
    """The lives of all profiles of a story that are there at its end."""
    ruleset, found = Ruleset(model_of(story.ruleset.text)), {}
    for profile in sorted({*(one.profile for one in story.loaded), *(event.profile for event in story.events)}):
        loads = [Loaded(one.fields, one.tags, one.created) for one in story.loaded if one.profile == profile]
        events = [event for event in story.events if event.profile == profile]
        tape = Tape(profile, loads, events, story.end, {}, 0, Shown())
        life = relive(ruleset, tape, RunOptions(), max(story.end, *(event.time for event in events), story.end))
        if life.state is not None:
            found[profile] = life
    return found


def answer_of(life: Life) -> Answer:
    """Everything about a profile."""
    return explain(life, Question(life.present.clock, None, NOTHING), life.present.newest)


@given(stories())
def test_lines_add_up_to_the_score(story: Story) -> None:
    """For every profile and score the lines add up to the score of a run, exactly; without a value there is a reason."""
    run = finish(Run.of(story), story)
    for profile, life in lives(story).items():
        expected = result_of(run.program, run.states[profile]).scores
        for score in answer_of(life).scores:
            assert score.value == expected[score.name].value
            assert score.range == expected[score.name].range
            if score.value is None:
                assert score.missing
            else:
                assert points.to_number(score.total) == score.value
                assert sum(shown_sizes([line.points for line in score.lines], score.total)) == cents(score.total)


@given(stories())
def test_a_life_lived_again_is_the_same(story: Story) -> None:
    """Living a profile's life again turn by turn makes the ledger of a run, entry by entry."""
    run = finish(Run.of(story), story)
    for profile, life in lives(story).items():
        assert [one.entry for one in life.happenings] == run.ledger[profile]


@given(stories())
def test_awards_alive_are_what_the_ledger_leaves(story: Story) -> None:
    """What is left of all awards is the sum of the entries of their rules, none is over its size, and none has expired."""
    for life in lives(story).values():
        ledger = Ledger(life, NOTHING)
        rules = {index: rule for index, rule in ledger.rules.items() if isinstance(rule, EventRule)}
        sums: dict[int, int] = defaultdict(int)
        for one in life.happenings:
            if one.entry.rule is not None and one.entry.reason not in ("state on", "state off"):
                sums[one.entry.rule] += one.entry.points
        left: dict[int, int] = defaultdict(int)
        for lot in alive(life.happenings, rules, ledger.key_of):
            left[lot.rule] += lot.left
            assert 0 < lot.left / lot.given <= 1
            assert lot.expires is None or lot.expires > life.present.clock
        assert left == {rule: size for rule, size in sums.items() if size or rule in left}


@given(stories())
def test_answer_changes_nothing(story: Story) -> None:
    """What is tried for an answer is tried on copies: afterwards the profile is as before, and a second answer is the same."""
    for life in lives(story).values():
        before = life.result
        first = answer_of(life)
        assert life.result == before
        assert answer_of(life) == first


@given(stories())
def test_every_way_to_show_it(story: Story) -> None:
    """Text, JSON and page can be written for any answer, and the JSON is as its schema says."""
    for life in lives(story).values():
        answer = answer_of(life)
        SCHEMA.validate(json.loads(json.dumps(report(answer))))
        assert life.profile in page(answer)
        assert any(life.profile in line.plain for line in text(answer, 80, {})) or not answer.scores


@given(stories())
def test_changes_come_true(story: Story) -> None:
    """What is told of moments to come is what the scores are when that moment has come."""
    for life in lives(story).values():
        for change in answer_of(life).changes[:3]:
            later = life.copy()
            later.advance(change.until)
            values = later.result.scores
            assert {move.score: move.after for move in change.moves} == {
                move.score: values[move.score].value for move in change.moves
            }
            assert all(move.reached in (None, values[move.score].range) for move in change.moves)


@given(stories())
def test_only_false_conditions_are_told(story: Story) -> None:
    """A state rule is told as not counting when it adds nothing, with at least one obstacle, and else it is not told."""
    for life in lives(story).values():
        for score in answer_of(life).scores:
            counting = {line.rule for line in score.lines if line.kind == "state"}
            for one in score.unmet:
                assert one.rule not in counting
                assert all(obstacle.text for obstacle in one.obstacles)
                assert one.obstacles
