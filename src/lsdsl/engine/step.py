"""The step: (ruleset, state of one profile, event) -> changed state and outcome.

No clock, no chance, no input or output: time is the event's, and the same state and event give the same bytes anywhere. What
falls due before an event happens first, each thing at its own moment and in order.
"""

from typing import Final

from lsdsl.compile.plan import Program
from lsdsl.diagnostics import finding
from lsdsl.engine import applying, awards, runs
from lsdsl.engine.boxes import HERE, Boxing
from lsdsl.engine.cascade import happen, spread, write_score_fields
from lsdsl.engine.direct import award_directly, look_ahead
from lsdsl.engine.event import Event
from lsdsl.engine.memory import REMEMBERED, forget_ids, is_repeat
from lsdsl.engine.outcome import AnyOutcome, Failure, Outcome
from lsdsl.engine.settling import settle, slots_due
from lsdsl.engine.state import NEVER, ProfileState
from lsdsl.engine.transaction import Transaction
from lsdsl.engine.triggers import colds_due, edges_due, look_ahead_for_colds, skip_edges
from lsdsl.engine.turn import Turn
from lsdsl.engine.waiting import next_wait, waits_due
from lsdsl.model.types import Value
from lsdsl.source import Span

_EVERYTHING: Final = -1
"""All bits: every edge trigger is to be tested."""


def new_state(program: Program, profile: str) -> ProfileState:
    """The state of a profile of which nothing is known yet."""
    state = ProfileState(profile)
    state.totals = [0] * program.buckets
    return state


def load_profile(
    program: Program,
    state: ProfileState,
    fields: dict[str, Value],
    tags: tuple[str, ...] | None = None,
    created: int | None = None,
) -> None:
    """Give a profile the data that it has before its first event; a second record wins field by field. No event is raised."""
    state.loaded = True
    state.mask = None
    for name, value in fields.items():
        if name in program.model.fields:
            if value is None:
                state.fields.pop(name, None)
            else:
                state.fields[name] = value
    if tags is not None:
        state.tags = dict.fromkeys(tags)
    if created is not None:
        state.created = created


def step(
    program: Program, state: ProfileState, event: Event, *, remembered: int = REMEMBERED, boxing: Boxing = HERE
) -> AnyOutcome:
    """Let an event happen to its profile.

    The state is changed in place. When the engine itself fails nothing of the event is kept: the state is as it was, and the
    outcome has one failure (LS859) and nothing else.
    """
    plain = program.plain.get(event.type)
    if plain is not None:
        try:
            directly = plain(state, event)
        except Exception:  # noqa: BLE001 - nothing has changed; the long way does the same again and records what is wrong
            directly = None
        if directly is not None:
            return directly
    direct = program.direct.get(event.type)
    if direct is not None:
        awarded = award_directly(direct, program, state, event, remembered)
        if awarded is not None:
            return awarded
    outcome = Outcome()
    if is_repeat(state, event, remembered):
        outcome.status = "duplicate"
        return outcome
    reason = applying.refusal(program, state, event)
    if reason is not None:
        outcome.status, outcome.refusal = "refused", reason
        return outcome
    transaction = Transaction(program, state, boxing, outcome)
    try:
        _process(transaction, event, remembered)
    except Exception as error:  # noqa: BLE001 - whatever it was, nothing of the event may stay; it is reported, not hidden
        transaction.journal.undo()
        return _fault(program, error, event.time, event.id)
    finally:
        look_ahead(state)
    return outcome


def advance(program: Program, state: ProfileState, moment: int, *, boxing: Boxing = HERE) -> Outcome:
    """Let everything happen that is due at or before a moment; the profile's clock then stands there. Time never goes back."""
    transaction = Transaction(program, state, boxing)
    try:
        if not state.born:
            _be_born(transaction, moment, quiet=True)
        _pass_time(transaction, moment)
    except Exception as error:  # noqa: BLE001 - as above
        transaction.journal.undo()
        return _fault(program, error, moment, None)
    finally:
        look_ahead(state)
    return transaction.outcome


def _process(transaction: Transaction, event: Event, remembered: int) -> None:
    state, journal, outcome = transaction.state, transaction.journal, transaction.outcome
    pending, newborn, unknown = 0, not state.born, not (state.born or state.loaded)
    if newborn:
        quiet = state.loaded and event.type != "profile.created"
        pending = _be_born(transaction, event.time, quiet=quiet)
    if event.time > state.clock:
        _pass_time(transaction, event.time)
    outcome.late = state.newest is not None and event.time < state.newest
    if not outcome.late:
        journal.assign(state, "newest", event.time)
    journal.put(state.ids, event.id, state.clock)
    forget_ids(state, journal, remembered)
    turn = transaction.turn()
    turn.event, turn.pending = event.id, pending
    turn.listening, turn.newborn = (_EVERYTHING if newborn else 0), newborn
    if unknown and event.type != "profile.created":
        happen(turn, "profile.created", {})
    turn.time = event.time
    turn.data = applying.apply(turn, event)
    happen(turn, event.type, turn.data)
    if event.type == "profile.removed":
        journal.assign(state, "removed", True)
    _end(turn)


def _be_born(transaction: Transaction, moment: int, *, quiet: bool) -> int:
    """The first moment of a profile. Returns the slots that the turn which follows at the same moment has to compute, as bits.

    A profile whose data was loaded comes to life quietly: what its data alone brings raises no events. So does one that was
    created before the moment of its first event.
    """
    program, state, journal = transaction.program, transaction.state, transaction.journal
    birth = moment if state.created is None else min(state.created, moment)
    journal.assign(state, "born", True)
    journal.assign(state, "clock", birth)
    if state.created is None:
        journal.assign(state, "created", birth)
    turn = transaction.turn()
    for plan in program.scores:
        if plan.enabled and plan.initial:
            turn.enter(plan.index, plan.bucket, None, plan.initial, "initial")
    everything = (1 << len(program.slots)) - 1
    if not quiet and birth == moment:
        return everything
    turn.pending, turn.listening = everything, _EVERYTHING
    settle(turn)
    write_score_fields(turn)
    spread(turn)
    _end(turn)
    return 0


def _pass_time(transaction: Transaction, moment: int) -> None:
    """Let what is due happen, moment by moment, and put the clock to the given one."""
    state, journal = transaction.state, transaction.journal
    while state.next_due is not None and state.next_due <= moment:
        journal.assign(state, "clock", state.next_due)
        turn = transaction.turn()
        if state.award_due is not None and state.award_due <= state.clock:
            awards.fall_due(turn)
        if state.horizons:
            slots_due(turn)
        if state.edges_due:
            edges_due(turn)
        settle(turn)
        if state.runs:
            for serial in waits_due(turn):
                runs.resume(turn, serial)
        if state.colds_due:
            colds_due(turn)
        spread(turn)
        _end(turn)
    if moment > state.clock:
        journal.assign(state, "clock", moment)


def _end(turn: Turn) -> None:
    """The end of a turn: waiting runs may be cancelled, and the next moment at which something happens is found."""
    state, program = turn.state, turn.program
    if turn.exhausted:
        skip_edges(turn)
    if state.runs:
        runs.cancel_runs(turn)
    if program.colds:
        look_ahead_for_colds(turn)
    due = state.award_due
    for moments in (state.horizons, state.edges_due, state.colds_due):
        if moments:
            earliest = min(moments.values())
            due = earliest if due is None or earliest < due else due
    if state.runs:
        waiting = min(next_wait(turn), *runs.cancel_moments(turn), NEVER)
        due = waiting if due is None or waiting < due else due
    if due != state.next_due:
        turn.journal.assign(state, "next_due", due)


def _fault(program: Program, error: Exception, moment: int, event: str | None) -> Outcome:
    path = next(iter(program.model.sources), "")
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    diagnostic = finding("LS859", Span(path, 0, 0), reason=reason)
    return Outcome(failures=[Failure(diagnostic, moment, event, None, ())])
