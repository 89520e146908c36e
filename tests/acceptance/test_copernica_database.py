"""Copernica's lead-scoring tutorial, row by row: the score, the field in the database, and where follow-ups are attached."""

from pathlib import Path
from typing import Any

from tests.acceptance.files import Files
from tests.acceptance.living import Database

LEADS = """\
profile:
    email      text
    country    text
    leadscore  number = 0
    interest   text
collection orders:
    amount  number
event link_click:
    url  text
event email_open:
    template  text
event unsubscribe
"""
POINTS = """\
score promise:
    +5  on each link_click, at most 2 times
    -3  on each unsubscribe
    -8  on each orders removed
"""
UP = "    set leadscore to leadscore + 1\n"


def test_a01_points_say_how_promising_a_lead_is(tmp_path: Path) -> None:
    """A score is a number by which leads are compared with a threshold, with each other, and sorted."""
    rules = "selection promising:\n    where promise > -5\n    order by promise descending\n"
    leads = Database(tmp_path, LEADS + POINTS + rules)
    for profile, clicks, goodbyes in (("a", 1, 0), ("b", 2, 0), ("c", 0, 1), ("d", 0, 2)):
        for kind, times in (("link_click", clicks), ("unsubscribe", goodbyes)):
            for _ in range(times):
                leads.on(kind, profile=profile)
    assert [leads.score("promise", profile) for profile in "abcd"] == [5, 10, -3, -6]
    assert leads.select("promising") == ["b", "a", "c"]


def test_a02_a_score_is_kept_for_each_lead(tmp_path: Path) -> None:
    """Two leads whose events come mixed have what each of them has alone: limits, waits and points are not shared."""
    waiting = "followup later:\n    on link_click\n    limit once\n    wait 2 days\n" + UP
    mixed = Database(tmp_path, LEADS + POINTS + waiting)
    alone = {profile: Database(tmp_path, LEADS + POINTS + waiting) for profile in ("p", "q")}
    for day, profile, kind in ((0, "p", "link_click"), (1, "q", "link_click"), (1, "p", "link_click"), (2, "p", "unsubscribe"),
                               (2, "q", "link_click"), (2, "p", "link_click"), (3, "q", "link_click")):  # fmt: skip
        for database in (mixed, alone[profile]):
            database.on(kind, day, profile=profile)
    assert [mixed.score("promise", profile) for profile in ("p", "q")] == [7, 10]
    for profile, database in alone.items():
        assert mixed.engine.profile(profile) == database.engine.profile(profile)


def test_a12_no_points_are_built_in(tmp_path: Path) -> None:
    """Without rules nobody is scored, whatever happens, and an empty file is a ruleset too."""
    files = Files(tmp_path, LEADS)
    for kind in ("link_click", "unsubscribe", "profile.modified"):
        files.on(kind)
    files.on("orders.created", id="o1", amount=99)
    output = files.run()
    assert (output.ledger, output.actions) == ([], [])
    assert output.profiles["p"] == {"id": "p", "fields": {"leadscore": 0}}
    assert files.findings("") == []


def test_a14_fields_are_declared(tmp_path: Path) -> None:
    """A rule that names a field that the database does not have is an error, with the field that was probably meant."""
    files = Files(tmp_path, LEADS)
    assert files.findings() == []
    rule = "followup f:\n    on link_click\n    set ledscore to 1\n"
    (found,) = files.diagnostics(LEADS + rule)
    assert (found["code"], found["severity"], found["start"]["line"]) == ("LS201", "error", 15)
    assert found["help"] == "did you mean `leadscore`?"


def test_a15_the_field_is_numeric(tmp_path: Path) -> None:
    """A number that comes as text is one, what is no number is refused with its place, and nothing is ever joined."""
    files = Files(tmp_path, LEADS + "followup up:\n    on link_click\n" + UP)
    for profile, value in (("text", " 5 "), ("word", "five"), ("number", 5)):
        files.on("profile.modified", profile=profile, leadscore=value)
        files.on("link_click", profile=profile)
    output = files.run(exits=1)
    assert {profile: line["fields"]["leadscore"] for profile, line in output.profiles.items()} == {
        "text": 6,
        "number": 6,
        "word": 1,
    }
    assert [(line["line"], line["code"]) for line in output.rejects] == [(3, "LS820")]


def test_a16_the_default_is_zero(tmp_path: Path) -> None:
    """A fresh profile reads 0, in rules and in the output."""
    leads = Database(tmp_path, LEADS + 'followup zero:\n    on link_click\n    where leadscore is 0\n    do notify "zero"\n')
    assert len(leads.on("link_click")) == 1
    assert leads.field("leadscore") == 0


def test_a17_tracking_starts_when_the_field_is_added(tmp_path: Path) -> None:
    """Profiles that were there before the field read its default, and count up from it."""
    with_field = LEADS + "followup up:\n    on link_click\n" + UP
    files = Files(tmp_path, with_field.replace("    leadscore  number = 0\n", "").replace(UP, '    add tag "clicked"\n'))
    for profile in ("quiet", "busy"):
        files.add(profile, created=-100, email=f"{profile}@example.com")
    files.on("link_click", 1, profile="busy")
    assert "leadscore" not in files.run().profiles["quiet"]["fields"]
    files.write(with_field)
    profiles = files.run().profiles
    assert (profiles["quiet"]["fields"]["leadscore"], profiles["busy"]["fields"]["leadscore"]) == (0, 1)


def test_a18_four_places_to_attach_a_follow_up(tmp_path: Path) -> None:
    """Follow-ups are on the database, on a collection, on a template and on a link; that of a link is for its link only."""
    rules = "".join(
        f'followup {name}:\n    on {event}\n{where}    do notify "{name}"\n'
        for name, event, where in (
            ("database", "profile modified", ""),
            ("shop", "orders created", ""),
            ("template", "email_open", '    where template is "spring"\n'),
            ("link", "link_click", '    where url is "https://example.com/demo"\n'),
        )
    )
    leads = Database(tmp_path, LEADS + rules)
    happened: list[tuple[str, dict[str, Any]]] = [
        ("profile.modified", {"country": "NL"}),
        ("orders.created", {"id": "1"}),
        ("email_open", {"template": "spring"}),
        ("email_open", {"template": "autumn"}),
        ("link_click", {"url": "https://example.com/demo"}),
        ("link_click", {"url": "https://example.com/demo/more"}),
    ]
    started = [[action.followup for action in leads.on(kind, **data)] for kind, data in happened]
    assert started == [["database"], ["shop"], ["template"], [], ["link"], []]


def test_a19_a_follow_up_names_its_trigger(tmp_path: Path) -> None:
    """A follow-up without a trigger is an error."""
    data = "profile:\n    leadscore  number = 0\nevent link_click\n"
    files = Files(tmp_path, data + "followup f:\n    on link_click\n" + UP)
    assert files.findings() == []
    assert ("LS172", 4) in files.findings(data + "followup f:\n" + UP)


def test_a54_the_rules_are_tested_before_they_are_used(tmp_path: Path) -> None:
    """A test plays a sample lead and looks into the selection; when a rule is changed so that it no longer holds, it fails."""
    test = """\
selection new_leads:
    where promise > 4 and email is not missing
test "two clicks are enough":
    given email = "ann@example.com"
    on link_click url = "https://example.com"
    expect new_leads and promise == 5
    on unsubscribe
    expect not new_leads
"""
    files = Files(tmp_path, LEADS + POINTS + test)
    assert files.call("test").exit_code == 0
    files.write((LEADS + POINTS + test).replace("+5 ", "+4 "))
    failed = files.call("test")
    assert failed.exit_code == 1
    assert all(part in failed.stdout for part in ("LS701", "two clicks are enough", "`promise` is 4"))


def test_a55_a_box_writes_more_than_the_score(tmp_path: Path) -> None:
    """What personalisation needs is written in the same box: other fields, and interests as tags."""
    box = """\
followup enrich:
    on link_click
    script:
        profile.fields.leadscore += 1
        if "/bikes" in event.url:
            profile.fields.interest = "bikes"
            add_tag("Interest: bikes")
"""
    leads = Database(tmp_path, LEADS + box)
    leads.on("link_click", url="https://example.com/bikes/7")
    profile = leads.engine.profile("p")
    assert (profile.fields["leadscore"], profile.fields["interest"], profile.tags) == (1, "bikes", ("Interest: bikes",))


def test_a56_one_mechanism_for_more_and_less(tmp_path: Path) -> None:
    """Clicks add, unsubscribes and removals take away: the same rule with another sign, and the ledger has both."""
    leads = Database(tmp_path, LEADS + POINTS)
    leads.on("orders.created", id="1", amount=5)
    for kind, data in (("link_click", {}), ("unsubscribe", {}), ("orders.removed", {"id": "1"})):
        leads.on(kind, **data)
    assert [(entry.points, entry.reason) for entry in leads.entries] == [(5, "award"), (-3, "award"), (-8, "award")]
    assert leads.score("promise") == -6
