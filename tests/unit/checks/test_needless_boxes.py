"""LS529: boxes that steps can replace."""

from typing import Final

import pytest

import lsdsl
from lsdsl.checks.needless_boxes import check
from lsdsl.model import check_text
from lsdsl.runner.ruleset import Ruleset
from tests.unit.checks.scoring import findings_of, mended, places_of

DATA: Final = """\
profile:
    visits   number = 0
    level    number
    stage    choice("new", "warm") = "new"
    note     text
    known    boolean = false
    amount   number = 1
    since    date
event visit:
    amount  number
score fit:
    +1 on each visit
"""


def box(*lines: str) -> str:
    """A follow-up of one box."""
    return f"{DATA}followup f:\n    on visit\n    script:\n" + "".join(f"        {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "steps"),
    [
        (["profile.fields.visits += 1"], ["set visits to visits + 1"]),
        (["profile.fields.visits -= 2.5"], ["set visits to visits - 2.5"]),
        (["profile.fields.visits = profile.fields.visits + 1"], ["set visits to visits + 1"]),
        (["profile.fields.amount += 1"], ["set amount to profile.amount + 1"]),
        (["profile.fields.level = -5"], ["set level to -5"]),
        (['profile.fields.stage = "warm"'], ['set stage to "warm"']),
        (['profile.fields.note = "say \\"hi\\""'], ['set note to "say \\"hi\\""']),
        (["profile.fields.known = True"], ["set known to true"]),
        (['add_tag("hot")', 'remove_tag("cold")'], ['add tag "hot"', 'remove tag "cold"']),
        (['award("fit", 5)', 'award("fit", -2)'], ["award +5 to fit", "award -2 to fit"]),
        (["profile.fields.visits += 1", "profile.fields.visits += 2"], ["set visits to visits + 1", "set visits to visits + 2"]),
    ],
)
def test_plain_boxes(lines: list[str], steps: list[str]) -> None:
    """The finding says the steps, and its fix, which is not a safe one, writes them in place of the box."""
    (found,) = findings_of(check, box(*lines))
    assert found.fix is not None
    assert not found.fix.safe
    assert found.arguments["steps"] == " and ".join(f"`{one}`" for one in steps)
    after = mended(check, box(*lines))
    assert after == f"{DATA}followup f:\n    on visit\n" + "".join(f"    {one}\n" for one in steps)
    assert places_of(check, after) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["if profile.fields.visits > 3:", "    profile.fields.visits = 0"],
        ["n = 1", "profile.fields.visits += n"],
        ["profile.fields.visits *= 2"],
        ["profile.fields.visits = profile.fields.level"],
        ["profile.fields.visits += event.amount"],
        ["profile.fields.visits += 1", "return"],
        ['add_tag("level" + str(profile.fields.visits))'],
        ['award("fit", profile.fields.visits)'],
        ['do("notify", message="hello")'],
        ["profile.fields.level = None"],
    ],
)
def test_boxes_that_are_needed(lines: list[str]) -> None:
    """What no step says as plainly is left to the box."""
    assert places_of(check, box(*lines)) == []


def test_adding_to_what_may_be_missing() -> None:
    """A box fails where a step would write nothing: only a field with a default is told."""
    text = box("profile.fields.level += 1")
    assert places_of(check, text) == []
    assert places_of(check, text.replace("level    number\n", "level    number = 0\n")) == ["script:"]


def test_comment() -> None:
    """A comment is not thrown away: the finding has no fix then."""
    (found,) = findings_of(check, box("# count them", "profile.fields.visits += 1"))
    assert found.fix is None


def test_the_engine_agrees() -> None:
    """Box and steps give the same fields, tags and points."""
    text = box("profile.fields.amount += 2", 'profile.fields.stage = "warm"', 'add_tag("hot")', 'award("fit", 5)')
    outcomes = []
    for one in (text, mended(check, text)):
        model, _ = check_text(one)
        assert model is not None
        engine = lsdsl.Engine(Ruleset(model))
        for number in range(3):
            event = {"id": str(number), "type": "visit", "profile": "p", "time": f"2026-01-01T00:00:0{number}Z"}
            result = engine.process({**event, "data": {"amount": 7}})
            assert result.failures == ()
        profile = engine.profile("p")
        outcomes.append((profile.fields, profile.tags, profile.scores["fit"].value))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0]["amount"] == 7
    assert outcomes[0][2] == 18
