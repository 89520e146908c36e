"""Masks: many rules of one event type looked up at once give what each of them gives alone."""

from typing import Final

import pytest

from lsdsl.compile import Program, compile_model
from lsdsl.compile.optimisations import Optimisations
from lsdsl.compile.python.lookups import REMEMBERED, ByValue
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import in_full
from lsdsl.engine.step import load_profile, new_state, step
from lsdsl.model import check_text
from lsdsl.model.types import Value

DATA: Final = """
profile:
    employees  number
    country    text = "US"
event visit:
    path  text
    n     number
    paid  boolean
"""
START: Final = 1_767_225_600_000_000


def compiled(rules: str, fewest: int = 1) -> Program:
    """The program of some rules of one score."""
    model, findings = check_text(f"{DATA}score s:\n" + "".join(f"    {rule}\n" for rule in rules.splitlines()))
    assert model is not None, findings
    return compile_model(model, optimisations=Optimisations(fewest=fewest))


def awarded(program: Program, data: dict[str, Value], fields: dict[str, Value] | None = None) -> list[int]:
    """The points that a second event awards: the first one of a profile brings it to life."""
    state = new_state(program, "p")
    load_profile(program, state, fields or {})
    step(program, state, Event("first", "visit", "p", START, {}))
    outcome = in_full(step(program, state, Event("second", "visit", "p", START + 1, data)))
    return [entry.points // 1_000_000 for entry in outcome.entries]


COMPARISONS: Final = """\
+1 on each visit where n < 5
+2 on each visit where n <= 5
+4 on each visit where n > 5
+8 on each visit where n >= 5
+16 on each visit where n is 5
+32 on each visit where n is not 5
+64 on each visit where n < 5.5
+128 on each visit where n > 5.5"""


@pytest.mark.parametrize("number", [4, 4.999999999999999, 5, 5.000000000000001, 5.5, 6, -(10**15), 10**15, 1e300, None])
def test_comparisons_change_exactly_at_their_bounds(number: float | None) -> None:
    """Right below, at and right above a bound, and for a missing number, masks award what one rule after the other awards."""
    data: dict[str, Value] = {} if number is None else {"n": number}
    assert awarded(compiled(COMPARISONS), data) == awarded(compiled(COMPARISONS, fewest=100), data)


def test_many_rules_are_awarded_in_order() -> None:
    """More rules than fit one look-up, on attributes and fields, some of which masks cannot be made of: in source order."""
    rules = [f"+{number} on each visit where n >= {number} and employees < {60 - number}" for number in range(1, 41)]
    rules[7] = "+8 on each visit where n > 0 or paid is true"
    rules[23] = '+24 on each visit where path starts with "/a" and country is "US"'
    program = compiled("\n".join(rules))
    fields: dict[str, Value] = {"employees": 30}
    assert awarded(program, {"n": 25, "path": "/abc"}, fields) == [*range(1, 26)]
    assert awarded(program, {"n": 25, "path": "/b"}, fields) == [*range(1, 24), 25]
    assert awarded(program, {"paid": True}, fields) == [8]


def test_a_changed_field_counts_at_once() -> None:
    """What was found for the fields of a profile is found anew when one of them changes."""
    program = compiled('+1 on each visit where country is "US"\n+2 on each visit where country is "NL"')
    state = new_state(program, "p")
    points = []
    for number, country in enumerate(("NL", "US", None)):
        step(program, state, Event(f"v{number}", "visit", "p", START + number, {}))
        change = Event(f"m{number}", "profile.modified", "p", START + number, {"country": country})
        step(program, state, change)
        outcome = in_full(step(program, state, Event(f"w{number}", "visit", "p", START + number, {})))
        points.append([entry.points // 1_000_000 for entry in outcome.entries])
    assert points == [[2], [1], [1]]


def test_values_are_forgotten_before_they_are_too_many() -> None:
    """A table of masks does not grow with the number of different values."""
    table = ByValue("path", lambda data: len(data["path"]))
    for number in range(2 * REMEMBERED):
        assert table[f"/{number}"] == len(f"/{number}")
    assert len(table) <= REMEMBERED
