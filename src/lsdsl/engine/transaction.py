"""A transaction: what one event, or one advance of time, does to one profile, as a whole or not at all."""

from dataclasses import dataclass, field

from lsdsl.compile.plan import Program
from lsdsl.engine.boxes import HERE, Boxing
from lsdsl.engine.journal import Journal
from lsdsl.engine.outcome import Outcome
from lsdsl.engine.state import ProfileState
from lsdsl.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class Transaction:
    """The ruleset, the state that is changed in place, what comes out, and how to take it all back."""

    program: Program
    state: ProfileState
    boxing: Boxing = HERE
    outcome: Outcome = field(default_factory=Outcome)
    journal: Journal = field(default_factory=lambda: Journal())  # noqa: PLW0108 - tests put one in its place that fails

    def __post_init__(self) -> None:
        self.journal.state = self.state

    def turn(self) -> Turn:
        """A new turn at the profile's present moment."""
        return Turn(self.program, self.state, self.outcome, self.journal, self.boxing)
