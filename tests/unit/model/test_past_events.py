"""LS238: inside a look back ``event.x`` and ``x`` are the same, and whoever compares them means two things."""

import pytest

from lsdsl.model import check_text

DATA = """\
event visit:
    path  text
event purchase:
    product  text
    other    text
    amount   number
collection orders:
    product  text
"""


def codes(condition: str) -> list[str]:
    """The codes that a rule on purchases with this condition has."""
    _, found = check_text(f"{DATA}score s:\n    +5 on each purchase where {condition}\n")
    return [one.code for one in found]


@pytest.mark.parametrize(
    "inner",
    [
        "product is event.product",
        "event.product is product",
        "event . product is product",
        "event.`product` is not product",
        "lower(product) is lower(event.product)",
        "product contains event.product",
        "amount > event.amount * 2",
        "amount between event.amount and 50",
        "amount > 5 and not (product is event.product)",
    ],
)
def test_one_attribute_in_two_ways(inner: str) -> None:
    """The attribute with ``event.`` on one side and without on the other is an error, and the only finding."""
    assert codes(f"count(purchase where {inner}) > 1") == ["LS238"]


def test_rows_of_a_collection() -> None:
    """In the rows of a collection ``event.x`` is the field of the row."""
    assert codes("seen(orders where product is event.product)") == ["LS238"]


def test_each_comparison_is_told() -> None:
    """Each such comparison has to be written anew."""
    assert codes("seen(purchase where product is event.product or amount > event.amount)") == ["LS238", "LS238"]


@pytest.mark.parametrize(
    "condition",
    [
        "seen(purchase where event.amount > 100)",
        'seen(purchase where event.product is "a" or product is "b")',
        "seen(purchase where event.amount > 5 and amount < 10)",
        "seen(purchase where product is other)",
        "seen(purchase where product is event.other)",
        "sum(amount of purchase) > event.amount",
        "event.product is not other",
    ],
)
def test_what_can_be_meant(condition: str) -> None:
    """``event.`` with constants, other attributes and outside of look backs is no mistake."""
    assert codes(condition) == []


def test_an_attribute_that_the_past_event_lacks() -> None:
    """The message says which event ``event.`` stands for."""
    _, found = check_text(f"{DATA}score s:\n    +5 on each purchase where seen(visit where path is event.product)\n")
    assert [(one.code, one.arguments.get("past")) for one in found] == [("LS209", "visit")]


def test_an_empty_list_fits_every_type() -> None:
    """A list that has no values yet is not taken for one of texts."""
    _, found = check_text(f"{DATA}list sizes = ()\nscore s:\n    +5 on each purchase where amount in sizes\n")
    assert found == []
