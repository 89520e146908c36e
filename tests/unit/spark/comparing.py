"""A run by Spark beside one of `lsdsl run`: all lines, all counts, and what a person is shown."""

import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from lsdsl.model.types import Value
from lsdsl.records.moments import date_text, moment_text
from lsdsl.runner.folder import run_to_folder
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import Summary
from lsdsl.spark import Scored, score_files
from lsdsl.spark.rendering import lines_of
from lsdsl.spark.tables import TABLES
from tests.property.stories import Story

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Results = dict[str, Any]


def by_run(ruleset: Ruleset, options: RunOptions, folder: Path) -> Results:
    """What `lsdsl run` gives."""
    summary, shown = run_to_folder(ruleset, options, folder)
    return {name: (folder / f"{name}.jsonl").read_bytes() for name in TABLES} | told(summary, shown)


def by_spark(spark: "SparkSession", ruleset: Ruleset, options: RunOptions, **how: Any) -> Results:
    """What Spark gives for the same files."""
    with score_files(spark, ruleset, options, **how) as scored:
        return of(scored)


def of(scored: Scored) -> Results:
    """The lines and counts of what was scored."""
    tables = scored.tables()
    found = {name: b"".join(lines_of(name, iter(tables[name].toArrow().to_batches()))) for name in TABLES}
    return found | told(scored.summary, scored.shown)


def told(summary: Summary, shown: Shown) -> Results:
    """What is said beside the lines: the summary as it stands in its file, and what is shown of rejects and failures."""
    counts = {one.name: getattr(summary, one.name) for one in fields(summary) if one.name != "seconds"}
    return {
        "summary": msgspec.json.encode(counts).decode(),
        "rejected": repr(list(shown.rejects())),
        "failed": repr(shown.failures),
    }


def write_story(story: Story, folder: Path) -> RunOptions:
    """A generated story as files."""
    ruleset = story.ruleset
    leads = [
        {
            "id": one.profile,
            "fields": written(one.fields, ruleset.fields),
            "tags": list(one.tags),
            **({} if one.created is None else {"created": moment_text(one.created)}),
        }
        for one in story.loaded
    ]
    events = []
    for event in story.events:
        subject = event.type.partition(".")[0]
        words = {"profile": ruleset.fields, "orders": ruleset.rows}.get(subject) or ruleset.events.get(event.type, {})
        data = written(event.data, words)
        moment = moment_text(event.time)
        events.append({"id": event.id, "type": event.type, "profile": event.profile, "time": moment, "data": data})
    for name, records in (("leads.jsonl", leads), ("events.jsonl", events)):
        (folder / name).write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return RunOptions(profiles=(str(folder / "leads.jsonl"),), events=(str(folder / "events.jsonl"),), as_of=story.end)


def written(data: Any, words: dict[str, str]) -> dict[str, Any]:
    """Values of the engine as JSON has them."""
    return {name: _written(value, words.get(name, "")) for name, value in data.items()}


def _written(value: Value, word: str) -> Any:
    if isinstance(value, int) and word in {"date", "datetime"}:
        return (date_text if word == "date" else moment_text)(value)
    return list(value) if isinstance(value, tuple) else value
