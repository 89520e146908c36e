"""GreenRope's article on score-driven automation: hot and cold, for whom, how often, and what counts."""

import json
from datetime import timedelta
from pathlib import Path

from tests.acceptance.living import START, Database
from tests.unit.cli.program import run

CONTACTS = """\
profile:
    name               text
    industry           text
    kind               choice("lead", "client") = "lead"
    owner              text
    demographic_score  number = 0
    activity_score     number = 0
event email_read
event video_watched:
    video  text
event page_visit:
    points  number
score demographic:
    field demographic_score
    +10 while industry is "software"
    +30 while kind is "client"
score activity:
    field activity_score
    +1 on each email_read
    +4 on each video_watched
    +(points) on each page_visit
"""
HOT = (
    "followup hot:\n    when activity gains more than 20 points within 1 day\n"
    '    where owner is "amara"\n    do start_workflow "X"\n'
)
COLD = (
    'followup cold:\n    when activity gains fewer than 2 points within 90 days\n    do start_workflow "salesperson follow-up"\n'
)


def names(actions: list[object]) -> list[str]:
    """The workflows that were asked for."""
    return [action.args["name"] for action in actions]  # type: ignore[attr-defined]


def test_e04_new_data_updates_the_demographic_score(tmp_path: Path) -> None:
    """The score and its field follow the data at once."""
    contacts = Database(tmp_path, CONTACTS)
    contacts.on("profile.modified", industry="software")
    assert (contacts.score("demographic"), contacts.field("demographic_score")) == (10, 10)
    contacts.on("profile.modified", industry="farming")
    assert contacts.field("demographic_score") == 0


def test_e05_actions_update_the_activity_score(tmp_path: Path) -> None:
    """Reading an e-mail and watching a video are events with points of their own."""
    contacts = Database(tmp_path, CONTACTS)
    contacts.on("email_read")
    contacts.on("video_watched", video="intro")
    assert (contacts.field("activity_score"), contacts.field("demographic_score")) == (5, 0)


def test_e06_fields_are_written_immediately(tmp_path: Path) -> None:
    """The field has the new value when the call for the event returns, and within it for the follow-ups on the field."""
    contacts = Database(tmp_path, CONTACTS + 'followup f:\n    when activity_score >= 4\n    do start_workflow "now"\n')
    assert names(contacts.on("video_watched")) == ["now"]
    assert contacts.field("activity_score") == contacts.score("activity") == 4


def test_e07_scores_are_assigned_to_fields_automatically(tmp_path: Path) -> None:
    """Nobody but the score writes its field: data that names it is not taken, and a rule that would is refused."""
    contacts = Database(tmp_path, CONTACTS)
    contacts.on("profile.modified", activity_score=99, industry="software")
    assert contacts.field("activity_score") == 0
    (tmp_path / "bad.lsdsl").write_text(
        CONTACTS + "followup f:\n    on email_read\n    set activity_score to 5\n", encoding="utf-8"
    )
    result = run("check", str(tmp_path / "bad.lsdsl"))
    assert (result.exit_code, "LS228" in result.output) == (1, True)


def test_e08_leads_and_clients_both(tmp_path: Path) -> None:
    """A follow-up is for whom it says: leads, clients, or everybody."""
    rules = "".join(
        f'followup {name}:\n    when activity gains more than 3 points within 1 day\n{where}    do start_workflow "{name}"\n'
        for name, where in (("leads", '    where kind is "lead"\n'), ("clients", '    where kind is "client"\n'), ("all", ""))
    )
    contacts = Database(tmp_path, CONTACTS + rules.replace("followup all", "followup both"))
    contacts.add("client", kind="client")
    contacts.add("lead")
    assert names(contacts.on("video_watched", profile="client")) == ["clients", "all"]
    assert names(contacts.on("video_watched", profile="lead")) == ["leads", "all"]


def test_e09_hot_and_cold(tmp_path: Path) -> None:
    """Both kinds stand in one ruleset, on one score."""
    contacts = Database(tmp_path, CONTACTS + HOT + COLD)
    contacts.add("p", owner="amara")
    contacts.on("page_visit", 1, points=21)
    contacts.until(91)
    assert [(action.followup, action.time - START) for action in contacts.actions] == [
        ("hot", timedelta(days=1)),
        ("cold", timedelta(days=91)),
    ]


def test_e10_hot_is_a_sum_in_a_fixed_time(tmp_path: Path) -> None:
    """The points of the last 24 hours count, not those of the whole life."""
    contacts = Database(tmp_path, CONTACTS + HOT)
    contacts.add("p", owner="amara")
    for day in range(10):
        contacts.on("page_visit", day, points=15)
    assert contacts.actions == []
    contacts.on("page_visit", 9.5, points=6)
    assert names(contacts.actions) == ["X"]


def test_e11_hot_is_known_right_away(tmp_path: Path) -> None:
    """The call for the event that crosses the line gives the action, at that event's moment."""
    contacts = Database(tmp_path, CONTACTS + HOT)
    contacts.add("p", owner="amara")
    assert contacts.on("page_visit", 0, points=20) == []
    (action,) = contacts.on("email_read", 0.25)
    assert (action.event, action.time) == ("e2", START + timedelta(hours=6))


def test_e12_more_than_20_points_in_a_day(tmp_path: Path) -> None:
    """20 points do not start the workflow, 21 do."""
    for points, fires in ((20, []), (21, ["X"])):
        contacts = Database(tmp_path, CONTACTS + HOT)
        contacts.add("p", owner="amara")
        assert names(contacts.on("page_visit", points=points)) == fires


def test_e13_the_rule_is_for_a_group(tmp_path: Path) -> None:
    """Only the leads of one salesperson start her workflow."""
    contacts = Database(tmp_path, CONTACTS + HOT)
    for owner in ("amara", "bruno"):
        contacts.add(owner, owner=owner)
        contacts.on("page_visit", profile=owner, points=50)
    contacts.on("page_visit", profile="nobody", points=50)
    assert [action.profile for action in contacts.actions] == ["amara"]


def test_e14_cold_needs_no_event(tmp_path: Path) -> None:
    """Fewer than 2 points in 90 days: time alone starts it, and one timer is enough to know when."""
    contacts = Database(tmp_path, CONTACTS + COLD)
    contacts.on("email_read", 0)
    assert contacts.engine.next_due() == START + timedelta(days=90)
    assert contacts.until(89.999) == []
    assert [(action.event, action.time) for action in contacts.until(90)] == [(None, START + timedelta(days=90))]


def test_e14_two_points_are_not_cold(tmp_path: Path) -> None:
    """Two points in the 90 days are not fewer than two."""
    contacts = Database(tmp_path, CONTACTS + COLD)
    contacts.on("page_visit", 1, points=2)
    assert contacts.until(90.9) == []
    assert len(contacts.until(91)) == 1


def test_e15_cold_comes_once_a_quarter(tmp_path: Path) -> None:
    """Who stays quiet is reported each full window, and not more often."""
    contacts = Database(tmp_path, CONTACTS + COLD)
    contacts.on("email_read", 0)
    assert [(action.time - START).days for action in contacts.until(365)] == [90, 180, 270, 360]


def test_e16_cold_for_existing_clients_only(tmp_path: Path) -> None:
    """A cold rule can be for clients only, by what they are at that moment."""
    contacts = Database(tmp_path, CONTACTS + COLD.replace("    do", '    where kind is "client"\n    do'))
    for kind in ("client", "lead"):
        contacts.on("profile.created", profile=kind, kind=kind)
    assert [action.profile for action in contacts.until(100)] == ["client"]


def test_e17_cold_counts_activity_only(tmp_path: Path) -> None:
    """Demographic points do not keep a contact warm."""
    contacts = Database(tmp_path, CONTACTS + COLD)
    contacts.on("email_read", 0)
    contacts.on("profile.modified", 80, industry="software", kind="client")
    assert contacts.score("demographic") == 40
    assert len(contacts.until(90)) == 1


def test_e18_different_workflows_per_group(tmp_path: Path) -> None:
    """One rule asks for another workflow for each group."""
    rules = (
        "followup hot:\n    when activity gains more than 20 points within 1 day\n"
        '    if owner is "amara":\n        do start_workflow "A"\n'
    )
    rules += '    else if owner is "bruno":\n        do start_workflow "B"\n    else:\n        do start_workflow "everybody"\n'
    contacts = Database(tmp_path, CONTACTS + rules)
    for owner in ("amara", "bruno", "carmen"):
        contacts.add(owner, owner=owner)
        contacts.on("page_visit", profile=owner, points=21)
    assert names(contacts.actions) == ["A", "B", "everybody"]


def test_e19_not_too_often_for_a_contact(tmp_path: Path) -> None:
    """A contact is left in peace for a week, and what is refused is recorded, not lost in silence."""
    contacts = Database(tmp_path, CONTACTS + HOT.replace("    do", "    limit 1 per 7 days\n    do"))
    contacts.add("p", owner="amara")
    for day in (0, 3, 6.9, 8):
        contacts.on("page_visit", day, points=21)
    assert [action.event for action in contacts.actions] == ["e1", "e4"]
    assert [(failure.followup, failure.reason) for failure in contacts.failures] == [("hot", "limit")] * 2


def test_e20_not_too_often_for_the_team(tmp_path: Path) -> None:
    """A run gives the team so many workflows a day for all contacts together, those that came first in time."""
    rules = tmp_path / "rules.lsdsl"
    rules.write_text(CONTACTS + HOT.replace("    do", "    limit 2 per 1 day overall\n    do"), encoding="utf-8")
    (tmp_path / "contacts.csv").write_text("id,owner\na,amara\nb,amara\nc,amara\nd,amara\n", encoding="utf-8")
    events = [("d", 0), ("c", 1), ("a", 2), ("b", 24)]
    lines = [
        {
            "id": profile,
            "type": "page_visit",
            "profile": profile,
            "time": (START + timedelta(hours=hour)).isoformat(),
            "data": {"points": 21},
        }
        for profile, hour in sorted(events)
    ]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    given = [
        "--profiles",
        str(tmp_path / "contacts.csv"),
        "--events",
        str(tmp_path / "events.jsonl"),
        "--out",
        str(tmp_path / "out"),
    ]
    result = run("run", str(rules), *given)
    assert result.exit_code == 0, result.output
    assert [line["profile"] for line in read(tmp_path / "out" / "actions.jsonl")] == ["d", "c", "b"]
    refused = read(tmp_path / "out" / "failures.jsonl")
    assert [(line["profile"], line["followup"], line["reason"], line["code"]) for line in refused] == [
        ("a", "hot", "limit", "LS854")
    ]


def test_e21_a_complete_picture_of_all_automation(tmp_path: Path) -> None:
    """One command lists every follow-up with its trigger, its limits and its actions."""
    contacts = Database(tmp_path, CONTACTS + HOT.replace("    do", "    limit 1 per 7 days\n    do") + COLD)
    result = run("list", "followups", str(contacts.path), "--format", "json")
    rows = json.loads(result.stdout)
    assert [(row["followup"], row["actions"], row["limits"]) for row in rows] == [
        ("hot", ["start_workflow"], ["1 per 7 days"]),
        ("cold", ["start_workflow"], []),
    ]
    assert all("activity" in row["trigger"] for row in rows)


def test_e21_who_can_start_whom(tmp_path: Path) -> None:
    """The map has what starts what, through the fields that one follow-up sets and another one waits for, with limits."""
    chain = HOT.replace("    do", "    limit 1 per 7 days\n    do") + '    set name to "known"\n'
    chain += 'followup known:\n    on profile modified\n    where changed(name)\n    do notify "known"\n'
    contacts = Database(tmp_path, CONTACTS + chain)
    drawn = json.loads(run("map", str(contacts.path), "--format", "json").stdout)
    starts = {(edge["from"], edge["to"]): edge["notes"] for edge in drawn["edges"] if edge["starts"]}
    assert starts["score:activity", "followup:hot"] == ["limit 1 per 7 days"]
    assert {
        ("event:email_read", "rule:activity/" + rule_of(contacts.path)),
        ("followup:hot", "action:start_workflow"),
        ("followup:hot", "field:name"),
        ("field:name", "event:profile.modified"),
        ("event:profile.modified", "followup:known"),
        ("followup:known", "action:notify"),
    } <= starts.keys()
    tree = run("map", str(contacts.path)).stdout
    assert all(name in tree for name in ("hot", "known", "start_workflow", "limit 1 per 7 days"))


def rule_of(rules: Path) -> str:
    """The identity of the rule on e-mails."""
    rows = json.loads(run("list", "rules", str(rules), "--format", "json").stdout)
    return next(str(row["rule"]) for row in rows if "email_read" in row["what"])


def test_e22_a_day_is_24_hours(tmp_path: Path) -> None:
    """The window rolls: two visits over midnight count together, two that are 24 hours apart do not."""
    for hours, fires in (((22, 26), 1), ((1, 25), 0), ((1, 24.999), 1)):
        contacts = Database(tmp_path, CONTACTS + HOT)
        contacts.add("p", owner="amara")
        for hour in hours:
            contacts.on("page_visit", hour / 24, points=11)
        assert len(contacts.actions) == fires


def test_e23_points_are_gross(tmp_path: Path) -> None:
    """What was lost in the window does not lower what was gained in it, and a person's correction is no gain."""
    contacts = Database(tmp_path, CONTACTS + HOT)
    contacts.add("p", owner="amara")
    contacts.on("page_visit", points=15)
    contacts.on("page_visit", points=-40)
    contacts.on("points.adjusted", score="activity", points=40)
    assert contacts.actions == []
    contacts.on("page_visit", points=6)
    assert names(contacts.actions) == ["X"]


def test_e24_a_new_client_is_not_cold(tmp_path: Path) -> None:
    """A client who is one day old has no points in 90 days, and is left alone until the 90 days are full."""
    contacts = Database(tmp_path, CONTACTS + COLD)
    contacts.on("profile.created", 0, kind="client")
    assert contacts.until(1) == []
    assert contacts.until(89.9) == []
    assert len(contacts.until(90)) == 1


def read(path: Path) -> list[dict[str, object]]:
    """The lines of an output file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
