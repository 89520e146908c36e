"""Which rules are responsible for the largest moves: a second look at the ledgers of a few profiles."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from lsdsl.compile import Program, points
from lsdsl.difference.changes import Change
from lsdsl.difference.ends import End
from lsdsl.difference.tally import Moved
from lsdsl.engine.outcome import Action, Entry, Failure
from lsdsl.model.declarations import Score
from lsdsl.model.reads import Definition, reads
from lsdsl.records.inputs import open_records
from lsdsl.records.raw import Reject
from lsdsl.records.schema import Schema
from lsdsl.rescoring.feeding import Feed, isolation_of
from lsdsl.runner.batch import RunOptions
from lsdsl.runner.ruleset import Ruleset

OWN_LIMITS: Final = "limits of the score and its groups"
"""What is responsible where the rules are not."""

Key = tuple[str, str]
"""A score and the identity of one of its rules, as the new rules know it; ``initial`` and ``adjusted`` are no rules."""

Given = defaultdict[str, Counter[Key]]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that gives a profile other points than before, and where it stands."""

    rule: str
    score: str
    old: int | float
    new: int | float
    place: str | None


class _Ledger:
    """Sums what each rule gives to each of a few profiles."""

    def __init__(self, program: Program, names: Mapping[Key, Key]) -> None:
        self._program = program
        self._names = names
        self.given: Given = defaultdict(Counter)

    def entry(self, profile: str, entry: Entry) -> None:
        score = self._program.scores[entry.score].name
        rule = entry.reason if entry.rule is None else self._program.rules[entry.rule].identity
        self.given[profile][self._names.get((score, rule), (score, rule))] += entry.points

    def action(self, profile: str, action: Action) -> None:
        """Nothing is asked for."""

    def failure(self, profile: str, failure: Failure) -> None:
        """It was told when all profiles were looked at."""

    def reject(self, reject: Reject) -> None:
        """So was this."""


class Responsible:
    """Runs both rulesets over a few profiles again, and says what made the difference."""

    def __init__(self, ends: tuple[End, End], rulesets: tuple[Ruleset, Ruleset], changes: list[Change]) -> None:
        self._ends = ends
        self._rulesets = rulesets
        self._names = {
            (change.score, old): (change.score, new)
            for change in changes
            if change.of == "rule" and change.score is not None
            for old, new in [change.identities]
            if old is not None and new is not None
        }
        self._rules: dict[Key, tuple[str, str]] = {}
        for end, ruleset, names in zip(ends, rulesets, (self._names, {}), strict=True):
            program = ruleset.program
            for plan in program.rules:
                key = (program.scores[plan.score].name, plan.identity)
                self._rules[names.get(key, key)] = plan.title, end.where(program.model, plan.span)
        self._old: Given = defaultdict(Counter)
        self._new: Given = defaultdict(Counter)

    def look(self, profiles: frozenset[str], options: RunOptions, as_of: int | None) -> None:
        """Run both rulesets over some profiles."""
        names: tuple[Mapping[Key, Key], Mapping[Key, Key]] = (self._names, {})
        ledgers = [_Ledger(one.program, known) for one, known in zip(self._rulesets, names, strict=True)]
        with ExitStack() as stack:
            feeds = [
                (Feed(one, options, ledger, stack.enter_context(isolation_of(one, options))), Schema(one.model))
                for one, ledger in zip(self._rulesets, ledgers, strict=True)
            ]
            for path in options.profiles:
                with open_records(path) as records:
                    for raw in records:
                        for feed, schema in feeds:
                            record = raw if isinstance(raw, Reject) else schema.profile_record(raw)
                            if not isinstance(record, Reject) and record.id in profiles:
                                feed.load(record)
            for path in options.events:
                with open_records(path) as records:
                    for raw in records:
                        for feed, schema in feeds:
                            event = raw if isinstance(raw, Reject) else schema.event_record(raw)
                            if not isinstance(raw, Reject) and not isinstance(event, Reject) and event.profile in profiles:
                                feed.happen(event, raw)
            for feed, _ in feeds:
                for _ in feed.finish(as_of):
                    pass
        self._old, self._new = ledgers[0].given, ledgers[1].given

    def reasons(self, score: str, moved: Moved) -> tuple[Reason, ...]:
        """The rules that give a profile other points than before, the largest difference first."""
        scores = _reached(self._rulesets[0], score) | _reached(self._rulesets[1], score)
        old, new = self._old[moved.profile], self._new[moved.profile]
        keys = [key for key in {**old, **new} if key[0] in scores and old[key] != new[key]]
        keys.sort(key=lambda key: (-abs(new[key] - old[key]), key))
        told = [self._reason(key, old[key], new[key]) for key in keys]
        rest = self._rest(score, moved, old, new)
        if rest:
            told.append(Reason(OWN_LIMITS, score, 0, points.to_number(rest), None))
        return tuple(told)

    def _reason(self, key: Key, old: int, new: int) -> Reason:
        score, rule = key
        title, place = self._rules.get(key, (f"{rule} points", None))
        return Reason(title, score, points.to_number(old), points.to_number(new), place)

    def _rest(self, score: str, moved: Moved, old: Counter[Key], new: Counter[Key]) -> int:
        """What of a move no rule accounts for; a computed score is no sum, so nothing is left over of it."""
        change = moved.change
        known = [ruleset.model.scores[score].expression is None for ruleset in self._rulesets]
        if change is None or not all(known):
            return 0
        sums = [sum(size for key, size in given.items() if key[0] == score) for given in (old, new)]
        return points.from_number(change) - (sums[1] - sums[0])


def _reached(ruleset: Ruleset, score: str) -> set[str]:
    """A score and, where it is computed, the scores that it is computed from."""
    model = ruleset.model
    definitions: dict[str, Definition] = {**model.lets, **model.grades, **model.selections, **model.scores}
    seen, waiting = set[str](), [score]
    while waiting:
        name = waiting.pop()
        definition = definitions.get(name)
        if name not in seen and definition is not None:
            seen.add(name)
            if not isinstance(definition, Score) or definition.expression is not None:
                waiting += reads(definition)
    return seen & model.scores.keys()
