"""Event rules: occurrences, limits, expiry and decay, with exact moments."""

import pytest

from lsdsl.model.types import DAY
from tests.support import HOUR, Line, Scenario


def test_each_counts_every_occurrence() -> None:
    """``each`` awards every time, also twice at one moment."""
    scenario = Scenario("score s:\n    +5 on each visit").on("visit").on("visit").on("visit", DAY)
    assert scenario.ledger() == [Line(5, "award", 0), Line(5, "award", 0), Line(5, "award", DAY)]
    assert scenario.value() == 15


def test_other_events_do_not_count() -> None:
    """A rule awards nothing on an event that it does not name."""
    assert Scenario("score s:\n    +5 on each visit or buy").on("visit").on("click").on("buy").value() == 10


def test_where_sees_attributes_and_fields() -> None:
    """The condition of a rule sees the event and the profile as it is then."""
    rules = 'score s:\n    +5 on each visit where path starts with "/pricing" and country is "NL"'
    scenario = Scenario(rules).on("visit", path="/pricing").on("profile modified", country="NL").on("visit", path="/pricing/x")
    assert scenario.on("visit", path="/blog").on("visit").ledger() == [Line(5, "award", 0)]


def test_first_counts_once_in_a_life() -> None:
    """``first`` counts once, and expiry does not open it again."""
    scenario = Scenario("score s:\n    +5 on first visit, expires after 1 day").on("visit").on("visit", HOUR).on("visit", 3 * DAY)
    assert scenario.ledger() == [Line(5, "award", 0), Line(-5, "expired", DAY)]


def test_first_n_counts_n_times() -> None:
    """``first 2`` counts twice."""
    scenario = Scenario("score s:\n    +5 on first 2 visit")
    for _ in range(4):
        scenario.on("visit")
    assert scenario.value() == 10


def test_first_per_counts_each_value_separately() -> None:
    """``per path`` counts separately for each path, and for none."""
    scenario = Scenario("score s:\n    +5 on first visit per path")
    for path in ("/a", "/b", "/a", "/c"):
        scenario.on("visit", path=path)
    assert scenario.on("visit").on("visit").value() == 20


def test_per_attribute_with_default() -> None:
    """A missing attribute with a default counts as its default."""
    rules = 'event view:\n    path text = "/"\nscore s:\n    +1 on first view per path'
    assert Scenario(rules).on("view").on("view", path="/").on("view", path="/a").value() == 2


def test_first_counts_what_meets_its_condition() -> None:
    """``first E where C`` is the first that meets C, not the first E."""
    scenario = Scenario("score s:\n    +5 on first visit where amount > 3").on("visit", amount=1).on("visit", amount=4)
    assert scenario.on("visit", amount=9).ledger() == [Line(5, "award", 0)]


def test_missing_points_use_no_occurrence_up() -> None:
    """Points that come out missing award nothing and leave ``first`` open."""
    scenario = Scenario("score s:\n    +(amount * 2) on first visit").on("visit").on("visit", amount=3).on("visit", amount=5)
    assert scenario.value() == 6


def test_refused_occurrence_is_not_used_up() -> None:
    """What a limit refused is not the first."""
    rules = "score s:\n    +5 on first 2 visit, at most 1 times per 1 day"
    scenario = Scenario(rules).on("visit", 0).on("visit", HOUR).on("visit", DAY).on("visit", 9 * DAY)
    assert [line.time for line in scenario.ledger()] == [0, DAY]


def test_latest_is_replaced() -> None:
    """``latest`` is one award: a repeat takes its place and starts expiry anew."""
    scenario = Scenario("score s:\n    +(amount) on latest visit, expires after 2 days").on("visit", amount=5)
    scenario.on("visit", DAY, amount=3).until(4 * DAY)
    assert scenario.ledger() == [
        Line(5, "award", 0),
        Line(-5, "replaced", DAY),
        Line(3, "award", DAY),
        Line(-3, "expired", 3 * DAY),
    ]


def test_latest_per_is_one_award_a_value() -> None:
    """``latest ... per`` keeps one award for each value."""
    scenario = Scenario("score s:\n    +(amount) on latest visit per path").on("visit", path="/a", amount=5)
    assert scenario.on("visit", path="/b", amount=7).on("visit", path="/a", amount=1).value() == 8


def test_latest_after_expiry_is_an_award_like_any() -> None:
    """After its expiry a repeat replaces nothing."""
    scenario = Scenario("score s:\n    +5 on latest visit, expires after 1 day").on("visit").on("visit", DAY)
    assert scenario.ledger() == [Line(5, "award", 0), Line(-5, "expired", DAY), Line(5, "award", DAY)]


def test_refused_repeat_leaves_the_latest_award() -> None:
    """A repeat that a limit refuses replaces nothing."""
    scenario = Scenario("score s:\n    +(amount) on latest visit, at most 1 times").on("visit", amount=5).on("visit", amount=9)
    assert scenario.ledger() == [Line(5, "award", 0)]


# --- limits -------------------------------------------------------------------------------------------------------------


def test_times_limit_window_is_half_open() -> None:
    """``at most 2 times per 1 day`` looks at (now - 1 day, now]: exactly a day later the first no longer counts."""
    scenario = Scenario("score s:\n    +5 on each visit, at most 2 times per 1 day")
    for moment in (0, HOUR, 2 * HOUR, DAY - 1, DAY, DAY, DAY + HOUR - 1, DAY + HOUR):
        scenario.on("visit", moment)
    assert [line.time for line in scenario.ledger()] == [0, HOUR, DAY, DAY + HOUR]


def test_times_limit_for_life() -> None:
    """Without a window a limit holds for the life of the profile."""
    scenario = Scenario("score s:\n    +5 on each visit, at most 2 times").on("visit").on("visit", DAY).on("visit", 900 * DAY)
    assert scenario.value() == 10


def test_points_limit_cuts_to_fit() -> None:
    """The award that crosses a limit of points is cut, and the next ones award nothing."""
    scenario = Scenario("score s:\n    +5 on each visit, at most 12 points").on("visit").on("visit").on("visit").on("visit")
    assert scenario.ledger() == [Line(5, "award", 0), Line(5, "award", 0), Line(2, "cut", 0)]


def test_points_limit_in_a_window() -> None:
    """A limit of points rolls on with time."""
    scenario = Scenario("score s:\n    +4 on each visit, at most 6 points per 1 day").on("visit", 0).on("visit", HOUR)
    scenario.on("visit", DAY).on("visit", DAY + HOUR)
    assert scenario.ledger() == [Line(4, "award", 0), Line(2, "cut", HOUR), Line(4, "award", DAY), Line(2, "cut", DAY + HOUR)]


def test_points_limit_counts_sizes() -> None:
    """Limits of points count sizes of either sign, and a negative award is cut towards zero."""
    scenario = Scenario("score s:\n    +(amount) on each visit, at most 10 points").on("visit", amount=6).on("visit", amount=-7)
    assert scenario.ledger() == [Line(6, "award", 0), Line(-4, "cut", 0)]


def test_points_limit_counts_expired_awards() -> None:
    """An award that has expired still counts in the window of a limit."""
    rules = "score s:\n    +4 on each visit, at most 6 points per 1 week, expires after 1 day"
    assert Scenario(rules).on("visit").on("visit", 2 * DAY).ledger()[-1] == Line(2, "cut", 2 * DAY)


def test_both_limits() -> None:
    """With both limits an award needs a free time, and is cut to the points that are left; one cut to nothing uses no time."""
    scenario = Scenario("score s:\n    +4 on each visit, at most 3 times per 2 days, at most 6 points per 1 day")
    for moment in (0, HOUR, 2 * HOUR, DAY, DAY + HOUR):
        scenario.on("visit", moment)
    assert scenario.ledger() == [Line(4, "award", 0), Line(2, "cut", HOUR), Line(4, "award", DAY)]


# --- expiry and decay ---------------------------------------------------------------------------------------------------


def test_expiry_to_the_microsecond() -> None:
    """An award is there until just before its expiry and gone at it."""
    scenario = Scenario("score s:\n    +5 on each visit, expires after 4 weeks").on("visit", 7)
    assert scenario.values(28 * DAY + 6, 28 * DAY + 7) == [5, 0]
    assert scenario.ledger()[-1] == Line(-5, "expired", 28 * DAY + 7)


def test_expiry_comes_before_an_event_of_its_moment() -> None:
    """What is due at the time of an event happens before it."""
    scenario = Scenario("score s:\n    +5 on each visit where s < 5, expires after 1 day").on("visit").on("visit", DAY)
    assert [line.reason for line in scenario.ledger()] == ["award", "expired", "award"]


def test_percent_decay_is_compound_and_in_steps() -> None:
    """``loses 50% every`` halves what is left at each step."""
    scenario = Scenario("score s:\n    +8 on each visit, loses 50% every 1 day").on("visit")
    assert scenario.values(DAY - 1, DAY, 2 * DAY - 1, 2 * DAY) == [8, 4, 4, 2]
    assert scenario.ledger()[1:] == [Line(-4, "decayed", DAY), Line(-2, "decayed", 2 * DAY)]


def test_linear_decay_stops_at_zero() -> None:
    """``loses 3 points every`` takes 3 points at each step until nothing is left."""
    scenario = Scenario("score s:\n    +8 on each visit, loses 3 points every 1 day").on("visit").until(90 * DAY)
    assert [line.points for line in scenario.ledger()] == [8, -3, -3, -2]


def test_linear_decay_of_negative_points_goes_up() -> None:
    """Linear loss moves towards zero from either side."""
    scenario = Scenario("score s:\n    -5 on each visit, loses 3 points every 1 day").on("visit").until(9 * DAY)
    assert [line.points for line in scenario.ledger()] == [-5, 3, 2]


def test_halving_ends_below_a_millionth() -> None:
    """``halves every`` goes on until less than a millionth is left, which is dropped: the ledger ends at exactly 0."""
    scenario = Scenario("score s:\n    +1 on each visit, halves every 1 day").on("visit")
    assert scenario.values(DAY, 2 * DAY, 100 * DAY) == [0.5, 0.25, 0]
    assert sum(round(line.points * 1_000_000) for line in scenario.ledger()) == 0


def test_decay_and_expiry_together() -> None:
    """Expiry takes away what decay has left."""
    rules = "score s:\n    +8 on each visit, loses 50% every 1 day, expires after 2 days"
    assert [line.points for line in Scenario(rules).on("visit").until(9 * DAY).ledger()] == [8, -4, -4]


def test_defaults_of_the_block_and_never() -> None:
    """``awards expire`` and ``awards lose`` hold for the rules of the block, unless a rule says otherwise."""
    rules = """
    score s:
        awards expire after 3 days
        awards lose 50% every 1 day
        +8 on each visit, never expires
        +4 on each click, never decays
        +2 on each buy, never expires, never decays
    """
    assert Scenario(rules).on("visit").values(2 * DAY, 4 * DAY) == [2, 0.5]
    assert Scenario(rules).on("click").values(2 * DAY, 4 * DAY) == [4, 0]
    assert Scenario(rules).on("buy").values(2 * DAY, 4 * DAY) == [2, 2]


# --- points -------------------------------------------------------------------------------------------------------------


def test_points_are_computed_at_the_event() -> None:
    """Dynamic points are fixed when the event happens."""
    scenario = Scenario("score s:\n    +(amount / 10 + employees) on each buy", fields={"employees": 2}).on("buy", amount=5)
    assert scenario.on("profile modified", employees=9).value() == 2.5


def test_signed_expression() -> None:
    """``-(...)`` takes the points away."""
    assert Scenario("score s:\n    -(amount) on each buy").on("buy", amount=2.5).value() == -2.5


def test_division_by_zero_is_recorded_each_time() -> None:
    """A division by zero awards nothing and is a failure each time that an event rule meets it."""
    scenario = Scenario("score s:\n    +(10 / amount) on each buy").on("buy", amount=0).on("buy", amount=0).on("buy", amount=4)
    assert scenario.failures == ["LS851", "LS851"]
    assert scenario.value() == 2.5


def test_failure_where_field_and_attribute_share_a_name() -> None:
    """A failure keeps the values of profile and event, also where one name stands for a text here and a number there."""
    data = "profile:\n    size text\nevent buy:\n    size number\n"
    scenario = Scenario("score s:\n    +(1 / event.size) on each buy", data=data, fields={"size": "big"}).on("buy", size=0)
    assert scenario.failures == ["LS851"]


def test_huge_points_are_no_award() -> None:
    """Points beyond a thousand million are taken for an overflow and recorded."""
    scenario = Scenario("score s:\n    +(amount * amount) on each buy").on("buy", amount=1e300).on("buy", amount=1e6)
    assert scenario.failures == ["LS852", "LS852"]
    assert scenario.value() == 0


def test_sum_of_huge_numbers() -> None:
    """A sum of numbers near the end of what a float can hold is a number still, and what is taken from it a finite one."""
    scenario = Scenario("score s:\n    +1 while sum(amount of buy) > 5 and sum(amount of buy) - 1 > 5")
    for _ in range(3):
        scenario.on("buy", amount=1.7e308)
    assert scenario.failures == []
    assert scenario.value() == 1


@pytest.mark.parametrize("expression", ["round(amount, 15)", "number(amount)"])
def test_functions_take_any_number(expression: str) -> None:
    """``round`` and ``number`` have a value for each number that a field can hold."""
    scenario = Scenario(f"score s:\n    +1 on each buy where {expression} == amount").on("buy", amount=123456789012345.6)
    assert scenario.value() == 1
