"""The packed structures of a state against plain ones: live awards, windows, waiting runs, and what the journal takes back."""

from array import array
from collections.abc import Callable
from random import Random
from typing import Any, Final
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsdsl.compile import compile_model
from lsdsl.compile.python.remembering import occur
from lsdsl.compile.rings import SummedRing, Window, place_after
from lsdsl.engine import live
from lsdsl.engine.journal import Journal
from lsdsl.engine.live import Live, add, add_all, first_due, live_awards, take, take_due
from lsdsl.engine.outcome import Outcome
from lsdsl.engine.state import NO_AWARDS, UNMADE, ProfileState, Run
from lsdsl.engine.turn import Turn
from lsdsl.engine.waiting import begin_to_wait, cancel, cancellable, end_wait, next_wait, waits_due
from lsdsl.engine.window import remember
from tests.property.running import model_of
from tests.property.stories import MANY


@MANY
@given(st.randoms(use_true_random=True), st.integers(1, 90), st.sampled_from((1, 2, 5, 512)))
def test_live_awards_are_a_sorted_list(random: Random, count: int, block: int) -> None:
    """After any adding and taking the same awards are there as in a plain list that is searched and sorted anew each time.

    So it is with blocks of any length, and after an undo.
    """
    state, plain = ProfileState("p"), list[Live]()
    with patch.object(live, "_BLOCK", block * live.SIZE):
        for serial in range(1, 5 * count, 5):
            journal, before = Journal(state), [*live_awards(state)]
            match random.randrange(7):
                case 0:
                    moment = random.randrange(20)
                    due = [one for one in plain if one.due <= moment]
                    plain = [one for one in plain if one.due > moment]
                    assert take_due(journal, state, moment) == sorted(due, key=lambda one: one.serial)
                case 1 if plain:
                    one = plain.pop(random.randrange(len(plain)))
                    take(journal, state, one.due, one.serial)
                case 2:
                    several = [award_of(random, serial + number, 12) for number in range(random.randrange(5))]
                    plain += several
                    add_all(journal, state, several)
                case _:
                    one = award_of(random, serial, 0)
                    plain.append(one)
                    add(journal, state, one)
            if random.random() < 0.1:
                journal.undo()
                plain = before
            assert [*live_awards(state)] == sorted(plain)
            assert first_due(state) == min((one.due for one in plain), default=None)
            assert all(0 < len(one) <= 2 * block * live.SIZE for one in (state.awards, *state.later) if plain)
    assert not NO_AWARDS


def award_of(random: Random, serial: int, earliest: int) -> Live:
    """Any award that changes at or after a moment."""
    return Live(random.randrange(earliest, 20), serial, random.randrange(3), random.randrange(3), random.randrange(-9, 9))


@MANY
@given(st.randoms(use_true_random=True), st.integers(1, 40))
def test_undo_restores_everything(random: Random, count: int) -> None:
    """After an undo to a mark everything is as it was there: dictionaries where order matters in their order as well."""
    state = ProfileState("p")
    journal, marks = Journal(state), list[tuple[int, object]]()
    numbers, ring = [1, 2, 3], array("q", [1, 2, 3])

    def seen() -> object:
        return [*state.tags.items()], dict(state.held), [*live_awards(state)], numbers.copy(), ring.tolist(), state.serial

    def one_of(keys: Any) -> Any:
        return random.choice([*keys])

    for _ in range(count):
        marks.append((journal.mark(), seen()))
        changes: list[Callable[[], object]] = [
            lambda: journal.put(state.tags, str(random.randrange(9)), None),
            lambda: journal.put(state.held, random.randrange(9), (1, random.randrange(9))),
            lambda: journal.drop_in_order(state.tags, one_of(state.tags)) if state.tags else None,
            lambda: journal.drop(state.held, one_of(state.held)) if state.held else None,
            lambda: journal.append(numbers, random.randrange(9)),
            lambda: journal.splice(ring, 0, random.randrange(3), array("q", range(random.randrange(3)))),
            lambda: journal.assign(state, "serial", state.serial + 1),
            lambda: add(journal, state, Live(random.randrange(9), state.serial, 0, 0, 1)),
            lambda: take_due(journal, state, random.randrange(5)),
        ]
        random.choice(changes)()
    while marks:
        place = random.randrange(len(marks))
        mark, before = marks[place]
        del marks[place:]
        journal.undo(mark)
        assert seen() == before


def test_shared_parts_are_never_written_to() -> None:
    """The empty parts that states share refuse to be written to but through the journal, which gives the state its own."""
    state, other = ProfileState("p"), ProfileState("q")
    shared = state.held
    with pytest.raises(TypeError, match="held is shared"):
        shared[1] = (2, 3)
    journal = Journal(state)
    journal.put(shared, 1, (2, 3))
    journal.put(shared, 2, (3, 4))
    assert (state.held, other.held) == ({1: (2, 3), 2: (3, 4)}, {})
    journal.undo()
    assert state.held == {}
    assert not any(UNMADE.values())


@MANY
@given(st.randoms(use_true_random=True), st.integers(1, 50))
def test_windows_are_lists_of_pairs(random: Random, count: int) -> None:
    """A ring of any numbers, huge ones among them, reads like the plain list of all occurrences in the window."""
    state, plain, clock, longest = ProfileState("p"), list[tuple[int, int]](), 0, 12
    for _ in range(count):
        clock += random.choice([0, 0, 1, 1, 2, 5])
        one = (clock - random.choice([0, 0, 0, 1, 4]), random.choice([-3, 0, 1, 2, 2**63, 10**30]))
        remember(Journal(state), state.gains, 0, one, clock - longest)
        plain = sorted([*plain, one], key=lambda known: known[0])
        for within in (0, 1, 3, longest):
            window, wanted = Window(state.gains[0], clock - within), [known for known in plain if known[0] > clock - within]
            assert ([*window], len(window), bool(window)) == (wanted, len(wanted), bool(wanted))
            assert [window[place] for place in range(len(window))] == wanted
            assert window[-1:] == wanted[-1:]


@MANY
@given(st.randoms(use_true_random=True), st.integers(1, 60))
def test_sums_of_windows_are_those_of_their_parts(random: Random, count: int) -> None:
    """Whatever comes, grows, is forgotten, is taken back or is late: a sum that goes on from the last one is one made anew."""
    ring, journal, clock = SummedRing("q"), Journal(), 0
    marks = [(0, 0)]
    for _ in range(count):
        match random.randrange(9):
            case 0:
                mark, clock = marks[random.randrange(len(marks))]
                del marks[marks.index((mark, clock)) + 1 :]
                journal.undo(mark)
            case 1:
                marks.append((journal.mark(), clock))
            case 2 if ring:
                journal.put(ring, len(ring) - 1, ring[-1] + 7)
            case 3 if ring:
                journal.splice_ring(ring, 0, place_after(ring, clock - random.randrange(9, 30)), ring[:0])
            case 4:
                late = clock - random.randrange(12)
                place = place_after(ring, late)
                journal.splice_ring(ring, place, place, SummedRing("q", (late, random.randrange(-3, 9))))
            case _:
                clock += random.choice([0, 1, 1, 2, 5])
                journal.splice_ring(ring, len(ring), len(ring), SummedRing("q", (clock, random.randrange(-3, 9))))
        for width in random.sample((1, 3, 12, 29), random.randrange(5)):
            assert ring.sum_within(width, clock - width) == sum(ring[place_after(ring, clock - width) + 1 :: 2])


@MANY
@given(st.randoms(use_true_random=True), st.integers(1, 60))
def test_sums_of_windows_without_a_journal(random: Random, count: int) -> None:
    """What functions for whole events do to a ring leaves its sums right as well."""
    state, clock, longest = ProfileState("p"), 0, 9
    for _ in range(count):
        clock += random.choice([1, 1, 2, 4, 12])
        occur(state, state.gains, 0, state.gains.get(0), clock, random.randrange(1, 9), clock - longest)
        ring = state.gains[0]
        assert isinstance(ring, SummedRing)
        if random.random() < 0.3:
            ring[-1] += 5
        for width in random.sample((2, 5, longest), random.randrange(4)):
            assert ring.sum_within(width, clock - width) == sum(ring[place_after(ring, clock - width) + 1 :: 2])


CANCELLED: Final = '    cancel when tags contains any ("x")\n'
FOLLOWUPS: Final = "\n".join(
    f'followup {name}:\n    on visit\n{cancelled}    wait 1 day\n    add tag "x"\n'
    for name, cancelled in (("a", CANCELLED), ("b", ""), ("c", CANCELLED))
)


@MANY
@given(st.randoms(use_true_random=True), st.integers(1, 90))
def test_waiting_runs_are_those_of_the_state(random: Random, count: int) -> None:
    """The next moment, the runs that go on and the follow-ups that may be cancelled are found as by looking at every run."""
    program, state = compile_model(model_of(f"event visit\n{FOLLOWUPS}")), ProfileState("p")
    turn = Turn(program, state, Outcome(), Journal(state))
    marks = [(0, 0)]
    for _ in range(count):
        runs = state.runs
        match random.randrange(8):
            case 0:
                mark, clock = marks[random.randrange(len(marks))]
                del marks[marks.index((mark, clock)) + 1 :]
                turn.journal.undo(mark)
                state.clock = clock
            case 1:
                marks.append((turn.journal.mark(), state.clock))
            case 2:
                state.clock += random.randrange(4)
                due = [serial for serial, run in runs.items() if run.due <= state.clock]
                mark, fault = turn.journal.mark(), random.random() < 0.2
                assert waits_due(turn) == sorted(due, key=lambda serial: (runs[serial].followup, serial))
                if fault:
                    turn.journal.undo(mark)
                for serial in () if fault else due:
                    end_wait(turn, serial)
            case 3 if random.random() < 0.3 and cancellable(turn):
                followup = random.choice(cancellable(turn))
                cancel(turn, followup)
                assert not [run for run in state.runs.values() if run.followup == followup]
            case _:
                due_at = state.clock + random.randrange(1, 12)
                begin_to_wait(turn, Run(random.randrange(3), due_at, 0, "e", None, 0, {}, {}, "", 0))
        if state.runs and random.random() < 0.7:
            assert next_wait(turn) == min(run.due for run in state.runs.values())
            present = dict.fromkeys(state.runs[serial].followup for serial in sorted(state.runs))
            assert cancellable(turn) == [one for one in present if one != 1]
