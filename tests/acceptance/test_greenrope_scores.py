"""GreenRope's article on score-driven automation, the rows on the two scores, where they are kept, and how they fade."""

from pathlib import Path

from tests.acceptance.files import Files
from tests.acceptance.living import Database

CONTACTS = """\
profile:
    email              text
    industry           text
    demographic_score  number = 0
    activity_score     number = 0
event email_read
event page_visit:
    path  text
event form_submit:
    form  text
event link_click:
    url  text
"""
SCORES = """\
score demographic:
    field demographic_score
    +10  while industry is "software"
    -50  while domain(email) is "ourselves.example"
score activity:
    field activity_score
    +4   on each email_read, halves every 30 days
    +20  on each page_visit where path is "/pricing"
    +7   on first form_submit where form is "sign-up"
    +3   on first link_click where url ends with "/demo"
"""


def test_e01_points_for_actions(tmp_path: Path) -> None:
    """Each action of a contact gives the points of its rule, to this contact."""
    contacts = Database(tmp_path, CONTACTS + SCORES)
    contacts.on("email_read", profile="ann")
    contacts.on("email_read", profile="bob")
    contacts.on("form_submit", profile="bob", form="sign-up")
    assert [contacts.score("activity", profile) for profile in ("ann", "bob")] == [4, 11]


def test_e02_two_scores_for_each_contact(tmp_path: Path) -> None:
    """Both scores are kept and written for each contact, side by side."""
    files = Files(tmp_path, CONTACTS + SCORES)
    files.on("profile.created", industry="software")
    files.on("email_read")
    assert files.run().profiles["p"]["scores"] == {"demographic": {"value": 10}, "activity": {"value": 4}}


def test_e03_scores_go_into_fields_by_configuration(tmp_path: Path) -> None:
    """Which field holds a score is a line in the rules: another line fills another field, of any column of the CRM."""
    files = Files(tmp_path, CONTACTS + SCORES)
    files.on("email_read")
    fields = files.run().profiles["p"]["fields"]
    assert (fields["demographic_score"], fields["activity_score"]) == (0, 4)
    moved = CONTACTS.replace("    industry ", '    crm_points  number from "Custom Field 7"\n    industry ') + SCORES
    files.write(moved.replace("field activity_score", "field crm_points"))
    fields = files.run().profiles["p"]["fields"]
    assert (fields["activity_score"], fields["crm_points"]) == (0, 4)
    assert {row["field"]: row["written by"] for row in files.inventory("fields") if row["written by"]} == {
        "crm_points": "activity",
        "demographic_score": "demographic",
    }


def test_e25_half_life_own_employees_and_where_points_are_attached(tmp_path: Path) -> None:
    """Activity halves in each half-life, own employees stay below all workflows, and pages, forms and links have points."""
    hot = 'let worth = demographic + activity\nfollowup hot:\n    when worth >= 20\n    do start_workflow "call"\n'
    contacts = Database(tmp_path, CONTACTS + SCORES + hot)
    contacts.add("colleague", email="ann@ourselves.example")
    contacts.add("lead", email="bob@example.com")
    for profile in ("colleague", "lead"):
        contacts.on("page_visit", profile=profile, path="/pricing")
        contacts.on("form_submit", profile=profile, form="sign-up")
        contacts.on("link_click", profile=profile, url="https://example.com/demo")
    assert [action.profile for action in contacts.actions] == ["lead"]
    assert contacts.score("activity", "lead") == 30
    contacts.on("email_read", profile="lead")
    faded = []
    for day in (0, 30, 60):
        contacts.until(day)
        faded.append(contacts.score("activity", "lead"))
    assert faded == [34, 32, 31]
