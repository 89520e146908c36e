"""A run into an output folder: all files change together or not at all."""

import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from lsdsl.compile import Program
from lsdsl.records.output import OutputFolder
from lsdsl.records.outputs import ACTIONS, FAILURES, LEDGER, PROFILES, REJECTS, SUMMARY
from lsdsl.records.spool import Spool
from lsdsl.runner.batch import deliver, run
from lsdsl.runner.options import Progress, RunOptions
from lsdsl.runner.receivers import Spooled
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import Summary


def run_to_folder(
    ruleset: Ruleset, options: RunOptions, folder: str | Path, progress: Progress | None = None
) -> tuple[Summary, Shown]:
    """Run and write the output files; gives what there is to show.

    Raises ``InputError`` and ``OutputError``; the folder is then as it was.
    """
    begin = time.monotonic()
    with OutputFolder(folder) as output:
        receiver = Spooled(ruleset.program)
        summary = run(ruleset, options, receiver, progress)
        write_lines(output, receiver, summary, ruleset.program, progress)
        summary.seconds = round(time.monotonic() - begin, 3)
        output.write(SUMMARY, [summary_json(summary)])
    return summary, receiver.shown


def write_lines(
    output: OutputFolder, receiver: Spooled, summary: Summary, program: Program, progress: Progress | None = None
) -> None:
    """Write all files but the summary, which then counts the actions too."""
    output.write(ACTIONS, deliver(receiver.actions, receiver, summary, program))
    spools = {PROFILES: receiver.profiles, LEDGER: receiver.ledger, REJECTS: receiver.rejects, FAILURES: receiver.failures}
    for name, spool in spools.items():
        output.write(name, _reported(spool, f"writing {name}", progress))
        spool.close()


def summary_json(summary: Summary) -> bytes:
    """The text of ``summary.json``."""
    values: dict[str, Any] = {field.name: getattr(summary, field.name) for field in fields(summary)}
    return msgspec.json.format(msgspec.json.encode(values), indent=2) + b"\n"


def _reported(spool: Spool, what: str, progress: Progress | None) -> Iterator[bytes]:
    """The lines of a spool, with word of how far writing them is."""
    done = 0
    for count, text in spool.pieces():
        if progress:
            progress(what, "lines", done, len(spool))
        done += count
        yield text
