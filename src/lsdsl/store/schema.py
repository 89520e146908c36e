"""The tables of a state in SQLite, as steps from each version to the next."""

import sqlite3
from collections.abc import Sequence
from typing import Final

from lsdsl.store.problems import StoreError

APPLICATION: Final = 0x4C534453
"""``LSDS``: tells a state from other SQLite files."""

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "create table meta (key text primary key, value blob not null) without rowid",
        (
            "create table profiles (id text primary key, state blob not null, due integer, passes integer not null, "
            "removed integer not null)"
        ),
        "create index profiles_due on profiles (due, id) where due is not null",
        "create table marked (id text primary key) without rowid",
        "create table ledger (seq integer primary key, time integer not null, profile text not null, line blob not null)",
        "create table actions (seq integer primary key, time integer not null, profile text not null, line blob not null)",
        "create table failures (seq integer primary key, time integer not null, profile text not null, line blob not null)",
        "create table rejects (seq integer primary key, source text not null, place integer not null, line blob not null)",
        (
            "create table positions (path text not null, role text not null, records integer not null, size integer not null, "
            "digest text not null, complete integer not null, primary key (path, role)) without rowid"
        ),
    ),
    (
        "create table rulesets (number integer primary key, digest text not null unique, packed blob)",
        "insert into rulesets (number, digest) select 1, cast(value as text) from meta where key = 'ruleset'",
        "alter table profiles add column rules integer not null default 1",
        "alter table profiles add column updating integer not null default 0",
        "create index profiles_updating on profiles (id) where updating",
        "create index ledger_profile on ledger (profile)",
        "create index actions_profile on actions (profile)",
        "create index failures_profile on failures (profile)",
    ),
)
"""What makes each version out of the one before; the first one out of nothing."""


def migrate(connection: sqlite3.Connection, name: str, steps: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Bring the tables to the newest version, in one transaction. Raises ``StoreError`` for what is no state, or too new."""
    found, application = version_of(connection), connection.execute("pragma application_id").fetchone()[0]
    tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    if tables and application != APPLICATION:
        raise StoreError(f"{name} is a database of something else; name another file for the state")
    if found > len(steps):
        raise StoreError(f"{name} was written by a newer lsdsl (tables {found}, this one knows {len(steps)}): upgrade lsdsl")
    if found == len(steps):
        return
    connection.execute("begin immediate")
    try:
        for statements in steps[found:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"pragma application_id = {APPLICATION}")
        connection.execute(f"pragma user_version = {len(steps)}")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0 when there are none."""
    version: int = connection.execute("pragma user_version").fetchone()[0]
    return version
