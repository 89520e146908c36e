"""Time: ``next_due`` to the microsecond, ``advance`` in order of time over all profiles, one leap or many."""

import json
from datetime import timedelta
from pathlib import Path

from tests.unit.cli.program import run
from tests.unit.followups.story import DATA, START, TICK, Story, days, moment

MANY = (
    "score s:\n    +(amount) on each buy, expires after 5 days\n"
    'followup wait_first:\n    on visit\n    cancel when n > 5\n    wait 36 hours\n    do say "wait"\n'
    'followup cold:\n    when s gains fewer than 3 points within 4 days\n    do say "cold"\n'
    'followup edge:\n    when s < 5\n    where seen(buy)\n    do say "edge"\n'
    'followup changed:\n    when s changes\n    do say "changed", value: s\n'
)


def test_next_due_is_exact() -> None:
    """It is the moment of the earliest of what is to come, and nothing once nothing can come."""
    story = Story(
        'followup a:\n    on visit\n    wait 3 days\n    do say "wait"\n'
        'followup b:\n    when age(joined) >= 2 days and age(joined) < 4 days\n    do say "edge"\n'
    )
    assert story.next is None
    story.on("visit", TICK)
    assert story.next == days(3) + TICK
    story.on("profile.modified", 1, joined=(START + 7 * TICK).isoformat())
    assert story.next == days(2) + 7 * TICK
    story.until(days(2) + 7 * TICK)
    assert story.next == days(3) + TICK
    story.until(days(3) + TICK)
    story.until(days(4) + 7 * TICK)
    assert story.next is None
    assert story.said == ["edge", "wait"]


def test_following_next_due_is_the_same_as_one_leap() -> None:
    """One timer set to ``next_due`` brings everything that one leap brings, each at its own moment."""
    stories = Story(MANY), Story(MANY)
    for story in stories:
        for profile in ("b", "a", "c"):
            story.on("visit", 0, profile=profile)
            story.on("buy", 0.5, profile=profile, amount=len(profile) + 4)
    leap, timer = stories
    leap.until(30)
    moments = []
    while timer.next is not None and timer.next <= days(30):
        moments.append(timer.next)
        timer.until(timer.next)
    timer.until(30)
    assert moments == sorted(set(moments))
    assert leap.actions == timer.actions
    assert leap.entries == timer.entries
    assert leap.failures == timer.failures


def test_nothing_happens_before_next_due() -> None:
    """A microsecond before ``next_due`` nothing has happened, and the answer is still the same."""
    story = Story(MANY)
    story.on("visit", 0)
    story.on("buy", 0.5, amount=6)
    while story.next is not None and story.next <= days(40):
        due, count = story.next, len(story.actions) + len(story.entries)
        story.until(due - TICK)
        assert (story.next, len(story.actions) + len(story.entries)) == (due, count)
        story.until(due)
        assert story.next != due


def test_advance_goes_by_time_then_by_profile() -> None:
    """What happens to several profiles comes in order of time; at one moment by id."""
    story = Story('followup a:\n    on visit\n    wait 1 day\n    do say "x"\n    wait 1 day\n    do say "y"\n')
    story.on("visit", 0, profile="z")
    story.on("visit", 0.5, profile="m")
    story.on("visit", 1, profile="a")
    story.on("visit", 1, profile="b")
    story.until(10)
    order = [(action.time - START, action.profile) for action in story.actions]
    assert order == sorted(order)
    assert [profile for _, profile in order] == ["z", "m", "a", "b", "z", "m", "a", "b"]


def test_time_never_goes_back() -> None:
    """Advancing to an earlier moment does nothing."""
    story = Story('followup a:\n    on visit\n    wait 1 day\n    do say "x"\n')
    story.on("visit", 5)
    assert story.until(1).actions == ()
    story.on("visit", 5.5)
    story.until(10)
    assert [at for _, at in story.said_at] == [days(6), days(6.5)]


def test_a_score_is_current_when_it_is_read() -> None:
    """Reading after time has passed applies pending expiry, and what follows from it."""
    story = Story(
        "score s:\n    +10 on each visit, halves every 1 day\n"
        'followup a:\n    when s < 3\n    where seen(visit)\n    do say "cooled"\n'
    )
    story.on("click")
    story.on("visit")
    story.until(timedelta(hours=47))
    assert story.score("s") == 5
    story.until(2)
    assert (story.score("s"), story.said_at) == (2.5, [("cooled", days(2))])


def test_as_of_lets_time_pass_for_every_profile(tmp_path: Path) -> None:
    """A run ends at ``--as-of``: what is due at that very moment has happened, what is due a microsecond later has not."""
    rules, events = tmp_path / "rules.lsdsl", tmp_path / "events.jsonl"
    rules.write_text(DATA + 'followup a:\n    on visit\n    wait 2 days\n    do say "x"\n    set n to 1\n', encoding="utf-8")
    lines = [
        {"id": f"e{at}", "type": "visit", "profile": profile, "time": moment(at).isoformat(), "data": {}}
        for profile, at in (("z", 0), ("a", 1), ("m", 5))
    ]
    events.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    for as_of, expected in ((days(3) - TICK, ["z"]), (days(3), ["z", "a"]), (None, ["z", "a"]), (days(7), ["z", "a", "m"])):
        out = tmp_path / f"out{as_of}"
        given = [] if as_of is None else ["--as-of", moment(as_of).isoformat()]
        result = run("run", str(rules), "--events", str(events), "--out", str(out), *given)
        assert result.exit_code == 0, result.output
        actions = [json.loads(line) for line in (out / "actions.jsonl").read_text(encoding="utf-8").splitlines()]
        assert [action["profile"] for action in actions] == expected
        profiles = [json.loads(line) for line in (out / "profiles.jsonl").read_text(encoding="utf-8").splitlines()]
        assert {one["id"] for one in profiles if one["fields"]["n"] == 1} == set(expected)
