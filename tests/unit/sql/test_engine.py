"""Runs in which SQL does the scores: the same as those of the step, whatever the files are."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from lsdsl.runner.batch import run
from lsdsl.runner.folder import run_to_folder
from lsdsl.runner.options import RunOptions
from lsdsl.runner.receivers import Kept
from lsdsl.runner.ruleset import Ruleset
from lsdsl.sql import problems
from lsdsl.sql.engines import divide, scored_by_sql, to_folder, to_joined_table
from lsdsl.sql.problems import SqlError
from tests.unit.cli.program import run as program
from tests.unit.sql.rulesets import RULES, ruleset_of, write_data

QUIET: Any = lambda *_: None  # noqa: E731 - nobody looks
MIXED = RULES + "\nscore often:\n    +1 on each visit, at most 2 times per 1 day\n"
SEEDS = (1, 2, 3)


def lines(folder: Path, name: str) -> list[Any]:
    """The records of an output file."""
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("seed", SEEDS)
def test_profiles_and_rejects_are_those_of_the_step_to_the_byte(tmp_path: Path, seed: int) -> None:
    """The large ruleset over CSV and JSON Lines with repeats, late events and what has to be rejected."""
    people, events = write_data(tmp_path, seed)
    ruleset, options = ruleset_of(RULES), RunOptions(profiles=(str(people),), events=(str(events),))
    by_step, _ = run_to_folder(ruleset, options, tmp_path / "step")
    by_sql, _ = to_folder(ruleset, options, str(tmp_path / "sql"), QUIET)
    for name in ("profiles.jsonl", "rejects.jsonl"):
        assert (tmp_path / "sql" / name).read_bytes() == (tmp_path / "step" / name).read_bytes()
    assert by_step.duplicates
    assert by_step.late
    for name in (
        "as_of",
        "profiles",
        "events",
        "processed",
        "duplicates",
        "late",
        "rejects",
        "events_by_type",
        "ignored",
        "hints",
    ):
        assert getattr(by_sql, name) == getattr(by_step, name), name
    assert by_sql.profiles_by_range == by_step.profiles_by_range
    assert not (tmp_path / "sql" / "ledger.jsonl").exists()
    assert "ledger" not in json.loads((tmp_path / "sql" / "summary.json").read_text(encoding="utf-8"))


def test_an_earlier_moment_leaves_later_events_out(tmp_path: Path) -> None:
    """``--as-of`` is the moment of SQL too."""
    people, events = write_data(tmp_path)
    options = RunOptions(profiles=(str(people),), events=(str(events),), as_of=1_767_600_000_000_000)
    by_step, _ = run_to_folder(ruleset_of(RULES), options, tmp_path / "step")
    by_sql, _ = to_folder(ruleset_of(RULES), options, str(tmp_path / "sql"), QUIET)
    assert (tmp_path / "sql" / "profiles.jsonl").read_bytes() == (tmp_path / "step" / "profiles.jsonl").read_bytes()
    assert by_sql.after_as_of == by_step.after_as_of > 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_auto_joins_what_sql_and_the_step_have_computed(tmp_path: Path, jobs: int) -> None:
    """With one score that goes by the order of events the profiles are still those of the step."""
    people, events = write_data(tmp_path)
    ruleset = ruleset_of(MIXED)
    options = RunOptions(profiles=(str(people),), events=(str(events),), jobs=jobs)
    division = divide(ruleset)
    assert division.step == ("often",)
    assert division.sql == ("use", "fit", "history", "total")

    def everything(_: Kept, profiles: list[Any]) -> list[Any]:
        return profiles

    kept = Kept(ruleset.program)
    expected = run(ruleset, RunOptions(profiles=options.profiles, events=options.events), kept)
    summary, joined = to_joined_table(ruleset, division, options, everything, QUIET)
    assert sorted(joined.profiles, key=lambda one: one.id) == kept.profiles
    assert summary.profiles_by_range == expected.profiles_by_range
    numbers = {one.index for one in ruleset.program.rules if ruleset.program.scores[one.score].name == "often"}
    given = {
        profile: {rule: size for rule, size in sizes.items() if rule in numbers} for profile, sizes in kept.contributions.items()
    }
    assert {one: dict(sizes) for one, sizes in joined.contributions.items()} == {
        one: sizes for one, sizes in given.items() if sizes
    }


def test_a_follow_up_keeps_the_scores_that_it_asks_for_with_the_step() -> None:
    """What it reads is computed where it runs; the others are left to SQL."""
    text = RULES + '\nfollowup hot:\n    when fit > 20\n    do notify "x", to: "y"\n'
    division = divide(ruleset_of(text))
    assert division.step == ("fit",)
    assert "use" in division.sql
    assert not division.whole


# --- Parquet in place ---------------------------------------------------------------------------------------------------------

PLAIN = """\
profile:
    country  text
    size     number
    since    date
event visit:
    path    text
    amount  number
    kind    choice("a", "b")
    paid    boolean
    due     datetime
score use:
    +1 on each visit where path is missing
    +2 on each visit where kind is not "a"
    +(amount) on each visit where paid or due > 2026-01-02
    +4 while country is not "NL" and since < 2026-01-01
    +8 while size is missing
"""
MICROSECONDS = pa.timestamp("us")
START = 1_767_225_600_000_000


def tables(folder: Path, **columns: Any) -> RunOptions:
    """Parquet files with good columns, some of them replaced."""
    good: dict[str, Any] = {
        "id": ["e1", "e2", "e3"],
        "type": ["visit"] * 3,
        "profile": ["p1", "p1", "p3"],
        "time": pa.array([START, START + 5, START + 9], MICROSECONDS),
        "path": ["/a", "", None],
        "amount": pa.array([1, 2, None], pa.int32()),
        "kind": ["a", "b", None],
        "paid": [True, False, None],
        "due": pa.array([None, START + 86_400_000_001, START], pa.timestamp("us", "Europe/Amsterdam")),
    }
    parquet.write_table(pa.table(good | columns), folder / "events.parquet")
    people = {
        "id": ["p1", "p2"],
        "country": ["NL", ""],
        "size": pa.array([1.5, 2.0]),
        "since": pa.array([None, 20_000], pa.date32()),
    }
    parquet.write_table(pa.table(people), folder / "people.parquet")
    return RunOptions(profiles=(str(folder / "people.parquet"),), events=(str(folder / "events.parquet"),))


def both(ruleset: Ruleset, options: RunOptions, folder: Path) -> None:
    """Run with the step and with SQL; profiles and rejects have to be the same."""
    run_to_folder(ruleset, options, folder / "step")
    to_folder(ruleset, options, str(folder / "sql"), QUIET)
    for name in ("profiles.jsonl", "rejects.jsonl"):
        assert (folder / "sql" / name).read_bytes() == (folder / "step" / name).read_bytes()


def in_place(options: RunOptions) -> int:
    """How many files of a run are read in place."""
    ruleset = ruleset_of(PLAIN)
    with scored_by_sql(ruleset, options, Kept(ruleset.program), QUIET) as (scored, _):
        return scored._sources.direct


def test_good_parquet_files_are_read_in_place(tmp_path: Path) -> None:
    """Empty texts are missing, moments keep their instants, and profiles that only events know are there too."""
    options = tables(tmp_path)
    assert in_place(options) == 2
    both(ruleset_of(PLAIN), options, tmp_path)


ODD: dict[str, Any] = {
    "not a number": {"amount": [1.0, float("nan"), 2.0]},
    "a huge number": {"amount": pa.array([1, 2**60, 2], pa.int64())},
    "a number as text": {"amount": ["1", " 2 ", "x"]},
    "no option": {"kind": ["a", "c", "b"]},
    "a blank id": {"id": ["e1", " ", "e3"]},
    "no profile": {"profile": ["p1", None, "p3"]},
    "an unknown type": {"type": ["visit", "visits", "visit"]},
    "moments as text": {"time": ["2026-01-01T00:00Z", "2026-01-01", "never"]},
    "a decimal": {"amount": pa.array([1, 2, 3], pa.decimal128(5, 2))},
    "two columns for one": {"data.path": ["/x", None, "/y"]},
}


@pytest.mark.parametrize("what", [one for one in ODD if one != "a huge number"])
def test_parquet_files_that_hold_anything_odd_go_through_the_readers(tmp_path: Path, what: str) -> None:
    """So their rejects and conversions are those of every other run."""
    options = tables(tmp_path, **ODD[what])
    assert in_place(options) == 1  # the profiles
    both(ruleset_of(PLAIN), options, tmp_path)


def test_a_column_of_another_type_is_told(tmp_path: Path) -> None:
    """Whoever writes the file can have it read in place, which is many times as fast."""
    options = tables(tmp_path, **ODD["moments as text"])
    summary = to_folder(ruleset_of(PLAIN), options, str(tmp_path / "sql"), QUIET)[0]
    assert [one.removeprefix(options.events[0]) for one in summary.hints if "row by row" in one] == [
        " was read row by row, which takes longer: its column time is VARCHAR, and in place it is read as TIMESTAMP"
    ]


def test_numbers_that_a_float_does_not_keep_apart_are_left_to_the_step(tmp_path: Path) -> None:
    """SQL would round them."""
    with pytest.raises(SqlError, match="amount has whole numbers of more than 15 digits"):
        in_place(tables(tmp_path, **ODD["a huge number"]))


def test_events_that_change_profiles_are_left_to_the_step(tmp_path: Path) -> None:
    """A rule saw the field as it was when its event came."""
    with pytest.raises(SqlError, match=r"events that change profiles \(profile.modified\)"):
        in_place(tables(tmp_path, type=["visit", "profile.modified", "visit"]))


def test_an_id_that_comes_again_after_it_was_forgotten_is_left_to_the_step(tmp_path: Path) -> None:
    """Whether it counts goes by the clock of its profile."""
    times = pa.array([START, START + 40 * 86_400_000_000, START], MICROSECONDS)
    with pytest.raises(SqlError, match="'e1' comes again"):
        in_place(tables(tmp_path, id=["e1", "e1", "e3"], time=times))


def test_what_the_step_would_record_as_a_failure_is_left_to_it(tmp_path: Path) -> None:
    """A result with a division by zero in it is not used."""
    ruleset = ruleset_of(PLAIN.replace("+(amount)", "+(1 / (amount - 1))"))
    options = tables(tmp_path)
    with pytest.raises(SqlError, match="what rules compute fails"), scored_by_sql(ruleset, options, Kept(ruleset.program), QUIET):
        pass


def test_refusing_late_events_is_left_to_the_step_when_there_are_any(tmp_path: Path) -> None:
    """Which are late depends on the order in which they came."""
    options = tables(tmp_path, time=pa.array([START + 7, START + 5, START + 9], MICROSECONDS))
    with pytest.raises(SqlError, match="--late reject"):
        in_place(RunOptions(profiles=options.profiles, events=options.events, late="reject"))


# --- the program --------------------------------------------------------------------------------------------------------------


def files(folder: Path, text: str) -> tuple[str, ...]:
    """A rule file and the options that name the data."""
    (folder / "rules.lsdsl").write_text(text, encoding="utf-8")
    people, events = write_data(folder)
    return str(folder / "rules.lsdsl"), "--profiles", str(people), "--events", str(events)


def test_the_table_of_sql_is_that_of_the_step_without_reasons(tmp_path: Path) -> None:
    """The best profiles first, the same values, ranges and grades."""
    given = files(tmp_path, RULES)
    by_step, by_sql = program("run", *given), program("run", *given, "--engine", "sql")
    assert by_sql.exit_code == by_step.exit_code == 1  # records were rejected
    assert "most points from" in by_step.stdout
    own, other = by_sql.stdout.splitlines(), by_step.stdout.splitlines()
    assert all(line.startswith(mine) for mine, line in zip(own, other, strict=True))


def test_sql_refuses_a_ruleset_that_it_cannot_do_as_a_whole(tmp_path: Path) -> None:
    """It names the rule and the reason, and ends with 2."""
    done = program("run", *files(tmp_path, MIXED), "--engine", "sql")
    assert done.exit_code == 2
    assert "`at most 2 times per 1 day` depends on the order of events" in done.stderr
    assert "--engine auto leaves it to the step" in done.stderr


def test_auto_says_who_did_what(tmp_path: Path) -> None:
    """The scores by SQL, and those by the step."""
    done = program("run", *files(tmp_path, MIXED), "--engine", "auto")
    assert "by SQL: use, fit, history, total; by the step: often" in done.stderr


def test_auto_leaves_everything_to_the_step_where_a_ledger_is_wanted(tmp_path: Path) -> None:
    """Nothing is lost, and the notice says why."""
    done = program("run", *files(tmp_path, RULES), "--engine", "auto", "--out", str(tmp_path / "out"))
    assert "--out writes the ledger, and only the step makes one" in done.stderr
    assert lines(tmp_path / "out", "ledger.jsonl")


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    monkeypatch.setattr(problems, "find_spec", lambda name: None if name == "duckdb" else object())
    done = program("run", *files(tmp_path, RULES), "--engine", "sql")
    assert done.exit_code == 2
    assert 'SQL needs duckdb: pip install "lsdsl[duckdb]"' in done.stderr


def test_debug_sql_prints_the_statement_and_what_is_left_to_the_step(tmp_path: Path) -> None:
    """For one score or all, in any dialect, each rule by its words and place."""
    rules = files(tmp_path, MIXED)[0]
    whole = program("debug", "sql", rules).stdout
    assert "-- step: often: each visit: `at most 2 times per 1 day` depends on the order of events" in whole
    assert "/* +1 on each visit (" in whole
    one = program("debug", "sql", rules, "--score", "fit", "--dialect", "bigquery").stdout
    assert "`score fit`" in one
    assert "`score use`" not in one
    none = program("debug", "sql", rules, "--score", "often").stdout
    assert none.endswith("-- No score can be computed by SQL.\n")


@pytest.mark.parametrize("arguments", [("debug", "sql", "--score", "nope"), ("debug", "model", "--dialect", "spark")])
def test_debug_sql_says_what_is_wrong_with_its_options(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """An unknown score, or options that another phase does not have, are wrong usage."""
    done = program(*arguments, files(tmp_path, RULES)[0])
    assert done.exit_code == 2
