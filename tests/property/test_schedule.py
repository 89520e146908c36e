"""Time for many profiles: the queue of what is due against looking at every profile each time."""

from collections.abc import Iterator
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lsdsl.compile import Program, compile_model
from lsdsl.engine.event import Event
from lsdsl.engine.memory import is_repeat
from lsdsl.engine.outcome import Outcome, in_full
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import advance, load_profile, new_state, step
from lsdsl.runner.profiles import Profiles
from tests.property.running import model_of
from tests.property.stories import STEP, Story, stories


class Plain:
    """States of profiles, all of which are looked at whenever something is asked."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.states: dict[str, ProfileState] = {}

    def __iter__(self) -> Iterator[ProfileState]:
        return iter([self.states[name] for name in sorted(self.states) if not self.states[name].removed])

    def process(self, event: Event) -> Outcome:
        """Let an event happen."""
        state = self.states.get(event.profile)
        if state is None or (state.removed and not is_repeat(state, event)):
            ids = {} if state is None else state.ids
            state = new_state(self.program, event.profile)
            state.ids = ids
        outcome = in_full(step(self.program, state, event))
        if outcome.status == "processed":
            self.states[event.profile] = state
        return outcome

    def advance(self, moment: int) -> list[tuple[str, Outcome]]:
        """Let time pass for all: whatever is next over all of them, again and again."""
        did: list[tuple[str, Outcome]] = []
        while True:
            due = [(when, state.id) for state in self if (when := due_of(state, moment)) is not None and when <= moment]
            if not due:
                break
            when, name = min(due)
            did.append((name, advance(self.program, self.states[name], when)))
        for state in self:
            assert advance(self.program, state, moment) == Outcome()
        return did


def due_of(state: ProfileState, moment: int) -> int | None:
    """When something next happens to a profile if time passes to a moment."""
    if state.born:
        return state.next_due
    return moment if state.created is None else min(state.created, moment)


@given(stories(), st.randoms(use_true_random=True))
def test_queue_misses_nothing(story: Story, random: Random) -> None:
    """Whatever mixes with it, time brings the same in the same order, and leaves the same, as looking at all profiles."""
    program = compile_model(model_of(story.ruleset.text))
    plain, profiles = Plain(program), Profiles(program)
    for one in story.loaded:
        profiles.load(one.profile, one.fields, one.tags, one.created)
        state = plain.states.setdefault(one.profile, new_state(program, one.profile))
        load_profile(program, state, one.fields, one.tags, one.created)
    for event in story.events:
        assert in_full(profiles.process(event)) == plain.process(event)
        kept = profiles.get(event.profile)
        if kept is not None and random.random() < 0.2:
            profiles.put(load(program, dump(program, kept)))
        if random.random() < 0.4:
            moment = event.time + random.randrange(-4, 9) * STEP
            did = [(state.id, in_full(outcome)) for state, outcome in profiles.advance_in_time(moment)]
            assert did == plain.advance(moment)
        due = [state.next_due if state.born else state.created for state in plain]
        assert profiles.next_due() == min((one for one in due if one is not None), default=None)
    ends = [(state.id, in_full(outcome)) for state, outcome in profiles.advance(story.end)]
    assert ends == [(state.id, advance(program, state, story.end)) for state in plain]
    assert [dump(program, state) for state in profiles] == [dump(program, state) for state in plain]
