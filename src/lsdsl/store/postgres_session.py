"""A connection to PostgreSQL as a state needs it: safe commits, and problems told in words without a password in them."""

import os
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from lsdsl.store.postgres_place import Place
from lsdsl.store.problems import StoreError

if TYPE_CHECKING:
    import psycopg

STARTING: Final = ("starting up", "not yet accepting connections", "in recovery mode")
"""What a server says that will be there in a moment."""
PATIENCE: Final = 20.0
"""So many seconds a server may take for that."""
SETTINGS: Final = """
select set_config(name, wanted, false) from pg_settings join (values
    ('search_path', %s),
    ('synchronous_commit', case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end),
    ('idle_in_transaction_session_timeout', '0'),
    ('idle_session_timeout', '0'),
    ('tcp_keepalives_idle', '60'),
    ('tcp_keepalives_interval', '10'),
    ('tcp_keepalives_count', '6'),
    ('random_page_cost', '1.1')
) as ours (chosen, wanted) on name = chosen
"""
"""A commit is on disk when it is answered. The lock of a machine that is gone is let go of soon, that of a busy one never."""
WATCH: Final = "set client_connection_check_interval = '2s'"
"""Let the server notice that a program is gone also while it works for it, so that the next one need not wait; not all can."""
REASONS: Final = (
    ("password authentication failed", "the user or the password is not right"),
    ("no password supplied", "a password is needed: put it in PGPASSWORD or in ~/.pgpass"),
    ("no pg_hba.conf entry", "the server does not let this user in from here: ask its administrator"),
    ("could not translate host name", "there is no server of this name"),
    ("failed to resolve host", "there is no server of this name"),
    ("Connection refused", "no server listens there: is it running, and are host and port right?"),
    ("No such file or directory", "no server listens there: is it running, and is the folder of its socket right?"),
    ("too many clients", "the server has no connection left: try again later"),
    ("remaining connection slots", "the server has no connection left: try again later"),
    ("timeout expired", "the server did not answer in time"),
)
"""What a server or libpq says when there is no connection, and what that means for a user."""


class Session:
    """One connection. Whatever keeps it from working is a ``StoreError``."""

    def __init__(self, place: Place) -> None:
        import psycopg

        self.place = place
        self._errors = psycopg.errors
        self._connection = self._connect()
        try:
            self.execute(SETTINGS, ('"' + place.schema.replace('"', '""') + '"',))
            with suppress(StoreError):
                self.execute(WATCH)
        except BaseException:
            self._connection.close()
            raise

    def _connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        import psycopg

        until = time.monotonic() + PATIENCE
        known = f"lsdsl {os.getpid()} on {socket.gethostname()}"[:63]
        while True:
            try:
                return psycopg.connect(self.place.connection, autocommit=True, fallback_application_name=known)
            except psycopg.Error as error:
                told = str(error)
                if any(words in told for words in STARTING) and time.monotonic() < until:
                    time.sleep(0.2)
                    continue
                raise StoreError(f"{self.place.name}: {_why(told, self.place)}") from None

    def close(self) -> None:
        """End the connection, and with it its lock and what was not committed."""
        self._connection.close()

    def execute(self, statement: str, values: Sequence[object] = ()) -> "psycopg.Cursor[tuple[Any, ...]]":
        """Run a statement; what it gives comes in binary form."""
        try:
            return self._connection.cursor(binary=True).execute(statement.encode(), values or None)
        except self._errors.Error as error:
            raise self._problem(error) from None

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows that a question gives."""
        return self.execute(statement, values).fetchall()

    def one(self, statement: str, values: Sequence[object] = ()) -> Any:
        """The first value of the first row that a question gives; None if it gives none."""
        found = self.execute(statement, values).fetchone()
        return None if found is None else found[0]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what is written inside all at once or not at all."""
        self.execute("begin")
        try:
            yield
            self._commit()
        except BaseException:
            self._roll_back()
            raise

    def _commit(self) -> None:
        if self.execute("commit").statusmessage != "COMMIT":
            raise StoreError(f"{self.place.name}: nothing was kept, because something failed before: start again to go on")

    def _roll_back(self) -> None:
        """Undo what was not committed; without a connection the server does it."""
        idle = self._connection.info.transaction_status == 0
        if idle or self._connection.closed:
            return
        try:
            self._connection.execute("rollback")
        except self._errors.Error:
            self._connection.close()

    def _problem(self, error: "psycopg.Error") -> StoreError:
        name, errors = self.place.name, self._errors
        told = self.place.without_secrets(error.diag.message_primary or str(error).partition("\n")[0])
        if self._connection.closed:
            return StoreError(
                f"{name}: the connection was lost ({told}). What was committed is kept: start again to go on from there"
            )
        match error:
            case errors.InsufficientPrivilege():
                return StoreError(self.without_rights(told))
            case errors.ReadOnlySqlTransaction():
                return StoreError(f"{name} can only be read: is it a standby? A state is written on the primary server")
            case errors.InsufficientResources() | errors.DiskFull() | errors.OutOfMemory():
                return StoreError(f"{name}: the server has no room left ({told}). What was committed is kept: start again later")
            case errors.QueryCanceled():
                return StoreError(f"{name}: {told}. What was committed is kept: start again to go on from there")
            case _:
                return StoreError(f"{name} cannot be used as a state: {told}")

    def without_rights(self, told: str) -> str:
        """What a user is told who may not do something."""
        user, schema = self._connection.info.user, self.place.schema
        return f"{self.place.name}: {told}: the user {user} needs rights on the schema {schema} and its tables"


def _why(told: str, place: Place) -> str:
    """Why there is no connection: what it means if we know it, and what was said."""
    lines = [line.strip(" \t-") for line in place.without_secrets(told).splitlines() if line.strip()]
    said = next((line for line in lines if "failed:" in line or "FATAL" in line), lines[0] if lines else "")
    for words, meaning in REASONS:
        if words.lower() in told.lower():
            return f"{meaning} ({said})"
    if "does not exist" in told and "database" in told:
        return f"there is no such database: make it with createdb, lsdsl makes the rest ({said})"
    return f"there is no connection: {said}"
