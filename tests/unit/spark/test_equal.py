"""Spark gives what `lsdsl run` gives, byte for byte."""

import json
import random
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given, settings
from pyarrow import csv, parquet

import lsdsl
from lsdsl.records.moments import moment_from_text
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.spark import score
from tests.property.stories import Story, stories
from tests.unit.runner.test_jobs import RULES, generated
from tests.unit.spark.comparing import by_run, by_spark, of, write_story

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EXAMPLE = Path(__file__).parents[3] / "examples" / "software"


@pytest.fixture
def rules(tmp_path: Path) -> Ruleset:
    """Rules with waits, failures, an overall limit and points that run out."""
    (tmp_path / "rules.lsdsl").write_text(RULES, encoding="utf-8")
    return lsdsl.load(tmp_path / "rules.lsdsl")


@pytest.fixture
def rough(tmp_path: Path) -> RunOptions:
    """Files of all kinds with all that may be wrong in them, one of them twice."""
    lines = generated(random.Random(4), 1_200)  # noqa: S311 - no secret
    records = [f"p{number};{'NL' if number % 2 else ''};{number % 4};{number}" for number in range(50)]
    texts = {
        "a.jsonl": "\n".join(lines[:800]),
        "b.ndjson": "\r\n".join(["", *lines[800:]]),
        "leads.csv": "\n".join(["id;country;visits;colour", *records, "p7", ";NL;1;x"]),
        "more.json": '[{"id": 4, "country": "BE", "web": 3}, {"country": "BE"}, {"id": "p2", "visits": "x"}]',
        "late.jsonl": '\n{"id": "p3", "country": "DE"}\n\nno profile\n{"country": "DE"}\n',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    paths = {name: str(tmp_path / name) for name in texts}
    profiles = (paths["leads.csv"], paths["more.json"], paths["late.jsonl"])
    return RunOptions(profiles=profiles, events=(paths["a.jsonl"], paths["b.ndjson"], paths["a.jsonl"]))


def test_the_example_of_the_demo(spark: "SparkSession", tmp_path: Path) -> None:
    """All lines and all counts of the example's whole data are the same."""
    ruleset = lsdsl.load(EXAMPLE)
    data = EXAMPLE / "data"
    options = RunOptions(profiles=(str(data / "profiles.csv"),), events=(str(data / "events.jsonl"),))
    alone = by_run(ruleset, options, tmp_path / "alone")
    assert alone["ledger"]
    assert by_spark(spark, ruleset, options) == alone


def test_rough_input_in_pieces(spark: "SparkSession", tmp_path: Path, rules: Ruleset, rough: RunOptions) -> None:
    """Rejects with their lines, repeats, late events, unknown names, failures and overall limits are the same."""
    alone = by_run(rules, rough, tmp_path / "alone")
    counts = json.loads(alone["summary"])
    assert all(counts[name] for name in ("rejects", "duplicates", "late", "failures", "refused", "actions", "ignored"))
    assert alone["rejected"] != "[]" != alone["failed"]
    assert by_spark(spark, rules, rough, size=60_000) == alone


def test_rejected_late_events(spark: "SparkSession", tmp_path: Path, rules: Ruleset, rough: RunOptions) -> None:
    """Events that the engine refuses are rejects with the text of their record and its line in the whole file."""
    options = replace(rough, late="reject", as_of=moment_from_text("2026-01-08"))
    alone = by_run(rules, options, tmp_path / "alone")
    counts = json.loads(alone["summary"])
    assert counts["after_as_of"]
    assert counts["rejects_by_code"]["LS833"]
    assert by_spark(spark, rules, options, size=60_000) == alone


def test_profiles_with_very_many_events(spark: "SparkSession", tmp_path: Path, rules: Ruleset) -> None:
    """Profiles that are scored in steps of three records, their state going from one to the next, come out the same."""
    events = [line for line in generated(random.Random(7), 160) if '"e' in line]  # noqa: S311 - no secret
    (tmp_path / "events.jsonl").write_text("\n".join(events), encoding="utf-8")
    (tmp_path / "leads.jsonl").write_text('{"id": "p1", "visits": 2}\n{"id": "p1", "country": "NL"}\n', encoding="utf-8")
    options = RunOptions(profiles=(str(tmp_path / "leads.jsonl"),), events=(str(tmp_path / "events.jsonl"),))
    alone = by_run(rules, options, tmp_path / "alone")
    assert json.loads(alone["summary"])["ledger"] > 100
    assert by_spark(spark, rules, options, skew=3) == alone


@settings(max_examples=6)
@given(story=stories(profiles=4))
def test_generated_rulesets(spark: "SparkSession", story: Story) -> None:
    """Whatever the rules and the events, all is the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rules.lsdsl").write_text(story.ruleset.text, encoding="utf-8")
        ruleset = lsdsl.load(folder / "rules.lsdsl")
        options = write_story(story, folder)
        alone = by_run(ruleset, options, folder / "alone")
        assert by_spark(spark, ruleset, options) == alone


def test_the_newest_event_does_not_happen(spark: "SparkSession", tmp_path: Path, rules: Ruleset) -> None:
    """Time passes to the newest event that happened: not to a repeat that bears a later moment."""
    times = (("1", "2026-01-01"), ("2", "2026-01-05"), ("1", "2026-01-09"))
    events = [{"id": id_, "type": "visit", "profile": "p", "time": time, "data": {"path": "/"}} for id_, time in times]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    options = RunOptions(events=(str(tmp_path / "events.jsonl"),))
    alone = by_run(rules, options, tmp_path / "alone")
    assert json.loads(alone["summary"])["as_of"] == "2026-01-05T00:00:00Z"
    assert by_spark(spark, rules, options) == alone


BOXES = """\
profile:
    leadscore  number = 0
    level  text

event visit:
    size  number

score visits:
    +1  on each visit

followup dividing:
    on visit
    script:
        add_tag("seen")
        profile.fields.leadscore = 10 / (event.size - 5)
    if leadscore > 1:
        do notify "big"
"""


def test_boxes_and_tables_of_parquet(spark: "SparkSession", tmp_path: Path) -> None:
    """Script boxes do and fail the same; moments, numbers and nulls of Parquet and CSV files are read the same."""
    (tmp_path / "rules.lsdsl").write_text(BOXES, encoding="utf-8")
    ruleset = lsdsl.load(tmp_path / "rules.lsdsl")
    numbers = range(40)
    rows = pa.table({
        "id": [f"e{number}" for number in numbers],
        "type": ["visit" if number % 9 else "profile.created" for number in numbers],
        "profile": [f"p{number % 7}" for number in numbers],
        "time": pa.array([1_767_225_600_000_000_000 + number * 7 for number in numbers], pa.timestamp("ns", "UTC")),
        "size": [None if number % 6 == 0 else number / 4 for number in numbers],
    })  # fmt: skip
    parquet.write_table(rows, tmp_path / "events.parquet", row_group_size=7)
    csv.write_csv(rows.slice(20).drop_columns(["time"]).append_column("time", [["2026-02-01"] * 20]), tmp_path / "more.csv")
    options = RunOptions(events=(str(tmp_path / "events.parquet"), str(tmp_path / "more.csv")))
    alone = by_run(ruleset, options, tmp_path / "alone")
    counts = json.loads(alone["summary"])
    assert counts["failures"]
    assert counts["actions"]
    assert counts["rejects"]
    assert by_spark(spark, ruleset, options) == alone


def test_order_of_time(spark: "SparkSession", tmp_path: Path, rules: Ruleset) -> None:
    """Events in order of time give what `lsdsl run` gives for files that are sorted so."""
    events = [json.loads(line) for line in generated(random.Random(9), 300) if line.startswith("{")]  # noqa: S311 - no secret
    known = [event for event in events if {"id", "type", "profile", "time"} <= event.keys() and event["type"] == "visit"]
    ordered = sorted(known, key=lambda event: event["time"])
    assert ordered != known
    for name, some in (("given.jsonl", known), ("ordered.jsonl", ordered)):
        (tmp_path / name).write_text("".join(json.dumps(event) + "\n" for event in some), encoding="utf-8")
    alone = by_run(rules, RunOptions(events=(str(tmp_path / "ordered.jsonl"),)), tmp_path / "alone")
    found = by_spark(spark, rules, RunOptions(events=(str(tmp_path / "given.jsonl"),)), by_time=True)
    assert alone["actions"]
    for name in ("profiles", "ledger", "actions", "failures"):
        assert found[name] == alone[name], name


def test_tables_of_spark(spark: "SparkSession", tmp_path: Path, rules: Ruleset) -> None:
    """Tables that Spark has are scored like files: in order of `sequence`, or without it of time and id; rows have no lines."""
    numbers = range(60)
    rows = pa.table({
        "sequence": list(numbers),
        "id": [f"e{number:02}" for number in numbers],
        "type": ["visit" if number % 3 else "purchase" for number in numbers],
        "profile": [f"p{number % 5}" if number != 17 else "" for number in numbers],
        "time": pa.array([1_767_225_600_000_000 + number // 4 * 7_200_000_000 for number in numbers], pa.timestamp("us", "UTC")),
        "path": ["/pricing"] * 60,
        "seconds": [number * 1.5 for number in numbers],
        "amount": [number % 4 for number in numbers],
    })  # fmt: skip
    leads = pa.table({"id": ["p1", "p9"], "country": ["NL", None], "visits": [4, 0]})
    for name, table in (("leads", leads), ("events", rows.drop_columns(["sequence"]))):
        parquet.write_table(table, tmp_path / f"{name}.parquet")
    options = RunOptions(profiles=(str(tmp_path / "leads.parquet"),), events=(str(tmp_path / "events.parquet"),))
    alone = by_run(rules, options, tmp_path / "alone")
    profiles = spark.createDataFrame(leads)
    backwards = spark.createDataFrame(rows.take(list(reversed(numbers))))
    for events in (backwards, backwards.drop("sequence")):
        with score(spark, rules, profiles, events) as scored:
            found = of(scored)
        for name in ("profiles", "ledger", "actions", "failures"):
            assert found[name] == alone[name], name
        (reject,) = [json.loads(line) for line in found["rejects"].splitlines()]
        line = 17 if "sequence" in events.columns else 0
        assert (reject["source"], reject["line"], reject["code"]) == ("events", line, "LS812")
