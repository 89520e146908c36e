"""What changes next without any event, and what one more event would give."""

from lsdsl.model.types import DAY
from tests.support import START
from tests.unit.why.asking import ask, happened, proof

RANGED = """
score s:
    maximum 50
    range cold
    range warm  from 10
    range hot   from 30
    range mad   from 60
    ## Visits
    +4  on each visit, at most 2 times per 7 days, expires after 30 days
    ## Asks
    +12  on first click where path starts with "/demo"
    ## Follows
    +3  on first click per path
    ## Buys
    +(amount / 10)  on each buy where amount > 0
"""


def test_expiry_comes_next() -> None:
    """The next change is told with its moment, its cause and the range that the score falls to."""
    rules = """
    score s:
        range cold
        range warm  from 5
        ## Visits
        +8  on each visit, expires after 10 days
        +1  while flag
    grade g:
        "A"  when s is warm
        "B"  otherwise
    """
    answer = ask(rules, happened("visit"), at=DAY, fields={"flag": True})
    (change,) = answer.changes
    (move,) = change.moves
    assert (change.time, move.before, move.after, move.left, move.reached) == (START + 10 * DAY, 9, 1, "warm", "cold")
    assert move.causes == (("Visits", -8_000_000, "expires"),)
    assert not move.rises
    assert change.others == ("g becomes B",)


def test_follow_ups_without_an_event() -> None:
    """A follow-up that time starts is told with what it asks for and what it sets."""
    rules = """
    score s:
        +8  on each visit
    followup quiet:
        when s gains fewer than 2 points within 90 days
        limit once
        do start_workflow "call them"
        set level to 3
    """
    changes = ask(rules, happened("visit"), at=DAY).changes
    assert [(one.time, one.others) for one in changes] == [
        (START + 90 * DAY, ("level becomes 3", "quiet asks for start_workflow call them")),
    ]


def test_small_changes_of_a_day_go_together() -> None:
    """Several awards that fade on one day are one change, with the first and the last moment."""
    rules = "score s:\n    +8  on each visit, loses 1 point every 10 days, expires after 15 days"
    answer = ask(rules, happened("visit"), happened("visit", 3), at=DAY)
    assert [(one.time - START, one.until - START, one.moves[0].after) for one in answer.changes] == [
        (10 * DAY, 10 * DAY + 3, 14),
        (15 * DAY, 15 * DAY + 3, 0),
    ]


def test_at_most_ten_changes() -> None:
    """After ten changes no more are told, but that there are more."""
    answer = ask("score s:\n    +20  on each visit, loses 1 point every 10 days", happened("visit"), at=DAY)
    assert (len(answer.changes), answer.more_changes) == (10, True)
    assert answer.scores[0].future[-1].value == 10


def test_nothing_changes() -> None:
    """A profile to which time does nothing has no changes to come."""
    answer = ask("score s:\n    +1  on each visit", happened("visit"))
    assert (answer.changes, answer.more_changes) == ((), False)


def test_events_that_would_do() -> None:
    """Each event was tried: its points, and how many of them reach the next range, limits and all."""
    near, far, beyond = proof(RANGED, happened("visit"), at=DAY).above
    assert [(one.range, one.short / 1_000_000, one.out_of_reach) for one in (near, far, beyond)] == [
        ("warm", 6, False),
        ("hot", 26, False),
        ("mad", 56, True),
    ]
    assert [(one.event, dict(one.data), one.points / 1_000_000, one.times, one.titles) for one in near.tries] == [
        ("click", {"path": "/demo"}, 15, 1, ("Asks", "Follows")),
        ("buy", {"amount": 100}, 10, 1, ("Buys",)),
        ("visit", {}, 4, None, ("Visits",)),
    ]
    assert far.tries == ()


def test_made_up_event_is_like_the_ones_before() -> None:
    """A number that no condition fixes is the one that the profile brought last."""
    (attempt,) = [one for one in proof(RANGED, happened("buy", amount=35), at=DAY).above[0].tries if one.event == "buy"]
    assert (dict(attempt.data), attempt.points, attempt.times) == ({"amount": 35}, 3_500_000, 2)


def test_value_that_counted_already_is_not_offered() -> None:
    """A first occurrence that has been is not offered again; another value for the attribute that it counts by is."""
    tries = proof(RANGED, happened("click", path="/demo"), at=DAY).above[0].tries
    assert {one.event: dict(one.data) for one in tries}["click"] == {"path": "new"}


def test_conditions_that_no_event_can_meet() -> None:
    """A rule whose condition does not hold for the profile whatever the event brings is not offered."""
    rules = "score s:\n    range a\n    range b  from 1\n    +5  on each visit where flag"
    assert proof(rules, happened("visit"), fields={"flag": False}).above[0].tries == ()
    assert len(proof(rules, happened("click"), fields={"flag": True}).above[0].tries) == 1
