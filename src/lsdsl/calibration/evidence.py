"""What the rules of a score say of each lead: its value, and what every rule gave it."""

from collections import defaultdict
from dataclasses import dataclass

from lsdsl.calibration.outcomes import Outcomes
from lsdsl.compile import Program
from lsdsl.compile.entry import Awarded
from lsdsl.engine.outcome import Action, Entry, Failure
from lsdsl.engine.results import ProfileResult
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import Arithmetic, Expression, ScoreRead
from lsdsl.records.raw import Reject
from lsdsl.runner.batch import RunOptions, run
from lsdsl.runner.options import Progress
from lsdsl.runner.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead whose outcome is known.

    ``given`` is what is left of what each rule gave, in millionths, by the rule's number; ``first`` when it first gave anything.
    """

    profile: str
    value: float
    range: str | None
    converted: bool
    given: dict[int, int]
    first: dict[int, int]
    moment: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All leads whose outcome is known, by id; ``rules`` are the numbers of those that make up the score."""

    score: str
    rules: tuple[int, ...]
    leads: tuple[Lead, ...]
    without_outcome: int
    without_profile: int


class _Collector:
    """Keeps what each rule gave each profile; one number for a rule and profile, however many events there are."""

    def __init__(self, score: str) -> None:
        self.score = score
        self.given: dict[str, dict[int, int]] = defaultdict(dict)
        self.first: dict[str, dict[int, int]] = defaultdict(dict)
        self.results: list[tuple[str, float | None, str | None]] = []

    def entry(self, profile: str, entry: Entry) -> None:
        if entry.rule is not None:
            given = self.given[profile]
            given[entry.rule] = given.get(entry.rule, 0) + entry.points
            self.first[profile].setdefault(entry.rule, entry.time)

    def awarded(self, profile: str, awarded: Awarded) -> None:
        for entry in awarded.entries:
            self.entry(profile, entry)

    def action(self, profile: str, action: Action) -> None:
        """Nothing is done with actions."""

    def failure(self, profile: str, failure: Failure) -> None:
        """Counted in the summary of the run."""

    def reject(self, reject: Reject) -> None:
        """Counted in the summary of the run."""

    def profile(self, result: ProfileResult) -> None:
        score = result.scores[self.score]
        self.results.append((result.id, score.value, score.range))


def gather(ruleset: Ruleset, options: RunOptions, score: str, outcomes: Outcomes, progress: Progress | None = None) -> Evidence:
    """Run the rules and hold the outcomes beside what they gave. Raises ``InputError`` as a run does."""
    collector = _Collector(score)
    run(ruleset, options, collector, progress)
    known = outcomes.by_profile
    leads = [
        Lead(
            profile,
            value,
            range_,
            known[profile].converted,
            collector.given.get(profile, {}),
            collector.first.get(profile, {}),
            known[profile].moment,
        )
        for profile, value, range_ in collector.results
        if profile in known and value is not None
    ]
    seen = {profile for profile, _, _ in collector.results}
    without = sum(profile not in known for profile in seen)
    return Evidence(score, rules_of(ruleset.program, score), tuple(leads), without, len(known.keys() - seen))


def rules_of(program: Program, score: str) -> tuple[int, ...]:
    """The rules of a score, those of its parts when it is a sum of scores."""
    names = parts_of(program.model, score)
    numbers = {program.indexes.scores[name] for name in names}
    steps = {one.span for followup in program.model.followups.values() for one in followup.steps}
    return tuple(rule.index for rule in program.rules if rule.score in numbers and rule.span not in steps)


def parts_of(model: Model, score: str) -> list[str]:
    """The scores with rules that a score is the sum of; itself if it has rules, none if it is computed in another way."""
    expression = model.scores[score].expression
    if expression is None:
        return [score]
    found: list[str] = []
    waiting: list[Expression] = [expression]
    while waiting:
        match waiting.pop():
            case Arithmetic(operator="+", left=left, right=right):
                waiting += [left, right]
            case ScoreRead(score=name):
                found += parts_of(model, name)
            case _:
                return []
    return [name for name in model.scores if name in found]
