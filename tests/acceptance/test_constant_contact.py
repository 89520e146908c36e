"""Constant Contact Lead Gen & CRM: ranges with colours, fit and engagement, caps, and points that are taken away."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

import lsdsl
from tests.acceptance.files import Files
from tests.acceptance.living import START, Database

DATA = """\
profile:
    email      text
    job_title  text
    persona    choice("Decision maker", "Student")
    industry   text
    budget     number
event site_visit:
    path  text
event media_download:
    asset  text
event form_submit:
    form  text
"""
FIT = """\
## What leads say.
## Owner: marketing@example.com
score fit:
    rule maximum 25
    +25  while persona is "Decision maker"
    +15  while industry in ("software", "media")
    +20  on first site_visit where path starts with "/case-studies"
    -20  while domain(email) in ("gmail.com", "hotmail.com")
"""
ENGAGEMENT = """\
## What leads do.
## Owner: sales-operations@example.com
score engagement:
    rule maximum 10
    +2   on each site_visit
    +10  on first media_download per asset
    -5   on each form_submit where form is "support"
"""
TOTAL = """\
score total = fit + engagement:
    title "Lead score"
    range cold  blue
    range warm  from 20  "#ff9900"
    range hot   from 50  red
"""
RULES = DATA + FIT + ENGAGEMENT + TOTAL


def test_d01_no_algorithm_is_canned(tmp_path: Path) -> None:
    """Every entry of the ledger names the line of the organisation's own rules that it comes from."""
    files = Files(tmp_path, RULES)
    files.on("profile.created", persona="Decision maker", email="ann@gmail.com")
    for kind in ("site_visit", "media_download", "form_submit"):
        files.on(kind)
    ledger = files.run().ledger
    assert sum(line["points"] for line in ledger) == 25 - 20 + 2 + 10
    written = files.rules.read_text(encoding="utf-8").splitlines()
    assert all(f"{line['points']:+}" in written[int(line["where"].rsplit(":", 1)[1]) - 1] for line in ledger)


def test_d02_other_rules_read_the_score(tmp_path: Path) -> None:
    """Messages to leads who are not ready follow the score: other scores, selections and follow-ups read it."""
    rules = """\
score patience:
    +1  while total is cold and seen(site_visit)
followup nurture:
    when patience is 1
    limit 1 per 30 days
    do send_email "guide"
selection not_ready:
    where total is below hot
"""
    leads = Database(tmp_path, RULES + rules)
    leads.add("p", email="ann@example.com")
    assert [action.args["template"] for action in leads.on("site_visit")] == ["guide"]
    assert (leads.score("patience"), leads.select("not_ready")) == (1, ["p"])


def test_d03_a_rule_file_says_who_owns_it(tmp_path: Path) -> None:
    """The owner of a score stands in its description, for programs and on the pages for people, beside its file and line."""
    files = Files(tmp_path, RULES)
    scores = lsdsl.load(files.rules).model.scores
    owners = {
        name: line.removeprefix("Owner: ")
        for name, score in scores.items()
        for line in score.description.splitlines()
        if line.startswith("Owner: ")
    }
    assert owners == {"fit": "marketing@example.com", "engagement": "sales-operations@example.com"}
    assert [row["where"].rsplit(":", 1)[0] for row in files.inventory("scores")] == [str(files.rules)] * 3
    site = files.site()
    assert [f"Owner: {owner}" in site[f"score-{name}.html"] for name, owner in owners.items()] == [True, True]


def test_d04_ranges_belong_to_a_score(tmp_path: Path) -> None:
    """Each score has the ranges that it declares, and can be listed with them."""
    files = Files(tmp_path, RULES)
    assert {row["score"]: row["ranges"] for row in files.inventory("scores")} == {
        "fit": [],
        "engagement": [],
        "total": ["cold", "warm from 20", "hot from 50"],
    }


def test_d05_ranges_have_neither_gaps_nor_overlaps(tmp_path: Path) -> None:
    """Every value is in exactly one range; ranges that would leave a gap below or overlap are errors."""
    leads = Database(tmp_path, "score s:\n    range low\n    range middle from 0\n    range high from 10\n")
    seen = []
    for points in (-1_000_000, 999_999.999999, 0.000001, 9.999998, 0.000001, 1_000_000):
        leads.on("points.adjusted", score="s", points=points)
        seen.append(leads.engine.profile("p").scores["s"].range)
    assert seen == ["low", "low", "middle", "middle", "middle", "high"]
    files = Files(tmp_path, "")
    assert files.findings("score s:\n    range a from 5\n    range b from 10\n") == [("LS180", 2)]
    assert files.findings("score s:\n    range a\n    range b\n") == [("LS180", 3)]
    for start in (5, 3):
        assert files.findings(f"score s:\n    range a\n    range b from 5\n    range c from {start}\n") == [("LS333", 4)]


def test_d06_each_range_has_a_colour(tmp_path: Path) -> None:
    """The colour of the range stands beside the score in the output; a colour that does not exist is an error."""
    files = Files(tmp_path, RULES)
    for number, profile in enumerate(("cold", "warm", "hot")):
        files.on("points.adjusted", profile=profile, score="engagement", points=25 * number)
    colours = {profile: line["scores"]["total"]["colour"] for profile, line in files.run().profiles.items()}
    assert colours == {"cold": "blue", "warm": "#ff9900", "hot": "red"}
    for wrong in ("blu", '"#ff99"', '"ff9900"'):
        assert files.findings(RULES.replace('"#ff9900"', wrong)) == [("LS212", 31)]


def test_d07_sales_sees_at_once_who_is_hot(tmp_path: Path) -> None:
    """The list for sales has the name of the range beside each lead, best first."""
    files = Files(tmp_path, RULES + "selection leads:\n    where total >= 0\n    order by total descending\n")
    for number, profile in enumerate(("a", "b", "c")):
        files.on("points.adjusted", profile=profile, score="engagement", points=25 * number)
    listed = files.call("select", "leads", "--format", "csv").stdout.splitlines()
    column = listed[0].split(",").index("score.total.range")
    assert [(line.split(",")[0], line.split(",")[column]) for line in listed[1:]] == [("c", "hot"), ("b", "warm"), ("a", "cold")]


def test_d08_personas(tmp_path: Path) -> None:
    """A rule can be on the persona of a lead, and follows when it changes."""
    leads = Database(tmp_path, RULES)
    leads.on("profile.created", persona="Decision maker")
    assert leads.score("fit") == 25
    leads.on("profile.modified", persona="Student")
    assert leads.score("fit") == 0


def test_d09_custom_attributes(tmp_path: Path) -> None:
    """Fields may have any name, of any type, and rules are on them."""
    rules = "profile:\n    `Aantal fietsen (±)`  number\nscore fit:\n    +7  while `Aantal fietsen (±)` > 3\n"
    files = Files(tmp_path, rules)
    for profile, bikes in (("a", 3), ("b", "4")):
        files.on("profile.modified", profile=profile, **{"Aantal fietsen (±)": bikes})
    output = files.run()
    assert (output.score("fit", "a"), output.score("fit", "b")) == (0, 7)


def test_d10_tracking_belongs_to_fit_here(tmp_path: Path) -> None:
    """Where a rule counts is where it is written: a page rule may stand in fit, though it is about what a lead does."""
    leads = Database(tmp_path, RULES)
    leads.on("site_visit", path="/case-studies/bank")
    leads.on("site_visit", path="/case-studies/shop")
    assert (leads.score("fit"), leads.score("engagement")) == (20, 4)


def test_d11_media_that_are_tracked(tmp_path: Path) -> None:
    """A download gives points for each asset once, or for one asset only."""
    leads = Database(tmp_path, RULES + 'score film:\n    +3  on each media_download where asset is "film"\n')
    for asset in ("film", "brochure", "film"):
        leads.on("media_download", asset=asset)
    assert (leads.score("engagement"), leads.score("film")) == (20, 6)


def test_d12_fit_is_what_leads_say(tmp_path: Path) -> None:
    """Answers change the fit at once, and nothing else."""
    leads = Database(tmp_path, RULES)
    leads.on("profile.created", industry="media")
    assert (leads.score("fit"), leads.score("engagement")) == (15, 0)


def test_d13_engagement_is_what_leads_do(tmp_path: Path) -> None:
    """Activity changes the engagement, and nothing else."""
    leads = Database(tmp_path, RULES)
    leads.on("site_visit", path="/")
    leads.on("media_download", asset="film")
    assert (leads.score("fit"), leads.score("engagement")) == (0, 12)


def test_d14_fit_differs_across_organisations(tmp_path: Path) -> None:
    """The same lead fits one organisation and not the other, each with a rule file of its own."""
    lead = {"id": "e", "type": "profile.created", "profile": "p", "time": START, "data": {"industry": "media", "budget": 500}}
    values = []
    for name, rule in (("one", '+25 while industry is "media"'), ("other", "-10 while budget < 1000")):
        (tmp_path / f"{name}.lsdsl").write_text(f"{DATA}score fit:\n    {rule}\n", encoding="utf-8")
        engine = lsdsl.Engine(lsdsl.load(tmp_path / f"{name}.lsdsl"))
        engine.process(lead)
        values.append(engine.profile("p").scores["fit"].value)
    assert values == [25, -10]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ('+5 while persona is "Student" and persona is "Decision maker"', "LS502"),
        ("+5 while budget > 100 and budget < 50", "LS502"),
        ('+5 on each site_visit where path starts with "/a" and path is "/b"', "LS502"),
        ("+0 while budget > 100", "LS527"),
        ('+15 while industry in ("media", "software")', "LS520"),
    ],
)
def test_d15_rules_that_do_nothing_are_found(tmp_path: Path, rule: str, code: str) -> None:
    """A rule that can never fire, is worth nothing, or says again what another one says is a warning."""
    (found,) = Files(tmp_path, "").diagnostics(RULES.replace(FIT, f"{FIT}    {rule}\n"))
    assert (found["code"], found["severity"], found["start"]["line"]) == (code, "warning", 21)


def test_d16_values_are_added_easily(tmp_path: Path) -> None:
    """A new indicator is one more word in a list, in a file or in a table; the rules stay as they are."""
    rules = (
        DATA
        + """\
list industries from "industries.txt"
list domains = ("example.com", "example.net")
score fit:
    +5  while industry in industries
    +3  while domain(email) in domains
    by job_title:
        +2  "Director", "Head of marketing"
        +1  "Intern"
"""
    )
    (tmp_path / "industries.txt").write_text("# most of our clients\nmedia\n", encoding="utf-8")
    files = Files(tmp_path, rules)
    files.on("profile.created", industry="bicycles", email="ann@example.org", job_title="Chief of staff")
    assert files.run().score("fit") == 0
    (tmp_path / "industries.txt").write_text("media\nbicycles\n", encoding="utf-8")
    files.write(
        rules.replace('"example.net")', '"example.net", "example.org")').replace('+2  "Dir', '+2  "Chief of staff", "Dir')
    )
    assert files.run("rescore").score("fit") == 10


def test_d17_engagement_is_incremental(tmp_path: Path) -> None:
    """Every engagement counts: n visits give n times the points."""
    leads = Database(tmp_path, RULES)
    for visits in range(1, 51):
        leads.on("site_visit")
        assert leads.score("engagement") == 2 * visits


def test_d18_a_site_visit(tmp_path: Path) -> None:
    """A visit is an engagement with points of its own and an entry that says when."""
    leads = Database(tmp_path, RULES)
    leads.on("site_visit", 3)
    (entry,) = leads.entries
    assert (entry.score, entry.points, entry.event, entry.time) == ("engagement", 2, "e1", START + timedelta(days=3))


def test_d19_engagement_points_have_a_lower_cap(tmp_path: Path) -> None:
    """Each of the two has a most that one rule may be worth; what fits into fit is an error in engagement."""
    files = Files(tmp_path, RULES)
    rule = "    +25  on first form_submit\n"
    assert files.findings(RULES.replace(FIT, FIT + rule)) == []
    (found,) = files.diagnostics(RULES.replace(ENGAGEMENT, ENGAGEMENT + rule))
    assert (found["code"], found["severity"], found["start"]["line"]) == ("LS328", "error", 28)
    calculated = "    +(budget)  on first form_submit\n"
    assert files.findings(RULES.replace(ENGAGEMENT, ENGAGEMENT + calculated)) == [("LS329", 28)]
    assert files.findings(RULES.replace(ENGAGEMENT, ENGAGEMENT + calculated.replace("budget", "min(budget, 10)"))) == []


def test_d20_scores_that_grow_are_bounded(tmp_path: Path) -> None:
    """A maximum bounds what many engagements make, fading lets them shrink, and without either large sums are exact."""
    rules = "event visit\n" + "".join(
        f"score {name}:\n{line}    +(100000000 / 3)  on each visit{fade}\n"
        for name, line, fade in (
            ("bounded", "    maximum 100\n", ""),
            ("fading", "", ", halves every 7 days, expires after 30 days"),
            ("plain", "", ""),
        )
    )
    leads = Database(tmp_path, rules)
    for number in range(300):
        leads.on("visit", number / 300)
    assert leads.score("bounded") == 100
    assert leads.score("plain") == 9_999_999_999.9999
    fresh = leads.score("fading")
    leads.until(8)
    assert leads.score("fading") == pytest.approx(fresh / 2)
    leads.until(31)
    assert leads.score("fading") == 0


def test_d21_points_are_taken_away_in_both(tmp_path: Path) -> None:
    """Fit and engagement both go down, below zero too."""
    leads = Database(tmp_path, RULES)
    leads.on("profile.created", email="ann@gmail.com")
    leads.on("form_submit", form="support")
    assert (leads.score("fit"), leads.score("engagement"), leads.score("total")) == (-20, -5, -25)


@pytest.mark.parametrize(
    ("condition", "matching"),
    [
        ('email is "bob@rival.example"', [0]),
        ('email ends with ".edu"', [1]),
        ('domain(email) is "rival.example"', [0, 2]),
        ('email in ("bob@rival.example", "eve@gmail.com")', [0, 3]),
        (r"email matches /^(info|sales)@/", [2]),
    ],
)
def test_d22_points_are_taken_for_addresses(tmp_path: Path, condition: str, matching: list[int]) -> None:
    """Addresses are told by the whole, the end, the domain, a list or a pattern."""
    leads = Database(tmp_path, f"{DATA}score fit:\n    -20  while {condition}\n")
    addresses = ("bob@rival.example", "joe@college.edu", "info@Rival.example", "eve@gmail.com", None)
    for number, address in enumerate(addresses):
        leads.on("profile.created", profile=str(number), **({"email": address} if address else {}))
    assert [number for number in range(5) if leads.score("fit", str(number)) == -20] == matching


def test_d23_points_are_taken_for_unwanted_actions(tmp_path: Path) -> None:
    """What a lead does whom nobody wants costs points, each time."""
    leads = Database(tmp_path, DATA + 'score engagement:\n    -15  on each site_visit where path starts with "/jobs"\n')
    for path in ("/jobs", "/", "/jobs/7"):
        leads.on("site_visit", path=path)
    assert leads.score("engagement") == -30


def test_d24_all_parts_make_one_score(tmp_path: Path) -> None:
    """The total is the sum of its parts, and the parts can be read beside it."""
    files = Files(tmp_path, RULES)
    files.on("profile.created", persona="Decision maker")
    files.on("site_visit", path="/case-studies/bank")
    files.on("media_download", asset="film")
    assert {name: score["value"] for name, score in files.run().profiles["p"]["scores"].items()} == {
        "fit": 45,
        "engagement": 12,
        "total": 57,
    }


def test_d25_completeness_half_life_and_numbers_of_leads(tmp_path: Path) -> None:
    """Fields that are filled give points, points halve or do not fade, and a run says how many leads each range has."""
    rules = (
        DATA
        + """\
score completeness:
    +10  while email is not missing
    +5   while job_title is not missing
score activity:
    range quiet
    range busy  from 4
    +5   on each site_visit, halves every 14 days
    +3   on first form_submit, never decays
"""
    )
    files = Files(tmp_path, rules)
    files.on("profile.created", profile="full", email="ann@example.com", job_title="Director")
    files.on("profile.created", profile="half", email="bob@example.com")
    for profile in ("full", "half"):
        files.on("site_visit", profile=profile)
    files.on("form_submit", profile="full")
    now, later = files.run(), files.run(until=28)
    assert [now.score("completeness", profile) for profile in ("full", "half")] == [15, 10]
    assert [now.score("activity", profile) for profile in ("full", "half")] == [8, 5]
    assert [later.score("activity", profile) for profile in ("full", "half")] == [4.25, 1.25]
    assert now.summary["profiles_by_range"] == {"activity": {"quiet": 0, "busy": 2}}
    assert later.summary["profiles_by_range"] == {"activity": {"quiet": 1, "busy": 1}}
    assert json.dumps(files.run(until=28).ledger) == json.dumps(later.ledger)
