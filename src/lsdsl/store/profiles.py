"""The profiles that are in use, fetched from a store when they are asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from lsdsl.engine.memory import REMEMBERED
from lsdsl.engine.outcome import AnyOutcome
from lsdsl.engine.serialising import StateError, dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import new_state
from lsdsl.model.declarations import Model
from lsdsl.model.types import Value
from lsdsl.records.schema import ProfileRecord
from lsdsl.runner.breaker import Breaker
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.ruleset import Ruleset
from lsdsl.source import Span
from lsdsl.store.interface import Kept, Store, Totals
from lsdsl.store.problems import StoreError

ALWAYS: Final = -(1 << 63)
"""When a profile whose life has not begun is due: at any moment to which time is passed."""
CACHED: Final = 20_000
"""So many profiles stay in memory."""


class KeptBreaker(Breaker):
    """A circuit breaker whose counts outlive the process."""

    def counts(self) -> list[tuple[str, int, int, int]]:
        """The budget failures of each box that had some."""
        return [(box.path, box.start, box.end, count) for box, count in self._failures.items()]

    def restore(self, counts: Iterable[tuple[str, int, int, int]]) -> None:
        """Go on with the counts of before."""
        for path, start, end, count in counts:
            box = Span(path, start, end)
            self._failures[box] = count
            if count >= self._after:
                self.off[box] = count


class StoredProfiles(Profiles):
    """Profiles of which only some are in memory. Those that were touched have to be saved before others are let go."""

    def __init__(
        self,
        ruleset: Ruleset,
        store: Store,
        totals: Totals,
        rules: int,
        remembered: int = REMEMBERED,
        cached: int = CACHED,
    ) -> None:
        boxing, switch_off_after = ruleset.boxing, ruleset.settings.switch_off_after
        super().__init__(ruleset.program, remembered, boxing, switch_off_after)
        self.breaker = KeptBreaker(switch_off_after, boxing.disabled)
        self.breaker.restore(totals.box_failures)
        self.kept_breaker = self.breaker
        self._boxing = replace(boxing, disabled=self.breaker)
        self._store = store
        self._totals = totals
        self._rules = rules
        self._cached = cached
        self._touched: dict[str, None] = {}
        self._tried: dict[str, int] = {}
        self._absent: set[str] = set()
        """Of those that were fetched ahead, the ones that there are not."""

    def fetch(self, profiles: Sequence[str]) -> None:
        """Have profiles at hand that are looked at soon."""
        known = self._states
        missing = [profile for profile in profiles if profile not in known]
        if missing:
            for kept in self._store.load(missing):
                known[kept.id] = self.restored(kept)
            self._absent.update(profile for profile in missing if profile not in known)

    def fetch_to_change(self, profiles: Sequence[str]) -> None:
        """The same of those to which something is going to happen; :meth:`process` and :meth:`attempt` do not look further."""
        self.fetch(profiles)
        self._touched.update(dict.fromkeys(profiles))

    def get(self, profile: str) -> ProfileState | None:
        """The state of a profile, or None if it is unknown or was removed."""
        self._fetch(profile)
        return super().get(profile)

    def load(self, profile: str, fields: dict[str, Value], tags: tuple[str, ...] | None, created: int | None) -> ProfileState:
        """Give a profile that has none the data from before its first event; one that was removed begins anew."""
        self._fetch(profile)
        known = self._states.get(profile)
        if known is not None and known.removed:
            ids, known = known.ids, new_state(self.program, profile)
            known.ids = ids
            self._take_in(known)
        self._touched[profile] = None
        return super().load(profile, fields, tags, created)

    def pass_time(self, profile: str, moment: int) -> tuple[ProfileState, AnyOutcome]:
        """Let time pass for a profile to which something happens until then."""
        self._fetch(profile)
        self._touched[profile] = None
        state = self._states[profile]
        outcome = self._advance(state, moment)
        if state.next_due is not None and state.next_due <= moment:
            self._tried[profile] = moment + 1  # it failed: it is looked at again when time passes further
        return self._states[profile], outcome

    def ended(self, state: ProfileState, moment: int) -> AnyOutcome:
        """Let time pass for a state that is only to be shown."""
        self._states = {state.id: state}
        return self._advance(state, moment)

    def restored(self, kept: Kept) -> ProfileState:
        """A state as it is now, its clock where time was passed to since it was written."""
        try:
            state = load(self.program, kept.state)
        except StateError as error:
            raise StoreError(f"profile {kept.id} cannot be read: {error}") from error
        return at_present(state, kept, self._totals)

    def touched(self) -> list[Kept]:
        """What has to be saved."""
        return [self._kept(self._states[profile]) for profile in self._touched if profile in self._states]

    def saved(self) -> None:
        """All is saved: let go of those that were used least recently."""
        states, surplus = self._states, len(self._states) - self._cached
        if surplus > 0:
            for profile in self._touched:
                state = states.pop(profile, None)
                if state is not None:
                    states[profile] = state
            for profile in list(islice(states, surplus)):
                del states[profile]
        self._touched.clear()
        self._tried.clear()
        self._absent.clear()

    def forget(self) -> None:
        """Let go of all: time was passed for profiles that are not in memory as they are in the store."""
        self._states.clear()

    def _kept(self, state: ProfileState) -> Kept:
        due = None if state.removed else state.next_due if state.born else ALWAYS
        due = self._tried.get(state.id, due)
        return Kept(state.id, dump(self.program, state), due, self._totals.passes, self._rules, state.removed)

    def _fetch(self, profile: str) -> None:
        if profile not in self._states and profile not in self._absent:
            for kept in self._store.load([profile]):
                self._states[profile] = self.restored(kept)

    def _watch(self, state: ProfileState) -> None:
        """The store has an index on the next moment: no queue is needed."""


def at_present(state: ProfileState, kept: Kept, totals: Totals) -> ProfileState:
    """A state with its clock where time was passed to since it was written; nothing of it was due."""
    if kept.passes != totals.passes and state.born and not state.removed:
        state.clock = max(state.clock, totals.reached)
    return state


def is_news(model: Model, state: ProfileState, record: ProfileRecord) -> bool:
    """Whether data says anything of a profile that it does not know; what a score writes is the score's business."""
    for name, value in record.fields.items():
        declared = model.fields.get(name)
        if declared is not None and declared.owner is None:
            known = state.fields.get(name, declared.default)
            if (declared.default if value is None else value) != known:
                return True
    return (record.tags is not None and set(record.tags) != state.tags.keys()) or record.created not in (None, state.created)
