"""Limits of follow-ups: ``once``, ``N per D``, ``N per D overall``."""

from tests.unit.followups.story import TICK, Story, days


def test_once() -> None:
    """One run in the life of the profile; refused runs are recorded with their reason, and are no errors."""
    story = Story('followup a:\n    on visit\n    limit once\n    do say "x"\n')
    for at in (0, 1, 4000):
        story.on("visit", at)
    story.on("visit", 4000, profile="q")
    assert [action.event for action in story.actions] == ["e1", "e4"]
    assert [(one.code, one.reason, one.followup) for one in story.failures] == [("LS854", "limit", "a")] * 2


def test_a_rolling_window_is_half_open() -> None:
    """A run is out of the window exactly so long after its start, and in it a microsecond before."""
    story = Story('followup a:\n    on visit\n    limit 2 per 7 days\n    do say "x"\n')
    for at in (days(0), days(1), days(7) - TICK, days(7), days(7) + TICK, days(8)):
        story.on("visit", at)
    assert [action.event for action in story.actions] == ["e1", "e2", "e4", "e6"]
    assert story.codes == ["LS854", "LS854"]


def test_where_comes_before_the_limit() -> None:
    """A run that ``where`` keeps from starting is neither counted nor refused."""
    story = Story('followup a:\n    on visit\n    where path is "/a"\n    limit once\n    do say "x"\n')
    for path in ("/b", "/a", "/b"):
        story.on("visit", path=path)
    assert (len(story.actions), story.failures) == (1, [])


def test_cancelled_runs_count() -> None:
    """A run counts from its start, though it was cancelled while it waited."""
    story = Story('followup a:\n    on visit\n    limit once\n    cancel when flag\n    wait 1 day\n    do say "x"\n')
    story.on("visit", 0)
    story.on("profile.modified", 0.5, flag=True)
    story.on("profile.modified", 0.75, flag=False)
    story.on("visit", 2)
    story.until(9)
    assert (story.said, story.codes) == ([], ["LS854"])


def test_stopped_and_empty_runs_count() -> None:
    """A run that did nothing is a run."""
    story = Story('followup a:\n    on visit\n    limit once\n    if n is 0:\n        stop\n    do say "x"\n')
    story.on("visit")
    story.on("profile.modified", n=1)
    story.on("visit")
    assert (story.said, story.codes) == ([], ["LS854"])


def test_undone_runs_do_not_count() -> None:
    """A run that failed and was undone leaves its place in the limit to the next."""
    story = Story('followup a:\n    on visit\n    limit once\n    set stage to path\n    do say "x"\n')
    for path in ("?", "lead", "client"):
        story.on("visit", path=path)
    assert (story.said, story.codes) == (["x"], ["LS855", "LS854"])


def test_a_waiting_run_counts_from_its_start() -> None:
    """The window runs from the start of a run, not from its end."""
    story = Story('followup a:\n    on visit\n    limit 1 per 2 days\n    wait 5 days\n    do say "x"\n')
    for at in (0, 1, 2):
        story.on("visit", at)
    story.until(20)
    assert [action.event for action in story.actions] == ["e1", "e3"]


def test_limits_of_late_events_go_by_the_profiles_clock() -> None:
    """A late event's run is counted now."""
    story = Story('followup a:\n    on visit\n    limit 1 per 2 days\n    do say "x"\n')
    story.on("visit", 0)
    story.on("click", 3)
    story.on("visit", 1)
    story.on("visit", 4)
    assert [action.event for action in story.actions] == ["e1", "e3"]


# --- overall --------------------------------------------------------------------------------------------------------------


def test_overall_counts_all_profiles() -> None:
    """So many runs of all profiles together reach people in a rolling window; the others are recorded."""
    story = Story(
        'followup a:\n    on visit\n    limit 2 per 1 day overall\n    set n to n + 1\n    do say "x"\n    do say "y"\n'
    )
    for number, at in enumerate((days(0), days(0.5), days(1) - TICK, days(1), days(1.25), days(1.5))):
        story.on("visit", at, profile=f"p{number}")
    assert [(action.profile, action.args["text"]) for action in story.actions] == [
        (profile, text) for profile in ("p0", "p1", "p3", "p5") for text in "xy"
    ]
    assert story.codes == ["LS854", "LS854"]
    assert story.field("n", "p2") == 1


def test_overall_beside_a_profiles_limit() -> None:
    """Both limits hold; a run that the profile's own limit refuses does not count for all."""
    story = Story('followup a:\n    on visit\n    limit once\n    limit 2 per 1 day overall\n    do say "x"\n')
    for profile in "aabbcc":
        story.on("visit", profile=profile)
    assert [action.profile for action in story.actions] == ["a", "b"]
    assert [(one.code, "overall" in one.message) for one in story.failures] == [
        ("LS854", False), ("LS854", False), ("LS854", True), ("LS854", False),
    ]  # fmt: skip


def test_overall_holds_a_whole_run_back() -> None:
    """All actions of a run share its fate, those after a wait too, and a run is recorded once."""
    story = Story('followup a:\n    on visit\n    limit 1 per 7 days overall\n    do say "x"\n    wait 30 days\n    do say "y"\n')
    story.on("visit", 0, profile="a")
    story.on("visit", 1, profile="b")
    story.until(60)
    assert [(action.profile, action.args["text"]) for action in story.actions] == [("a", "x"), ("a", "y")]
    assert story.codes == ["LS854"]


def test_overall_goes_by_time_over_all_profiles() -> None:
    """When time passes, what is due first is delivered first, whatever the profile's name."""
    story = Story('followup a:\n    on visit\n    limit 1 per 7 days overall\n    wait 2 days\n    do say "x"\n')
    story.on("visit", 0, profile="z")
    story.on("visit", 1, profile="a")
    story.on("visit", 8, profile="m")
    story.until(30)
    assert [action.profile for action in story.actions] == ["z", "m"]
