"""What some batches of a stream did, counted from what they wrote; and whether all that was read arrived."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from lsdsl.spark.arrivals import FileNotes
from lsdsl.spark.problems import SparkError
from lsdsl.spark.sink import rows_in
from lsdsl.spark.stepping import Counts


class Failed(msgspec.Struct):
    """What has to be known of a failure to count it: a run that a limit refused is none."""

    reason: str | None = None


@dataclass(slots=True)
class Tally:
    """Counts of what was read and of what came out."""

    files: int = 0
    events: int = 0
    arrived: int = 0
    processed: int = 0
    duplicates: int = 0
    late: int = 0
    rejects: int = 0
    failures: int = 0
    ledger: int = 0
    actions: int = 0
    problems: list[str] = field(default_factory=list)
    """Files that could not be read, or not to their end."""

    @property
    def clean(self) -> bool:
        """Whether no record was rejected, nothing failed, and every file could be read."""
        return not (self.rejects or self.failures or self.problems)

    def require_whole(self) -> None:
        """Raise :class:`SparkError` when events were lost on the way: Spark drops rows that are too old for it."""
        if self.arrived != self.events:
            raise SparkError(
                f"{self.events:,} events were read and {self.arrived:,} arrived at their profiles: the output is not whole. "
                "Begin anew with a new --checkpoint and a new --out"
            )

    def count(self, kind: str, text: str | None, counts: str | None) -> None:
        """Count a row of the output."""
        match kind:
            case "ledger":
                self.ledger += 1
            case "actions":
                self.actions += 1
            case "rejects":
                self.rejects += 1
            case "failures":
                self.failures += msgspec.json.decode(text or "", type=Failed).reason is None
            case "inputs":
                notes = msgspec.json.decode(text or "", type=FileNotes)
                self.files += 1
                self.events += notes.events
                if notes.problem:
                    self.problems.append(notes.problem)
            case "profiles":
                told = msgspec.json.decode(counts or "", type=Counts)
                self.arrived += told.events
                self.processed += told.processed
                self.duplicates += told.duplicates
                self.late += told.late
            case _:
                pass  # a moment that was told


def tally(files: Collection[Path]) -> Tally:
    """Count the rows of files that :func:`lsdsl.spark.sink.committed` gave."""
    counted = Tally()
    for row in rows_in(files, "kind", "text", "counts"):
        counted.count(*row)
    return counted
