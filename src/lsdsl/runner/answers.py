"""What the library tells of events and of time: the engine's outcomes with names, datetimes and places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final, Literal

import msgspec

from lsdsl.compile import Program, points
from lsdsl.compile.entry import Awarded, Plain
from lsdsl.diagnostics import words_of
from lsdsl.engine.outcome import Action, AnyOutcome, Entry, Failure
from lsdsl.model.types import Kind, Type, Value
from lsdsl.records.raw import Reject
from lsdsl.runner.actions import refusal_of
from lsdsl.runner.overall import OverallLimits
from lsdsl.runner.places import place_of

KEPT: Final = 4_096
"""So many different awards are kept in readable form."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class LedgerEntry(msgspec.Struct, frozen=True, gc=False):
    """A change of a score: ``rule`` is its stable identity, ``where`` its place (None for ``initial`` and ``adjusted``)."""

    profile: str
    score: str
    rule: str | None
    points: int | float
    time: datetime
    event: str | None
    reason: str
    expires: datetime | None
    where: str | None


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """An action that a follow-up asks for. ``id`` is the same on every replay: deliver each id once."""

    id: str
    profile: str
    followup: str
    action: str
    args: dict[str, Any]
    time: datetime
    event: str | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong and was contained: code, message and the place in the rules, in a box with the column.

    ``reason`` is ``limit`` for a run of a follow-up that a limit refused, which is no error.
    """

    code: str
    message: str
    where: str
    followup: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class TimeResult:
    """What passing time did to all profiles, in order of time."""

    entries: tuple[LedgerEntry, ...]
    actions: tuple[ActionRequest, ...]
    failures: tuple[Trouble, ...]


class ProcessResult(msgspec.Struct, frozen=True, eq=False):
    """What an event did.

    ``processed``: it happened. ``duplicate``: an event with this id had happened already. ``rejected``: it could not happen,
    nothing changed, and ``reject`` says why. ``late``: it happened, but is older than the newest event of its profile.

    The entries are made when they are first asked for: many who process events never look at them.
    """

    _entries: tuple[LedgerEntry, ...] | None = None
    _outcome: AnyOutcome | None = None
    _profile: str = ""
    _answers: "Answers | None" = None
    status: Literal["processed", "duplicate", "rejected"] = "processed"
    late: bool = False
    actions: tuple[ActionRequest, ...] = ()
    failures: tuple[Trouble, ...] = ()
    reject: Reject | None = None

    @property
    def entries(self) -> tuple[LedgerEntry, ...]:
        """The changes of scores, in order."""
        made = self._entries
        if made is None:
            made = ()
            if self._answers is not None and self._outcome is not None:
                made = self._answers.entries(self._profile, self._outcome)
            msgspec.structs.force_setattr(self, "_entries", made)
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProcessResult) and self._public() == other._public()

    def __hash__(self) -> int:
        return hash((self.status, self.late, self.entries))

    def __repr__(self) -> str:
        names = ("status", "late", "entries", "actions", "failures", "reject")
        return f"ProcessResult({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def _public(self) -> tuple[object, ...]:
        return (self.status, self.late, self.entries, self.actions, self.failures, self.reject)


class Heads(dict[Any, tuple[str, str, int | float, str]]):
    """What the readable entries of awards in full have in common. Raises ``KeyError`` for an entry of another kind."""

    def __init__(self, scores: Sequence[str], rules: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._scores = scores
        self._rules = rules

    def __missing__(self, made: Plain | Entry) -> tuple[str, str, int | float, str]:
        if isinstance(made, Entry):
            raise KeyError(made)
        score, number, size = made
        rule, where = self._rules[number]
        if len(self) >= KEPT:
            self.clear()
        self[made] = head = (self._scores[score], rule, points.to_number(size), where)
        return head


class Answers:
    """Makes outcomes readable. What is the same for all entries of a rule is looked up once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._limits = OverallLimits()

    @cached_property
    def _heads(self) -> Callable[[Plain | Entry], tuple[str, str, int | float, str]]:
        """Gives what an award in full begins with: names of score and rule, points, and the place of the rule."""
        return Heads(self._scores, self._rules).__getitem__

    @cached_property
    def _rules(self) -> list[tuple[str, str]]:
        """The identity and the place of each rule."""
        return [(rule.identity, self.program.model.where(rule.span)) for rule in self.program.rules]

    @cached_property
    def _scores(self) -> list[str]:
        return [score.name for score in self.program.scores]

    def result(self, profile: str, outcome: AnyOutcome) -> ProcessResult:
        """What an event did that happened, or had happened already."""
        did = self.readable(profile, outcome)
        status: Literal["processed", "duplicate"] = "duplicate" if outcome.status == "duplicate" else "processed"
        return ProcessResult(did.entries, status=status, late=outcome.late, actions=did.actions, failures=did.failures)

    def readable(self, profile: str, outcome: AnyOutcome) -> TimeResult:
        """All of an outcome. Actions count for the limits of all profiles together, so it is asked once for each outcome."""
        failures = [self._trouble(failure) for failure in outcome.failures]
        actions: list[ActionRequest] = []
        for action in outcome.actions:
            plan = self.program.followups[action.followup]
            if self._limits.allows(plan, profile, action):
                actions.append(self._action(profile, action))
            elif self._limits.is_news(plan, profile, action):
                failures.append(self._trouble(refusal_of(self.program, action)))
        return TimeResult(self.entries(profile, outcome), tuple(actions), tuple(failures))

    def _action(self, profile: str, action: Action) -> ActionRequest:
        return ActionRequest(
            id=action.id,
            profile=profile,
            followup=self.program.followups[action.followup].name,
            action=action.action,
            args={name: as_python(kind, value) for name, kind, value in action.arguments},
            time=moment_of(action.time),
            event=action.event,
        )

    def entries(self, profile: str, outcome: AnyOutcome) -> tuple[LedgerEntry, ...]:
        """The ledger entries of an outcome."""
        if isinstance(outcome, Awarded):
            moment, event = moment_of(outcome.time), outcome.event
            try:
                return tuple(
                    [
                        LedgerEntry(profile, score, rule, size, moment, event, "award", None, where)
                        for score, rule, size, where in map(self._heads, outcome.made)
                    ]
                )
            except KeyError:
                pass  # one of the entries is of another kind
        return tuple([self._entry(profile, entry) for entry in outcome.entries])

    def _entry(self, profile: str, entry: Entry) -> LedgerEntry:
        rule, where = (None, None) if entry.rule is None else self._rules[entry.rule]
        return LedgerEntry(
            profile=profile,
            score=self._scores[entry.score],
            rule=rule,
            points=points.to_number(entry.points),
            time=moment_of(entry.time),
            event=entry.event,
            reason=entry.reason,
            expires=None if entry.expires is None else moment_of(entry.expires),
            where=where,
        )

    def _trouble(self, failure: Failure) -> Trouble:
        place = place_of(self.program.model, failure.diagnostic)
        return Trouble(failure.diagnostic.code, words_of(failure.diagnostic).message, place, failure.followup, failure.reason)


def moment_of(microseconds: int) -> datetime:
    """A moment as Python has it."""
    return EPOCH + timedelta(microseconds=microseconds)


def as_python(kind: Type, value: Value) -> Any:
    """A value as Python has it."""
    if kind.kind is Kind.DATETIME and isinstance(value, int):
        return moment_of(value)
    if kind.kind is Kind.DATE and isinstance(value, int):
        return moment_of(value).date()
    return list(value) if isinstance(value, tuple) else value
