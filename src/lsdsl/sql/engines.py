"""A run in which SQL does the scores that it can do: all of them, or some, and the step the others."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from lsdsl.engine.results import ProfileResult
from lsdsl.model.declarations import Model
from lsdsl.records.moments import moment_text
from lsdsl.records.output import OutputFolder
from lsdsl.records.outputs import PROFILES, REJECTS, SUMMARY, encode_line
from lsdsl.runner.advice import Strangers, run_hints
from lsdsl.runner.batch import deliver, run
from lsdsl.runner.options import FINISHING, Progress, RunOptions
from lsdsl.runner.receivers import Best, Kept, Receiver, Spooled, profile_record
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import Summary
from lsdsl.sql.deciding import Decision, decide
from lsdsl.sql.execution import Scored, fields_with
from lsdsl.sql.remaining import needed, without
from lsdsl.sql.sources import Sources

OF_THE_STEP: Final = ("ledger", "actions", "refused", "failures", "removed", "awards_by_rule", "actions_by_followup")
"""What a summary of the step has beside: SQL knows of no single award."""


@dataclass(frozen=True, slots=True)
class Division:
    """Which scores and grades SQL does, and which the step."""

    decision: Decision
    sql: tuple[str, ...]
    step: tuple[str, ...]
    grades: tuple[str, ...]
    """The grades that the step does."""
    followups: tuple[str, ...]
    """The follow-ups, which only the step runs."""

    @property
    def whole(self) -> bool:
        """Whether SQL does everything that there is."""
        return not (self.step or self.grades or self.followups)


def divide(ruleset: Ruleset) -> Division:
    """Divide the work: SQL does what it can and nobody else needs."""
    decision, model = decide(ruleset), ruleset.model
    graded = [name for name in model.grades if name not in decision.grades]
    left = needed(ruleset, (name for name in model.scores if name not in decision.scores), graded)
    sql = tuple(name for name in decision.model.scores if name not in left)
    followups = tuple(one.name for one in model.followups.values() if one.enabled)
    return Division(decision, sql, tuple(name for name in model.scores if name in left), tuple(graded), followups)


@contextmanager
def scored_by_sql(
    ruleset: Ruleset, options: RunOptions, receiver: Receiver, report: Progress
) -> Iterator[tuple[Scored, Summary]]:
    """Run the statement over the inputs. Raises ``SqlError`` for what SQL cannot do, ``InputError`` for unreadable input."""
    begin = time.monotonic()
    with TemporaryDirectory(prefix="lsdsl-sql-") as folder:
        first = decide(ruleset)
        sources = Sources(ruleset, first.columns, options, receiver, report, Path(folder))
        try:
            sources.prepare()
            report(FINISHING, "profiles", 0, None)
            scored = Scored(sources, decide(ruleset, 0 if sources.as_of is None else sources.as_of))
            summary = sources.summary
            summary.as_of = None if sources.as_of is None else moment_text(sources.as_of)
            summary.profiles = len(scored)
            summary.profiles_by_range = scored.ranges()
            summary.ignored = [*sources.unknown, *sources.owned]
            summary.hints += run_hints(summary, _strangers(sources))
            summary.seconds = round(time.monotonic() - begin, 3)
            yield scored, summary
        finally:
            sources.close()


def _strangers(sources: Sources) -> Strangers:
    """Whether events and loaded profiles have met."""
    execute = sources.connection.execute
    if execute("SELECT 1 FROM profiles SEMI JOIN events ON events.profile = profiles.id LIMIT 1").fetchone():
        return Strangers(True)
    loaded, stranger = execute("SELECT (SELECT MIN(id) FROM profiles), (SELECT MIN(profile) FROM events)").fetchall()[0]
    return Strangers(False, loaded or "", stranger or "")


def to_table(ruleset: Ruleset, options: RunOptions, score: str, top: int, kept: Kept, report: Progress) -> Summary:
    """Score with SQL alone and keep what a table shows: the best profiles by a score."""
    with scored_by_sql(ruleset, options, kept, report) as (scored, summary):
        kept.profiles = scored.best(score, top)
        kept.others = len(scored) - len(kept.profiles)
    return summary


def to_folder(ruleset: Ruleset, options: RunOptions, folder: str, report: Progress) -> tuple[Summary, Shown]:
    """Score with SQL alone and write profiles, rejects and the summary; there is no ledger."""
    begin = time.monotonic()
    with OutputFolder(folder) as output:
        receiver = Spooled(ruleset.program)
        with scored_by_sql(ruleset, options, receiver, report) as (scored, summary):
            output.write(PROFILES, (encode_line(profile_record(ruleset.model, one)) for one in scored.profiles()))
        output.write(REJECTS, (text for _, text in receiver.rejects.pieces()))
        summary.seconds = round(time.monotonic() - begin, 3)
        told = {name: value for name, value in msgspec.to_builtins(summary).items() if name not in OF_THE_STEP}
        output.write(SUMMARY, [msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"])
    return summary, receiver.shown


class _Joined(Kept):
    """Keeps profiles with the values of SQL among those of the step."""

    def __init__(
        self, rest: Ruleset, model: Model, values: dict[str, ProfileResult], best: Best, *, shared: bool = False
    ) -> None:
        super().__init__(rest.program, best, shared=shared)
        self._rest, self._model, self._values, self._ranking = rest, model, values, best

    def profile(self, result: ProfileResult) -> None:
        """Keep the profile, joined."""
        super().profile(joined(self._model, result, self._values[result.id]))

    def part(self) -> "_Joined":
        """One for a child process."""
        return _Joined(self._rest, self._model, self._values, self._ranking, shared=True)


def joined(model: Model, result: ProfileResult, other: ProfileResult) -> ProfileResult:
    """A profile with the scores and grades of both results, in source order."""
    scores, grades = {**other.scores, **result.scores}, {**other.grades, **result.grades}
    ordered = {name: scores[name] for name in model.scores if name in scores}
    return replace(
        result,
        fields=fields_with(model, result.fields, ordered),
        scores=ordered,
        grades={name: grades[name] for name in model.grades if name in grades},
    )


def to_joined_table(
    ruleset: Ruleset, division: Division, options: RunOptions, best: Best, report: Progress
) -> tuple[Summary, Kept]:
    """Score with SQL what it can do, with the step what is left, and keep what a table shows."""
    begin = time.monotonic()
    unheard = Kept(ruleset.program)
    with scored_by_sql(ruleset, options, unheard, report) as (scored, told):
        values = scored.values()
    rest = without(ruleset, frozenset(division.step))
    kept = _Joined(rest, ruleset.model, values, best)
    summary = run(rest, options, kept, report)
    for _ in deliver(kept.actions, kept, summary, rest.program):
        pass  # without a folder they are only counted
    summary.ruleset = ruleset.digest
    summary.profiles_by_range = {
        name: summary.profiles_by_range.get(name) or told.profiles_by_range[name]
        for name in ruleset.scores
        if name in summary.profiles_by_range or name in told.profiles_by_range
    }
    summary.seconds = round(time.monotonic() - begin, 3)
    _renumber(kept, rest, ruleset)
    return summary, kept


def _renumber(kept: Kept, rest: Ruleset, whole: Ruleset) -> None:
    """Give the points of rules the numbers that the rules have in the whole ruleset."""
    numbers = {(one.span, whole.program.scores[one.score].name): one.index for one in whole.program.rules}
    known = {one.index: numbers[one.span, rest.program.scores[one.score].name] for one in rest.program.rules}
    for profile, given in kept.contributions.items():
        kept.contributions[profile] = defaultdict(int, {known[rule]: size for rule, size in given.items()})
