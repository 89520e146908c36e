"""The executions have one meaning: generated Python, with whichever short ways, does what the reference does."""

from typing import Final

from hypothesis import given

from lsdsl.compile.optimisations import Optimisations
from tests.property.running import Run
from tests.property.stories import MANY, Story, stories

NEVER: Final = 1_000_000


@MANY
@given(stories())
def test_executions_agree(story: Story) -> None:
    """After every event and after time has passed all have the same ledger, failures, refusals, results and bytes."""
    slow = Run.of(story, "reference")
    others = [
        Run.of(story),
        Run.of(story, optimisations=Optimisations(direct=False)),
        Run.of(story, optimisations=Optimisations(guarded=False)),
        Run.of(story, optimisations=Optimisations(fewest=1)),
        Run.of(story, optimisations=Optimisations(fewest=NEVER)),
    ]
    for event in story.events:
        expected, dumped = slow.process(event), slow.dumped(event.profile)
        for fast in others:
            assert fast.process(event) == expected
            assert fast.dumped(event.profile) == dumped
    for profile in sorted(slow.states):
        expected = slow.advance(profile, story.end)
        for fast in others:
            assert fast.advance(profile, story.end) == expected
    for fast in others:
        assert fast.everything() == slow.everything()
        assert fast.results() == slow.results()
