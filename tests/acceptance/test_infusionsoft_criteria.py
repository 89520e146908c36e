"""Infusionsoft's scoring help, the rows on criteria: what they look at, how often they count, and when points expire."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.files import Files
from tests.acceptance.living import START, Database

DATA = """\
profile:
    leadscore  number
event form_submit:
    form  text
event link_click:
    url  text
event email_open:
    email  text
event email_unsubscribe
"""
WEEK = 7


def contacts_with(folder: Path, *criteria: str) -> Database:
    """Contacts under a score with these criteria."""
    return Database(folder, DATA + "score interest:\n    field leadscore\n" + "".join(f"    {one}\n" for one in criteria))


def after(folder: Path, criterion: str, *happened: tuple[str, float, dict[str, Any]]) -> Any:
    """The score of a contact under one criterion after some events."""
    contacts = contacts_with(folder, criterion)
    for kind, day, data in happened:
        contacts.on(kind, day, **data)
    return contacts.score("interest")


def test_b01_a_score_is_a_set_of_rules(tmp_path: Path) -> None:
    """A score has a name and its criteria in the order in which they were written."""
    criteria = ["+5  on first form_submit", "-2  on each email_unsubscribe", '+1  while tags contains "New"']
    files = Files(tmp_path, DATA + "score interest:\n" + "".join(f"    {one}\n" for one in criteria))
    assert [(row["score"], row["points"]) for row in files.inventory("rules")] == [
        ("interest", "+5"),
        ("interest", "-2"),
        ("interest", "+1"),
    ]
    assert [(row["score"], row["rules"]) for row in files.inventory("scores")] == [("interest", 3)]


def test_b02_points_reach_the_contact_record(tmp_path: Path) -> None:
    """What happens to a contact changes the number in its own record, and no other record."""
    contacts = contacts_with(tmp_path, "+5 on each link_click")
    contacts.add("other")
    contacts.on("link_click")
    contacts.until(1)
    assert (contacts.field("leadscore"), contacts.field("leadscore", "other")) == (5, 0)


def test_b03_points_for_tags(tmp_path: Path) -> None:
    """A tag that is applied gives the points of its criterion."""
    criterion = '+5 while tags contains "Newsletter Subscriber"'
    assert after(tmp_path, criterion, ("tag.added", 0, {"tag": "Other"})) == 0
    assert after(tmp_path, criterion, ("tag.added", 0, {"tag": "Newsletter Subscriber"})) == 5


def test_b04_points_for_web_forms(tmp_path: Path) -> None:
    """A form that is submitted gives points, any form or one of them."""
    assert after(tmp_path, "+2 on first form_submit", ("form_submit", 0, {"form": "any"})) == 2
    criterion = '+2 on first form_submit where form is "demo"'
    assert [after(tmp_path, criterion, ("form_submit", 0, {"form": form})) for form in ("demo", "contact")] == [2, 0]


def test_b05_points_for_links(tmp_path: Path) -> None:
    """A link that is clicked gives points, once for each link."""
    clicks = [("link_click", day, {"url": url}) for day, url in enumerate(("/a", "/b", "/a"))]
    assert after(tmp_path, "+3 on first link_click per url", *clicks) == 6


def test_b06_points_for_emails(tmp_path: Path) -> None:
    """An e-mail that is opened gives points; an unsubscribe is an activity as well."""
    contacts = contacts_with(tmp_path, "+1 on first email_open per email", "-4 on first email_unsubscribe")
    contacts.on("email_open", email="spring")
    contacts.on("email_open", email="summer")
    assert contacts.score("interest") == 2
    contacts.on("email_unsubscribe")
    assert contacts.score("interest") == -2


def test_b07_the_score_runs_constantly(tmp_path: Path) -> None:
    """Nobody starts anything: each event has been scored when its call returns, and expiry comes at its own moment."""
    contacts = contacts_with(tmp_path, "+2 on each form_submit, expires after 4 weeks")
    seen = []
    for day in (0, 10, 20):
        contacts.on("form_submit", day)
        seen.append(contacts.score("interest"))
    assert seen == [2, 4, 6]
    assert contacts.engine.next_due() == START + timedelta(weeks=4)
    assert [contacts.until(day) or contacts.score("interest") for day in (28, 38, 48)] == [4, 2, 0]


FORM = ("form_submit", 0, {"form": "demo"})
TAG = ("tag.added", 0, {"tag": "Customer"})


@pytest.mark.parametrize(
    ("criterion", "happened", "before", "then", "later"),
    [
        ('+5 while tags contains any ("Customer", "Partner")', TAG, 0, 5, 5),
        ('+5 while tags contains none ("Customer", "Partner")', TAG, 5, 0, 0),
        ('+5 on first form_submit where form in ("demo", "contact")', FORM, 0, 5, 5),
        ('+5 on first form_submit where form in ("demo", "contact"), expires after 4 weeks', FORM, 0, 5, 0),
        ('+5 while not seen(form_submit where form in ("demo", "contact"))', FORM, 5, 0, 0),
        ('+5 while not seen(form_submit where form in ("demo", "contact") within 28 days)', FORM, 5, 0, 5),
    ],
)
def test_b21_what_a_criterion_says(
    tmp_path: Path, criterion: str, happened: tuple[str, float, dict[str, Any]], before: int, then: int, later: int
) -> None:
    """Tags or activity, contains or does not contain, which values, how many points, and if they expire: all can be written."""
    contacts = contacts_with(tmp_path, criterion)
    contacts.on("email_open")
    assert contacts.score("interest") == before
    kind, day, data = happened
    contacts.on(kind, day, **data)
    assert contacts.score("interest") == then
    contacts.until(4 * WEEK)
    assert contacts.score("interest") == later


def test_b22_a_form_gives_two_points_for_four_weeks(tmp_path: Path) -> None:
    """The example of the help page, to the moment."""
    contacts = contacts_with(tmp_path, "+2 on first form_submit, expires after 4 weeks")
    contacts.on("form_submit", 1)
    (entry,) = contacts.entries
    assert (entry.points, entry.expires) == (2, START + timedelta(days=29))
    contacts.until(28.999)
    assert contacts.score("interest") == 2
    contacts.until(29)
    assert contacts.score("interest") == 0


def test_b23_points_for_what_is_absent(tmp_path: Path) -> None:
    """A contact has the points as long as the tag or the activity is absent; they are withdrawn when it appears."""
    contacts = contacts_with(tmp_path, '+3 while tags contains none ("Customer", "Partner")', "+4 while not seen(link_click)")
    contacts.on("email_open")
    assert contacts.score("interest") == 7
    contacts.on("tag.added", tag="Partner")
    assert contacts.score("interest") == 4
    contacts.on("link_click")
    contacts.on("tag.removed", tag="Partner")
    assert contacts.score("interest") == 3


def test_b24_points_are_adjustable(tmp_path: Path) -> None:
    """Other points are one number in the file: the rule stays the same rule, and a rescore gives everybody the new points."""
    files = Files(tmp_path, DATA + "score interest:\n    +2  on each form_submit\n")
    files.on("form_submit")
    before = files.run()
    files.write(files.rules.read_text(encoding="utf-8").replace("+2", "+7"))
    after_it = files.run("rescore")
    assert (before.score("interest"), after_it.score("interest")) == (2, 7)
    assert before.ledger[0]["rule"] == after_it.ledger[0]["rule"]


def test_b25_expiry_is_optional(tmp_path: Path) -> None:
    """Without an expiry the points are kept for ever."""
    contacts = contacts_with(tmp_path, "+2 on first form_submit")
    contacts.on("form_submit")
    assert (contacts.entries[0].expires, contacts.engine.next_due()) == (None, None)
    contacts.until(36_500)
    assert contacts.score("interest") == 2


def test_b26_four_weeks_are_28_days(tmp_path: Path) -> None:
    """Weeks are exact, from the end of January as well; a month is refused, and the finding says what to write."""
    contacts = contacts_with(tmp_path, "+2 on each form_submit, expires after 4 weeks")
    for day in (0, 30):
        contacts.on("form_submit", day)
    assert [entry.expires - entry.time for entry in contacts.entries if entry.reason == "award"] == [timedelta(days=28)] * 2
    (found,) = Files(tmp_path, "").diagnostics(DATA + "score s:\n    +2 on each form_submit, expires after 1 month\n")
    assert (found["code"], "4 weeks" in found["help"]) == ("LS117", True)


def test_b27_any_number_of_rules(tmp_path: Path) -> None:
    """Three hundred criteria stand in one score, and the total is their sum."""
    criteria = [f'+{number} on first form_submit where form is "{number}"' for number in range(1, 301)]
    contacts = contacts_with(tmp_path, *criteria)
    for number in (1, 20, 300):
        contacts.on("form_submit", form=str(number))
    assert contacts.score("interest") == 321


def test_b28_a_list_of_tags_in_categories(tmp_path: Path) -> None:
    """A criterion takes a list of tags; categories are comments, for the reader only."""
    lists = 'list warm = (\n    # Where they came from\n    "Fair", "Referral",\n    # What they read\n    "Newsletter",\n)\n'
    rules = DATA + lists + "score interest:\n    +5  while tags contains any warm\n"
    contacts = Database(tmp_path, rules)
    for profile, tag in (("a", "Referral"), ("b", "Newsletter"), ("c", "What they read")):
        contacts.on("tag.added", profile=profile, tag=tag)
    assert [contacts.score("interest", profile) for profile in "abc"] == [5, 5, 0]


ANY = '+5 while tags contains any ("New Lead", "Subscriber")'


def test_b29_at_least_one_of_the_tags(tmp_path: Path) -> None:
    """Any one tag of the list is enough."""
    assert [after(tmp_path, ANY, ("tag.added", 0, {"tag": tag})) for tag in ("New Lead", "Subscriber", "Other")] == [5, 5, 0]


def test_b30_two_tags_do_not_double_the_points(tmp_path: Path) -> None:
    """A criterion counts once, however many of its tags a contact has."""
    assert after(tmp_path, ANY, *(("tag.added", 0, {"tag": tag}) for tag in ("New Lead", "Subscriber"))) == 5


def test_b31_the_last_matching_tag_takes_the_points(tmp_path: Path) -> None:
    """Removing one of two matching tags keeps the points; removing the other withdraws them."""
    contacts = contacts_with(tmp_path, ANY)
    seen = []
    for kind, tag in (("added", "New Lead"), ("added", "Subscriber"), ("removed", "New Lead"), ("removed", "Subscriber")):
        contacts.on(f"tag.{kind}", tag=tag)
        seen.append(contacts.score("interest"))
    assert seen == [5, 5, 5, 0]


def test_b39_form_submission_counts_once(tmp_path: Path) -> None:
    """Three submissions give the points of one; the same e-mail opened three times counts once, too."""
    assert after(tmp_path, "+2 on first form_submit", *[("form_submit", day, {"form": "demo"}) for day in (0, 1, 2)]) == 2
    assert after(tmp_path, "+1 on first email_open per email", *[("email_open", day, {"email": "may"}) for day in (0, 1, 2)]) == 1


@pytest.mark.parametrize(
    ("criterion", "values"),
    [
        # Submitted on the days 0, 20 and 40, looked at on the days 20, 30, 40, 50 and 70.
        ("+2 on first form_submit, expires after 4 weeks", [2, 0, 0, 0, 0]),
        ("+2 on latest form_submit, expires after 4 weeks", [2, 2, 2, 2, 0]),
        ("+2 on each form_submit, at most 1 time per 4 weeks, expires after 4 weeks", [2, 0, 2, 2, 0]),
    ],
)
def test_b40_what_a_repeat_does_is_stated(tmp_path: Path, criterion: str, values: list[int]) -> None:
    """Never again, again with a fresh clock, or again once it has expired: the rule says which, in a word."""
    contacts = contacts_with(tmp_path, criterion)
    submissions, seen = [40, 20, 0], []
    for day in (20, 30, 40, 50, 70):
        while submissions and submissions[-1] <= day:
            contacts.on("form_submit", submissions.pop())
        contacts.until(day)
        seen.append(contacts.score("interest"))
    assert seen == values


BOX = '+4 while tags contains "Customer" or seen(form_submit where form in ("demo", "contact"))'


@pytest.mark.parametrize("happened", [TAG, FORM, ("form_submit", 0, {"form": "contact"})])
def test_b41_one_condition_of_a_box_is_enough(tmp_path: Path, happened: tuple[str, float, dict[str, Any]]) -> None:
    """Of the conditions in one criterion one has to be true, whichever it is."""
    assert after(tmp_path, BOX, ("email_open", 0, {})) == 0
    assert after(tmp_path, BOX, happened) == 4
    assert after(tmp_path, "+4 on first form_submit or link_click", FORM) == 4


def test_b42_both_conditions_give_the_points_once(tmp_path: Path) -> None:
    """When both are true the criterion still counts once, for states and for events."""
    assert after(tmp_path, BOX, TAG, FORM) == 4
    assert after(tmp_path, "+4 on first form_submit or link_click", FORM, ("link_click", 1, {}), FORM) == 4


@pytest.mark.parametrize(
    ("criterion", "code"),
    [
        ("+5 while", "LS141"),
        ("+5 while tags contains", "LS141"),
        ("+5 on first", "LS141"),
        ("+5 on form_submit", "LS143"),
        ("+5", "LS141"),
        ("on first form_submit", "LS140"),
        ("+5 on first form_submit, expires after", "LS141"),
    ],
)
def test_b44_an_incomplete_criterion_is_an_error(tmp_path: Path, criterion: str, code: str) -> None:
    """A criterion in which something has not been chosen is found, and its rules do not run."""
    files = Files(tmp_path, DATA + f"score interest:\n    {criterion}\n")
    files.on("form_submit")
    assert files.findings() == [(code, 11)]
    assert files.call("run").exit_code == 1


def test_b46_criteria_read_as_sentences(tmp_path: Path) -> None:
    """A criterion reads as it would be said, the inventory shows it in its own words, and the pages for people as a sentence."""
    words = 'tags contains any ("New Lead", "Newsletter Subscriber")'
    files = Files(tmp_path, DATA + f"score interest:\n    +1 while {words}\n    +2 on first form_submit, expires after 4 weeks\n")
    first, second = files.inventory("rules")
    assert (first["points"], first["when"], words in first["what"]) == ("+1", "while", True)
    assert (second["points"], second["what"], second["limits"]) == ("+2", "first form_submit", ["expires after 4 weeks"])
    page = files.site()["score-interest.html"]
    assert "has the tag “New Lead” or “Newsletter Subscriber”: +1" in page
    assert "form" in page


def test_b47_points_may_be_negative(tmp_path: Path) -> None:
    """A criterion on tags or on activity may take points away, below zero too."""
    assert after(tmp_path, '-1 while tags contains "Customer"', TAG) == -1
    assert after(tmp_path, "-1 on each form_submit", FORM, FORM) == -2
