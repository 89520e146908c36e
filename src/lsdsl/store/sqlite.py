"""A state in one SQLite file: a write-ahead log, and every commit is on disk before work goes on."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

import msgspec

from lsdsl.store.interface import KINDS, Kept, KeptRules, KeyedLine, Kind, OfProfiles, Position, Totals
from lsdsl.store.lock import Lock, writer_of
from lsdsl.store.problems import StoreError, require_version
from lsdsl.store.schema import MIGRATIONS, migrate, version_of

_APPEND: Final = {
    "rejects": "insert into rejects (source, place, line) values (?, ?, ?)",
    "ledger": "insert into ledger (time, profile, line) values (?, ?, ?)",
    "actions": "insert into actions (time, profile, line) values (?, ?, ?)",
    "failures": "insert into failures (time, profile, line) values (?, ?, ?)",
}
_LINES: Final = {
    "rejects": "select source, place, line from rejects order by seq",
    "ledger": "select time, profile, line from ledger order by seq",
    "actions": "select time, profile, line from actions order by seq",
    "failures": "select time, profile, line from failures order by seq",
}
_LINES_OF: Final = {
    "ledger": "select time, profile, line from ledger where profile = ? order by seq",
    "actions": "select time, profile, line from actions where profile = ? order by seq",
    "failures": "select time, profile, line from failures where profile = ? order by seq",
}
_PROFILE: Final = "select id, state, due, passes, rules, removed, updating from profiles"
CACHE: Final = 65_536
"""So many kilobytes of the file a writer keeps in memory: profiles and lines go to places all over it."""
_SOME: Final = 500
"""So many names fit into one question."""


class SQLiteStore:
    """A state in a file. One that is opened to write is locked; several may read it meanwhile, as it was when they began."""

    def __init__(self, path: str | Path, *, write: bool = True) -> None:
        self.path = Path(os.path.realpath(path))
        self.name = str(path)
        if not write and not self.path.exists():
            raise StoreError(f"{path}: there is no such state")
        self._lock = Lock(self.path, self.name) if write else None
        try:
            self._connection = sqlite3.connect(self.path, isolation_level=None, timeout=30)
            try:
                self._begin(write=write)
            except BaseException:
                self._connection.close()
                raise
        except BaseException as error:
            if self._lock:
                self._lock.release()
            if isinstance(error, sqlite3.DatabaseError):
                raise StoreError(f"{path}: cannot be used as a state: {error}") from error
            raise

    def _begin(self, *, write: bool) -> None:
        if write:
            migrate(self._connection, self.name)
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute("pragma synchronous = full")
            self._connection.execute(f"pragma cache_size = -{CACHE}")
            return
        self._connection.execute("begin")  # the first question after it fixes what is seen
        version = version_of(self._connection)
        require_version(self.name, version, len(MIGRATIONS))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and the lock."""
        self._connection.close()
        if self._lock:
            self._lock.release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what is written inside all at once or not at all."""
        self._connection.execute("begin immediate")
        try:
            yield
            self._connection.execute("commit")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("rollback")
            raise

    def writer(self) -> str | None:
        """Who writes the state now, in words; None when nobody does."""
        return writer_of(self.path)

    # --- profiles -----------------------------------------------------------------------------------------------------

    def load(self, profiles: Sequence[str]) -> list[Kept]:
        """Those of these profiles that there are."""
        found: list[Kept] = []
        for start in range(0, len(profiles), _SOME):
            some = profiles[start : start + _SOME]
            asked = f"{_PROFILE} where id in ({', '.join('?' * len(some))})"
            found.extend(map(_kept, self._connection.execute(asked, some)))
        return found

    def save(self, profiles: Sequence[Kept]) -> None:
        """Keep profiles, in place of what was there."""
        self._connection.executemany(
            "insert into profiles (id, state, due, passes, rules, removed, updating) values (?, ?, ?, ?, ?, ?, ?) "
            "on conflict (id) do update set state = excluded.state, due = excluded.due, passes = excluded.passes, "
            "rules = excluded.rules, removed = excluded.removed, updating = excluded.updating",
            map(_columns, profiles),
        )

    def profiles(self, *, removed: bool = False) -> Iterator[Kept]:
        """All profiles by id, removed ones only if asked for."""
        return map(_kept, self._connection.execute(f"{_PROFILE} where ? or not removed order by id", (removed,)))

    def count(self) -> tuple[int, int]:
        """How many profiles there are, and how many were removed."""
        all_of_them, removed = self._connection.execute("select count(*), coalesce(sum(removed), 0) from profiles").fetchone()
        return all_of_them - removed, removed

    def next_due(self) -> int | None:
        """The next moment at which something happens to any profile."""
        due: int | None = self._connection.execute("select min(due) from profiles where due is not null").fetchone()[0]
        return due

    def mark_due(self, moment: int) -> None:
        """Mark the profiles to which something happens up to a moment."""
        self._connection.execute("insert or ignore into marked select id from profiles where due <= ?", (moment,))

    def mark(self, profiles: Sequence[str]) -> None:
        """Mark these profiles."""
        self._connection.executemany("insert or ignore into marked values (?)", [(profile,) for profile in profiles])

    def marked(self, count: int, after: str = "") -> list[str]:
        """Some of the profiles that are marked, the first ones by id that come after one."""
        asked = "select id from marked where id > ? order by id limit ?"
        return [one[0] for one in self._connection.execute(asked, (after, count))]

    def unmark(self, profiles: Sequence[str]) -> None:
        """These are done."""
        self._connection.executemany("delete from marked where id = ?", [(profile,) for profile in profiles])

    # --- rules --------------------------------------------------------------------------------------------------------

    def rulesets(self) -> list[KeptRules]:
        """The rulesets under which profiles were written, oldest first."""
        asked = "select number, digest, packed from rulesets order by number"
        return [KeptRules(*one) for one in self._connection.execute(asked)]

    def add_ruleset(self, digest: str, packed: bytes | None) -> int:
        """The number of a ruleset, which is kept if it was not."""
        self._connection.execute(
            "insert into rulesets (digest, packed) values (?, ?) on conflict (digest) do update set "
            "packed = coalesce(packed, excluded.packed)",
            (digest, packed),
        )
        number: int = self._connection.execute("select number from rulesets where digest = ?", (digest,)).fetchone()[0]
        return number

    def profiles_by_rules(self) -> dict[int, int]:
        """How many profiles were written under each ruleset, removed ones too, by its number."""
        return dict(self._connection.execute("select rules, count(*) from profiles group by rules order by rules").fetchall())

    def mark_updating(self) -> None:
        """Mark all profiles as waiting for a rescore."""
        self._connection.execute("update profiles set updating = 1")

    def updating(self) -> int:
        """How many profiles wait for a rescore."""
        count: int = self._connection.execute("select count(*) from profiles where updating").fetchone()[0]
        return count

    def still_updating(self, count: int) -> list[str]:
        """Some of the profiles that wait for a rescore, the first ones by id."""
        asked = "select id from profiles where updating order by id limit ?"
        return [one[0] for one in self._connection.execute(asked, (count,))]

    def remove(self, profiles: Sequence[str]) -> None:
        """Forget profiles altogether."""
        self._connection.executemany("delete from profiles where id = ?", [(profile,) for profile in profiles])

    # --- what came out ------------------------------------------------------------------------------------------------

    def append(self, kind: Kind, lines: Sequence[KeyedLine]) -> None:
        """Add lines to what came out."""
        self._connection.executemany(_APPEND[kind], [(*key, line) for key, line in lines])

    def lines(self, kind: Kind) -> Iterator[KeyedLine]:
        """What came out, in the order in which it was added."""
        for first, second, line in self._connection.execute(_LINES[kind]):
            yield (first, second), line

    def lines_of(self, kind: OfProfiles, profile: str) -> list[KeyedLine]:
        """What came out of one profile, in the order in which it was added."""
        return [((time, name), line) for time, name, line in self._connection.execute(_LINES_OF[kind], (profile,))]

    def drop_lines(self, kind: OfProfiles, profiles: Sequence[str]) -> None:
        """Forget what came out of these profiles."""
        self._connection.executemany(
            f"delete from {kind} where profile = ?",  # noqa: S608 - a word of ours
            [(profile,) for profile in profiles],
        )

    def drop_rejects(self) -> None:
        """Forget all records that were refused."""
        self._connection.execute("delete from rejects")

    def sizes(self) -> dict[Kind, int]:
        """How many rows of lines there are of each kind."""
        return {kind: self._connection.execute(f"select count(*) from {kind}").fetchone()[0] for kind in KINDS}  # noqa: S608

    # --- inputs and counts --------------------------------------------------------------------------------------------

    def position(self, path: str, role: str) -> Position | None:
        """How far an input was read, or None."""
        return next(iter(self._positions("where path = ? and role = ?", path, role)), None)

    def same_content(self, role: str, size: int, digest: str) -> Position | None:
        """An input with this content that was read to its end under whatever name, or None."""
        return next(iter(self._positions("where complete and role = ? and size = ? and digest = ?", role, size, digest)), None)

    def positions(self) -> list[Position]:
        """All inputs, by path and role."""
        return self._positions()

    def _positions(self, where: str = "", *values: str | int) -> list[Position]:
        asked = f"select path, role, records, size, digest, complete from positions {where} order by path, role"  # noqa: S608 - ours
        found = self._connection.execute(asked, values)
        return [
            Position(path, role, records, size, digest, bool(complete)) for path, role, records, size, digest, complete in found
        ]

    def put_position(self, position: Position) -> None:
        """Keep how far an input was read."""
        values = [getattr(position, name) for name in position.__struct_fields__]
        self._connection.execute("insert or replace into positions values (?, ?, ?, ?, ?, ?)", values)

    def totals(self) -> Totals:
        """What was done since the beginning."""
        data = self.meta("totals")
        return Totals() if data is None else msgspec.json.decode(data, type=Totals)

    def put_totals(self, totals: Totals) -> None:
        """Keep what was done since the beginning."""
        self.put_meta("totals", msgspec.json.encode(totals))

    def meta(self, key: str) -> bytes | None:
        """A value that belongs to the whole state."""
        found = self._connection.execute("select value from meta where key = ?", (key,)).fetchone()
        return None if found is None else bytes(found[0])

    def put_meta(self, key: str, value: bytes) -> None:
        """Keep a value that belongs to the whole state."""
        self._connection.execute("insert or replace into meta values (?, ?)", (key, value))

    # --- the file -----------------------------------------------------------------------------------------------------

    def vacuum(self) -> None:
        """Give unused space back and put the log into the file."""
        self._connection.execute("vacuum")
        self._connection.execute("pragma wal_checkpoint(truncate)")


def _kept(found: tuple[str, bytes, int | None, int, int, int, int]) -> Kept:
    profile, state, due, passes, rules, removed, updating = found
    return Kept(profile, state, due, passes, rules, bool(removed), bool(updating))


def _columns(kept: Kept) -> tuple[object, ...]:
    return kept.id, kept.state, kept.due, kept.passes, kept.rules, kept.removed, kept.updating
