"""Cascades: what follow-ups and score fields change raises events in turn, in order, to a bounded depth."""

import pytest

from tests.unit.followups.story import START, Story, days

MODIFIED = 'followup heard:\n    on profile modified\n    do say "modified"\n'


def test_a_follow_ups_write_raises_profile_modified() -> None:
    """What a follow-up wrote is a modification that others hear, with what changed and its old value."""
    story = Story(
        "followup a:\n    on visit\n    set country to path\n"
        "followup b:\n    on profile modified\n    where changed(country) and not changed(n)\n"
        '    do say "b", other: old(country)\n'
    )
    story.load({"country": "NL"})
    story.on("visit", path="BE")
    assert story.actions[0].args == {"text": "b", "other": "NL"}
    assert story.actions[0].event == "e1"


def test_all_writes_of_an_event_are_one_modification() -> None:
    """The writes of all follow-ups on one event raise one ``profile modified`` together."""
    story = Story(
        "followup a:\n    on visit\n    set n to 1\n    set country to path\nfollowup b:\n    on visit\n    set m to 2\n"
        'followup c:\n    on profile modified\n    where changed(n) and changed(m) and changed(country)\n    do say "all"\n'
    )
    story.on("visit", path="NL")
    assert story.said == ["all"]


def test_the_incoming_event_stands_for_its_own_changes() -> None:
    """What the event itself brought is not raised again, nor mixed into what follow-ups changed."""
    story = Story(
        'followup a:\n    on profile modified\n    do say "m", other: country\n'
        '    if changed(country):\n        do say "country"\n'
        'followup b:\n    on tag added\n    do say "t"\n'
    )
    story.load({})
    story.on("profile.modified", country="NL", tags=["x"])
    assert story.said == ["m", "country"]


@pytest.mark.parametrize(
    "steps",
    [
        "set n to 5",
        "set n to 6\n    set n to 5",
        'add tag "x"',
        'remove tag "y"',
        'add tag "y"\n    remove tag "y"',
        "award +5 to s\n    award -5 to s",
    ],
)
def test_a_change_that_changes_nothing_raises_nothing(steps: str) -> None:
    """The same value, or a change and its return, is no change; neither is a tag that is there or not there already."""
    story = Story(
        f"score s:\n    field leadscore\n    +1 on each buy\nfollowup a:\n    on visit\n    {steps}\n"
        'followup b:\n    on profile modified or tag added or tag removed\n    do say "no"\n'
    )
    story.load({"n": 5}, tags=["x"])
    story.on("visit")
    assert story.said == []


def test_a_change_and_its_return_by_two_follow_ups_raise_nothing() -> None:
    """What counts is the difference once all follow-ups on the event have run."""
    story = Story("followup a:\n    on visit\n    set n to 1\nfollowup b:\n    on visit\n    set n to 0\n" + MODIFIED)
    story.on("visit")
    assert story.said == []


def test_tags_raise_their_events() -> None:
    """``tag added`` and ``tag removed`` are raised for what follow-ups changed, with the tag, and pass through rules too."""
    story = Story(
        'score s:\n    +7 on each tag added where tag is "hot"\nfollowup a:\n    on visit\n'
        '    add tag "hot"\n    remove tag "old"\n'
        'followup b:\n    on tag added or tag removed\n    do say "t", other: tag, value: s\n'
    )
    story.load({}, tags=["old"])
    story.on("visit")
    assert [action.args for action in story.actions] == [
        {"text": "t", "other": "hot", "value": 7},
        {"text": "t", "other": "old", "value": 7},
    ]


def test_the_order_of_an_event() -> None:
    """Rules, follow-ups, then what they changed; each raised event goes through all steps before the next one."""
    story = Story(
        'followup edge:\n    when s >= 5\n    do say "edge"\n'
        "followup field:\n    on profile modified\n    where changed(leadscore)\n"
        '    do say "field", value: old(leadscore), other: country\n'
        'followup tag:\n    on tag added\n    do say "tag"\n'
        'followup first:\n    on visit\n    do say "first", value: s\n    set country to path\n    add tag "t"\n'
        'followup second:\n    on visit\n    do say "second"\n'
        'followup modified:\n    on profile modified\n    where changed(country)\n    do say "modified"\n'
        "score s:\n    field leadscore\n    +5 on each visit\n"
    )
    story.load({})
    story.on("visit", path="NL")
    assert story.said == ["first", "second", "modified", "field", "edge", "tag"]


def test_a_scores_field_raises_profile_modified() -> None:
    """A change of a score is heard through its field, with the old value and the new (the current) one."""
    story = Story(
        "score s:\n    field leadscore\n    +5 on each visit, expires after 2 days\n    +3 on each visit, as other\n"
        "followup a:\n    on profile modified\n    where changed(leadscore)\n"
        '    do say "x", value: leadscore\n    do say "old", value: old(leadscore)\n'
    )
    story.on("click")
    story.on("visit", 1)
    story.until(5)
    assert [(action.args["text"], action.args["value"]) for action in story.actions] == [
        ("x", 8),
        ("old", 0),
        ("x", 3),
        ("old", 8),
    ]
    assert [at for _, at in story.said_at] == [days(1), days(1), days(3), days(3)]


def test_the_first_value_of_a_scores_field_is_no_change() -> None:
    """A new profile's scores have their values from its first moment: creating it is no modification."""
    story = Story(
        'score s:\n    field leadscore\n    initial 3\n    +20 while country is "NL"\nscore u = s + s:\n    field m\n' + MODIFIED
    )
    story.on("visit")
    story.on("profile.created", profile="q", country="NL")
    assert (story.said, story.field("leadscore"), story.field("leadscore", "q"), story.field("m", "q")) == ([], 3, 23, 46)
    story.on("profile.modified", country="NL")
    assert story.said == ["modified"] * 2


def test_a_scores_field_is_written_once_an_event() -> None:
    """Several rules and follow-ups of one event are one change of the field."""
    story = Story(
        "score s:\n    field leadscore\n    +5 on each visit\nfollowup a:\n    on visit\n    award +1 to s\n    award +1 to s\n"
        + MODIFIED
    )
    story.load({})
    story.on("visit")
    assert story.said == ["modified"]


def test_raised_events_award_points() -> None:
    """Events that follow-ups raise pass through the event rules, at the same moment and under the same event."""
    story = Story("score s:\n    +2 on each profile modified where changed(n)\nfollowup a:\n    on visit\n    set n to n + 1\n")
    story.on("visit", 3)
    assert [(entry.points, entry.event, entry.time - START) for entry in story.entries] == [(2, "e1", days(3))]


def test_after_a_wait_changes_raise_events_too() -> None:
    """A step after a wait cascades as one before it does."""
    story = Story(
        "followup a:\n    on visit\n    wait 1 day\n    set n to 1\nfollowup b:\n"
        '    on profile modified\n    do say "x", value: old(n)\n'
        'followup c:\n    when n is 1\n    do say "edge"\n'
    )
    story.on("visit")
    story.until(5)
    assert story.said_at == [("x", days(1)), ("edge", days(1))]


def test_edges_repeat_until_none_is_left() -> None:
    """An edge that another one causes fires in the same event, whatever the order in the source."""
    story = Story(
        'followup c:\n    when m is 2\n    do say "c"\nfollowup b:\n    when m is 1\n    set m to 2\n    do say "b"\n'
        'followup a:\n    when n is 1\n    set m to 1\n    do say "a"\n'
    )
    story.on("profile.modified", n=1)
    assert story.said == ["a", "b", "c"]


def test_a_guard_ends_a_cycle() -> None:
    """A follow-up whose own write makes its ``where`` false runs once."""
    story = Story('followup a:\n    on profile modified\n    where n > 3 and not flag\n    do say "x"\n    set flag to true\n')
    for value in range(10):
        story.on("profile.modified", n=value)
    assert (story.said, story.failures) == (["x"], [])


def test_depth() -> None:
    """Events raise each other 16 deep; then one failure names the cycle, what was done is kept, and other follow-ups ran."""
    story = Story(
        "followup loop:\n    on profile modified\n    set n to n + 1\nfollowup b:\n    on visit\n"
        '    set n to 1\nfollowup c:\n    on visit\n    do say "c"\n'
    )
    story.on("visit")
    assert story.codes == ["LS853"]
    assert story.field("n") == 17
    assert "loop → profile modified → loop → profile modified" in story.failures[0].message
    assert "16" in story.failures[0].message
    assert story.said == ["c"]
    story.on("click")
    assert story.codes == ["LS853"]


def test_depth_of_a_longer_cycle() -> None:
    """The failure names all that take part."""
    story = Story(
        "followup a:\n    on tag added\n    set n to n + 1\nfollowup b:\n    on profile modified\n"
        '    add tag "t"\n    remove tag "u"\n'
        'followup c:\n    on tag removed\n    add tag "u"\n    set n to n + 1\n'
        'followup d:\n    on profile modified\n    where tags contains "t"\n    remove tag "t"\n'
        'followup e:\n    on profile modified\n    where n > 3 and tags contains none ("t")\n    add tag "t"\n'
    )
    story.on("tag.added", tag="t")
    assert len([code for code in story.codes if code == "LS853"]) <= 1
    assert story.codes in ([], ["LS853"])


def test_depth_of_edges() -> None:
    """Edges that turn each other are stopped as well."""
    story = Story(
        "followup c:\n    when n is 3\n    set n to 1\nfollowup b:\n    when n is 2\n    set n to 3\n"
        "followup a:\n    when n is 1\n    set n to 2\n"
    )
    story.on("profile.modified", n=1)
    assert story.codes == ["LS853"]
    assert "c and a → b → c and a" in story.failures[0].message
    story.on("visit")
    assert story.codes == ["LS853"]


def test_depth_through_a_score() -> None:
    """A score whose field feeds its own rule is stopped, and the failure names the score."""
    story = Story("score s:\n    field leadscore\n    +1 on each visit or profile modified\n")
    story.on("visit")
    assert story.codes == ["LS853"]
    assert "s → profile modified" in story.failures[0].message
    assert story.score("s") == story.field("leadscore")


def test_after_a_stopped_cascade_time_goes_on() -> None:
    """A stopped cascade leaves no edge or timer in doubt: later moments come as ever."""
    story = Story(
        "followup loop:\n    on profile modified\n    set n to n + 1\n"
        'followup edge:\n    when n > 5\n    do say "no"\n'
        'followup later:\n    when age(joined) >= n * 1 days or n < 0\n    do say "later"\n'.replace("n * 1 days", "10 days")
    )
    story.load({})
    story.on("profile.modified", 1, joined=START.isoformat())
    assert story.codes == ["LS853"]
    assert story.next == days(10)
    story.on("click", 2)
    story.until(20)
    assert story.said_at == [("later", days(10))]


def test_timers_survive_a_stopped_cascade() -> None:
    """When the cascade of a timer is stopped, the next moment is still later than this one."""
    story = Story(
        "followup loop:\n    on profile modified\n    where n < 100\n    set n to n + 1\n"
        'followup waiting:\n    on visit\n    wait 1 day\n    set n to 1\n    do say "set"\n'
        'followup edge:\n    when age(joined) >= 1 day\n    do say "edge"\n'
        'followup again:\n    when age(joined) >= 3 days\n    do say "again"\n'
    )
    story.load({"joined": START.isoformat()}, created=START)
    story.on("visit", 0)
    story.until(1)
    assert story.codes == ["LS853"]
    assert story.next == days(3)
    story.until(5)
    assert story.said_at == [("set", days(1)), ("again", days(3))]


def test_a_follow_up_that_starts_itself_is_stopped_by_its_limit() -> None:
    """It may start itself until the limit refuses it."""
    story = Story('followup a:\n    on profile modified\n    limit 3 per 1 day\n    set n to n + 1\n    do say "x"\n')
    story.load({})
    story.on("profile.modified", country="NL")
    assert (len(story.said), story.field("n"), story.codes) == (3, 3, ["LS854"])
    assert len({action.id for action in story.actions}) == 3


def test_names_that_look_like_a_path() -> None:
    """Follow-ups may be called anything; a stopped cascade among them is one failure and no fault."""
    story = Story("followup `a and b → c`:\n    on profile modified\n    set n to n + 1\n")
    story.load({})
    story.on("profile.modified", country="NL")
    assert story.codes == ["LS853"]


def test_a_change_of_a_raised_event_raises_its_own() -> None:
    """A follow-up that changes back what another changed raises an event with the values in between."""
    story = Story(
        'followup a:\n    on visit\n    set country to "B"\n'
        'followup b:\n    on profile modified\n    do say "m", other: old(country), value: n\n'
        '    if country is "B":\n        set country to "A"\n'
    )
    story.load({"country": "A"})
    story.on("visit")
    assert [action.args["other"] for action in story.actions] == ["A", "B"]
    assert story.field("country") == "A"
