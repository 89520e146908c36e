"""Follow-ups on quiet: ``when SCORE gains fewer than N within D``, with no event at all."""

from tests.unit.followups.story import START, TICK, Story, days

COLD = "score s:\n    +(amount) on each buy\n    +1 on each visit\n    +9 while flag\n"
COLD += 'followup cold:\n    when s gains fewer than 2 points within 90 days\n    do say "cold"\n'


def test_89_days_do_not_fire_90_do() -> None:
    """A profile that is new is left alone for a full window, and reported at its end, to the microsecond."""
    story = Story(COLD)
    story.on("click", 0)
    assert story.next == days(90)
    story.until(89)
    story.until(days(90) - TICK)
    assert story.said == []
    story.until(90)
    assert story.said_at == [("cold", days(90))]
    assert story.actions[0].event is None


def test_repeats_each_full_window() -> None:
    """A profile that stays quiet is reported each full window after the last report."""
    story = Story(COLD)
    story.on("click", 0)
    story.until(400)
    assert [at for _, at in story.said_at] == [days(90), days(180), days(270), days(360)]


def test_activity_keeps_it_quiet() -> None:
    """Enough points in the window put it off until they have left it: exactly a window later."""
    story = Story(COLD)
    story.on("buy", 10, amount=1)
    story.on("visit", 50)
    story.until(99)
    assert story.said == []
    story.until(100)
    assert story.said_at == [("cold", days(100))]


def test_fewer_is_strict() -> None:
    """Exactly the number is not fewer."""
    story = Story(COLD)
    story.on("click", 0)
    story.on("visit", 80)
    story.until(90)
    assert story.said_at == [("cold", days(90))]
    other = Story(COLD)
    other.on("click", 0)
    other.on("buy", 80, amount=2)
    other.until(169)
    assert other.said == []
    other.until(170)
    assert other.said_at == [("cold", days(170))]


def test_only_gains_count() -> None:
    """State rules, adjustments and awards of follow-ups do not warm a profile up."""
    story = Story(COLD + "followup giver:\n    on click\n    award +30 to s\n    award +30 to s, expires after 1 week\n")
    story.on("click", 0)
    story.on("profile.modified", 50, flag=True)
    story.on("points.adjusted", 60, score="s", points=100)
    story.until(90)
    assert story.said_at == [("cold", days(90))]


def test_points_before_a_firing_count_for_the_next_window_only_while_in_it() -> None:
    """After a firing a full window has to pass, and the points in that window decide."""
    story = Story(COLD)
    story.on("click", 0)
    story.until(90)
    story.on("buy", 100, amount=5)
    story.until(189)
    assert len(story.said) == 1
    story.until(190)
    assert story.said_at == [("cold", days(90)), ("cold", days(190))]


def test_an_event_at_the_very_moment_comes_after() -> None:
    """What is due at an event's time happens before the event."""
    story = Story(COLD)
    story.on("click", 0)
    story.on("buy", 90, amount=50)
    assert story.said_at == [("cold", days(90))]


def test_loaded_profiles_are_quiet_since_their_creation() -> None:
    """A loaded profile that never had an event is reported from its creation on, and the engine knows when."""
    story = Story(COLD)
    story.load({}, created=START)
    assert story.next is not None
    assert story.next <= days(90)
    story.until(story.next)
    assert story.next == days(90)
    story.until(200)
    assert [at for _, at in story.said_at] == [days(90), days(180)]


def test_where_false_is_a_firing_without_a_run() -> None:
    """The next chance is a full window later."""
    story = Story(COLD.replace("    do say", '    where stage is "client"\n    do say'))
    story.on("click", 0)
    story.on("profile.modified", 100, stage="client")
    story.until(179)
    assert story.said == []
    story.until(180)
    assert story.said_at == [("cold", days(180))]


def test_a_refused_run_is_a_firing() -> None:
    """A limit refuses the run, and the next chance is a full window later."""
    story = Story(COLD.replace("    do say", "    limit 1 per 100 days\n    do say"))
    story.on("click", 0)
    story.until(300)
    assert [at for _, at in story.said_at] == [days(90), days(270)]
    assert story.codes == ["LS854"]


def test_a_late_gain_counts_at_its_own_time() -> None:
    """Points that arrive late warm the window in which they were earned."""
    story = Story(COLD)
    story.on("click", 0)
    story.on("click", 85)
    story.on("buy", 40, amount=3)
    story.until(129)
    assert story.said == []
    story.until(130)
    assert story.said_at == [("cold", days(130))]


def test_a_late_gain_out_of_the_window_changes_nothing() -> None:
    """Points from before the window that now runs do not put it off."""
    story = Story(COLD)
    story.on("click", 0)
    story.until(95)
    story.on("click", 179)
    story.on("buy", 89, amount=3)
    story.until(180)
    assert [at for _, at in story.said_at] == [days(90), days(180)]


def test_gains_of_several_scores() -> None:
    """The gains of a computed score are the sum over its parts."""
    story = Story(
        "score a:\n    +1 on each visit\nscore b:\n    +1 on each click\nscore c = a + b\n"
        'followup cold:\n    when c gains fewer than 2 points within 10 days\n    do say "cold"\n'
    )
    story.on("visit", 0)
    story.on("click", 5)
    story.until(10)
    assert story.said_at == [("cold", days(10))]


def test_creation_before_the_first_event() -> None:
    """The first full window of a loaded profile counts from its creation, not from its first event."""
    story = Story(COLD)
    story.load({}, created=START - days(50))
    story.on("click", 10)
    assert story.next == days(40)
    story.until(41)
    assert story.said_at == [("cold", days(40))]


def test_the_order_at_one_moment() -> None:
    """Waits that end come first, then quiet, then edges, whatever their order in the source."""
    story = Story(
        'followup edge:\n    when age(joined) >= 10 days\n    do say "edge"\n'
        "score s:\n    +1 on each visit\n"
        'followup cold:\n    when s gains fewer than 2 points within 10 days\n    do say "cold"\n'
        'followup waiting:\n    on click\n    wait 10 days\n    do say "wait"\n'
    )
    story.load({"joined": START.isoformat()}, created=START)
    story.on("click", 0)
    story.until(10)
    assert story.said_at == [("wait", days(10)), ("cold", days(10)), ("edge", days(10))]
