"""A state in PostgreSQL: who may use it, what is said when it cannot be used, and what a lost connection leaves behind."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from lsdsl.runner.folder import run_to_folder
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import load
from lsdsl.store import StoreError, open_state
from lsdsl.store.interface import Kept, Position
from lsdsl.store.postgres import PostgresStore
from lsdsl.store.postgres_place import place_of
from lsdsl.store.postgres_schema import MIGRATIONS, migrate, version_of
from lsdsl.store.postgres_session import Session
from lsdsl.store.work import run_stateful
from tests.unit.cli.program import run

RULES = "event visit\nscore heat:\n    +1 on each visit\n"
SECRET = "pa%40ss%3Fword"  # noqa: S105 - of nobody
Ask = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def ask(postgres: str) -> Iterator[Ask]:
    """Runs a statement as the administrator of the server."""
    with psycopg.connect(postgres, autocommit=True) as connection:

        def run_statement(statement: str) -> list[tuple[object, ...]]:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

        yield run_statement


@pytest.fixture
def role(ask: Ask) -> Iterator[str]:
    """A user with a password and no rights."""
    name = f"lsdsl_role_{os.getpid()}"
    ask(f"create role {name} login password 'pa@ss?word'")
    yield name
    ask(f"drop owned by {name} cascade")
    ask(f"drop role {name}")


def as_role(state: str, role: str, password: str = SECRET) -> str:
    """The name of the state for another user."""
    return state.replace("://lsdsl@", f"://{role}:{password}@")


def schema_of(state: str) -> str:
    """The schema of a state."""
    return place_of(state).schema


def write_history(events: int) -> None:
    """Rules and a file of events in the current folder."""
    Path("rules.lsdsl").write_text(RULES, encoding="utf-8")
    with Path("events.jsonl").open("w", encoding="utf-8") as file:
        for number in range(events):
            event = {"id": f"e{number}", "type": "visit", "profile": f"P{number % 50}", "time": f"2026-01-{1 + number % 28:02}"}
            file.write(json.dumps(event) + "\n")


# --- where ----------------------------------------------------------------------------------------------------------------


def test_several_states_in_one_database(postgres: str, ask: Ask) -> None:
    """Each schema is a state of its own, whatever its name; the lock of one does not keep another from being written."""
    names = ["lsdsl test", 'lsdsl"test', "lsdsl_tést"]
    states = [f"{postgres}&schema={quote(name)}" for name in names]
    for state, name in zip(states, names, strict=True):
        with open_state(state) as store, store.transaction():
            store.save([Kept(name, b"state", None, 0, 1)])
    with open_state(states[0]) as first, open_state(states[1]) as second:
        assert [one.id for one in first.profiles()] == names[:1] != [one.id for one in second.profiles()]
        assert first.name == states[0]
    for name in names:
        ask('drop schema "{}" cascade'.format(name.replace('"', '""')))


def test_schema_of_something_else(postgres_state: str, ask: Ask) -> None:
    """Tables of something else are not touched, and it is said what to do; an empty schema that is there is used."""
    schema = schema_of(postgres_state)
    ask(f"create schema {schema}")
    ask(f"create table {schema}.people (id int)")
    for write in (True, False):
        with pytest.raises(StoreError, match=r"holds tables of something else; name another one"):
            open_state(postgres_state, write=write)
    ask(f"drop table {schema}.people")
    open_state(postgres_state).close()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ann:secret@db.example:5433/crm", "postgresql://ann@db.example:5433/crm"),
        ("postgres://db.example/crm?password=secret&sslmode=require&schema=a%20b", "postgresql://db.example/crm?schema=a%20b"),
        ("postgresql://ann:sec?ret@db.example/crm?schema=lsdsl", "postgresql://ann@db.example/crm"),
        ("postgresql:///crm?host=/run/db&user=ann", "postgresql://ann@/crm?host=/run/db"),
        ("postgresql://one,two:5433/crm", "postgresql://one,two:5433/crm"),
        ("postgresql://[::1]:5433/crm", "postgresql://[::1]:5433/crm"),
        ("postgresql://", "postgresql:///"),
    ],
)
def test_shown_without_a_password(url: str, shown: str) -> None:
    """What is shown of a state is its address without the password."""
    place = place_of(url)
    assert place.name == shown
    assert "secret" not in repr(place)


@pytest.mark.parametrize(
    "url",
    [
        *("postgresql://ann:sec@ret@db/crm", "postgresql://ann:sec/ret@db/crm", "postgresql://ann:12/ret@db/crm"),
        *("postgresql://ann:sec%zzret@db/crm", "postgresql://db:port/crm", "postgresql://db/crm?password=secret&unknown=1"),
    ],
)
def test_address_that_cannot_be_read(url: str) -> None:
    """It is said how an address is written, and nothing of what might be a password is repeated."""
    with pytest.raises(StoreError, match=r"cannot be read.*%40 for @.*PGPASSWORD") as found:
        open_state(url)
    assert not any(part in str(found.value) for part in ("ret", "zz", "unknown"))


@pytest.mark.parametrize("schema", ["", "pg_mine", "a" * 64, "%00"])
def test_schema_that_cannot_be(schema: str) -> None:
    """A name that PostgreSQL would refuse, or cut so that two states are one, is refused."""
    with pytest.raises(StoreError, match="cannot be the name of a schema"):
        place_of(f"postgresql://db/crm?schema={schema}")


def test_other_databases() -> None:
    """Of an address of another kind it is said what is possible, without repeating it."""
    with pytest.raises(StoreError, match=r"cannot be kept in mysql://: name a file, or postgresql://") as found:
        open_state("mysql://ann:secret@db/crm")
    assert "secret" not in str(found.value)


def test_without_psycopg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where psycopg is not installed it is said how to install it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r'needs psycopg: pip install "lsdsl\[postgres\]"'):
        open_state("postgresql://db/crm")


# --- no connection --------------------------------------------------------------------------------------------------------


def test_wrong_password(postgres_state: str, role: str) -> None:
    """A wrong password is called that and not repeated, on the command line too; without one it is said where to put it."""
    with pytest.raises(StoreError, match=r"the user or the password is not right \(.*\)$"):
        open_state(as_role(postgres_state, role, "wr%40ng"))
    result = run("state", "info", as_role(postgres_state, role, "wr%40ng"))
    assert (result.exit_code, "password is not right" in result.stderr) == (2, True)
    assert "wr" not in result.stderr.replace(role, "").replace("write", "")
    with pytest.raises(StoreError, match=r"a password is needed: put it in PGPASSWORD or in ~/\.pgpass"):
        open_state(postgres_state.replace("://lsdsl@", f"://{role}@"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("/postgres?", "/nowhere?"), "there is no such database: make it with createdb"),
        (("?host=", "?host=/nowhere"), "no server listens there: is it running, and is the folder of its socket right"),
        (("?host=", "?host=127.0.0.1&port=1&x="), "no server listens there: is it running, and are host and port right"),
        (("?host=", "?host=nowhere.invalid&x="), "there is no server of this name"),
    ],
)
def test_no_connection(postgres_state: str, change: tuple[str, str], words: str) -> None:
    """Why there is no connection is said in words, with what the server or the system said."""
    with pytest.raises(StoreError, match=words):
        open_state(postgres_state.replace(*change).replace(f"&x={place_of(postgres_state).name.partition('host=')[2]}", ""))


# --- rights ---------------------------------------------------------------------------------------------------------------


def test_user_without_rights(postgres_state: str, role: str, ask: Ask) -> None:
    """Who may not make the schema is told what an administrator has to do; after that all works. A password may hold anything."""
    schema = schema_of(postgres_state)
    state = as_role(postgres_state, role)
    with pytest.raises(
        StoreError, match=f'let an administrator of the database run: create schema "{schema}" authorization {role}'
    ):
        open_state(state)
    ask(f'create schema "{schema}" authorization {role}')
    with open_state(state) as store, store.transaction():
        store.save([Kept("p", b"state", None, 0, 1)])
    ask(f"drop owned by {role} cascade")
    open_state(postgres_state).close()
    with pytest.raises(StoreError, match=f"permission denied.*the user {role} needs rights on the schema {schema}"):
        open_state(state, write=False)


def test_user_who_may_only_read(postgres_state: str, role: str, ask: Ask) -> None:
    """A user with the right to read reads, and is told who writes; writing is refused in words."""
    schema = schema_of(postgres_state)
    with open_state(postgres_state) as store:
        ask(f"grant usage on schema {schema} to {role}")
        ask(f"grant select on all tables in schema {schema} to {role}")
        with open_state(as_role(postgres_state, role), write=False) as reader:
            assert reader.count() == (0, 0)
            assert reader.writer() == store.writer() != "another program"
    with pytest.raises(StoreError, match="needs rights"):
        open_state(as_role(postgres_state, role))


def test_server_that_is_read_only(postgres_state: str) -> None:
    """Where nothing can be written, as on a standby, it is said what to do."""
    open_state(postgres_state).close()
    with pytest.raises(StoreError, match="can only be read: is it a standby"):
        open_state(f"{postgres_state}&options=-cdefault_transaction_read_only%3Don")


def test_statement_that_takes_too_long(postgres_state: str) -> None:
    """Where the server ends what takes too long, that is no end of the state."""
    open_state(postgres_state).close()
    with psycopg.connect(place_of(postgres_state).connection) as other:
        other.execute(f"lock table {schema_of(postgres_state)}.meta in exclusive mode".encode())
        with pytest.raises(StoreError, match=r"statement timeout\. What was committed is kept: start again"):
            open_state(f"{postgres_state}&options=-cstatement_timeout%3D200")


# --- versions -------------------------------------------------------------------------------------------------------------


def test_newer_tables_are_refused(postgres_state: str, ask: Ask) -> None:
    """Tables of a newer lsdsl are left alone."""
    open_state(postgres_state).close()
    versions = f"{schema_of(postgres_state)}.lsdsl_migrations (version)"
    ask(f"insert into {versions} values ({len(MIGRATIONS) + 1})")  # noqa: S608 - ours
    for write in (True, False):
        with pytest.raises(StoreError, match="upgrade lsdsl"):
            open_state(postgres_state, write=write)


def test_migrations_run_once_each_and_together(postgres_state: str) -> None:
    """A further step is made once and noted with its number; one that fails changes nothing."""
    open_state(postgres_state).close()
    session = Session(place_of(postgres_state))
    steps = (*MIGRATIONS, ("alter table meta add column note text",))
    broken = (*steps, ("create table more (id int)", "create table more (id int)"))
    migrate(session, steps)
    migrate(session, steps)
    with pytest.raises(StoreError, match="already exists"):
        migrate(session, broken)
    assert version_of(session) == len(steps)
    assert session.rows("select version from lsdsl_migrations order by version") == [(1,), (2,)]
    assert session.one("select to_regclass('more') is null")
    session.close()
    with pytest.raises(StoreError, match="has tables of version 2, this lsdsl reads version 1"):
        open_state(postgres_state, write=False)


def test_older_tables_are_brought_up_by_a_writer(postgres_state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of older tables is told what to do, and that does it."""
    open_state(postgres_state).close()
    steps = (*MIGRATIONS, ("alter table meta add column note text",))
    monkeypatch.setattr("lsdsl.store.postgres.MIGRATIONS", steps)
    monkeypatch.setattr(migrate, "__defaults__", (steps,))
    with pytest.raises(StoreError, match="run `lsdsl state vacuum` on it once"):
        open_state(postgres_state, write=False)
    assert run("state", "vacuum", postgres_state).exit_code == 0
    open_state(postgres_state, write=False).close()


# --- safety ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("own", "used"), [("off", "on"), ("local", "on"), ("on", "on"), ("remote_apply", "remote_apply")])
def test_commits_are_on_disk(postgres_state: str, own: str, used: str) -> None:
    """Whatever the server or the address says, a commit is answered when it is on disk."""
    session = Session(place_of(f"{postgres_state}&options=-csynchronous_commit%3D{own}"))
    assert session.one("show synchronous_commit") == used
    assert session.one("show idle_in_transaction_session_timeout") == "0"
    session.close()


def test_nothing_is_kept_after_a_failure(postgres_state: str) -> None:
    """Where a failure within a transaction was passed over, the commit says that nothing was kept."""

    def pass_over() -> None:
        with store.transaction():
            store.save([Kept("p", b"state", None, 0, 1)])
            with pytest.raises(StoreError, match="out of range"):
                store.put_totals_of_nobody()

    with open_state(postgres_state) as opened:
        store = Failing(opened)
        with pytest.raises(StoreError, match="nothing was kept"):
            pass_over()
        assert opened.count() == (0, 0)


class Failing:
    """A store with a write that fails."""

    def __init__(self, store: object) -> None:
        assert isinstance(store, PostgresStore)
        self._store = store
        self.transaction, self.save = store.transaction, store.save

    def put_totals_of_nobody(self) -> None:
        """Keep a number that is too large."""
        self._store.save([Kept("q", b"state", 1 << 70, 0, 1)])


def end_writer(ask: Ask, state: str) -> None:
    """End the connection of whoever holds a state, as a server does that is stopped."""
    with open_state(state, write=False) as reader:
        assert reader.writer()
    ended = ask(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid = (select "  # noqa: S608 - ours
        f"(convert_from(value, 'UTF8')::json ->> 'backend')::int from {schema_of(state)}.meta where key = 'writer')"
    )
    assert ended == [(True,)]


def test_lost_connection(postgres_state: str, ask: Ask) -> None:
    """When the connection is lost what was committed is kept, what was not is not, and the next writer is let in."""
    with open_state(postgres_state) as store:
        with store.transaction():
            store.save([Kept("p1", b"state", None, 0, 1)])
        end_writer(ask, postgres_state)
        with (
            pytest.raises(StoreError, match=r"the connection was lost \(.*\)\. What was committed is kept: start again"),
            store.transaction(),
        ):
            store.save([Kept("p2", b"state", None, 0, 1)])
        with pytest.raises(StoreError, match="the connection was lost"):
            store.count()
    with open_state(postgres_state) as store:
        assert [one.id for one in store.profiles()] == ["p1"]


def test_run_that_loses_its_connection_goes_on(
    postgres_state: str, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run ends with exit code 2 when its server goes away, and the next one ends as one run in peace does."""
    monkeypatch.chdir(tmp_path)
    assert run_stateful.__kwdefaults__
    monkeypatch.setitem(run_stateful.__kwdefaults__, "batch", 500)
    write_history(2_000)
    run_to_folder(load("rules.lsdsl"), RunOptions(events=("events.jsonl",)), "whole")
    put, batches = PostgresStore.put_position, []

    def put_and_end(store: PostgresStore, position: Position) -> None:
        batches.append(position.records)
        if len(batches) == 3:
            end_writer(ask, postgres_state)
        put(store, position)

    monkeypatch.setattr(PostgresStore, "put_position", put_and_end)
    lost = run("run", "rules.lsdsl", "--state", postgres_state, "--events", "events.jsonl")
    assert (lost.exit_code, "the connection was lost" in lost.stderr) == (2, True)
    result = run("run", "rules.lsdsl", "--state", postgres_state, "--events", "events.jsonl", "--out", "out")
    assert result.exit_code == 0, result.stderr
    assert "going on in events.jsonl after 1,000 records" in result.stderr
    for name in ("profiles.jsonl", "ledger.jsonl", "actions.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_killed_writer_lets_go(postgres_state: str) -> None:
    """The lock of a process that is killed is free for the next one, and what it had not committed is gone."""
    program = (
        "import sys\nfrom lsdsl.store import open_state\nfrom lsdsl.store.interface import Kept\n"
        "store = open_state(sys.argv[1])\n"
        "with store.transaction():\n    store.save([Kept('p1', b'', None, 0, 1)])\n"
        "with store.transaction():\n    store.save([Kept('p2', b'', None, 0, 1)])\n    print('ready', flush=True)\n    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, postgres_state], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ)
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        with pytest.raises(StoreError, match=f"in use by process {process.pid} on "):
            open_state(postgres_state)
        process.send_signal(signal.SIGKILL)
    with open_state(postgres_state) as store:
        assert [one.id for one in store.profiles()] == ["p1"]
