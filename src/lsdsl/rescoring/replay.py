"""A whole history under the rules of today, into an output folder; a start after an interruption goes on where it was ended."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from lsdsl.records.moments import moment_text
from lsdsl.records.output import OutputFolder, refuse_unfit
from lsdsl.records.outputs import ACTIONS, FAILURES, LEDGER, OUTPUT_FILES, PROFILES, REJECTS, SUMMARY, encode_line
from lsdsl.records.problems import OutputError
from lsdsl.records.spool import Spool
from lsdsl.rescoring.before import changed, rules_of
from lsdsl.rescoring.block import WRITTEN, replay_block
from lsdsl.rescoring.checkpoint import VERSION, Begun, Checkpoint, Partial, begun_with, blocks_for
from lsdsl.rescoring.feeding import Counts, isolation_of
from lsdsl.rescoring.sorting import Sorted, Sorting
from lsdsl.rescoring.status import NAME, Status, put_status, status_json
from lsdsl.runner.batch import Progress, RunOptions
from lsdsl.runner.collector import rare_collections
from lsdsl.runner.ruleset import Ruleset

Tell = Callable[[str], None]
"""Tells a person something that they should know before the work begins."""

REPLAYING: Final = "replaying"
"""What is worked on when all records are in their blocks."""


class Rescored(msgspec.Struct):
    """Everything that the ``summary.json`` of a rescore holds; ``changed`` is None where there was no output before."""

    version: int
    ruleset: str
    previous: str | None
    as_of: str | None
    profiles: int
    changed: int | None
    removed: int
    events: int
    processed: int
    duplicates: int
    late: int
    after_as_of: int
    rejects: int
    failures: int
    ledger: int
    refused: int
    profiles_by_range: dict[str, dict[str, int]]
    rejects_by_code: dict[str, int]
    boxes_switched_off: dict[str, int]
    ignored: list[str]

    @property
    def clean(self) -> bool:
        """Whether no record was rejected and nothing failed."""
        return not (self.rejects or self.failures)


def replay(
    ruleset: Ruleset,
    options: RunOptions,
    folder: str | Path,
    previous: str | Path | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Rescored:
    """Replay a history and write the output files, all of them or none.

    ``previous`` is the output of before, by default what is in ``folder`` now. Raises ``InputError`` and ``OutputError``.
    """
    target = Path(os.path.realpath(folder))
    begun = begun_with(ruleset.digest, options)
    refuse_unfit(folder, target)
    before = target if previous is None else Path(previous)
    try:
        with Partial(target) as partial:
            work = _Work(ruleset, options, partial, before, progress or _silent)
            with rare_collections():
                rescored = work.run(begun, tell or _quiet)
            partial.remove()
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return rescored


class _Work:
    def __init__(self, ruleset: Ruleset, options: RunOptions, partial: Partial, before: Path, progress: Progress) -> None:
        self.ruleset = ruleset
        self.options = options
        self.partial = partial
        self.before = before
        self.progress = progress

    def run(self, begun: Begun, tell: Tell) -> Rescored:
        checkpoint = self._begin(begun, tell)
        if checkpoint.sorted is None:
            self._status(checkpoint, None)
            files = [self.partial.records(block) for block in range(checkpoint.blocks)]
            checkpoint.sorted = Sorting(self.ruleset, self.options, files, self.progress).sort()
            newest = checkpoint.sorted.newest
            checkpoint.as_of = newest if self.options.as_of is None else self.options.as_of
            if checkpoint.as_of is None:
                checkpoint.as_of = checkpoint.sorted.created
            self.partial.write(checkpoint)
        counts = self._replay(checkpoint, checkpoint.sorted)
        if self.options.as_of is None and counts.newest is not None and counts.newest != checkpoint.as_of:
            # The newest event was a duplicate or was refused: what did not happen is no reason for time to pass.
            checkpoint.as_of, checkpoint.done = counts.newest, []
            self.partial.write(checkpoint)
            counts = self._replay(checkpoint, checkpoint.sorted)
        return self._finish(checkpoint, checkpoint.sorted, counts)

    def _begin(self, begun: Begun, tell: Tell) -> Checkpoint:
        """The checkpoint of before, if it was begun with the same, else a new one."""
        found = self.partial.read()
        if found is not None and found.begun == begun:
            if found.done:
                tell(f"going on after {len(found.done)} of {found.blocks} blocks")
            return found
        if found is not None:
            what = next(
                name for name in msgspec.structs.fields(Begun) if getattr(found.begun, name.name) != getattr(begun, name.name)
            )
            tell(f"an unfinished rescore was begun with other {_WORDS[what.name]}; beginning anew")
        self.partial.clear()
        fresh = Checkpoint(VERSION, begun, blocks_for(self.options), rules_of(self.before))
        self.partial.write(fresh)
        return fresh

    def _replay(self, checkpoint: Checkpoint, records: Sorted) -> Counts:
        """Replay the blocks that are not done yet; gives the counts of all."""
        total, done = sum(records.profiles), sum(records.profiles[block] for block in checkpoint.done)
        counts = Counts(events=records.events)

        def told() -> None:
            self.progress(REPLAYING, "profiles", done, total)

        with isolation_of(self.ruleset, self.options) as isolation:
            for block in range(checkpoint.blocks):
                if block in checkpoint.done:
                    counts.add(self.partial.result(block).counts)
                    continue
                self._status(checkpoint, records)
                file = self.partial.records(block)
                replayed = replay_block(self.ruleset, self.options, file, checkpoint.as_of, isolation, told)
                self.partial.put_result(block, replayed)
                counts.add(replayed.counts)
                checkpoint.done.append(block)
                self.partial.write(checkpoint)
                done += records.profiles[block]
        self.progress(REPLAYING, "profiles", done, total)
        return counts

    def _finish(self, checkpoint: Checkpoint, records: Sorted, counts: Counts) -> Rescored:
        spools = {name: Spool() for name in WRITTEN}
        for reject in records.rejects:
            counts.rejected(reject.code)
            spools[REJECTS].append((reject.source, reject.line), encode_line(reject))
        rescored = self._summary(checkpoint, counts)
        for block in range(checkpoint.blocks):
            replayed = self.partial.result(block)
            for name in WRITTEN:
                for key, line in replayed.lines[name]:
                    spools[name].append(tuple(key), line)
            rescored.profiles += replayed.profiles
            rescored.removed += replayed.removed
            for score, ranges in replayed.ranges.items():
                known = rescored.profiles_by_range.setdefault(score, dict.fromkeys(ranges, 0))
                for name, count in ranges.items():
                    known[name] += count
            for box, count in replayed.switched_off.items():
                rescored.boxes_switched_off[box] = rescored.boxes_switched_off.get(box, 0) + count
        if checkpoint.changed is None and (self.before / PROFILES).is_file():
            checkpoint.changed = sum(changed(self.before, spools[PROFILES].lines()))
            self.partial.write(checkpoint)
        rescored.changed = checkpoint.changed
        self._write(spools, rescored)
        return rescored

    def _write(self, spools: dict[str, Spool], rescored: Rescored) -> None:
        status = Status(1, "current", rescored.ruleset, rescored.previous, 0, rescored.profiles)
        with OutputFolder(self.partial.target, (*OUTPUT_FILES, NAME)) as output:
            output.write(ACTIONS, [])
            for name in (PROFILES, LEDGER, REJECTS, FAILURES):
                output.write(name, self._reported(spools[name], f"writing {name}"))
                spools[name].close()
            output.write(SUMMARY, [msgspec.json.format(msgspec.json.encode(rescored), indent=2) + b"\n"])
            output.write(NAME, [status_json(status)])

    def _reported(self, spool: Spool, what: str) -> Iterator[bytes]:
        for number, line in enumerate(spool.lines()):
            if number % 20_000 == 0:
                self.progress(what, "lines", number, len(spool))
            yield line

    def _status(self, checkpoint: Checkpoint, records: Sorted | None) -> None:
        """Let whoever looks know how far the work is."""
        sizes = [] if records is None else records.profiles
        current = sum(sizes[block] for block in checkpoint.done)
        rules, previous = checkpoint.begun.rules, checkpoint.previous
        put_status(self.partial.target, Status(1, "updating", rules, previous, sum(sizes) - current, current))

    def _summary(self, checkpoint: Checkpoint, counts: Counts) -> Rescored:
        return Rescored(
            version=1,
            ruleset=checkpoint.begun.rules,
            previous=checkpoint.previous,
            as_of=None if checkpoint.as_of is None else moment_text(checkpoint.as_of),
            profiles=0,
            changed=None,
            removed=0,
            events=counts.events,
            processed=counts.processed,
            duplicates=counts.duplicates,
            late=counts.late,
            after_as_of=counts.after_as_of,
            rejects=counts.rejects,
            failures=counts.failures,
            ledger=counts.ledger,
            refused=counts.refused,
            profiles_by_range={},
            rejects_by_code=dict(sorted(counts.rejects_by_code.items())),
            boxes_switched_off={},
            ignored=[] if checkpoint.sorted is None else checkpoint.sorted.ignored,
        )


_WORDS: Final = {
    "program": "version of this program",
    "rules": "rules",
    "inputs": "inputs",
    "options": "options",
}
"""What a rescore is begun with, in words."""


def _silent(_what: str, _unit: str, _done: int, _size: int | None) -> None:
    """Say nothing of how far the work is."""


def _quiet(_said: str) -> None:
    """Say nothing at all."""
