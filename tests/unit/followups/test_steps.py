"""The steps of follow-ups: waits, branches, writes, awards, actions; and what cancels a run that waits."""

from datetime import date

import pytest

from tests.unit.followups.story import START, TICK, Story, days

# --- wait -----------------------------------------------------------------------------------------------------------------


def test_a_wait_ends_at_its_exact_moment() -> None:
    """A run goes on exactly so long after it began to wait, with no event, and not before."""
    story = Story('followup a:\n    on visit\n    wait 2 days\n    do say "x", other: path\n')
    story.on("visit", TICK, path="/a")
    assert story.next == days(2) + TICK
    story.until(days(2))
    assert story.said == []
    story.until(9)
    assert story.said_at == [("x", days(2) + TICK)]
    assert (story.actions[0].event, story.actions[0].args) == ("e1", {"text": "x", "other": "/a"})
    assert story.next is None


def test_several_waits_follow_each_other() -> None:
    """Each wait counts from the end of the one before, even when time passes in one leap."""
    story = Story(
        'followup a:\n    on visit\n    do say "0"\n    wait 1 day\n    do say "1"\n    wait 12 hours\n'
        '    do say "1.5"\n    wait 4 weeks\n    do say "end"\n'
    )
    story.on("visit")
    story.until(60)
    assert story.said_at == [("0", days(0)), ("1", days(1)), ("1.5", days(1.5)), ("end", days(29.5))]


def test_conditions_after_a_wait_see_the_profile_as_it_is_then() -> None:
    """Fields, scores and windows are those of the moment at which the run goes on."""
    story = Story(
        "score s:\n    +5 on each buy, expires after 1 day\n"
        'followup a:\n    on visit\n    wait 2 days\n    if stage is not "client":\n        do say "invite", value: s\n'
    )
    story.on("buy", 0)
    story.on("visit", 0)
    story.on("visit", 1)
    story.on("buy", 2.5)
    story.on("profile.modified", 2.75, stage="client")
    story.until(9)
    assert story.said_at == [("invite", days(2))]
    assert story.actions[0].args["value"] == 0


def test_an_event_at_the_end_of_a_wait_comes_after_it() -> None:
    """What is due at an event's time happens before it."""
    story = Story('followup a:\n    on visit\n    wait 2 days\n    do say "x", other: country\n')
    story.load({"country": "NL"})
    story.on("visit", 0)
    story.on("profile.modified", 2, country="BE")
    assert story.actions[0].args["other"] == "NL"


def test_several_runs_wait_at_once() -> None:
    """Each run keeps its own event's attributes; those that end at one moment go on in the order of their starts."""
    story = Story('followup a:\n    on visit\n    wait 2 days\n    do say "x", other: path\n')
    for path in ("/a", "/b"):
        story.on("visit", 0, path=path)
    story.on("visit", 1, path="/c")
    story.until(5)
    assert [(action.args["other"], action.event) for action in story.actions] == [("/a", "e1"), ("/b", "e2"), ("/c", "e3")]
    assert [at for _, at in story.said_at] == [days(2), days(2), days(3)]


def test_waits_at_one_moment_go_in_source_order() -> None:
    """Runs of different follow-ups that end together go on in source order, whichever began first."""
    story = Story(
        'followup a:\n    on visit\n    wait 1 day\n    do say "a"\nfollowup b:\n    on visit\n    wait 2 days\n    do say "b"\n'
    )
    story.on("visit", 0)
    story.on("visit", 1)
    story.until(5)
    assert story.said_at == [("a", days(1)), ("a", days(2)), ("b", days(2)), ("b", days(3))]


def test_old_values_are_known_after_a_wait() -> None:
    """``changed`` and ``old`` of the triggering event hold after a wait too."""
    story = Story(
        "followup a:\n    on profile modified\n    wait 1 day\n    if changed(country):\n"
        '        do say "x", other: old(country)\n'
    )
    story.load({"country": "NL", "langs": ["nl", "en"]})
    story.on("profile.modified", country="BE", langs=["fr"])
    story.on("profile.modified", 0.5, n=1)
    story.until(5)
    assert [action.args for action in story.actions] == [{"text": "x", "other": "NL"}]


def test_attributes_of_a_row_are_known_after_a_wait() -> None:
    """A run on a row keeps the row as it was, though it has been changed or removed since."""
    story = Story('followup a:\n    on orders created\n    wait 1 day\n    do say "x", value: amount, other: status\n')
    story.on("orders.created", id="1", amount=5.5, status="open")
    story.on("orders.removed", 0.5, id="1")
    story.until(5)
    assert story.actions[0].args == {"text": "x", "value": 5.5, "other": "open"}


def test_waits_of_a_removed_profile_end_with_it() -> None:
    """Nothing goes on after the profile is gone, and a profile of that name starts anew."""
    story = Story('followup a:\n    on visit\n    wait 1 day\n    do say "x"\n')
    story.on("visit")
    story.on("profile.removed", 0.5)
    story.on("click", 0.75)
    story.until(5)
    assert story.said == []


# --- if -------------------------------------------------------------------------------------------------------------------


BRANCHES = """
followup a:
    on visit
    do say "begin"
    if n > 10:
        do say "high"
        if flag:
            do say "flag"
        else:
            do say "no flag"
    else if n > 5:
        wait 1 day
        do say "middle"
    else if n is 5:
        stop
    else:
        do say "low"
    do say "end"
"""


@pytest.mark.parametrize(
    ("n", "flag", "said"),
    [
        (11, True, ["begin", "high", "flag", "end"]),
        (11, False, ["begin", "high", "no flag", "end"]),
        (6, False, ["begin", "middle", "end"]),
        (5, False, ["begin"]),
        (1, False, ["begin", "low", "end"]),
    ],
)
def test_branches(n: int, flag: bool, said: list[str]) -> None:
    """The first branch whose condition holds is taken, whole, and then what stands behind; ``stop`` ends the run."""
    story = Story(BRANCHES)
    story.load({"n": n, "flag": flag})
    story.on("visit")
    story.until(2)
    assert story.said == said


def test_branches_without_else() -> None:
    """Where no condition holds nothing happens."""
    story = Story('followup a:\n    on visit\n    if n > 1:\n        do say "1"\n    else if n > 0:\n        do say "0"\n')
    story.on("visit")
    assert (story.said, story.failures) == ([], [])


def test_a_step_sees_the_steps_before_it() -> None:
    """Fields, tags and points that a run wrote are there for its next condition, through scores and ``let`` too."""
    story = Story(
        "score s:\n    +10 while n > 1\n    +1 on each buy\nlet many = s >= 12\n"
        'followup a:\n    on visit\n    set n to n + 2\n    award +2 to s\n    add tag "t"\n'
        '    if many and tags contains "t":\n        do say "yes", value: s\n'
    )
    story.on("visit")
    assert story.actions[0].args == {"text": "yes", "value": 12}


# --- set ------------------------------------------------------------------------------------------------------------------


def test_set_each_type() -> None:
    """A field takes a literal or a computed value of its type; a moment in a date field is cut to its day."""
    story = Story(
        'followup a:\n    on visit\n    set country to upper("nl")\n    set stage to "lead"\n'
        "    set n to n + 1.5\n    set flag to n > 1\n"
        "    set joined to created\n    set born_on to 2020-02-29\n    set m to count(visit)\n"
    )
    story.on("visit", 1.5)
    expected = {"country": "NL", "stage": "lead", "n": 1.5, "flag": True, "m": 1, "born_on": date(2020, 2, 29)}
    assert {name: story.field(name) for name in expected} == expected
    assert story.field("joined") == START + days(1.5)


def test_set_to_missing_clears() -> None:
    """A missing value clears the field; a field with a default reads as that again."""
    story = Story("followup a:\n    on visit\n    set country to path\n    set n to m\n")
    story.load({"country": "NL", "n": 5})
    story.on("visit")
    assert (story.field("country"), story.field("n")) == (None, 0)


def test_set_copies_lists() -> None:
    """A list field takes a list."""
    story = Story('followup a:\n    on visit\n    set langs to tags\n    do say "x", items: langs\n')
    story.load({}, tags=["nl", "en"])
    story.on("visit")
    assert (story.field("langs"), story.actions[0].args["items"]) == (["nl", "en"], ["nl", "en"])


def test_a_choice_that_does_not_fit_fails_and_undoes() -> None:
    """A value that the choice does not know fails the run: all that it did is taken back."""
    story = Story(
        "score s:\n    +1 on each buy\nfollowup a:\n    on visit\n    limit once\n    set n to 3\n"
        '    add tag "t"\n    award +5 to s\n    do say "x"\n    set stage to path\n    do say "y"\n'
    )
    story.on("visit", path="nonsense")
    assert (story.said, story.field("n"), story.tags(), story.score("s"), story.entries) == ([], 0, (), 0, [])
    assert story.codes == ["LS855"]
    assert story.failures[0].followup == "a"
    story.on("visit", path="client")
    assert (story.said, story.field("stage"), story.tags(), story.score("s")) == (["x", "y"], "client", ("t",), 5)


def test_a_failure_after_a_wait_keeps_what_was_done_before() -> None:
    """What an earlier event's part of the run did stands; what it did since the wait is undone."""
    story = Story(
        'followup a:\n    on visit\n    set n to 1\n    do say "x"\n    wait 1 day\n    set n to 2\n'
        '    do say "y"\n    set stage to path\n    do say "z"\n'
    )
    story.on("visit", path="nonsense")
    story.until(5)
    assert (story.said, story.field("n"), story.codes) == (["x"], 1, ["LS855"])
    assert story.next is None


# --- tags, awards ---------------------------------------------------------------------------------------------------------


def test_tags() -> None:
    """Tags come and go, in order of arrival."""
    story = Story(
        'followup a:\n    on visit\n    add tag "b"\n    add tag "a"\n    remove tag "x"\n'
        '    remove tag "never"\n    add tag "b"\n'
    )
    story.load({}, tags=["x", "y"])
    story.on("visit")
    assert story.tags() == ("y", "b", "a")


def test_an_award_is_an_entry_of_its_own() -> None:
    """The ledger names the follow-up's step, its points and its moment, and the sum is the value."""
    story = Story(
        "score s:\n    +1 on each buy\nfollowup a:\n    on visit\n    award -(n * 2) to s\n    wait 1 day\n    award +10 to s\n"
    )
    story.load({"n": 3})
    story.on("visit")
    story.until(2)
    assert [(entry.points, entry.time - START, entry.event, entry.reason) for entry in story.entries] == [
        (-6, days(0), "e1", "award"),
        (10, days(1), None, "award"),
    ]
    assert {entry.rule for entry in story.entries} == {"a:1", "a:2"}
    assert story.score("s") == 4


def test_an_award_that_expires() -> None:
    """Each award expires at its own moment, and a block's defaults do not touch it."""
    story = Story(
        "score s:\n    awards expire after 1 day\n    awards lose 50% every 12 hours\n    +1 on each buy\n"
        "followup a:\n    on visit\n    award +8 to s, expires after 2 days\n    award +3 to s\n"
    )
    story.on("visit")
    assert story.score("s") == 11
    story.until(days(2) - TICK)
    assert story.score("s") == 11
    story.until(2)
    assert story.score("s") == 3
    story.until(30)
    assert story.score("s") == 3


def test_a_missing_or_zero_award_is_none() -> None:
    """Points that come out missing award nothing, nor do points to a score that is switched off."""
    story = Story(
        "score s:\n    +1 on each buy\nscore off:\n    enabled false\n    +1 on each buy\n"
        "followup a:\n    on visit\n    award +(m) to s\n    award +(n) to s\n    award +5 to off\n"
    )
    story.on("visit")
    assert (story.entries, story.failures) == ([], [])


# --- do -------------------------------------------------------------------------------------------------------------------


def test_arguments_are_evaluated_when_asked() -> None:
    """Each action carries the values of its own moment."""
    story = Story(
        'followup a:\n    on visit\n    do say "1", value: n\n    set n to 5\n    do say "2", value: n\n'
        '    wait 1 day\n    do say "3", value: n\n'
    )
    story.on("visit")
    story.on("profile.modified", 0.5, n=9)
    story.until(2)
    assert [action.args["value"] for action in story.actions] == [0, 5, 9]


def test_missing_arguments_are_left_out() -> None:
    """An argument whose value is missing is not there."""
    story = Story('followup a:\n    on visit\n    do say "x", value: m, other: country, moment: joined, items: langs\n')
    story.on("visit")
    assert story.actions[0].args == {"text": "x"}


def test_arguments_of_each_type() -> None:
    """Moments come as moments, lists as lists; one text stands where a list is wanted."""
    story = Story('followup a:\n    on visit\n    do say "x", moment: created, items: ("a", "b")\n    do say "y", items: path\n')
    story.on("visit", 1, path="/a")
    assert story.actions[0].args == {"text": "x", "moment": START + days(1), "items": ["a", "b"]}
    assert story.actions[1].args["items"] in ("/a", ["/a"])


def test_send_email_goes_to_the_profile() -> None:
    """Without ``to`` an e-mail goes to the profile's ``email`` as it is then."""
    story = Story('followup a:\n    on visit\n    do send_email "hello", bcc: ("s@example.com", "t@example.com")\n')
    story.load({"email": "ann@example.com"})
    story.on("visit")
    assert story.actions[0].args == {"template": "hello", "to": "ann@example.com", "bcc": ["s@example.com", "t@example.com"]}


def test_prelude_actions() -> None:
    """The actions of the prelude need no declaration."""
    story = Story(
        'followup a:\n    on visit\n    do start_workflow "W"\n    do notify "N", to: "sales"\n    do call_webhook "H"\n'
    )
    story.on("visit")
    assert [(action.action, action.args) for action in story.actions] == [
        ("start_workflow", {"name": "W"}),
        ("notify", {"message": "N", "to": "sales"}),
        ("call_webhook", {"name": "H"}),
    ]


def test_a_division_by_zero_in_a_step_is_recorded() -> None:
    """The value is missing, the failure is recorded, and the run goes on."""
    story = Story('followup a:\n    on visit\n    do say "x", value: 5 / n\n    do say "y"\n')
    story.on("visit")
    assert [action.args for action in story.actions] == [{"text": "x"}, {"text": "y"}]
    assert story.codes == ["LS851"]


# --- cancel when ----------------------------------------------------------------------------------------------------------


CANCEL = (
    'followup a:\n    on visit\n    cancel when stage is "client" or age(joined) >= 5 days\n'
    '    do say "start"\n    wait 3 days\n    do say "end"\n'
)


def test_cancelled_by_an_event() -> None:
    """Every waiting run of the follow-up is dropped as soon as the condition holds after an event."""
    story = Story(CANCEL)
    story.on("visit", 0)
    story.on("visit", 1)
    story.on("profile.modified", 2, stage="client")
    assert story.next is None
    story.on("profile.modified", 2.5, stage="new")
    story.until(9)
    assert story.said == ["start", "start"]


def test_cancelled_by_time() -> None:
    """Time alone cancels, at its exact moment: a wait that ends a microsecond before goes on."""
    story = Story(CANCEL)
    story.load({"joined": START.isoformat()})
    story.on("visit", days(2) - TICK)
    story.on("visit", days(2) + TICK)
    assert story.next is not None
    story.until(9)
    assert story.said_at == [("start", days(2) - TICK), ("start", days(2) + TICK), ("end", days(5) - TICK)]


def test_a_wait_that_ends_at_the_moment_of_the_cancellation_goes_on() -> None:
    """Cancelling is tested after a timer: the wait that ends at that very moment comes first."""
    story = Story(CANCEL)
    story.load({"joined": START.isoformat()})
    story.on("visit", 2)
    story.until(9)
    assert story.said_at == [("start", days(2)), ("end", days(5))]


def test_cancelled_when_it_begins_to_wait() -> None:
    """A run whose condition holds when it begins to wait is dropped there, with what it did before."""
    story = Story(CANCEL)
    story.load({"stage": "client"})
    story.on("visit")
    assert (story.said, story.next) == (["start"], None)
    story.on("profile.modified", 1, stage="new")
    story.until(9)
    assert story.said == ["start"]


def test_cancelled_by_another_follow_up() -> None:
    """What a follow-up writes cancels the runs of others at the end of that event."""
    story = Story(CANCEL + 'followup b:\n    on click\n    set stage to "client"\n')
    story.on("visit")
    story.on("click", 1)
    story.until(9)
    assert story.said == ["start"]


def test_cancelled_by_its_own_run() -> None:
    """A later run of the same follow-up may cancel the earlier ones that still wait."""
    story = Story('followup a:\n    on visit\n    cancel when count(visit) >= 2\n    wait 3 days\n    do say "alone"\n')
    story.on("visit", 0)
    story.on("visit", 1)
    story.until(9)
    assert story.said == []


def test_cancelling_leaves_other_follow_ups_alone() -> None:
    """Only the follow-up's own runs are dropped."""
    story = Story(CANCEL + 'followup b:\n    on visit\n    wait 3 days\n    do say "b"\n')
    story.on("visit")
    story.on("profile.modified", 1, stage="client")
    story.until(9)
    assert story.said == ["start", "b"]
