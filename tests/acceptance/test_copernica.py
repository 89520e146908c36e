"""Copernica's lead-scoring tutorial, row by row: what starts a follow-up, and the invitation that is sent once."""

from pathlib import Path

import pytest

from tests.acceptance.living import START, Database

LEADS = """\
profile:
    email           text
    country         text
    leadscore       number = 0
    lead_contacted  choice("no", "yes") = "no"
collection orders:
    amount     number
    hotness    number = 0
event link_click:
    url  text
event unsubscribe
"""
UP = "    set leadscore to leadscore + 1\n"
CLICKS = "followup clicks:\n    on link_click\n" + UP
INVITE = """\
followup invite:
    on profile modified
    where leadscore > 3 and lead_contacted is "no"
    do send_email "invite", to: email, bcc: ("sales@example.com", "boss@example.com")
    set lead_contacted to "yes"
"""


def test_a03_follow_ups_add_points(tmp_path: Path) -> None:
    """An event makes the field go up."""
    leads = Database(tmp_path, LEADS + CLICKS)
    leads.on("link_click")
    leads.on("link_click")
    assert leads.field("leadscore") == 2


def test_a04_follow_ups_subtract_points(tmp_path: Path) -> None:
    """An event makes the field go down, below zero too."""
    leads = Database(tmp_path, LEADS + CLICKS + "followup bye:\n    on unsubscribe\n    set leadscore to leadscore - 5\n")
    leads.on("link_click")
    leads.on("unsubscribe")
    assert leads.field("leadscore") == -4


def test_a05_a_link_click_starts(tmp_path: Path) -> None:
    """A click starts what is bound to clicks, with the link that was clicked, and nothing else."""
    rules = 'followup pricing:\n    on link_click\n    where path(url) is "/pricing"\n' + UP
    leads = Database(tmp_path, LEADS + rules)
    leads.on("link_click", url="https://example.com/blog")
    leads.on("unsubscribe")
    assert leads.field("leadscore") == 0
    leads.on("link_click", url="https://example.com/pricing")
    assert leads.field("leadscore") == 1


def test_a06_an_unsubscribe_starts(tmp_path: Path) -> None:
    """An unsubscribe starts what is bound to it."""
    leads = Database(tmp_path, LEADS + 'followup bye:\n    on unsubscribe\n    do notify "bye"\n')
    assert leads.on("link_click") == []
    assert [action.args for action in leads.on("unsubscribe")] == [{"message": "bye"}]


def test_a07_profile_created_starts(tmp_path: Path) -> None:
    """A new profile has its default values when the follow-up runs."""
    rules = (
        'followup hello:\n    on profile created\n    where leadscore is 0 and lead_contacted is "no"\n'
        "    set leadscore to leadscore + 10\n"
    )
    leads = Database(tmp_path, LEADS + rules)
    leads.on("profile.created", email="ann@example.com")
    leads.on("link_click", profile="q")
    assert (leads.field("leadscore"), leads.field("leadscore", "q")) == (10, 10)


def test_a08_subprofile_created_starts(tmp_path: Path) -> None:
    """The follow-up sees the new row and the profile that it belongs to."""
    leads = Database(
        tmp_path,
        LEADS + 'followup order:\n    on orders created\n    where country is "NL"\n    set leadscore to leadscore + amount\n',
    )
    leads.add("p", country="NL")
    leads.on("orders.created", id="1", amount=7)
    assert leads.field("leadscore") == 7


def test_a09_profile_modified_starts(tmp_path: Path) -> None:
    """The set of changed fields is known, with what they held before."""
    leads = Database(
        tmp_path,
        LEADS + 'followup moved:\n    on profile modified\n    where changed(country)\n    do notify "from", to: old(country)\n',
    )
    leads.add("p", country="NL", email="a@example.com")
    assert leads.on("profile.modified", email="b@example.com") == []
    assert [action.args["to"] for action in leads.on("profile.modified", country="BE")] == ["NL"]


def test_a10_subprofile_modified_starts(tmp_path: Path) -> None:
    """A modified row starts what is bound to it, and what changed is known."""
    leads = Database(
        tmp_path, LEADS + "followup more:\n    on orders modified\n    where changed(amount) and amount > old(amount)\n" + UP
    )
    leads.on("orders.created", id="1", amount=5)
    leads.on("orders.modified", id="1", amount=4)
    assert leads.field("leadscore") == 0
    leads.on("orders.modified", id="1", amount=9)
    assert leads.field("leadscore") == 1


def test_a11_subprofile_removed_starts(tmp_path: Path) -> None:
    """The follow-up sees the removed row's last values and may write to the profile."""
    leads = Database(tmp_path, LEADS + "followup gone:\n    on orders removed\n    set leadscore to leadscore - amount\n")
    leads.on("orders.created", id="1", amount=5)
    leads.on("orders.modified", id="1", amount=8)
    leads.on("orders.removed", id="1")
    assert leads.field("leadscore") == -8


def test_a35_a_score_that_is_high_enough_takes_action(tmp_path: Path) -> None:
    """The action comes when the field reaches the threshold, and not before."""
    leads = Database(tmp_path, LEADS + CLICKS + 'followup act:\n    when leadscore >= 3\n    do notify "promising"\n')
    assert [len(leads.on("link_click")) for _ in range(5)] == [0, 0, 1, 0, 0]


SELECTION = 'selection new_leads:\n    where lead_contacted is "no" and leadscore > 2\n    order by leadscore descending\n'


def test_a36_a_selection_shows_the_most_promising(tmp_path: Path) -> None:
    """Sales gets the leads above the minimum, best first."""
    leads = Database(tmp_path, LEADS + CLICKS + SELECTION)
    for profile, clicks in (("a", 3), ("b", 5), ("c", 1), ("d", 4)):
        for _ in range(clicks):
            leads.on("link_click", profile=profile)
    assert leads.select("new_leads") == ["b", "d", "a"]


def test_a37_a_selection_and_an_email_for_one_score(tmp_path: Path) -> None:
    """Both outputs live side by side."""
    promising = "selection promising:\n    where leadscore > 3\n"
    leads = Database(tmp_path, LEADS + CLICKS + INVITE + promising)
    leads.add("p", email="ann@example.com")
    for _ in range(4):
        leads.on("link_click")
    assert [action.action for action in leads.actions] == ["send_email"]
    assert leads.engine.is_in("promising", "p")


def test_a38_the_follow_up_may_sit_on_a_collection(tmp_path: Path) -> None:
    """A threshold works on the fields of a row as on those of a profile."""
    rules = 'followup row:\n    on orders modified\n    where hotness > 3 and old(hotness) <= 3\n    do notify "hot order"\n'
    leads = Database(tmp_path, LEADS + rules)
    leads.on("orders.created", id="1", hotness=3)
    assert [len(leads.on("orders.modified", id="1", hotness=hotness)) for hotness in (2, 4, 5)] == [0, 1, 0]


def test_a39_the_guard_field_has_a_default(tmp_path: Path) -> None:
    """``lead_contacted`` reads "no" on every profile, on those that existed before the field too."""
    leads = Database(tmp_path, LEADS)
    leads.add("p")
    leads.on("link_click")
    leads.on("link_click", profile="new")
    assert (leads.field("lead_contacted"), leads.field("lead_contacted", "new")) == ("no", "no")


def test_a40_own_write_starts_modified_followup(tmp_path: Path) -> None:
    """The write of one follow-up is a modification that starts another, in the same event."""
    leads = Database(
        tmp_path,
        LEADS + CLICKS + 'followup modified:\n    on profile modified\n    where changed(leadscore)\n    do notify "more"\n',
    )
    assert [(action.event, action.args["message"]) for action in leads.on("link_click")] == [("e1", "more")]


@pytest.mark.parametrize(("operator", "matching"), [(">", [6]), (">=", [5, 6]), ("is", [5]), ("is not", [4, 6]), ("<", [4])])
def test_a41_check_destination(tmp_path: Path, operator: str, matching: list[int]) -> None:
    """A check compares a field with a value by any operator."""
    leads = Database(
        tmp_path, LEADS + f'followup check:\n    on link_click\n    where leadscore {operator} 5\n    do notify "match"\n'
    )
    for score in (4, 5, 6):
        leads.add(f"p{score}", leadscore=score)
        leads.on("link_click", profile=f"p{score}")
    assert [action.profile for action in leads.actions] == [f"p{score}" for score in matching]


def test_a42_a_match_leads_to_a_second_check(tmp_path: Path) -> None:
    """Checks in a row all have to match; the second is tested only after the first."""
    rules = (
        'followup checks:\n    on link_click\n    if leadscore > 3:\n        if country is "NL":\n            do notify "both"\n'
    )
    leads = Database(tmp_path, LEADS + rules)
    for profile, score, country in (("a", 4, "NL"), ("b", 4, "BE"), ("c", 3, "NL")):
        leads.add(profile, leadscore=score, country=country)
        leads.on("link_click", profile=profile)
    assert [action.profile for action in leads.actions] == ["a"]


def test_a43_the_second_check_tests_the_guard(tmp_path: Path) -> None:
    """Who has been contacted is not invited."""
    leads = Database(tmp_path, LEADS + INVITE)
    leads.add("yes", leadscore=9, lead_contacted="yes", email="y@example.com")
    leads.add("no", leadscore=9, email="n@example.com")
    for profile in ("yes", "no"):
        leads.on("profile.modified", profile=profile, country="NL")
    assert [action.profile for action in leads.actions] == ["no"]


def test_a44_five_more_increments_send_no_second_email(tmp_path: Path) -> None:
    """The lead keeps getting warmer, and is invited once."""
    leads = Database(tmp_path, LEADS + CLICKS + INVITE)
    leads.add("p", email="ann@example.com")
    assert [len(leads.on("link_click")) for _ in range(9)] == [0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert leads.failures == []


def test_a45_the_email_is_an_action_with_details(tmp_path: Path) -> None:
    """The engine asks for the e-mail and says what is needed to send it; it sends nothing."""
    leads = Database(tmp_path, LEADS + INVITE)
    leads.add("p", email="ann@example.com")
    (action,) = leads.on("profile.modified", 2, leadscore=4)
    assert (action.action, action.profile, action.followup, action.event, action.time) == (
        "send_email", "p", "invite", "e1", START.replace(day=3),
    )  # fmt: skip
    assert (action.args["template"], action.args["to"]) == ("invite", "ann@example.com")
    assert action.id


def test_a46_one_match_has_two_successors(tmp_path: Path) -> None:
    """The e-mail is asked for and the guard is set, both."""
    leads = Database(tmp_path, LEADS + INVITE)
    leads.add("p", email="ann@example.com")
    leads.on("profile.modified", leadscore=4)
    assert ([action.action for action in leads.actions], leads.field("lead_contacted")) == (["send_email"], "yes")


def test_a47_setting_the_guard_ends_the_cascade(tmp_path: Path) -> None:
    """Setting the guard is a modification again, whose check fails: no loop. Without a guard the depth is bounded."""
    leads = Database(
        tmp_path,
        LEADS + INVITE + 'followup heard:\n    on profile modified\n    where changed(lead_contacted)\n    do notify "set"\n',
    )
    leads.add("p", email="ann@example.com")
    assert [action.action for action in leads.on("profile.modified", leadscore=4)] == ["send_email", "notify"]
    assert leads.failures == []
    endless = Database(tmp_path, LEADS + "followup endless:\n    on profile modified\n" + UP)
    endless.on("profile.modified", country="NL")
    assert [failure.code for failure in endless.failures] == ["LS853"]
    assert "endless → profile modified" in endless.failures[0].message


def test_a48_no_match_and_nothing_happens(tmp_path: Path) -> None:
    """Where a check does not match nothing happens: no action, no failure."""
    leads = Database(tmp_path, LEADS + INVITE)
    leads.on("profile.modified", leadscore=3)
    assert (leads.actions, leads.failures, leads.entries) == ([], [], [])


def test_a49_bcc_the_sales_team(tmp_path: Path) -> None:
    """An argument may be a list."""
    leads = Database(tmp_path, LEADS + INVITE)
    leads.add("p", email="ann@example.com")
    (action,) = leads.on("profile.modified", leadscore=4)
    assert action.args["bcc"] == ["sales@example.com", "boss@example.com"]


def test_a50_a_selection_checks_field_values(tmp_path: Path) -> None:
    """A selection has conditions of field, operator and value, and follows the fields."""
    leads = Database(tmp_path, LEADS + SELECTION)
    leads.on("profile.modified", leadscore=3)
    assert leads.engine.is_in("new_leads", "p")
    leads.on("profile.modified", lead_contacted="yes")
    assert not leads.engine.is_in("new_leads", "p")


def test_a51_the_printed_condition_selects_who_was_contacted(tmp_path: Path) -> None:
    """``lead_contacted is not "no"`` is run literally: it selects those who have been contacted already."""
    leads = Database(tmp_path, LEADS + SELECTION.replace('is "no"', 'is not "no"'))
    leads.on("profile.modified", profile="fresh", leadscore=9)
    leads.on("profile.modified", profile="contacted", leadscore=9, lead_contacted="yes")
    assert leads.select("new_leads") == ["contacted"]


def test_a52_greater_than_is_strict(tmp_path: Path) -> None:
    """A score that is equal to the minimum is not in the selection."""
    leads = Database(tmp_path, LEADS + SELECTION)
    leads.on("profile.modified", profile="equal", leadscore=2)
    leads.on("profile.modified", profile="more", leadscore=2.01)
    assert leads.select("new_leads") == ["more"]


def test_a53_conditions_of_one_rule_are_anded(tmp_path: Path) -> None:
    """Each of the conditions alone is not enough."""
    leads = Database(tmp_path, LEADS + SELECTION)
    for profile, score, contacted in (("both", 3, "no"), ("score", 3, "yes"), ("guard", 1, "no"), ("none", 1, "yes")):
        leads.on("profile.modified", profile=profile, leadscore=score, lead_contacted=contacted)
    assert leads.select("new_leads") == ["both"]
