"""The box of the tutorial, which everything else is built for."""

from collections.abc import Callable
from timeit import repeat

import pytest

from lsdsl.diagnostics import words_of
from lsdsl.model.types import Value
from lsdsl.script import DEFAULT
from tests.sandbox.boxes import View, box, findings, told

PRINTED = """\
# add 1 if a lead score exists, else start at 1
if profile.fields.{name}:
    profile.fields.{name} += 1
else:
    profile.fields.{name} = 1
"""


def printed(name: str) -> str:
    """The box as it is printed, for a field."""
    return PRINTED.format(name=name)


@pytest.mark.parametrize(("start", "end"), [(None, 1), (0, 1), (5, 6), (-3, -2), (0.5, 1.5)])
@pytest.mark.parametrize("field", ["leadscore", "visits"])
def test_the_box_as_it_is_printed(field: str, start: Value, end: Value) -> None:
    """One is added to a score that exists, another one starts at one; with a default and without."""
    result = box(printed(field)).run(View({field: start} if start is not None else {}))
    assert result.writes == {field: end}
    assert result.effects == ()
    assert result.fuel == 0


def test_the_box_gives_no_warning_without_a_default() -> None:
    """The test before makes sure that the field is there."""
    assert findings(printed("visits")) == []


@pytest.mark.parametrize("start", [*range(-5, 6), 0.25, 1_000_000])
def test_with_a_default_the_test_is_not_needed(start: int | float) -> None:
    """The printed box and a bare ``+= 1`` do the same to every number."""
    bare = box("profile.fields.leadscore += 1").run(View({"leadscore": start}))
    assert box(printed("leadscore")).run(View({"leadscore": start})) == bare


def test_the_box_in_one_line_each() -> None:
    """Conditionals without a block of their own are Python, too."""
    text = "if profile.fields.leadscore: profile.fields.leadscore += 1\nelse: profile.fields.leadscore = 1"
    assert box(text).run(View({"leadscore": 5})).writes == {"leadscore": 6}


def test_the_misprint_of_every_edition() -> None:
    """``+ =`` is found at its blank, with its fix."""
    assert told(printed("leadscore").replace("+=", "+ =")) == ("LS404", " ", "write `+=`")


def test_the_box_as_javascript() -> None:
    """The box of the original is told line by line how Python writes it."""
    script = """\
// add 1 if a lead score exists
if (profile.fields.leadscore)
    profile.fields.leadscore + = 1;
else
    profile.fields.leadscore = 1;
"""
    found = [(one.code, words_of(one).help) for one in findings(script)]
    assert [code for code, _ in found] == ["LS403", "LS407", "LS404", "LS405", "LS407", "LS405"]
    assert found[0][1] == "begin a comment with `#`"


def by_hand(fields: dict[str, int]) -> None:
    """The same statements on a dictionary."""
    if fields["leadscore"]:
        fields["leadscore"] += 1
    else:
        fields["leadscore"] = 1


def test_the_box_costs_what_python_costs() -> None:
    """The compiled box takes at most 1.5 times the time of a hand-written function on a dictionary."""
    function = box(printed("leadscore")).function
    fields = {"leadscore": 5}

    def fastest(work: Callable[[], None]) -> float:
        return min(repeat(work, number=20_000, repeat=15))

    assert fastest(lambda: function(fields, None, None, None)) < 1.5 * fastest(lambda: by_hand(fields))


def test_a_box_without_loops_pays_nothing() -> None:
    """Fuel is for loops and texts."""
    assert box(printed("leadscore")).run(View(), fuel=0).writes == {"leadscore": 1}
    assert DEFAULT.fuel == 20_000
