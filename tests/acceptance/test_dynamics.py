"""The Dynamics consultant's article, the rows on current scores, negative points, checks and thresholds."""

from pathlib import Path

from tests.acceptance.living import Database

RULES = """\
profile:
    email      text
    leadscore  number
event email_open
event page_visit:
    path  text
event email_bounce:
    reason  text
event unsubscribe
let threshold = 25
let qualified = engagement >= threshold
score engagement:
    field leadscore
    +5   on each email_open, expires after 10 days
    +20  on each page_visit
    -10  on each email_bounce
    -15  on each unsubscribe
"""


def test_c06_the_score_that_is_read_is_current(tmp_path: Path) -> None:
    """Whoever reads a score reads it with all that time has taken away since; the selection follows."""
    leads = Database(tmp_path, RULES + "selection to_call:\n    where qualified\n")
    leads.on("email_open", 0)
    leads.on("page_visit", 1)
    assert (leads.score("engagement"), leads.engine.is_in("to_call", "p")) == (25, True)
    leads.until(9.99)
    assert leads.engine.is_in("to_call", "p")
    leads.until(10)
    assert (leads.score("engagement"), leads.field("leadscore"), leads.engine.is_in("to_call", "p")) == (20, 20, False)


def test_c07_a_change_of_the_score_is_an_event(tmp_path: Path) -> None:
    """Each change is heard at once with the old and the new value, a change by time too, and starts what is automated on it."""
    rules = """\
action sync:
    what  text
    old   number
    new   number
followup changed:
    on profile modified
    where changed(leadscore)
    do sync "crm", old: old(leadscore), new: leadscore
followup also:
    when engagement changes
    do start_workflow "recount"
"""
    leads = Database(tmp_path, RULES + rules)
    leads.on("unsubscribe", 0)
    leads.on("email_open", 1)
    leads.on("email_open", 1)
    leads.until(30)
    changes = [(action.args.get("old"), action.args["new"]) for action in leads.actions if action.action == "sync"]
    assert changes == [(0, -15), (-15, -10), (-10, -5), (-5, -15)]
    assert [action.event for action in leads.actions if action.action == "start_workflow"] == ["e1", "e2", "e3", None]


def test_c17_scores_may_be_negative(tmp_path: Path) -> None:
    """A score goes below zero, and edges see it there."""
    leads = Database(tmp_path, RULES + 'followup lost:\n    when engagement < 0\n    do notify "lost"\n')
    leads.on("email_bounce")
    assert (leads.score("engagement"), [action.args["message"] for action in leads.actions]) == (-10, ["lost"])


def test_c18_a_bounce_takes_ten_points(tmp_path: Path) -> None:
    """The example of the article."""
    leads = Database(tmp_path, RULES)
    leads.on("page_visit")
    leads.on("email_bounce", reason="full")
    assert leads.score("engagement") == 10


def test_c19_an_unsubscribe_lowers_the_score(tmp_path: Path) -> None:
    """The overall score goes down, and the ledger says by what."""
    leads = Database(tmp_path, RULES)
    leads.on("page_visit")
    leads.on("unsubscribe")
    assert leads.score("engagement") == 5
    assert [entry.points for entry in leads.entries] == [20, -15]


def test_c20_one_event_changes_points_and_starts_a_check(tmp_path: Path) -> None:
    """A bounce costs points and asks somebody to find out why, in the same call."""
    rules = 'followup why:\n    on email_bounce\n    do start_workflow "check the address"\n    do notify "bounced", to: reason\n'
    leads = Database(tmp_path, RULES + rules)
    actions = leads.on("email_bounce", reason="sales@example.com")
    assert [(action.action, action.event) for action in actions] == [("start_workflow", "e1"), ("notify", "e1")]
    assert leads.score("engagement") == -10


def test_c21_the_threshold_stands_in_one_place(tmp_path: Path) -> None:
    """A threshold has a name, under which follow-ups, selections and grades use it; moving it moves all of them."""
    uses = (
        'followup call:\n    when qualified\n    do notify "call"\nselection to_call:\n'
        '    where qualified\ngrade g:\n    "A" when qualified\n    "B" otherwise\n'
    )
    for threshold, calls in ((25, 1), (26, 0)):
        leads = Database(tmp_path, RULES.replace("= 25", f"= {threshold}") + uses)
        leads.on("page_visit")
        leads.on("email_open")
        profile = leads.engine.profile("p")
        assert (len(leads.actions), leads.engine.is_in("to_call", "p"), profile.grades["g"]) == (
            calls,
            bool(calls),
            "A" if calls else "B",
        )


def test_c22_below_the_threshold_leads_go_another_way(tmp_path: Path) -> None:
    """One follow-up sends both on their trails, by the score at that moment."""
    rules = 'followup trail:\n    on page_visit\n    where path is "/contact"\n    limit once\n    wait 1 day\n'
    rules += (
        '    if qualified:\n        do notify "sales"\n    else if engagement >= 20:\n'
        '        do send_email "nurture"\n    else:\n        stop\n'
    )
    leads = Database(tmp_path, RULES + rules)
    for profile, opens, bounces in (("high", 1, 0), ("middle", 0, 0), ("low", 0, 1)):
        leads.add(profile, email=f"{profile}@example.com")
        leads.on("page_visit", profile=profile, path="/contact")
        for _ in range(opens):
            leads.on("email_open", profile=profile)
        for _ in range(bounces):
            leads.on("email_bounce", profile=profile)
    assert leads.actions == []
    leads.until(2)
    assert {action.profile: action.action for action in leads.actions} == {"high": "notify", "middle": "send_email"}
