"""The engine as a library: events one by one, against plain dictionaries, with the states in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Self
from weakref import finalize

import msgspec

from lsdsl.compile.entry import Awarded
from lsdsl.engine.event import Event
from lsdsl.engine.results import ScoreResult, in_selection, result_of
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.records.moments import moment_from_text
from lsdsl.records.quick import GIVES_UP, Envelope
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.schema import Schema
from lsdsl.runner.answers import (
    EPOCH,
    ActionRequest,
    Answers,
    LedgerEntry,
    ProcessResult,
    TimeResult,
    Trouble,
    as_python,
    moment_of,
)
from lsdsl.runner.refusals import reject_of
from lsdsl.runner.ruleset import Ruleset

__all__ = ["ActionRequest", "Engine", "LedgerEntry", "ProcessResult", "Profile", "TimeResult", "Trouble"]

_envelope = msgspec.convert


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
        self._answers = Answers(self._program)
        self._quick = self._schema.quick.event

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
        converted: Event | Reject | None
        try:
            envelope = _envelope(event, Envelope)
            converted = self._quick(envelope, envelope.data)
        except GIVES_UP:
            converted = None
        if converted is None:
            return self._process_carefully(event)
        outcome = self._profiles.process(converted)
        if outcome.__class__ is Awarded:
            return ProcessResult(None, outcome, converted.profile, self._answers)
        return self._answers.result(converted.profile, outcome)

    def _process_carefully(self, event: Mapping[str, Any]) -> ProcessResult:
        """The same for an event that is not in its simplest form."""
        data = {key: _plain(value) for key, value in event.items()}
        raw = RawRecord("process", 1, data, data)
        converted = self._schema.event_record(raw)
        if isinstance(converted, Reject):
            return ProcessResult(status="rejected", reject=converted)
        outcome = self._profiles.process(converted)
        if outcome.status == "refused":
            return ProcessResult(status="rejected", reject=reject_of(outcome, raw))
        return self._answers.result(converted.profile, outcome)

    def advance(self, moment: datetime | str) -> TimeResult:
        """Let time pass for all profiles: everything due at or before the moment happens."""
        did = [
            self._answers.readable(state.id, outcome) for state, outcome in self._profiles.advance_in_time(_microseconds(moment))
        ]
        return TimeResult(
            tuple(entry for one in did for entry in one.entries),
            tuple(action for one in did for action in one.actions),
            tuple(failure for one in did for failure in one.failures),
        )

    def next_due(self) -> datetime | None:
        """When something can next happen without an event: set one timer to it and call :meth:`advance` then."""
        due = self._profiles.next_due()
        return None if due is None else moment_of(due)

    def profile(self, profile: str) -> Profile:
        """A profile as it is now. Raises ``KeyError`` for an unknown one."""
        result = result_of(self._program, self._state(profile))
        declared = self._program.model.fields
        fields = {name: as_python(declared[name].type, value) for name, value in result.fields.items()}
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
    return (aware - EPOCH) // timedelta(microseconds=1)
