"""Running stories with the engine itself, and what a run leaves behind."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from lsdsl.compile import Program, compile_model
from lsdsl.compile.optimisations import EVERYTHING, Optimisations
from lsdsl.diagnostics import CATALOGUE, Severity
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import AnyOutcome, Entry, Outcome, in_full
from lsdsl.engine.results import ProfileResult, in_selection, result_of
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import advance, load_profile, new_state, step
from lsdsl.engine.turn import score_value
from lsdsl.model import check_text
from lsdsl.model.declarations import Model
from tests.property.stories import Story

Execution = Literal["python", "reference"]


@lru_cache(maxsize=16)
def model_of(text: str) -> Model:
    """The model of a text that has to be free of errors."""
    model, findings = check_text(text)
    errors = [(one.code, dict(one.arguments)) for one in findings if CATALOGUE[one.code].severity is Severity.ERROR]
    assert model is not None, f"the generator wrote an error: {errors}\n{text}"
    return model


@dataclass
class Run:
    """The profiles of a story while it runs."""

    program: Program
    states: dict[str, ProfileState] = field(default_factory=dict)
    ledger: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, story: Story, execution: Execution = "python", optimisations: Optimisations = EVERYTHING) -> "Run":
        """A run whose profiles are loaded and have had no events."""
        run = cls(compile_model(model_of(story.ruleset.text), execution, optimisations=optimisations))
        for one in story.loaded:
            load_profile(run.program, run.state(one.profile), one.fields, one.tags, one.created)
        return run

    def state(self, profile: str) -> ProfileState:
        """The state of a profile; a removed one starts anew."""
        state = self.states.get(profile)
        if state is None or state.removed:
            ids = {} if state is None else state.ids
            state = self.states[profile] = new_state(self.program, profile)
            state.ids = ids
            self.ledger[profile].clear()
        return state

    def process(self, event: Event) -> Outcome:
        """Let an event happen."""
        return self._kept(event.profile, in_full(step(self.program, self.state(event.profile), event)))

    def advance(self, profile: str, moment: int) -> Outcome:
        """Let time pass for a profile."""
        if self.states[profile].removed:
            return Outcome()
        return self._kept(profile, advance(self.program, self.states[profile], moment))

    def _kept(self, profile: str, outcome: Outcome) -> Outcome:
        assert "LS859" not in codes(outcome), outcome.failures[0].diagnostic.arguments["reason"]
        self.ledger[profile] += outcome.entries
        return outcome

    def dumped(self, profile: str) -> bytes:
        """The state of a profile as bytes."""
        return dump(self.program, self.states[profile])

    def everything(self) -> dict[str, bytes]:
        """All states as bytes."""
        return {profile: self.dumped(profile) for profile in sorted(self.states)}

    def reload(self) -> None:
        """Dump and load every state."""
        self.states = {profile: load(self.program, dump(self.program, state)) for profile, state in self.states.items()}

    def results(self) -> dict[str, tuple[ProfileResult, tuple[object, ...]]]:
        """What all profiles are worth now, and the selections that they are in."""
        names = self.program.model.selections
        return {
            profile: (result_of(self.program, state), tuple(in_selection(self.program, state, name) for name in names))
            for profile, state in self.states.items()
        }

    def values(self, profile: str) -> dict[str, int | None]:
        """The values of all scores of a profile, in millionths."""
        return {plan.name: score_value(plan, self.states[profile]) for plan in self.program.scores}


def codes(outcome: AnyOutcome) -> list[str]:
    """The codes of the failures of an outcome."""
    return [failure.diagnostic.code for failure in outcome.failures]


def finish(run: Run, story: Story) -> Run:
    """Let the rest of a story happen to a run, event after event, and advance all profiles to its end."""
    for event in story.events:
        run.process(event)
    for profile in sorted(run.states):
        run.advance(profile, story.end)
    return run
