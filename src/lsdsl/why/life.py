"""The life of one profile, lived again from what was read of it: each change of its scores with its moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lsdsl.engine.event import Event
from lsdsl.engine.outcome import Entry, Failure, Outcome, in_full
from lsdsl.engine.results import ProfileResult, result_of
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.runner.options import RunOptions
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.ruleset import Ruleset
from lsdsl.why.tape import Tape

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation


@dataclass(frozen=True, slots=True)
class Happening:
    """A ledger entry, and the profile's own clock when it was made (later than the entry's time for a late event)."""

    entry: Entry
    clock: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What the scores were worth from a moment on, and the event that came then, if one did."""

    time: int
    event: Event | None
    values: Mapping[str, int | float | None]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What stands in for events that are not at hand.

    ``latest`` has, by rule, time and size of the awards that no repeat has replaced; ``gone`` the points of rules that there are
    no more, by score, rule and place, and ``titles`` what those were called, by score and rule.
    """

    latest: Mapping[int, Sequence[tuple[int, int]]]
    gone: Mapping[tuple[str, str, str], int]
    titles: Mapping[tuple[str, str], str]


@dataclass(slots=True)
class Life:
    """What happened to a profile up to a moment. ``profiles`` holds its state and nothing else.

    Of a life that is only ``remembered`` the events are not known.
    """

    ruleset: Ruleset
    profile: str
    profiles: Profiles
    happenings: list[Happening] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    events: dict[str, Event] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    remembered: Remembered | None = None

    @property
    def state(self) -> ProfileState | None:
        """The state now; None when the profile was removed."""
        return self.profiles.get(self.profile)

    @property
    def present(self) -> ProfileState:
        """The state of a profile that is there."""
        state = self.state
        assert state is not None
        return state

    @property
    def result(self) -> ProfileResult:
        """What the profile is worth now."""
        return result_of(self.ruleset.program, self.present)

    def copy(self) -> "Life":
        """Another life that begins here and of which this one learns nothing."""
        program = self.ruleset.program
        profiles = self.ruleset.profiles()
        profiles.isolation = self.profiles.isolation
        profiles.put(load(program, dump(program, self.present)))
        return Life(self.ruleset, self.profile, profiles)

    def process(self, event: Event) -> Outcome:
        """Let an event happen now."""
        return self._taken(in_full(self.profiles.process(event)), event)

    def advance(self, moment: int) -> Outcome:
        """Let time pass, which is all that happens."""
        ((_, outcome),) = self.profiles.advance(moment)
        return self._taken(in_full(outcome), None)

    def advance_by_turns(self, moment: int) -> None:
        """Let time pass up to a moment, with a mark wherever something falls due."""
        state = self.state
        while state is not None and state.born and state.next_due is not None and state.next_due <= moment:
            self.advance(state.next_due)

    def _taken(self, outcome: Outcome, event: Event | None) -> Outcome:
        state = self.state
        if outcome.status != "processed":
            return outcome
        self.failures += outcome.failures
        if event is not None:
            self.events[event.id] = event
        if state is None:
            self.events.clear()
            self.happenings.clear()
            self.marks.clear()
        else:
            self.happenings += [
                Happening(entry, max(entry.time, state.clock) if event else entry.time) for entry in outcome.entries
            ]
            result = result_of(self.ruleset.program, state)
            self.marks.append(Mark(state.clock, event, {name: one.value for name, one in result.scores.items()}))
        return outcome


def relive(ruleset: Ruleset, tape: Tape, options: RunOptions, until: int, isolation: "Isolation | None" = None) -> Life:
    """Let happen to the profile what was read of it up to a moment, and let time pass until then."""
    profiles = ruleset.profiles(options.remembered)
    profiles.isolation = isolation
    life = Life(ruleset, tape.profile, profiles)
    for one in tape.loads:
        profiles.load(tape.profile, dict(one.fields), one.tags, one.created)
    for event in tape.events:
        if event.time <= until and not (options.late == "reject" and profiles.is_late(event)):
            _happen(life, event)
    if life.state is not None:
        life.advance_by_turns(until)
        life.advance(until)
    return life


def _happen(life: Life, event: Event) -> None:
    """Let what is due before an event happen turn by turn, then the event; a repeated or refused event moves nothing."""
    state = life.state
    if state is None or not state.born or state.next_due is None or state.next_due > event.time:
        life.process(event)
        return
    program, kept = life.ruleset.program, dump(life.ruleset.program, state)
    happenings, marks, failures = len(life.happenings), len(life.marks), len(life.failures)
    life.advance_by_turns(event.time)
    if life.process(event).status != "processed":
        life.profiles.put(load(program, kept))
        del life.happenings[happenings:], life.marks[marks:], life.failures[failures:]
