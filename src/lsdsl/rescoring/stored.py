"""The history of a durable state under the rules of today, into the state itself, block by block of its profiles."""

from collections.abc import Callable
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec

from lsdsl import __version__
from lsdsl.records.moments import moment_text
from lsdsl.records.problems import OutputError
from lsdsl.rescoring.feeding import isolation_of
from lsdsl.rescoring.spilled import Found, Spilled, folder_of
from lsdsl.rescoring.stored_before import Before
from lsdsl.rescoring.stored_block import Rescored, StoredFeed, add, replay_stored
from lsdsl.rescoring.stored_inputs import History, history_of
from lsdsl.rescoring.stored_sorting import Spilling, blocks_for
from lsdsl.runner.collector import rare_collections
from lsdsl.runner.options import Progress, RunOptions
from lsdsl.runner.packed import pack
from lsdsl.runner.ruleset import Ruleset
from lsdsl.store.interface import Store, Totals
from lsdsl.store.opening import RULESET, check_version
from lsdsl.store.problems import StoreError
from lsdsl.store.underway import ACCEPTING, UnderWay, put_under_way, under_way

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation

REPLAYING: Final = "replaying"
"""What is worked on when all records are in their blocks."""
AT_ONCE: Final = 1_000
"""So many rows are written or looked up together."""

Tell = Callable[[str], None]


class RescoredState(msgspec.Struct):
    """What a rescore of a state did. ``gone`` are profiles of before that do not come up under these rules."""

    ruleset: str
    previous: str
    as_of: str | None
    profiles: int
    removed: int
    gone: int
    events: int
    rejects: int
    failures: int
    ignored: list[str]
    boxes_switched_off: dict[str, int]

    @property
    def clean(self) -> bool:
        """Whether no record was rejected and nothing failed."""
        return not (self.rejects or self.failures)


def rescore_state(
    ruleset: Ruleset, options: RunOptions, store: Store, progress: Progress | None = None, tell: Tell | None = None
) -> RescoredState:
    """Bring the profiles of a state that is opened to write to a ruleset, as if it had always held.

    ``options`` may name the inputs of the state where they are somewhere else now. Begun again after an interruption it goes on
    with the blocks that are left. Raises ``StoreError`` and ``InputError``; the state is then what it was, or its rescore
    is under way.
    """
    if store.meta(RULESET) is None:
        raise StoreError(f"{store.name} holds no profiles yet: `lsdsl run --state {store.name}` puts them there")
    check_version(store)
    report: Progress = progress or (lambda _what, _unit, _done, _size: None)
    history = history_of(store, options, report)
    work = _Work(ruleset, options, store, history, report)
    try:
        with rare_collections():
            return work.run(tell or (lambda _: None))
    except OSError as error:
        raise OutputError(f"{work.spilled.folder}: cannot be written: {error.strerror or error}") from error


class _Work:
    def __init__(self, ruleset: Ruleset, options: RunOptions, store: Store, history: History, progress: Progress) -> None:
        self.ruleset = ruleset
        self.options = options
        self.store = store
        self.pieces = history.pieces
        self.replaced = history.replaced
        self.progress = progress
        self.previous = (store.meta(RULESET) or b"").decode()
        self.spilled = Spilled(folder_of(store))

    def run(self, tell: Tell) -> RescoredState:
        doing = self._begin(tell)
        for path in self.replaced:
            tell(f"{path} was replaced since it was first read: what it says now is taken as known from the beginning")
        found = self.spilled.sorted(doing.key)
        if found is None:
            if doing.done:  # what was refused in them is not known any more: they are done again
                doing.done, doing.totals, doing.switched_off = [], Totals(), {}
                with self.store.transaction():
                    self.store.mark_updating()
                    put_under_way(self.store, doing)
            self.spilled.begin()
            found = Spilling(self.ruleset, self.pieces, self.spilled, doing.blocks, self.progress).sort()
            found.key = doing.key
            self.spilled.put_sorted(found)
        before = Before(self.store, self.ruleset, doing)
        with isolation_of(self.ruleset, self.options) as isolation:
            self._replay(doing, before, isolation)
            gone = self._end_of_the_rest(doing, before, isolation)
        totals = self._end(doing, found, before)
        self.spilled.remove()
        profiles, removed = self.store.count()
        moments = [one for one in (totals.newest, totals.reached or None) if one is not None]
        as_of = max(moments) if moments else totals.created
        return RescoredState(
            ruleset=self.ruleset.digest,
            previous=self.previous,
            as_of=None if as_of is None else moment_text(as_of),
            profiles=profiles,
            removed=removed,
            gone=gone,
            events=totals.counts["events"],
            rejects=totals.counts["rejects"],
            failures=totals.counts["failures"],
            ignored=totals.ignored,
            boxes_switched_off=doing.switched_off,
        )

    # --- the beginning ------------------------------------------------------------------------------------------------

    def _begin(self, tell: Tell) -> UnderWay:
        """The rescore that is under way, if it was begun with the same, else a new one."""
        found, key = under_way(self.store), self._key()
        if found is not None and found.key == key:
            if found.done:
                tell(f"going on after {len(found.done)} of {found.blocks} blocks")
            return found
        if found is not None:
            other = "rules" if found.digest != self.ruleset.digest else "inputs or options"
            tell(f"an unfinished rescore was begun with other {other}; beginning anew")
        totals = self.store.totals()
        reached, passes = totals.reached, totals.passes
        if totals.passing is not None and totals.passing > reached:  # a run that was passing time was ended from outside
            reached, passes = totals.passing, passes + 1
        moments = [one for one in (totals.newest, reached or None) if one is not None]
        with self.store.transaction():
            number = self.store.add_ruleset(self.ruleset.digest, None if self.ruleset.texts is None else pack(self.ruleset))
            doing = UnderWay(
                self.ruleset.digest, number, key, blocks_for(self.pieces), reached, passes, max(moments, default=None)
            )
            self.store.mark_updating()
            self.store.put_meta(ACCEPTING, b"")  # the history says more than what was earned so far
            put_under_way(self.store, doing)
        return doing

    def _key(self) -> str:
        said = (__version__, self.ruleset.digest, self.options.late, self.options.remembered)
        pieces = [(one.name, one.role, one.start, one.end, one.size, one.digest) for one in self.pieces]
        return blake2b(msgspec.json.encode((said, pieces)), digest_size=16).hexdigest()

    # --- the blocks ---------------------------------------------------------------------------------------------------

    def _replay(self, doing: UnderWay, before: Before, isolation: "Isolation | None") -> None:
        """Replay the blocks that are not done yet."""
        store, sources = self.store, tuple(one.name for one in self.pieces)
        total = sum(store.count())
        done = total - store.updating()

        def told() -> None:
            self.progress(REPLAYING, "profiles", done, total)

        for block in range(doing.blocks):
            if block not in doing.done:
                lines = self.spilled.lines(block)
                # Nothing here holds the feed, so its memory is free again when the block is written.
                rescored = replay_stored(StoredFeed(self.ruleset, self.options, store, doing, isolation), lines, sources, told)
                self.spilled.put_rejects(block, rescored.lines.pop("rejects"))
                doing.done.append(block)
                self._keep(doing, rescored, before)
                done += len(rescored.profiles)
                del rescored
        told()

    def _keep(self, doing: UnderWay, rescored: Rescored, before: Before) -> None:
        """Put what became of some profiles in place of what was there, all at once."""
        store, profiles = self.store, [kept.id for kept in rescored.profiles]
        add(doing.totals, rescored.totals)
        for box, count in rescored.switched_off.items():
            doing.switched_off[box] = doing.switched_off.get(box, 0) + count
        asked = before.pending(profiles)
        with store.transaction():
            store.append("actions", asked)
            store.save(rescored.profiles)
            for kind in ("ledger", "failures"):
                store.drop_lines(kind, profiles)
                store.append(kind, rescored.lines[kind])
            put_under_way(store, doing)

    # --- the end ------------------------------------------------------------------------------------------------------

    def _end_of_the_rest(self, doing: UnderWay, before: Before, isolation: "Isolation | None") -> int:
        """Remove profiles that have not come up: under these rules none of their records is one. Gives how many.

        Where the file that told of them was replaced by another one, the state knows their data.
        """
        gone = 0
        while some := self.store.still_updating(AT_ONCE):
            if self.replaced:
                feed = StoredFeed(self.ruleset, self.options, self.store, doing, isolation)
                for record in before.data(some):
                    feed.load(record)
                rescored = feed.rescored()
                self._keep(doing, rescored, before)
                found = {kept.id for kept in rescored.profiles}
                some = [profile for profile in some if profile not in found]
            with self.store.transaction():
                self.store.drop_lines("ledger", some)
                self.store.drop_lines("failures", some)
                self.store.remove(some)
            gone += len(some)
        return gone

    def _end(self, doing: UnderWay, found: Found, before: Before) -> Totals:
        """Let the new rules hold, with the counts and the rejects of the replay."""
        store, totals = self.store, doing.totals
        totals.reached, totals.passes = doing.reached, doing.passes
        counts, rejects = totals.counts, totals.named.setdefault("rejects_by_code", {})
        counts["events"] = found.events
        for code, count in found.rejects.items():
            rejects[code] = rejects.get(code, 0) + count
            counts["rejects"] = counts.get("rejects", 0) + count
        totals.ignored = found.ignored
        with store.transaction():
            before.settle(totals)
            store.drop_rejects()
            refused = self.spilled.refused(doing.blocks)
            while some := list(islice(refused, AT_ONCE)):
                store.append("rejects", some)
            while marked := store.marked(AT_ONCE):
                store.unmark(marked)
            store.put_totals(totals)
            store.put_meta(RULESET, self.ruleset.digest.encode())
            put_under_way(store, None)
        return totals
