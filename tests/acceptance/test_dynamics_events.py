"""The Dynamics consultant's article, the rows on what is scored, for whom, with what value, and how it is measured."""

import json
from pathlib import Path

import pytest

import lsdsl
from tests.acceptance.files import Files
from tests.acceptance.living import START, Database

DATA = """\
profile:
    kind       choice("lead", "contact", "account") = "lead"
    employees  number
event email_open:
    email  text
event page_visit:
    url  text from "page_url"
event document_download:
    document  text
event email_bounce
"""
RULES = (
    DATA
    + """\
score engagement:
    +5   on each email_open
    +20  on each page_visit where path(url) starts with "/pricing"
    +15  on first document_download per document
    -10  on each email_bounce
"""
)


def test_c01_persons_and_organisations(tmp_path: Path) -> None:
    """Leads, contacts and accounts are scored, and a rule can be for one kind only."""
    records = Database(tmp_path, RULES + 'score size:\n    +30 while kind is "account" and employees > 100\n')
    for kind in ("lead", "contact", "account"):
        records.add(kind, kind=kind, employees=500)
        records.on("email_open", profile=kind)
    assert [records.score("engagement", kind) for kind in ("lead", "contact", "account")] == [5, 5, 5]
    assert [records.score("size", kind) for kind in ("lead", "contact", "account")] == [0, 0, 30]


def test_c02_people_may_correct_what_is_automatic(tmp_path: Path) -> None:
    """Points come by themselves; a person may add or take some, and the ledger keeps that apart, with the reason."""
    files = Files(tmp_path, RULES)
    files.on("email_open")
    files.on("points.adjusted", score="engagement", points=-3, reason="met at the fair")
    output = files.run()
    assert output.score("engagement") == 2
    assert [(line["points"], line["reason"], line.get("note")) for line in output.ledger] == [
        (5, "award", None),
        (-3, "adjusted", "met at the fair"),
    ]


def test_c03_one_total_for_a_lead(tmp_path: Path) -> None:
    """Several scores have one total, which goes into one field of the record."""
    rules = RULES.replace("    employees", "    leadscore  number\n    employees")
    rules += 'score fit:\n    +30 while kind is "account"\nscore total = fit + engagement:\n    field leadscore\n'
    records = Database(tmp_path, rules)
    records.add("p", kind="account")
    records.on("email_open")
    assert (records.score("fit"), records.score("engagement"), records.field("leadscore")) == (30, 5, 35)


def test_c04_the_score_rises_and_falls(tmp_path: Path) -> None:
    """It goes up and down with what happens."""
    records = Database(tmp_path, RULES)
    seen = []
    for kind in ("email_open", "email_bounce", "document_download", "email_bounce"):
        records.on(kind)
        seen.append(records.score("engagement"))
    assert seen == [5, -5, 10, 0]


def test_c05_the_type_of_record_does_not_matter(tmp_path: Path) -> None:
    """The score is written to the record that the id names, whatever it is and however its id is called."""
    (tmp_path / "accounts.csv").write_text("Account ID,kind\nA1,account\nA2,account\n", encoding="utf-8")
    files = Files(tmp_path, RULES.replace("profile:\n", 'profile:\n    id from "Account ID"\n    leadscore  number\n')
                  .replace("score engagement:\n", "score engagement:\n    field leadscore\n"))  # fmt: skip
    files.on("email_open", profile="A2")
    result = files.call("run", "--profiles", str(tmp_path / "accounts.csv"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in (tmp_path / "out" / "profiles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["fields"]["leadscore"]) for line in lines] == [("A1", 0), ("A2", 5)]


def test_c08_emails_that_are_opened(tmp_path: Path) -> None:
    """That an e-mail was opened is an event, which says which one."""
    records = Database(tmp_path, RULES + 'score news:\n    +1 on each email_open where email starts with "news"\n')
    records.on("email_open", email="news 7")
    records.on("email_open", email="invoice")
    assert (records.score("engagement"), records.score("news")) == (10, 1)


@pytest.mark.parametrize(
    ("condition", "matching"),
    [
        ('url is "https://example.com/pricing"', [0]),
        ('path(url) starts with "/pricing"', [0, 1]),
        ('host(url) is "shop.example.com"', [2]),
        ('query(url, "from") is "mail"', [1]),
        (r"url matches /\/blog\/\d+$/", [3]),
        ('url contains "BLOG" ignoring case', [3]),
    ],
)
def test_c09_pages_that_are_visited(tmp_path: Path, condition: str, matching: list[int]) -> None:
    """A visit says which page it was, and rules look at the whole address or at its parts."""
    rules = RULES + f"score pages:\n    +1 on each page_visit where {condition}\n"
    records = Database(tmp_path, rules)
    addresses = ("https://example.com/pricing", "https://example.com/pricing/eu?from=mail", "https://shop.example.com/",
                 "https://example.com/blog/12")  # fmt: skip
    for number, address in enumerate(addresses):
        records.on("page_visit", profile=str(number), url=address)
    assert [number for number in range(4) if records.score("pages", str(number))] == matching


def test_c10_documents_that_are_downloaded(tmp_path: Path) -> None:
    """A download gives points, once for each document."""
    records = Database(tmp_path, RULES)
    for document in ("brochure", "price list", "brochure"):
        records.on("document_download", document=document)
    assert records.score("engagement") == 30


def test_c11_events_of_several_products(tmp_path: Path) -> None:
    """Events of other products are taken under the names that they have there, and the source can be told apart."""
    rules = """\
event email_open:
    source  text
event `com.example.mailer.opened`:
    source  text from "product"
score engagement:
    +5  on each email_open or `com.example.mailer.opened`
    +1  on each email_open or `com.example.mailer.opened` where source is "mailer", as mailer
"""
    files = Files(tmp_path, rules)
    files.on("email_open", source="crm")
    files.events.append(
        {
            "specversion": "1.0",
            "id": "x1",
            "type": "com.example.mailer.opened",
            "subject": "p",
            "source": "/mailer",
            "time": START.isoformat(),
            "data": {"product": "mailer"},
        }
    )
    output = files.run()
    assert output.score("engagement") == 11
    assert [(line["event"], line["points"]) for line in output.ledger] == [("e1", 5), ("x1", 5), ("x1", 1)]
    assert output.summary["events_by_type"] == {"com.example.mailer.opened": 1, "email_open": 1}


def test_c12_the_marketer_decides(tmp_path: Path) -> None:
    """What counts and how much it is worth is what the rule file says: with other lines the same events give another score."""
    happened = ("email_open", "document_download", "email_bounce")
    values = []
    for lines in ("    +1 on each email_open\n", "    +7 on each document_download\n    -2 on each email_bounce\n"):
        records = Database(tmp_path, DATA + "score engagement:\n" + lines)
        for kind in happened:
            records.on(kind)
        values.append(records.score("engagement"))
    assert values == [1, 5]


def test_c13_an_email_that_is_opened_gives_five(tmp_path: Path) -> None:
    """The example of the article."""
    records = Database(tmp_path, RULES)
    records.on("email_open")
    assert (records.score("engagement"), [entry.points for entry in records.entries]) == (5, [5])


def test_c14_a_tracked_page_gives_twenty(tmp_path: Path) -> None:
    """The example of the article; a page that is not tracked gives nothing."""
    records = Database(tmp_path, RULES)
    records.on("page_visit", page_url="https://example.com/jobs")
    assert records.score("engagement") == 0
    records.on("page_visit", page_url="https://example.com/pricing")
    assert records.score("engagement") == 20


def test_c15_a_library_for_developers(tmp_path: Path) -> None:
    """A developer embeds it with four calls, keeps the state wherever he likes, and needs no server and no clock."""
    (tmp_path / "rules.lsdsl").write_text(RULES, encoding="utf-8")
    ruleset = lsdsl.load(tmp_path / "rules.lsdsl")
    stored: dict[str, bytes] = {}
    for number in range(3):
        engine = lsdsl.Engine(ruleset)
        if "p" in stored:
            engine.restore(stored["p"])
        event = {"id": f"e{number}", "type": "email_open", "profile": "p", "time": f"2026-01-0{number + 1}T00:00:00Z"}
        assert engine.process(event).status == "processed"
        stored["p"] = engine.dump("p")
    engine = lsdsl.Engine(ruleset)
    engine.restore(stored["p"])
    assert engine.profile("p").scores["engagement"].value == 15


def test_c16_a_visitor_without_cookies(tmp_path: Path) -> None:
    """What is not known gives no points and breaks nothing; an event of nobody is told and left out."""
    files = Files(tmp_path, RULES)
    files.on("page_visit", profile="visitor")
    files.on("profile.modified", profile="visitor")
    files.on("email_open", profile="")
    output = files.run(exits=1)
    assert output.score("engagement", "visitor") == 0
    assert (list(output.profiles), output.failures) == (["visitor"], [])
    assert [(line["line"], line["code"]) for line in output.rejects] == [(3, "LS812")]
    with pytest.raises(KeyError):
        lsdsl.Engine(lsdsl.load(files.rules)).profile("visitor")


def test_c23_areas_of_interest(tmp_path: Path) -> None:
    """Beside the total stand scores for topics, and the topic that leads is a text for the salesperson."""
    rules = (
        RULES
        + """\
score bikes:
    +1  on each page_visit where url contains "/bikes"
score boats:
    +1  on each page_visit where url contains "/boats"
grade topic:
    "bikes"  when bikes > boats
    "boats"  when boats > 0
    "none"   otherwise
followup mark:
    on page_visit
    where url contains "/boats"
    add tag "Interest: boats"
"""
    )
    records = Database(tmp_path, rules)
    seen = []
    for page in ("/", "/boats/1", "/bikes/1", "/bikes/2"):
        records.on("page_visit", url=f"https://example.com{page}")
        seen.append(records.engine.profile("p").grades["topic"])
    assert seen == ["none", "boats", "boats", "bikes"]
    profile = records.engine.profile("p")
    assert ({name: score.value for name, score in profile.scores.items()}, profile.tags) == (
        {"engagement": 0, "bikes": 2, "boats": 1},
        ("Interest: boats",),
    )


def test_c24_how_often_each_rule_fired(tmp_path: Path) -> None:
    """The summary counts the awards and the points of each rule, and says where it stands; a rule that never fired shows too."""
    files = Files(tmp_path, RULES)
    for number in range(4):
        files.on("email_open", profile=f"p{number % 2}")
    files.on("email_bounce")
    rules = {row["rule"]: row["what"] for row in files.inventory("rules")}
    counts = files.run().summary["awards_by_rule"]
    assert {rules[count["rule"]]: (count["awards"], count["points"]) for count in counts if count["awards"]} == {
        "each email_open": (4, 20),
        "each email_bounce": (1, -10),
    }
    assert [count["where"].rsplit(":", 1)[1] for count in counts] == ["12", "13", "14", "15"]


def test_c25_whether_the_second_time_counts(tmp_path: Path) -> None:
    """A rule has to say which occurrences count; each of the three readings of "an e-mail is opened" can be written."""
    files = Files(tmp_path, "")
    assert files.findings(DATA + "score s:\n    +5 on email_open\n") == [("LS143", 12)]
    values = []
    for occurrence in ("each email_open", "first email_open per email", "first email_open"):
        records = Database(tmp_path, DATA + f"score s:\n    +5 on {occurrence}\n")
        for email in ("may", "may", "june"):
            records.on("email_open", email=email)
        values.append(records.score("s"))
    assert values == [15, 10, 5]


def test_c26_each_activity_has_a_value_of_its_own(tmp_path: Path) -> None:
    """Activities and their points can be listed, and each gives what the list says."""
    files = Files(tmp_path, RULES)
    worth = {row["what"].split()[1]: int(row["points"]) for row in files.inventory("rules")}
    assert worth == {"email_open": 5, "page_visit": 20, "document_download": 15, "email_bounce": -10}
    for kind in worth:
        files.on(kind, profile=kind, url="https://example.com/pricing")
    output = files.run()
    assert {kind: output.score("engagement", kind) for kind in worth} == worth
