"""Fresh states of every kind for tests: a file, and a schema of a PostgreSQL server that is there or is started for the session.

``LSDSL_POSTGRES`` names a server to use: one of ``scripts/postgres``, or one that lets its user make schemas and roles.
"""

import os
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from lsdsl.store.postgres_place import place_of

SCRIPT: Final = Path(__file__).resolve().parents[1] / "scripts" / "postgres"
KINDS: Final = ("sqlite", "postgres")
NONE: Final = 3
"""How the script ends where there are no programs of PostgreSQL."""
_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server, which is started if none is named. Where PostgreSQL is not installed the test is left out."""
    given = os.environ.get("LSDSL_POSTGRES")
    if given:
        yield given
        return
    started = subprocess.run([SCRIPT, "start"], capture_output=True, encoding="utf-8", check=False)
    if started.returncode == NONE:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql), and LSDSL_POSTGRES names no server")
    assert started.returncode == 0, started.stderr
    url = started.stdout.strip()
    yield url
    subprocess.run([SCRIPT, "stop", url], check=True)


@pytest.fixture
def postgres_state(postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a state in PostgreSQL that is not there yet; it is removed afterwards. A second writer is told soon."""
    import psycopg

    monkeypatch.setattr("lsdsl.store.postgres_lock.PATIENCE", 1.0)
    schema = f"lsdsl_{os.getpid()}_{next(_numbers)}"
    url = f"{postgres}{'&' if '?' in postgres else '?'}schema={schema}"
    yield url
    with psycopg.connect(place_of(url).connection, autocommit=True) as connection:
        connection.execute("set client_min_messages = warning")
        connection.execute(f"drop schema if exists {schema} cascade".encode())


@pytest.fixture(params=KINDS)
def state(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of a state that is not there yet, once a file and once a schema of PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "state-of-the-test.db")
    name: str = request.getfixturevalue("postgres_state")
    return name
