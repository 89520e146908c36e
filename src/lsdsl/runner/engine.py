"""The engine as a library: events one by one, against plain dictionaries, with the states in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Self
from weakref import finalize

from lsdsl.compile import points
from lsdsl.diagnostics import words_of
from lsdsl.engine.outcome import Action, Entry, Failure, Outcome
from lsdsl.engine.results import ScoreResult, in_selection, result_of
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.model.types import Kind, Type, Value
from lsdsl.records.moments import moment_from_text
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.schema import Schema
from lsdsl.runner.actions import refusal_of
from lsdsl.runner.overall import OverallLimits
from lsdsl.runner.places import place_of
from lsdsl.runner.refusals import reject_of
from lsdsl.runner.ruleset import Ruleset

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
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
class ProcessResult:
    """What an event did.

    ``processed``: it happened. ``duplicate``: an event with this id had happened already. ``rejected``: it could not happen,
    nothing changed, and ``reject`` says why. ``late``: it happened, but is older than the newest event of its profile.
    """

    status: Literal["processed", "duplicate", "rejected"]
    late: bool
    entries: tuple[LedgerEntry, ...]
    actions: tuple[ActionRequest, ...]
    failures: tuple[Trouble, ...]
    reject: Reject | None


@dataclass(frozen=True, slots=True)
class TimeResult:
    """What passing time did to all profiles, in order of time."""

    entries: tuple[LedgerEntry, ...]
    actions: tuple[ActionRequest, ...]
    failures: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile now. Dates and datetimes among ``fields`` are Python's; fields without a value or default are left out."""

    id: str
    fields: dict[str, Any]
    tags: tuple[str, ...]
    scores: dict[str, ScoreResult]
    grades: dict[str, str]


class Engine:
    """Scores profiles of one ruleset in memory, event by event. Not for use from several threads at once.

    With ``isolation="process"`` script boxes run in a child process; it ends with the engine, or with :meth:`close`.
    """

    def __init__(self, ruleset: Ruleset, *, isolation: Literal["process"] | None = None) -> None:
        self.ruleset = ruleset
        self._program = ruleset.program
        self._profiles = ruleset.profiles()
        if isolation not in (None, "process"):
            raise ValueError(f'isolation is "process" or None, not {isolation!r}')
        if isolation is not None and ruleset.boxes:
            from lsdsl.isolation.steps import Isolation

            self._profiles.isolation = Isolation(ruleset.model, ruleset.boxes)
            finalize(self, self._profiles.isolation.close)
        self._schema = Schema(ruleset.model)
        self._limits = OverallLimits()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child process, if there is one. It is started again when it is needed."""
        if self._profiles.isolation is not None:
            self._profiles.isolation.close()

    def add_profile(
        self,
        profile: str,
        fields: Mapping[str, Any] | None = None,
        *,
        tags: tuple[str, ...] | list[str] | None = None,
        created: datetime | str | None = None,
    ) -> None:
        """Give a profile the data that it has before its first event. Raises no events.

        Raises ``ValueError`` when a value does not convert to its field's type, or when the profile has had events already (send
        a ``profile.modified`` event then).
        """
        state = self._profiles.get(profile)
        if state is not None and state.born:
            raise ValueError(f"profile {profile!r} has had events; change it with a profile.modified event")
        data: dict[str, Any] = {"id": profile, "fields": {name: _plain(value) for name, value in (fields or {}).items()}}
        if tags is not None:
            data["tags"] = list(tags)
        if created is not None:
            data["created"] = _plain(created)
        record = self._schema.profile_record(RawRecord("add_profile", 1, data, data))
        if isinstance(record, Reject):
            raise ValueError(record.message)  # noqa: TRY004 - the value is wrong, not its Python type
        self._profiles.load(profile, record.fields, record.tags, record.created)

    def process(self, event: Mapping[str, Any]) -> ProcessResult:
        """Let an event happen: ``{"id", "type", "profile", "time", "data"}``, or a CloudEvent. Bad ones come back as rejects."""
        data = {key: _plain(value) for key, value in event.items()}
        converted = self._schema.event_record(RawRecord("process", 1, data, data))
        if isinstance(converted, Reject):
            return ProcessResult("rejected", False, (), (), (), converted)
        outcome = self._profiles.process(converted)
        if outcome.status == "refused":
            return ProcessResult("rejected", False, (), (), (), reject_of(outcome, RawRecord("process", 1, data, data)))
        status: Literal["processed", "duplicate"] = "duplicate" if outcome.status == "duplicate" else "processed"
        did = self._readable(converted.profile, outcome)
        return ProcessResult(status, outcome.late, did.entries, did.actions, did.failures, None)

    def advance(self, moment: datetime | str) -> TimeResult:
        """Let time pass for all profiles: everything due at or before the moment happens."""
        did = [self._readable(state.id, outcome) for state, outcome in self._profiles.advance_in_time(_microseconds(moment))]
        return TimeResult(
            tuple(entry for one in did for entry in one.entries),
            tuple(action for one in did for action in one.actions),
            tuple(failure for one in did for failure in one.failures),
        )

    def next_due(self) -> datetime | None:
        """When something can next happen without an event: set one timer to it and call :meth:`advance` then."""
        due = self._profiles.next_due()
        return None if due is None else _moment(due)

    def profile(self, profile: str) -> Profile:
        """A profile as it is now. Raises ``KeyError`` for an unknown one."""
        result = result_of(self._program, self._state(profile))
        declared = self._program.model.fields
        fields = {name: _python(declared[name].type, value) for name, value in result.fields.items()}
        return Profile(result.id, fields, result.tags, result.scores, result.grades)

    def profiles(self) -> Iterator[Profile]:
        """All profiles, by id."""
        return (self.profile(state.id) for state in self._profiles)

    def is_in(self, selection: str, profile: str) -> bool:
        """Whether a profile is in a selection now. Raises ``KeyError`` for an unknown profile or selection."""
        if selection not in self._program.model.selections:
            raise KeyError(selection)
        return in_selection(self._program, self._state(profile), selection)[0]

    @property
    def boxes_switched_off(self) -> dict[str, int]:
        """The places of the script boxes that no longer run here, each with the budget failures that it had."""
        return {self._program.model.where(box): count for box, count in self._profiles.breaker.off.items()}

    def dump(self, profile: str) -> bytes:
        """The whole state of a profile as one byte string. Raises ``KeyError`` for an unknown one."""
        return dump(self._program, self._state(profile))

    def restore(self, data: bytes) -> str:
        """Take in a state that :meth:`dump` wrote under the same ruleset, and return the profile's id.

        Raises ``lsdsl.engine.serialising.StateError`` (a ``ValueError``) for anything else.
        """
        state = load(self._program, data)
        self._profiles.put(state)
        return state.id

    def _state(self, profile: str) -> ProfileState:
        state = self._profiles.get(profile)
        if state is None:
            raise KeyError(profile)
        return state

    def _readable(self, profile: str, outcome: Outcome) -> TimeResult:
        entries = tuple(self._entry(profile, entry) for entry in outcome.entries)
        failures = [self._trouble(failure) for failure in outcome.failures]
        actions: list[ActionRequest] = []
        for action in outcome.actions:
            plan = self._program.followups[action.followup]
            if self._limits.allows(plan, profile, action):
                actions.append(self._action(profile, action))
            elif self._limits.is_news(plan, profile, action):
                failures.append(self._trouble(refusal_of(self._program, action)))
        return TimeResult(entries, tuple(actions), tuple(failures))

    def _action(self, profile: str, action: Action) -> ActionRequest:
        return ActionRequest(
            id=action.id,
            profile=profile,
            followup=self._program.followups[action.followup].name,
            action=action.action,
            args={name: _python(kind, value) for name, kind, value in action.arguments},
            time=_moment(action.time),
            event=action.event,
        )

    def _entry(self, profile: str, entry: Entry) -> LedgerEntry:
        rule = None if entry.rule is None else self._program.rules[entry.rule]
        return LedgerEntry(
            profile=profile,
            score=self._program.scores[entry.score].name,
            rule=None if rule is None else rule.identity,
            points=points.to_number(entry.points),
            time=_moment(entry.time),
            event=entry.event,
            reason=entry.reason,
            expires=None if entry.expires is None else _moment(entry.expires),
            where=None if rule is None else self._program.model.where(rule.span),
        )

    def _trouble(self, failure: Failure) -> Trouble:
        place = place_of(self._program.model, failure.diagnostic)
        return Trouble(failure.diagnostic.code, words_of(failure.diagnostic).message, place, failure.followup, failure.reason)


def _plain(value: Any) -> Any:
    """Python's own dates and tuples as the readers of data know them."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _microseconds(moment: datetime | str) -> int:
    if isinstance(moment, str):
        return moment_from_text(moment)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _python(kind: Type, value: Value) -> Any:
    if kind.kind is Kind.DATETIME and isinstance(value, int):
        return _moment(value)
    if kind.kind is Kind.DATE and isinstance(value, int):
        return _moment(value).date()
    return list(value) if isinstance(value, tuple) else value
