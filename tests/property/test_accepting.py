"""Coming under other rules without the history: what was earned stays, and from then on the new rules count."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings

from lsdsl.compile import Program
from lsdsl.engine.awards import _left as left_in_engine
from lsdsl.engine.live import live_awards
from lsdsl.engine.outcome import Entry
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import advance
from lsdsl.model import check_text
from lsdsl.store.matching import Matched, matched
from lsdsl.store.renewing import renew
from lsdsl.store.translating import _left, translated
from tests.property.running import Run, codes, model_of
from tests.property.stories import SEEDS, STEP, Story, random_of, stories

FOLLOWUPS = """
followup waits:
    on visit
    wait 1 day
    do notify "again", to: "sales@example.org"

followup edge:
    when {score} >= 3
    again when {score} < 1
    limit 2 per 2 days
    do notify "high", to: "sales@example.org"

followup changes:
    when {score} changes
    limit 3 per 1 week
    do notify "moved", to: "sales@example.org"

followup quiet:
    when {score} gains fewer than 2 points within 2 days
    do notify "quiet", to: "sales@example.org"
"""
IN_FRONT = """
score in_front:
    +1 on each unheard, at most 3 times per 2 days, expires after 2 days
    group more:
        +2 while nowhere is "x"

event unheard

followup before_all:
    on unheard
    wait 1 day
    do notify "never", to: "sales@example.org"
"""

FEW = settings(max_examples=max(settings().max_examples // 4, 1))
"""Two rulesets are compiled for each example."""


def with_followups(story: Story) -> Story:
    """A story in which follow-ups of all kinds are at work too."""
    score = next((name for name in story.ruleset.scores if f"score {name}:" in story.ruleset.text), None)
    assume(score is not None)
    text = story.ruleset.text + FOLLOWUPS.format(score=score)
    assume(check_text(text)[0] is not None)
    return with_text(story, text)


def with_text(story: Story, text: str) -> Story:
    """The same events under other rules."""
    return replace(story, ruleset=replace(story.ruleset, text=text))


def accepted(match: Matched, old: ProfileState) -> tuple[ProfileState, list[Entry], list[Entry]]:
    """A profile under the new rules, and the entries of the old and of the new program that this makes."""
    done = translated(match, load(match.old, dump(match.old, old)))
    outcome = renew(match, done.state)
    assert outcome.actions == []
    return done.state, done.entries, outcome.entries


@FEW
@given(stories(), SEEDS)
def test_other_numbers_make_no_difference(story: Story, seed: int) -> None:
    """Where all rules are the same and only their numbers differ, the bytes are those of a life under the new rules."""
    story = with_followups(story)
    text = IN_FRONT + story.ruleset.text.replace("profile:\n", "profile:\n    nowhere text\n", 1)
    old, new = Run.of(story), Run.of(with_text(story, text))
    for event in story.events[: random_of(seed).randrange(len(story.events) + 1)]:
        old.process(event)
        new.process(event)
    match = matched(old.program, new.program)
    for profile, state in old.states.items():
        now, *entries = accepted(match, state)
        assert entries == [[], []]
        assert dump(new.program, now) == new.dumped(profile)


def changed(text: str, random: Random) -> str:
    """The rules with some of them left out, and others with other points, limits and times."""
    lines = []
    for line in text.splitlines():
        rule = re.match(r"\s+[+-].* (on|while|for every) ", line)
        if rule and random.random() < 0.25:
            continue
        if rule and random.random() < 0.4:
            line = re.sub(r"at most \d", f"at most {random.randrange(1, 5)}", line)  # noqa: PLW2901 - the line is what is changed
            line = re.sub(r"(after|every|per) (6 hours|12 hours|1 day|2 days|1 week)", rf"\1 {random.randrange(1, 9)} days", line)  # noqa: PLW2901
            line = re.sub(r"(\d+)%", f"{random.randrange(1, 100)}%", line)  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


def sums(program: Program, entries: Iterable[Entry]) -> dict[str, int]:
    """The sum of the entries of each score."""
    found: dict[str, int] = defaultdict(int)
    for entry in entries:
        found[program.scores[entry.score].name] += entry.points
    return found


@FEW
@given(stories(), SEEDS)
def test_other_rules_keep_what_was_earned(story: Story, seed: int) -> None:
    """Under other rules the ledger still reconciles at once and later, nothing fails, and the new rules are those at work."""
    story, random = with_followups(story), random_of(seed)
    text = changed(story.ruleset.text, random)
    assume(check_text(text)[0] is not None)
    model_of(text)
    old, new = Run.of(story), Run.of(with_text(story, text))
    cut = random.randrange(len(story.events) + 1)
    for event in story.events[:cut]:
        old.process(event)
        for award in live_awards(old.states[event.profile]):
            plan = old.program.rules[award.rule]
            assert _left(plan, award) == left_in_engine(plan, award.size, award.steps)
    match = matched(old.program, new.program)
    before = {profile: sums(old.program, entries) for profile, entries in old.ledger.items()}
    for profile, state in old.states.items():
        now, gone, entries = accepted(match, state)
        new.states[profile] = load(new.program, dump(new.program, now))
        for name, size in sums(old.program, gone).items():
            before[profile][name] += size
        new.ledger[profile] = entries
    for event in story.events[cut:]:
        if (known := new.states.get(event.profile)) is not None and known.removed:
            before.pop(event.profile, None)  # it begins anew
        new.process(event)
    for profile in sorted(new.states):
        new.advance(profile, story.end)
        state = new.states[profile]
        if state.removed:
            continue
        later = sums(new.program, new.ledger[profile])
        for score in new.program.scores:
            total = sum(state.totals[bucket] for bucket in (score.bucket, *(group.bucket for group in score.groups)))
            assert total == before.get(profile, {}).get(score.name, 0) + later[score.name], score.name
        outcome = advance(new.program, state, story.end + 400 * STEP)
        assert "LS859" not in codes(outcome)
        assert {one.rule for one in live_awards(state)} <= set(range(len(new.program.rules)))
