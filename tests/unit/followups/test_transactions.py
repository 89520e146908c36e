"""One event is one transaction: a failing run is undone and the rest stands; a fault of the engine keeps nothing."""

import pytest

from lsdsl.engine import runs
from tests.unit.followups.story import Story, days, moment

RULES = (
    "score s:\n    field leadscore\n    +1 on each visit\n    +100 while flag\n"
    "    +5 on first profile modified, expires after 3 days\n"
    'followup good:\n    on visit\n    limit 5 per 1 day\n    add tag "good"\n'
    '    award +2 to s, expires after 2 days\n    do say "good"\n    wait 1 day\n'
    '    do say "later"\n'
    'followup bad:\n    on visit\n    set flag to true\n    remove tag "good"\n    add tag "bad"\n'
    '    award +50 to s, expires after 9 days\n    do say "bad"\n    set stage to path\n'
    'followup last:\n    on visit\n    do say "last", value: s\n'
    'followup heard:\n    on tag added\n    do say "tag", other: tag\n'
    'followup edge:\n    when s > 50\n    do say "edge"\n'
)


def test_a_failing_follow_up_is_undone_and_the_others_stand() -> None:
    """Fields, tags, awards, actions and raised events of the failing run are gone; those of the others are as if it never ran."""
    story, without = Story(RULES), Story(RULES.replace("followup bad:\n    on visit", "followup bad:\n    on buy"))
    for one in (story, without):
        one.load({}, tags=["z"])
        one.on("visit", 1, path="?")
        one.until(20)
    assert story.said == without.said == ["good", "last", "tag", "later"]
    assert story.entries == without.entries
    assert (story.tags(), story.field("flag"), story.score("s")) == (("z", "good"), False, without.score("s"))
    assert (story.codes, without.codes) == (["LS855"], [])


def test_an_undone_tag_keeps_its_place() -> None:
    """A tag that was removed and put back by undoing stands where it stood."""
    story = Story('followup bad:\n    on visit\n    remove tag "a"\n    set stage to path\n')
    story.load({}, tags=["a", "b", "c"])
    story.on("visit", path="?")
    assert story.tags() == ("a", "b", "c")


def test_an_engine_fault_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the engine itself fails the state is byte for byte as before, the outcome is one failure, and the run can go on."""
    story = Story(RULES)
    story.on("visit", 0, path="?")
    before = story.engine.dump("p")

    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    event = {"id": "x", "type": "visit", "profile": "p", "time": moment(0.5), "data": {"path": "?"}}
    with monkeypatch.context() as patch:
        patch.setattr(runs, "fitting", broken)
        result = story.engine.process(event)
    assert [failure.code for failure in result.failures] == ["LS859"]
    assert (result.entries, result.actions) == ((), ())
    assert story.engine.dump("p") == before
    assert [failure.code for failure in story.engine.process(event).failures] == ["LS855"]


def test_an_engine_fault_in_time_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the engine fails while time passes, the other profiles' time passes nevertheless, and it comes to an end."""
    story = Story('followup a:\n    on visit\n    wait 1 day\n    set n to n + 1\n    do say "x"\n')
    story.on("visit", 0)
    before = story.engine.dump("p")

    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(runs, "fitting", broken)
        result = story.engine.advance(moment(5))
    assert {failure.code for failure in result.failures} == {"LS859"}
    assert story.engine.dump("p") == before
    assert [action.args["text"] for action in story.engine.advance(moment(5)).actions] == ["x"]


def test_a_failing_edge_is_consumed() -> None:
    """A run that fails on an edge is undone; the edge has been, and comes again with the next one."""
    story = Story('followup a:\n    when n > 5\n    limit once\n    set stage to country\n    do say "x"\n')
    story.load({"country": "?"})
    story.on("profile.modified", n=6)
    story.on("profile.modified", country="lead")
    assert (story.said, story.codes) == ([], ["LS855"])
    story.on("profile.modified", n=1)
    story.on("profile.modified", 3, n=6)
    assert story.said_at == [("x", days(3))]
