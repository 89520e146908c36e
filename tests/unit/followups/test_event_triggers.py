"""Follow-ups on events: declared, built-in, of collections; attributes, ``changed``, ``old``; order."""

from datetime import timedelta

import pytest

from tests.unit.followups.story import Story, days


def test_on_a_declared_event_with_its_attributes() -> None:
    """The attributes of the event can be tested and passed on, and the action carries the event's id and moment."""
    story = Story('followup f:\n    on visit\n    where path starts with "/pricing"\n    do say "seen", other: path\n')
    story.on("visit", 1, path="/blog")
    story.on("visit", 2, path="/pricing/a", name="it")
    (action,) = story.actions
    assert (action.args, action.event, action.followup, action.action) == (
        {"text": "seen", "other": "/pricing/a"},
        "it",
        "f",
        "say",
    )
    assert story.said_at == [("seen", days(2))]


def test_on_several_events() -> None:
    """One trigger may name several events; attributes that all of them have are visible."""
    story = Story('followup f:\n    on visit or buy\n    where path is "/a"\n    do say "x"\n')
    story.on("visit", path="/a")
    story.on("click", url="/a")
    story.on("buy", path="/a", amount=1)
    story.on("buy", path="/b", amount=1)
    assert [action.event for action in story.actions] == ["e1", "e3"]


def test_an_event_named_twice_is_an_error() -> None:
    """``on visit or visit`` is an error, so that nobody has to wonder whether it runs twice."""
    with pytest.raises(AssertionError, match="LS170"):
        Story('followup f:\n    on visit or visit\n    do say "x"\n')


def test_profile_created_for_an_unknown_profile() -> None:
    """The first event of an unknown profile creates it: its follow-up runs before those of the event, with defaults there."""
    story = Story(
        'followup a:\n    on visit\n    do say "visit", value: n\n'
        'followup b:\n    on profile created\n    do say "created", value: n\n    set n to 7\n'
    )
    story.on("visit")
    story.on("visit")
    assert [action.args for action in story.actions] == [
        {"text": "created", "value": 0},
        {"text": "visit", "value": 7},
        {"text": "visit", "value": 7},
    ]


def test_profile_created_with_data() -> None:
    """A ``profile.created`` event sets its data first, fires once, and raises no ``profile modified``."""
    story = Story(
        'followup a:\n    on profile created\n    where country is "NL"\n    do say "created"\n'
        'followup b:\n    on profile modified\n    do say "modified"\n'
    )
    story.on("profile.created", country="NL")
    assert story.said == ["created"]


def test_a_loaded_profile_is_not_created() -> None:
    """A profile whose data was loaded raises neither ``profile created`` nor ``profile modified``."""
    story = Story('followup a:\n    on profile created or profile modified\n    do say "no"\n')
    story.load({"country": "NL"})
    story.on("visit")
    assert story.said == []


def test_profile_modified_knows_what_changed() -> None:
    """``changed`` and ``old`` tell what the event changed; a value that stays the same is no change."""
    story = Story(
        'followup a:\n    on profile modified\n    where changed(country)\n    do say "country", other: old(country)\n'
        'followup b:\n    on profile modified\n    where changed(n) and old(n) < n\n    do say "up", value: old(n)\n'
    )
    story.load({"country": "NL", "n": 1})
    story.on("profile.modified", country="BE", n=1)
    story.on("profile.modified", country="BE", n=2)
    story.on("profile.modified", n=1)
    assert [action.args for action in story.actions] == [{"text": "country", "other": "NL"}, {"text": "up", "value": 1}]


def test_old_of_a_missing_field_is_left_out() -> None:
    """A field that was missing before has no old value, and the argument is left out."""
    story = Story('followup a:\n    on profile modified\n    where changed(country)\n    do say "x", other: old(country)\n')
    story.load({})
    story.on("profile.modified", country="BE")
    assert story.actions[0].args == {"text": "x"}


def test_profile_removed_runs_with_the_last_values() -> None:
    """The follow-ups of a removal see the profile as it was."""
    story = Story('followup a:\n    on profile removed\n    do say "bye", other: country\n')
    story.load({"country": "NL"})
    story.on("profile.removed")
    assert story.actions[0].args == {"text": "bye", "other": "NL"}
    assert story.next is None


@pytest.mark.parametrize("verb", ["created", "modified", "removed"])
def test_rows_of_a_collection(verb: str) -> None:
    """Creating, modifying and removing a row start follow-ups that see the row's fields, the last ones when it is removed."""
    story = Story(
        f'followup a:\n    on orders {verb}\n    where status is "open"\n    do say "row", value: amount\n    set m to amount\n'
    )
    story.on("orders.created", id="1", amount=5, status="open")
    story.on("orders.modified", id="1", amount=6)
    story.on("orders.removed", id="1")
    assert [(action.event, action.args["value"]) for action in story.actions] == [
        {"created": ("e1", 5), "modified": ("e2", 6), "removed": ("e3", 6)}[verb]
    ]
    assert story.field("m") == {"created": 5, "modified": 6, "removed": 6}[verb]


def test_a_modified_row_knows_what_changed() -> None:
    """``changed`` and ``old`` are about the row in a follow-up on its modification."""
    story = Story(
        'followup a:\n    on orders modified\n    where changed(status)\n    do say "s", other: old(status), value: amount\n'
    )
    story.on("orders.created", id="1", amount=5, status="open")
    story.on("orders.modified", id="1", amount=6)
    story.on("orders.modified", id="1", status="paid")
    assert [action.args for action in story.actions] == [{"text": "s", "other": "open", "value": 6}]


def test_tag_events() -> None:
    """``tag added`` and ``tag removed`` carry the tag."""
    story = Story(
        'followup a:\n    on tag added\n    where tag is "vip"\n    do say "on", other: tag\n'
        'followup b:\n    on tag removed\n    do say "off", other: tag\n'
    )
    story.on("tag.added", tag="other")
    story.on("tag.added", tag="vip")
    story.on("tag.removed", tag="vip")
    assert [tuple(action.args.values()) for action in story.actions] == [("on", "vip"), ("off", "vip")]


def test_points_adjusted() -> None:
    """A person's correction is an event that follow-ups can hear."""
    story = Story(
        "score s:\n    +1 on each visit\nfollowup a:\n    on points adjusted\n    where points < 0\n"
        '    do say "less", other: score\n'
    )
    story.on("points.adjusted", score="s", points=-3)
    assert story.actions[0].args == {"text": "less", "other": "s"}


def test_follow_ups_run_one_after_the_other() -> None:
    """Each ``where`` is tested when its turn comes and sees the writes of those before, in source order."""
    story = Story(
        'followup a:\n    on visit\n    where n is 0\n    set n to 1\n    do say "a"\n'
        'followup b:\n    on visit\n    where n is 0\n    do say "b"\n'
        'followup c:\n    on visit\n    where n is 1\n    do say "c"\n'
    )
    story.on("visit")
    assert story.said == ["a", "c"]


def test_rules_come_before_follow_ups() -> None:
    """A follow-up on an event sees the points that the event's rules awarded, also through the score's field."""
    story = Story(
        "score s:\n    field leadscore\n    +5 on each visit\n"
        'followup a:\n    on visit\n    do say "s", value: s\nfollowup b:\n    on visit\n    do say "f", value: leadscore\n'
    )
    story.on("visit")
    assert [action.args["value"] for action in story.actions] == [5, 5]


def test_a_disabled_follow_up_never_runs() -> None:
    """``enabled false`` leaves a follow-up out, whatever its trigger, and disturbs none of the others."""
    story = Story(
        'followup a:\n    on visit\n    enabled false\n    do say "a"\nfollowup b:\n    when n > 0\n'
        '    enabled false\n    do say "b"\n'
        "score s:\n    +1 on each visit\n"
        'followup c:\n    when s gains fewer than 2 within 1 day\n    enabled false\n    do say "c"\n'
        'followup d:\n    on visit\n    set n to 1\n    do say "d"\n'
    )
    story.on("visit")
    story.until(10)
    assert story.said == ["d"]
    assert story.next is None


def test_a_late_event_runs_at_the_profiles_clock() -> None:
    """Follow-ups on a late event run now, with the event's attributes; time does not run backwards."""
    story = Story('followup a:\n    on visit\n    do say "x", other: path\n    wait 1 day\n    do say "y"\n')
    story.on("click", 5)
    result = story.on("visit", 1, path="/late")
    assert result.late
    story.until(10)
    assert story.said_at == [("x", days(5)), ("y", days(6))]


def test_a_repeated_event_starts_nothing() -> None:
    """The same id twice counts once."""
    story = Story('followup a:\n    on visit\n    do say "x"\n')
    story.on("visit", name="same")
    assert story.on("visit", timedelta(hours=1), name="same").status == "duplicate"
    assert story.said == ["x"]
