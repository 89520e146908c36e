"""LS544: fields that are read and that neither the data nor the rules ever fill."""

import pytest

from lsdsl.diagnostics import words_of
from tests.unit.checks.told import findings, places

RULES = 'profile:\n    lead_source  text\n    size  number\nevent visit\nscore s:\n    +1 while lead_source is "x"\n'


def test_a_column_of_nearly_that_name() -> None:
    """The help shows the line that reads the column."""
    (found,) = findings("fields_without_data", RULES, columns=frozenset({"id", "Lead Source", "size"}))
    assert words_of(found).help == 'the data has `Lead Source`: if that is meant, write `from "Lead Source"` behind the type'


def test_no_such_column() -> None:
    """The message names the column that is looked for; fields that nobody reads are not told."""
    text = RULES.replace("text\n", 'text from "Origin"\n', 1)
    (found,) = findings("fields_without_data", text, columns=frozenset({"id"}))
    assert words_of(found).message == (
        "the rules read `lead_source`, and nothing ever gives it a value: the data has no `Origin` and no rule sets it"
    )


def test_a_column_of_another_field_is_not_offered() -> None:
    """A column that a field reads already is not the one that was meant."""
    text = RULES.replace("size  number", 'origin  text from "lead source"')
    (found,) = findings("fields_without_data", text, columns=frozenset({"lead source"}))
    assert "near" not in found.arguments


@pytest.mark.parametrize("columns", [None, frozenset({"lead_source"})])
def test_data_that_is_there_or_not_known(columns: frozenset[str] | None) -> None:
    """Nothing is said of a field that the data has, and nothing at all where the data is not known."""
    assert places("fields_without_data", RULES, columns=columns) == []


def test_a_key_within_a_key() -> None:
    """`crm.source` is read from what the key `crm` holds."""
    text = RULES.replace("text\n", 'text from "crm.source"\n', 1)
    assert places("fields_without_data", text, columns=frozenset({"crm"})) == []


def test_a_field_that_rules_write() -> None:
    """A step gives it a value."""
    text = RULES + 'followup f:\n    on visit\n    set lead_source to "x"\n'
    assert places("fields_without_data", text, columns=frozenset()) == []
