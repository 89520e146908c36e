"""The life of a profile: birth, data, rows, tags, corrections, repeats, late events, removal."""

import pytest

from lsdsl.model.types import DAY
from tests.support import HOUR, START, Line, Scenario


def test_unknown_profile_is_created_first() -> None:
    """An event for an unknown profile creates it: ``profile created`` happens first, at the same moment and without data."""
    rules = """
    score s:
        +1 on each visit where s >= 3
        +3 on each profile created where country is missing
        +9 while country is "NL"
    """
    scenario = Scenario(rules).on("visit", DAY)
    assert scenario.ledger() == [Line(3, "award", DAY), Line(1, "award", DAY)]
    assert [entry.event for entry in scenario.entries] == ["e1", "e1"]


def test_profile_created_with_data() -> None:
    """``profile created`` with data is one event that sees its data and raises no ``profile modified``."""
    rules = 'score s:\n    +1 on each profile created where country is "NL"\n    +5 on each profile modified'
    scenario = Scenario(rules).on("profile created", country="NL", tags=("hot",))
    assert scenario.ledger() == [Line(1, "award", 0)]
    assert scenario.result.tags == ("hot",)


def test_profile_created_twice_is_refused() -> None:
    """A profile that is there cannot be created again, and the refused event leaves no trace, not even in time."""
    scenario = Scenario("score s:\n    +1 on each visit, expires after 1 day").on("visit").on("profile created", 9 * DAY)
    assert (scenario.refusal, scenario.value()) == ("LS834", 1)


def test_loaded_profile_is_born_quietly() -> None:
    """What was loaded raises no events; its state rules hold from its creation on."""
    rules = "score s:\n    +9 on each profile created\n    +9 on each profile modified\n    +1 while level is 3\n    field own"
    scenario = Scenario(rules, fields={"level": 3}, created=START - 5 * DAY).on("click", DAY)
    assert scenario.ledger() == [Line(1, "state on", -5 * DAY)]
    assert scenario.result.fields["own"] == 1


def test_time_passes_between_creation_and_first_event() -> None:
    """A loaded profile that was created long ago has lived through its time-aware rules when its first event comes."""
    scenario = Scenario("score s:\n    +1 while age(created) >= 3 days", created=START - 5 * DAY, fields={}).on("click", DAY)
    assert scenario.ledger() == [Line(1, "state on", -2 * DAY)]


def test_loaded_profile_without_events_is_born_at_as_of() -> None:
    """A loaded profile of which nothing else is known begins at the moment to which time is advanced."""
    assert Scenario("score s:\n    initial 2", fields={}).until(DAY).ledger() == [Line(2, "initial", DAY)]


def test_null_clears_and_absent_leaves() -> None:
    """In ``profile modified`` null clears a field, which then reads as its default, and what is not named stays."""
    scenario = Scenario("score s:\n    +1 while level is 0", fields={"country": "NL", "level": 4}).on(
        "profile modified", level=None
    )
    assert scenario.result.fields == {"country": "NL", "level": 0}
    assert scenario.value() == 1


def test_changed_and_old() -> None:
    """``changed`` and ``old`` know what the event changed; setting what is there already changes nothing."""
    rules = """
    score s:
        +1 on each profile modified where changed(employees)
        +(old(level)) on each profile modified where level > old(level)
    """
    scenario = Scenario(rules, fields={"employees": 5, "level": 2})
    scenario.on("profile modified", employees=5).on("profile modified", employees=6).on("profile modified", level=7)
    assert [line.points for line in scenario.ledger()] == [1, 2]


def test_tags_in_profile_data() -> None:
    """``tags`` among the data are all tags from then on; their coming and going raises no events of its own."""
    scenario = Scenario('score s:\n    +1 on each tag added\n    +5 while tags contains "b"', tags=("a",))
    assert scenario.on("profile modified", tags=("b", "c")).result.tags == ("b", "c")
    assert [line.reason for line in scenario.ledger()] == ["state on"]
    assert scenario.on("profile modified", tags=None).result.tags == ()


def test_tag_events() -> None:
    """``tag added`` has the tag as an attribute and happens also when the tag is there."""
    scenario = Scenario('score s:\n    +1 on each tag added where tag is "hot"\n    -1 on each tag removed')
    scenario.on("tag added", tag="hot").on("tag added", tag="hot").on("tag added", tag="x").on("tag removed", tag="hot")
    assert [line.points for line in scenario.ledger()] == [1, 1, -1]


# --- rows ---------------------------------------------------------------------------------------------------------------


def test_rows_are_counted_from_their_creation() -> None:
    """Rows count in a window from their creation, and what they hold is looked at as it is now."""
    rules = (
        'score s:\n    +1 while count(orders where state is "paid" within 2 days) >= 1\n    +10 while sum(amount of orders) > 5'
    )
    scenario = Scenario(rules).on("orders created", row="1", amount=4, state="open").on("orders created", DAY, row="2", amount=2)
    assert scenario.value() == 10
    scenario.on("orders modified", DAY, row="1", state="paid").until(5 * DAY)
    assert scenario.ledger() == [Line(10, "state on", DAY), Line(1, "state on", DAY), Line(-1, "state off", 2 * DAY)]
    assert scenario.on("orders removed", row="1").value() == 0


def test_row_events_see_the_row() -> None:
    """A rule on rows sees all fields of the row; ``modified`` merges, and ``old`` is the row's value before."""
    rules = """
    score s:
        +1 on each orders created where amount > 3
        +(amount) on each orders modified where changed(state)
        +(old(amount)) on each orders modified where old(amount) >= 5
        +100 on each orders removed where amount is 7
    """
    scenario = Scenario(rules).on("orders created", row="1", amount=5).on("orders modified", row="1", state="x")
    scenario.on("orders modified", row="1", amount=7).on("orders removed", row="1")
    assert [line.points for line in scenario.ledger()] == [1, 5, 5, 5, 100]


def test_default_of_a_row() -> None:
    """A field of a row that is missing reads as its default, in rules and in sums."""
    data = "collection orders:\n    amount number = 3\nprofile:\n    level number\n"
    rules = "score s:\n    +(amount) on each orders created\n    +10 while sum(amount of orders) is 3"
    assert Scenario(rules, data=data).on("orders created", row="1").value() == 13


@pytest.mark.parametrize(
    ("kind", "code"),
    [("orders created", "LS832"), ("orders modified", "LS831"), ("orders removed", "LS831")],
)
def test_rows_that_do_not_fit_are_refused(kind: str, code: str) -> None:
    """A row that exists cannot be created, one that does not exist cannot be changed or removed; nothing happens then."""
    scenario = Scenario("score s:\n    +1 on each click, expires after 1 day").on("click").on("orders created", row="1")
    scenario.on(kind, 5 * DAY, row="1" if code == "LS832" else "2")
    assert (scenario.refusal, scenario.value()) == (code, 1)


# --- corrections --------------------------------------------------------------------------------------------------------


def test_points_adjusted() -> None:
    """A person's correction is in the ledger as such, has its reason, and rules can award for it."""
    scenario = Scenario('score s:\n    +1 on each points adjusted where reason is "call"\n    +2 on each visit')
    scenario.on("points adjusted", score="s", points=-2.5, reason="call")
    assert scenario.ledger() == [Line(-2.5, "adjusted", 0), Line(1, "award", 0)]
    assert (scenario.entries[0].rule, scenario.entries[0].note) == (None, "call")


def test_huge_correction() -> None:
    """A correction is not bounded, and a field that follows the score takes what a float can hold."""
    scenario = Scenario("score s:\n    field own\n    +1 on each visit").on("points adjusted", score="s", points=1e300)
    assert scenario.result.fields["own"] == 1e300
    assert scenario.on("points adjusted", score="s", points=-1e300).on("visit").value() == 1


# --- repeats and late events --------------------------------------------------------------------------------------------


def test_repeat_counts_once() -> None:
    """The same id twice counts once, whatever else the second one says."""
    scenario = Scenario("score s:\n    +5 on each visit").on("visit", id="a").on("visit", DAY, id="a")
    assert (scenario.last.status, scenario.value()) == ("duplicate", 5)


def test_id_is_forgotten_after_thirty_days() -> None:
    """An id is remembered for 30 days of the profile's own time, exactly."""
    for later, expected in ((30 * DAY - 1, 5), (30 * DAY, 10)):
        scenario = Scenario("score s:\n    +5 on each visit").on("visit", id="a").on("click", 29 * DAY)
        assert scenario.on("visit", later, id="a").value() == expected


def test_repeat_of_a_late_event() -> None:
    """The id of a late event is remembered from its arrival on, however old the event is."""
    scenario = Scenario("score s:\n    +5 on each visit").on("click", 90 * DAY).on("visit", DAY, id="a").on("click", 100 * DAY)
    assert scenario.on("visit", DAY, id="a").value() == 5


def test_late_event_awards_at_its_own_time() -> None:
    """The award of a late event has the event's time; what is due of it already happens at once, each at its own moment."""
    rules = "score s:\n    +8 on each visit, loses 50% every 1 day, expires after 4 days"
    scenario = Scenario(rules).on("click", 3 * DAY).on("visit", DAY)
    assert scenario.last.late
    assert scenario.ledger() == [Line(8, "award", DAY), Line(-4, "decayed", 2 * DAY), Line(-2, "decayed", 3 * DAY)]
    assert scenario.until(9 * DAY).ledger()[-1] == Line(-1, "expired", 5 * DAY)


def test_late_award_may_be_over_already() -> None:
    """A late event whose award would have expired leaves an award and its expiry."""
    scenario = Scenario("score s:\n    +5 on each visit, expires after 1 day").on("click", 9 * DAY).on("visit", DAY)
    assert scenario.ledger() == [Line(5, "award", DAY), Line(-5, "expired", 2 * DAY)]


def test_equal_time_is_not_late() -> None:
    """Only an event older than the newest one is late."""
    assert not Scenario("score s:\n    +5 on each visit").on("click", DAY).on("visit", DAY).last.late


def test_late_event_and_limits() -> None:
    """A limit counts a late event when it arrives, by the profile's clock."""
    scenario = Scenario("score s:\n    +5 on each visit, at most 1 times per 1 day").on("visit", 5 * DAY).on("visit", DAY)
    assert scenario.value() == 5
    assert scenario.on("visit", 6 * DAY).value() == 10


def test_late_event_and_first() -> None:
    """``first`` sees events in order of arrival."""
    scenario = Scenario("score s:\n    +(amount) on first visit").on("visit", 5 * DAY, amount=1).on("visit", DAY, amount=9)
    assert scenario.value() == 1


def test_late_event_and_latest() -> None:
    """A late event replaces a ``latest`` award only if it is newer."""
    scenario = Scenario("score s:\n    +(amount) on latest visit").on("visit", DAY, amount=1).on("click", 5 * DAY)
    assert scenario.on("visit", 0, amount=9).value() == 1
    assert scenario.on("visit", 2 * DAY, amount=4).value() == 4


def test_late_event_in_windows() -> None:
    """A late event counts in windows at its own time: it leaves them as early as if it had come in time."""
    scenario = (
        Scenario("score s:\n    +1 while count(visit within 2 days) >= 1").on("click", 2 * DAY).on("visit", DAY).until(9 * DAY)
    )
    assert scenario.ledger() == [Line(1, "state on", 2 * DAY), Line(-1, "state off", 3 * DAY)]
    assert Scenario("score s:\n    +1 while seen(visit within 2 days)").on("click", 3 * DAY).on("visit", DAY).ledger() == []


def test_late_event_and_last() -> None:
    """A late event does not put ``last`` back."""
    scenario = Scenario("score s:\n    +1 while age(last(visit)) >= 1 day").on("visit", 2 * DAY).on("visit", 0).until(9 * DAY)
    assert scenario.ledger() == [Line(1, "state on", 3 * DAY)]


# --- removal ------------------------------------------------------------------------------------------------------------


def test_profile_removed_and_back() -> None:
    """``profile removed`` runs its rules; the next event creates the profile anew, with nothing of its former life."""
    rules = "score s:\n    initial 3\n    +1 on each profile removed\n    +5 on first visit\n    +7 on each profile created"
    scenario = Scenario(rules).on("visit").on("profile removed", HOUR)
    assert scenario.ledger()[-1] == Line(1, "award", HOUR)
    assert scenario.both[0].get("p") is None
    assert scenario.on("visit", DAY).value() == 15


def test_repeat_after_removal() -> None:
    """A removed profile's events are still known: a repeat does not bring it back."""
    scenario = Scenario("score s:\n    +5 on each visit").on("visit", id="a").on("profile removed").on("visit", DAY, id="a")
    assert scenario.last.status == "duplicate"
    assert scenario.both[0].get("p") is None


def test_unknown_profile_cannot_be_removed() -> None:
    """There has to be a profile to remove."""
    assert Scenario("score s:\n    +5 on each visit").on("profile removed").refusal == "LS835"
