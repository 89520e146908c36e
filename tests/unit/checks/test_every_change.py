"""LS517: points for each change of anything."""

import pytest

from tests.unit.checks.told import findings, places

DATA = """\
profile:
    country  text
    size     number
let dutch = country is "NL"
selection big:
    where size > 100
"""


def rule(text: str) -> str:
    """A score with this rule."""
    return f"{DATA}score s:\n    +5 on {text}\n"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('each profile modified where country is "NL"', "country"),
        ('each profile modified where country is "NL", expires after 30 days', "country"),
        ("each profile modified where dutch and big", None),
        ('each profile modified where tags contains "x"', None),
    ],
)
def test_conditions_that_ask_for_no_change(text: str, field: str | None) -> None:
    """A field that the condition reads is named."""
    (one,) = findings("every_change", rule(text))
    assert one.arguments.get("field") == field


@pytest.mark.parametrize(
    "text",
    [
        "each profile modified",
        'each profile modified where changed(country) and country is "NL"',
        'each profile modified where old(country) is "BE"',
        'first profile modified where country is "NL"',
        'latest profile modified where country is "NL"',
        'each profile modified where country is "NL", at most 1 times per 7 days',
        'each profile created where country is "NL"',
        'each profile created or profile modified where country is "NL"',
    ],
)
def test_what_can_be_meant(text: str) -> None:
    """The change is asked for, the rule counts seldom, or it is about something else as well."""
    assert places("every_change", rule(text)) == []
