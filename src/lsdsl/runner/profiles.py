"""The states of many profiles in memory, and the two ways in which one comes into being."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from lsdsl.compile import Program
from lsdsl.config.settings import SWITCH_OFF_AFTER
from lsdsl.engine.boxes import HERE, Boxing
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import Outcome
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import REMEMBERED, advance, is_repeat, load_profile, new_state, step
from lsdsl.isolation.task import BoxRunner, Result, Task
from lsdsl.model.types import Value
from lsdsl.runner.breaker import Breaker

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation


class Profiles:
    """States by profile id. Of a removed profile only the recent event ids still matter: a repeat is still a repeat.

    ``boxing`` says how boxes are run; one that has ``switch_off_after`` budget failures is switched off for all profiles.
    """

    def __init__(
        self,
        program: Program,
        remembered: int = REMEMBERED,
        boxing: Boxing = HERE,
        switch_off_after: int = SWITCH_OFF_AFTER,
    ) -> None:
        self.program = program
        self.breaker = Breaker(switch_off_after, boxing.disabled)
        self._boxing = replace(boxing, disabled=self.breaker)
        self._remembered = remembered
        self._states: dict[str, ProfileState] = {}
        self.isolation: Isolation | None = None
        """What runs the boxes in other processes, if they are not to run here."""

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
        if self.isolation is not None:
            return next(self.isolated([Task(event.profile, partial(self.attempt, event), partial(self.keep, event.profile))]))
        outcome = self.attempt(event)
        self.breaker.note(outcome)
        return outcome

    def attempt(self, event: Event, run: BoxRunner | None = None) -> Outcome:
        """The same with another way to run boxes, and without counting their failures."""
        boxing = self._boxing if run is None else replace(self._boxing, run=run)
        state = self._states.get(event.profile)
        if state is None:
            state = new_state(self.program, event.profile)
        elif state.removed and not is_repeat(state, event, self._remembered):
            ids, state = state.ids, new_state(self.program, event.profile)
            state.ids = ids
        outcome = step(self.program, state, event, remembered=self._remembered, boxing=boxing)
        if outcome.status == "processed":
            self._states[event.profile] = state
        return outcome

    def advance(self, moment: int) -> Iterator[tuple[ProfileState, Outcome]]:
        """Let time pass for every profile, by id."""
        if self.isolation is None:
            for state in self:
                yield state, self._advance(state, moment)
        else:
            profiles = [state.id for state in self]
            outcomes = self.isolated(self._passing(profile, moment) for profile in profiles)
            for profile, outcome in zip(profiles, outcomes, strict=True):
                yield self._states[profile], outcome

    def advance_in_time(self, moment: int) -> Iterator[tuple[ProfileState, Outcome]]:
        """Let time pass for every profile, moment by moment in order of time over all profiles (then by id)."""
        queue = [(self._due(state, moment), state.id) for state in self]
        heapify(queue)
        while queue and queue[0][0] <= moment:
            due, profile = heappop(queue)
            state = self._states[profile]
            yield state, self._advance(state, due)
            if state.next_due is not None and state.next_due > due:
                heappush(queue, (state.next_due, profile))
        for state in self:
            yield state, self._advance(state, moment)

    def isolated(self, tasks: Iterable[Task[Result]]) -> Iterator[Result]:
        """Do steps whose boxes run in other processes; what they give comes out in their order."""
        assert self.isolation is not None
        for result in self.isolation.run(tasks, lambda: len(self.breaker.off)):
            if isinstance(result, Outcome):
                self.breaker.note(result)
            yield result

    def keep(self, profile: str) -> Callable[[], None]:
        """What brings the state of a profile back that it has now."""
        state = self._states.get(profile)
        kept = None if state is None else dump(self.program, state)

        def bring_back() -> None:
            if kept is None:
                self._states.pop(profile, None)
            else:
                self._states[profile] = load(self.program, kept)

        return bring_back

    def _passing(self, profile: str, moment: int) -> Task[Outcome]:
        def attempt(run: BoxRunner) -> Outcome:
            return advance(self.program, self._states[profile], moment, boxing=replace(self._boxing, run=run))

        return Task(profile, attempt, partial(self.keep, profile))

    def _advance(self, state: ProfileState, moment: int) -> Outcome:
        if self.isolation is not None:
            return next(self.isolated([self._passing(state.id, moment)]))
        outcome = advance(self.program, state, moment, boxing=self._boxing)
        self.breaker.note(outcome)
        return outcome

    def _due(self, state: ProfileState, moment: int) -> int:
        """When something next happens to a profile; one that is not born yet comes to life at its creation or now."""
        if state.born:
            return moment + 1 if state.next_due is None else state.next_due
        return moment if state.created is None else min(state.created, moment)

    def next_due(self) -> int | None:
        """The next moment at which something happens to any profile with no event: one that is not born yet comes to life."""
        moments = (state.next_due if state.born else state.created for state in self)
        return min((moment for moment in moments if moment is not None), default=None)
