"""Waiting: which runs of follow-ups wait, which of them goes on next, and which may be cancelled.

A profile may have thousands of runs that wait, and is asked for the next one at the end of every turn. So they stand in heaps as
well: all of them by their moments, and by their numbers those of each follow-up that has a ``cancel when``. What no longer waits
is taken out when it comes to the top. Heaps are made from the runs of a state and are no part of it.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lsdsl.compile.plan import Program
    from lsdsl.engine.state import ProfileState, Run
    from lsdsl.engine.turn import Turn

_SPARE: Final = 16
"""So many runs may be gone, and as many as there are, before the heaps are made anew."""


class Waiting:
    """The heaps of a state: moment and serial number of each run, and serial numbers by follow-up."""

    __slots__ = ("by_moment", "cancellable", "entered")

    def __init__(self, program: Program, runs: dict[int, Run]) -> None:
        self.by_moment = [(run.due, serial) for serial, run in runs.items()]
        heapify(self.by_moment)
        self.entered = len(runs)
        """How many runs were entered, those that are gone by now among them."""
        self.cancellable: dict[int, list[int]] = {}
        for serial in sorted(runs):
            self._enter_cancellable(program, serial, runs[serial])

    def enter(self, program: Program, serial: int, run: Run) -> None:
        """A run begins to wait."""
        heappush(self.by_moment, (run.due, serial))
        self.entered += 1
        self._enter_cancellable(program, serial, run)

    def _enter_cancellable(self, program: Program, serial: int, run: Run) -> None:
        if program.followups[run.followup].cancel is not None:
            heappush(self.cancellable.setdefault(run.followup, []), serial)


def begin_to_wait(turn: Turn, run: Run) -> None:
    """Let a run wait."""
    state, serial = turn.state, turn.state.run_serial + 1
    turn.journal.assign(state, "run_serial", serial)
    turn.journal.put(state.runs, serial, run)
    if state.waiting is not None:
        state.waiting.enter(turn.program, serial, run)
        if state.waiting.entered > 2 * len(state.runs) + _SPARE:
            state.waiting = None


def end_wait(turn: Turn, serial: int) -> None:
    """A run goes on, or is cancelled."""
    turn.journal.drop(turn.state.runs, serial)
    turn.journal.forget(turn.state, "waiting")
    if not turn.state.runs:
        turn.state.waiting = None


def next_wait(turn: Turn) -> int:
    """When the next run goes on, of those that wait."""
    by_moment, runs = _waiting(turn).by_moment, turn.state.runs
    while not _waits(runs, *by_moment[0]):
        heappop(by_moment)
    return by_moment[0][0]


def waits_due(turn: Turn) -> list[int]:
    """The runs that go on now: in source order of their follow-ups, then in order of their starts."""
    by_moment, runs, due = _waiting(turn).by_moment, turn.state.runs, set[int]()
    turn.journal.forget(turn.state, "waiting")
    while by_moment and by_moment[0][0] <= turn.state.clock:
        moment, serial = heappop(by_moment)
        if _waits(runs, moment, serial):
            due.add(serial)
    return sorted(due, key=lambda serial: (runs[serial].followup, serial))


def cancellable(turn: Turn) -> list[int]:
    """The follow-ups with a ``cancel when`` of which runs wait, in order of the first of them."""
    heaps, runs, firsts = _waiting(turn).cancellable, turn.state.runs, list[tuple[int, int]]()
    for followup, serials in heaps.items():
        while serials and not _is_of(runs, serials[0], followup):
            heappop(serials)
        if serials:
            firsts.append((serials[0], followup))
    return [followup for _, followup in sorted(firsts)]


def cancel(turn: Turn, followup: int) -> None:
    """Drop all waiting runs of a follow-up that has a ``cancel when``."""
    runs = turn.state.runs
    for serial in {serial for serial in _waiting(turn).cancellable[followup] if _is_of(runs, serial, followup)}:
        end_wait(turn, serial)


def _waiting(turn: Turn) -> Waiting:
    state: ProfileState = turn.state
    if state.waiting is None:
        state.waiting = Waiting(turn.program, state.runs)
    return state.waiting


def _waits(runs: dict[int, Run], moment: int, serial: int) -> bool:
    """Whether the run of this number waits until then; after something was taken back, another may have its number."""
    run = runs.get(serial)
    return run is not None and run.due == moment


def _is_of(runs: dict[int, Run], serial: int, followup: int) -> bool:
    run = runs.get(serial)
    return run is not None and run.followup == followup
