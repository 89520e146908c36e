"""Names of fields from names of columns."""

import pytest

from lsdsl.model.load import check_text
from lsdsl.scaffold.names import RESERVED, field_name, free_name, words_of


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("Lead Source", "lead_source"),
        ("leadSource", "lead_source"),
        ("  E-Mail ", "e_mail"),
        ("TotalVisits", "total_visits"),
        ("CRMUser", "crm_user"),
        ("Größe", "groesse"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Café crème", "cafe_creme"),
        ("Don't call", "dont_call"),
        ("Share %", "share_percent"),
        ('say "hi"\nthere', "say_hi_there"),
        ("Ｆｕｌｌ width", "full_width"),
        ("日本", "column_7"),
        ("🔥", "column_7"),
        ("", "column_7"),
        ("1st visit", "column_1st_visit"),
        ("where", "where_column"),
        ("Created", "created_column"),
        ("Tags", "tags_column"),
        ("x" * 90, "x" * 40),
        ("one of the very long names of columns that questionnaires have", "one_of_the_very_long_names_of_columns"),
    ],
)
def test_a_column_becomes_a_name_that_one_can_type(column: str, name: str) -> None:
    """Umlauts are spelt out, accents and signs go, and what cannot be a name gets another one."""
    assert field_name(column, 7, ()) == name


def test_no_two_fields_have_one_name() -> None:
    """A name that is taken gets a number."""
    assert field_name("E-Mail", 2, {"e_mail", "e_mail_2"}) == "e_mail_3"
    assert free_name("fit", {"warm"}) == "fit"


def test_camel_case_is_taken_apart() -> None:
    """Words stand apart however they were joined."""
    assert words_of("LeadSource_URL-2nd") == ["lead", "source", "url", "2nd"]


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_reserved_words_are_those_of_the_language(word: str) -> None:
    """Each word that is avoided could not stand as a name in rules."""
    _, findings = check_text(f"profile:\n    {word}  text\n")
    assert findings
