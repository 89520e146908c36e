"""Follow-ups on conditions: edges, ``again when``, hot, changes of a score; exact to the microsecond."""

from datetime import timedelta

import pytest

from tests.unit.followups.story import START, TICK, Story, days


def test_fires_when_a_condition_turns_true() -> None:
    """Once for each turn from false to true, and not while it stays true."""
    story = Story('followup a:\n    when n > 5\n    do say "x", value: n\n')
    for value in (5, 6, 7, 6, 5, 9):
        story.on("profile.modified", n=value)
    assert [action.args["value"] for action in story.actions] == [6, 9]


def test_fires_at_the_first_moment() -> None:
    """Before a profile exists every condition is false, so what is true at its first moment is an edge."""
    story = Story('followup a:\n    when n < 5\n    do say "x"\n')
    story.on("visit", 3)
    story.on("visit", 4)
    assert story.said_at == [("x", days(3))]


def test_a_loaded_profile_fires_at_its_creation() -> None:
    """A loaded profile's first moment is its creation, even when that lies before its first event."""
    story = Story('followup a:\n    when country is "NL"\n    do say "x"\n')
    story.load({"country": "NL"}, created=START - days(10))
    story.on("visit", 3)
    assert story.said_at == [("x", -days(10))]
    assert story.actions[0].event is None


def test_fires_with_time_alone() -> None:
    """A condition on the age of a moment turns at the exact microsecond, with no event, and not before."""
    story = Story('followup a:\n    when age(joined) >= 30 days\n    do say "x"\n')
    story.on("profile.modified", 1, joined=(START + TICK).isoformat())
    assert story.next == days(30) + TICK
    story.until(days(30))
    assert story.said == []
    story.until(days(30) + TICK)
    assert story.said_at == [("x", days(30) + TICK)]
    assert story.actions[0].event is None


def test_a_strict_comparison_turns_a_microsecond_later() -> None:
    """``>`` holds one microsecond after ``>=`` does."""
    story = Story('followup a:\n    when age(joined) > 30 days\n    do say "x"\n')
    story.on("profile.modified", 1, joined=START.isoformat())
    story.until(100)
    assert story.said_at == [("x", days(30) + TICK)]


def test_a_moment_to_come() -> None:
    """``until`` shrinks: a reminder some days before a date comes at the exact moment; moving the date moves the reminder."""
    story = Story('followup a:\n    when until(joined) <= 2 days\n    do say "x"\n')
    story.on("profile.modified", 1, joined=(START + days(10)).isoformat())
    assert story.next == days(8)
    story.on("profile.modified", 2, joined=(START + days(20)).isoformat())
    story.until(30)
    assert story.said_at == [("x", days(18))]


def test_a_window_that_empties() -> None:
    """A condition on a window turns when the last event leaves it: the window is half-open."""
    story = Story('followup a:\n    when not seen(visit within 3 days)\n    where seen(visit)\n    do say "quiet"\n')
    story.on("visit", 1)
    story.on("visit", 2)
    story.until(days(5) - TICK)
    assert story.said == []
    story.until(5)
    assert story.said_at == [("quiet", days(5))]


def test_time_turns_conditions_between_events() -> None:
    """What is due before an event happens at its own moment, in order, before the event is seen."""
    story = Story(
        'followup a:\n    when count(visit within 1 day) is 0 and seen(visit)\n    do say "idle"\n'
        'followup b:\n    on visit\n    do say "visit"\n'
    )
    story.on("visit", 1)
    story.on("visit", 5)
    story.on("visit", 6)
    assert story.said_at == [("visit", days(1)), ("idle", days(2)), ("visit", days(5)), ("idle", days(6)), ("visit", days(6))]


def test_one_event_jumps_two_thresholds() -> None:
    """Both fire, in source order, on that event."""
    story = Story(
        "score s:\n    +(amount) on each buy\n"
        'followup high:\n    when s > 50\n    do say "50"\nfollowup low:\n    when s > 20\n    do say "20"\n'
    )
    story.on("buy", amount=60)
    assert story.said == ["50", "20"]
    assert {action.event for action in story.actions} == {"e1"}


def test_where_false_consumes_the_edge() -> None:
    """``where`` is tested at the edge only; when it turns true later nothing happens until the next edge."""
    story = Story('followup a:\n    when n > 5\n    where country is "NL"\n    do say "x"\n')
    story.on("profile.modified", n=6)
    story.on("profile.modified", country="NL")
    assert story.said == []
    story.on("profile.modified", n=5)
    story.on("profile.modified", n=6)
    assert story.said == ["x"]


def test_edges_on_expiry() -> None:
    """An edge fires on expiry too: at the moment at which the points are gone."""
    story = Story(
        "score s:\n    +5 on each visit, expires after 7 days\nfollowup a:\n    when s < 5\n"
        '    where seen(visit)\n    do say "x"\n'
    )
    story.on("click")
    story.on("visit", 1)
    story.until(30)
    assert story.said_at == [("x", days(8))]


def test_edges_see_the_clamped_value() -> None:
    """What a threshold sees is the value after clamping."""
    story = Story(
        'score s:\n    maximum 10\n    +8 on each visit\nfollowup a:\n    when s > 10\n    do say "no"\n'
        'followup b:\n    when s is 10\n    do say "b"\n'
    )
    story.on("visit")
    story.on("visit")
    assert story.said == ["b"]


def test_conditions_through_let_grade_and_selection() -> None:
    """An edge is seen through every name that hides what it reads."""
    story = Story(
        'let rich = n > 5\ngrade g:\n    "A" when rich\n    "B" otherwise\nselection top:\n    where g is "A"\n'
        'followup a:\n    when rich\n    do say "let"\nfollowup b:\n    when g is "A"\n'
        '    do say "grade"\nfollowup c:\n    when top\n    do say "sel"\n'
    )
    story.on("visit")
    story.on("profile.modified", n=6)
    assert story.said == ["let", "grade", "sel"]


def test_conditions_on_tags_rows_and_names() -> None:
    """An edge hears tags, rows and the creation moment as well as fields."""
    story = Story(
        'followup a:\n    when tags contains "vip"\n    do say "tag"\nfollowup b:\n'
        '    when count(orders where status is "open") >= 2\n    do say "rows"\n'
        'followup c:\n    when age(created) >= 10 days\n    do say "old"\n'
    )
    story.on("tag.added", tag="vip")
    story.on("orders.created", 1, id="1", status="open")
    story.on("orders.created", 2, id="2", status="closed")
    story.on("orders.modified", 3, id="2", status="open")
    story.until(20)
    assert story.said_at == [("tag", days(0)), ("rows", days(3)), ("old", days(10))]


def test_a_failing_condition_is_recorded_when_it_begins_to_fail() -> None:
    """A condition that cannot be computed is false, and says so once, not at every event."""
    story = Story('followup a:\n    when count(visit) / n > 2\n    do say "x"\n')
    for _ in range(3):
        story.on("visit")
    story.on("profile.modified", n=1)
    story.on("profile.modified", n=0)
    assert story.said == ["x"]
    assert story.codes == ["LS851", "LS851"]
    assert {failure.followup for failure in story.failures} == {"a"}


# --- again when -----------------------------------------------------------------------------------------------------------


AGAIN = 'followup a:\n    when n > 5\n    again when n < 2\n    do say "x", value: n\n'


@pytest.mark.parametrize(
    ("values", "fired"),
    [
        ((6, 5, 6, 3, 7), [6]),
        ((6, 1, 7), [6, 7]),
        ((6, 1, 3, 8, 4, 9), [6, 8]),
        ((1, 6), [6]),
    ],
)
def test_hysteresis(values: tuple[int, ...], fired: list[int]) -> None:
    """After firing, the trigger is dead until the condition of ``again when`` has been true."""
    story = Story(AGAIN)
    for value in values:
        story.on("profile.modified", n=value)
    assert [action.args["value"] for action in story.actions] == fired


def test_rearmed_while_the_condition_holds() -> None:
    """If the condition holds at re-arming, it has to be false first."""
    story = Story('followup a:\n    when n > 5\n    again when flag\n    do say "x", value: n\n')
    story.on("profile.modified", n=6)
    story.on("profile.modified", flag=True)
    story.on("profile.modified", n=7)
    assert len(story.actions) == 1
    story.on("profile.modified", n=1, flag=False)
    story.on("profile.modified", n=8)
    story.on("profile.modified", n=1)
    story.on("profile.modified", n=9)
    assert [action.args["value"] for action in story.actions] == [6, 8]


def test_rearmed_and_true_at_one_moment() -> None:
    """When both turn true at one moment the trigger is armed, and fires only after its condition has been false."""
    story = Story('followup a:\n    when n > 5\n    again when flag\n    do say "x", value: n\n')
    story.on("profile.modified", n=6)
    story.on("profile.modified", n=1)
    story.on("profile.modified", n=7, flag=True)
    assert len(story.actions) == 1
    story.on("profile.modified", n=1)
    story.on("profile.modified", n=8)
    assert [action.args["value"] for action in story.actions] == [6, 8]


def test_again_when_that_holds_at_the_firing() -> None:
    """An ``again when`` that is already true arms the trigger at once: it needs the condition to be false, nothing more."""
    story = Story('followup a:\n    when n > 5\n    again when n > 3\n    do say "x", value: n\n')
    for value in (6, 2, 7):
        story.on("profile.modified", n=value)
        story.on("visit")
    assert [action.args["value"] for action in story.actions] == [6, 7]


def test_again_when_by_time() -> None:
    """Time alone can arm a trigger again, at the exact moment."""
    story = Story(
        'followup a:\n    when count(visit within 1 day) >= 2\n    again when not seen(visit within 7 days)\n    do say "x"\n'
    )
    story.on("visit", 0)
    story.on("visit", 0)
    story.on("visit", 5)
    story.on("visit", 5)
    assert story.said_at == [("x", days(0))]
    story.until(days(12))
    story.on("visit", days(12) + TICK)
    story.on("visit", days(12) + TICK)
    assert story.said_at == [("x", days(0)), ("x", days(12) + TICK)]


def test_again_when_not_a_moment_early() -> None:
    """An event one microsecond before the re-arming finds the trigger dead."""
    story = Story(
        'followup a:\n    when count(visit within 1 day) >= 2\n    again when not seen(visit within 7 days)\n    do say "x"\n'
    )
    for at in (0, 0, 5, 5):
        story.on("visit", at)
    for _ in range(2):
        story.on("visit", days(12) - TICK)
    assert len(story.actions) == 1


# --- hot ------------------------------------------------------------------------------------------------------------------


HOT = "score s:\n    +(amount) on each buy\n    -30 on each click\n    +50 while flag\n"
HOT += (
    "followup hot:\n    when s gains more than 20 points within 1 day\n"
    '    where tags contains "austin"\n    limit 1 per 7 days\n    do say "hot"\n'
)


def test_hot_needs_more_than_the_number() -> None:
    """20 points in a day do not fire, 21 do, on the very event that crosses."""
    story = Story(HOT)
    story.load({}, tags=["austin"])
    story.on("buy", 0, amount=10)
    story.on("buy", 0.5, amount=10)
    assert story.said == []
    story.on("buy", 0.75, amount=1)
    assert story.said_at == [("hot", days(0.75))]
    assert story.actions[0].event == "e3"


def test_hot_window_is_half_open() -> None:
    """Points are out of the window exactly a day later, and in it a microsecond before that."""
    for at, fires in ((days(1), 0), (days(1) - TICK, 1)):
        story = Story(HOT)
        story.load({}, tags=["austin"])
        story.on("buy", 0, amount=20)
        story.on("buy", at, amount=20)
        assert len(story.said) == fires


def test_hot_counts_gains_only() -> None:
    """Losses do not lower what was gained, and state rules, adjustments and follow-ups' awards are no gains."""
    story = Story(HOT + "followup giver:\n    on visit\n    award +30 to s\n    award +30 to s, expires after 4 days\n")
    story.load({}, tags=["austin"])
    story.on("profile.modified", flag=True)
    story.on("points.adjusted", score="s", points=100)
    story.on("visit")
    assert story.said == []
    story.on("buy", amount=11)
    story.on("click")
    story.on("buy", amount=10)
    assert [action.event for action in story.actions] == ["e6"]


def test_hot_for_a_group_and_within_its_limit() -> None:
    """Another group does not fire; the same profile fires again only after the limit, and what is refused is recorded."""
    story = Story(HOT)
    story.load({}, tags=["austin"])
    story.load({}, tags=["dallas"], profile="q")
    for at in (0, 3, 7):
        story.on("buy", at, amount=21)
        story.on("buy", at, amount=21, profile="q")
    assert [(action.profile, action.event) for action in story.actions] == [("p", "e1"), ("p", "e5")]
    assert [(failure.code, failure.reason, failure.followup) for failure in story.failures] == [("LS854", "limit", "hot")]


def test_hot_stays_quiet_while_hot() -> None:
    """More points while the window is still over the number are no new edge."""
    story = Story(
        "score s:\n    +(amount) on each buy\nfollowup hot:\n"
        '    when s gains more than 20 points within 1 day\n    do say "hot"\n'
    )
    for hour in range(0, 60, 6):
        story.on("buy", timedelta(hours=hour), amount=15)
    assert story.said_at == [("hot", timedelta(hours=6))]


def test_hot_on_a_sum_of_scores() -> None:
    """The gains of a computed score are the sum over its parts."""
    story = Story(
        "score a:\n    +11 on each visit\nscore b:\n    +10 on each click\nscore c = a + b\n"
        'followup hot:\n    when c gains more than 20 points within 1 day\n    do say "hot"\n'
    )
    story.on("visit")
    story.on("click")
    assert [action.event for action in story.actions] == ["e2"]


def test_hot_with_a_late_event() -> None:
    """A late event's points are dated at its own time: too old for the window, they do not count."""
    story = Story(HOT)
    story.load({}, tags=["austin"])
    story.on("buy", 3, amount=15)
    story.on("buy", 1, amount=15)
    assert story.said == []
    story.on("buy", 2.5, amount=15)
    assert [action.event for action in story.actions] == ["e3"]


# --- when SCORE changes ---------------------------------------------------------------------------------------------------


def test_score_changes() -> None:
    """Fires at each event that changes the value, with the new value, and not otherwise."""
    story = Story(
        'score s:\n    +5 on each visit\n    -5 on each click\nfollowup a:\n    when s changes\n    do say "x", value: s\n'
    )
    story.on("buy")
    story.on("visit")
    story.on("buy")
    story.on("click")
    assert [(action.event, action.args["value"]) for action in story.actions] == [("e2", 5), ("e4", 0)]


def test_score_changes_after_clamping() -> None:
    """A change of the sum that the clamp hides is none."""
    story = Story('score s:\n    maximum 8\n    +5 on each visit\nfollowup a:\n    when s changes\n    do say "x", value: s\n')
    for _ in range(4):
        story.on("visit")
    assert [action.args["value"] for action in story.actions] == [5, 8]


def test_score_changes_once_a_moment() -> None:
    """Two rules of one event, and an award of its own follow-up, are one change."""
    story = Story(
        "score s:\n    +5 on each visit\n    +3 on each visit, as other\nfollowup a:\n"
        '    when s changes\n    do say "x", value: s\n    award +1 to s\n'
    )
    story.on("buy")
    story.on("visit")
    assert [action.args["value"] for action in story.actions] == [8]
    story.on("buy")
    story.on("visit")
    assert [action.args["value"] for action in story.actions] == [8, 17]


def test_score_changes_with_time() -> None:
    """Expiry and decay change a score at their own moments."""
    story = Story(
        "score s:\n    +4 on each visit, expires after 3 days, loses 1 point every 1 day\nfollowup a:\n"
        '    when s changes\n    do say "x", value: s\n'
    )
    story.on("visit", 1)
    story.until(10)
    assert [(action.args["value"], at) for action, (_, at) in zip(story.actions, story.said_at, strict=True)] == [
        (4, days(1)), (3, days(2)), (2, days(3)), (0, days(4)),
    ]  # fmt: skip


def test_a_computed_score_changes() -> None:
    """A score that is computed changes when its parts do."""
    story = Story('score a:\n    +5 on each visit\nscore b = a * n\nfollowup f:\n    when b changes\n    do say "x", value: b\n')
    story.on("visit")
    story.on("profile.modified", n=2)
    assert [action.args["value"] for action in story.actions] == [10]
