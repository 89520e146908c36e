"""Values convert where data comes in, by declared type, or say why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsdsl.model.types import BOOLEAN, DATE, DATETIME, DAY, LIST, NUMBER, TEXT, Kind, Type, Value
from lsdsl.records.convert import converter
from lsdsl.records.moments import EARLIEST, LATEST, date_from_text, date_text
from lsdsl.records.problems import ConversionError
from lsdsl.records.render import json_value, moment_from_text, moment_text, whole

CHOICE = Type(Kind.TEXT, ("no", "yes", "Not Asked"))
NINE = 56 * 365 * DAY + 14 * DAY + 9 * 3_600_000_000  # 2026-01-01T09:00Z

GOOD: list[tuple[Type, object, Value]] = [
    (NUMBER, "5", 5),
    (NUMBER, " 5 ", 5),
    (NUMBER, "+5", 5),
    (NUMBER, "-2.50", -2.5),
    (NUMBER, "5.0", 5),
    (NUMBER, "1e3", 1000),
    (NUMBER, ".5", 0.5),
    (NUMBER, 5, 5),
    (NUMBER, 5.0, 5),
    (NUMBER, 2.0**53, 2.0**53),
    (NUMBER, "2053013558920217191", 2053013558920217191),
    (NUMBER, "-9223372036854775808", -(2**63)),
    (NUMBER, "", None),
    (NUMBER, " \t", None),
    (BOOLEAN, "Yes", True),
    (BOOLEAN, " FALSE ", False),
    (BOOLEAN, "1", True),
    (BOOLEAN, 0, False),
    (BOOLEAN, True, True),
    (BOOLEAN, " ", None),
    (DATE, "1970-01-02", DAY),
    (DATE, " 1969-12-31 ", -DAY),
    (DATE, "0001-01-01", EARLIEST),
    (DATE, "", None),
    (DATETIME, "2026-01-01", NINE - 9 * 3_600_000_000),
    (DATETIME, "2026-01-01T09:00", NINE),
    (DATETIME, "2026-01-01T09:00:00Z", NINE),
    (DATETIME, "2026-01-01t09:00:00z", NINE),
    (DATETIME, "2026-01-01T11:00:00+02:00", NINE),
    (DATETIME, "2026-01-01 09:00:00 UTC", NINE),
    (DATETIME, " 2026-01-01 09:00:00.000001", NINE + 1),
    (DATETIME, "2026-01-01T09:00:00.0000019Z", NINE + 1),
    (DATETIME, "9999-12-31T23:59:59.999999Z", LATEST),
    (DATETIME, "  ", None),
    (TEXT, " kept  as is ", " kept  as is "),
    (TEXT, "001", "001"),
    (TEXT, "  ", "  "),
    (TEXT, 76340251, "76340251"),
    (TEXT, 1e22, "10000000000000000000000"),
    (TEXT, 0.1, "0.1"),
    (CHOICE, "yes", "yes"),
    (CHOICE, " ", None),
    (LIST, "a; b;;a ;c", ("a", "b", "c")),
    (LIST, ["a", 5, "a", "", None], ("a", "5")),
    (LIST, [], ()),
    (LIST, " ", None),
]

BAD: list[tuple[Type, object, str, str]] = [
    (NUMBER, "1,5", "LS820", "write it as 1.5"),
    (NUMBER, "1.000,5", "LS820", "is not a number"),
    (NUMBER, "1_000", "LS820", ""),
    (NUMBER, "0x10", "LS820", ""),
    (NUMBER, "nan", "LS820", ""),
    (NUMBER, "-Infinity", "LS820", ""),
    (NUMBER, float("nan"), "LS820", ""),
    (NUMBER, float("inf"), "LS820", ""),
    (NUMBER, "٥", "LS820", ""),
    (NUMBER, "error", "LS820", '"error" is not a number'),
    (NUMBER, True, "LS820", "true is not a number"),
    (NUMBER, [1], "LS820", ""),
    (NUMBER, "9223372036854775808", "LS821", "declare it as text"),
    (NUMBER, 10**30, "LS821", "declare it as text"),
    (NUMBER, "1e999", "LS821", ""),
    (NUMBER, "9" * 5000, "LS821", ""),
    (BOOLEAN, "ja", "LS822", "neither yes nor no"),
    (BOOLEAN, 2, "LS822", ""),
    (BOOLEAN, "false?", "LS822", ""),
    (DATE, "2026-01-31T09:00", "LS828", "declare it as datetime"),
    (DATE, "31.01.2026", "LS823", "2026-01-31"),
    (DATE, "2026-02-30", "LS823", ""),
    (DATE, "20260131", "LS823", ""),
    (DATE, 20260131, "LS823", ""),
    (DATETIME, "8/9/14 19:00", "LS824", "is not a moment"),
    (DATETIME, "2026-01-31T25:00", "LS824", ""),
    (DATETIME, "20260131T090000", "LS824", ""),
    (DATETIME, "2026-01-31_09:00", "LS824", ""),
    (DATETIME, "0001-01-01T00:00+14:00", "LS824", ""),
    (DATETIME, 1767225600, "LS824", ""),
    (TEXT, True, "LS826", ""),
    (TEXT, {"a": 1}, "LS826", ""),
    (TEXT, float("nan"), "LS826", ""),
    (CHOICE, "Yes", "LS825", 'did you mean "yes"'),
    (CHOICE, "not asked", "LS825", 'did you mean "Not Asked"'),
    (CHOICE, "maybe", "LS825", 'not one of "no", "yes", "Not Asked"'),
    (CHOICE, True, "LS826", ""),
    (LIST, 5, "LS827", ""),
    (LIST, [True], "LS827", ""),
    (LIST, [["a"]], "LS827", ""),
]


@pytest.mark.parametrize(("type_", "found", "value"), GOOD)
def test_good_values_convert(type_: Type, found: object, value: Value) -> None:
    """What fits a type becomes the value that the engine holds."""
    converted = converter(type_)(found)
    assert converted == value
    assert type(converted) is type(value)


@pytest.mark.parametrize(("type_", "found", "code", "words"), BAD)
def test_bad_values_say_why(type_: Type, found: object, code: str, words: str) -> None:
    """What does not fit is an error with a code, what was found and what to do."""
    with pytest.raises(ConversionError) as caught:
        converter(type_)(found)
    assert caught.value.code == code
    assert words in str(caught.value)
    assert "{" not in str(caught.value) or isinstance(found, dict)


@given(st.integers(EARLIEST, LATEST))
def test_moments_survive_the_way_out_and_in(moment: int) -> None:
    """Every moment is read back from its own text, to the microsecond."""
    assert moment_from_text(moment_text(moment)) == moment
    day = moment // DAY * DAY
    assert date_from_text(date_text(day)) == day


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**63 - 1))
def test_numbers_survive_the_way_out_and_in(number: int | float) -> None:
    """Every number is read back from its own text."""
    assert converter(NUMBER)(str(number)) == number
    assert whole(number) == number


def test_values_as_json() -> None:
    """Days and moments go out as ISO 8601, lists as arrays, whole numbers without a point."""
    assert json_value(DATE, NINE // DAY * DAY) == "2026-01-01"
    assert json_value(DATETIME, NINE) == "2026-01-01T09:00:00Z"
    assert json_value(DATETIME, NINE + 250_000) == "2026-01-01T09:00:00.250000Z"
    assert json_value(LIST, ("a", "b")) == ["a", "b"]
    assert str(json_value(NUMBER, 5.0)) == "5"
    assert json_value(NUMBER, 2.5) == 2.5
    assert json_value(BOOLEAN, value=True) is True
    assert json_value(TEXT, None) is None
