"""LS528: points that depend on what must not decide about people."""

from typing import Final

import pytest

from lsdsl.checks.protected_fields import check
from lsdsl.checks.protected_fields.words import PHRASES, protected
from tests.unit.checks.scoring import places_of

DATA: Final = """\
profile:
    gender     text
    age        number
    birthdate  date
    country    text
    points     number
event visit:
    path      text
    age       number
    religion  text
event form
let woman = gender is "f"
grade kind:
    "a" when woman
    "b" otherwise
selection women:
    where woman
"""


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("age", "age"),
        ("Age", "age"),
        ("age_group", "age"),
        ("ageGroup", "age"),
        ("date_of_birth", "age"),
        ("Date of Birth", "age"),
        ("Geburtsdatum", "age"),
        ("leeftijd", "age"),
        ("contact_gender", "gender"),
        ("contactGender", "gender"),
        ("gender_code", "gender"),
        ("Geschlecht", "gender"),
        ("sexe", "gender"),
        ("religion", "religion"),
        ("ethnicGroup", "ethnic origin"),
        ("Staatsangehörigkeit", "nationality"),
        ("staatsangehoerigkeit", "nationality"),
        ("nationalité", "nationality"),
        ("maritalStatus", "marital status"),
        ("état civil", "marital status"),
        ("burgerlijke_staat", "marital status"),
        ("discapacidad", "disability"),
        ("sexual_orientation", "sexual orientation"),
        ("is_pregnant", "pregnancy"),
        ("trade_union_member", "union membership"),
        ("political_opinion", "political opinion"),
    ],
)
def test_protected(name: str, what: str) -> None:
    """The name of a field counts as a whole, however it is written, in five languages."""
    assert protected(name) == what


@pytest.mark.parametrize(
    "name",
    [
        *("page", "average", "message", "stage", "language", "usage", "percentage", "agent", "agency", "manager", "package"),
        *("account_age", "company_age", "domain_age", "lead_age", "customer_age", "contactAge", "age_of_account", "ages"),
        *("race", "races_run", "genre", "handicap", "partner", "status", "union", "credit_union_member", "party", "sussex"),
        *("unisex", "sextant", "gender_studies_visits", "religion_books_bought", "disabled", "orientation", "opinion", "state"),
        *(
            "country",
            "nation",
            "engagement",
            "alternative",
            "alter_ego",
            "geslachten_lijst",
            "birthday_campaign",
            "_",
            "",
            "email",
        ),
    ],
)
def test_harmless(name: str) -> None:
    """A word that only holds such a word, or mostly means something else, is no finding."""
    assert protected(name) is None


def test_phrases_can_be_found() -> None:
    """Each phrase of the list is found as it stands there."""
    assert all(protected(phrase) == what for what, phrases in PHRASES.items() for phrase in phrases)


@pytest.mark.parametrize(
    ("score", "told"),
    [
        ('+5 while gender is "f"', ["gender"]),
        ("+5 while age(birthdate) > 10000 days", ["birthdate"]),
        ("+5 while woman", ["gender"]),
        ('+5 while kind is "a"', ["gender"]),
        ("+5 while women", ["gender"]),
        ('+5 on each form where gender is "f"', ["gender"]),
        ('+5 on each visit where religion is "x"', ["religion"]),
        ('+5 while count(visit where religion is "x") > 0', ["religion"]),
        ('+(age / 10) while country is "NL"', ["age"]),
        ("by age:\n        +5 from 18\n        +10 from 30", ["age"]),
        ("-(age) for every 30 days without visit", ["age"]),
        ('+5 while country is "NL"', []),
        ("+5 while age(created) > 30 days", []),
        ("+5 while gender is missing", []),
        ("+5 while gender is not missing", []),
        ("+5 on each visit where event.age > 5", []),
    ],
)
def test_rules(score: str, told: list[str]) -> None:
    """Points and conditions of rules are looked at, through names too; whether something is known is nobody's secret."""
    assert places_of(check, f"{DATA}score fit:\n    {score}\n") == told


def test_what_gives_no_points() -> None:
    """Who gets a mail, or is in a selection, is not a matter of points."""
    more = 'score fit:\n    +5 on each form\nfollowup f:\n    on visit\n    where gender is "f"\n    do notify "x"\n'
    assert places_of(check, DATA + more) == []


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ('    where gender is "f"\n    award +5 to fit\n', ["gender"]),
        ('    if gender is "f":\n        award +5 to fit\n', ["gender"]),
        ("    award +(profile.age) to fit\n", ["profile.age"]),
        ('    if gender is "f":\n        do notify "x"\n    award +5 to fit\n', []),
        ('    script:\n        if profile.fields.gender == "f":\n            award("fit", 5)\n', ["script:"]),
        ('    script:\n        if profile.fields.gender == "f":\n            add_tag("x")\n', []),
    ],
)
def test_followups(steps: str, told: list[str]) -> None:
    """Steps that award points are looked at like rules, and boxes as a whole."""
    assert places_of(check, f"{DATA}score fit:\n    +5 on each form\nfollowup f:\n    on visit\n{steps}") == told


def test_each_place_once() -> None:
    """A `let` that two rules use is told once."""
    assert places_of(check, DATA + "score fit:\n    +5 while woman\n    +9 on each form where woman\n") == ["gender"]


def test_computed_score() -> None:
    """A computed score may depend on such a field as well."""
    assert places_of(check, DATA + "score fit:\n    +5 on each form\nscore total = fit + age\n") == ["age"]
