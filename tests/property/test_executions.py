"""Two executions, one meaning: generated Python does what the reference does, on any ruleset and any life of a profile."""

from hypothesis import given

from tests.property.running import Run
from tests.property.stories import MANY, Story, stories


@MANY
@given(stories())
def test_executions_agree(story: Story) -> None:
    """After every event and after time has passed both executions have the same ledger, failures, refusals, results and bytes."""
    fast, slow = Run.of(story, "python"), Run.of(story, "reference")
    for event in story.events:
        assert fast.process(event) == slow.process(event)
        assert fast.dumped(event.profile) == slow.dumped(event.profile)
    for profile in sorted(fast.states):
        assert fast.advance(profile, story.end) == slow.advance(profile, story.end)
    assert fast.everything() == slow.everything()
    assert fast.results() == slow.results()
