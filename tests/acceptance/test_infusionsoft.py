"""Infusionsoft's scoring help, the rows on tags: what a tag does to the score, at once."""

from pathlib import Path

from tests.acceptance.living import Database

RULES = """\
profile:
    leadscore  number
event web_form
score score:
    field leadscore
    +5 while tags contains any ("New Lead", "Newsletter Subscriber")
    -3 while tags contains "Complained"
followup hot:
    when score >= 5
    do notify "hot"
followup cooled:
    when score < 5
    where score is 2
    do notify "cooled"
"""


def test_b08_an_applied_tag_changes_the_score_at_once(tmp_path: Path) -> None:
    """The same call has the new points, and what waits for them has happened."""
    contacts = Database(tmp_path, RULES)
    assert [action.args["message"] for action in contacts.on("tag.added", tag="New Lead")] == ["hot"]
    assert (contacts.score("score"), contacts.field("leadscore")) == (5, 5)
    assert [(entry.points, entry.event) for entry in contacts.entries] == [(5, "e1")]


def test_b09_a_removed_tag_changes_the_score_at_once(tmp_path: Path) -> None:
    """The points for it are withdrawn in the same call; the points of another tag of the same rule stay while one is there."""
    contacts = Database(tmp_path, RULES)
    for tag in ("New Lead", "Newsletter Subscriber"):
        contacts.on("tag.added", tag=tag)
    contacts.on("tag.removed", tag="New Lead")
    assert contacts.score("score") == 5
    contacts.on("tag.removed", tag="Newsletter Subscriber")
    assert (contacts.score("score"), contacts.field("leadscore")) == (0, 0)
    assert [(entry.points, entry.reason) for entry in contacts.entries] == [(5, "state on"), (-5, "state off")]


def test_b10_criteria_add_and_subtract(tmp_path: Path) -> None:
    """Tags take points away as well, and follow-ups that tag do both for the same event."""
    contacts = Database(tmp_path, RULES + 'followup form:\n    on web_form\n    add tag "Complained"\n')
    contacts.on("tag.added", tag="New Lead")
    assert [action.args["message"] for action in contacts.on("web_form")] == ["cooled"]
    assert contacts.score("score") == 2
    contacts.on("tag.removed", tag="New Lead")
    assert contacts.score("score") == -3
