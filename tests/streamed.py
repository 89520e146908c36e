"""A stream without Spark: the two functions that its workers run, with timers and a watermark as Spark has them."""

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import pyarrow as pa
from pyarrow import parquet

from lsdsl.engine.memory import REMEMBERED
from lsdsl.runner.packed import pack
from lsdsl.runner.ruleset import Ruleset
from lsdsl.spark.arrivals import EVENTS, PROFILES, Reading
from lsdsl.spark.sink import LOG
from lsdsl.spark.stepping import Row, Steps, Taken, notes_of

SCHEMA: Final = pa.schema([
    ("kind", pa.string()), ("profile", pa.string()), ("version", pa.int64()), ("number", pa.int32()),
    ("time", pa.timestamp("us", "UTC")), ("source", pa.string()), ("line", pa.int64()), ("text", pa.string()),
    ("counts", pa.string()), ("data", pa.binary()),
])  # fmt: skip


class Streamed:
    """Reads files batch by batch, rows in any order within a batch, and fires what is due at the watermark of the one before."""

    def __init__(self, ruleset: Ruleset, *, late: str = "accept", seed: int = 1) -> None:
        self.reading = Reading(pack(ruleset), keep_all=late == "reject")
        self.steps = Steps(ruleset, REMEMBERED, reject_late=late == "reject")
        self.random = Random(seed)  # noqa: S311 - an order, and no secret
        self.kept: dict[str, bytes] = {}
        self.timers: dict[str, int] = {}
        self.rows: list[Row] = []
        self.fired = 0
        self.watermark = 0
        self.files = 0

    def batch(self, files: Sequence[str], profiles: Sequence[str] = ()) -> None:
        """Read some files, then fire timers."""
        found: defaultdict[str, list[tuple[str, bytes]]] = defaultdict(list)
        newest = self.watermark
        for role, paths in ((PROFILES, profiles), (EVENTS, files)):
            for path in paths:
                self.files += 1
                for batch in self.reading.file(path, Path(path).read_bytes(), role, self.files):
                    for row in zip(*(self._column(batch, name) for name in batch.schema.names), strict=True):
                        profile, mark, place, payload = row
                        newest = newest if mark is None else max(newest, mark // 1000)
                        if payload is not None:
                            found[profile].append((place, payload))
        for profile, arrivals in self.random.sample(sorted(found.items()), len(found)):
            self.random.shuffle(arrivals)
            if profile.isspace():
                self.rows += notes_of(payload for _, payload in arrivals)
            else:
                self._keep(profile, self.steps.take(profile, self.kept.get(profile), arrivals))
        self.fire()
        self.watermark = newest

    def fire(self) -> None:
        """Let time pass for the profiles that have something due."""
        for profile, due in list(self.timers.items()):
            if due <= self.watermark:
                self.fired += 1
                del self.timers[profile]
                taken = self.steps.pass_time(profile, self.kept[profile], self.watermark * 1000)
                self._keep(profile, taken, fired=True)

    def write(self, folder: Path) -> None:
        """Write the output in any order, with a commit log, and beside it a file that was never committed."""
        rows = self.random.sample(self.rows, len(self.rows))
        (folder / LOG).mkdir(parents=True)
        parts = [rows[: len(rows) // 2], rows[len(rows) // 2 :]]
        for number, part in enumerate(parts):
            parquet.write_table(
                pa.Table.from_pylist([row._asdict() for row in part], schema=SCHEMA), folder / f"{number}.parquet"
            )
            entry = {"path": f"file:///elsewhere/{number}.parquet", "size": 1, "action": "add"}
            (folder / LOG / str(number)).write_text(f"v1\n{json.dumps(entry)}", encoding="utf-8")
        (folder / "left-over.parquet").write_bytes(b"PAR1 half a fi")

    def _keep(self, profile: str, taken: Taken, *, fired: bool = False) -> None:
        if not fired:
            assert self.timers.get(profile) == taken.was_due
        if taken.kept is not None:
            self.kept[profile] = taken.kept
        self.timers.pop(profile, None)
        if taken.due is not None:
            self.timers[profile] = taken.due
        self.rows += taken.rows

    @staticmethod
    def _column(batch: Any, name: str) -> list[Any]:
        column = batch.column(name)
        return list((column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column).to_pylist())
