"""The states of many profiles in memory, and the two ways in which one comes into being."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from lsdsl.compile import Program
from lsdsl.compile.entry import Awarded
from lsdsl.config.settings import SWITCH_OFF_AFTER
from lsdsl.engine.boxes import HERE, Boxing
from lsdsl.engine.direct import award_directly
from lsdsl.engine.event import Event
from lsdsl.engine.memory import REMEMBERED, is_repeat
from lsdsl.engine.outcome import AnyOutcome, Outcome
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import NEVER, ProfileState
from lsdsl.engine.step import advance, load_profile, new_state, step
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
        self._queue: list[tuple[int, str]] = []
        """A heap of when to look at which profile: none has something due before its entry; entries may be out of date."""
        self._unborn: set[str] = set()
        """The profiles that may come to life when time passes."""
        self._advances = 0
        self._reached = 0
        """How often, and to which moment, time was passed for all profiles; a clock is put there when it is looked at."""
        self.isolation: Isolation | None = None
        """What runs the boxes in other processes, if they are not to run here."""

    def __contains__(self, profile: str) -> bool:
        state = self._states.get(profile)
        return state is not None and not state.removed

    def __iter__(self) -> Iterator[ProfileState]:
        """The profiles that are there, by id."""
        states = (self._states[profile] for profile in sorted(self._states))
        return (self._at_present(state) for state in states if not state.removed)

    def __len__(self) -> int:
        return sum(not state.removed for state in self._states.values())

    @property
    def removed(self) -> int:
        """How many profiles were removed and did not come back."""
        return len(self._states) - len(self)

    def get(self, profile: str) -> ProfileState | None:
        """The state of a profile, or None if it is unknown or was removed."""
        state = self._states.get(profile)
        return None if state is None or state.removed else self._at_present(state)

    def put(self, state: ProfileState) -> None:
        """Take in a state that was kept elsewhere."""
        self._take_in(state)

    def load(self, profile: str, fields: dict[str, Value], tags: tuple[str, ...] | None, created: int | None) -> ProfileState:
        """Give a profile data from before its first event; a second record for the same profile wins field by field."""
        state = self._states.get(profile)
        if state is None:
            state = new_state(self.program, profile)
            self._take_in(state)
        load_profile(self.program, state, fields, tags, created)
        self._watch(state)
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

    def process(self, event: Event) -> AnyOutcome:
        """Let an event happen to its profile; an unknown profile comes into being."""
        if self.isolation is not None:
            return next(self.isolated([Task(event.profile, partial(self.attempt, event), partial(self.keep, event.profile))]))
        state, direct = self._states.get(event.profile), self.program.direct.get(event.type)
        if state is not None and direct is not None:
            if event.time < self._reached:
                self._at_present(state)
            directly = award_directly(direct, self.program, state, event, self._remembered)
            if directly is not None:
                if direct.plain is None:
                    self._watch(state)
                return directly
        outcome = self.attempt(event)
        self.breaker.note(outcome)
        return outcome

    def attempt(self, event: Event, run: BoxRunner | None = None) -> AnyOutcome:
        """The same with another way to run boxes, and without counting their failures."""
        boxing = self._boxing if run is None else replace(self._boxing, run=run)
        state = self._states.get(event.profile)
        if state is None:
            state = new_state(self.program, event.profile)
        elif not state.removed:
            self._at_present(state)
        elif not is_repeat(state, event, self._remembered):
            ids, state = state.ids, new_state(self.program, event.profile)
            state.ids = ids
        outcome = step(self.program, state, event, remembered=self._remembered, boxing=boxing)
        if outcome.status == "processed":
            self._take_in(state)
        return outcome

    def advance(self, moment: int) -> Iterator[tuple[ProfileState, AnyOutcome]]:
        """Let time pass for every profile, by id."""
        if self.isolation is None:
            for state in self:
                outcome = self._advance(state, moment)
                self._watch(state)
                yield state, outcome
        else:
            profiles = [state.id for state in self]
            outcomes = self.isolated(self._passing(profile, moment) for profile in profiles)
            for profile, outcome in zip(profiles, outcomes, strict=True):
                self._watch(self._states[profile])
                yield self._states[profile], outcome

    def advance_in_time(self, moment: int) -> Iterator[tuple[ProfileState, AnyOutcome]]:
        """Let time pass for every profile, moment by moment in order of time over all profiles (then by id).

        Only profiles to which something happens are looked at, and come out.
        """
        failed: list[str] = []
        try:
            for profile, due in self._in_time(moment):
                outcome = self._advance(self._states[profile], due)
                state = self._states[profile]
                if self._due(state, moment) > due:
                    self._watch(state)
                else:
                    failed.append(profile)
                yield state, outcome
            for profile in failed:
                yield self._states[profile], self._advance(self._states[profile], moment)
        finally:
            for profile in failed:
                self._watch(self._states[profile])
        if moment >= self._reached:
            self._advances, self._reached = self._advances + 1, moment
            for profile in failed:
                self._states[profile].advances = self._advances  # nothing of it happened: its clock stays where it was
        else:  # those that came after the later advance may stand before this one
            for state in self:
                if state.born and state.id not in failed:
                    state.clock = max(state.clock, moment)

    def _in_time(self, moment: int) -> Iterator[tuple[str, int]]:
        """The profiles to which something happens up to a moment, each with when that is, in order of time and then by id."""
        unborn, self._unborn = self._unborn, set()
        for profile in unborn:
            state = self.get(profile)
            if state is not None and not state.born:
                self._enter(state, self._due(state, moment))
        while self._queue and self._queue[0][0] <= moment:
            state = self._next_watched()
            if state is not None:
                yield state.id, self._due(state, moment)

    def _next_watched(self) -> ProfileState | None:
        """Take the first entry out of the queue: the profile that it is about, or None if it is out of date."""
        entry, profile = heappop(self._queue)
        state = self.get(profile)
        if state is None or state.watched != entry:
            return None
        state.watched = NEVER
        if state.born and state.next_due != entry:
            self._watch(state)
            return None
        return state

    def _watch(self, state: ProfileState) -> None:
        """See to it that a profile is looked at when something next happens to it."""
        if not state.born:
            self._unborn.add(state.id)
        due = state.next_due if state.born else state.created
        if due is not None:
            self._enter(state, due)

    def _enter(self, state: ProfileState, due: int) -> None:
        if due < state.watched:
            state.watched = due
            heappush(self._queue, (due, state.id))

    def _take_in(self, state: ProfileState) -> None:
        """Keep a state, whose clock knows of all that has been so far."""
        state.advances = self._advances
        self._states[state.id] = state
        self._watch(state)

    def _at_present(self, state: ProfileState) -> ProfileState:
        """The state with its clock where time was passed to since it was last looked at; nothing of it was due."""
        if state.advances != self._advances:
            state.advances = self._advances
            if state.born and not state.removed:
                state.clock = max(state.clock, self._reached)
        return state

    def isolated(self, tasks: Iterable[Task[Result]]) -> Iterator[Result]:
        """Do steps whose boxes run in other processes; what they give comes out in their order."""
        assert self.isolation is not None
        for result in self.isolation.run(tasks, lambda: len(self.breaker.off)):
            if isinstance(result, Outcome | Awarded):
                self.breaker.note(result)
            yield result

    def keep(self, profile: str) -> Callable[[], None]:
        """What brings the state of a profile back that it has now."""
        state = self._states.get(profile)
        kept = None if state is None else dump(self.program, self._at_present(state))

        def bring_back() -> None:
            if kept is None:
                self._states.pop(profile, None)
            else:
                self._take_in(load(self.program, kept))

        return bring_back

    def _passing(self, profile: str, moment: int) -> Task[AnyOutcome]:
        def attempt(run: BoxRunner) -> AnyOutcome:
            return advance(self.program, self._states[profile], moment, boxing=replace(self._boxing, run=run))

        return Task(profile, attempt, partial(self.keep, profile))

    def _advance(self, state: ProfileState, moment: int) -> AnyOutcome:
        if state.born and (state.next_due is None or state.next_due > moment):
            state.clock = max(state.clock, moment)
            return Outcome()
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
        while self._queue:
            state = self._next_watched()
            if state is not None:
                self._watch(state)
                return state.next_due if state.born else state.created
        return None
