"""The journal: what became of every action, in a small SQLite file that survives ``kill -9`` and power cuts.

An action is ``done``, ``failed`` for good, ``waiting`` for another run, or ``writing``: part of a batch that is on its way into a
file. The last one never outlives the start of the next run, which finishes such a batch before anything else.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from lsdsl.delivery.clock import Clock
from lsdsl.delivery.lock import Lock
from lsdsl.delivery.problems import DeliveryError

APPLICATION = 0x6C736473
"""What marks a SQLite file as a journal of ours: ``lsds``."""

VERSION = 1
TABLES = """
create table actions (
    id text primary key,
    state text not null check (state in ('writing', 'done', 'failed', 'waiting')),
    sink text not null,
    attempts integer not null,
    reason text not null,
    time text not null
) without rowid;
create index writing on actions (sink) where state = 'writing';
create table files (
    path text primary key,
    sink text not null,
    length integer not null,
    batch blob
) without rowid;
"""


class State(StrEnum):
    """What became of an action."""

    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"
    WAITING = "waiting"


class Known(NamedTuple):
    """What the journal knows of an action."""

    state: State
    attempts: int
    reason: str


class FileEntry(NamedTuple):
    """How far a file is written, and the batch that was on its way, if the last run was killed meanwhile."""

    length: int
    batch: bytes | None


class Journal:
    """The journal of one process at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path, clock: Clock, lock: Lock | None) -> None:
        self._connection = connection
        self._clock = clock
        self._lock = lock
        self.path = path

    def known(self, identity: str) -> Known | None:
        """What became of an action; None when it is new."""
        row = self._connection.execute("select state, attempts, reason from actions where id = ?", (identity,)).fetchone()
        return None if row is None else Known(State(row[0]), row[1], row[2])

    def record(self, identity: str, state: State, sink: str, attempts: int, reason: str = "") -> None:
        """Write down what became of an action; it is safe when this returns."""
        with self._transaction():
            self._connection.execute(
                "insert into actions values (?, ?, ?, ?, ?, ?) on conflict (id) do update set state = excluded.state,"
                " sink = excluded.sink, attempts = attempts + excluded.attempts, reason = excluded.reason, time = excluded.time",
                (identity, state, sink, attempts, reason, self._now()),
            )

    def file(self, path: str) -> FileEntry | None:
        """What is known of a file that is written to."""
        row = self._connection.execute("select length, batch from files where path = ?", (path,)).fetchone()
        return None if row is None else FileEntry(row[0], row[1])

    def begin_batch(self, path: str, length: int, batch: bytes, sink: str, identities: Sequence[str]) -> None:
        """Write down what will be appended to a file, before it is."""
        moment = self._now()
        with self._transaction():
            self._connection.execute("insert or replace into files values (?, ?, ?, ?)", (path, sink, length, batch))
            self._connection.executemany(
                "insert or replace into actions values (?, 'writing', ?, 1, '', ?)", [(one, sink, moment) for one in identities]
            )

    def end_batch(self, path: str, length: int) -> None:
        """Write down that a batch is in its file."""
        with self._transaction():
            self._connection.execute("update files set length = ?, batch = null where path = ?", (length, path))
            self._connection.execute(
                "update actions set state = 'done' where state = 'writing' and sink = (select sink from files where path = ?)",
                (path,),
            )

    def unfinished(self) -> list[str]:
        """The files with a batch on its way."""
        return [row[0] for row in self._connection.execute("select path from files where batch is not null order by path")]

    def close(self) -> None:
        """Let go of the journal."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="seconds")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._connection.execute("begin immediate")
            yield
            self._connection.execute("commit")
        except BaseException as error:
            with suppress(sqlite3.Error):
                self._connection.execute("rollback")
            if isinstance(error, sqlite3.Error):
                raise DeliveryError(f"{self.path}: the journal cannot be written: {error}") from None
            raise


def open_journal(path: Path, clock: Clock) -> Journal:
    """Open a journal or begin one. Raises ``DeliveryError``, for one if another process is using it."""
    lock = Lock.take(path, clock.now())
    try:
        return Journal(_connect(path), path, clock, lock)
    except BaseException:
        lock.release()
        raise


@contextmanager
def read_journal(path: Path, clock: Clock) -> Iterator[Journal | None]:
    """A copy of a journal, so that looking at it leaves no trace, not even beside it; None when there is none yet."""
    lock = Lock.look(path)
    try:
        if not path.exists():
            yield None
            return
        with tempfile.TemporaryDirectory(prefix="lsdsl-") as folder:
            copy = Path(folder) / "journal"
            for ending in ("", "-wal"):
                with suppress(FileNotFoundError):
                    shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
            journal = Journal(_connect(copy, path), path, clock, None)
            try:
                yield journal
            finally:
                journal.close()
    finally:
        if lock is not None:
            lock.release()


def _connect(path: Path, shown: Path | None = None) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=5)
    try:
        _prepare(connection, shown or path)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise DeliveryError(f"{shown or path}: this is no journal of lsdsl deliver that can be read ({error})") from None
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("pragma application_id").fetchone()[0]
    version = connection.execute("pragma user_version").fetchone()[0]
    empty = connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0
    if not empty and application != APPLICATION:
        raise DeliveryError(f"{path}: this is a database of another program, not a journal of lsdsl deliver")
    if version > VERSION:
        raise DeliveryError(f"{path}: this journal was made by a newer lsdsl; update lsdsl")
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    if empty:
        marks = f"pragma application_id = {APPLICATION}; pragma user_version = {VERSION};"
        connection.executescript(f"begin; {TABLES} {marks} commit;")
