"""The five tables of a run as folders of Parquet files beside ``summary.json``: all of them change together or not at all."""

import os
from pathlib import Path
from typing import Final

from lsdsl.records.exchange import sync_folder
from lsdsl.records.output import OutputFolder
from lsdsl.records.outputs import OUTPUT_FILES, SUMMARY
from lsdsl.runner.folder import summary_json
from lsdsl.spark.scored import Scored

TABLES: Final = ("profiles", "ledger", "actions", "failures", "rejects")
ENDING: Final = ".parquet"
OWNED: Final = (*(f"{name}{ENDING}" for name in TABLES), *OUTPUT_FILES)
"""What belongs to a run in its folder. The files of ``lsdsl run`` are among it: old ones beside new tables would mislead."""


def write_tables(scored: Scored, output: OutputFolder) -> None:
    """Write the tables into a folder that is about to take its place; Spark's workers do it, so they need to see that folder."""
    for name, table in scored.tables().items():
        folder = output.folder / f"{name}{ENDING}"
        table.write.parquet(folder.as_uri())
        settle(folder)


def write_summary(scored: Scored, output: OutputFolder) -> None:
    """Write ``summary.json``, as ``lsdsl run`` does."""
    output.write(SUMMARY, [summary_json(scored.summary)])


def settle(folder: Path) -> None:
    """Remove what Hadoop leaves beside the files of a table, and see to it that the files are on disk."""
    for entry in list(os.scandir(folder)):
        if entry.name.startswith((".", "_")):
            Path(entry.path).unlink()
            continue
        with Path(entry.path).open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
