"""What takes in the results of a run while it goes on."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any, Final, Protocol, Self, runtime_checkable

from msgspec import UNSET

from lsdsl.compile import Program
from lsdsl.compile.entry import Awarded
from lsdsl.diagnostics import words_of
from lsdsl.engine.outcome import Action, Entry, Failure
from lsdsl.engine.results import ProfileResult, ScoreResult
from lsdsl.model.declarations import Model
from lsdsl.model.types import TEXT, Kind, Type
from lsdsl.records.moments import moment_text
from lsdsl.records.outputs import FailureOut, ProfileOut, ScoreOut, encode_line
from lsdsl.records.raw import Reject
from lsdsl.records.render import JsonValue, json_value
from lsdsl.records.spool import LAST, Spool
from lsdsl.runner.actions import Actions
from lsdsl.runner.ledger import LedgerLines
from lsdsl.runner.places import place_of
from lsdsl.runner.shown import Shown
from lsdsl.script.errors import CODES


class Receiver(Protocol):
    """Takes ledger entries, failures and rejects as they come, and at the end each profile, by id."""

    def entry(self, profile: str, entry: Entry) -> None:
        """A ledger entry."""

    def awarded(self, profile: str, awarded: Awarded) -> None:
        """The ledger entries of an event of which nothing followed but awards, at least one."""

    def action(self, profile: str, action: Action) -> None:
        """An action that a follow-up asks for."""

    def failure(self, profile: str, failure: Failure) -> None:
        """Something that went wrong and was contained, or a run that a limit refused."""

    def reject(self, reject: Reject) -> None:
        """A record that was refused."""

    def profile(self, result: ProfileResult) -> None:
        """A profile at the end of the run."""


@runtime_checkable
class SharedReceiver(Receiver, Protocol):
    """One of which each process of a run can have its own; they are put together at the end."""

    shown: Shown

    def part(self) -> Self:
        """A receiver for a child process, made before the child is."""

    def hand_over(self) -> Any:
        """What the receiver of a child tells its parent."""

    def take_over(self, part: Self, handed: Any) -> None:
        """Take in what the receiver of a child has, but for rejects and the failures to show."""

    def close(self) -> None:
        """Let go of everything."""


Best = Callable[["Kept", list[ProfileResult]], list[ProfileResult]]
"""Gives the profiles of which a table may show some."""


class Kept:
    """Keeps what a table needs: the profiles, and for each the points that every rule gave it and the actions asked for."""

    def __init__(self, program: Program, best: Best | None = None, *, shared: bool = False) -> None:
        self._program = program
        self._best = best
        self.profiles: list[ProfileResult] = []
        self.others = 0
        """How many profiles there are beside those that are kept: of other processes only the best ones are."""
        self.actions = Actions(program, shared=shared)
        self.contributions: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.asked: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """By profile: how often each action was asked for, whatever overall limits hold back."""
        self.others_asked = False
        """Whether one of the others was asked for anything."""
        self.shown = Shown()

    def entry(self, profile: str, entry: Entry) -> None:
        """Add to what the rule gave the profile; what expired is taken away again."""
        if entry.rule is not None:
            self.contributions[profile][entry.rule] += entry.points

    def awarded(self, profile: str, awarded: Awarded) -> None:
        """Add to what the rules gave the profile."""
        given = self.contributions[profile]
        for one in awarded.made:
            rule = one[1]
            if rule is not None:
                given[rule] += one[2]

    def action(self, profile: str, action: Action) -> None:
        """Keep an action, to be counted."""
        self.actions.add(profile, action)
        self.asked[profile][action.action] += 1

    def failure(self, profile: str, failure: Failure) -> None:
        """Keep the first ones, to show; refused runs are only counted."""
        self.shown.failure(profile, failure)

    def reject(self, reject: Reject) -> None:
        """Keep the first ones, to show."""
        self.shown.reject(reject)

    def profile(self, result: ProfileResult) -> None:
        """Keep the profile."""
        self.profiles.append(result)

    @property
    def asks(self) -> bool:
        """Whether a profile that is there was asked for anything."""
        return self.others_asked or any(profile.id in self.asked for profile in self.profiles)

    def part(self) -> "Kept":
        """One for a child process."""
        return Kept(self._program, self._best, shared=True)

    def hand_over(self) -> Any:
        """The profiles that may be shown, with all that is known of them."""
        best = self.profiles if self._best is None else self._best(self, self.profiles)
        given = {one.id: dict(self.contributions[one.id]) for one in best if one.id in self.contributions}
        asked = {one.id: self.asked[one.id] for one in best if one.id in self.asked}
        return best, given, asked, len(self.profiles) - len(best), self.asks, self.actions.spool.hand_over()

    def take_over(self, part: "Kept", handed: Any) -> None:
        """Keep the profiles that a child has kept."""
        best, given, asked, others, asks, actions = handed
        self.profiles += best
        self.contributions.update({profile: defaultdict(int, sizes) for profile, sizes in given.items()})
        self.asked.update(asked)
        self.others += others
        self.others_asked = self.others_asked or asks
        self.actions.spool.take_over(part.actions.spool, actions)

    def close(self) -> None:
        """Let go of the actions."""
        self.actions.spool.close()


class Spooled:
    """Spools everything as lines of JSON, each file in its order: entries by time, then profile, then order of work."""

    def __init__(self, program: Program, *, shared: bool = False) -> None:
        self._program = program
        self._lines = LedgerLines(program)
        self.actions = Actions(program, shared=shared)
        self.profiles = Spool(shared=shared)
        self.ledger = Spool(shared=shared)
        # What an overall limit holds back is known last, and stands behind what else went wrong then.
        self.failures = Spool(shared=shared, first=0 if shared else LAST)
        self.rejects = Spool()
        self.shown = Shown()

    def entry(self, profile: str, entry: Entry) -> None:
        """Spool a line of the ledger."""
        self.ledger.append((entry.time, profile), self._lines.of_entry(profile, entry))

    def awarded(self, profile: str, awarded: Awarded) -> None:
        """Spool the lines of the ledger of an event."""
        lines = self._lines.of_event(profile, awarded)
        if lines is not None:
            self.ledger.append((awarded.time, profile), lines)
        else:
            for entry in awarded.entries:
                self.entry(profile, entry)

    def action(self, profile: str, action: Action) -> None:
        """Spool an action."""
        self.actions.add(profile, action)

    def failure(self, profile: str, failure: Failure) -> None:
        """Spool a line of the failures."""
        record = failure_record(self._program.model, profile, failure)
        self.failures.append((failure.time, profile), encode_line(record))
        self.shown.failure(profile, failure)

    def reject(self, reject: Reject) -> None:
        """Spool a reject."""
        self.rejects.append((reject.source, reject.line), encode_line(reject))
        self.shown.reject(reject)

    def profile(self, result: ProfileResult) -> None:
        """Spool a profile."""
        self.profiles.append((result.id,), encode_line(profile_record(self._program.model, result)))

    def part(self) -> "Spooled":
        """One for a child process."""
        return Spooled(self._program, shared=True)

    def hand_over(self) -> Any:
        """What is where in the files of the spools."""
        return [spool.hand_over() for spool in self._shared()]

    def take_over(self, part: "Spooled", handed: Any) -> None:
        """Take in the files that a child has filled."""
        for own, other, known in zip(self._shared(), part._shared(), handed, strict=True):  # noqa: SLF001 - of the same class
            own.take_over(other, known)

    def close(self) -> None:
        """Let go of all spools."""
        for spool in (*self._shared(), self.rejects):
            spool.close()

    def _shared(self) -> tuple[Spool, ...]:
        return self.profiles, self.ledger, self.failures, self.actions.spool


def profile_record(model: Model, result: ProfileResult) -> ProfileOut:
    """A profile as a line of ``profiles.jsonl``."""
    fields = {name: json_value(model.fields[name].type, value) for name, value in result.fields.items()}
    scores = {name: _score(score) for name, score in result.scores.items() if score.value is not None}
    return ProfileOut(
        id=result.id,
        fields=fields,
        tags=result.tags or UNSET,
        scores=scores or UNSET,
        grades=result.grades or UNSET,
    )


def failure_record(model: Model, profile: str, failure: Failure) -> FailureOut:
    """A failure as a line of ``failures.jsonl``."""
    return FailureOut(
        profile=profile,
        followup=UNSET if failure.followup is None else failure.followup,
        event=UNSET if failure.event is None else failure.event,
        time=moment_text(failure.time),
        code=failure.diagnostic.code,
        message=words_of(failure.diagnostic).message,
        where=place_of(model, failure.diagnostic),
        values=values_of(model, failure) or UNSET,
        reason=UNSET if failure.reason is None else failure.reason,
    )


def _score(score: ScoreResult) -> ScoreOut:
    assert score.value is not None
    return ScoreOut(
        value=score.value,
        range=UNSET if score.range is None else score.range,
        colour=UNSET if score.colour is None else score.colour,
        flames=UNSET if score.flames is None else score.flames,
    )


BOX_FAILURES: Final = frozenset(CODES.values())


def values_of(model: Model, failure: Failure) -> dict[str, JsonValue]:
    """The values that were there when something failed, by name, as a line of ``failures.jsonl`` holds them."""
    types = _types(model)
    if failure.diagnostic.code in BOX_FAILURES:  # a bare name is one of the box's own there, whatever fields are called
        types = {name: kind for name, kind in types.items() if "." in name or name == "now"}
    return {name: json_value(types.get(name, TEXT), value) for name, value in failure.values}


def _types(model: Model) -> dict[str, Type]:
    """The types of fields and attributes by name, as rules and boxes write it; for a name that is both, the field's."""
    types: dict[str, Type] = {}
    for event in model.events.values():
        types.update({name: attribute.type for name, attribute in event.attributes.items()})
    types.update({f"event.{name}": kind for name, kind in types.items()})
    types.update({name: field.type for name, field in model.fields.items()})
    types.update({f"profile.fields.{name}": field.type for name, field in model.fields.items()})
    moment = Type(Kind.DATETIME)
    return types | {"now": moment, "event.time": moment, "profile.created": moment}
