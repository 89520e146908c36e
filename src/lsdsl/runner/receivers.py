"""What takes in the results of a run while it goes on."""

from collections import Counter, defaultdict
from typing import Final, Protocol

from msgspec import UNSET

from lsdsl.compile import Program, points
from lsdsl.diagnostics import words_of
from lsdsl.engine.outcome import Action, Entry, Failure
from lsdsl.engine.results import ProfileResult, ScoreResult
from lsdsl.model.declarations import Model
from lsdsl.model.types import TEXT, Kind, Type
from lsdsl.records.moments import moment_text
from lsdsl.records.outputs import FailureOut, LedgerOut, ProfileOut, ScoreOut, encode_line
from lsdsl.records.raw import Reject
from lsdsl.records.render import JsonValue, json_value
from lsdsl.records.spool import Spool
from lsdsl.runner.actions import Actions
from lsdsl.runner.places import place_of
from lsdsl.runner.shown import Shown
from lsdsl.script.errors import CODES


class Receiver(Protocol):
    """Takes ledger entries, failures and rejects as they come, and at the end each profile, by id."""

    def entry(self, profile: str, entry: Entry) -> None:
        """A ledger entry."""

    def action(self, profile: str, action: Action) -> None:
        """An action that a follow-up asks for."""

    def failure(self, profile: str, failure: Failure) -> None:
        """Something that went wrong and was contained, or a run that a limit refused."""

    def reject(self, reject: Reject) -> None:
        """A record that was refused."""

    def profile(self, result: ProfileResult) -> None:
        """A profile at the end of the run."""


class Kept:
    """Keeps what a table needs: the profiles, and for each the points that every rule gave it and the actions asked for."""

    def __init__(self, program: Program) -> None:
        self.profiles: list[ProfileResult] = []
        self.actions = Actions(program)
        self.contributions: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.asked: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """By profile: how often each action was asked for, whatever overall limits hold back."""
        self.shown = Shown()

    def entry(self, profile: str, entry: Entry) -> None:
        """Add to what the rule gave the profile; what expired is taken away again."""
        if entry.rule is not None:
            self.contributions[profile][entry.rule] += entry.points

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


class Spooled:
    """Spools everything as lines of JSON, each file in its order: entries by time, then profile, then order of work."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._places = [program.model.where(plan.span) for plan in program.rules]
        self.actions = Actions(program)
        self.profiles = Spool()
        self.ledger = Spool()
        self.failures = Spool()
        self.rejects = Spool()
        self.shown = Shown()

    def entry(self, profile: str, entry: Entry) -> None:
        """Spool a line of the ledger."""
        known = entry.rule is not None
        self.ledger.append(
            (entry.time, profile),
            encode_line(
                LedgerOut(
                    profile=profile,
                    score=self._program.scores[entry.score].name,
                    rule=self._program.rules[entry.rule].identity if entry.rule is not None else UNSET,
                    points=points.to_number(entry.points),
                    time=moment_text(entry.time),
                    event=UNSET if entry.event is None else entry.event,
                    reason=entry.reason,
                    expires=UNSET if entry.expires is None else moment_text(entry.expires),
                    where=self._places[entry.rule] if known and entry.rule is not None else UNSET,
                    note=UNSET if entry.note is None else entry.note,
                )
            ),
        )

    def action(self, profile: str, action: Action) -> None:
        """Spool an action."""
        self.actions.add(profile, action)

    def failure(self, profile: str, failure: Failure) -> None:
        """Spool a line of the failures."""
        values = values_of(self._program.model, failure)
        record = FailureOut(
            profile=profile,
            followup=UNSET if failure.followup is None else failure.followup,
            event=UNSET if failure.event is None else failure.event,
            time=moment_text(failure.time),
            code=failure.diagnostic.code,
            message=words_of(failure.diagnostic).message,
            where=place_of(self._program.model, failure.diagnostic),
            values=values or UNSET,
            reason=UNSET if failure.reason is None else failure.reason,
        )
        self.failures.append((failure.time, profile), encode_line(record))
        self.shown.failure(profile, failure)

    def reject(self, reject: Reject) -> None:
        """Spool a reject."""
        self.rejects.append((reject.source, reject.line), encode_line(reject))
        self.shown.reject(reject)

    def profile(self, result: ProfileResult) -> None:
        """Spool a profile."""
        self.profiles.append((result.id,), encode_line(profile_record(self._program.model, result)))


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
