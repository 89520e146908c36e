"""Stories of the follow-up tests: rule text in, events in; actions, fields, ledger and failures out.

Each story is lived three times: by the compiled rules, by the reference, and by compiled rules whose state is written and read
between any two events. All three have to do the same, so each test of a behaviour is also a test of that.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from lsdsl.diagnostics import CATALOGUE, Severity
from lsdsl.model import check_text
from lsdsl.runner.engine import ActionRequest, Engine, LedgerEntry, ProcessResult, TimeResult, Trouble
from lsdsl.runner.ruleset import Ruleset

START = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
"""The resolution of time."""

DATA = """\
profile:
    email      text
    country    text
    stage      choice("new", "lead", "client") = "new"
    n          number = 0
    m          number
    flag       boolean = false
    born_on    date
    joined     datetime
    langs      list
    leadscore  number

event visit:
    path  text
event click:
    url   text
event buy:
    amount  number
    path    text

collection orders:
    amount  number
    status  text

action say:
    text    text
    value   number
    other   text
    moment  datetime
    items   list

"""


def days(number: float) -> timedelta:
    """So many days."""
    return timedelta(days=number)


class Story:
    """What happens to profiles under some rules, which stand below :data:`DATA`."""

    def __init__(self, rules: str, data: str = DATA) -> None:
        model, found = check_text(data + rules)
        errors = [(one.code, dict(one.arguments)) for one in found if CATALOGUE[one.code].severity is Severity.ERROR]
        assert not errors, errors
        assert model is not None
        self._engine = Engine(Ruleset(model))
        self._others = (Engine(Ruleset(model, "reference")), Engine(Ruleset(model)))
        self.actions: list[ActionRequest] = []
        self.entries: list[LedgerEntry] = []
        self.failures: list[Trouble] = []
        self.events = 0

    def load(self, fields: dict[str, Any] | None = None, *, profile: str = "p", **more: Any) -> None:
        """Give a profile its data before its first event."""
        for engine in (self._engine, *self._others):
            engine.add_profile(profile, fields, **more)

    def on(
        self, kind: str, at: float | timedelta = 0, *, profile: str = "p", name: str | None = None, **data: Any
    ) -> ProcessResult:
        """Let an event happen so many days (or so long) after the start."""
        self.events += 1
        event = {"id": name or f"e{self.events}", "type": kind, "profile": profile, "time": moment(at), "data": data}
        result = self._engine.process(event)
        assert result.status != "rejected", result.reject
        for engine in self._others:
            assert engine.process(event) == result
        self._keep(result)
        return result

    def until(self, at: float | timedelta) -> TimeResult:
        """Let time pass for all profiles."""
        result = self._engine.advance(moment(at))
        for engine in self._others:
            assert engine.advance(moment(at)) == result
        self._keep(result)
        return result

    def _keep(self, result: ProcessResult | TimeResult) -> None:
        self.actions += result.actions
        self.entries += result.entries
        self.failures += result.failures
        first, second, third = (engine_states(engine) for engine in (self._engine, *self._others))
        assert first == second == third
        for state in third.values():
            self._others[1].restore(state)
        assert "LS859" not in self.codes, self.failures

    @property
    def said(self) -> list[str]:
        """The first arguments of all actions so far."""
        return [next(iter(action.args.values())) for action in self.actions]

    @property
    def said_at(self) -> list[tuple[str, timedelta]]:
        """The first arguments of all actions so far, each with its time after the start."""
        return [(next(iter(action.args.values())), action.time - START) for action in self.actions]

    @property
    def codes(self) -> list[str]:
        """The codes of all failures so far."""
        return [failure.code for failure in self.failures]

    @property
    def next(self) -> timedelta | None:
        """When something happens next without an event, after the start."""
        due = self._engine.next_due()
        assert all(engine.next_due() == due for engine in self._others)
        return None if due is None else due - START

    def field(self, name: str, profile: str = "p") -> Any:
        """A field of a profile; None while it is missing."""
        return self._engine.profile(profile).fields.get(name)

    def tags(self, profile: str = "p") -> tuple[str, ...]:
        """The tags of a profile."""
        return self._engine.profile(profile).tags

    def score(self, name: str, profile: str = "p") -> int | float | None:
        """The value of a score."""
        return self._engine.profile(profile).scores[name].value

    @property
    def engine(self) -> Engine:
        """The engine that the answers come from."""
        return self._engine


def moment(at: float | timedelta) -> datetime:
    """A moment so many days (or so long) after the start."""
    return START + (at if isinstance(at, timedelta) else days(at))


def engine_states(engine: Engine) -> dict[str, bytes]:
    """All states of an engine as bytes."""
    return {profile.id: engine.dump(profile.id) for profile in engine.profiles()}
