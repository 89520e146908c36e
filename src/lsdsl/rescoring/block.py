"""One block of profiles, replayed: what became of them as lines that are ready to be written."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from lsdsl.compile import Program
from lsdsl.engine.outcome import Action
from lsdsl.engine.results import ProfileResult
from lsdsl.records.outputs import FAILURES, LEDGER, PROFILES, REJECTS, ProfileOut, encode_line
from lsdsl.records.spool import Spool
from lsdsl.rescoring.feeding import Counts, Feed
from lsdsl.rescoring.sorting import ProfileLine, event_of, lines_of, raw_of, record_of
from lsdsl.runner.batch import RunOptions
from lsdsl.runner.receivers import Spooled, profile_record
from lsdsl.runner.ruleset import Ruleset

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation

KeyedLine = tuple[tuple[Any, ...], bytes]
"""A line and what it is sorted by."""

WRITTEN: Final = (PROFILES, LEDGER, REJECTS, FAILURES)
"""The files that have lines of each block."""


class RescoredProfile(ProfileOut, frozen=True):
    """A line of ``profiles.jsonl`` that says under which rules its scores are current."""

    rules: str | UnsetType = UNSET


class Replayed(msgspec.Struct):
    """What became of a block: its counts, its lines by file, profiles by range of each score, boxes that were switched off."""

    counts: Counts
    profiles: int
    removed: int
    lines: dict[str, list[KeyedLine]]
    ranges: dict[str, dict[str, int]]
    switched_off: dict[str, int]


class Recorded(Spool):
    """Keeps lines with what they are sorted by, to be sorted together with those of other blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[KeyedLine] = []

    def append(self, key: tuple[Any, ...], line: bytes) -> None:
        """Keep a line."""
        self.kept.append((key, line))


class Replaying(Spooled):
    """Takes the results of a block; actions are not asked for again."""

    def __init__(self, program: Program, rules: str) -> None:
        super().__init__(program)
        self._model = program.model
        self._rules = rules
        self.recorded = {name: Recorded() for name in WRITTEN}
        self.profiles, self.ledger = self.recorded[PROFILES], self.recorded[LEDGER]
        self.rejects, self.failures = self.recorded[REJECTS], self.recorded[FAILURES]

    def action(self, profile: str, action: Action) -> None:
        """What was asked for once is not asked for again."""

    def profile(self, result: ProfileResult) -> None:
        """Keep a profile with the digest of the rules."""
        record = profile_record(self._model, result)
        values = {name: getattr(record, name) for name in record.__struct_fields__}
        self.recorded[PROFILES].append((result.id,), encode_line(RescoredProfile(**values, rules=self._rules)))


def replay_block(
    ruleset: Ruleset, options: RunOptions, file: Path, as_of: int | None, isolation: "Isolation | None", told: Callable[[], None]
) -> Replayed:
    """Replay a block up to a moment; ``told`` is called now and then."""
    taker = Replaying(ruleset.program, ruleset.digest)
    feed = Feed(ruleset, options, taker, isolation)
    for number, line in enumerate(lines_of(file)):
        if number % 1_000 == 0:
            told()
        if isinstance(line, ProfileLine):
            feed.load(record_of(line))
        else:
            feed.happen(event_of(line), raw_of(line, options.events))
    scores = [score for score in ruleset.model.scores.values() if score.ranges]
    ranges = {score.name: dict.fromkeys((one.name for one in score.ranges), 0) for score in scores}
    for result in feed.finish(as_of):
        taker.profile(result)
        for name, counts in ranges.items():
            present = result.scores[name].range
            if present is not None:
                counts[present] += 1
    states = feed.states
    off = {ruleset.model.where(box): count for box, count in states.breaker.off.items()}
    lines = {name: recorded.kept for name, recorded in taker.recorded.items()}
    return Replayed(feed.counts, len(states), states.removed, lines, ranges, off)
