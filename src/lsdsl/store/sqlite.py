"""A state in one SQLite file: a write-ahead log, and every commit is on disk before work goes on."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

import msgspec

from lsdsl.engine.serialising import VERSION
from lsdsl.store.interface import KINDS, Kept, KeyedLine, Kind, Position, Totals
from lsdsl.store.lock import Lock
from lsdsl.store.problems import StoreError
from lsdsl.store.schema import migrate, version_of

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


class SQLiteStore:
    """A state in a file. One that is opened to write is locked; several may read it meanwhile, as it was when they began."""

    def __init__(self, path: str | Path, digest: str | None = None, *, write: bool = True) -> None:
        self.path = Path(os.path.realpath(path))
        self.name = str(path)
        if not write and not self.path.exists():
            raise StoreError(f"{path}: there is no such state")
        self._lock = Lock(self.path) if write else None
        try:
            self._connection = sqlite3.connect(self.path, isolation_level=None, timeout=30)
            try:
                self._begin(digest, write=write)
            except BaseException:
                self._connection.close()
                raise
        except BaseException as error:
            if self._lock:
                self._lock.release()
            if isinstance(error, sqlite3.DatabaseError):
                raise StoreError(f"{path}: cannot be used as a state: {error}") from error
            raise

    def _begin(self, digest: str | None, *, write: bool) -> None:
        if write:
            migrate(self._connection, self.name)
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute("pragma synchronous = full")
        elif not version_of(self._connection):
            raise StoreError(f"{self.name} holds no state")
        else:
            self._connection.execute("begin")
        known = self.meta("ruleset")
        if known is None and write and digest is not None:
            with self.transaction():
                self._put_meta("ruleset", digest.encode())
                self._put_meta("states", str(VERSION).encode())
        elif known is not None and digest is not None and known != digest.encode():
            raise StoreError(
                f"{self.name} was written under other rules (digest {known.decode()}, these are {digest}): what was earned "
                "cannot be carried over. Run with the rules of before, or begin a new state with these rules and all events: it "
                "holds what `lsdsl rescore` would give"
            )
        states = self.meta("states")
        if states is not None and states != str(VERSION).encode():
            raise StoreError(
                f"{self.name} holds profiles of version {states.decode()}, this lsdsl reads version {VERSION}: begin a new state "
                "and read all events again"
            )

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

    # --- profiles -----------------------------------------------------------------------------------------------------

    def load(self, profile: str) -> Kept | None:
        """A profile, or None."""
        found = self._connection.execute(
            "select id, state, due, passes, removed from profiles where id = ?", (profile,)
        ).fetchone()
        return None if found is None else Kept(found[0], found[1], found[2], found[3], bool(found[4]))

    def save(self, profiles: Sequence[Kept]) -> None:
        """Keep profiles, in place of what was there."""
        self._connection.executemany(
            "insert into profiles (id, state, due, passes, removed) values (?, ?, ?, ?, ?) on conflict (id) do update set "
            "state = excluded.state, due = excluded.due, passes = excluded.passes, removed = excluded.removed",
            [(one.id, one.state, one.due, one.passes, one.removed) for one in profiles],
        )

    def profiles(self) -> Iterator[Kept]:
        """All profiles that are not removed, by id."""
        for found in self._connection.execute("select id, state, due, passes from profiles where not removed order by id"):
            yield Kept(*found)

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

    def marked(self, count: int) -> list[str]:
        """Some of the profiles that are marked, the first ones by id."""
        return [one[0] for one in self._connection.execute("select id from marked order by id limit ?", (count,))]

    def unmark(self, profiles: Sequence[str]) -> None:
        """These are done."""
        self._connection.executemany("delete from marked where id = ?", [(profile,) for profile in profiles])

    # --- what came out ------------------------------------------------------------------------------------------------

    def append(self, kind: Kind, lines: Sequence[KeyedLine]) -> None:
        """Add lines to what came out."""
        self._connection.executemany(_APPEND[kind], [(*key, line) for key, line in lines])

    def lines(self, kind: Kind) -> Iterator[KeyedLine]:
        """What came out, in the order in which it was added."""
        for first, second, line in self._connection.execute(_LINES[kind]):
            yield (first, second), line

    # --- inputs and counts --------------------------------------------------------------------------------------------

    def position(self, path: str, role: str) -> Position | None:
        """How far an input was read, or None."""
        return self._position("where path = ? and role = ?", path, role)

    def same_content(self, role: str, size: int, digest: str) -> Position | None:
        """An input with this content that was read to its end under whatever name, or None."""
        return self._position("where complete and role = ? and size = ? and digest = ?", role, size, digest)

    def _position(self, where: str, *values: str | int) -> Position | None:
        return next(iter(self.positions(where, *values)), None)

    def positions(self, where: str = "", *values: str | int) -> list[Position]:
        """All inputs, by path, or those of a condition."""
        asked = f"select path, role, records, size, digest, complete from positions {where} order by path, role"  # noqa: S608 - ours
        return [
            Position(found[0], found[1], found[2], found[3], found[4], bool(found[5]))
            for found in self._connection.execute(asked, values)
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
        self._put_meta("totals", msgspec.json.encode(totals))

    def meta(self, key: str) -> bytes | None:
        """A value that belongs to the whole state."""
        found = self._connection.execute("select value from meta where key = ?", (key,)).fetchone()
        return None if found is None else bytes(found[0])

    def _put_meta(self, key: str, value: bytes) -> None:
        self._connection.execute("insert or replace into meta values (?, ?)", (key, value))

    # --- the file -----------------------------------------------------------------------------------------------------

    def sizes(self) -> dict[Kind, int]:
        """How many rows of lines there are of each kind."""
        return {kind: self._connection.execute(f"select count(*) from {kind}").fetchone()[0] for kind in KINDS}  # noqa: S608

    def vacuum(self) -> None:
        """Give unused space back and put the log into the file."""
        self._connection.execute("vacuum")
        self._connection.execute("pragma wal_checkpoint(truncate)")

    def copy_to(self, target: Path) -> None:
        """Write everything into a new SQLite file."""
        self._connection.execute("commit")
        self._connection.execute("vacuum into ?", (str(target),))
        self._connection.execute("begin")
