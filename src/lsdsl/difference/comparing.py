"""Both rulesets over the same input, side by side: each record happens to both before the next one is read."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from lsdsl.compile import points
from lsdsl.difference.changes import Both, Change
from lsdsl.difference.ends import End
from lsdsl.difference.reasons import Responsible
from lsdsl.difference.report import Difference, Effect, FollowupReport, Means, Mover, ScoreReport, SideReport
from lsdsl.difference.ruleset import ruleset_changes
from lsdsl.difference.side import Side
from lsdsl.difference.tally import Moved, Tally
from lsdsl.engine.results import ProfileResult
from lsdsl.records.inputs import open_records
from lsdsl.records.moments import moment_text
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.rescoring.feeding import isolation_of
from lsdsl.rescoring.sorting import counted
from lsdsl.runner.batch import FINISHING, REPORTED, Progress, RunOptions
from lsdsl.runner.collector import rare_collections
from lsdsl.runner.ruleset import Ruleset

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the score (None: all that both have), how many movers, and what counts as moved (None: see below).

    Without ``means`` a profile has moved when it is in another range of a score; where no score has ranges, when a value differs.
    """

    score: str | None = None
    top: int = 10
    means: Means | None = None


def compare(
    ends: tuple[End, End],
    rulesets: tuple[Ruleset, Ruleset],
    options: RunOptions,
    wanted: Wanted,
    progress: Progress,
    folder: Path,
) -> tuple[Difference, Side, Side]:
    """Run both and give what is different. ``folder`` takes a copy of input that cannot be read a second time.

    Raises ``InputError`` for an input that cannot be read at all.
    """
    options = _readable_twice(options, folder)
    with rare_collections(), ExitStack() as stack:
        old, new = (Side(one, options, stack.enter_context(isolation_of(one, options))) for one in rulesets)
        return _Comparison(ends, rulesets, options, wanted, progress).run(old, new), old, new


class _Comparison:
    def __init__(
        self,
        ends: tuple[End, End],
        rulesets: tuple[Ruleset, Ruleset],
        options: RunOptions,
        wanted: Wanted,
        progress: Progress,
    ) -> None:
        self.ends = ends
        self.rulesets = rulesets
        self.options = options
        self.progress = progress
        before, after = (ruleset.model.scores for ruleset in rulesets)
        names = [name for name in after if name in before and wanted.score in (None, name)]
        self.tallies = [Tally(name, wanted.top) for name in names]
        ranged = any(before[name].ranges and after[name].ranges for name in names)
        self.means: Means = wanted.means or ("range" if ranged else "value")
        self.profiles = self.moved = self.other_value = self.other_range = 0
        self.only = [0, 0]

    def run(self, old: Side, new: Side) -> Difference:
        self._read(self.options.profiles, old.profile, new.profile)
        self._read(self.options.events, old.event, new.event)
        as_of = self._as_of(old, new)
        total = max(len(old.feed.states), len(new.feed.states))
        for number, (one, other) in enumerate(_side_by_side(old.feed.finish(as_of), new.feed.finish(as_of))):
            if number % REPORTED == 0:
                self.progress(FINISHING, "profiles", number, total)
            self._count(one, other)
        old.counting.finish()
        new.counting.finish()
        changes = ruleset_changes(Both(self.rulesets[0].model, self.rulesets[1].model, *self.ends))
        return Difference(
            old=self._side(0, old),
            new=self._side(1, new),
            as_of=None if as_of is None else moment_text(as_of),
            events=old.feed.counts.events,
            profiles=self.profiles,
            only_old=self.only[0],
            only_new=self.only[1],
            means=self.means,
            moved=self.moved,
            other_value=self.other_value,
            other_range=self.other_range,
            scores=self._scores(changes, as_of),
            followups=list(_followups(old, new)),
            changes=changes,
            effects=_effects(changes, old, new),
        )

    def _read(
        self, paths: tuple[str, ...], old: Callable[[RawRecord | Reject], None], new: Callable[[RawRecord | Reject], None]
    ) -> None:
        for path in paths:
            with open_records(path) as records:
                for raw in counted(records, self.progress):
                    old(raw)
                    new(raw)

    def _as_of(self, old: Side, new: Side) -> int | None:
        """The moment for both: the option, else the newest event of either, else the newest creation."""
        if self.options.as_of is not None:
            return self.options.as_of
        for found in ((old.feed.counts.newest, new.feed.counts.newest), (old.feed.created(), new.feed.created())):
            known = [one for one in found if one is not None]
            if known:
                return max(known)
        return None

    def _count(self, old: ProfileResult | None, new: ProfileResult | None) -> None:
        self.profiles += 1
        if old is None or new is None:
            self.only[old is None] += 1
            self.moved += 1
            return
        value = crossed = False
        for tally in self.tallies:
            moved = Moved(new.id, old.scores[tally.score], new.scores[tally.score])
            tally.add(moved)
            value |= moved.old.value != moved.new.value
            crossed |= moved.old.range != moved.new.range
        self.other_value += value
        self.other_range += crossed
        self.moved += crossed if self.means == "range" else value

    def _scores(self, changes: list[Change], as_of: int | None) -> list[ScoreReport]:
        largest = {tally.score: tally.largest() for tally in self.tallies}
        profiles = frozenset(one.profile for several in largest.values() for one in several)
        responsible = Responsible(self.ends, self.rulesets, changes)
        if profiles:
            responsible.look(profiles, self.options, as_of)
        before, after = (ruleset.model.scores for ruleset in self.rulesets)
        return [
            ScoreReport(
                score=tally.score,
                title=after[tally.score].title,
                compared=tally.compared,
                moved=tally.moved,
                crossed=tally.crossed,
                mean=tally.mean,
                bars=tally.histogram.bars(),
                old_ranges=before[tally.score].ranges,
                new_ranges=after[tally.score].ranges,
                matrix=dict(tally.matrix),
                movers=[Mover(one, responsible.reasons(tally.score, one)) for one in largest[tally.score]],
            )
            for tally in self.tallies
        ]

    def _side(self, number: Literal[0, 1], side: Side) -> SideReport:
        counts = side.feed.counts
        return SideReport(
            named=self.ends[number].named,
            digest=self.rulesets[number].digest,
            profiles=len(side.feed.states),
            rejects=counts.rejects,
            failures=counts.failures,
            rejects_by_code=dict(sorted(counts.rejects_by_code.items())),
        )


def _side_by_side(
    old: Iterator[ProfileResult], new: Iterator[ProfileResult]
) -> Iterator[tuple[ProfileResult | None, ProfileResult | None]]:
    """The results of both sides by id; None where a profile is on the other side only."""
    one, other = next(old, None), next(new, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.id < other.id):
            yield one, None
            one = next(old, None)
        elif one is None or other.id < one.id:
            yield None, other
            other = next(new, None)
        else:
            yield one, other
            one, other = next(old, None), next(new, None)


def _followups(old: Side, new: Side) -> Iterator[FollowupReport]:
    known = [side.ruleset.model.followups for side in (old, new)]
    for name in {**known[1], **known[0]}:
        sides = (old.counting, new.counting)
        yield FollowupReport(
            name=name,
            runs=(sides[0].runs[name], sides[1].runs[name]),
            actions=(sides[0].actions[name], sides[1].actions[name]),
            held_back=(sides[0].held_back[name], sides[1].held_back[name]),
            known=(name in known[0], name in known[1]),
        )


def _effects(changes: list[Change], old: Side, new: Side) -> dict[tuple[str | None, str | None], Effect]:
    """What the rules that are different gave in all."""
    numbers = [
        {(plan.identity, program.scores[plan.score].name): plan.index for plan in program.rules}
        for program in (old.ruleset.program, new.ruleset.program)
    ]
    effects = {}
    for change in changes:
        if change.of != "rule" or change.score is None:
            continue
        awards, given = [], []
        for side, known, identity in zip((old, new), numbers, change.identities, strict=True):
            index = -1 if identity is None else known.get((identity, change.score), -1)
            awards.append(side.counting.awards[index])
            given.append(points.to_number(side.counting.given[index]))
        effects[change.identities] = Effect((awards[0], awards[1]), (given[0], given[1]))
    return effects


def _readable_twice(options: RunOptions, folder: Path) -> RunOptions:
    """The options with copies in place of standard input and pipes: the largest movers are looked at once more."""
    return replace(
        options,
        profiles=tuple(_copy(path, folder / "profiles", number) for number, path in enumerate(options.profiles)),
        events=tuple(_copy(path, folder / "events", number) for number, path in enumerate(options.events)),
    )


def _copy(path: str, folder: Path, number: int) -> str:
    if path != STDIN and (Path(path).is_file() or not Path(path).exists()):
        return path
    folder = folder / str(number)
    folder.mkdir(parents=True)
    copy = folder / ("stdin.jsonl" if path == STDIN else Path(path).name)
    with copy.open("wb") as target:
        if path == STDIN:
            shutil.copyfileobj(sys.stdin.buffer, target)
        else:
            with Path(path).open("rb") as source:
                shutil.copyfileobj(source, target)
    return str(copy)
