"""What single values could be."""

from typing import Any

import pytest

from lsdsl.scaffold.looks import Look, looks_of

TEXT = {Look.TEXT, Look.LIST}


@pytest.mark.parametrize(
    ("value", "looks"),
    [
        ("5", TEXT | {Look.NUMBER, Look.WHOLE}),
        (" 2.5 ", TEXT | {Look.NUMBER}),
        ("1", TEXT | {Look.NUMBER, Look.WHOLE, Look.BOOLEAN}),
        ("Yes", TEXT | {Look.BOOLEAN}),
        ("Ja", TEXT),
        ("01234", TEXT | {Look.NUMBER, Look.WHOLE, Look.CODE}),
        ("+4912345", TEXT | {Look.NUMBER, Look.WHOLE, Look.CODE}),
        ("12345678901234567890123", TEXT),
        ("1_000", TEXT),
        ("1,5", TEXT | {Look.FOREIGN_NUMBER}),
        ("1.234.567", TEXT | {Look.FOREIGN_NUMBER}),
        ("€ 1,200.50", TEXT | {Look.FOREIGN_NUMBER}),
        ("12%", TEXT | {Look.FOREIGN_NUMBER}),
        ("2026-01-31", TEXT | {Look.DATE, Look.DATETIME}),
        ("2026-01-31 09:00", TEXT | {Look.DATETIME}),
        ("2026-02-30", TEXT),
        ("31.01.2026", TEXT | {Look.FOREIGN_DATE}),
        ("1/31/26 10:15", TEXT | {Look.FOREIGN_DATE}),
        ("ann@shop.example", TEXT | {Look.EMAIL}),
        ("ann@shop", TEXT),
        ("N/A", TEXT | {Look.MARKER}),
        ("-", TEXT | {Look.MARKER}),
        ("Amsterdam", TEXT),
        (5, {Look.NUMBER, Look.WHOLE, Look.TEXT}),
        (1, {Look.NUMBER, Look.WHOLE, Look.TEXT, Look.BOOLEAN}),
        (2.5, {Look.NUMBER, Look.TEXT}),
        (True, {Look.BOOLEAN}),
        (["a"], {Look.LIST}),
        ([{"a": 1}], set()),
        ({}, set()),
    ],
)
def test_looks_of_a_value(value: Any, looks: set[Look]) -> None:
    """The types that take a value in a run, and notations that people use."""
    assert looks_of(value) == looks
