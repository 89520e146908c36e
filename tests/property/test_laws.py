"""Laws that hold for any ruleset and any life of a profile."""

import hashlib
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from lsdsl.engine import direct, transaction
from lsdsl.engine.journal import Journal
from lsdsl.engine.outcome import in_full
from lsdsl.engine.step import advance, step
from tests.property.running import Run, codes, finish
from tests.property.stories import MANY, RANDOM, STEP, Story, plain_stories, stories, story_of


def clamped(value: int, minimum: float | None, maximum: float | None) -> int:
    """A value within its bounds, in millionths."""
    if maximum is not None:
        value = min(value, round(maximum * 1_000_000))
    return value if minimum is None else max(value, round(minimum * 1_000_000))


def reconciled(run: Run, profile: str) -> dict[str, int | None]:
    """The values of all scores with rules, from nothing but their ledger entries."""
    values: dict[str, int | None] = {}
    for index, (name, score) in enumerate(run.program.model.scores.items()):
        if score.expression is not None:
            continue
        groups = {
            span: rule.group for rule in score.rules for span in [rule.span, *(row.span for row in getattr(rule, "rows", ()))]
        }
        sums: dict[str | None, int] = defaultdict(int)
        for entry in run.ledger[profile]:
            if entry.score == index:
                sums[None if entry.rule is None else groups[run.program.rules[entry.rule].span]] += entry.points
        total = sums[None] + sum(clamped(sums[group.name], group.minimum, group.maximum) for group in score.groups)
        values[name] = clamped(total, score.minimum, score.maximum) if score.enabled else None
    return values


@MANY
@given(stories())
def test_ledger_reconciles(story: Story) -> None:
    """At any moment the sum of a score's entries, clamped group by group and then as a whole, is its value."""
    run = Run.of(story)
    for event in story.events:
        run.process(event)
        values = run.values(event.profile)
        assert reconciled(run, event.profile).items() <= values.items()
    for profile in sorted(run.states):
        run.advance(profile, story.end)
        assert reconciled(run, profile).items() <= run.values(profile).items()


@MANY
@given(stories())
def test_state_goes_through_bytes(story: Story) -> None:
    """A state that was dumped and loaded between any two events goes on as if nothing had been."""
    kept, reloaded = Run.of(story), Run.of(story)
    for event in story.events:
        assert reloaded.process(event) == kept.process(event)
        reloaded.reload()
    for profile in sorted(kept.states):
        assert reloaded.advance(profile, story.end) == kept.advance(profile, story.end)
    assert reloaded.everything() == kept.everything()


@MANY
@given(stories(), RANDOM)
def test_time_may_pass_in_any_steps(story: Story, random: Random) -> None:
    """Advancing often, between events and at the end, gives the same entries and the same state as advancing once."""
    once, often = Run.of(story), Run.of(story)
    for event in story.events:
        state = often.states.get(event.profile)
        happened = once.process(event).status == "processed"
        if happened and state is not None and state.born and not state.removed:
            while random.random() > 0.4 and state.clock < event.time:
                often.advance(event.profile, random.randint(state.clock, event.time))
        often.process(event)
    for profile, state in sorted(once.states.items()):
        if not state.born:
            continue
        once.advance(profile, story.end)
        moments = {state.clock, story.end, *(story.end - random.randrange(100) * (STEP // 4) for _ in range(random.randrange(5)))}
        for moment in sorted(moments):
            often.advance(profile, moment)
    assert often.ledger == once.ledger
    assert often.everything() == once.everything()


@MANY
@given(stories(profiles=3))
def test_profiles_are_islands(story: Story) -> None:
    """What happens to a profile is the same whether events of others come in between or not."""
    together, apart = Run.of(story), Run.of(story)
    finish(together, story)
    for profile in sorted({*together.states}):
        for event in story.events:
            if event.profile == profile:
                apart.process(event)
        apart.advance(profile, story.end)
    assert apart.ledger == together.ledger
    assert apart.everything() == together.everything()


@MANY
@given(plain_stories(), RANDOM)
def test_equal_times_in_any_order(story: Story, random: Random) -> None:
    """Without limits, first or latest the order of events at one moment makes no difference to any value."""
    events = []
    for _, group in groupby(story.events, key=lambda event: event.time):
        moment = list(group)
        random.shuffle(moment)
        events += moment
    given_order, other_order = finish(Run.of(story), story), Run.of(story)
    for event in events:
        other_order.process(event)
    for profile in sorted(other_order.states):
        other_order.advance(profile, story.end)
        assert other_order.values(profile) == given_order.values(profile)


class PlannedError(RuntimeError):
    """A fault of the engine, on purpose."""


def faulty(remaining: int) -> type[Journal]:
    """A journal that fails after so many changes: half of the time before one is made, half of the time right after."""
    left = [remaining]

    def failing(name: str) -> Any:
        change = getattr(Journal, name)

        def changed(self: Journal, *arguments: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise PlannedError("before a change")
            change(self, *arguments)
            if left[0] == -1:
                raise PlannedError("after a change")

        return changed

    ways = ("put", "drop", "drop_in_order", "append", "splice", "assign")
    return type("FaultyJournal", (Journal,), {"__slots__": (), **{name: failing(name) for name in ways}})


@contextmanager
def failing_after(changes: int) -> Iterator[None]:
    """The engine fails after so many changes, whichever way an event takes."""
    journal = faulty(changes)
    with patch.object(direct, "Journal", journal), patch.object(transaction, "Journal", journal):
        yield


@MANY
@given(stories(), st.lists(st.integers(-1, 30), min_size=1, max_size=10))
def test_fault_is_undone(story: Story, faults: list[int]) -> None:
    """When the engine fails amid an event or while time passes, the state is as before, and one LS859 is all there is."""
    untouched, tried = finish(Run.of(story), story), Run.of(story)
    for number, event in enumerate(story.events):
        state = tried.state(event.profile)
        before = tried.dumped(event.profile)
        with failing_after(faults[number % len(faults)]):
            outcome = in_full(step(tried.program, state, event))
        if outcome.failures and codes(outcome) == ["LS859"]:
            assert outcome.entries == []
            assert tried.dumped(event.profile) == before
            outcome = in_full(step(tried.program, state, event))
        assert "LS859" not in codes(outcome)
    for profile, state in sorted(tried.states.items()):
        if state.removed:
            continue
        before = tried.dumped(profile)
        with failing_after(faults[0]):
            outcome = advance(tried.program, state, story.end)
        if codes(outcome) == ["LS859"]:
            assert tried.dumped(profile) == before
            advance(tried.program, state, story.end)
    assert tried.everything() == untouched.everything()


@MANY
@given(stories())
def test_same_run_twice(story: Story) -> None:
    """The same input gives the same ledger and the same bytes."""
    first, second = finish(Run.of(story), story), finish(Run.of(story), story)
    assert second.ledger == first.ledger
    assert second.everything() == first.everything()


def fingerprint(seeds: range) -> str:
    """A digest of the states and ledgers of some stories."""
    digest = hashlib.sha256()
    for seed in seeds:
        story = story_of(seed)
        run = finish(Run.of(story), story)
        digest.update(repr((dict(run.ledger), run.everything(), run.results())).encode())
    return digest.hexdigest()


def test_same_bytes_in_another_process() -> None:
    """The order of Python's sets leaves no trace: another process, with other hashes, gives the same."""
    program = "from tests.property.test_laws import fingerprint; print(fingerprint(range(30)))"
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join([str(root / "src"), str(root)])
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
