"""The summary of a run by Spark: what its tasks have told, put together as the processes of ``lsdsl run --jobs`` are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lsdsl.records.raw import Reject
from lsdsl.records.slots import NOTED
from lsdsl.runner.advice import all_strangers, event_hints, profile_hints, run_hints
from lsdsl.runner.body import conclude
from lsdsl.runner.inputs import InputNotes
from lsdsl.runner.jobs import COUNTS
from lsdsl.runner.options import RunOptions
from lsdsl.runner.part import Place
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import Summary
from lsdsl.spark.told import FoldTold, ReadTold


class Group(NamedTuple):
    """How many actions a follow-up has asked for."""

    followup: str
    times: int


class Repeats(NamedTuple):
    """A reject, and how many have its code and message."""

    source: str
    line: int
    code: str
    message: str
    raw: str
    times: int


class Counting:
    """Puts together what the tasks tell: first those of reading, then those of folding, then what all rows show."""

    def __init__(
        self, ruleset: Ruleset, options: RunOptions, sources: Sequence[str], profiles: int, pieces: Sequence[int]
    ) -> None:
        self._ruleset = ruleset
        self._options = options
        self._profiles = profiles
        self._pieces = pieces
        self._notes = [InputNotes(source) for source in sources]
        self._read: Sequence[ReadTold] = ()
        self._summary = Summary(ruleset=ruleset.digest)
        self._shown = Shown()

    # --- reading ---

    def read(self, told: Sequence[ReadTold]) -> None:
        """Take in what reading tells, in the order of the pieces."""
        self._read = told
        for one in told:
            notes = self._notes[self._pieces[one.piece]]
            notes.records += one.records
            for _, refused in one.refused:
                notes.rejected(refused.record(), refused.reject)
        for notes in self._notes:
            notes.rejects = Counter()
        for one in told:
            self._notes[self._pieces[one.piece]].rejects.update(one.rejects)

    @property
    def refused_in_reading(self) -> int:
        """How many records could not be read or converted."""
        return sum(one.rejects.total() for one in self._read)

    @property
    def records(self) -> int:
        """How many records go on to their profiles."""
        return sum(one.records for one in self._read) - self.refused_in_reading

    def expected_moment(self) -> int | None:
        """The moment to which all profiles will be advanced, if every event happens."""
        if self._options.as_of is not None:
            return self._options.as_of
        newest = newest_of(one.newest for one in self._read)
        return newest_of(one.created for one in self._read) if newest is None else newest

    # --- folding ---

    def moment(self, told: Iterable[FoldTold]) -> int | None:
        """The moment to which all profiles have to be advanced, now that it is known which events have happened."""
        if self._options.as_of is not None:
            return self._options.as_of
        told = list(told)
        newest = newest_of(one.newest for one in told)
        return newest_of(one.created for one in told) if newest is None else newest

    def folded(self, told: Sequence[FoldTold], as_of: int | None) -> tuple[Summary, Shown]:
        """Take in what folding tells. What is still to come changes the summary that this gives."""
        summary = self._summary
        for name in COUNTS:
            setattr(summary, name, sum(getattr(one.summary, name) for one in told))
        summary.events = sum(one.records for one in self._read if self._pieces[one.piece] >= self._profiles)
        counts: Counter[str] = sum((one.summary.events_by_type for one in told), Counter())
        summary.events_by_type = Counter({name: counts[name] for name in first_of(one.types for one in told)})
        scores = [score for score in self._ruleset.model.scores.values() if score.ranges]
        summary.profiles_by_range = {score.name: dict.fromkeys((one.name for one in score.ranges), 0) for score in scores}
        for one in told:
            for score, ranges in one.summary.profiles_by_range.items():
                for name, count in ranges.items():
                    summary.profiles_by_range[score][name] += count
        self._rejects(told)
        for _, profile, failure in sorted((one for part in told for one in part.failures), key=lambda one: one[0]):
            self._shown.failure(profile, failure)
        rules = len(self._ruleset.program.rules)
        awards = [sum(one.awards[rule] for one in told) for rule in range(rules)]
        awarded = [sum(one.awarded[rule] for one in told) for rule in range(rules)]
        ignored = (*first_of(one.unknown for one in self._read)[:NOTED], *first_of(one.owned for one in self._read))
        conclude(summary, self._ruleset.program, as_of, awards, awarded, ignored)
        self._hints(told)
        return summary, self._shown

    def _rejects(self, told: Sequence[FoldTold]) -> None:
        summary = self._summary
        firsts: dict[str, Place] = {}
        for read in self._read:
            for code, number in read.first_rejects.items():
                place = (read.piece, number or 0, "", 0)
                firsts[code] = min(place, firsts.get(code, place))
        for one in told:
            for (source, code), count in one.rejects.items():
                self._notes[source].rejects[code] += count
            for code, place in one.first_rejects.items():
                firsts[code] = min(place, firsts.get(code, place))
        counts: Counter[str] = sum((notes.rejects for notes in self._notes), Counter())
        summary.rejects_by_code = Counter({code: counts[code] for code in sorted(firsts, key=lambda code: firsts[code])})
        summary.rejects = counts.total()

    def _hints(self, told: Sequence[FoldTold]) -> None:
        summary, model = self._summary, self._ruleset.model
        given = {self._pieces[one.piece] for one in self._read}
        for number, notes in enumerate(self._notes):
            if number in given:
                summary.hints += (profile_hints if number < self._profiles else event_hints)(model, notes)
        summary.hints += run_hints(summary, all_strangers([one.strangers for one in told]))

    # --- what all rows show ---

    def repeats(self, found: Iterable[Repeats]) -> None:
        """Take in the rejects that a person is shown."""
        for one in found:
            self._shown.reject(Reject(one.source, one.line, one.code, one.message, one.raw), one.times)

    def refuse_runs(self, count: int) -> None:
        """Count the runs that limits for all profiles hold back."""
        self._summary.refused += count

    def actions(self, counts: Iterable[Group]) -> None:
        """Count the actions that are asked for, in the order in which follow-ups ask for their first ones."""
        for one in counts:
            self._summary.actions += one.times
            self._summary.actions_by_followup[one.followup] = one.times


def newest_of(moments: Iterable[int | None]) -> int | None:
    """The newest of several moments, if there is any."""
    return max((moment for moment in moments if moment is not None), default=None)


def first_of(placed: Iterable[Iterable[tuple[Place, str]]]) -> list[str]:
    """Names in the order in which they came first in the input."""
    return list(dict.fromkeys(name for _, name in sorted(one for part in placed for one in part)))
