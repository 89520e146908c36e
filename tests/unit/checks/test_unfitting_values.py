"""LS516: values of which some can never fit."""

import pytest

from tests.unit.checks.told import findings

DATA = """\
profile:
    email  text
    url    text
    stage  choice("lead", "customer")
list mail = ("@gmail.com", "Hotmail.com", "web.de")
let address = domain(email)
list stages = ("Lead", "customer")
event visit
"""


def condition(text: str) -> str:
    """A selection with this condition."""
    return f"{DATA}selection chosen:\n    where {text}\n"


@pytest.mark.parametrize(
    ("text", "item", "count"),
    [
        ("domain(email) in mail", '"@gmail.com"', "2"),
        ("address in mail", '"@gmail.com"', "2"),
        ("domain(email) not in mail ignoring case", '"@gmail.com"', None),
        ('domain(email) in ("Web.de", "gmail.com")', '"Web.de"', None),
        ('domain(email) ends with any ("@gmail.com", ".de")', '"@gmail.com"', None),
        ('lower(email) in ("A", "b")', '"A"', None),
        ('upper(email) in ("A", "b")', '"b"', None),
        ('host(url) in ("example.com/a", "example.com")', '"example.com/a"', None),
        ("stage in stages", '"Lead"', None),
    ],
)
def test_values(text: str, item: str, count: str | None) -> None:
    """The first one is named, and how many there are."""
    (one,) = findings("unfitting_values", condition(text))
    assert (one.arguments["item"], one.arguments.get("count")) == (item, count)


@pytest.mark.parametrize(
    "text",
    [
        'domain(email) in ("gmail.com", "web.de")',
        'domain(email) in ("@a.com", "@b.com")',
        "stage in stages ignoring case",
        "email in mail",
        'lower(email) in ("A", "b") ignoring case',
    ],
)
def test_what_fits(text: str) -> None:
    """Values that all fit, and those of which none does: that is told as a condition that is always false."""
    assert findings("unfitting_values", condition(text)) == []


def test_a_choice_that_a_step_may_widen() -> None:
    """A step may write what is no option."""
    step = "followup f:\n    on visit\n    set stage to email\n"
    assert findings("unfitting_values", condition("stage in stages") + step) == []
