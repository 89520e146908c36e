"""Infusionsoft's scoring help, the rows on the score itself: flames, its settings, its changes, and who else shows it."""

import json
from pathlib import Path

import pytest

import lsdsl
from lsdsl.rescoring import status_of
from tests.acceptance.files import Files
from tests.acceptance.living import START, Database

DATA = """\
profile:
    name       text
    leadscore  number
event form_submit:
    form  text
event link_click:
    url  text
"""
SCORE = """\
score interest:
    title "Lead score"
    field leadscore
    ideal 50
    +10  on each form_submit
    +1   on each link_click
    -25  on each tag added where tag is "Complained"
    +5   while tags contains any ("New Lead", "Newsletter Subscriber")
"""


def flames(folder: Path, *happened: str, rules: str = DATA + SCORE) -> int | None:
    """The flames of a contact to whom this happened."""
    contacts = Database(folder, rules)
    contacts.add("p")
    for kind in happened:
        contacts.on(kind, **({"tag": "Complained"} if kind == "tag.added" else {}))
    contacts.until(1)
    result = contacts.engine.profile("p").scores["interest"].flames
    return None if result is None else int(result)


PROJECTION = """\
collection opportunities:
    name  text
action show_on_opportunities:
    field   text
    contact text
    points  number
followup project:
    when interest changes
    where count(opportunities) > 0
    do show_on_opportunities "Lead score", contact: id, points: interest
"""


def test_b11_the_score_is_shown_on_the_opportunity(tmp_path: Path) -> None:
    """Each change of the score asks for showing it with the opportunities of the contact; it cannot be written from there."""
    contacts = Database(tmp_path, DATA + SCORE + PROJECTION)
    assert contacts.on("link_click") == []
    contacts.on("opportunities.created", id="o1", name="Forty bikes")
    (shown,) = contacts.on("form_submit")
    assert (shown.action, shown.args) == ("show_on_opportunities", {"field": "Lead score", "contact": "p", "points": 11})
    write = "followup w:\n    on opportunities modified\n    set leadscore to 5\n"
    assert [code for code, _ in Files(tmp_path, "").findings(DATA + SCORE + PROJECTION + write)] == ["LS228"]


def test_b11_the_score_is_in_the_output_for_related_records(tmp_path: Path) -> None:
    """Each profile that is written has its id, score and flames, so that related records can look it up."""
    files = Files(tmp_path, DATA + SCORE)
    files.on("form_submit")
    line = files.run().profiles["p"]
    assert (line["id"], line["scores"]["interest"], line["fields"]["leadscore"]) == ("p", {"value": 10, "flames": 1}, 10)


def test_b12_every_contact_is_scored(tmp_path: Path) -> None:
    """A score that is added counts for contacts that were there before it, with what they did and what they are."""
    files = Files(tmp_path, DATA)
    files.add("silent", created=-30)
    files.add("tagged", created=-30, tags=["New Lead"])
    files.on("form_submit", profile="active")
    assert all("scores" not in line for line in files.run(until=1).profiles.values())
    files.write(DATA + SCORE)
    output = files.run("rescore", until=1)
    assert {profile: output.score("interest", profile) for profile in output.profiles} == {"active": 10, "silent": 0, "tagged": 5}


def test_b13_more_interest_earns_more_points(tmp_path: Path) -> None:
    """The weights stand side by side in one inventory, and a lead with one strong sign comes before one with many weak ones."""
    files = Files(tmp_path, DATA + SCORE)
    weights = {row["what"]: int(row["points"]) for row in files.inventory("rules")}
    assert weights["each form_submit"] > weights["each link_click"]
    files.on("form_submit", profile="interested")
    for _ in range(9):
        files.on("link_click", profile="curious")
    output = files.run()
    assert output.score("interest", "interested") > output.score("interest", "curious")


def test_b14_a_list_of_activities_with_values(tmp_path: Path) -> None:
    """The ruleset can be shown as a table: each criterion with its points, and where it stands."""
    files = Files(tmp_path, DATA + SCORE)
    assert [(row["points"], row["when"], row["what"]) for row in files.inventory("rules")] == [
        ("+10", "each", "each form_submit"),
        ("+1", "each", "each link_click"),
        ("-25", "each", 'each tag added where tag is "Complained"'),
        ("+5", "while", 'tags contains any ("New Lead", "Newsletter Subscriber")'),
    ]
    assert [row["where"].rsplit(":", 1)[1] for row in files.inventory("rules")] == ["12", "13", "14", "15"]


def test_b15_a_tag_that_does_not_exist(tmp_path: Path) -> None:
    """A tag that is almost another one of the ruleset is a warning that names the other."""
    wrong = DATA + SCORE + 'selection s:\n    where tags contains "New Laed"\n'
    (found,) = Files(tmp_path, "").diagnostics(wrong)
    assert (found["code"], found["severity"], found["start"]["line"]) == ("LS250", "warning", 17)
    assert "New Lead" in found["message"] + found["help"]


def test_b16_tags_by_automation_or_by_hand(tmp_path: Path) -> None:
    """Points are the same whether a tag comes from an event, from an import or from a follow-up."""
    automation = (
        'followup tagging:\n    on form_submit\n    where form is "tag"\n    add tag "New Lead"\n'
        'followup untagging:\n    on form_submit\n    where form is "untag"\n    remove tag "New Lead"\n'
    )
    rules = (DATA + SCORE + automation).replace("    +10  on each form_submit\n", "")
    contacts = Database(tmp_path, rules)
    contacts.on("tag.added", profile="hand", tag="New Lead")
    contacts.on("profile.modified", profile="import", tags=["New Lead"])
    contacts.on("form_submit", profile="automation", form="tag")
    who = ("hand", "import", "automation")
    assert [contacts.score("interest", profile) for profile in who] == [5, 5, 5]
    contacts.on("tag.removed", profile="automation", tag="New Lead")
    contacts.on("form_submit", profile="hand", form="untag")
    contacts.on("profile.modified", profile="import", tags=[])
    assert [contacts.score("interest", profile) for profile in who] == [0, 0, 0]


def test_b17_the_ideal_is_five_flames(tmp_path: Path) -> None:
    """At the ideal a contact has five flames, and a point below it four."""
    assert flames(tmp_path, *["form_submit"] * 5) == 5
    assert flames(tmp_path, *["form_submit"] * 4, *["link_click"] * 9) == 4


def test_b18_flames_are_the_part_of_the_ideal(tmp_path: Path) -> None:
    """Each fifth of the ideal is a flame."""
    assert [flames(tmp_path, *["form_submit"] * times) for times in range(6)] == [0, 1, 2, 3, 4, 5]
    assert flames(tmp_path, "form_submit", rules=(DATA + SCORE).replace("    ideal 50\n", "")) is None


def test_b19_enough_criteria_are_enough(tmp_path: Path) -> None:
    """A contact reaches the ideal by some of the criteria, without the others."""
    contacts = Database(tmp_path, DATA + SCORE)
    for _ in range(5):
        contacts.on("form_submit")
    assert {entry.where for entry in contacts.entries} == {f"{contacts.path}:12"}
    assert contacts.engine.profile("p").scores["interest"].flames == 5


def test_b20_flames_end_at_both_sides(tmp_path: Path) -> None:
    """Above the ideal there are five flames, below zero there are none."""
    assert flames(tmp_path, *["form_submit"] * 12) == 5
    assert flames(tmp_path, "tag.added") == 0


def test_b32_the_score_has_a_name(tmp_path: Path) -> None:
    """A score has a name for rules and a title for people."""
    files = Files(tmp_path, DATA + SCORE)
    assert [(row["score"], row["title"]) for row in files.inventory("scores")] == [("interest", "Lead score")]
    files.on("form_submit")
    (why,) = json.loads(files.call("why", "p", "--format", "json").stdout)["scores"]
    assert (why["score"], why["title"]) == ("interest", "Lead score")


def test_b33_the_score_can_be_off(tmp_path: Path) -> None:
    """A score that is off earns nothing and reads as missing; switched on again, it counts as if it had never been off."""
    files = Files(tmp_path, DATA + SCORE)
    files.on("form_submit")
    on = files.run()
    files.write((DATA + SCORE).replace('title "Lead score"', "enabled false"))
    off = files.run(out="off")
    assert (off.ledger, off.score("interest")) == ([], None)
    assert files.inventory("scores")[0]["enabled"] is False
    files.write(DATA + SCORE)
    again = files.run("rescore", out="again")
    assert (again.ledger, again.score("interest")) == (on.ledger, 10)


def test_b34_the_ideal_is_a_setting(tmp_path: Path) -> None:
    """How many points are five flames is written with the score, and moving it moves the flames and nothing else."""
    files = Files(tmp_path, DATA + SCORE)
    assert files.inventory("scores")[0]["ideal"] == 50
    for _ in range(2):
        files.on("form_submit")
    seen = []
    for ideal in ("ideal 50", "ideal 20"):
        files.write((DATA + SCORE).replace("ideal 50", ideal))
        seen.append(files.run().profiles["p"]["scores"]["interest"])
    assert seen == [{"value": 20, "flames": 2}, {"value": 20, "flames": 5}]


def test_b35_recent_activity_on_demand(tmp_path: Path) -> None:
    """Whoever asks again, with the activity since, has the score of now."""
    files = Files(tmp_path, DATA + SCORE.replace("form_submit\n", "form_submit, expires after 10 days\n"))
    files.on("form_submit", 0)
    assert files.run().score("interest") == 10
    files.on("link_click", 8)
    assert files.run("rescore").score("interest") == 11
    assert files.run("rescore", until=10).score("interest") == 1


def test_b36_changes_take_effect_when_they_are_saved_and_loaded(tmp_path: Path) -> None:
    """A draft changes nothing that runs: it is checked and compared beside it, and rules with errors are never loaded."""
    live = Database(tmp_path, DATA + SCORE)
    live.path.write_text((DATA + SCORE).replace("+10", "+"), encoding="utf-8")
    live.on("form_submit")
    assert live.score("interest") == 10
    with pytest.raises(lsdsl.RulesetError):
        lsdsl.load(live.path)
    live.path.write_text((DATA + SCORE).replace("+10", "+20"), encoding="utf-8")
    live.on("form_submit")
    assert live.score("interest") == 20
    before = Files(tmp_path / "live", DATA + SCORE)
    before.on("form_submit")
    moved = json.loads(before.call("diff", str(live.path), "--format", "json").stdout)["summary"]
    assert (moved["profiles"], moved["moved"]) == (1, 1)
    changed = lsdsl.load(live.path)
    assert changed.digest != live.engine.ruleset.digest
    engine = lsdsl.Engine(changed)
    engine.process({"id": "e", "type": "form_submit", "profile": "p", "time": START})
    assert engine.profile("p").scores["interest"].value == 20


def test_b37_a_full_recalculation_is_a_job(tmp_path: Path) -> None:
    """A rescore replays everybody into a folder of its own or the same one, asks for no action again, and ends with all of it."""
    follow_up = 'followup hot:\n    when interest >= 10\n    do notify "hot"\n'
    files = Files(tmp_path, DATA + SCORE + follow_up)
    for number in range(50):
        files.on("form_submit", number / 100, profile=f"p{number}")
    assert len(files.run().actions) == 50
    files.write(DATA + SCORE.replace("+10", "+30") + follow_up)
    output = files.run("rescore")
    assert (len(output.profiles), {line["scores"]["interest"]["value"] for line in output.profiles.values()}) == (50, {30})
    assert output.actions == []


def test_b38_a_contact_shows_whether_it_is_being_updated(tmp_path: Path) -> None:
    """Each profile names the rules that its score belongs to, and the state says whether these are the present ones."""
    files = Files(tmp_path, DATA + SCORE)
    files.on("form_submit")
    before = files.run("rescore").profiles["p"]["rules"]
    files.write(DATA + SCORE.replace("+10", "+30"))
    after = files.run("rescore").profiles["p"]["rules"]
    status = status_of(tmp_path / "out")
    assert status is not None
    assert (status.state, status.rules, status.previous, status.updating, status.current) == ("current", after, before, 0, 1)
    assert (status.of(before), status.of(after)) == ("updating", "current")


def test_b43_several_scores_live_together(tmp_path: Path) -> None:
    """A contact has as many scores as there are, each with its own rules, field and ideal."""
    other = "score reach:\n    ideal 4\n    +2 on each form_submit\n    -1 on each link_click\n"
    contacts = Database(tmp_path, DATA + SCORE + other + "score both = interest + reach\n")
    contacts.on("form_submit")
    contacts.on("link_click")
    scores = contacts.engine.profile("p").scores
    assert {name: (score.value, score.flames) for name, score in scores.items()} == {
        "interest": (11, 1),
        "reach": (1, 1),
        "both": (12, None),
    }


def test_b45_a_daily_call_list(tmp_path: Path) -> None:
    """The list is sorted by score, best first, and equal scores are always in the same order."""
    rules = DATA + SCORE + "selection call_list:\n    where interest > 0\n    order by interest descending\n"
    orders = []
    for turn in (("c", "a", "b", "d"), ("d", "b", "a", "c")):
        files = Files(tmp_path, rules)
        for profile in turn:
            files.on("form_submit" if profile == "d" else "link_click", profile=profile)
        listed = files.call("select", "call_list", "--format", "jsonl")
        # The name of a selection stands before the rules.
        orders.append([json.loads(line)["id"] for line in listed.stdout.splitlines()])
    assert orders == [["d", "a", "b", "c"]] * 2
