"""The states of many profiles in memory, and the two ways in which one comes into being."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from lsdsl.compile import Program
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import Outcome
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import REMEMBERED, advance, is_repeat, load_profile, new_state, step
from lsdsl.model.types import Value


class Profiles:
    """States by profile id. A removed profile keeps only its recent event ids, so that a repeat is still a repeat."""

    def __init__(self, program: Program, remembered: int = REMEMBERED) -> None:
        self.program = program
        self._remembered = remembered
        self._states: dict[str, ProfileState] = {}

    def __contains__(self, profile: str) -> bool:
        state = self._states.get(profile)
        return state is not None and not state.removed

    def __iter__(self) -> Iterator[ProfileState]:
        """The profiles that are there, by id."""
        return (self._states[profile] for profile in sorted(self._states) if not self._states[profile].removed)

    def __len__(self) -> int:
        return sum(not state.removed for state in self._states.values())

    @property
    def removed(self) -> int:
        """How many profiles were removed and did not come back."""
        return len(self._states) - len(self)

    def get(self, profile: str) -> ProfileState | None:
        """The state of a profile, or None if it is unknown or was removed."""
        state = self._states.get(profile)
        return None if state is None or state.removed else state

    def put(self, state: ProfileState) -> None:
        """Take in a state that was kept elsewhere."""
        self._states[state.id] = state

    def load(self, profile: str, fields: dict[str, Value], tags: tuple[str, ...] | None, created: int | None) -> ProfileState:
        """Give a profile data from before its first event; a second record for the same profile wins field by field."""
        state = self._states.get(profile)
        if state is None:
            state = self._states[profile] = new_state(self.program, profile)
        load_profile(self.program, state, fields, tags, created)
        return state

    def is_late(self, event: Event) -> bool:
        """Whether an event is older than the newest one of its profile, and no repeat."""
        state = self.get(event.profile)
        return (
            state is not None
            and state.newest is not None
            and event.time < state.newest
            and not is_repeat(state, event, self._remembered)
        )

    def process(self, event: Event) -> Outcome:
        """Let an event happen to its profile; an unknown profile comes into being."""
        state = self._states.get(event.profile)
        if state is None:
            state = new_state(self.program, event.profile)
        elif state.removed and not is_repeat(state, event, self._remembered):
            ids, state = state.ids, new_state(self.program, event.profile)
            state.ids = ids
        outcome = step(self.program, state, event, remembered=self._remembered)
        if outcome.status == "processed":
            self._states[event.profile] = state
        return outcome

    def advance(self, moment: int) -> Iterator[tuple[ProfileState, Outcome]]:
        """Let time pass for every profile, by id."""
        for state in self:
            yield state, advance(self.program, state, moment)

    def advance_in_time(self, moment: int) -> Iterator[tuple[ProfileState, Outcome]]:
        """Let time pass for every profile, moment by moment in order of time over all profiles (then by id)."""
        queue = [(self._due(state, moment), state.id) for state in self]
        heapify(queue)
        while queue and queue[0][0] <= moment:
            due, profile = heappop(queue)
            state = self._states[profile]
            yield state, advance(self.program, state, due)
            if state.next_due is not None and state.next_due > due:
                heappush(queue, (state.next_due, profile))
        for state in self:
            yield state, advance(self.program, state, moment)

    def _due(self, state: ProfileState, moment: int) -> int:
        """When something next happens to a profile; one that is not born yet comes to life at its creation or now."""
        if state.born:
            return moment + 1 if state.next_due is None else state.next_due
        return moment if state.created is None else min(state.created, moment)

    def next_due(self) -> int | None:
        """The next moment at which something happens to any profile with no event: one that is not born yet comes to life."""
        moments = (state.next_due if state.born else state.created for state in self)
        return min((moment for moment in moments if moment is not None), default=None)
