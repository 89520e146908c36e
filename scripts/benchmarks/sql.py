"""Scores by SQL over Parquet files: the statement of lsdsl against one written by hand, in seconds and memory.

Both sum up the same rules over the same files with DuckDB. Two are written by hand: one that trusts that no event is there twice,
as the bare statement of lsdsl may, and one that lets an id count once, as all of `lsdsl run --engine sql` does, which also looks
whether the files hold what the rules declare and counts late events. Each is run in a process of its own, in turns; ratios are of
the processor's time.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.measuring import Target, machine
from scripts.benchmarks.parquet import write_workload
from scripts.benchmarks.workload import Condition, Rule, make_rules

SUMS: Final = "SELECT COUNT(*), SUM(points), SUM(hash(profile) % 1000003 * points) FROM result"
STATEMENT, EVERYTHING = "lsdsl, the statement", "lsdsl, all of it"
TRUSTING, CAREFUL = "by hand", "by hand, each id once"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench sql", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=int, default=50, help="rules (%(default)s)")
    parser.add_argument("--events", type=int, default=500_000, help="events (%(default)s; the target is for 5000000)")
    parser.add_argument("--profiles", type=int, default=20_000, help="profiles (%(default)s; the target is for 200000)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is run (%(default)s)")
    parser.add_argument("--threads", type=int, default=1, help="threads of DuckDB (%(default)s)")
    parser.add_argument("--folder", type=Path, help="where the files are, or are written if they are not there")
    parser.add_argument("--way", choices=WAYS, help="run only this one, here, and print what it took as JSON")
    given = parser.parse_args(arguments)
    if given.way:
        print(json.dumps(WAYS[given.way](given)))
        return 0
    console = Console(highlight=False)
    console.print(
        f"{machine()}; {given.threads} threads; {given.rules} rules, {given.events:,} events, {given.profiles:,} profiles"
    )
    with tempfile.TemporaryDirectory() as name:
        given.folder = given.folder or Path(name)
        write_workload(given.folder, rules=given.rules, events=given.events, profiles=given.profiles)
        runs = _rounds(given)
    table = Table("", title="seconds of DuckDB, start of Python left out", title_justify="left")
    for heading in ("min", "median", "max", "of the processor", "peak MB"):
        table.add_column(heading, justify="right")
    for way, taken in runs.items():
        seconds = [one["seconds"] for one in taken]
        memory = max(one["peak"] for one in taken)
        used = median(one["processor"] for one in taken)
        figures = (min(seconds), median(seconds), max(seconds), used)
        table.add_row(way, *(f"{one:.2f}" for one in figures), f"{memory / 1024:,.0f}")
    console.print(table)
    results = {tuple(one["result"]) for taken in runs.values() for one in taken}
    console.print("the results are the same" if len(results) == 1 else f"the results differ: {results}")
    for own, other in ((STATEMENT, TRUSTING), (EVERYTHING, CAREFUL), (EVERYTHING, TRUSTING)):
        ratio = median(mine["processor"] / its["processor"] for mine, its in zip(runs[own], runs[other], strict=True))
        target = Target(f"{own} against {other}", ratio, 1.5)
        if (own, other) == (EVERYTHING, TRUSTING):
            console.print(f"{own} against {other}: {ratio:.2f} times; it does more")
        else:
            console.print(str(target), style="green" if target.met else "red")
    return 0 if len(results) == 1 else 1


def _rounds(given: argparse.Namespace) -> dict[str, list[dict[str, Any]]]:
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    options = ["--folder", str(given.folder), "--rules", str(given.rules), "--threads", str(given.threads)]
    for number in range(given.rounds):
        for way in [*WAYS] if number % 2 == 0 else [*WAYS][::-1]:
            command = [sys.executable, "-m", "scripts.benchmarks.sql", "--way", way, *options]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ)  # noqa: S603 - our own
            runs[way].append(json.loads(done.stdout))
    return runs


# --- the ways ---------------------------------------------------------------------------------------------------------------


def _by_hand(given: argparse.Namespace, *, once: bool) -> dict[str, Any]:
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": given.threads})
    statement = by_hand(make_rules(given.rules), given.folder, once=once)
    begin = _clocks()
    connection.execute(f"CREATE TABLE result AS {statement}")
    return _taken(begin, _clocks(), connection.execute(SUMS).fetchone())


def by_hand(rules: Iterable[Rule], folder: Path, *, once: bool) -> str:
    """A statement as somebody writes it who knows the rules: an event meets only the rules on its own type."""
    of_type: dict[str, list[str]] = {}
    for rule in rules:
        conditions = " AND ".join(map(_condition, rule.conditions))
        term = f"CASE WHEN {conditions} THEN {rule.points} ELSE 0 END" if conditions else f"{rule.points}"
        of_type.setdefault(rule.event, []).append(term)
    points = " ".join(f"WHEN '{event}' THEN {' + '.join(terms)}" for event, terms in of_type.items())
    events = f"(SELECT * FROM read_parquet('{folder}/events.parquet'){ONCE if once else ''})"  # noqa: S608 - of made-up rules
    scored = (
        f"SELECT e.profile, SUM(CASE e.type {points} ELSE 0 END) AS points "  # noqa: S608 - made here, of made-up rules
        f"FROM {events} e LEFT JOIN read_parquet('{folder}/profiles.parquet') p ON p.id = e.profile GROUP BY e.profile"
    )
    return (
        "SELECT COALESCE(p.id, t.profile) AS profile, COALESCE(t.points, 0)::BIGINT AS points "  # noqa: S608 - as above
        f"FROM read_parquet('{folder}/profiles.parquet') p FULL JOIN ({scored}) t ON t.profile = p.id"
    )


ONCE: Final = " QUALIFY ROW_NUMBER() OVER (PARTITION BY profile, id ORDER BY time) = 1"


def _condition(condition: Condition) -> str:
    name = f"{'e' if condition.of_event else 'p'}.{condition.name}"
    match condition.operator, condition.value:
        case "in", tuple() as values:
            return f"{name} IN ({', '.join(map(_literal, values))})"
        case "is", value:
            return f"{name} = {_literal(value)}"
        case "starts with", value:
            return f"starts_with({name}, {_literal(value)})"
        case "contains", value:
            return f"contains({name}, {_literal(value)})"
        case operator, value:
            return f"{name} {operator} {value}"


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _by_lsdsl(given: argparse.Namespace, *, everything: bool) -> dict[str, Any]:
    import lsdsl
    from lsdsl.runner.options import RunOptions
    from lsdsl.runner.receivers import Kept
    from lsdsl.sql.deciding import decide
    from lsdsl.sql.execution import Scored
    from lsdsl.sql.sources import Sources

    folder: Path = given.folder
    ruleset = lsdsl.load(folder / "rules.lsdsl")
    options = RunOptions(profiles=(str(folder / "profiles.parquet"),), events=(str(folder / "events.parquet"),))
    with tempfile.TemporaryDirectory() as name:
        begin = _clocks()
        sources = Sources(ruleset, decide(ruleset).columns, options, Kept(ruleset.program), lambda *_: None, Path(name))
        sources.connection.execute(f"SET threads = {given.threads:d}")
        sources.prepare()
        if not everything:
            begin = _clocks()
        Scored(sources, decide(ruleset, sources.as_of))
        end = _clocks()
        sources.connection.execute("CREATE VIEW result AS SELECT id AS profile, score_1 // 1000000 AS points FROM scored")
        result = sources.connection.execute(SUMS).fetchone()
        sources.close()
    return _taken(begin, end, result)


Clocks = tuple[float, float]


def _clocks() -> Clocks:
    """The clock on the wall and that of the processor, which does not count what other programs took."""
    return perf_counter(), process_time()


def _taken(begin: Clocks, end: Clocks, result: object) -> dict[str, Any]:
    assert isinstance(result, tuple)
    taken = {"seconds": end[0] - begin[0], "processor": end[1] - begin[1]}
    return {**taken, "peak": getrusage(RUSAGE_SELF).ru_maxrss, "result": [int(one) for one in result]}


WAYS: Final[Mapping[str, Callable[[argparse.Namespace], dict[str, Any]]]] = {
    TRUSTING: partial(_by_hand, once=False),
    STATEMENT: partial(_by_lsdsl, everything=False),
    CAREFUL: partial(_by_hand, once=True),
    EVERYTHING: partial(_by_lsdsl, everything=True),
}


# --- the files --------------------------------------------------------------------------------------------------------------


if __name__ == "__main__":
    sys.exit(main())
