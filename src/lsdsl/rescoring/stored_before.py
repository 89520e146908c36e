"""What a state knows that a replay of its files does not tell: actions that were on their way, and data whose file is gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsdsl.engine.outcome import in_full
from lsdsl.engine.state import ProfileState
from lsdsl.model.types import Value
from lsdsl.records.schema import ProfileRecord
from lsdsl.rescoring.block import Recorded
from lsdsl.runner.actions import Actions
from lsdsl.runner.packed import unpack
from lsdsl.runner.ruleset import Ruleset, RulesetError
from lsdsl.store.interface import Kept, KeyedLine, Store, Totals
from lsdsl.store.matching import Matched, matched
from lsdsl.store.opening import RULESET
from lsdsl.store.profiles import StoredProfiles
from lsdsl.store.settled import settle_actions
from lsdsl.store.underway import UnderWay


@dataclass(frozen=True, slots=True)
class _View:
    """Profiles of one ruleset, and how that differs from the new one."""

    ruleset: Ruleset
    states: StoredProfiles
    match: Matched


class Before:
    """The profiles of a state as they are under the rules of before, of which the state holds the text."""

    def __init__(self, store: Store, ruleset: Ruleset, doing: UnderWay) -> None:
        self._store = store
        self._ruleset = ruleset
        self._totals = store.totals()
        self._moment = doing.moment
        self._known = {one.number: one for one in store.rulesets()}
        self._views: dict[int, _View | None] = {}

    def pending(self, profiles: Sequence[str]) -> list[KeyedLine]:
        """The actions that the output shows but that are not kept yet, of those of these profiles that are not rescored.

        Time passes for a profile when it has an event, while the output shows what happens up to the newest event of all: what
        is asked for until then counts as asked for.
        """
        found: list[KeyedLine] = []
        if self._moment is not None:
            for kept, view in self._not_rescored(profiles):
                if kept.due is not None and kept.due <= self._moment and view.ruleset.program.followups:
                    outcome = in_full(view.states.ended(view.states.restored(kept), self._moment))
                    actions = Actions(view.ruleset.program)
                    actions.spool = lines = Recorded()
                    for action in outcome.actions:
                        actions.add(kept.id, action)
                    found += lines.kept
        return found

    def data(self, profiles: Sequence[str]) -> Iterator[ProfileRecord]:
        """What is known of those of these profiles that are there, as far as the new rules take it."""
        for kept, view in self._not_rescored(profiles):
            if not kept.removed:
                yield _record(view.match, view.states.restored(kept))

    def settle(self, totals: Totals) -> None:
        """Let limits for all profiles together hold back no more and no less of what was asked for; part of a transaction."""
        digest = (self._store.meta(RULESET) or b"").decode()
        number = next((one.number for one in self._known.values() if one.digest == digest), None)
        view = None if number is None else self._view(number)
        if view is not None:
            settle_actions(self._store, view.match, totals)

    def _not_rescored(self, profiles: Sequence[str]) -> Iterator[tuple[Kept, _View]]:
        for kept in self._store.load(profiles):
            if kept.updating and (view := self._view(kept.rules)) is not None:
                yield kept, view

    def _view(self, number: int) -> _View | None:
        """The rules that profiles were written under; None where they are not known."""
        if number not in self._views:
            known, self._views[number] = self._known.get(number), None
            if known is not None and known.packed is not None:
                try:
                    ruleset = unpack(known.packed)
                except (RulesetError, ValueError):
                    return None
                states = StoredProfiles(ruleset, self._store, self._totals, number)
                self._views[number] = _View(ruleset, states, matched(ruleset.program, self._ruleset.program))
        return self._views[number]


def _record(match: Matched, state: ProfileState) -> ProfileRecord:
    """The data of a profile, but for what scores write into it."""
    present: dict[str, Value | None] = {}
    for name, value in state.fields.items():
        declared = match.new.model.fields.get(name)
        if declared is not None and declared.owner is None and name in match.fields:
            converted = match.fields[name](value)
            if converted is not None:
                present[name] = converted
    return ProfileRecord(state.id, present, tuple(state.tags) or None, state.created)
