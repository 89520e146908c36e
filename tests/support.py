"""What tests of different folders share: a profile under a rule text, and short calls that make things happen to it."""

from textwrap import dedent
from typing import Any, Final, NamedTuple

from lsdsl.compile import compile_model, points
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import Outcome, in_full
from lsdsl.engine.results import ProfileResult, result_of
from lsdsl.engine.serialising import dump
from lsdsl.model import check_text
from lsdsl.model.types import DAY, Value
from lsdsl.runner.profiles import Profiles

HOUR: Final = DAY // 24
START: Final = 1_767_225_600_000_000
"""2026-01-01T00:00Z, the moment from which scenarios count."""

DATA: Final = """
profile:
    country    text
    employees  number
    level      number = 0
    flag       boolean
    since      datetime
    labels     list
    own        number
    own_too    number

collection orders:
    amount  number
    state   text

event visit:
    path    text
    amount  number
event click:
    path    text
    amount  number
event buy:
    amount  number
"""


class Line(NamedTuple):
    """A ledger entry: points, why, and when, in microseconds from the start of the scenario."""

    points: int | float
    reason: str
    time: int


class Scenario:
    """The life of profile ``p`` under a rule text, to which :data:`DATA` is added. Moments count from :data:`START`.

    Everything happens under both executions, which have to agree.
    """

    def __init__(self, rules: str, *, data: str = DATA, fields: dict[str, Value] | None = None, **loaded: Any) -> None:
        model, findings = check_text(f"{dedent(rules)}\n{data}")
        assert model is not None, [(one.code, dict(one.arguments)) for one in findings]
        self.program = compile_model(model)
        self.both = Profiles(self.program), Profiles(compile_model(model, "reference"))
        self.entries: list[Any] = []
        self.failures: list[str] = []
        self.last = Outcome()
        self.count = 0
        self.clock = 0
        if fields is not None or loaded:
            for profiles in self.both:
                profiles.load("p", fields or {}, loaded.get("tags"), loaded.get("created"))

    def on(self, kind: str, at: int | None = None, /, *, id: str | None = None, **data: Value) -> "Scenario":  # noqa: A002 - as data has it
        """Let an event happen at a moment, by default at the present one. A row's id is ``row``."""
        self.count += 1
        moment = self.clock if at is None else at
        if "row" in data:
            data["id"] = data.pop("row")
        event = Event(id or f"e{self.count}", kind.replace(" ", "."), "p", START + moment, data)
        self.last, reference = (in_full(profiles.process(event)) for profiles in self.both)
        assert self.last == reference
        if self.last.status == "processed":
            self.clock = max(self.clock, moment)
        return self._keep(self.last)

    def until(self, moment: int) -> "Scenario":
        """Let time pass until a moment."""
        outcomes = [{state.id: in_full(outcome) for state, outcome in profiles.advance(START + moment)} for profiles in self.both]
        assert outcomes[0] == outcomes[1]
        self.clock = max(self.clock, moment)
        self.last = outcomes[0].get("p", Outcome())
        return self._keep(self.last)

    def _keep(self, outcome: Outcome) -> "Scenario":
        self.entries += outcome.entries
        self.failures += [failure.diagnostic.code for failure in outcome.failures]
        states = [profiles.get("p") for profiles in self.both]
        assert [state and dump(self.program, state) for state in states[:1]] == [
            state and dump(self.program, state) for state in states[1:]
        ]
        return self

    @property
    def result(self) -> ProfileResult:
        """The profile now."""
        state = self.both[0].get("p")
        assert state is not None
        return result_of(self.program, state)

    def value(self, score: str = "s") -> int | float | None:
        """The value of a score now."""
        return self.result.scores[score].value

    def values(self, *moments: int, score: str = "s") -> list[int | float | None]:
        """The values of a score at moments to come."""
        return [self.until(moment).value(score) for moment in moments]

    def ledger(self, score: str = "s") -> list[Line]:
        """All entries of a score so far."""
        index = self.program.indexes.scores[score]
        return [Line(points.to_number(one.points), one.reason, one.time - START) for one in self.entries if one.score == index]

    @property
    def refusal(self) -> str | None:
        """Why the last event could not happen."""
        return self.last.refusal[0] if self.last.refusal else None
