"""The packed structures of a state against plain ones: live awards, and what the journal takes back."""

from array import array
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsdsl.engine.journal import Journal
from lsdsl.engine.live import Live, add, first_due, live_awards, take, take_due
from lsdsl.engine.state import NO_AWARDS, UNMADE, ProfileState
from lsdsl.engine.window import Window, remember
from tests.property.stories import MANY


@MANY
@given(st.randoms(use_true_random=True), st.integers(1, 60))
def test_live_awards_are_a_sorted_list(random: Random, count: int) -> None:
    """After any adding and taking the same awards are there as in a plain list that is searched and sorted anew each time."""
    state, plain = ProfileState("p"), list[Live]()
    for serial in range(1, count):
        match random.randrange(6):
            case 0:
                moment = random.randrange(20)
                due = [one for one in plain if one.due <= moment]
                plain = [one for one in plain if one.due > moment]
                assert take_due(Journal(state), state, moment) == sorted(due, key=lambda one: one.serial)
            case 1 if plain:
                one = plain.pop(random.randrange(len(plain)))
                take(Journal(state), state, one.due, one.serial)
            case _:
                one = Live(random.randrange(20), serial, random.randrange(3), random.randrange(3), random.randrange(-9, 9))
                plain.append(one)
                add(Journal(state), state, one)
        assert [*live_awards(state)] == sorted(plain)
        assert first_due(state) == min((one.due for one in plain), default=None)
    assert not NO_AWARDS


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
