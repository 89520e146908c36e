"""The statement for PostgreSQL, executed by PostgreSQL, against the one for DuckDB, executed by DuckDB."""

import re
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from lsdsl.runner.options import RunOptions
from lsdsl.runner.receivers import Kept
from lsdsl.sql.deciding import decide
from lsdsl.sql.dialects import text_of
from lsdsl.sql.sources import Sources
from tests.unit.sql.rulesets import RULES, ruleset_of, write_data

TYPES: Final = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "DOUBLE": "double precision",
    "BOOLEAN": "boolean",
    "VARCHAR[]": "text[]",
}
WITHOUT_PATTERNS: Final = re.sub(r"\n.*url matches.*", "", RULES)


def test_postgres_gives_the_same_rows_as_duckdb(postgres: str, tmp_path: Path) -> None:
    """All that SQL can do but patterns, with repeats and late events, over the same two tables."""
    people, events = write_data(tmp_path)
    ruleset = ruleset_of(WITHOUT_PATTERNS)
    options = RunOptions(profiles=(str(people),), events=(str(events),))
    sources = Sources(ruleset, decide(ruleset).columns, options, Kept(ruleset.program), lambda *_: None, tmp_path)
    sources.prepare()
    ours = sources.connection
    with psycopg.connect(postgres) as connection:
        for name, table in (("arrived", "events"), ("profiles", "profiles")):
            copy(ours.execute(f"DESCRIBE {name}").fetchall(), ours.execute(f"FROM {name}").fetchall(), table, connection)
        decision = decide(ruleset, sources.as_of, "postgres")
        assert not decision.reasons
        found = connection.execute(text_of(decision.statement(), "postgres").encode()).fetchall()
    ours.execute("CREATE OR REPLACE TEMP VIEW events AS FROM arrived")
    expected = ours.execute(text_of(decide(ruleset, sources.as_of).statement(), "duckdb")).fetchall()
    sources.close()
    assert len(expected) > 20
    assert sorted(found) == sorted(expected)


def copy(columns: list[Any], rows: list[Any], table: str, connection: "psycopg.Connection[Any]") -> None:
    """Make a table for the session, with the same columns and rows."""
    name = sql.Identifier("pg_temp", table)
    defined = [sql.SQL("{} {}").format(sql.Identifier(one[0]), sql.SQL(TYPES[one[1]])) for one in columns]
    connection.execute(sql.SQL("CREATE TEMP TABLE {} ({})").format(sql.Identifier(table), sql.SQL(", ").join(defined)))
    values = sql.SQL(", ").join([sql.Placeholder()] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(sql.SQL("INSERT INTO {} VALUES ({})").format(name, values), rows)
