"""The short way through the step, for events that need nothing but their awards.

The long way is prepared for everything: a turn, slots, follow-ups, cascades. Of most events nothing follows but awards, and the
compiler knows of which types (:mod:`lsdsl.compile.direct`). For these, when the profile is in its ordinary course, one generated
function does all. It first computes and then awards, so what goes wrong has changed nothing.

Others are looked at closely: awards that fall due before the event happen, what has to be remembered is remembered, and the
conditions of follow-ups are tested. When one of them turns true, or something goes wrong, all is taken back. Then the event takes
the long way, which does the same again and everything else. Both ways give the same: that is a property test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsdsl.compile.entry import Awarded, Entry, Plain, Reason
from lsdsl.compile.execution import NO_DATA
from lsdsl.engine import awards
from lsdsl.engine.cascade import observe
from lsdsl.engine.journal import Journal
from lsdsl.engine.memory import prune_ids
from lsdsl.engine.triggers import nothing_turns
from lsdsl.engine.turn import NOTHING, Turn
from lsdsl.engine.window import remember_gain

if TYPE_CHECKING:
    from lsdsl.compile.plan import Direct, Program
    from lsdsl.compile.reading import Data
    from lsdsl.engine.event import Event
    from lsdsl.engine.state import ProfileState
    from lsdsl.source import Span


_new: Final = tuple.__new__
"""Makes an entry in half of the time that a named tuple's own function takes."""


class NotDirectError(Exception):
    """Something in the event has to be recorded: it takes the long way."""


def award_directly(direct: Direct, program: Program, state: ProfileState, event: Event, remembered: int) -> Awarded | None:
    """Let an event happen the short way; None, with nothing changed, when it cannot be taken."""
    if direct.plain is not None:
        try:
            awarded = direct.plain(state, event)
        except Exception:  # noqa: BLE001 - nothing has changed; the long way does the same again and records what is wrong
            return None
        if awarded is not None:
            return awarded
    if event.id in state.ids or state.runs or state.removed or event.time < state.clock:
        return None
    if not (state.born or program.plain_birth):
        return None
    time, clock, until, created, due = event.time, state.clock, state.until, state.created, state.next_due
    totals = state.totals.copy()
    falling = due is not None and due <= time
    turn = DirectTurn(program, state) if falling or direct.plain is None else None
    try:
        if turn is not None and falling:
            _let_fall_due(turn, time)
        state.clock = time
        if created is None:
            state.created = time
        if direct.plain is None:
            assert turn is not None
            awarded = _award_closely(turn, direct, event)
        else:
            state.until = time + 1
            awarded = direct.plain(state, event)
            assert awarded is not None
            if turn is not None:
                awarded.made = [*turn.entries, *awarded.made]
    except Exception:  # noqa: BLE001 - all is taken back; the long way does the same again and records what is wrong
        if turn is not None:
            turn.journal.undo()
        state.totals, state.clock, state.created, state.until, state.next_due = totals, clock, created, until, due
        return None
    state.born = True
    if time >= state.ids_due:
        prune_ids(state, remembered)
    look_ahead(state)
    return awarded


def _award_closely(turn: DirectTurn, direct: Direct, event: Event) -> Awarded:
    """Award for an event of which something may follow. Raises ``NotDirectError`` when something does."""
    assert direct.award is not None
    program, state, data, before = turn.program, turn.state, event.data, turn.entries
    turn.event, turn.time = event.id, event.time
    if event.type in program.observers:
        observe(turn, event.type, data)
    made = direct.award(state, event.id, event.time, data, turn.begin)
    for index in program.started.get(event.type, ()):
        where = program.followups[index].where
        if where is None or where(turn, data):
            raise NotDirectError
    turn.listening |= direct.listening
    if turn.listening and not nothing_turns(turn):
        raise NotDirectError
    state.newest = state.ids[event.id] = event.time
    state.next_due = earliest_due(state)
    return Awarded([*before, *made] if before else made, event.time, event.id)


def _let_fall_due(turn: DirectTurn, time: int) -> None:
    """Let awards fall due before an event. Raises ``NotDirectError`` when something else falls due, or follows."""
    program, state = turn.program, turn.state
    if program.fields_of_scores:
        raise NotDirectError
    others = _earliest_but_awards(state)
    while state.award_due is not None and state.award_due <= time and (others is None or state.award_due < others):
        state.clock = turn.time = state.award_due
        awards.fall_due(turn)
        if turn.listening:
            if not nothing_turns(turn):
                raise NotDirectError
            others = _earliest_but_awards(state)
    if others is not None and others <= time:
        raise NotDirectError
    state.next_due = earliest_due(state)


def earliest_due(state: ProfileState) -> int | None:
    """The next moment at which something happens with no event to a profile for which no runs wait."""
    others, due = _earliest_but_awards(state), state.award_due
    return others if due is None or (others is not None and others < due) else due


def _earliest_but_awards(state: ProfileState) -> int | None:
    due = None
    for moments in (state.horizons, state.edges_due, state.colds_due):
        if moments:
            earliest = min(moments.values())
            due = earliest if due is None or earliest < due else due
    return due


def look_ahead(state: ProfileState) -> None:
    """Find the moment up to which nothing has to be done but what events do, which is what the short way asks first."""
    if not state.born or state.runs or state.removed:
        state.until = 0
    else:
        state.until = state.ids_due if state.next_due is None else min(state.next_due, state.ids_due)


class DirectTurn(Turn):
    """What conditions read and awards of all kinds need on the short way, on which whatever follows makes it be given up."""

    __slots__ = ("entries",)

    def __init__(self, program: Program, state: ProfileState) -> None:
        self.program = program
        self.state = state
        self.fields = state.fields
        self.tags = state.tags
        self.event = None
        self.time = state.clock
        self.data = NO_DATA
        self.old = NOTHING
        self.listening = 0
        self.journal = Journal(state)
        self.entries: list[Plain | Entry] = []

    def begin(self, entries: list[Plain | Entry]) -> DirectTurn:
        """From now on the entries go there."""
        self.entries = entries
        return self

    def problem(self, code: str, span: Span) -> None:  # noqa: ARG002 - the long way will have the same problem
        """Give the short way up."""
        raise NotDirectError

    def touch(self, token: str) -> None:
        """Note the edge triggers to test; give the short way up when slots have to be computed anew."""
        if token in self.program.watchers:
            raise NotDirectError
        self.listening |= self.program.listeners.get(token, 0)

    def award(self, rule: int, size: int, data: Data) -> None:
        """Award points for a rule whose condition holds; what listens to its score is tested anyway."""
        plan = self.program.rules[rule]
        if not plan.plain:
            awards.award(self, plan, size, data)
            return
        self.state.totals[plan.bucket] += size
        self.entries.append((plan.score, rule, size))
        if size > 0 and plan.score in self.program.gains:
            self.gain(plan.score, size)

    def gain(self, score: int, size: int) -> None:
        """Remember points gained; what listens to them is tested anyway."""
        begin = self.state.clock - self.program.gains[score]
        remember_gain(self.journal, self.state, score, (self.time, size), begin)

    def enter(  # noqa: PLR0913 - an entry has that many parts
        self,
        score: int,
        bucket: int,
        rule: int | None,
        points: int,
        reason: Reason,
        *,
        time: int | None = None,
        expires: int | None = None,
        note: str | None = None,
    ) -> None:
        """Make a ledger entry and change the total by it."""
        watching, listening = self.program.by_score[score]
        if watching:
            raise NotDirectError
        self.listening |= listening
        self.state.totals[bucket] += points  # not through the journal: whoever began restores them
        moment = self.time if time is None else time
        self.entries.append(_new(Entry, (score, rule, points, moment, self.event, reason, expires, note)))
