"""The made-up workload as files: the rules, and profiles and events as Parquet, a column for each field and attribute."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from scripts.benchmarks.workload import EVENTS, FIELDS, NUMBERS, make_events, make_profiles, make_rules, rule_text

AT_ONCE: Final = 100_000


def write_workload(folder: Path, *, rules: int, events: int, profiles: int) -> None:
    """Write ``rules.lsdsl``, ``profiles.parquet`` and ``events.parquet``; what is there for the same numbers stays."""
    wanted, stamp = json.dumps([rules, events, profiles]), folder / "made"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rules.lsdsl").write_text(rule_text(make_rules(rules)), encoding="utf-8")
    people = ({"id": profile, **fields} for profile, fields in make_profiles(profiles).items())
    _write(folder / "profiles.parquet", _schema(("id", *FIELDS)), people)
    attributes = dict.fromkeys(name for names in EVENTS.values() for name in names)
    flat = ({**event["data"], **event, "time": datetime.fromisoformat(event["time"])} for event in make_events(events, profiles))
    _write(folder / "events.parquet", _schema(("id", "type", "profile", "time", *attributes)), flat)
    stamp.write_text(wanted, encoding="utf-8")


def _schema(names: Iterable[str]) -> pa.Schema:
    kinds = {"time": pa.timestamp("us", "UTC")} | dict.fromkeys(NUMBERS, pa.float64())
    return pa.schema([(name, kinds.get(name, pa.string())) for name in names])


def _write(path: Path, schema: pa.Schema, rows: Iterator[Mapping[str, Any]]) -> None:
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while some := list(islice(rows, AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(some, schema=schema))
