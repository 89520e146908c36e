"""The tables of a state in PostgreSQL, as steps from each version to the next.

Ids and paths are bytes: so they are in order of code points whatever the database's locale is, and hold what its text may not.
"""

from collections.abc import Sequence
from typing import Final

from lsdsl.store.postgres_session import Session
from lsdsl.store.problems import StoreError

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "create table meta (key text primary key, value bytea not null)",
        "create table rulesets (number integer primary key, digest text not null unique, packed bytea)",
        (
            "create table profiles (id bytea primary key, state bytea not null, due bigint, passes bigint not null, "
            "rules integer not null, removed boolean not null, updating boolean not null) with (fillfactor = 80)"
        ),
        "create index profiles_due on profiles (due) where due is not null",
        "create index profiles_updating on profiles (id) where updating",
        "create table marked (id bytea primary key)",
        "create table long_ids (key bytea primary key, id bytea not null)",
        *(
            statement
            for kind in ("ledger", "actions", "failures")
            for statement in (
                (
                    f"create table {kind} (seq bigint generated always as identity primary key, time bigint not null, "
                    "profile bytea not null, line bytea not null)"
                ),
                f"create index {kind}_profile on {kind} (profile)",
            )
        ),
        (
            "create table rejects (seq bigint generated always as identity primary key, source bytea not null, "
            "place bigint not null, line bytea not null)"
        ),
        (
            "create table positions (path bytea not null, role text not null, records bigint not null, size bigint not null, "
            "digest text not null, complete boolean not null)"
        ),
        "create unique index positions_place on positions (sha256(path), role)",
    ),
)
"""What makes each version out of the one before; the first one out of an empty schema."""
TABLES: Final = "meta rulesets profiles marked long_ids ledger actions failures rejects positions".split()


def migrate(session: Session, steps: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Bring the tables to the newest version, in one transaction. Raises ``StoreError`` for what is no state, or too new."""
    found, name = version_of(session), session.place.name
    if found > len(steps):
        raise StoreError(f"{name} was written by a newer lsdsl (tables {found}, this one knows {len(steps)}): upgrade lsdsl")
    if found == len(steps):
        return
    with session.transaction():
        if not found:
            _make_schema(session)
            session.execute(
                "create table lsdsl_migrations (version integer primary key, "
                "applied timestamptz not null default current_timestamp)"
            )
        for version, statements in enumerate(steps[found:], found + 1):
            for statement in statements:
                session.execute(statement)
            session.execute("insert into lsdsl_migrations (version) values (%s)", (version,))


def version_of(session: Session) -> int:
    """The version of the tables; 0 when there are none. Raises ``StoreError`` where the schema is used for something else."""
    asked = "select relname::text from pg_class join pg_namespace on pg_namespace.oid = relnamespace where nspname = %s"
    tables = {name for (name,) in session.rows(asked, (session.place.schema,))}
    if tables and not session.one("select has_schema_privilege(%s, 'usage')", (session.place.schema,)):
        raise StoreError(session.without_rights(f"permission denied for schema {session.place.schema}"))
    if "lsdsl_migrations" in tables:
        return int(session.one("select coalesce(max(version), 0) from lsdsl_migrations"))
    if tables:
        raise StoreError(
            f"{session.place.name}: the schema {session.place.schema} holds tables of something else; name another one in the "
            "address of the state, as in ?schema=leads"
        )
    return 0


def _make_schema(session: Session) -> None:
    """Make the schema, unless an administrator has: that needs a right of its own."""
    schema = session.place.schema
    if session.one("select 1 from pg_namespace where nspname = %s", (schema,)) is not None:
        return
    quoted = '"' + schema.replace('"', '""') + '"'
    if not session.one("select has_database_privilege(current_database(), 'create')"):
        raise StoreError(
            f"{session.place.name}: this user may not make the schema {schema}; let an administrator of the database run: "
            f"create schema {quoted} authorization {session.one('select quote_ident(current_user)')}"
        )
    session.execute(f"create schema {quoted}")
