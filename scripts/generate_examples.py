#!/usr/bin/env python3
"""Writes the made-up data of the examples: a software company, a shop, and one for each of five lead-scoring systems.

python scripts/generate_examples.py            writes into examples/
python scripts/generate_examples.py FOLDER     writes into another folder

Every profile has its own random numbers, drawn only with ``random()``, whose sequence Python promises to keep: the same program
writes the same bytes wherever and whenever it runs. All people, companies and products are invented.
"""

import csv
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

START = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 90
T = TypeVar("T")


class Chance:
    """Random choices that depend on nothing but a text."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed).random

    def whole(self, low: int, high: int) -> int:
        """A whole number between two, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self.random() * len(options))]

    def maybe(self, probability: float) -> bool:
        """Yes, with this probability."""
        return self.random() < probability


@dataclass
class Diary:
    """What one profile does: its events in the order in which they are written down."""

    profile: str
    chance: Chance
    entries: list[tuple[datetime, str, dict[str, Any]]] = field(default_factory=list)

    def at(self, day: int, type_: str, **data: Any) -> datetime:
        """Note an event on a day, at a time at which people are awake unless the day has a fraction."""
        moment = START + timedelta(days=day)
        if day == int(day):
            moment += timedelta(
                hours=self.chance.whole(7, 20), minutes=self.chance.whole(0, 59), seconds=self.chance.whole(0, 59)
            )
        self.entries.append((moment, type_, data))
        return moment

    def then(self, moment: datetime, minutes: int, type_: str, **data: Any) -> datetime:
        """Note an event some minutes after another one."""
        later = moment + timedelta(minutes=minutes, seconds=self.chance.whole(0, 59))
        self.entries.append((later, type_, data))
        return later


@dataclass(frozen=True)
class Example:
    """The data of one example: the header and rows of its profiles, its diaries, and which types of events may arrive late."""

    name: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    diaries: list[Diary]
    first_event: int
    late: tuple[str, ...] = ()


# --- the software company -----------------------------------------------------------------------------------------------------

Story = Callable[[Diary], None]
CAMPAIGNS = ("march news", "april news", "may news")
PAGES = (
    "/",
    "/product",
    "/product/boards",
    "/product/reports",
    "/blog/planning-by-hand",
    "/blog/less-overtime",
    "/about",
    "/help",
)
CUSTOMERS = ("/customers/boatyard", "/customers/bakery", "/customers/bridge-builders", "/customers/print-shop")
LINKS = (
    "https://meadowplan.example/blog/less-overtime",
    "https://meadowplan.example/webinars",
    "https://meadowplan.example/pricing",
)
FEATURES = ("board", "report", "import", "invite", "calendar")


def browse(diary: Diary, day: int, pages: int) -> datetime:
    """Look at some pages on one day."""
    moment = diary.at(day, "page_visit", path=diary.chance.pick(PAGES))
    for _ in range(pages - 1):
        moment = diary.then(moment, diary.chance.whole(1, 6), "page_visit", path=diary.chance.pick(PAGES))
    return moment


def newsletters(diary: Diary, reads: float, clicks: float) -> None:
    """Open some of the three newsletters, and follow a link in some of those."""
    for month, campaign in enumerate(CAMPAIGNS):
        if diary.chance.maybe(reads):
            opened = diary.at(8 + 30 * month + diary.chance.whole(0, 3), "email_open", campaign=campaign)
            if diary.chance.maybe(clicks):
                clicked = diary.then(opened, 1, "link_click", campaign=campaign, url=diary.chance.pick(LINKS))
                diary.then(clicked, 1, "page_visit", path=diary.chance.pick(PAGES))


def ready_to_buy(diary: Diary) -> None:
    """Read about it in April, asked for a demo in May, counts seats now."""
    chance = diary.chance
    newsletters(diary, 0.9, 0.6)
    browse(diary, chance.whole(30, 38), 3)
    browse(diary, chance.whole(40, 55), 4)
    diary.at(chance.whole(56, 62), "webinar_attended", webinar="planning in an hour", minutes=chance.whole(35, 60))
    for customer in CUSTOMERS[: chance.whole(1, 3)]:
        diary.at(chance.whole(63, 70), "page_visit", path=customer)
    for day in (72, 78, 80, 85)[chance.whole(0, 2) :]:
        looked = browse(diary, day + chance.whole(0, 1), 2)
        diary.then(looked, 2, "page_visit", path=chance.pick(("/pricing", "/pricing/teams")))
    asked = diary.at(chance.whole(74, 84), "form_submit", form="demo")
    diary.then(asked, chance.whole(5, 20), "price_calculated", seats=chance.whole(4, 25) * 10)
    if chance.maybe(0.6):
        diary.at(87, "sales_call", outcome=chance.pick(("interested", "interested", "no answer")))


def on_trial(diary: Diary) -> None:
    """Started a trial in May and uses it almost every day."""
    chance = diary.chance
    newsletters(diary, 0.6, 0.5)
    day = chance.whole(72, 78)
    browse(diary, day - 12, 3)
    diary.at(day - 6, "page_visit", path="/pricing")
    diary.at(day - 1, "form_submit", form="contact")
    ends = (START + timedelta(days=day + 14)).date().isoformat()
    diary.at(day, "profile.modified", stage="trial", trial_ends=ends)
    for later in range(day + 1, DAYS):
        if chance.maybe(0.75):
            diary.at(later, "feature_used", feature=chance.pick(FEATURES))
        if chance.maybe(0.4):
            diary.at(later, "feature_used", feature=chance.pick(FEATURES))
    diary.at(day + 9, "page_visit", path="/pricing")


def trial_forgotten(diary: Diary) -> None:
    """Started a trial and never came back to it."""
    chance = diary.chance
    newsletters(diary, 0.4, 0.3)
    day = chance.whole(66, 76)
    browse(diary, day - 3, 3)
    ends = (START + timedelta(days=day + 14)).date().isoformat()
    diary.at(day, "profile.modified", stage="trial", trial_ends=ends)
    diary.at(day + 1, "feature_used", feature="import")


def comparing(diary: Diary) -> None:
    """Compares products: the white paper, stories of customers, a first look at the prices."""
    chance = diary.chance
    newsletters(diary, 0.7, 0.5)
    day = chance.whole(50, 74)
    browse(diary, day - chance.whole(14, 28), chance.whole(2, 4))
    browse(diary, day, chance.whole(3, 7))
    browse(diary, day + 5, chance.whole(2, 5))
    diary.at(day + 2, "form_submit", form="white paper")
    for customer in CUSTOMERS[: chance.whole(1, 4)]:
        diary.at(day + chance.whole(1, 8), "page_visit", path=customer)
    if chance.maybe(0.7):
        diary.at(day + chance.whole(3, 14), "page_visit", path="/pricing")
    if chance.maybe(0.4):
        diary.at(day + 12, "webinar_attended", webinar="planning in an hour", minutes=chance.whole(8, 55))


def once_hot(diary: Diary) -> None:
    """Asked for a demo in March, was called, said no."""
    chance = diary.chance
    newsletters(diary, 0.5, 0.2)
    day = chance.whole(3, 15)
    browse(diary, day, 4)
    diary.at(day + 1, "page_visit", path="/pricing")
    diary.at(day + 1, "form_submit", form="demo")
    diary.at(day + 3, "price_calculated", seats=chance.whole(3, 12) * 10)
    diary.at(day + 6, "sales_call", outcome="no answer")
    diary.at(day + 9, "sales_call", outcome="not interested")
    if chance.maybe(0.3):
        diary.at(day + 10, "profile.modified", stage="lost")


def reader(diary: Diary) -> None:
    """Reads every newsletter and little else."""
    newsletters(diary, 0.95, 0.4)
    for _ in range(diary.chance.whole(1, 4)):
        browse(diary, diary.chance.whole(5, 80), diary.chance.whole(1, 4))


def looked_once(diary: Diary) -> None:
    """Came by once."""
    browse(diary, diary.chance.whole(0, 70), diary.chance.whole(2, 6))
    if diary.chance.maybe(0.25):
        diary.at(diary.chance.whole(8, 60), "email_open", campaign=diary.chance.pick(CAMPAIGNS))


def job_seeker(diary: Diary) -> None:
    """Would like to work here."""
    day = diary.chance.whole(70, 84)
    browse(diary, day, 2)
    diary.at(day, "page_visit", path="/jobs")
    diary.at(day + 2, "page_visit", path="/jobs/developer")


def unreachable(diary: Diary) -> None:
    """Left an address that does not work, or wants no mail."""
    day = diary.chance.whole(5, 40)
    browse(diary, day, 2)
    diary.at(day, "form_submit", form="white paper")
    if diary.chance.maybe(0.6):
        diary.at(day + 3, "email_bounce")
        diary.at(day + 33, "email_bounce")
    else:
        diary.at(day + 4, "email_open", campaign="welcome")
        diary.at(day + 4, "unsubscribe")


def nosy(diary: Diary) -> None:
    """A competitor or a student who studies every page."""
    chance = diary.chance
    for day in range(60, 88, 4):
        looked = browse(diary, day + chance.whole(0, 2), chance.whole(2, 4))
        diary.then(looked, 3, "page_visit", path=chance.pick(("/pricing", "/pricing/teams", *CUSTOMERS)))
    diary.at(70, "form_submit", form="white paper")
    diary.at(75, "price_calculated", seats=500)


def silent(diary: Diary) -> None:
    """Bought on a list of addresses; never seen."""
    if diary.chance.maybe(0.3):
        diary.at(diary.chance.whole(8, 12), "email_open", campaign="march news")


def newcomer(diary: Diary) -> None:
    """Was not in the CRM when the quarter began: the website made the profile, the form told who it is."""
    chance = diary.chance
    day = chance.whole(74, 80)
    browse(diary, day, 3)
    sent = diary.at(day + 2, "form_submit", form="demo")
    who = PEOPLE_OF_FORMS[diary.profile]
    diary.then(sent, 1, "profile.modified", **who)
    diary.at(day + 5, "page_visit", path="/pricing")
    diary.at(day + 8, "page_visit", path="/pricing/teams")
    diary.at(day + 8, "price_calculated", seats=chance.whole(4, 14) * 10)


PEOPLE_OF_FORMS = {
    "L059": {
        "name": "Ottilie Brandt",
        "email": "o.brandt@kupferwerk.example",
        "company": "Kupferwerk Lindau",
        "job_title": "Head of Production",
        "country": "DE",
        "employees": 240,
        "lead_source": "Website",
    },
    "L060": {
        "name": "Cormac Feeney",
        "email": "cormac@feeneyroofs.example",
        "company": "Feeney Roofs",
        "job_title": "Owner",
        "country": "IE",
        "employees": 35,
        "lead_source": "Website",
    },
}

# A lead a line: name, job title, company, mail domain, country, employees, source, story. A dash is an empty cell.
LEADS: tuple[tuple[str, str, str, str, str, str, str, Story], ...] = (
    ("Hanneke Vos", "Chief Operating Officer", "Vos & Daalder", "vosdaalder.example", "NL", "320", "Referral", ready_to_buy),
    (
        "Jules Lambert",
        "Managing Director",
        "Atelier Lambert",
        "atelierlambert.example",
        "BE",
        "85",
        "Trade Fair",
        ready_to_buy,
    ),
    ("Silke Roth", "Head of Planning", "Nordkran", "nordkran.example", "DE", "640", "Website", ready_to_buy),
    ("Mads Overgaard", "Production Planner", "Fjordbyg", "fjordbyg.example", "DK", "150", "Website", ready_to_buy),
    ("Priya Raman", "Founder", "Raman Interiors", "ramaninteriors.example", "UK", "28", "Partner", ready_to_buy),
    ("Eleonora Conti", "Project Manager", "Officine Conti", "officineconti.example", "IT", "75", "Webinar", ready_to_buy),
    ("Tobias Keller", "Vice President Operations", "Seehafen Logistik", "seehafen.example", "DE", "900", "Trade Fair", on_trial),
    ("Anouk Perrin", "Owner", "Perrin Traiteur", "perrintraiteur.example", "FR", "55", "Website", on_trial),
    ("Bram de Wit", "Planner", "De Wit Installaties", "dewitinstallaties.example", "NL", "110", "Referral", on_trial),
    ("Niamh Doyle", "Operations Director", "Doyle Stage & Light", "doylestage.example", "IE", "65", "Webinar", on_trial),
    ("Karin Lund", "Office Manager", "Lund Arkitekter", "lundarkitekter.example", "SE", "40", "Website", trial_forgotten),
    ("Pascal Girard", "IT Manager", "Verrerie du Lac", "verreriedulac.example", "FR", "210", "Website", trial_forgotten),
    ("Femke Postma", "Chief Executive", "Postma Scheepsbouw", "postmascheepsbouw.example", "NL", "260", "Trade Fair", comparing),
    ("Ingo Fuchs", "Director of Works", "Fuchs Tiefbau", "fuchstiefbau.example", "DE", "480", "Website", comparing),
    ("Claire Dumont", "Head of Projects", "Dumont Ascenseurs", "dumontascenseurs.example", "BE", "130", "Referral", comparing),
    ("Owen Pritchard", "Workshop Manager", "Pritchard Coaches", "pritchardcoaches.example", "UK", "90", "Website", comparing),
    ("Sofie Maes", "Planner", "Drukkerij Maes", "drukkerijmaes.example", "BE", "60", "Website", comparing),
    ("Lars Eriksen", "Managing Director", "Eriksen Elektro", "eriksenelektro.example", "NO", "45", "Partner", comparing),
    ("Marta Nowak", "Production Manager", "Meblarz", "meblarz.example", "PL", "300", "Website", comparing),
    ("Diego Salas", "Owner", "Cocinas Salas", "cocinassalas.example", "ES", "22", "Website", comparing),
    ("Yara Haddad", "Project Leader", "Waterlijn Advies", "waterlijn.example", "NL", "700", "Webinar", comparing),
    ("Rolf Steiner", "Head of Service", "Alpenlift", "alpenlift.example", "AT", "175", "Trade Fair", once_hot),
    ("Geert Claes", "Managing Partner", "Claes & Zonen", "claeszonen.example", "BE", "70", "Website", once_hot),
    ("Harriet Lowe", "Planner", "Lowe Landscapes", "lowelandscapes.example", "UK", "34", "Website", once_hot),
    ("Matteo Ricci", "Director", "Ricci Marmi", "riccimarmi.example", "IT", "120", "Website", once_hot),
    ("Joke Bakker", "Controller", "Bakker Transport", "bakkertransport.example", "NL", "190", "Trade Fair", reader),
    ("Uwe Brandl", "Plant Manager", "Brandl Guss", "brandlguss.example", "DE", "410", "Webinar", reader),
    ("Camille Roux", "Assistant", "Roux Freres", "rouxfreres.example", "FR", "52", "Website", reader),
    ("Signe Holm", "Head of Operations", "Holm Vinduer", "holmvinduer.example", "DK", "230", "Website", reader),
    ("Peter Quill", "Consultant", "-", "freemail.example", "UK", "-", "Website", reader),
    ("Lotte Smit", "Planner", "Smit Kassen", "smitkassen.example", "NL", "95", "Website", reader),
    ("Andreas Moser", "Technical Director", "Moser Seilbahnen", "moserseilbahnen.example", "CH", "140", "Referral", reader),
    ("Bea Fontaine", "Freelancer", "-", "postbox.example", "FR", "1", "Website", reader),
    ("Wim Kuipers", "Chief Financial Officer", "Kuipers Beton", "kuipersbeton.example", "NL", "350", "Trade Fair", looked_once),
    ("Agnes Weiss", "Planner", "Weiss Zelte", "weisszelte.example", "DE", "64", "Website", looked_once),
    ("Tom Ashworth", "Estimator", "Ashworth Joinery", "ashworthjoinery.example", "UK", "18", "Website", looked_once),
    ("Ines Carvalho", "Operations Lead", "Cortica", "cortica.example", "PT", "88", "Website", looked_once),
    ("Freya Nilsen", "Manager", "Nilsen Fisk", "nilsenfisk.example", "NO", "260", "Trade Fair", looked_once),
    ("Luc Janssens", "-", "Janssens Ramen", "janssensramen.example", "BE", "48", "Website", looked_once),
    ("Helga Baum", "Head of Purchasing", "Baum Druckguss", "baumdruckguss.example", "DE", "1200", "Trade Fair", looked_once),
    ("Rick van Dam", "-", "-", "freemail.example", "NL", "-", "Website", looked_once),
    ("Nora Lindqvist", "Coordinator", "Lindqvist Maleri", "lindqvistmaleri.example", "SE", "26", "Website", looked_once),
    ("Gianni Serra", "Owner", "Serra Barche", "serrabarche.example", "IT", "14", "Website", looked_once),
    ("Ewa Zielinska", "Planner", "Zielony Dach", "zielonydach.example", "PL", "70", "Website", looked_once),
    ("Colin Marsh", "-", "-", "postbox.example", "UK", "-", "-", looked_once),
    ("Maud Leroy", "Project Manager", "Leroy Facades", "leroyfacades.example", "FR", "160", "Website", looked_once),
    ("Daan Visser", "Software Developer", "-", "freemail.example", "NL", "-", "Website", job_seeker),
    ("Julia Hartmann", "Data Analyst", "-", "postbox.example", "DE", "-", "Website", job_seeker),
    ("Sam Okafor", "Manager", "Okafor Events", "okaforevents.example", "UK", "30", "Website", unreachable),
    ("Petra Simons", "Head of Sales", "Simons Verpakking", "simonsverpakking.example", "NL", "220", "Trade Fair", unreachable),
    ("Alain Mercier", "Planner", "Mercier Serres", "mercierserres.example", "FR", "66", "Website", unreachable),
    ("Greta Olsen", "Product Manager", "Gridplan", "gridplan.example", "DE", "75", "Website", nosy),
    ("Noah Tremblay", "Student", "Polder University", "polder.edu.example", "NL", "3000", "Website", nosy),
    ("Ruud Hendriks", "Director", "Hendriks Kranen", "hendrikskranen.example", "NL", "105", "-", silent),
    ("Beate Vogel", "Head of Logistics", "Vogel Papier", "vogelpapier.example", "DE", "330", "-", silent),
    ("Yves Caron", "Owner", "Caron Menuiserie", "caronmenuiserie.example", "FR", "24", "-", silent),
    ("Siobhan Walsh", "Manager", "Walsh Catering", "walshcatering.example", "IE", "58", "-", silent),
    ("Jan Mulder", "-", "Mulder Groen", "muldergroen.example", "NL", "44", "-", silent),
)
TAGS = (("Newsletter", 0.5), ("Trade Fair 2026", 0.15))
LEAD_HEADER = (
    *("Lead ID", "Name", "Email", "Company", "Job Title", "Country", "Employees", "Lead Source", "Stage", "Newsletter"),
    *("created", "tags"),
)


def blank(cell: str) -> str:
    """A dash in the tables above stands for an empty cell."""
    return "" if cell == "-" else cell


def mail_name(name: str) -> str:
    """The part of a mail address before the @."""
    first, *_, last = name.lower().split()
    return f"{first[0]}.{last}"


def software() -> Example:
    """The software company: 60 leads, two of which only the website knows."""
    rows, diaries = [], []
    for number, (name, title, company, domain, country, employees, source, story) in enumerate(LEADS, 1):
        diary = Diary(f"L{number:03}", Chance(f"software {number}"))
        story(diary)
        first = min((moment for moment, _, _ in diary.entries), default=START + timedelta(days=20))
        created = (first - timedelta(days=diary.chance.whole(0, 25), hours=1)).date().isoformat()
        chosen = [tag for tag, probability in TAGS if diary.chance.maybe(probability)]
        tags = ";".join(chosen)
        newsletter = "yes" if "Newsletter" in chosen else "no"
        email = f"{mail_name(name)}@{domain}"
        cells = (diary.profile, name, email, company, title, country, employees, source, "lead", newsletter, created, tags)
        rows.append(tuple(blank(cell) for cell in cells))
        diaries.append(diary)
    for profile in PEOPLE_OF_FORMS:
        diary = Diary(profile, Chance(f"software {profile}"))
        newcomer(diary)
        diaries.append(diary)
    return Example("software", LEAD_HEADER, rows, diaries, 20_001, late=("email_open",))


# --- the shop -----------------------------------------------------------------------------------------------------------------

# Product: its category and its price in cents.
PRODUCTS = {
    "house-blend": ("coffee", 895),
    "ethiopia-yirga": ("coffee", 1290),
    "decaf-dark": ("coffee", 1050),
    "espresso-bar": ("coffee", 1975),
    "sencha": ("tea", 1140),
    "earl-grey": ("tea", 780),
    "rooibos": ("tea", 650),
    "teapot": ("tea", 3495),
    "kettle": ("equipment", 6900),
    "grinder": ("equipment", 14900),
    "scale": ("equipment", 4450),
    "espresso-machine": ("equipment", 48900),
    "mug-set": ("gifts", 2450),
    "tasting-box": ("gifts", 2995),
}
CHEAP = tuple(name for name, (_, cents) in PRODUCTS.items() if cents < 3000)
MACHINES = ("kettle", "grinder", "scale", "espresso-machine")
COUNTRIES = ("NL", "NL", "NL", "BE", "BE", "DE", "FR", "LU")
FIRST_NAMES = (
    *("Anna", "Bas", "Carla", "Dirk", "Elin", "Floris", "Gwen", "Hugo", "Iris", "Joris"),
    *("Kim", "Leo", "Mila", "Nico", "Olga", "Paul", "Quinten", "Rosa", "Stijn", "Tess"),
)
LAST_NAMES = (
    *("Aerts", "Bloem", "Cools", "Dijkman", "Evers", "Franck"),
    *("Groen", "Hoekstra", "Ilsbroek", "Jonker", "Koster", "Lenaerts"),
)


def euros(cents: int) -> float:
    """Money as the shop writes it."""
    return cents / 100


def view(diary: Diary, day: int, products: Sequence[str]) -> datetime:
    """Look at products, one after the other."""
    moment = diary.at(day, "product_view", product=products[0], category=PRODUCTS[products[0]][0])
    for product in products[1:]:
        moment = diary.then(moment, diary.chance.whole(1, 4), "product_view", product=product, category=PRODUCTS[product][0])
    return moment


def fill_cart(diary: Diary, day: int, products: Sequence[str]) -> tuple[datetime, int]:
    """Look at products and put them all into the cart; the moment and the total in cents."""
    moment = view(diary, day, products)
    for product in products:
        moment = diary.then(moment, 1, "cart_add", product=product, amount=euros(PRODUCTS[product][1]))
    return moment, sum(PRODUCTS[product][1] for product in products)


def buy(diary: Diary, day: int, products: Sequence[str], coupon: str = "") -> str:
    """Order products, sometimes with ten percent off; the number of the order."""
    moment, cents = fill_cart(diary, day, products)
    moment = diary.then(moment, 2, "checkout_started", amount=euros(cents))
    order = f"{diary.profile}-{1 + sum(type_ == 'purchase' for _, type_, _ in diary.entries)}"
    paid = euros(cents * 9 // 10 if coupon else cents)
    diary.then(moment, 3, "purchase", order=order, amount=paid, **({"coupon": coupon} if coupon else {}))
    return order


def some(diary: Diary, products: Sequence[str], least: int, most: int) -> list[str]:
    """Some different products."""
    wanted = diary.chance.whole(least, most)
    found: list[str] = []
    while len(found) < wanted:
        product = diary.chance.pick(products)
        if product not in found:
            found.append(product)
    return found


def faithful(diary: Diary) -> None:
    """Orders every two or three weeks, at the full price, and writes about it."""
    chance = diary.chance
    day = chance.whole(0, 10)
    while day < DAYS - 1:
        products = some(diary, CHEAP, 2, 4)
        buy(diary, day, products)
        if chance.maybe(0.35) and day + 6 < DAYS:
            diary.at(day + 6, "review_written", product=products[0], stars=chance.whole(4, 5))
        day += chance.whole(12, 21)


def subscriber(diary: Diary) -> None:
    """Has coffee sent regularly and orders something besides now and then."""
    chance = diary.chance
    plan, price = chance.pick((("weekly", 8.95), ("fortnightly", 12.9), ("monthly", 19.75)))
    start = chance.whole(2, 25)
    buy(diary, start, some(diary, CHEAP, 1, 2))
    diary.at(start + 3, "subscriptions.created", id=f"{diary.profile}-sub", plan=plan, price=price)
    for day in range(start + 20, DAYS - 2, 25):
        buy(diary, day + chance.whole(0, 4) - 2, some(diary, CHEAP, 1, 2))
    if chance.maybe(0.25):
        diary.at(DAYS - 8, "subscriptions.modified", id=f"{diary.profile}-sub", active=False)


def machine_buyer(diary: Diary) -> None:
    """Compares machines for weeks, then buys one, and coffee with it."""
    chance = diary.chance
    day = chance.whole(30, 60)
    for before in (21, 14, 9, 4):
        view(diary, day - before + chance.whole(0, 2), some(diary, MACHINES, 2, 3))
    order = buy(diary, day, [chance.pick(MACHINES), *some(diary, CHEAP, 1, 1)])
    if chance.maybe(0.35):
        diary.at(day + 9, "refund", order=order, amount=euros(PRODUCTS["scale"][1]), reason=chance.pick(("damaged", "not liked")))
    if chance.maybe(0.6):
        buy(diary, day + 21, some(diary, CHEAP, 1, 3))


def about_to_buy(diary: Diary) -> None:
    """Bought before, and something lies in the cart since yesterday."""
    chance = diary.chance
    buy(diary, chance.whole(10, 50), some(diary, CHEAP, 1, 3), coupon=chance.pick(("", "SPRING10")))
    view(diary, 84, some(diary, MACHINES, 2, 3))
    view(diary, 86, some(diary, tuple(PRODUCTS), 2, 4))
    moment, cents = fill_cart(diary, 88, [chance.pick(("grinder", "kettle", "scale")), *some(diary, CHEAP, 1, 2)])
    if chance.maybe(0.4):
        diary.then(moment, 4, "checkout_started", amount=euros(cents))


def new_and_keen(diary: Diary) -> None:
    """Found the shop last week and looks at everything."""
    chance = diary.chance
    for day in (82, 85, 87, 88):
        view(diary, day, some(diary, tuple(PRODUCTS), 2, 5))
    fill_cart(diary, 88, some(diary, CHEAP, 1, 3))
    if chance.maybe(0.4):
        diary.at(86, "newsletter_open", issue="may")


def bought_once(diary: Diary) -> None:
    """One order, with the coupon for new customers."""
    day = diary.chance.whole(5, 80)
    view(diary, day - 3, some(diary, tuple(PRODUCTS), 1, 3))
    buy(diary, day, some(diary, CHEAP, 1, 2), coupon="WELCOME10")
    if diary.chance.maybe(0.4):
        diary.at(day + 8, "review_written", product="house-blend", stars=diary.chance.whole(1, 3))


def gone_quiet(diary: Diary) -> None:
    """A good customer until the end of March, and not a word since."""
    chance = diary.chance
    for day in (2, 13, 24):
        buy(diary, day + chance.whole(0, 4), some(diary, CHEAP, 2, 3))
    if chance.maybe(0.6):
        diary.at(40, "newsletter_open", issue="april")


def returner(diary: Diary) -> None:
    """Orders much and sends most of it back."""
    chance = diary.chance
    for day in (20, 45, 66):
        products = [*some(diary, MACHINES, 1, 1), *some(diary, CHEAP, 1, 2)]
        order = buy(diary, day + chance.whole(0, 5), products)
        back, reason = euros(PRODUCTS[products[0]][1]), chance.pick(("not liked", "too late"))
        diary.at(day + 12, "refund", order=order, amount=back, reason=reason)


def looker(diary: Diary) -> None:
    """Looks now and then and buys nothing."""
    chance = diary.chance
    for _ in range(chance.whole(2, 6)):
        view(diary, chance.whole(0, 88), some(diary, tuple(PRODUCTS), 1, 4))
    if chance.maybe(0.2):
        fill_cart(diary, chance.whole(10, 70), some(diary, CHEAP, 1, 1))


def letter_reader(diary: Diary) -> None:
    """Reads the newsletter, that is all."""
    for number, issue in enumerate(("march", "april", "may")):
        if diary.chance.maybe(0.8):
            opened = diary.at(6 + 30 * number, "newsletter_open", issue=issue)
            if diary.chance.maybe(0.3):
                product = diary.chance.pick(CHEAP)
                diary.then(opened, 2, "product_view", product=product, category=PRODUCTS[product][0])


CUSTOMERS_OF_SHOP: tuple[tuple[Story, int], ...] = (
    (faithful, 8),
    (subscriber, 8),
    (machine_buyer, 7),
    (about_to_buy, 6),
    (new_and_keen, 6),
    (bought_once, 13),
    (gone_quiet, 7),
    (returner, 3),
    (looker, 16),
    (letter_reader, 6),
)
CUSTOMER_HEADER = ("customer", "name", "email", "country", "registered", "newsletter", "favourite", "created")


def shop() -> Example:
    """The coffee and tea shop: 80 visitors and customers."""
    rows, diaries = [], []
    stories = [story for story, times in CUSTOMERS_OF_SHOP for _ in range(times)]
    for number, story in enumerate(stories):
        diary = Diary(f"C{100 + number * 7 % 80:03}", Chance(f"shop {number}"))
        story(diary)
        chance = diary.chance
        first, last = FIRST_NAMES[number * 7 % len(FIRST_NAMES)], LAST_NAMES[(number * 5 + number // 60) % len(LAST_NAMES)]
        known = story in (faithful, subscriber, gone_quiet, returner) or chance.maybe(0.4)
        began = START - timedelta(days=chance.whole(40, 900)) if known else min(moment for moment, _, _ in diary.entries)
        registered = began.date().isoformat()
        newsletter = "yes" if story in (letter_reader, gone_quiet) or chance.maybe(0.4) else "no"
        favourite = chance.pick(("coffee", "coffee", "tea", "equipment", "gifts", ""))
        created = max(began, START - timedelta(days=1)).date().isoformat()
        email = f"{first}.{last}{number}@mail.example".lower()
        rows.append((diary.profile, f"{first} {last}", email, chance.pick(COUNTRIES), registered, newsletter, favourite, created))
        diaries.append(diary)
    return Example("shop", CUSTOMER_HEADER, sorted(rows), sorted(diaries, key=lambda one: one.profile), 50_001)


# --- the cargo bikes: points in a field, as in Copernica ----------------------------------------------------------------------

BIKE_PAGES = ("/bikes/longtail", "/bikes/three-wheels", "/stories/baker", "/stories/plumber", "/service")
BIKE_MAILINGS = ("march news", "april news", "may news")


def click(diary: Diary, day: int, path: str) -> datetime:
    """Click a link in the mailing of the month."""
    return diary.at(day, "link_click", mailing=BIKE_MAILINGS[min(day // 30, 2)], url=f"https://rondombikes.example{path}")


def clicks(diary: Diary, number: int, first: int = 5, last: int = 85) -> None:
    """Click some links on different days."""
    for place in range(number):
        width = (last - first) // number
        click(diary, first + place * width + diary.chance.whole(0, width - 1), diary.chance.pick(BIKE_PAGES))


def warms_up(diary: Diary) -> None:
    """Nothing but clicks: eleven until the end of April make an invitation, five more of them no second one."""
    for day in (9, 11, 16, 23, 30, 38, 41, 45, 51, 54, 58, 61, 66, 72, 75, 83):
        click(diary, day, diary.chance.pick(BIKE_PAGES))


def reads_the_guide(diary: Diary) -> None:
    """Opens the guide, looks at prices a day later, gives a number, and asks for a quote in the end."""
    click(diary, 12, "/guide")
    click(diary, 13, "/prices")
    diary.at(20, "profile.modified", phone="+31 20 555 01 42")
    diary.at(34, "quotes.created", id="Q-1041", bikes=4, amount=17_800)
    click(diary, 41, "/stories/baker")
    diary.at(48, "quotes.modified", id="Q-1041", status="accepted")
    click(diary, 65, "/service")


def guide_only(diary: Diary) -> None:
    """Opens the guide and nothing else."""
    click(diary, diary.chance.whole(20, 60), "/guide")


def asks_and_withdraws(diary: Diary) -> None:
    """Asks for a quote, has it changed, and withdraws it."""
    clicks(diary, 4, 5, 40)
    number, bikes = f"Q-{1_100 + diary.chance.whole(0, 99)}", diary.chance.whole(1, 3)
    diary.at(48, "quotes.created", id=number, bikes=bikes, amount=bikes * 4_450)
    diary.at(55, "quotes.modified", id=number, bikes=bikes + 1, amount=(bikes + 1) * 4_300)
    diary.at(70, "quotes.removed", id=number)


def asks_for_many(diary: Diary) -> None:
    """A fleet: prices twice, a number, a big quote."""
    click(diary, 18, "/prices")
    click(diary, 25, "/prices")
    diary.at(31, "profile.modified", phone="+32 3 555 07 09")
    diary.at(40, "quotes.created", id="Q-1207", bikes=9, amount=39_100)
    diary.at(44, "quotes.modified", id="Q-1207", bikes=8, amount=35_200)
    clicks(diary, 3, 50, 80)


def invited_twice_nearly(diary: Diary) -> None:
    """Was invited; somebody put the guard back by hand, and the limit still refuses a second invitation."""
    for day in (6, 10, 15, 22):
        click(diary, day, "/prices")
    diary.at(50, "profile.modified", lead_contacted="no")
    click(diary, 63, "/stories/plumber")


def leaves(diary: Diary) -> None:
    """Opens the guide, and wants no more mail before the two days are over."""
    clicks(diary, 2, 2, 20)
    click(diary, 31, "/guide")
    diary.at(32, "unsubscribe")


def bad_address(diary: Diary) -> None:
    """Mailings come back; the third one within 30 days counts no more than the second."""
    diary.at(8, "email_bounce")
    diary.at(38, "email_bounce")
    diary.at(39, "email_bounce")


def some_clicks(diary: Diary) -> None:
    """Clicks now and then."""
    clicks(diary, diary.chance.whole(2, 7))


def typed_in(diary: Diary) -> None:
    """Came in April through the form on the website, and the form made the profile."""
    diary.at(37, "profile.created", **PEOPLE_WITH_BIKES[diary.profile])
    click(diary, 41, "/prices")
    click(diary, 55, "/guide")


PEOPLE_WITH_BIKES = {
    "P023": {"name": "Jytte Krogh", "company": "Krogh Blomster", "email": "jytte@kroghblomster.example"},
    "P024": {
        "name": "Emre Aydin",
        "company": "Aydin Delivers",
        "email": "emre@aydindelivers.example",
        "phone": "+49 30 555 0188",
    },
}
# A lead a line: name, company, mail domain, telephone, story.
BIKE_LEADS: tuple[tuple[str, str, str, str, Story], ...] = (
    ("Wietske Hoogland", "Bakkerij Hoogland", "bakkerijhoogland.example", "-", warms_up),
    ("Ruben Claessens", "Claessens Loodgieters", "claessens.example", "-", reads_the_guide),
    ("Marijke Tops", "Stadskwekerij Tops", "kwekerijtops.example", "+31 10 555 0117", guide_only),
    ("Lennart Behrens", "Behrens Pakete", "behrenspakete.example", "-", asks_for_many),
    ("Sanne Dijkhuis", "Soep op Wielen", "soepopwielen.example", "-", asks_and_withdraws),
    ("Gilles Marchal", "Marchal Vitres", "marchalvitres.example", "+33 1 55 50 12 34", invited_twice_nearly),
    ("Ida Sundberg", "Sundberg Post", "sundbergpost.example", "-", leaves),
    ("Teun Verbeek", "Verbeek Fruit", "verbeekfruit.example", "-", bad_address),
    ("Hilde Arens", "Arens Apotheken", "arensapotheken.example", "-", some_clicks),
    ("Koen Baert", "Baert Koffie", "baertkoffie.example", "+32 9 555 02 20", some_clicks),
    ("Aino Laine", "Laine Kukat", "lainekukat.example", "-", some_clicks),
    ("Pieter Zijlstra", "Zijlstra Techniek", "zijlstratechniek.example", "-", guide_only),
    ("Manon Petit", "Petit Livraisons", "petitlivraisons.example", "-", asks_and_withdraws),
    ("Frank Oomen", "Oomen Schilders", "oomenschilders.example", "+31 13 555 0180", some_clicks),
    ("Lea Winkler", "Winkler Wein", "winklerwein.example", "-", some_clicks),
    ("Joost Terpstra", "Terpstra Tuinen", "terpstratuinen.example", "-", guide_only),
    ("Vera Nagy", "Nagy Cukrászda", "nagycukraszda.example", "-", some_clicks),
    ("Bo Lindgren", "Lindgren Cykelbud", "lindgrencykelbud.example", "-", asks_and_withdraws),
    ("Els Wouters", "Wouters Linnen", "wouterslinnen.example", "+32 2 555 01 95", some_clicks),
    ("Mattia Greco", "Greco Gelati", "grecogelati.example", "-", leaves),
    ("Doris Pohl", "Pohl Reinigung", "pohlreinigung.example", "-", some_clicks),
    ("Niels Aagaard", "Aagaard Brød", "aagaardbroed.example", "-", some_clicks),
)
BIKE_HEADER = ("Profile ID", "name", "company", "email", "Telephone", "created")


def copernica() -> Example:
    """The cargo bikes: 24 leads, two of which the website brings in."""
    rows: list[tuple[str, ...]] = []
    diaries = []
    for number, (name, company, domain, phone, story) in enumerate(BIKE_LEADS, 1):
        diary = Diary(f"P{number:03}", Chance(f"copernica {number}"))
        story(diary)
        rows.append((diary.profile, name, company, f"{name.split()[0].lower()}@{domain}", blank(phone), "2026-03-01"))
        diaries.append(diary)
    for profile in PEOPLE_WITH_BIKES:
        diary = Diary(profile, Chance(f"copernica {profile}"))
        typed_in(diary)
        diaries.append(diary)
    return Example("copernica", BIKE_HEADER, rows, diaries, 60_001)


# --- the bookkeeping software: hot and cold, as in GreenRope ------------------------------------------------------------------

WEBINAR_DAY = 58


def evening(diary: Diary, day: int, *steps: tuple[str, dict[str, Any]]) -> datetime:
    """Several events on one day, some minutes apart."""
    (type_, data), *others = steps
    moment = diary.at(day, type_, **data)
    for type_, data in others:
        moment = diary.then(moment, diary.chance.whole(2, 9), type_, **data)
    return moment


def linked(mailing: str) -> tuple[str, dict[str, Any]]:
    """A click on a link of a mailing (3 points)."""
    return "link_click", {"mailing": mailing, "url": "https://quayside.example/tour"}


def watched(video: str, percent: int = 90) -> tuple[str, dict[str, Any]]:
    """A video that was watched (8 points, the first time)."""
    return "video_watched", {"video": video, "percent": percent}


def opened(mailing: str) -> tuple[str, dict[str, Any]]:
    """A mailing that was opened (1 point)."""
    return "email_open", {"mailing": mailing}


def visited(path: str) -> tuple[str, dict[str, Any]]:
    """A page that was looked at (prices 5 points, another one 1)."""
    return "page_visit", {"path": path}


ASKED = ("form_submit", {"form": "contact"})


def comes_and_goes_hot(diary: Diary) -> None:
    """Exactly 20 points on one day; 21 on another; again three days later; and once more a month after that."""
    evening(diary, 12, ASKED, visited("/prices"))
    evening(diary, 24, ASKED, visited("/prices"), opened("spring news"), visited("/about"))
    evening(diary, 27, watched("a quick tour"), watched("closing the year"), visited("/prices"), opened("spring news"))
    evening(diary, 61, ASKED, visited("/prices"), visited("/help"), linked("summer news"))


def twenty_and_no_more(diary: Diary) -> None:
    """Exactly 20 points within a day, and two more when the first of them have left it."""
    moment = evening(diary, 40, ASKED, visited("/prices"))
    diary.then(moment, 24 * 60 + 30, "email_open", mailing="spring news")
    diary.then(moment, 24 * 60 + 40, "page_visit", path="/about")


def at_the_webinar(diary: Diary) -> None:
    """Watches the recording of the webinar on the evening on which it is announced, and everything else too."""
    evening(diary, WEBINAR_DAY, linked("webinar"), watched("webinar"), watched("a quick tour"), visited("/prices"))
    if diary.chance.maybe(0.5):
        diary.at(WEBINAR_DAY + 1, "call_logged")


def becomes_a_client(diary: Diary) -> None:
    """Hot one evening, and a client on the next morning."""
    evening(diary, 33, ASKED, visited("/prices"), visited("/prices/teams"))
    diary.at(34, "profile.modified", kind="client")


def reads_along(diary: Diary) -> None:
    """Reads mail and follows a link now and then; a few have had enough at the end."""
    for day in range(diary.chance.whole(-20, 0), 80, 17):
        evening(diary, day, opened("news"), *([linked("news")] if diary.chance.maybe(0.5) else []))
    if diary.chance.maybe(0.4):
        diary.at(84, "unsubscribe")


def curious(diary: Diary) -> None:
    """Some pages, a video, half of another one."""
    day = diary.chance.whole(0, 70)
    evening(diary, day, visited("/"), visited("/features"), watched("a quick tour"))
    evening(diary, day + 9, watched("closing the year", 40), visited("/prices"))


def learns_more_about_it(diary: Diary) -> None:
    """The CRM learns the size of the company; the demographic score goes to 35, 15, 35, 0 and 20."""
    evening(diary, 5, visited("/"), visited("/features"))
    diary.at(20, "profile.modified", employees=40, industry="retail")
    diary.at(22, "profile.modified", employees=4)
    diary.at(23, "profile.modified", employees=45)
    diary.at(50, "profile.modified", employees=4, industry="law")
    diary.at(70, "profile.modified", employees=60)


def colleague(diary: Diary) -> None:
    """Works here and clicks on everything."""
    for day in (3, 30, WEBINAR_DAY):
        evening(
            diary, day, linked("test"), linked("test"), watched(f"video of day {day}"), visited("/prices"), visited("/prices")
        )


def busy_client(diary: Diary) -> None:
    """Prepares for the end of the year: much help, a form, some prices."""
    evening(diary, 45, ASKED, visited("/prices"), visited("/help"), visited("/help/import"))
    diary.at(46, "call_logged")


def quiet_from_the_start(diary: Diary) -> None:
    """Not a sign of life."""


def one_point(diary: Diary) -> None:
    """Opens one mailing in three months: 1 point is fewer than 2."""
    diary.at(10, "email_open", mailing="spring news")


def two_points(diary: Diary) -> None:
    """Opens two mailings in three months: 2 points are not fewer than 2."""
    diary.at(10, "email_open", mailing="spring news")
    diary.at(50, "email_open", mailing="april news")


def went_quiet(diary: Diary) -> None:
    """Looked at prices in February, and that was it."""
    diary.at(-20, "page_visit", path="/prices")


def called_in_time(diary: Diary) -> None:
    """Quiet, and called within a week after the workflow started."""
    diary.at(66, "call_logged")


# A contact a line: name, company, mail domain, employees, industry, kind, salesperson, day of creation, story.
TRACKED = -28
CONTACTS: tuple[tuple[str, str, str, str, str, str, str, int, Story], ...] = (
    ("Odile Ferrand", "Ferrand Traiteur", "ferrandtraiteur.example", "14", "catering", "lead", "Amara", -10, comes_and_goes_hot),
    ("Stefan Lorenz", "Lorenz Dach", "lorenzdach.example", "35", "building", "lead", "Amara", -10, twenty_and_no_more),
    ("Maeve Brennan", "Brennan Yarns", "brennanyarns.example", "6", "retail", "lead", "Amara", 2, curious),
    ("Jorik de Haan", "De Haan Bouw", "dehaanbouw.example", "80", "building", "lead", "Amara", -5, at_the_webinar),
    ("Linnea Berg", "Bergs Bageri", "bergsbageri.example", "22", "catering", "lead", "Amara", -25, reads_along),
    ("Otto Kranz", "Kranz & Partner", "kranzpartner.example", "-", "-", "lead", "Amara", 4, learns_more_about_it),
    ("Carla Nunes", "Nunes Flores", "nunesflores.example", "4", "retail", "lead", "Amara", -25, reads_along),
    ("Bart Vermeer", "Vermeer Fietsen", "vermeerfietsen.example", "12", "retail", "lead", "Bruno", -3, at_the_webinar),
    ("Silvia Conti", "Trattoria Conti", "trattoriaconti.example", "18", "catering", "lead", "Bruno", -12, at_the_webinar),
    ("Anders Vik", "Vik Tak", "viktak.example", "31", "building", "lead", "Bruno", 11, at_the_webinar),
    ("Heike Sommer", "Sommer Moden", "sommermoden.example", "9", "retail", "lead", "Bruno", -18, at_the_webinar),
    ("Luc Bastien", "Bastien Toitures", "bastientoitures.example", "27", "building", "lead", "Bruno", 1, at_the_webinar),
    ("Petra Kolar", "Kolar Catering", "kolarcatering.example", "44", "catering", "lead", "Bruno", -9, becomes_a_client),
    ("Tim Ashby", "Ashby Law", "ashbylaw.example", "16", "law", "lead", "Bruno", -25, reads_along),
    ("Wanda Malik", "Malik Stoffe", "malikstoffe.example", "7", "retail", "lead", "Bruno", 15, curious),
    ("Quinn Doyle", "Quayside", "quayside.example", "60", "software", "lead", "Bruno", TRACKED, colleague),
    (
        "Greet Hermans",
        "Hermans Ramen",
        "hermansramen.example",
        "52",
        "building",
        "client",
        "Amara",
        TRACKED,
        quiet_from_the_start,
    ),
    ("Paolo Rinaldi", "Rinaldi Vini", "rinaldivini.example", "11", "retail", "client", "Amara", TRACKED, called_in_time),
    ("Eva Lindholm", "Lindholm Glas", "lindholmglas.example", "280", "building", "client", "Amara", TRACKED, reads_along),
    ("Rob Sanders", "Sanders Verhuur", "sandersverhuur.example", "8", "retail", "client", "Amara", TRACKED, went_quiet),
    ("Ylva Dahl", "Dahl Kaffe", "dahlkaffe.example", "19", "catering", "client", "Amara", TRACKED, busy_client),
    ("Marc Thill", "Thill Jardins", "thilljardins.example", "33", "building", "client", "Bruno", TRACKED, one_point),
    ("Nele Jacobs", "Jacobs Brood", "jacobsbrood.example", "15", "catering", "client", "Bruno", TRACKED, two_points),
    ("Fergus Kane", "Kane Coaches", "kanecoaches.example", "70", "transport", "client", "Bruno", TRACKED, quiet_from_the_start),
    ("Rosa Vidal", "Vidal Mercat", "vidalmercat.example", "5", "retail", "client", "Bruno", TRACKED, quiet_from_the_start),
    ("Jens Holt", "Holt Trykk", "holttrykk.example", "21", "printing", "client", "Bruno", TRACKED, quiet_from_the_start),
    ("Ana Costa", "Costa Sol", "costasol.example", "29", "building", "client", "Bruno", TRACKED, quiet_from_the_start),
    ("Ulla Frey", "Frey Optik", "freyoptik.example", "13", "retail", "client", "Amara", 90, quiet_from_the_start),
)
CONTACT_HEADER = (
    *("Contact ID", "name", "email", "company", "employees", "industry", "kind", "salesperson"),
    "created",
)


def greenrope() -> Example:
    """The bookkeeping software: 28 contacts of two salespeople."""
    rows, diaries = [], []
    for number, (name, company, domain, employees, industry, kind, salesperson, created, story) in enumerate(CONTACTS, 1):
        diary = Diary(f"G{number:03}", Chance(f"greenrope {number}"))
        story(diary)
        day = (START + timedelta(days=created)).date().isoformat()
        cells = (diary.profile, name, f"{mail_name(name)}@{domain}", company, employees, industry, kind, salesperson, day)
        rows.append(tuple(blank(cell) for cell in cells))
        diaries.append(diary)
    return Example("greenrope", CONTACT_HEADER, rows, diaries, 70_001)


# --- three that move: scores as in Keap, in Dynamics CRM and in Constant Contact ----------------------------------------------

NAMES = (
    *("Agnes Thorne", "Bas Kooistra", "Chiara Neri", "Dorte Friis", "Elif Demir", "Fons Mertens", "Greta Zeller", "Hugo Blanc"),
    *("Ines Prado", "Jarl Moe", "Kaat Smets", "Leon Haas", "Mila Horvat", "Noor Bos", "Orla Keane", "Pavel Dusek"),
)
PLACES = ("Noordhaven", "Steinfurt", "Valmont", "Ostvik", "Kilbrack", "Monteverdi")
MAILS = ("march", "april", "may")


def moving(
    name: str, letter: str, first_event: int, header: Sequence[str], row: Callable[[Diary], tuple[str, ...]], story: Story
) -> Example:
    """An example of sixteen people who came into the system the day before: ``row`` adds the cells that are its own."""
    rows, diaries = [], []
    for number, person in enumerate(NAMES, 1):
        diary = Diary(f"{letter}{number:03}", Chance(f"{name} {number}"))
        place = PLACES[number % len(PLACES)]
        cells = row(diary)
        story(diary)
        rows.append((diary.profile, person, f"{mail_name(person)}@{place.lower()}.example", place, *cells, "2026-03-01"))
        diaries.append(diary)
    return Example(name, (*header, "created"), rows, diaries, first_event)


def some_days(diary: Diary, low: int, high: int) -> list[int]:
    """Some days of the quarter, in their order."""
    return sorted(diary.chance.whole(0, DAYS - 1) for _ in range(diary.chance.whole(low, high)))


def tags_of(diary: Diary) -> tuple[str, ...]:
    """The tags of a contact when the quarter began."""
    return (diary.chance.pick(("", "", "Newsletter Subscriber", "Trade Fair", "Customer", "Newsletter Subscriber;Trade Fair")),)


def with_flames(diary: Diary) -> None:
    """Opens mails, clicks, sends forms; somebody applies and removes a tag by hand."""
    chance = diary.chance
    for day in some_days(diary, 1, 5):
        diary.at(day, "email_open", email=chance.pick(MAILS))
        if chance.maybe(0.6):
            diary.at(day, "link_click", url=f"https://lindenhof.example{chance.pick(('/prices', '/about', '/rooms'))}")
        if chance.maybe(0.4):
            diary.at(day, "form_submit", form=chance.pick(("demo", "newsletter", "contact")))
    if chance.maybe(0.3):
        diary.at(60, "tag.added", tag=chance.pick(("Complained", "Customer", "Trade Fair")))
        diary.at(75, "tag.removed", tag="Trade Fair")
    if chance.maybe(0.2):
        diary.at(80, "email_unsubscribe")


def keap() -> Example:
    """The guest house: sixteen contacts with tags."""
    return moving("keap", "K", 80_001, ("Contact Id", "name", "email", "company", "tags"), tags_of, with_flames)


def kind_of(diary: Diary) -> tuple[str, ...]:
    """A person, or now and then an organisation."""
    return (diary.chance.pick(("lead", "lead", "lead", "contact", "account")),)


def researches(diary: Diary) -> None:
    """Opens mails, looks at pages and downloads documents on one subject, mostly."""
    chance = diary.chance
    subject = chance.pick(("pumps", "filters"))
    for day in some_days(diary, 1, 6):
        diary.at(day, "email_open", email=chance.pick(MAILS))
        if chance.maybe(0.7):
            path = chance.pick((f"/{subject}", f"/{subject}/offer", "/prices", "/about"))
            diary.at(day, "page_visit", url=f"https://waterval.example{path}")
        if chance.maybe(0.4):
            topic = subject if chance.maybe(0.8) else "pumps"
            diary.at(day, "document_download", document=f"{topic} {chance.pick(('guide', 'sizes', 'upkeep'))}", topic=topic)
    if chance.maybe(0.3):
        diary.at(chance.whole(20, 40), "email_bounce")
    if chance.maybe(0.2):
        diary.at(chance.whole(50, 85), "unsubscribe")


def dynamics() -> Example:
    """The maker of pumps and filters: sixteen leads, contacts and accounts."""
    return moving("dynamics", "D", 81_001, ("Lead ID", "name", "email", "company", "kind"), kind_of, researches)


def what_they_say(diary: Diary) -> tuple[str, ...]:
    """Telephone, industry, employees and persona, or an empty cell for what nobody told."""
    chance = diary.chance
    return (
        chance.pick(("", "555 0100", "555 0142")),
        chance.pick(("", "building", "events", "retail", "law")),
        str(chance.whole(2, 120)) if chance.maybe(0.8) else "",
        chance.pick(("", "Decision maker", "Decision maker", "User", "User", "Student")),
    )


def engages(diary: Diary) -> None:
    """Looks around, reads case studies, downloads, sends forms; a few look for a job."""
    chance = diary.chance
    if chance.maybe(0.2):
        diary.at(1, "profile.modified", email="someone@freemail.example")
    for day in some_days(diary, 1, 5):
        diary.at(day, "site_visit", path=chance.pick(("/", "/stages", "/case-studies/bridge", "/case-studies/tower")))
        if chance.maybe(0.5):
            diary.at(day, "email_open", email=chance.pick(MAILS))
        if chance.maybe(0.3):
            diary.at(day, "media_download", asset=chance.pick(("checklist", "load tables")))
        if chance.maybe(0.3):
            diary.at(day, "form_submit", form=chance.pick(("contact", "quote")))
    if chance.maybe(0.2):
        diary.at(70, "site_visit", path="/jobs/rigger")
    if chance.maybe(0.2):
        diary.at(80, "unsubscribe")


def constant_contact() -> Example:
    """The builder of scaffolds and stages: sixteen leads with personas."""
    header = ("Lead ID", "name", "email", "company", "phone", "industry", "employees", "persona")
    return moving("constant-contact", "S", 82_001, header, what_they_say, engages)


# --- writing ------------------------------------------------------------------------------------------------------------------


def write(example: Example, folder: Path) -> None:
    """Write the profiles and the events of an example, events in the order in which they arrive.

    Nearly all arrive when they happen. Some come two days late, and some of those once more a day after.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "profiles.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(example.header)
        writer.writerows(example.rows)
    events = sorted(
        (
            (moment, diary.profile, place, type_, data)
            for diary in example.diaries
            for place, (moment, type_, data) in enumerate(diary.entries)
        ),
        key=lambda one: one[:3],
    )
    chance = Chance(f"delivery {example.name}")
    arrivals: list[tuple[datetime, int, str]] = []
    for number, (moment, profile, _, type_, data) in enumerate(events):
        time = moment.isoformat().replace("+00:00", "Z")
        record = {"id": f"e{example.first_event + number}", "type": type_, "profile": profile, "time": time, "data": data}
        slow = type_ in example.late and chance.maybe(0.15)
        arrivals.append((moment + timedelta(days=2 if slow else 0), number, json.dumps(record, ensure_ascii=False) + "\n"))
        if slow and chance.maybe(0.3):
            arrivals.append((moment + timedelta(days=3), number, arrivals[-1][2]))
    lines = [line for _, _, line in sorted(arrivals)]
    (folder / "events.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")


def generate(folder: Path) -> None:
    """Write the data of all examples below a folder."""
    for example in (software(), shop(), copernica(), greenrope(), keap(), dynamics(), constant_contact()):
        write(example, folder / example.name / "data")


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "examples")
