"""State rules, tables and rules on absence: points that are there while something holds, from one exact moment to another."""

import pytest

from lsdsl.model.types import DAY
from tests.support import HOUR, START, Line, Scenario


def test_points_while_a_condition_holds() -> None:
    """The points come and go with the condition, at once."""
    scenario = Scenario('score s:\n    +20 while country is "NL"').on("profile modified", 0, country="NL")
    scenario.on("profile modified", DAY, country="NL").on("profile modified", 2 * DAY, country=None)
    assert scenario.ledger() == [Line(20, "state on", 0), Line(-20, "state off", 2 * DAY)]


def test_tags() -> None:
    """Adding a tag brings its points, adding it again changes nothing, removing it withdraws them."""
    scenario = (
        Scenario('score s:\n    +1 while tags contains any ("hot", "cold")').on("tag added", tag="hot").on("tag added", tag="hot")
    )
    assert scenario.on("tag added", tag="cold").on("tag removed", tag="hot").value() == 1
    assert scenario.on("tag removed", tag="cold").ledger() == [Line(1, "state on", 0), Line(-1, "state off", 0)]


def test_points_of_a_state_rule_are_computed_anew() -> None:
    """Computed points of a state rule follow what they read."""
    scenario = Scenario("score s:\n    +(employees / 2) while employees > 1").on("profile modified", employees=4)
    scenario.on("profile modified", employees=7).on("profile modified", employees=1)
    assert [line.points for line in scenario.ledger()] == [2, -2, 3.5, -3.5]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('country is "no"', 0),
        ('country is not "no"', 1),
        ("employees < 5", 0),
        ("employees is not 5", 1),
        ("not employees < 5", 1),
        ('country contains ""', 0),
        ('country in ("a")', 0),
        ('country not in ("a")', 1),
        ('country contains none ("a")', 1),
        ("employees between 0 and 9", 0),
        ("employees + 1 is missing", 1),
        ("length(country) is missing", 1),
        ("age(since) is missing", 1),
        ("age(since) > 1 day", 0),
        ("flag", 0),
        ("not flag", 1),
        ("flag is not true", 1),
        ("level is 0", 1),
        ("level is missing", 0),
        ("count(visit) is 0", 1),
        ("last(visit) is missing", 1),
        ("5 is not missing", 1),
        ("labels contains all ()", 1),
        ("country contains all ()", 1),
    ],
)
def test_missing_values(condition: str, expected: int) -> None:
    """Missing is equal to nothing, less than nothing and contains nothing; a default is a value."""
    assert Scenario(f"score s:\n    +1 while {condition}", fields={}).until(0).value() == expected


def test_missing_points_of_a_state_rule() -> None:
    """Points that come out missing contribute nothing."""
    assert Scenario("score s:\n    +(employees) while level is 0", fields={}).until(0).ledger() == []


def test_division_by_zero_is_recorded_once() -> None:
    """A state rule that begins to divide by zero records it once, and again only after it was well in between."""
    scenario = Scenario("score s:\n    +(10 / employees) while level < 9").on("profile modified", employees=0)
    scenario.on("profile modified", level=1).on("visit").on("profile modified", level=2)
    assert scenario.failures == ["LS851"]
    scenario.on("profile modified", employees=5).on("profile modified", employees=0)
    assert scenario.failures == ["LS851", "LS851"]


# --- time ---------------------------------------------------------------------------------------------------------------


def test_count_in_a_window() -> None:
    """``count(E within D)`` is over (now - D, now]: the oldest leaves at its time + D exactly."""
    scenario = Scenario("score s:\n    +1 while count(visit within 1 day) >= 2").on("visit", 5).on("visit", HOUR)
    assert scenario.until(2 * DAY).ledger() == [Line(1, "state on", HOUR), Line(-1, "state off", DAY + 5)]


def test_count_with_where_and_sum() -> None:
    """``where`` sees the event's attributes; ``sum`` skips what is missing."""
    rules = 'score s:\n    +1 while count(visit where path is "/a") >= 2\n    +10 while sum(amount of buy) > 4'
    scenario = Scenario(rules).on("visit", path="/a").on("visit").on("visit", path="/a").on("buy", amount=3).on("buy")
    assert scenario.value() == 1
    assert scenario.on("buy", amount=1.5).value() == 11


def test_age_is_strict_or_not() -> None:
    """``age(F) >= D`` turns at F + D, ``age(F) > D`` a microsecond later."""
    for operator, moment in ((">=", DAY), (">", DAY + 1)):
        scenario = Scenario(f"score s:\n    +1 while age(since) {operator} 1 day", fields={"since": START}, created=START).until(
            9 * DAY
        )
        assert scenario.ledger() == [Line(1, "state on", moment)]


def test_until_and_age_may_be_negative() -> None:
    """``until(F) <= D`` turns at F - D and stays true when F is past."""
    scenario = Scenario("score s:\n    +1 while until(since) <= 1 day", fields={"since": START + 3 * DAY}, created=START).until(
        90 * DAY
    )
    assert scenario.ledger() == [Line(1, "state on", 2 * DAY)]


def test_near_a_date_on_both_sides() -> None:
    """``abs(until(F)) < D`` is true from just after F - D to F + D."""
    scenario = Scenario(
        "score s:\n    +1 while abs(until(since)) < 3 days", fields={"since": START + 9 * DAY}, created=START
    ).until(90 * DAY)
    assert scenario.ledger() == [Line(1, "state on", 6 * DAY + 1), Line(-1, "state off", 12 * DAY)]


def test_equality_of_durations_lasts_a_microsecond() -> None:
    """``age(F) is D`` is true at F + D and at no other moment."""
    scenario = Scenario("score s:\n    +1 while age(since) is 1 day", fields={"since": START}, created=START).until(9 * DAY)
    assert scenario.ledger() == [Line(1, "state on", DAY), Line(-1, "state off", DAY + 1)]


def test_last() -> None:
    """``last(E)`` moves with each E."""
    scenario = Scenario("score s:\n    -5 while age(last(visit)) > 2 days").on("visit").on("visit", DAY).until(9 * DAY)
    assert scenario.ledger() == [Line(-5, "state on", 3 * DAY + 1)]
    assert scenario.on("visit").value() == 0


def test_gained() -> None:
    """``gained`` counts positive awards as awarded, until they leave the window, also when they are expired by then."""
    rules = """
    score s:
        +6 on each visit, expires after 1 hour
        -9 on each click
    score t:
        +1 while gained(s within 1 day) > 10
    """
    scenario = Scenario(rules).on("visit", 0).on("click", 0).on("visit", 2 * HOUR).until(9 * DAY)
    assert scenario.ledger("t") == [Line(1, "state on", 2 * HOUR), Line(-1, "state off", DAY)]


def test_gained_in_several_windows() -> None:
    """Each window that somebody asks for has all its gains, however many have left a shorter one."""
    rules = """
    score s:
        +1 on each visit
    score t:
        +1 while gained(s within 9 days) >= 5
        +2 while gained(s within 1 hour) >= 1
    """
    scenario = Scenario(rules)
    for day in range(5):
        scenario.on("visit", day * DAY)
    assert scenario.value("t") == 3


def test_gains_are_cut_awards_and_no_state_rules() -> None:
    """State rules and adjustments are no gains, and of a cut award only what was awarded is."""
    rules = """
    score s:
        +6 on each visit, at most 8 points
        +50 while level is 0
    score t:
        +1 while gained(s within 1 day) >= 9
    """
    assert Scenario(rules).on("visit").on("visit").on("points adjusted", score="s", points=50).value("t") == 0


def test_gains_of_a_sum() -> None:
    """The gain of a computed score is the sum over its parts."""
    rules = """
    score s:
        +6 on each visit
    score t:
        +5 on each click
    score u = s + t
    score v:
        +1 while gained(u within 1 day) > 10
    """
    assert Scenario(rules).on("visit").on("click").value("v") == 1


# --- tables -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("employees", "expected"), [(None, -1), (9, -1), (9.999999, -1), (10, 5), (50, 10), (499, 10), (500, 25)]
)
def test_table_from(employees: float | None, expected: int) -> None:
    """The highest row that is reached counts, whatever the order of rows; what reaches none, or is missing, is ``otherwise``."""
    rules = "score s:\n    by employees:\n        +10 from 50\n        +5 from 10\n        +25 from 500\n        -1 otherwise"
    assert Scenario(rules, fields={"employees": employees}).until(0).value() == expected


@pytest.mark.parametrize(("country", "expected"), [("NL", 3), ("BE", 3), ("DE", 2), ("FR", 0), (None, 0)])
def test_table_of_values(country: str | None, expected: int) -> None:
    """The first row that holds the value counts; without ``otherwise`` there may be none."""
    rules = 'score s:\n    by country:\n        +3 "NL", "BE"\n        +2 "DE"'
    assert Scenario(rules, fields={"country": country}).until(0).value() == expected


def test_table_changes_rows() -> None:
    """Another row takes the place of the one that held; each row is a rule of its own in the ledger."""
    scenario = Scenario("score s:\n    by employees:\n        +5 from 10\n        +10 from 50").on(
        "profile modified", employees=10
    )
    scenario.on("profile modified", employees=20).on("profile modified", employees=60)
    assert [line.points for line in scenario.ledger()] == [5, -5, 10]
    assert len({entry.rule for entry in scenario.entries}) == 2


def test_table_by_age() -> None:
    """A table of durations changes rows at the exact moments, with ``from`` and with values."""
    rules = "score s:\n    by age(since):\n        +1 from 1 day\n        +2 from 2 days"
    scenario = Scenario(rules, fields={"since": START}, created=START).until(9 * DAY)
    assert scenario.ledger() == [Line(1, "state on", DAY), Line(-1, "state off", 2 * DAY), Line(2, "state on", 2 * DAY)]
    scenario = Scenario("score s:\n    by age(since):\n        +1 1 day", fields={"since": START}, created=START).until(9 * DAY)
    assert scenario.ledger() == [Line(1, "state on", DAY), Line(-1, "state off", DAY + 1)]


# --- absence ------------------------------------------------------------------------------------------------------------


def test_absence_counts_whole_periods() -> None:
    """``for every D without E`` counts whole periods since the latest E, and starts anew when one happens."""
    scenario = Scenario("score s:\n    -5 for every 2 days without visit or click").on("visit", DAY)
    assert scenario.values(3 * DAY - 1, 3 * DAY, 7 * DAY) == [0, -5, -15]
    assert scenario.on("buy", 7 * DAY).value() == -15
    assert scenario.on("click", 7 * DAY).value() == 0
    assert scenario.values(9 * DAY) == [-5]


def test_absence_counts_from_creation() -> None:
    """Without any E the periods count from the profile's creation."""
    scenario = Scenario("score s:\n    -5 for every 2 days without visit", created=START - DAY).on("click", DAY)
    assert scenario.ledger() == [Line(-5, "state on", DAY)]


def test_absence_of_a_built_in_event() -> None:
    """Built-in events can be absent, too."""
    scenario = Scenario("score s:\n    -1 for every 1 day without profile modified").on("profile modified", level=1)
    assert scenario.values(DAY, 2 * DAY) == [-1, -2]
    assert scenario.on("profile modified", level=2).value() == 0


def test_absence_may_grow_without_end() -> None:
    """Huge points for very many periods are a state that can be kept like any other."""
    assert (
        Scenario("score s:\n    +1000000000 for every 1 second without visit").on("click").until(3 * HOUR).value()
        == 10_800 * 10**9
    )
