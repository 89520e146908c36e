"""Rules, conditions and follow-ups in plain English."""

import pytest

from lsdsl.model import check_text
from lsdsl.model.declarations import Model, Table
from lsdsl.model.types import DATE, DATETIME, DAY, DURATION, NUMBER, TEXT
from lsdsl.sentences import (
    clause,
    duration_words,
    limit_sentence,
    name_words,
    rule_sentence,
    step_sentence,
    table_sentences,
    trigger_sentence,
    value_words,
)
from lsdsl.sentences.quantities import quantity

DATA = """
profile:
    email      text
    country    text
    job_title  text
    employees  number
    leadscore  number = 0
    renewal    date
    contacted  choice("no", "yes") = "no"
    customer   boolean = false
    interests  list
collection orders:
    amount  number
    status  text
event page_visit:
    path  text
event link_click:
    url  text
event email_bounce
event webinar_attended:
    minutes  number
    title    text
event unsubscribe
event ZQ7:
    size  number
action ring:
    bell   text
    times  number
list home = ("NL", "BE")
"""
OCCURRENCES = {
    '+20  on each page_visit where path starts with "/pricing", at most 3 times per 7 days': (
        'If the lead visits a page whose path starts with "/pricing": +20, at most 3 times in 7 days'
    ),
    "+5  on first link_click per url": "The first time the lead clicks a link, for each URL: +5",
    "+6  on first 3 unsubscribe": "The first 3 times the lead unsubscribes: +6",
    "-10  on each email_bounce or unsubscribe, at most 1 time": "If an email bounces or the lead unsubscribes: -10, at most once",
    "+2  on each ZQ7 where size > 3, at most 5 points per 1 day": (
        "If `ZQ7` happens and the size is more than 3: +2 each time, at most 5 points in 1 day"
    ),
    "+1  on latest webinar_attended where minutes >= 20, expires after 4 weeks": (
        "The latest time a webinar whose number of minutes is at least 20 is attended: +1 (a repeat takes its place),"
        " expires after 4 weeks"
    ),
    '+1  on each page_visit where not (path starts with "/jobs") and country in home, halves every 30 days': (
        'If the lead visits a page whose path does not start with "/jobs", and the country is in the list `home`:'
        " +1 each time, halves every 30 days"
    ),
    '+3  while country in ("NL", "BE", "DE")': 'As long as the country is "NL", "BE" or "DE": +3',
    "-5  for every 30 days without page_visit or link_click": "For every 30 days without `page_visit` or `link_click`: -5",
    "+(employees / 10)  on each profile created": "If a lead is new: + the number of employees / 10 each time",
    "-(employees / 10)  on each tag added": "If a tag is added: - the number of employees / 10 each time",
    "+1  on each points adjusted, loses 2 points every 1 day": (
        "If a person corrects a score: +1 each time, loses 2 points every 1 day"
    ),
}
CONDITIONS = {
    'country is "NL" and (employees > 10 or customer)': (
        'the country is "NL" and (the number of employees is more than 10 or `customer` is true)'
    ),
    'not (country is "NL" or customer)': 'the country is not "NL" and `customer` is not true',
    "customer is false": "`customer` is not true",
    'country not in ("NL", "BE")': 'the country is none of "NL" and "BE"',
    'job_title contains any ("boss", "chief") ignoring case': (
        'the job title contains "boss" or "chief" (in upper or lower case)'
    ),
    'not (job_title contains any ("boss", "chief"))': 'the job title does not contain "boss" or "chief"',
    "interests contains any home": "the interests contain something from the list `home`",
    'interests contains "golf"': 'the interests contain "golf"',
    "interests contains none home": "the interests contain nothing from the list `home`",
    'tags contains "austin"': 'the lead has the tag "austin"',
    'not (tags contains all ("a", "b"))': 'the lead does not have the tags "a" and "b"',
    'tags contains none ("a", "b")': 'the lead does not have the tag "a" or "b"',
    "country is missing": "the country is missing",
    "country is not missing": "the country is given",
    "employees between 5 and 10": "the number of employees is between 5 and 10",
    "employees in (5, 10)": "the number of employees is 5 or 10",
    "email matches /@x/": "the email matches the pattern `@x`",
    "age(created) > 30 days": "`created` is more than 30 days ago",
    "until(renewal) <= 5 days": "`renewal` is at most 5 days from now",
    "abs(until(renewal)) < 5 days": "`renewal` is less than 5 days ago or from now",
    "renewal >= 2026-01-31": "`renewal` is at or after 31 January 2026",
    "seen(page_visit within 7 days)": "there was a `page_visit` event in the last 7 days",
    'not seen(page_visit where path is "/")': 'there was no `page_visit` event where the path is "/"',
    "last(page_visit) is missing": "there was never a `page_visit` event",
    "last(page_visit) is not missing": "there was at least one `page_visit` event",
    "count(page_visit within 7 days) >= 5": "the number of `page_visit` events in the last 7 days is at least 5",
    'sum(amount of orders where status is "paid") > 9': (
        'the sum of the amount over rows of `orders` where the status is "paid" is more than 9'
    ),
    "count(orders) > 0": "there is a row of `orders`",
    "gained(heat within 1 day) > 20": "Heat gains more than 20 points within 1 day",
    "gained(heat within 1 day) < 2": "Heat gains fewer than 2 points within 1 day",
    "heat is hot": "Heat is hot",
    "not (heat is at least hot)": "Heat is not at least hot",
    "heat is below hot": "Heat is below hot",
    "warm_ones": "the lead is in the selection `warm_ones`",
    "flames(heat) == 5": "the flames of Heat is 5",
    "domain(email) in home": "the domain of the email is in the list `home`",
    'contacted is "no"': '`contacted` is "no"',
    "10 < employees": "the number of employees is more than 10",
}
VALUES = {
    "min(employees / 10, 15)": "the smaller of the number of employees / 10 and 15",
    "max(1, 2, employees)": "the largest of 1, 2 and the number of employees",
    "employees - (leadscore - 2)": "the number of employees - (the leadscore - 2)",
    "round(employees)": "the number of employees, rounded",
    "-leadscore": "minus the leadscore",
    'length(query(email, "utm"))': 'the length of the parameter "utm" of the email',
}


def model_of(text: str) -> Model:
    """A sound ruleset with the data above."""
    model, found = check_text(text + DATA)
    assert model is not None, [(one.code, dict(one.arguments)) for one in found]
    return model


def heat(line: str) -> Model:
    """A ruleset with a score of that one rule."""
    return model_of(f"score heat:\n    {line}\n")


@pytest.mark.parametrize(("line", "expected"), OCCURRENCES.items(), ids=range(len(OCCURRENCES)))
def test_rules_are_sentences(line: str, expected: str) -> None:
    """A rule says when it counts, what for, how often and for how long."""
    model = heat(line)
    (rule,) = model.scores["heat"].rules
    assert not isinstance(rule, Table)
    assert rule_sentence(rule, model).text == expected


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS.items(), ids=range(len(CONDITIONS)))
def test_conditions_are_clauses(condition: str, expected: str) -> None:
    """A condition reads as English, with its negations where they belong."""
    model = model_of(
        'score heat:\n    title "Heat"\n    ideal 50\n    range cold\n    range hot from 40\n    +1 on each page_visit\n'
        f"selection warm_ones:\n    where employees > 3\nselection chosen:\n    where {condition}\n"
    )
    assert clause(model.selections["chosen"].condition, model) == expected


@pytest.mark.parametrize(("value", "expected"), VALUES.items(), ids=range(len(VALUES)))
def test_values_are_nouns(value: str, expected: str) -> None:
    """What is computed is told as a noun."""
    model = model_of(f"let value = {value}\n")
    assert quantity(model.lets["value"].value, model) == expected


def test_rows_of_a_table_hold_up_to_the_next() -> None:
    """Each row says from where to where it counts, the lowest first."""
    model = heat("by employees:\n        +5  from 10\n        +9  from 50\n        -1  otherwise")
    (table,) = model.scores["heat"].rules
    assert isinstance(table, Table)
    assert [sentence.text for _, sentence in table_sentences(table, model)] == [
        "As long as the number of employees is at least 10 and less than 50: +5",
        "As long as the number of employees is at least 50: +9",
        "In all other cases: -1",
    ]


def test_rows_with_values_name_them() -> None:
    """A row of values counts while the field is one of them."""
    model = heat('by country:\n        +5  "NL", "BE"\n        +2  "DE"')
    (table,) = model.scores["heat"].rules
    assert isinstance(table, Table)
    told = [sentence.text for _, sentence in table_sentences(table, model)]
    assert told == ['As long as the country is "NL" or "BE": +5', 'As long as the country is "DE": +2']


STEPS = {
    "wait 2 days": "Wait 2 days",
    'set contacted to "yes"': 'Set `contacted` to "yes"',
    "set leadscore to leadscore + 3": "Increase the leadscore by 3",
    "set leadscore to leadscore - 3": "Reduce the leadscore by 3",
    'add tag "vip"': 'Add the tag "vip"',
    'remove tag "vip"': 'Remove the tag "vip"',
    "award +5 to heat, expires after 4 weeks": "Give +5 points to Heat, for 4 weeks",
    'do send_email "hello", to: email, bcc: "a@b.example"': 'Send the e-mail "hello" to the email, bcc "a@b.example"',
    'do start_workflow "X"': 'Start the workflow "X"',
    'do notify "look", to: "a@b.example"': 'Notify "a@b.example": "look"',
    'do call_webhook "crm"': 'Call the web hook "crm"',
    'do ring "front", times: 3': 'Ask for `ring` "front", times: 3',
    "stop": "Stop",
}


@pytest.mark.parametrize(("step", "expected"), STEPS.items(), ids=range(len(STEPS)))
def test_steps_are_told_as_orders(step: str, expected: str) -> None:
    """A step says what it does."""
    model = model_of(f'score heat:\n    title "Heat"\n    +1 on each page_visit\nfollowup one:\n    on link_click\n    {step}\n')
    (found,) = model.followups["one"].steps
    assert step_sentence(found, model) == expected


TRIGGERS = {
    "on link_click or unsubscribe": "When the lead clicks a link or the lead unsubscribes",
    "on orders created": "When a row of `orders` is created",
    "on profile modified": "When something about the lead changes",
    "when employees > 100": "As soon as the number of employees is more than 100",
    "when heat gains more than 20 points within 1 day": "As soon as Heat gains more than 20 points within 1 day",
    "when heat gains fewer than 2 points within 90 days": "When Heat gains fewer than 2 points within 90 days",
    "when heat changes": "Whenever the value of Heat changes",
}


@pytest.mark.parametrize(("trigger", "expected"), TRIGGERS.items(), ids=range(len(TRIGGERS)))
def test_triggers_say_what_starts_a_followup(trigger: str, expected: str) -> None:
    """Each kind of trigger is a clause of its own."""
    model = model_of(f'score heat:\n    title "Heat"\n    +1 on each page_visit\nfollowup one:\n    {trigger}\n    stop\n')
    assert trigger_sentence(model.followups["one"].trigger, model) == expected


def test_limits_say_for_whom_they_count() -> None:
    """A limit holds for a lead or for all of them."""
    model = model_of("followup one:\n    on link_click\n    limit once\n    limit 20 per 1 day overall\n    stop\n")
    assert [limit_sentence(limit) for limit in model.followups["one"].limits] == [
        "at most once for a lead",
        "at most 20 times in 1 day for all leads together",
    ]


def test_values_of_each_type() -> None:
    """Dates, durations, numbers and texts are told as people write them; long lists are cut."""
    assert value_words(20_484 * DAY, DATE) == "31 January 2026"
    assert value_words(20_484 * DAY + DAY // 2, DATETIME) == "31 January 2026, 12:00 UTC"
    assert value_words(2 * DAY, DURATION) == "2 days"
    assert value_words(-2 * DAY, DURATION) == "minus 2 days"
    assert value_words(10_000.0, NUMBER) == "10,000"
    assert value_words(tuple("abcdefghijklmno"), TEXT).endswith('"j" and 5 others')
    assert duration_words(28 * DAY) == "4 weeks"
    assert duration_words(1_500_000) == "1.5 seconds"


def test_names_without_words_stay_as_they_are() -> None:
    """A name is split at its underscores and capitals; one in other letters is left alone."""
    assert name_words("call_today") == "Call today"
    assert name_words("NewLeads") == "New leads"
    assert name_words("κλήση") == "Κλήση"
