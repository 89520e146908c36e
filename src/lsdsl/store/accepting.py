"""Other rules for a state, without its history: profiles come under them batch by batch, and keep what they have earned.

Every batch is one transaction, and each profile says under which rules its bytes are, so work that was ended goes on with the
next run. The rules of before hold for readers until all is done.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from lsdsl.compile import Program
from lsdsl.engine.outcome import Entry, Failure
from lsdsl.engine.serialising import StateError, dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.records.outputs import encode_line
from lsdsl.runner.body import COUNTED
from lsdsl.runner.ledger import LedgerLines
from lsdsl.runner.options import Progress
from lsdsl.runner.packed import pack, unpack
from lsdsl.runner.receivers import failure_record
from lsdsl.runner.ruleset import Ruleset, RulesetError
from lsdsl.store.interface import Kept, KeyedLine, Store, Totals
from lsdsl.store.matching import Matched, matched, missing_histories
from lsdsl.store.opening import RULESET, check_version
from lsdsl.store.problems import StoreError
from lsdsl.store.profiles import ALWAYS, at_present
from lsdsl.store.renewing import renew
from lsdsl.store.settled import settle_actions
from lsdsl.store.translating import translated
from lsdsl.store.underway import ACCEPTING, unfinished

AT_ONCE: Final = 1_000
"""So many profiles are carried over together."""
WORK: Final = "taking the new rules"
"""What is worked on, in words."""

Tell = Callable[[str], None]


class Accepting(msgspec.Struct):
    """How far the work is: to which rules, for how many profiles, what could not go on, what the new rules gave at once."""

    digest: str
    number: int
    profiles: int = 0
    lost: dict[str, int] = msgspec.field(default_factory=dict)
    awards: dict[int, int] = msgspec.field(default_factory=dict)
    awarded: dict[int, str] = msgspec.field(default_factory=dict)
    """By rule, in millionths: text, because a sum has no largest size."""


def accepting(store: Store) -> Accepting | None:
    """The work that is under way, or None."""
    data = store.meta(ACCEPTING)
    return msgspec.json.decode(data, type=Accepting) if data else None


def accept(store: Store, ruleset: Ruleset, progress: Progress, tell: Tell, *, batch: int = AT_ONCE) -> None:
    """Bring a state under a ruleset; nothing happens when it is under it already.

    Raises ``StoreError`` for a state that is being rescored or that does not hold the text of the rules of before.
    """
    rescoring = unfinished(store)
    if rescoring is not None:
        raise StoreError(rescoring)
    check_version(store)
    known, begun = store.meta(RULESET), accepting(store)
    if known is None or (begun is None and known == ruleset.digest.encode()):
        return
    _Work(store, ruleset, known.decode(), progress, tell, batch).run(begun)


class _Work:
    def __init__(self, store: Store, ruleset: Ruleset, known: str, progress: Progress, tell: Tell, batch: int) -> None:
        self.store = store
        self.ruleset = ruleset
        self.known = known
        self.progress = progress
        self.tell = tell
        self.batch = batch
        self.totals = store.totals()
        self.lines = LedgerLines(ruleset.program)
        self._rules = {one.number: one for one in store.rulesets()}
        self._matches: dict[int, tuple[Matched, LedgerLines]] = {}

    def run(self, begun: Accepting | None) -> None:
        """Do what is left of it."""
        current = next((one.number for one in self._rules.values() if one.digest == self.known), None)
        if current is None:
            raise StoreError(_without_text(self.store.name, self.known))
        before, _ = self._match(current)
        if begun is None or begun.digest != self.ruleset.digest:
            begun = self._begin(before)
        else:
            begun.number = next(one.number for one in self._rules.values() if one.digest == begun.digest)
            self.tell(f"going on to take the new rules, after {_profiles(begun.profiles)}")
        profiles, removed = self.store.count()
        self.progress(WORK, "profiles", begun.profiles, profiles + removed)
        while some := self.store.still_updating(self.batch):
            self._carry_over(some, begun)
            self.progress(WORK, "profiles", begun.profiles, profiles + removed)
        self._end(begun, before)
        for said in _told(begun, before):
            self.tell(said)

    def _begin(self, before: Matched) -> Accepting:
        with self.store.transaction():
            packed = None if self.ruleset.texts is None else pack(self.ruleset)
            begun = Accepting(self.ruleset.digest, self.store.add_ruleset(self.ruleset.digest, packed))
            settle_actions(self.store, before, self.totals)
            self.store.put_totals(self.totals)
            self.store.mark_updating()
            self.store.put_meta(ACCEPTING, msgspec.json.encode(begun))
        return begun

    def _carry_over(self, profiles: list[str], begun: Accepting) -> None:
        """Bring some profiles under the new rules, in one transaction."""
        kept: list[Kept] = []
        ledger: list[KeyedLine] = []
        failures: list[KeyedLine] = []
        lost, awards, awarded = (
            Counter(begun.lost),
            Counter(begun.awards),
            Counter({one: int(size) for one, size in begun.awarded.items()}),
        )
        for one in self.store.load(profiles):
            if one.rules == begun.number:
                one.updating = False
                kept.append(one)
                continue
            match, old_lines = self._match(one.rules)
            done = translated(match, self._restored(match.old, one))
            outcome = renew(match, done.state)
            ledger += _keyed(one.id, done.entries, old_lines)
            ledger += _keyed(one.id, outcome.entries, self.lines)
            failures += [_failed(match.new, one.id, failure) for failure in outcome.failures]
            lost += done.lost
            for entry in outcome.entries:
                if entry.rule is not None and entry.reason in COUNTED:
                    awards[entry.rule] += 1
                    awarded[entry.rule] += entry.points
            state = done.state
            due = None if state.removed else state.next_due if state.born else ALWAYS
            kept.append(Kept(one.id, dump(match.new, state), due, self.totals.passes, begun.number, state.removed))
        begun.profiles += len(kept)
        begun.lost, begun.awards = dict(lost), dict(awards)
        begun.awarded = {rule: str(size) for rule, size in awarded.items()}
        for name, lines in (("ledger", ledger), ("failures", failures)):
            self.totals.counts[name] = self.totals.counts.get(name, 0) + len(lines)
        with self.store.transaction():
            self.store.save(kept)
            self.store.append("ledger", ledger)
            self.store.append("failures", failures)
            self.store.put_totals(self.totals)
            self.store.put_meta(ACCEPTING, msgspec.json.encode(begun))

    def _end(self, begun: Accepting, before: Matched) -> None:
        """From now on these are the rules of the state."""
        totals = self.totals
        _count_anew(totals, before, begun)
        totals.box_failures = []
        with self.store.transaction():
            if totals.passing is not None:
                self.store.mark_due(totals.passing)
            self.store.put_totals(totals)
            self.store.put_meta(RULESET, begun.digest.encode())
            self.store.put_meta(ACCEPTING, b"")

    def _match(self, number: int) -> tuple[Matched, LedgerLines]:
        """The rules of this number held against the new ones, and what writes their ledger."""
        if number not in self._matches:
            known = self._rules[number]
            if known.packed is None:
                raise StoreError(_without_text(self.store.name, known.digest))
            try:
                old = unpack(known.packed).program
            except (ValueError, RulesetError) as error:
                raise StoreError(f"the rules of before, which {self.store.name} holds, cannot be read: {error}") from error
            self._matches[number] = matched(old, self.ruleset.program), LedgerLines(old)
        return self._matches[number]

    def _restored(self, program: Program, kept: Kept) -> ProfileState:
        try:
            return at_present(load(program, kept.state), kept, self.totals)
        except StateError as error:
            raise StoreError(f"profile {kept.id} cannot be read: {error}") from error


def _keyed(profile: str, entries: list[Entry], lines: LedgerLines) -> Iterator[KeyedLine]:
    return (((entry.time, profile), lines.of_entry(profile, entry)) for entry in entries)


def _failed(program: Program, profile: str, failure: Failure) -> KeyedLine:
    return (failure.time, profile), encode_line(failure_record(program.model, profile, failure))


def _count_anew(totals: Totals, before: Matched, begun: Accepting) -> None:
    """What each rule did since the beginning, by the numbers of the new program."""
    size = len(before.new.rules)
    awards, awarded = [0] * size, [0] * size
    for old, new in before.rules.items():
        if totals.awards:
            awards[new] += totals.awards[old]
            awarded[new] += int(totals.awarded[old])
    for rule, count in begun.awards.items():
        awards[rule] += count
        awarded[rule] += int(begun.awarded[rule])
    totals.awards, totals.awarded = awards, [str(one) for one in awarded]


def _told(begun: Accepting, before: Matched) -> Iterator[str]:
    """What a person should know about it."""
    yield f"{_profiles(begun.profiles)} came under the new rules and kept what they had earned"
    for what, one, several in _LOST:
        if count := begun.lost.get(what, 0):
            yield f"{count:,} {one if count == 1 else several}"
    gone = [plan.name for plan in before.old.scores if plan.index not in before.scores]
    if gone:
        yield f"no longer there: {', '.join(f'score {name}' for name in gone)}; what the ledger says of it stays"
    if count := missing_histories(before):
        what = "thing that the rules look back on was" if count == 1 else "things that the rules look back on were"
        yield f"{count:,} {what} not remembered so far and begins empty; `lsdsl rescore --state` fills it from the history"


_LOST: Final = (
    (
        "permanent",
        "award stays for good: its rule is gone or no longer changes it",
        "awards stay for good: their rules are gone or no longer change them",
    ),
    (
        "runs",
        "waiting run of a follow-up has ended: its steps are other ones now",
        "waiting runs of follow-ups have ended: their steps are other ones now",
    ),
    (
        "values",
        "value of a field was dropped: there is no such field now, or its type does not fit",
        "values of fields were dropped: there are no such fields now, or their types do not fit",
    ),
)


def _profiles(count: int) -> str:
    return f"{count:,} profile" if count == 1 else f"{count:,} profiles"


def _without_text(name: str, digest: str) -> str:
    return (
        f"{name} was begun by an lsdsl that did not keep the rules in the state: run once with the rules of before (digest "
        f"{digest}), which puts them there, and then with the new ones and --accept-rules"
    )
