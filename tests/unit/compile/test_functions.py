"""The pure functions of the language, value for value."""

import pytest

from lsdsl.compile import functions, points
from lsdsl.model.types import Value


@pytest.mark.parametrize(
    ("function", "argument", "expected"),
    [
        ("domain", "Ann@Example.COM", "example.com"),
        ("domain", "ann", None),
        ("domain", "a@b@c", None),
        ("domain", "ann@", None),
        ("host", "https://WWW.Example.com:8080/a?b=c", "www.example.com"),
        ("host", "/pricing", None),
        ("host", "http://[broken", None),
        ("path", "https://example.com", "/"),
        ("path", "/pricing?plan=a", "/pricing"),
        ("path", "http://[broken", None),
        ("number", " 5 ", 5),
        ("number", "-2.50", -2.5),
        ("number", "1,5", None),
        ("number", "1_000", None),
        ("number", "inf", None),
        ("number", "1e999", None),
        ("number", "", None),
        ("number", "٣", None),
        ("number", 7.5, 7.5),
        ("trim", "  a b ", "a b"),
    ],
)
def test_functions_of_one_value(function: str, argument: Value, expected: Value) -> None:
    """What cannot be taken apart or read is missing, never an error."""
    assert getattr(functions, function)(argument) == expected


@pytest.mark.parametrize(("name", "expected"), [("a", "1"), ("b", ""), ("c", None), ("d", "x y")])
def test_query(name: str, expected: str | None) -> None:
    """``query`` gives the first value of a parameter, decoded; an empty one is there, an absent one is missing."""
    assert functions.query("https://example.com/?a=1&a=2&b=&d=x+y", name) == expected


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [
        *((0.5, 0, 1), (-0.5, 0, -1), (1.5, 0, 2), (2.5, 0, 3), (2.4999, 0, 2), (7, 2, 7)),
        *(
            (2.675, 2, 2.68),
            (-1.005, 2, -1.01),
            (0.1 + 0.2, 15, 0.3),
            (4503599627370495.5, 15, 4503599627370495.5),
            (1e300, 0, 1e300),
        ),
    ],
)
def test_round_goes_half_away_from_zero(number: float, digits: int, expected: float) -> None:
    """Rounding goes by the digits that a number is written with, half away from zero, for every number and up to 15 digits."""
    assert functions.round_half_away(number, digits) == expected


@pytest.mark.parametrize("number", [0, 5, -5, 0.5, -2.25, 1e-6, 123456.789012, 1e15, 1e300, -1.7e308])
def test_points_there_and_back(number: float) -> None:
    """A number of points in millionths is the same number when it is read again."""
    assert points.to_number(points.from_number(number)) == number


@pytest.mark.parametrize(("number", "expected"), [(0.0000005, 1), (-0.0000005, -1), (0.0000004, 0), (1.0000015, 1_000_002)])
def test_points_are_rounded_to_millionths(number: float, expected: int) -> None:
    """What is finer than a millionth of a point is rounded half away from zero."""
    assert points.from_number(number) == expected


def test_points_beyond_a_float() -> None:
    """A sum that no float can hold reads as the largest float, whose arithmetic is then found to be not finite."""
    largest = points.from_number(1.7e308)
    assert points.to_number(3 * largest) == 1.7976931348623157e308
    assert points.to_number(-3 * largest) == -1.7976931348623157e308
