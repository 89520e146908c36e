"""How times are read."""

from typing import Any

import pytest

from lsdsl.ingest.problems import ItemError
from lsdsl.ingest.times import moment_of
from lsdsl.records.moments import moment_text


@pytest.mark.parametrize(
    ("found", "moment"),
    [
        (1_767_258_000, "2026-01-01T09:00:00Z"),
        ("1767258000", "2026-01-01T09:00:00Z"),
        (1_767_258_000_123, "2026-01-01T09:00:00.123000Z"),
        (1_767_258_000_123_456, "2026-01-01T09:00:00.123456Z"),
        (1521472262.000002, "2018-03-19T15:11:02.000002Z"),
        ("1521243339.873676", "2018-03-16T23:35:39.873676Z"),
        ("2026-01-01T09:00:00.1234567Z", "2026-01-01T09:00:00.123456Z"),
        ("2026-01-01T04:00:00-05:00", "2026-01-01T09:00:00Z"),
        (" 2026-01-01 09:00:00 ", "2026-01-01T09:00:00Z"),
    ],
)
def test_forms_of_a_time(found: Any, moment: str) -> None:
    """Seconds, milliseconds and microseconds are told apart by their size; text is ISO 8601."""
    assert moment_text(moment_of(found, "time")) == moment


@pytest.mark.parametrize(
    "found",
    [0, -1, 946_684_799, 7_258_118_400, 10**18, float("inf"), "", "soon", "1999-12-31", "20260101", [], {}, False, "9" * 17],
)
def test_what_is_no_time(found: Any) -> None:
    """A time from before there were such providers, or from far ahead, is a mistake."""
    with pytest.raises(ItemError, match="is no moment"):
        moment_of(found, "time")
