"""One writer at a time of a state in PostgreSQL: a lock of the session, which the server lets go of however the program ends."""

import os
import socket
import time
from datetime import datetime
from hashlib import blake2b
from typing import Final

import msgspec

from lsdsl.store.postgres_session import Session
from lsdsl.store.problems import StoreError

PATIENCE: Final = 3.0
"""So many seconds the server may take to notice that the program of before is gone."""
WRITER: Final = "writer"
"""The key under which it stands who holds the lock."""


class Writer(msgspec.Struct):
    """Who holds the lock: the process that the server has for it tells whether this is still so."""

    backend: int
    process: int
    host: str
    since: str


class PostgresLock:
    """The lock of a state, by database and schema."""

    def __init__(self, session: Session) -> None:
        self._session = session
        digest = blake2b(b"lsdsl state " + session.place.schema.encode(), digest_size=8).digest()
        self._key = int.from_bytes(digest, "big", signed=True)

    def take(self) -> None:
        """Hold it until the session ends. Raises ``StoreError`` that says who holds it already."""
        until = time.monotonic() + PATIENCE
        while not self._session.one("select pg_try_advisory_lock(%s::bigint)", (self._key,)):
            if time.monotonic() >= until:
                raise StoreError(
                    f"{self._session.place.name} is in use by {self.holder() or 'another program'}; only one program at a time "
                    "can write a state: wait for it to end"
                )
            time.sleep(0.1)

    def sign(self) -> None:
        """Write down who holds it, and since when."""
        now = datetime.now().astimezone()  # noqa: TID251 - says since when
        backend = self._session.one("select pg_backend_pid()")
        writer = Writer(backend, os.getpid(), socket.gethostname(), now.isoformat(timespec="seconds"))
        self._session.execute(
            "insert into meta values (%s, %b) on conflict (key) do update set value = excluded.value",
            (WRITER, msgspec.json.encode(writer)),
        )

    def holder(self) -> str | None:
        """Who holds it, in words; None when nobody does."""
        backend = self._session.one(
            "select pid from pg_locks where locktype = 'advisory' and granted and objsubid = 1 "
            "and database = (select oid from pg_database where datname = current_database()) "
            "and (classid::bigint << 32 | objid::bigint) = %s::bigint",
            (self._key,),
        )
        if backend is None:
            return None
        signed = None
        if self._session.one("select has_table_privilege(to_regclass('meta'), 'select')"):
            signed = self._session.one("select value from meta where key = %s", (WRITER,))
        writer = None if signed is None else msgspec.json.decode(signed, type=Writer)
        if writer is None or writer.backend != backend:
            return "another program"
        return f"process {writer.process} on {writer.host} since {writer.since}"
