"""LS533: texts that are no addresses."""

import pytest

from tests.unit.checks.told import findings, places

DATA = "profile:\n    email  text\n    boss   text\nevent visit\nfollowup f:\n    on visit\n    "


@pytest.mark.parametrize(
    ("step", "place", "field"),
    [
        ('do send_email "x", to: "boss"', '"boss"', "boss"),
        ('do send_email "x", cc: "sales"', '"sales"', None),
        ('do send_email "x", bcc: ("a@example.com", "sales")', '("a@example.com", "sales")', None),
    ],
)
def test_texts_without_an_at(step: str, place: str, field: str | None) -> None:
    """A field of that name is what was meant."""
    rules = f"{DATA}{step}\n"
    (one,) = findings("mail_addresses", rules)
    assert (rules[one.span.start : one.span.end], one.arguments.get("field")) == (place, field)


@pytest.mark.parametrize(
    "step",
    ['do send_email "x"', 'do send_email "x", to: boss', 'do send_email "x", to: "a@example.com"', 'do notify "x", to: "sales"'],
)
def test_addresses(step: str) -> None:
    """Fields, addresses, and the argument of another action."""
    assert places("mail_addresses", f"{DATA}{step}\n") == []
