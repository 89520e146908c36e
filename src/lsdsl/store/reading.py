"""A state that is read: each profile under the rules that it was written with, as it is at one moment. Nothing is written.

The moment is the newest of all events, or the one to which time was passed, or a later one that is asked for. What happens until
then without an event is part of what is shown, and only of that. Another program may write the state meanwhile.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final, Self

from lsdsl.engine.outcome import Failure, Outcome, in_full
from lsdsl.engine.state import ProfileState
from lsdsl.records.moments import moment_text
from lsdsl.runner.options import REPORTED, Progress
from lsdsl.runner.packed import unpack
from lsdsl.runner.ruleset import Ruleset, RulesetError
from lsdsl.store.interface import Kept, Store
from lsdsl.store.opening import RULESET, check_version
from lsdsl.store.problems import StoreError
from lsdsl.store.profiles import StoredProfiles
from lsdsl.store.underway import ACCEPTING, under_way

READING: Final = "reading"
"""What is worked on while profiles are read."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A profile at the moment of the reading, and its rules. ``outcome`` is what time did to it since it was written."""

    state: ProfileState
    ruleset: Ruleset
    outcome: Outcome
    updating: bool

    @property
    def failures(self) -> list[Failure]:
        """What went wrong while time passed."""
        return self.outcome.failures


class Reading:
    """A state, opened to read, at a moment.

    ``asked`` are the rules that the reader names, if any; a state holds its own. ``ruleset`` are those that what is read is held
    against: the asked ones if the profiles are scored by them or are just being rescored by them, else those of the state.
    Raises ``StoreError`` for a state that cannot be read, and for a moment that it has passed.
    """

    def __init__(
        self,
        store: Store,
        asked: Ruleset | None = None,
        as_of: int | None = None,
        *,
        isolate: bool = False,
        scripts: bool = True,
    ) -> None:
        check_version(store)
        self.store = store
        self.asked = asked
        self.totals = store.totals()
        self.isolate = isolate
        self.scripts = scripts
        self.known = {one.number: one for one in store.rulesets()}
        current = store.meta(RULESET)
        if current is None:
            raise StoreError(f"{store.name} holds no profiles yet: `lsdsl run --state {store.name}` puts them there")
        self.current = current.decode()
        """The digest of the rules that hold for the state; while a rescore is under way those of before."""
        self.updating = store.updating()
        """How many profiles still wait for a rescore, removed ones too."""
        self.under_way = bool(self.updating) or under_way(store) is not None
        """Whether a rescore was begun and has not ended."""
        self.moment = self._moment(as_of)
        self.others: Counter[str] = Counter()
        """How many of the profiles that were read are scored by other rules than ``ruleset``, by their digest."""
        self.read = 0
        """How many profiles were read."""
        self._rulesets: dict[int, Ruleset] = {}
        self._views: dict[int, StoredProfiles] = {}
        self._open = ExitStack()
        self.ruleset = self._shown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def profiles(self, progress: Progress | None = None) -> Iterator[Seen]:
        """All profiles that are there, by id in order of code points, one after the other."""
        count = self.store.count()[0] if progress is not None else 0
        for number, kept in enumerate(self.store.profiles()):
            if progress is not None and number % REPORTED == 0:
                progress(READING, "profiles", number, count)
            yield self.seen(kept)

    def profile(self, profile: str) -> Seen | None:
        """One profile; None for one that is not there, or no more."""
        kept = self.kept(profile)
        return None if kept is None or kept.removed else self.seen(kept)

    def kept(self, profile: str) -> Kept | None:
        """One profile as it is kept; removed ones too."""
        return next(iter(self.store.load([profile])), None)

    def seen(self, kept: Kept) -> Seen:
        """A profile at the moment of the reading."""
        ruleset, view = self.rules(kept.rules), self._view(kept.rules)
        state, moment = view.restored(kept), self.moment or 0
        outcome = Outcome()
        if kept.due is None or kept.due > moment:
            state.clock = max(state.clock, moment)
        else:
            outcome = in_full(view.ended(state, moment))
            state = view.get(kept.id) or state
        self.note(kept)
        return Seen(state, ruleset, outcome, kept.updating)

    def note(self, kept: Kept) -> None:
        """Count a profile that was read."""
        self.read += 1
        digest = self.known[kept.rules].digest
        if digest != self.ruleset.digest:
            self.others[digest] += 1

    def rules(self, number: int) -> Ruleset:
        """The rules under which profiles were written; those that were asked for are not read again."""
        if number not in self._rulesets:
            self._rulesets[number] = self._unpacked(number)
        return self._rulesets[number]

    def as_written(self, kept: Kept) -> ProfileState:
        """A profile with its clock where it is kept: later time has not passed for it."""
        return self._view(kept.rules).restored(kept)

    # --- rules --------------------------------------------------------------------------------------------------------

    @property
    def current_rules(self) -> Ruleset:
        """The rules that hold for the state; while a rescore is under way those of before."""
        number = next((one.number for one in self.known.values() if one.digest == self.current), None)
        if number is None:
            raise StoreError(self._without_text(self.current))
        return self.rules(number)

    def _shown(self) -> Ruleset:
        asked = self.asked
        if asked is None or asked.digest == self.current:
            return self.current_rules
        known = any(one.digest == asked.digest for one in self.known.values())
        return asked if self.under_way and known else self.current_rules

    def _unpacked(self, number: int) -> Ruleset:
        known = self.known[number]
        if self.asked is not None and self.asked.digest == known.digest:
            return self.asked
        if known.packed is None:
            raise StoreError(self._without_text(known.digest))
        try:
            ruleset = unpack(known.packed)
        except (ValueError, RulesetError) as error:
            raise StoreError(f"{self.store.name}: its rules (digest {known.digest}) cannot be read: {error}") from error
        if not self.scripts and ruleset.boxes:
            raise StoreError(
                f"the rules in {self.store.name} (digest {known.digest}) have script boxes, which --no-scripts refuses"
            )
        return ruleset

    def _without_text(self, digest: str) -> str:
        named = "" if self.asked is None else f"; those that you name have {self.asked.digest}"
        return f"{self.store.name} does not hold the text of its rules (digest {digest}): name the folder with these rules{named}"

    def _view(self, number: int) -> StoredProfiles:
        if number not in self._views:
            ruleset = self.rules(number)
            view = StoredProfiles(ruleset, self.store, self.totals, number)
            if self.isolate and ruleset.boxes:
                from lsdsl.isolation.steps import Isolation

                view.isolation = self._open.enter_context(Isolation(ruleset.model, ruleset.boxes, window=1))
            self._views[number] = view
        return self._views[number]

    # --- time ---------------------------------------------------------------------------------------------------------

    def _moment(self, as_of: int | None) -> int | None:
        """The moment of which all is shown: None for a state that knows of none."""
        moments = [one for one in (self.totals.newest, self.totals.reached or None) if one is not None]
        own = max(moments) if moments else None
        if as_of is None:
            return self.totals.created if own is None else own
        if own is not None and as_of < own:
            raise StoreError(
                f"{self.store.name} holds what happened until {moment_text(own)} and cannot show an earlier moment: give a "
                "later --as-of, or read the files of events again with --profiles and --events instead of --state"
            )
        return as_of


def about_rules(reading: Reading, rules: str = "RULES") -> Iterator[str]:
    """What whoever reads has to know of the rules behind the scores; after reading. ``rules`` is what they named."""
    state, asked, others = reading.store.name, reading.asked, sum(reading.others.values())
    work = "change of rules" if reading.store.meta(ACCEPTING) else "rescore"
    if reading.under_way and others:
        newer = reading.ruleset.digest == reading.current
        which = "already scored by the new rules" if newer else "still scored by the rules of before"
        digests, verb = ", ".join(sorted(reading.others)), "is" if others == 1 else "are"
        all_of_them = f"{reading.read:,} profile{'' if reading.read == 1 else 's'}"
        yield f"{others:,} of {all_of_them} {verb} {which} (digest {digests}): a {work} of {state} is under way"
    elif reading.under_way:
        yield f"a {work} of {state} is under way"
    if asked is not None and asked.digest != reading.ruleset.digest:
        yield (
            f"{state} is scored by other rules (digest {reading.ruleset.digest}) than {rules} now holds (digest {asked.digest}): "
            f"what is shown are the scores of the state; `lsdsl rescore {rules} --state {state}` brings them up to date"
        )
