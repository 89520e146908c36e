"""Laws of scores as SQL: what DuckDB computes is what the step computes, whatever the ruleset and whatever happens."""

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from lsdsl.engine.event import Event
from lsdsl.model.types import DAY
from lsdsl.records.schema import ProfileRecord
from lsdsl.runner.ruleset import Ruleset
from lsdsl.sql.deciding import Decision, decide
from lsdsl.sql.dialects import text_of
from lsdsl.sql.execution import score_result
from lsdsl.sql.spooling import EventSpool, ProfileSpool
from tests.property.rulesets import EVENTS, Scope, Writer
from tests.property.running import Run, finish, model_of
from tests.property.stories import SEEDS, Historian, Story, random_of

WINDOWED = re.compile(r"(at most \S+ (?:times|points)) per [^,]+")
CLOSE = 25 * DAY
"""An event that comes again later than that gets an id of its own: the step would have begun to forget."""


class Declarative(Writer):
    """Writes mostly what SQL takes: events that are declared, limits for the whole life, and now and then anything else."""

    def some_events(self, most: int) -> tuple[list[str], Scope]:
        """Declared events."""
        while True:
            events, scope = super().some_events(most)
            if all(name in EVENTS for name in events) or self.chance(0.05):
                return events, scope

    def event_rule(self) -> str:
        """A rule on events, its limits without windows."""
        rule = super().event_rule()
        return rule if self.chance(0.05) else WINDOWED.sub(r"\1", rule)


def declared_story(seed: int, *, scores: int, rules: int, events: int) -> Story:
    """A ruleset for the whole language, and events that change no profile."""
    random = random_of(seed, scores, rules, events, 9)
    ruleset = Declarative(random, scores=scores, rules=rules).ruleset()
    story = Historian(random, ruleset, EVENTS).story(events=events, profiles=3, late=True)
    first: dict[str, int] = {}
    kept = []
    for number, one in enumerate(story.events):
        near = abs(one.time - first.setdefault(one.id, one.time)) < CLOSE
        kept.append(one if near else Event(f"again{number}", one.type, one.profile, one.time, one.data))
    return replace(story, events=tuple(kept))


def rows_of(decision: Decision, story: Story, folder: Path) -> dict[str, dict[str, Any]]:
    """The result of the statement as it is printed, by profile."""
    events, profiles = (
        EventSpool(folder / "e.parquet", decision.model, decision.columns),
        ProfileSpool(decision.model, decision.columns),
    )
    for event in story.events:
        events.add(event)
    events.close()
    for one in story.loaded:
        profiles.add(ProfileRecord(one.profile, one.fields, one.tags, one.created))
    profiles.write(folder / "p.parquet")
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.read_parquet(str(folder / "e.parquet")).create_view("events")
        connection.read_parquet(str(folder / "p.parquet")).create_view("profiles")
        result = connection.execute(text_of(decision.statement(), "duckdb"))
        names = [one[0] for one in result.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in result.fetchall()}


@settings(max_examples=40 if settings().max_examples <= 60 else settings().max_examples)
@given(st.builds(declared_story, SEEDS, scores=st.integers(1, 4), rules=st.integers(1, 3), events=st.integers(1, 40)))
def test_sql_computes_what_the_step_computes(story: Story) -> None:
    """Values, ranges, flames and grades of all that SQL takes are exactly those of the step, unless SQL says not to use them."""
    run = finish(Run.of(story), story)
    decision = decide(Ruleset(run.program.model), story.end)
    with TemporaryDirectory() as folder:
        rows = rows_of(decision, story, Path(folder))
    expected = run.results()
    assert rows.keys() == expected.keys()
    if any(row["problems"] for row in rows.values()):
        return
    for profile, (result, _) in expected.items():
        row = rows[profile]
        for name in decision.scores:
            assert score_result(decision.model.scores[name], row[f"score {name}"]) == result.scores[name], (profile, name)
            assert row.get(f"score {name} range") == result.scores[name].range
        for name in decision.grades:
            assert row[f"grade {name}"] == result.grades[name]


def test_the_generator_writes_enough_that_sql_takes() -> None:
    """A quarter of the scores at least, so that the law is about something."""
    scores = taken = 0
    for seed in range(30):
        model = model_of(declared_story(seed, scores=3, rules=2, events=1).ruleset.text)
        scores += len(model.scores)
        taken += len(decide(Ruleset(model)).scores)
    assert taken > scores / 4
