"""The examples: sound rules, reproducible data, and results that a plain calculation confirms."""

import csv
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import lsdsl

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
Record = dict[str, Any]


class Result:
    """What a run of an example wrote, and its input as plain Python."""

    def __init__(self, name: str, folder: Path, *options: str) -> None:
        self.name = name
        self.folder = folder
        data = EXAMPLES / name / "data"
        inputs = ["--profiles", str(data / "profiles.csv"), "--events", str(data / "events.jsonl")]
        command = [sys.executable, "-c", "from lsdsl.cli import main; main()", "run", str(EXAMPLES / name), *inputs]
        subprocess.run([*command, *options, "--out", str(folder)], check=True, capture_output=True)
        self.summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        self.profiles: dict[str, Record] = {one["id"]: one for one in read_lines(folder / "profiles.jsonl")}
        self.ledger = read_lines(folder / "ledger.jsonl")
        self.actions = read_lines(folder / "actions.jsonl")
        self.failures = read_lines(folder / "failures.jsonl")
        self.events = read_lines(data / "events.jsonl")
        with (data / "profiles.csv").open(encoding="utf-8", newline="") as file:
            self.rows = {next(iter(row.values())): row for row in csv.DictReader(file)}
        self.as_of = moment(self.summary["as_of"])

    def value(self, profile: str, score: str) -> float:
        """The value of a score."""
        value = self.profiles[profile]["scores"][score]["value"]
        assert isinstance(value, int | float)
        return value

    def did(self, profile: str, followup: str) -> list[str]:
        """The moments at which a follow-up asked for something for a profile."""
        return [one["time"] for one in self.actions if (one["profile"], one["followup"]) == (profile, followup)]

    def held_back(self, followup: str) -> list[tuple[str, str]]:
        """The runs of a follow-up that a limit refused: profile and moment."""
        return [(one["profile"], one["time"]) for one in self.failures if one["followup"] == followup]

    def events_of(self, profile: str, type_: str) -> list[Record]:
        """The events of one type of a profile."""
        return [one for one in self.events if (one["profile"], one["type"]) == (profile, type_)]

    def best(self, score: str) -> str:
        """The profile with the highest value."""
        return max(self.profiles, key=lambda one: self.value(one, score))

    def diary(self, profile: str) -> "Diary":
        """The events of one profile, for a plain calculation."""
        row = self.rows.get(profile, {})
        return Diary(row, [one for one in self.events if one["profile"] == profile], self.as_of)

    def came_in_order(self, profile: str) -> bool:
        """Whether a profile has no late and no repeated events."""
        times = [one["time"] for one in self.events if one["profile"] == profile]
        identities = [one["id"] for one in self.events if one["profile"] == profile]
        return times == sorted(times) and len(identities) == len(set(identities))


def read_lines(path: Path) -> list[Record]:
    """The objects of a file of JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def moment(text: str) -> datetime:
    """A moment or a date, in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def days(number: float) -> timedelta:
    """So many days."""
    return timedelta(days=number)


Award = tuple[datetime, float]


class Diary:
    """What one profile did: the words of the rules, calculated in the plainest way, without lsdsl."""

    def __init__(self, row: Record, events: list[Record], as_of: datetime) -> None:
        self.row = row
        self.as_of = as_of
        self.events = [(moment(one["time"]), one["type"], one["data"]) for one in events]
        self.created = moment(row["created"]) if row else self.events[0][0]

    def of(self, *types: str, where: Callable[[Record], bool] = lambda _: True, within: timedelta | None = None) -> list[Any]:
        """The moments and data of some types of events."""
        since = self.as_of - within if within else None
        return [(at, data) for at, type_, data in self.events if type_ in types and where(data) and (since is None or at > since)]

    def field(self, name: str, column: str) -> Any:
        """A field: as it came last in an event, else as it stands in the table; None when it is missing."""
        changes = [data[name] for _, data in self.of("profile.modified") if name in data]
        return changes[-1] if changes else self.row.get(column) or None

    def alive(self, awards: list[Award], after: timedelta) -> list[Award]:
        """The awards that have not expired."""
        return [(at, points) for at, points in awards if self.as_of < at + after]

    def steps(self, at: datetime, every: timedelta) -> int:
        """How many whole periods have passed since a moment."""
        return (self.as_of - at) // every

    def silence(self, types: tuple[str, ...], every: timedelta) -> int:
        """How many whole periods have passed since the latest of some events."""
        latest = [at for at, _ in self.of(*types)][-1:] or [self.created]
        return self.steps(max(latest[0], self.created), every)


def capped(awards: list[Award], points: float, per: timedelta) -> list[Award]:
    """Awards under a limit of points in a rolling window; the one that crosses it is cut."""
    kept: list[Award] = []
    for at, size in awards:
        left = points - sum(earlier for when, earlier in kept if when > at - per)
        if left > 0:
            kept.append((at, min(size, left)))
    return kept


def times(moments: list[datetime], points: float, number: int, per: timedelta) -> list[Award]:
    """Awards of equal size under a limit of times in a rolling window."""
    return capped([(at, points) for at in moments], points * number, per)


def firsts(found: list[Any], key: str) -> list[datetime]:
    """The moments of the first event for each value of an attribute."""
    seen: dict[str, datetime] = {}
    for at, data in found:
        seen.setdefault(data[key], at)
    return list(seen.values())


def total(awards: list[Award]) -> float:
    """The sum of the points."""
    return sum(points for _, points in awards)


# --- the software company -----------------------------------------------------------------------------------------------------


def fit_of(one: Diary) -> float:
    """The score ``fit`` of a lead without a private address that is no student and no competitor."""
    size = float(one.field("employees", "Employees") or 0)
    points = next((points for least, points in ((1000, 10), (200, 25), (50, 20), (10, 5)) if size >= least), 0)
    country = one.field("country", "Country")
    points += 15 if country in {"NL", "BE", "DE", "FR"} else 0
    points += 8 if country in {"UK", "IE", "DK", "SE", "NO", "AT", "CH", "LU", "ES", "IT", "PL"} else 0
    words = ("chief", "director", "founder", "head of", "managing", "owner", "vice president")
    points += 15 if any(word in (one.field("job_title", "Job Title") or "").lower() for word in words) else 0
    sources = {"Referral": 10, "Partner": 10, "Trade Fair": 5, "Webinar": 5}
    return float(min(points + sources.get(one.field("lead_source", "Lead Source"), 0), 60))


def engagement_of(one: Diary) -> float:
    """The score ``engagement``."""
    mail = total(one.alive(times([at for at, _ in one.of("email_open")], 2, 1, days(1)), days(30)))
    mail += total(one.alive([(at, 5) for at in firsts(one.of("link_click"), "url")], days(60)))

    pages = one.of("page_visit")
    prices = [at for at, data in pages if data["path"].startswith("/pricing")]
    website = total(one.alive(times(prices, 10, 3, days(7)), days(30)))
    stories = [visit for visit in pages if visit[1]["path"].startswith("/customers/")]
    website += total(one.alive([(at, 4) for at in firsts(stories, "path")], days(60)))
    others = [at for at, data in pages if not data["path"].startswith(("/pricing", "/customers/", "/jobs"))]
    around = one.alive(times(others, 1, 6, days(7)), days(60))
    website += sum(points * 0.5 ** one.steps(at, days(14)) for at, points in around)
    jobs = [(at, -10.0) for at, data in pages if data["path"].startswith("/jobs")]
    website += total(one.alive(jobs[-1:], days(30)))

    points = min(mail, 15) + min(website, 40)
    demos = one.of("form_submit", where=lambda data: data["form"] == "demo")
    points += sum(25 * 0.75 ** one.steps(at, days(30)) for at, _ in demos[:1])
    forms = one.of("form_submit", where=lambda data: data["form"] != "demo")
    points += total(one.alive([(at, 8) for at in firsts(forms, "form")], days(60)))
    webinars = one.of("webinar_attended", where=lambda data: data["minutes"] >= 20)
    points += sum(max(10 - 3 * one.steps(at, days(14)), 0) for at in firsts(webinars, "webinar"))
    prices_asked = [(at, min(data["seats"] / 10, 15)) for at, data in one.of("price_calculated")]
    points += total(one.alive(prices_asked[-1:], days(45)))
    if one.field("stage", "Stage") == "trial":
        used = len(one.of("feature_used", within=days(7)))
        points += (20 if used >= 5 else 0) - (10 if used == 0 else 0)
    for outcome, worth, after in (("interested", 12, 30), ("not interested", -25, 90)):
        calls = [(at, float(worth)) for at, data in one.of("sales_call") if data["outcome"] == outcome]
        points += total(one.alive(calls[-1:], days(after)))
    points -= 10 * len(one.of("email_bounce")[:2]) + 20 * len(one.of("unsubscribe")[:1])
    signs = ("page_visit", "email_open", "link_click", "feature_used")
    points += max(-5 * one.silence(signs, days(21)), -20)
    return min(max(points, 0), 100)


@pytest.fixture(scope="module")
def software(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A run of the software company."""
    return Result("software", tmp_path_factory.mktemp("software") / "out")


def test_software_calls_the_right_leads(software: Result) -> None:
    """The best lead is the chief operating officer who asked for a demo; the student who reads everything is left alone."""
    assert software.best("total") == "L001"
    assert software.profiles["L001"]["fields"]["name"] == "Hanneke Vos"
    assert (software.value("L001", "engagement"), software.value("L001", "fit"), software.value("L001", "total")) == (
        100,
        60,
        160,
    )
    assert software.profiles["L001"]["fields"]["total_score"] == 160
    assert software.profiles["L001"]["grades"] == {"priority": "call today"}
    student = software.profiles["L053"]
    assert student["scores"]["engagement"]["range"] == "hot"
    assert (student["scores"]["fit"]["value"], student["grades"]["priority"]) == (0, "leave")


def test_software_has_a_believable_mixture(software: Result) -> None:
    """Some leads are hot, some warm, many cold."""
    ranges = software.summary["profiles_by_range"]["engagement"]
    assert 4 <= ranges["hot"] <= ranges["warm"] <= ranges["cold"]
    assert software.summary["profiles"] == 60


@pytest.mark.parametrize("lead", ["L002", "L010", "L015", "L025", "L060"])
def test_software_leads_by_hand(software: Result, lead: str) -> None:
    """Fit and engagement of leads with different stories are what a plain calculation gives."""
    assert software.came_in_order(lead)
    diary = software.diary(lead)
    assert software.value(lead, "fit") == pytest.approx(fit_of(diary), abs=1e-4)
    assert software.value(lead, "engagement") == pytest.approx(engagement_of(diary), abs=1e-4)


def test_software_engagement_of_all_leads(software: Result) -> None:
    """The plain calculation agrees for every lead whose events came in order."""
    leads = [lead for lead in software.profiles if software.came_in_order(lead)]
    assert len(leads) >= 50
    plain = {lead: engagement_of(software.diary(lead)) for lead in leads}
    assert {lead: software.value(lead, "engagement") for lead in leads} == pytest.approx(plain, abs=1e-4)


def test_software_counts_late_and_repeated_events(software: Result) -> None:
    """Mail events that arrive late are accepted, those that arrive twice count once."""
    assert software.summary["late"] > 0
    assert software.summary["duplicates"] > 0
    assert software.summary["rejects"] == software.summary["failures"] == 0


# --- the shop -----------------------------------------------------------------------------------------------------------------


def interest_of(one: Diary) -> float:
    """The score ``interest``."""
    views = one.of("product_view")
    seen = one.alive(capped([(at, 2) for at, _ in views], 10, days(1)), days(21))
    looking = sum(points * 0.5 ** one.steps(at, days(3)) for at, points in seen)
    looking += total(one.alive([(at, 3) for at in firsts(views, "category")], days(14)))
    machines = {"grinder", "espresso-machine", "kettle", "scale", "teapot"}
    looking += total(one.alive(times([at for at, data in views if data["product"] in machines], 5, 2, days(7)), days(14)))

    carts, purchases = one.of("cart_add"), one.of("purchase")
    points = min(looking, 25)
    points += total(one.alive(capped([(at, data["amount"] / 5) for at, data in carts], 40, days(7)), days(7)))
    points += total(one.alive([(at, 20.0) for at, _ in one.of("checkout_started")][-1:], days(2)))
    if carts and carts[-1][0] > one.as_of - days(3) and (not purchases or carts[-1][0] > purchases[-1][0]):
        points += 10
    points += total(one.alive(times([at for at, _ in one.of("newsletter_open")], 1, 1, days(1)), days(14)))
    points += total(one.alive([(at, -15.0) for at, _ in purchases][-1:], days(5)))
    return min(max(points, 0), 100)


def loyalty_of(one: Diary) -> float:
    """The score ``loyalty``."""
    purchases, refunds = one.of("purchase"), one.of("refund")
    money = capped([(at, data["amount"] / 10) for at, data in purchases], 40, days(30))
    points = sum(size * 0.75 ** one.steps(at, days(30)) for at, size in money) + 6 * len(purchases[:3])
    full = [at for at, data in purchases if "coupon" not in data and data["amount"] >= 25]
    points += total(one.alive(times(full, 2, 5, days(30)), days(60)))
    orders = len(one.of("purchase", within=days(60)))
    points += next((worth for least, worth in ((5, 20), (4, 12), (2, 5)) if orders >= least), 0)
    subscriptions = [data for _, data in one.of("subscriptions.created", "subscriptions.modified")]
    if subscriptions and subscriptions[-1].get("active", True):
        points += 25 if subscriptions[0]["plan"] == "weekly" else 15
    praise = one.of("review_written", where=lambda data: data["stars"] >= 4)
    points += total(one.alive([(at, 4) for at in firsts(praise, "product")], days(60)))
    blame = one.of("review_written", where=lambda data: data["stars"] <= 2)
    points -= total(one.alive([(at, 6) for at in firsts(blame, "product")], days(60)))
    points -= sum(data["amount"] / 10 * 0.75 ** one.steps(at, days(30)) for at, data in refunds if data["reason"] != "damaged")
    spent = sum(data["amount"] for _, data in one.of("purchase", within=days(90)))
    returned = sum(data["amount"] for _, data in one.of("refund", within=days(90)))
    points -= 20 if returned > max(spent / 2, 0) else 0
    points += 5 if one.as_of - moment(one.row["registered"]) > days(365) else 0
    points += max(-3 * one.silence(("purchase",), days(30)), -15)
    return float(min(max(points, 0), 100))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A run of the shop."""
    return Result("shop", tmp_path_factory.mktemp("shop") / "out")


def test_shop_knows_its_friends(shop: Result) -> None:
    """The best customer has coffee sent every week; somebody with a full cart is about to buy."""
    best = shop.best("customer")
    assert best == "C163"
    assert shop.profiles[best]["grades"] == {"kind": "friend"}
    keenest = shop.profiles[shop.best("interest")]
    assert keenest["scores"]["interest"]["range"] == "shopping"
    assert shop.summary["profiles"] == 80
    kinds = {one["grades"]["kind"] for one in shop.profiles.values()}
    assert kinds == {"friend", "regular", "customer", "sleeping", "prospect", "visitor"}


@pytest.mark.parametrize("customer", ["C163", "C128", "C101", "C115", "C119"])
def test_shop_customers_by_hand(shop: Result, customer: str) -> None:
    """Interest, loyalty and their sum are what a plain calculation gives."""
    diary = shop.diary(customer)
    interest, loyalty = interest_of(diary), loyalty_of(diary)
    assert shop.value(customer, "interest") == pytest.approx(interest, abs=1e-4)
    assert shop.value(customer, "loyalty") == pytest.approx(loyalty, abs=1e-4)
    assert shop.value(customer, "customer") == pytest.approx(2 * loyalty + interest, abs=1e-3)


def test_shop_scores_of_all_customers(shop: Result) -> None:
    """The plain calculation agrees for everybody."""
    plain = {one: (interest_of(shop.diary(one)), loyalty_of(shop.diary(one))) for one in shop.profiles}
    for place, score in enumerate(("interest", "loyalty")):
        found = {one: shop.value(one, score) for one in shop.profiles}
        assert found == pytest.approx({one: values[place] for one, values in plain.items()}, abs=1e-4)


# --- the cargo bikes (copernica) ----------------------------------------------------------------------------------------------

SALES = ["sales@rondombikes.example", "nadia@rondombikes.example"]
AS_OF = ("--as-of", "2026-06-01")


@pytest.fixture(scope="module")
def copernica(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The run of the example."""
    return Result("copernica", tmp_path_factory.mktemp("copernica"), *AS_OF)


def test_copernica_invites_once_and_goes_on_counting(copernica: Result) -> None:
    """Eleven clicks make an invitation with its BCC and set the guard; five more make none."""
    (invitation,) = [one for one in copernica.actions if one["profile"] == "P001"]
    clicks = copernica.events_of("P001", "link_click")
    assert len(clicks) == 16
    assert (invitation["event"], invitation["time"]) == (clicks[10]["id"], clicks[10]["time"])
    assert invitation["action"] == "send_email"
    assert invitation["args"] == {"template": "invitation", "to": "wietske@bakkerijhoogland.example", "bcc": SALES}
    assert copernica.profiles["P001"]["fields"]["leadscore"] == 16
    assert copernica.profiles["P001"]["fields"]["lead_contacted"] == "yes"
    assert [one for one in copernica.failures if one["profile"] == "P001"] == []


def test_copernica_has_the_box_of_the_tutorial(copernica: Result) -> None:
    """The script stands in the example as the tutorial has it, in Python, and each click of a lead runs it."""
    rules = (EXAMPLES / "copernica" / "rules" / "points.lsdsl").read_text(encoding="utf-8")
    script = rules.split("followup score_clicks:\n    on link_click\n    script:\n")[1].split("\n\n")[0]
    assert [line.removeprefix(" " * 8) for line in script.splitlines()] == [
        "# add 1 if a lead score exists, else start at 1",
        "if profile.fields.leadscore:",
        "    profile.fields.leadscore += 1",
        "else:",
        "    profile.fields.leadscore = 1",
    ]
    assert copernica.profiles["P001"]["fields"]["leadscore"] == len(copernica.events_of("P001", "link_click"))


def test_copernica_limit_holds_when_the_guard_is_put_back(copernica: Result) -> None:
    """The change by hand and the next click both find the invitation used up, and say so."""
    assert len(copernica.did("P006", "invitation")) == 1
    assert [one["event"] for one in copernica.failures if one["profile"] == "P006"] == [
        copernica.events_of("P006", "profile.modified")[0]["id"],
        copernica.events_of("P006", "link_click")[-1]["id"],
    ]
    assert {(one["code"], one["reason"]) for one in copernica.failures} == {("LS854", "limit")}


def test_copernica_guide_waits_checks_and_lets_go(copernica: Result) -> None:
    """Two days after the guide: points for one lead; for others a question five days later; nothing for one who left."""
    (click,) = copernica.events_of("P003", "link_click")
    assert copernica.did("P003", "opened_the_guide") == [shifted(click, 7)]
    assert copernica.did("P002", "opened_the_guide") == []
    assert copernica.did("P007", "opened_the_guide") == []


def shifted(event: Record, number: float) -> str:
    """The moment so many days after an event, as it is written."""
    return (moment(event["time"]) + days(number)).isoformat().replace("+00:00", "Z")


def test_copernica_points_by_hand(copernica: Result) -> None:
    """A plain calculation of every lead's field gives the same."""
    found = {one: profile["fields"]["leadscore"] for one, profile in copernica.profiles.items()}
    assert found == {one: leadscore_of(copernica.diary(one)) for one in copernica.profiles}
    assert len(set(found.values())) > 8


def leadscore_of(one: Diary) -> int:
    """The field ``leadscore``, without lsdsl."""
    clicked = one.of("link_click")
    prices = [at for at, data in clicked if data["url"].endswith("/prices")]
    guide = [at for at, data in clicked if data["url"].endswith("/guide")][:1]
    points = len(one.of("profile.created")) + len(clicked) + 3 * len(prices)
    points += sum(3 for at in guide if any(at < other <= at + days(2) for other, _ in clicked))
    points += 2 * len(one.of("profile.modified", where=lambda data: "phone" in data))
    bikes: dict[str, int] = {}
    for _, data in one.of("quotes.created", "quotes.modified"):
        before = bikes.get(data["id"])
        bikes[data["id"]] = data.get("bikes", before)
        points += min(bikes[data["id"]], 5) - (-1 if before is None else min(before, 5))
        points += 5 if data.get("status") == "accepted" else 0
    points -= sum(1 + min(bikes[data["id"]], 5) for _, data in one.of("quotes.removed"))
    points -= 5 * len(one.of("unsubscribe"))
    back = [at for at, _ in one.of("email_bounce")]
    return points - 10 * len([at for place, at in enumerate(back) if not place or at - back[place - 1] >= days(30)])


def test_copernica_selections() -> None:
    """The lists for sales: strictly more than five points, and not yet invited; or invited, and no customer."""
    engine = lsdsl.Engine(lsdsl.load(EXAMPLES / "copernica"))
    for identity, points, contacted in (("a", 5, "no"), ("b", 6, "no"), ("c", 12, "yes")):
        engine.add_profile(identity, {"leadscore": points, "lead_contacted": contacted}, created="2026-03-01")
    engine.advance("2026-03-02")
    assert [one for one in "abc" if engine.is_in("NewLeads", one)] == ["b"]
    assert [one for one in "abc" if engine.is_in("invited_leads", one)] == ["c"]


# --- the bookkeeping software (greenrope) -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def greenrope(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The run of the example."""
    return Result("greenrope", tmp_path_factory.mktemp("greenrope"), *AS_OF)


def test_greenrope_hot_on_the_event_that_crosses(greenrope: Result) -> None:
    """20 points in a day do nothing; 21 start the workflow on that event; three days later the limit refuses."""
    events = [one for one in greenrope.events if one["profile"] == "G001"]
    first, refused, again = events[4], events[8], events[12]
    assert greenrope.did("G001", "hot_lead_of_amara") == [first["time"], again["time"]]
    assert greenrope.held_back("hot_lead_of_amara") == [("G001", refused["time"])]
    at = moment(first["time"])
    day = [one for one in events if at - days(1) < moment(one["time"]) <= at]
    assert [(one["type"], one["data"]) for one in day] == [
        ("form_submit", {"form": "contact"}),
        ("page_visit", {"path": "/prices"}),
        ("email_open", {"mailing": "spring news"}),
    ]
    assert [one for one in greenrope.actions if one["profile"] == "G002" and one["followup"] != "good_company"] == []


def test_greenrope_different_workflows_for_different_groups(greenrope: Result) -> None:
    """Amara's leads get a workflow, Bruno's a mail before it, clients a word to their salesperson, colleagues nothing."""
    groups = {(row["salesperson"], row["kind"]): set[str]() for row in greenrope.rows.values()}
    for one in greenrope.actions:
        if one["followup"].startswith("hot"):
            row = greenrope.rows[one["profile"]]
            groups[row["salesperson"], row["kind"]].add(one["followup"])
    assert groups == {
        ("Amara", "lead"): {"hot_lead_of_amara"},
        ("Bruno", "lead"): {"hot_lead_of_bruno"},
        ("Amara", "client"): {"hot_client"},
        ("Bruno", "client"): set(),
    }
    assert greenrope.profiles["G016"]["scores"]["activity"]["range"] == "keen"
    assert [one for one in greenrope.actions if one["profile"] == "G016"] == []


def test_greenrope_overall_limits_spare_the_team(greenrope: Result) -> None:
    """Five of Bruno's leads get hot and three are written to; seven clients are quiet and five are visited or called."""
    mails = [
        one["profile"] for one in greenrope.actions if one["time"].startswith("2026-04-29") and one["action"] == "send_email"
    ]
    assert sorted(mails) == ["G008", "G010", "G012"]
    assert sorted(profile for profile, _ in greenrope.held_back("hot_lead_of_bruno")) == ["G009", "G011"]
    started = [one["profile"] for one in greenrope.actions if one["time"].startswith("2026-05-03")]
    assert started == ["G017", "G018", "G022", "G024", "G025"]
    assert greenrope.held_back("quiet_client") == [("G026", "2026-05-03T00:00:00Z"), ("G027", "2026-05-03T00:00:00Z")]
    for held_back in ("G026", "G027"):
        assert [one for one in greenrope.actions if one["profile"] == held_back] == []


def test_greenrope_cold_to_the_second(greenrope: Result) -> None:
    """90 days after the day of creation, or after the last points left the window; not for leads, new clients or 2 points."""
    (visit,) = greenrope.events_of("G020", "page_visit")
    assert greenrope.did("G020", "quiet_client") == [shifted(visit, 90), shifted(visit, 104)]
    cold = {one["profile"] for one in greenrope.actions if one["followup"] == "quiet_client"}
    assert cold == {"G017", "G018", "G020", "G022", "G024", "G025"}
    assert {greenrope.rows[one]["kind"] for one in cold} == {"client"}
    assert greenrope.rows["G028"]["created"] == "2026-05-31"


def test_greenrope_asks_later_only_when_nobody_called(greenrope: Result) -> None:
    """Two weeks after the workflow: silence for the client who was called, a word to Carmen about the others."""
    asked = {one["profile"] for one in greenrope.actions if one["args"].get("to") == "carmen@quayside.example"}
    assert asked == {"G017", "G020", "G022", "G024", "G025"}


def test_greenrope_hysteresis(greenrope: Result) -> None:
    """35 points are news; 15 and 35 again are none; after 0 they are."""
    changes = greenrope.events_of("G006", "profile.modified")
    assert greenrope.did("G006", "good_company") == [changes[0]["time"], changes[4]["time"]]


START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def contact(created: datetime = START, **fields: Any) -> lsdsl.Engine:
    """An engine with the rules of the example and one contact."""
    engine = lsdsl.Engine(lsdsl.load(EXAMPLES / "greenrope"))
    engine.add_profile("p", {"kind": "lead", "salesperson": "Amara", **fields}, created=created)
    return engine


def happens(engine: lsdsl.Engine, at: datetime, type_: str, **data: Any) -> list[str]:
    """Let an event happen and name the follow-ups that asked for something."""
    number = f"{at.isoformat()} {type_} {data}"
    result = engine.process({"id": number, "type": type_, "profile": "p", "time": at, "data": data})
    assert result.status == "processed"
    return [one.followup for one in result.actions]


def test_hot_at_21_points_and_not_at_20() -> None:
    """The window is 24 hours to the second; the event that crosses asks for the workflow, no event before or after does."""
    engine = contact()
    assert happens(engine, START + days(1), "form_submit", form="contact") == []
    assert happens(engine, START + days(1.5), "page_visit", path="/prices") == []
    assert engine.profile("p").scores["activity"].value == 20
    assert happens(engine, START + days(2), "page_visit", path="/") == []
    assert happens(engine, START + days(2.1), "form_submit", form="contact") == []
    assert happens(engine, START + days(7.99), "link_click", url="https://x.example", mailing="m") == []
    assert happens(engine, START + days(9.1), "form_submit", form="contact") == []
    assert happens(engine, START + days(9.2), "page_visit", path="/prices") == []
    assert happens(engine, START + days(9.3), "page_visit", path="/") == ["hot_lead_of_amara"]
    assert happens(engine, START + days(9.4), "page_visit", path="/help") == []


@pytest.mark.parametrize("fields", [{"salesperson": "Bruno", "email": "x@quayside.example"}, {"salesperson": None}])
def test_hot_only_in_the_group(fields: Record) -> None:
    """A colleague and a contact of nobody get as hot as they like."""
    engine = contact(**fields)
    happens(engine, START + days(1), "form_submit", form="contact")
    happens(engine, START + days(1), "page_visit", path="/prices")
    assert happens(engine, START + days(1), "page_visit", path="/") == []


@pytest.mark.parametrize(("after", "runs"), [(6.9, False), (7.1, True)])
def test_hot_again_after_the_limit(after: float, runs: bool) -> None:
    """A week has to pass from one run to the next."""
    engine = contact()
    expected: list[str] = ["hot_lead_of_amara"]
    for at in (days(1), days(1 + after)):
        happens(engine, START + at, "video_watched", video=f"one {at}", percent=100)
        happens(engine, START + at, "video_watched", video=f"two {at}", percent=100)
        assert happens(engine, START + at, "video_watched", video=f"three {at}", percent=100) == expected
        expected = ["hot_lead_of_amara"] if runs else []


def test_cold_at_90_days_and_not_before() -> None:
    """Time alone starts it, at the moment that next_due names, and after every further window again."""
    engine = contact(kind="client", employees=50)
    engine.advance(START)
    assert engine.next_due() == START + days(90)
    assert engine.advance(START + days(89)).actions == ()
    assert engine.advance(START + days(90) - timedelta(microseconds=1)).actions == ()
    (action,) = engine.advance(START + days(90)).actions
    assert (action.followup, action.args, action.time) == (
        "quiet_client",
        {"name": "salesperson follow-up: visit"},
        START + days(90),
    )
    later = engine.advance(START + days(180)).actions
    assert [(one.action, one.time) for one in later] == [
        ("notify", START + days(104)),
        ("start_workflow", START + days(180)),
    ]


@pytest.mark.parametrize(("mails", "cold"), [(1, True), (2, False)])
def test_cold_below_two_points(mails: int, cold: bool) -> None:
    """One point in 90 days is fewer than two; two are not."""
    engine = contact(kind="client")
    for number in range(mails):
        happens(engine, START + days(10 + number), "email_open", mailing=f"{number}")
    assert bool(engine.advance(START + days(91)).actions) is cold


# --- three that move: keap, dynamics, constant-contact ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keap(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The run of the example."""
    return Result("keap", tmp_path_factory.mktemp("keap"), *AS_OF)


@pytest.fixture(scope="module")
def dynamics(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The run of the example."""
    return Result("dynamics", tmp_path_factory.mktemp("dynamics"), *AS_OF)


@pytest.fixture(scope="module")
def constant_contact(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The run of the example."""
    return Result("constant-contact", tmp_path_factory.mktemp("constant-contact"), *AS_OF)


def path_of(data: Record) -> str:
    """The path of the address in an event."""
    return "/" + str(data["url"]).split("/", 3)[3]


def tags_at_the_end(one: Diary) -> set[str]:
    """The tags of a contact; who sends a form and is neither a lead nor a customer gets one from the rules."""
    tags = set(one.row["tags"].split(";")) - {""}
    for _, type_, data in one.events:
        if type_ == "tag.added":
            tags.add(data["tag"])
        if type_ == "tag.removed":
            tags.discard(data["tag"])
        if type_ == "form_submit" and "Customer" not in tags:
            tags.add("New Lead")
    return tags


def interest_in_rooms(one: Diary) -> float:
    """The score ``interest`` of a contact."""
    tags = tags_at_the_end(one)
    points = 5.0 if tags & {"New Lead", "Newsletter Subscriber", "Trade Fair"} else 0.0
    points += 2 if "Customer" not in tags else 0
    points -= 6 if "Complained" in tags else 0
    points += 2 if one.of("form_submit", within=days(28)) else 0
    demos = [at for at, _ in one.of("form_submit", where=lambda data: data["form"] == "demo")]
    points += 8 if demos and one.as_of < demos[0] + days(56) else 0
    points += 4 if one.of("link_click", where=lambda data: path_of(data) == "/prices") else 0
    points += sum(one.as_of < at + days(84) for at in firsts(one.of("email_open"), "email"))
    points -= 5 if one.of("email_unsubscribe") else 0
    return points - (0 if one.of("link_click") else 1)


def test_keap_scores(keap: Result) -> None:
    """The lead score is that of a plain calculation, flames are fifths of the ideal, and the field holds the same."""
    expected = {one: interest_in_rooms(keap.diary(one)) for one in keap.profiles}
    assert {one: keap.value(one, "interest") for one in keap.profiles} == expected
    assert {one: keap.profiles[one]["fields"]["lead_score"] for one in keap.profiles} == expected
    flames = {one: keap.profiles[one]["scores"]["interest"]["flames"] for one in keap.profiles}
    assert flames == {one: max(0, min(5, int(points // 4))) for one, points in expected.items()}
    assert len(set(flames.values())) > 3


def activity_of(one: Diary) -> float:
    """The score ``activity`` of a lead: mails, tracked pages once a week and for 60 days, documents, bounces."""
    pages = [(at, path_of(data)) for at, data in one.of("page_visit")]
    looked = [at for at, path in pages if path in {"/prices", "/pumps/offer", "/filters/offer"}]
    points = 5.0 * len(firsts(one.of("email_open"), "email")) + 10 * len(firsts(one.of("document_download"), "document"))
    points += total(one.alive(times(looked, 20, 1, days(7)), days(60)))
    return points - 10 * len(one.of("email_bounce")) - (15 if one.of("unsubscribe") else 0)


def topic_of(one: Diary, topic: str) -> float:
    """The score of an area of interest."""
    pages = [data for _, data in one.of("page_visit") if path_of(data).startswith(f"/{topic}")]
    return len(pages) + 3 * len(firsts(one.of("document_download", where=lambda data: data["topic"] == topic), "document"))


def test_dynamics_scores(dynamics: Result) -> None:
    """The lead score and both areas of interest are those of a plain calculation."""
    for score, calculation in (
        ("activity", activity_of),
        ("pumps", lambda one: topic_of(one, "pumps")),
        ("filters", lambda one: topic_of(one, "filters")),
    ):
        expected = {one: calculation(dynamics.diary(one)) for one in dynamics.profiles}
        assert {one: dynamics.value(one, score) for one in dynamics.profiles} == expected
        assert len(set(expected.values())) > 4


def test_dynamics_checks_each_address_and_tells_each_change(dynamics: Result) -> None:
    """Every bounce starts a check; the changes that the CRM hears of begin at 0 and end at the score."""
    bounces = [one["time"] for one in dynamics.events if one["type"] == "email_bounce"]
    assert sorted(one["time"] for one in dynamics.actions if one["followup"] == "check_address") == sorted(bounces) != []
    for identity in dynamics.profiles:
        told = [one["args"] for one in dynamics.actions if (one["profile"], one["action"]) == (identity, "sync")]
        assert [args["old"] for args in told] == [0, *(args["new"] for args in told)][:-1]
        assert told[-1]["new"] == dynamics.value(identity, "activity")


def fit_to_stages(one: Diary) -> float:
    """The score ``fit`` of a lead."""
    points = {"Decision maker": 25, "User": 10, "Student": -20}.get(one.row["persona"], 0)
    points += {"building": 15, "events": 15, "retail": 5}.get(one.row["industry"], 0)
    employees = int(one.row["employees"] or 0)
    points += 15 if employees >= 50 else 5 if employees >= 10 else 0
    points -= 30 if one.field("email", "email").endswith("@freemail.example") else 0
    read = one.of("site_visit", where=lambda data: data["path"].startswith("/case-studies/"))
    return points + min(20, 10 * len(firsts(read, "path"))) + min(8, 5 * bool(one.row["phone"]) + 5 * bool(one.row["company"]))


def engagement_with_stages(one: Diary) -> float:
    """The score ``engagement`` of a lead: half of each award is forgotten every 30 days."""
    visits = one.of("site_visit")
    awards = [(at, 2.0) for at, _ in visits] + [(at, 1.0) for at, _ in one.of("email_open")]
    awards += [(at, 8.0) for at in firsts(one.of("media_download"), "asset")]
    awards += times([at for at, _ in one.of("form_submit")], 10, 2, days(7))
    awards += [(at, -10.0) for at, data in visits if data["path"].startswith("/jobs")]
    awards += [(at, -10.0) for at, _ in one.of("unsubscribe")[:1]]
    return total([(at, points / 2.0 ** one.steps(at, days(30))) for at, points in awards])


def test_constant_contact_scores(constant_contact: Result) -> None:
    """Fit, engagement and their sum are those of a plain calculation, and the range follows."""
    ranges = set()
    for one in constant_contact.profiles:
        fit, engagement = fit_to_stages(constant_contact.diary(one)), engagement_with_stages(constant_contact.diary(one))
        assert constant_contact.value(one, "fit") == fit
        assert constant_contact.value(one, "engagement") == pytest.approx(engagement, abs=1e-4)
        assert constant_contact.value(one, "total") == pytest.approx(fit + engagement, abs=1e-4)
        expected = "hot" if fit + engagement >= 60 else "warm" if fit + engagement >= 30 else "cold"
        assert constant_contact.profiles[one]["scores"]["total"]["range"] == expected
        ranges.add(expected)
    assert ranges == {"cold", "warm", "hot"}


# --- all of them --------------------------------------------------------------------------------------------------------------

ALL = ["software", "shop", "copernica", "greenrope", "keap", "dynamics", "constant-contact"]


@pytest.mark.parametrize("name", ["copernica", "greenrope"])
def test_replays_give_the_same_bytes(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """A second run writes the same files, the ids of the actions included; each id is there once."""
    first: Result = request.getfixturevalue(name)
    Result(name, tmp_path, *AS_OF)
    for file in ("profiles", "ledger", "actions", "failures", "rejects"):
        assert (tmp_path / f"{file}.jsonl").read_bytes() == (first.folder / f"{file}.jsonl").read_bytes()
    assert len({one["id"] for one in first.actions}) == len(first.actions) > 10


@pytest.mark.parametrize("name", ["copernica", "greenrope"])
def test_each_followup_of_an_example_does_something(name: str, request: pytest.FixtureRequest) -> None:
    """No follow-up with an action stands in an example that its data never starts."""
    result: Result = request.getfixturevalue(name)
    text = "".join(file.read_text(encoding="utf-8") for file in sorted((EXAMPLES / name / "rules").glob("*.lsdsl")))
    asking = [one.split(":")[0] for one in text.split("\nfollowup ")[1:] if "    do " in one]
    assert sorted(asking) == sorted(result.summary["actions_by_followup"])


@pytest.mark.parametrize("name", ALL)
def test_examples_have_no_findings(name: str) -> None:
    """The rules of an example are sound, down to the last warning."""
    assert lsdsl.check(EXAMPLES / name).diagnostics == ()


@pytest.mark.parametrize("name", ["software", "shop"])
def test_ledgers_of_examples_add_up(name: str, request: pytest.FixtureRequest) -> None:
    """Where no bound of group or score is reached, the entries of a score add up to its value."""
    result: Result = request.getfixturevalue(name)
    score = {"software": "fit", "shop": "loyalty"}[name]
    sums = dict.fromkeys(result.profiles, 0.0)
    for entry in result.ledger:
        if entry["score"] == score:
            sums[entry["profile"]] += entry["points"]
    inside = {one: points for one, points in sums.items() if 0 < points < 60 and result.value(one, score) < 60}
    assert len(inside) > 20
    assert {one: result.value(one, score) for one in inside} == pytest.approx(inside, abs=1e-4)


@pytest.mark.parametrize("name", ["software", "shop", "greenrope", "keap", "dynamics", "constant_contact"])
def test_each_rule_of_an_example_is_used(name: str, request: pytest.FixtureRequest) -> None:
    """No rule stands in an example that its data never touches, but for the score that is switched off."""
    result: Result = request.getfixturevalue(name)
    idle = [rule["score"] for rule in result.summary["awards_by_rule"] if not rule["awards"]]
    assert idle == (["fair"] if name == "keap" else [])


def test_data_of_examples_is_reproducible(tmp_path: Path) -> None:
    """Generating the data again gives the same bytes."""
    spec = importlib.util.spec_from_file_location("generate_examples", ROOT / "scripts" / "generate_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.generate(tmp_path)
    files = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(files) == 14
    assert [path for path in files if (tmp_path / path).read_bytes() != (EXAMPLES / path).read_bytes()] == []
