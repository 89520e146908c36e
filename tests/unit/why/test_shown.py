"""The three ways to show an answer, and what must not be seen in any of them."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from lsdsl.model.types import DAY
from lsdsl.why.chart import chart
from lsdsl.why.json_report import render as as_json
from lsdsl.why.page import render as as_page
from lsdsl.why.proof import Answer
from lsdsl.why.sentences import moments_of
from lsdsl.why.text import render
from lsdsl.why.wording import day_text, days_text, shown_sizes, time_text
from tests.support import START
from tests.unit.why.asking import ask, happened

RULES = """
score s:
    title "Heat & more"
    range cold  steelblue
    range hot   from 10  crimson
    ## Visits <b>
    +6  on each visit where path starts with "/x", expires after 30 days
    +3  while country in ("NL", "BE")
    +2  while employees > 41
    by country:
        +1  "FR"
        +2  "NL"
grade g:
    "from NL"  when country is "NL"
    "else"     otherwise
"""


def whole(answer: Answer, width: int = 100) -> str:
    """The text of an answer."""
    return "\n".join(line.plain for line in render(answer, width, {}))


def example(hidden: str = "") -> Answer:
    """An answer with a bit of everything."""
    events = (happened("visit", DAY, path="/x/secret page"), happened("click", 2 * DAY, path="/x"))
    return ask(RULES, *events, at=3 * DAY, fields={"country": "NL", "employees": 40}, hidden=hidden)


def test_text() -> None:
    """The text is the sum, what does not count, what is short, and what comes next."""
    assert (
        whole(example())
        == """\
p · s 11, hot at 2026-01-04 00:00 UTC
  +6  Visits <b>               visit, 2 January (path "/x/secret page"); expires 1 February
  +3  country in ("NL", "BE")  country is NL; since 1 January
  +2  country "NL"             country is NL; since 1 January
  ──
  11  = s

  does not count now
  +2  employees > 41  employees is 40; needs more than 41
  +1  country "FR"    country is NL; needs FR

Grades  g from NL

What changes next without any event
  1 February  −6 Visits <b> expires; 11 → 5, falls to cold"""
    )


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_text_fits(width: int) -> None:
    """No line is wider than the terminal."""
    assert max(len(line) for line in whole(example(), width).splitlines()) <= width


def test_page_stands_alone() -> None:
    """The page loads nothing, runs nothing, escapes what the rules and the data say, and prints the sum."""
    page = as_page(example())
    assert not re.search(r"https?://|<script|<link|<img|url\(|@import", page)
    assert "Visits &lt;b&gt;" in page
    assert "Heat &amp; more" in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


@pytest.mark.parametrize("width", [860, 400])
def test_chart_is_a_picture(width: int) -> None:
    """The chart is well-formed: a band for each range, a tick for each event, a line for the past and a dashed one to come."""
    answer = example()
    picture = ET.fromstring(chart(answer, answer.scores[0], width))  # noqa: S314 - our own text
    classes = [one.get("class", "") for one in picture.iter()]
    assert [classes.count(name) for name in ("band", "event", "past", "future", "now")] == [2, 2, 1, 1, 1]


def test_chart_without_ranges_shows_how_high_it_was() -> None:
    """Where no range says what is much, the highest value stands at the side."""
    answer = ask("score s:\n    +7  on each visit, expires after 3 days", happened("visit"), happened("visit", DAY), at=2 * DAY)
    picture = ET.fromstring(chart(answer, answer.scores[0], 860))  # noqa: S314 - our own text
    assert [one.text for one in picture.iter("text") if one.get("text-anchor") == "end"] == ["0", "14"]


def test_page_can_be_read_as_markup() -> None:
    """What is opened on the page is closed."""
    page = as_page(example())
    body = page[page.index("<main>") : page.index("</main>") + len("</main>")].replace("<br>", "<br/>")
    assert ET.fromstring(body).tag == "main"  # noqa: S314 - our own text


@pytest.mark.parametrize("hidden", ["country", "path", "employees", "id"])
def test_hidden_values_are_nowhere(hidden: str) -> None:
    """A hidden field shows ••• in text, JSON and page: in conditions, titles, event data, grades and headlines."""
    secret = {"country": r"\b(NL|BE|FR)\b", "path": r"secret page", "employees": r"\b4[01]\b", "id": r"(?<!/)\bp · "}[hidden]
    answer = example(hidden)
    shown = [whole(answer), as_json(answer), re.sub(r"<style>.*</style>|<svg.*?</svg>", "", as_page(answer), flags=re.DOTALL)]
    assert re.search(secret, whole(example()))
    assert [re.search(secret, one) for one in shown] == [None, None, None]
    assert all("•••" in one for one in shown)


def test_json_has_exact_points() -> None:
    """The points of the lines are numbers that add up to the value."""
    (score,) = json.loads(as_json(example()))["scores"]
    assert sum(line["points"] for line in score["lines"]) == score["value"] == 11


def test_rules_without_scores() -> None:
    """Rules that have no scores are told so."""
    assert whole(ask("event other")).splitlines()[0] == "p at 2026-01-01 00:00 UTC: these rules have no scores"


def test_rounded_sizes_add_up() -> None:
    """What is shown with two digits adds up to the total that is shown, and whole numbers stay as they are."""
    assert shown_sizes([3_333_333, 3_333_333, 3_333_334, 5_000_000], 15_000_000) == [333, 333, 334, 500]
    assert shown_sizes([5_000_000, -6_666, -6_666, -6_668], 4_980_000) == [500, 0, -1, -1]


def test_days() -> None:
    """Days are told once, with a month for each stretch and a year where it is another one."""
    assert days_text([START, START + DAY, START + 40 * DAY], START) == "1, 2 January and 10 February"
    assert days_text([START + number * DAY for number in range(9)], START) == "1 January to 9 January"
    assert day_text(START - DAY, START) == "31 December 2025"
    assert time_text(START + DAY // 2, START) == "1 January 12:00"


def test_changes_of_one_day_are_told_apart() -> None:
    """Where two changes fall on one day, or one falls on the present day, the times are told; as exactly as need be."""
    rules = """
    score s:
        range cold
        range warm  from 10
        ## Visits
        +6  on each visit, expires after 10 days
    """
    hour = DAY // 24
    first, second = happened("visit", 9 * hour), happened("visit", 16 * hour)
    assert [line[2:31] for line in whole(ask(rules, first, second, at=DAY)).splitlines()[-2:]] == [
        "11 January 09:00  −6 Visits e",
        "11 January 16:00  −6 Visits e",
    ]
    assert '<th scope="row">11 January 09:00</th>' in as_page(ask(rules, first, second, at=DAY))
    close = ask(rules, first, happened("visit", 9 * hour + 5_000_000), at=DAY)
    assert moments_of(close.changes, close.at) == ["11 January 09:00:00", "11 January 09:00:05"]
    assert moments_of(ask(rules, happened("visit"), at=DAY).changes, START + DAY) == ["11 January"]
    today = ask(rules, first, at=10 * DAY)
    assert moments_of(today.changes, today.at) == ["11 January 09:00"]
    assert "expires 11 January 09:00" in whole(today)


def test_small_changes_of_a_crowded_day() -> None:
    """Small changes that are told together have a day, and from when to when where something else changes on that day."""
    rules = """
    score s:
        range cold
        range warm  from 3
        +2  on each visit, expires after 10 days
    """
    hour = DAY // 24
    visits = [happened("visit", when * hour) for when in (8, 9, 11, 12)]
    few = ask(rules, *visits[2:], at=DAY)
    assert moments_of(few.changes, few.at) == ["11 January 11:00", "11 January 12:00"]
    many = ask(rules, *visits, at=DAY)
    assert moments_of(many.changes, many.at) == ["11 January 08:00 to 09:00", "11 January 11:00", "11 January 12:00"]
    alone = ask(rules, happened("visit"), *visits, at=9 * DAY)
    assert moments_of(alone.changes, alone.at)[0] == "11 January 00:00 to 09:00"
