"""What a score is worth: clamps, groups, ranges, flames, computed scores, fields that scores own, grades and selections."""

import pytest

from lsdsl.engine.results import in_selection
from lsdsl.model.types import DAY
from tests.support import Line, Scenario


def test_initial_is_an_entry() -> None:
    """``initial`` is in the ledger from the profile's creation on."""
    assert Scenario("score s:\n    initial 7.5\n    +1 on each buy").on("visit", DAY).ledger() == [Line(7.5, "initial", DAY)]


def test_clamps_are_on_reading() -> None:
    """Only the value is clamped: the ledger goes on above the maximum, so what comes off comes off the true sum."""
    scenario = (
        Scenario("score s:\n    maximum 10\n    +8 on each visit, expires after 1 day").on("visit").on("visit", 5).on("visit", 9)
    )
    assert scenario.value() == 10
    assert sum(line.points for line in scenario.ledger()) == 24
    assert scenario.values(DAY, DAY + 5, DAY + 9) == [10, 8, 0]


def test_minimum() -> None:
    """Below its minimum a score reads as the minimum."""
    assert Scenario("score s:\n    minimum -3\n    -5 on each visit\n    +4 on each click").on("visit").value() == -3


def test_groups_are_clamped_first() -> None:
    """Each group is clamped to its own bounds, then the whole."""
    rules = """
    score s:
        maximum 20
        group web maximum 6:
            +4 on each visit
            +4 on each click
        group bad minimum -5:
            -4 on each buy
        +10 while level >= 1
    """
    scenario = Scenario(rules).on("visit").on("click").on("visit")
    assert scenario.value() == 6
    assert scenario.on("buy").on("buy").value() == 1
    assert scenario.on("profile modified", level=1).value() == 11


def test_disabled_score() -> None:
    """A score that is not enabled awards nothing and reads as missing."""
    rules = """
    score s:
        enabled false
        initial 5
        +1 on each visit
    score t:
        +1 while s is missing
        +2 while s < 5
    """
    scenario = Scenario(rules).on("visit")
    assert (scenario.value(), scenario.value("t"), scenario.ledger()) == (None, 1, [])


def test_computed_score() -> None:
    """A computed score follows its parts, is clamped, and has no entries."""
    rules = "score s:\n    +6 on each visit\nscore t:\n    +1 while level is 1\nscore u = 2 * s - t:\n    maximum 20"
    scenario = Scenario(rules).on("visit")
    assert scenario.value("u") == 12
    assert scenario.on("profile modified", level=1).value("u") == 11
    assert scenario.on("visit").value("u") == 20
    assert scenario.ledger("u") == []


def test_computed_score_may_be_missing() -> None:
    """A computed score that divides by zero is missing, which is recorded once."""
    scenario = Scenario("score s:\n    +1 on each visit\nscore u = s / level").on("visit").on("visit")
    assert (scenario.value("u"), scenario.failures) == (None, ["LS851"])
    assert scenario.on("profile modified", level=4).value("u") == 0.5


@pytest.mark.parametrize(
    ("points", "expected"), [("-1", "cold"), ("29.999999", "cold"), ("30", "warm"), ("69.5", "warm"), ("70", "hot")]
)
def test_ranges(points: str, expected: str) -> None:
    """A range runs from its start up to the next one's."""
    rules = f"score s:\n    initial {points}\n    range cold blue\n    range warm from 30\n    range hot from 70 red"
    assert Scenario(rules).on("visit").result.scores["s"].range == expected


def test_range_tests() -> None:
    """``is``, ``is not``, ``is at least`` and ``is below`` look at the range that the score is in."""
    rules = """
    score s:
        +10 on each visit
        range cold
        range warm from 10
        range hot from 20
    score t:
        +1 while s is warm
        +2 while s is not warm
        +4 while s is at least warm
        +8 while s is below hot
    """
    scenario = Scenario(rules).on("click")
    assert scenario.value("t") == 2 + 8
    assert scenario.on("visit").value("t") == 1 + 4 + 8
    assert scenario.on("visit").value("t") == 2 + 4


@pytest.mark.parametrize(
    ("points", "expected"), [("-5", 0), ("0", 0), ("19.999999", 0), ("20", 1), ("99", 4), ("100", 5), ("900", 5)]
)
def test_flames(points: str, expected: int) -> None:
    """Flames are floor(5 x value / ideal), within 0 and 5."""
    scenario = Scenario(f"score s:\n    initial {points}\n    ideal 100\nscore t:\n    +1 while flames(s) is {expected}").on(
        "visit"
    )
    assert (scenario.result.scores["s"].flames, scenario.value("t")) == (expected, 1)


def test_event_rule_reads_the_present_value_of_a_score() -> None:
    """A rule further down sees what the rules above it awarded, through state rules too."""
    rules = "score s:\n    +5 on each visit\n    +1 while count(visit) >= 2\nscore t:\n    +(s) on each visit"
    assert [line.points for line in Scenario(rules).on("visit").on("visit").ledger("t")] == [5, 11]


# --- fields that scores own ---------------------------------------------------------------------------------------------


def test_field_is_written() -> None:
    """``field F`` is written whenever the value changes, by events and by time."""
    scenario = Scenario("score s:\n    field own\n    maximum 8\n    +5 on each visit, expires after 1 day").on("visit")
    assert scenario.result.fields["own"] == 5
    assert scenario.on("visit").result.fields["own"] == 8
    assert scenario.until(DAY).result.fields["own"] == 0


def test_field_raises_profile_modified() -> None:
    """A changed field raises ``profile modified``, once an event, with the value that it had before."""
    rules = """
    score s:
        field own
        +5 on each visit
        +3 on each visit, as more
    score t:
        +1 on each profile modified where changed(own), as changes
        +(old(own)) on each profile modified where changed(own), as before
    """
    scenario = Scenario(rules).on("visit")
    assert [line.points for line in scenario.ledger("t")] == [1]
    assert [line.points for line in scenario.on("visit").on("click").ledger("t")] == [1, 1, 8]


def test_field_that_time_changes_raises_profile_modified() -> None:
    """Expiry changes a field, and ``profile modified`` happens at that moment."""
    rules = """
    score s:
        field own
        +5 on each visit, expires after 1 day
    score t:
        +1 on each profile modified where own is 0
    """
    scenario = Scenario(rules).on("visit", 7).until(9 * DAY)
    assert scenario.ledger("t")[-1] == Line(1, "award", DAY + 7)


def test_cascade_is_stopped() -> None:
    """A score that its own ``profile modified`` changes again is stopped after 16 events in a row, and recorded once."""
    scenario = Scenario("score s:\n    field own\n    +1 on each visit or profile modified").on("visit")
    assert (scenario.failures, scenario.value()) == (["LS853"], 17)
    assert scenario.result.fields["own"] == 17


def test_grades_and_selections() -> None:
    """The first row of a grade that holds counts; a selection is a condition with an order."""
    rules = """
    score s:
        +10 on each visit
    grade g:
        "A" when s >= 20
        "B" when s >= 10
        "C" otherwise
    selection good:
        where g is "A" and level is 0
        order by s descending
    """
    scenario = Scenario(rules).on("click")
    grades = []
    for _ in range(3):
        grades.append(scenario.result.grades["g"])
        scenario.on("visit")
    assert grades == ["C", "B", "A"]
    state = scenario.both[0].get("p")
    assert state is not None
    assert in_selection(scenario.program, state, "good") == (True, 30)
