"""One test, played: a profile of its own, a clock that starts where the block says, and what happens line by line."""

from collections.abc import Iterable
from time import perf_counter
from typing import Final, assert_never

from lsdsl.compile.execution import NO_DATA
from lsdsl.compile.reference import Scope, evaluate, truth
from lsdsl.diagnostics import words_of
from lsdsl.engine.event import Event
from lsdsl.engine.journal import Journal
from lsdsl.engine.memory import REMEMBERED
from lsdsl.engine.outcome import Entry as LedgerEntry
from lsdsl.engine.outcome import Failure, Outcome, in_full
from lsdsl.engine.state import ProfileState
from lsdsl.engine.turn import Turn
from lsdsl.model.declarations import Expect, Given, Pause, Test, TestEvent
from lsdsl.model.expressions import Expression
from lsdsl.model.scopes import shown
from lsdsl.model.types import Value
from lsdsl.records.problems import message_of
from lsdsl.runner.overall import OverallLimits
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.ruleset import Ruleset
from lsdsl.source import Span
from lsdsl.testing.counts import Counts, counted
from lsdsl.testing.observing import Observer, observed
from lsdsl.testing.parts import counts_something, failing, parts_of, scores_of
from lsdsl.testing.results import Asked, Entry, Problem, Refused, Result, Trouble, Unmet

PROFILE: Final = "lead"
"""The id of the profile of a test, unless it is given one."""


class Stage:
    """A ruleset that is ready to play tests, one after the other."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.model = ruleset.model
        self.observer = Observer()
        self.program = observed(ruleset, self.observer)

    def play(self, test: Test) -> Result:
        """Play a test to its end, whatever does not hold on the way."""
        began = perf_counter()
        self.observer.fresh()
        play = Play(self, test.starting)
        for line in test.lines:
            play.line(line)
            if any(isinstance(problem, Refused) for problem in play.problems):
                break  # what comes after it was meant to come after what did not happen
        expectations = sum(isinstance(line, Expect) for line in test.lines)
        seconds = perf_counter() - began
        return Result(test.name, test.span, tuple(play.problems), expectations, seconds, self.observer.seen)


class Play:
    """A test while it is played."""

    def __init__(self, stage: Stage, starting: int) -> None:
        self.stage = stage
        self.clock = starting
        self.counts = Counts()
        self.problems: list[Problem] = []
        self.ledger: list[LedgerEntry] = []
        self.asked: list[Asked] = []
        ruleset = stage.ruleset
        self._profiles = Profiles(stage.program, REMEMBERED, ruleset.boxing, ruleset.settings.switch_off_after)
        self._overall = OverallLimits()
        self._profile = PROFILE
        self._starting = starting
        self._state: ProfileState | None = None
        self._events: dict[str, str] = {}
        self._removed = False

    def line(self, line: Given | TestEvent | Pause | Expect) -> None:
        """Let a line happen."""
        match line:
            case Given():
                self._give(line)
            case TestEvent():
                self.happen(line)
            case Pause(after=after):
                self.clock += after
                self._pass_time(line.span)
            case Expect():
                self._pass_time(line.span)
                self._expect(line)
            case _:
                assert_never(line)

    def happen(self, line: TestEvent) -> None:
        """Let an event happen."""
        self.clock += line.after
        identity = f"event {len(self._events) + 1}"
        self._events[identity] = shown(self.stage.model.events[line.event])
        if line.event == "profile.removed" and self._state is None:
            self._pass_time(line.span)
        outcome = self._profiles.process(Event(identity, line.event, self._profile, self.clock, line.data))
        if outcome.status == "refused":
            assert outcome.refusal is not None
            code, arguments = outcome.refusal
            self.problems.append(Refused(line.span, self._events[identity], message_of(code, **arguments)))
            return
        self._state = self._profiles.get(self._profile) or self._state
        self._removed = line.event == "profile.removed"
        self._take(in_full(outcome), line.span)

    def value(self, expression: Expression) -> Value:
        """What an expression comes to now."""
        return evaluate(counted(expression, self.counts), self.scope())

    def scope(self) -> Scope:
        """The profile as it is now, for expressions."""
        assert self._state is not None
        turn = Turn(self.stage.program, self._state, Outcome(), Journal())
        return Scope(self.stage.model, self.stage.program.indexes, turn, NO_DATA, self.stage.observer.condition)

    def settle(self) -> None:
        """Let everything happen that is due now; a profile that was not there comes into being."""
        self._pass_time(Span("", 0, 0))

    def _give(self, line: Given) -> None:
        fields: dict[str, Value] = dict(line.fields)
        created = fields.pop("created", None)
        if self._state is None:
            self._profile = str(fields.pop("id", PROFILE))
        fields.pop("id", None)
        born = self._starting if self._state is None else None
        moment = created if isinstance(created, int) else born
        self._state = self._profiles.load(self._profile, fields, line.tags, moment)

    def _pass_time(self, span: Span) -> None:
        if self._removed:
            return
        if self._state is None:
            self._state = self._profiles.load(self._profile, {}, None, self._starting)
        for _, outcome in self._profiles.advance(self.clock):
            self._take(in_full(outcome), span)

    def _expect(self, line: Expect) -> None:
        condition = counted(line.condition, self.counts)
        scope = self.scope()
        if truth(condition, scope):
            return
        wrong = failing(line.condition, self.counts, scope)
        scores = scores_of(wrong, self.stage.model)
        values = tuple((name, scope.reading.score(self.stage.program.indexes.scores[name])) for name in scores)
        self.problems.append(
            Unmet(
                span=condition.span,
                start=self._starting,
                time=self.clock,
                parts=tuple(parts_of(line.condition, self.counts, scope)),
                scores=values,
                ledger=tuple(self._entries(scores)),
                asked=tuple(self.asked) if counts_something(wrong) or not scores else (),
            )
        )

    def _entries(self, scores: Iterable[str]) -> Iterable[Entry]:
        wanted, program = set(scores), self.stage.program
        for entry in self.ledger:
            score = program.scores[entry.score].name
            if score not in wanted:
                continue
            plan = None if entry.rule is None else program.rules[entry.rule]
            title = (entry.note or "") if plan is None else plan.title
            event = None if entry.event is None else self._events[entry.event]
            where = None if plan is None else plan.span
            yield Entry(entry.time, score, entry.points, entry.reason, title, event, where)

    def _take(self, outcome: Outcome, span: Span) -> None:
        """Take in what an event or the time did."""
        seen, program = self.stage.observer.seen, self.stage.program
        runs = self.stage.observer.take_runs()
        for failure in outcome.failures:
            self._failure(failure, span)
            if failure.followup is not None and failure.reason is None and runs[failure.followup]:
                runs[failure.followup] -= 1  # its run was undone
        for entry in outcome.entries:
            self.ledger.append(entry)
            if entry.rule is not None and entry.reason in {"award", "cut", "state on"}:
                seen[program.rules[entry.rule].span, "award"] += 1
        self.counts.runs.update(runs)
        for action in outcome.actions:
            plan = program.followups[action.followup]
            if not self._overall.allows(plan, self._profile, action):
                self.asked.append(Asked(action.time, plan.name, f"{action.action} held back by the limit of all profiles"))
                continue
            arguments = {name: value for name, _, value in action.arguments}
            first = arguments.get(next(iter(self.stage.model.actions[action.action].arguments)))
            text = first if isinstance(first, str) else None
            self.counts.actions[action.action, text] += 1
            self.asked.append(Asked(action.time, plan.name, f'{action.action} "{text}"' if text is not None else action.action))

    def _failure(self, failure: Failure, span: Span) -> None:
        message = words_of(failure.diagnostic).message
        if failure.reason is None:
            self.problems.append(Trouble(span, failure.diagnostic.code, message, failure.diagnostic.span))
        else:
            self.asked.append(Asked(failure.time, failure.followup or "", f"not run: {message}"))
