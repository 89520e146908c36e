"""What a state rule that does not hold reads, and what would make it hold."""

from typing import Any

import pytest

from lsdsl.model.types import DAY
from lsdsl.why.conditions import together
from tests.support import START
from tests.unit.why.asking import ask, happened, proof

FIELDS = {"country": "FR", "employees": 40, "flag": False, "since": START - 10 * DAY, "labels": ("new", "warm lead")}


def missing(condition: str, **given: Any) -> str:
    """What keeps a condition from being true, for a profile that has had one visit."""
    rules = f"""
    let big = employees >= 500
    list others = ("A", "B", "C", "D", "E", "F")
    score heat:
        range cold
        range hot  from 30
        +5  on each visit
    score s:
        +1  while {condition}
    """
    (answer,) = ask(rules, happened("visit", path="/a"), **{"fields": FIELDS, **given}).scores[1:]
    return together(answer.unmet[0].obstacles) if answer.unmet else ""


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("employees >= 50", "employees is 40; needs at least 50"),
        ("employees > 50", "employees is 40; needs more than 50"),
        ("50 <= employees", "employees is 40; needs at least 50"),
        ("employees < 10", "employees is 40; needs less than 10"),
        ("employees is 7", "employees is 40; needs 7"),
        ("employees is not 40", "employees is 40; needs anything but 40"),
        ("employees between 50 and 99", "employees is 40; needs to be between 50 and 99"),
        ("employees < level", "employees is 40; needs less than level (0)"),
        ('country in ("NL", "BE")', "country is FR; needs NL or BE"),
        ("country in others", "country is FR; needs one of the 6 in others"),
        ('country not in ("FR", "BE")', "country is FR; needs anything but FR or BE"),
        ('country is "NL"', "country is FR; needs NL"),
        ("country is missing", "country is FR; needs to be missing"),
        ('country starts with "N"', "country is FR; needs to start with N"),
        ('country contains any ("a b", "/")', 'country is FR; needs to contain a b or "/"'),
        ('country contains none ("F", "G")', "country is FR; needs to contain none of F or G"),
        ("country matches /^N/", "country is FR; needs to match /^N/"),
        ('labels contains "austin"', "labels is new and warm lead; needs to contain austin"),
        ('labels contains all ("new", "old")', "labels is new and warm lead; needs to contain new and old"),
        ("flag", "flag is false; needs true"),
        ("big", "employees is 40; needs at least 500"),
        ("not (employees < 50)", "employees is 40; needs at least 50"),
        ("heat is hot", "heat is cold (5); needs hot (from 30)"),
        ("heat is not cold", "heat is cold (5); needs anything but cold"),
        ("heat >= 30", "heat is 5; needs at least 30"),
        ("age(since) > 30 days", "age(since) is 10 days; needs more than 30 days"),
        ("seen(click within 7 days)", "no click within 7 days; needs one"),
        ("not seen(visit within 7 days)", "there was a visit within 7 days; needs none"),
        ("count(visit within 7 days) >= 3", "count(visit within 7 days) is 1; needs at least 3"),
        (
            'employees >= 20 and employees < 30 and country is "NL"',
            "employees is 40; needs less than 30 · country is FR; needs NL",
        ),
        ('employees > 50 or country is "NL"', "one of: employees is 40; needs more than 50 · or country is FR; needs NL"),
        ('not (employees < 50 or country is "FR")', "employees is 40; needs at least 50 · country is FR; needs anything but FR"),
    ],
)
def test_words_for_what_is_missing(condition: str, words: str) -> None:
    """Only the parts that are false are told: what is read, what it is, what it needs to be."""
    assert missing(condition) == words


def test_missing_value() -> None:
    """A field without a value is said to be missing, not 0."""
    assert missing('country in ("NL", "BE")', fields={}) == "country is missing; needs NL or BE"
    assert missing("employees >= 50", fields={}) == "employees is missing; needs at least 50"


def test_facts_of_what_holds() -> None:
    """A state rule that holds tells the parts that it rests on, and since when."""
    rules = """
    score s:
        +5  while (country is "NL" or employees > 10) and not seen(visit within 3 days)
    """
    score = proof(rules, happened("visit"), fields={"country": "FR", "employees": 40}, at=4 * DAY)
    (line,) = score.lines
    assert line.facts == ("employees is 40", "no visit within 3 days")
    assert line.note == "since 4 January"
