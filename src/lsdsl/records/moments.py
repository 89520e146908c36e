"""Dates and moments: between ISO 8601 text and the microseconds since 1970 that lsdsl counts in.

Taken are the forms with hyphens: ``2026-01-31``, ``2026-01-31T09:00``, with seconds and a fraction, with ``Z``, ``+02:00`` or
nothing, which means UTC; a blank may stand for the ``T`` and `` UTC`` for the ``Z``, as shops export it. A fraction finer than a
microsecond is cut.
"""

from datetime import UTC, date, datetime, timedelta

from lsdsl.model.types import DAY
from lsdsl.records.problems import ConversionError, shown

MICROSECOND = timedelta(microseconds=1)
MINUTE = 60_000_000
DAYS_KEPT = 10_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - what has no offset is UTC and stays naive: giving it a zone costs more
EPOCH_ORDINAL = NAIVE_EPOCH.toordinal()
EARLIEST = (date.min.toordinal() - EPOCH_ORDINAL) * DAY
LATEST = (date.max.toordinal() - EPOCH_ORDINAL + 1) * DAY - 1

parse_moment = datetime.fromisoformat
parse_date = date.fromisoformat


def moment_from_text(text: str) -> int:
    """The moment that an ISO 8601 text names; a bare date is its midnight. Raises ``ConversionError``."""
    try:
        if text[10] == "T" and text[4] == "-" == text[7] and text[-1] == "Z":
            return (parse_moment(text) - EPOCH) // MICROSECOND
    except (IndexError, ValueError):
        pass  # another form, or an error below
    try:
        return _moment(text)
    except ValueError:
        tidy = text.strip().upper()
    try:
        return _moment(tidy.removesuffix(" UTC") + "Z" if tidy.endswith(" UTC") else tidy)
    except ValueError:
        raise ConversionError("LS824", found=shown(text)) from None


def _moment(text: str) -> int:
    moment = parse_moment(text)
    # Basic forms (20260131), week dates and odd separators, which Python takes too, are as likely a mistake as a moment.
    if text[4:8:3] != "--" or text[10:11] not in "T ":
        raise ValueError
    microseconds = (moment - (NAIVE_EPOCH if moment.tzinfo is None else EPOCH)) // MICROSECOND
    if EARLIEST <= microseconds <= LATEST:
        return microseconds
    raise ValueError


def date_from_text(text: str) -> int:
    """The midnight of a day ``2026-01-31``. Raises ``ConversionError``."""
    tidy = text.strip()
    try:
        if len(tidy) == 10 and tidy[4] == "-":
            return (parse_date(tidy).toordinal() - EPOCH_ORDINAL) * DAY
    except ValueError:
        raise ConversionError("LS823", found=shown(text)) from None
    raise ConversionError("LS828" if _has_time_of_day(tidy) else "LS823", found=shown(text))


def _has_time_of_day(text: str) -> bool:
    try:
        moment_from_text(text)
    except ConversionError:
        return False
    return True


def moment_text(microseconds: int) -> str:
    """A moment as ISO 8601 in UTC, ``2026-01-31T09:00:00Z``, with a fraction only when it is not zero."""
    return (NAIVE_EPOCH + timedelta(microseconds=microseconds)).isoformat() + "Z"


def date_text(microseconds: int) -> str:
    """A day as ``2026-01-31``."""
    return date.fromordinal(microseconds // DAY + EPOCH_ORDINAL).isoformat()


class MomentTexts:
    """Texts of moments as JSON has them, made of those of days and minutes that were wanted before."""

    def __init__(self) -> None:
        self._days: dict[int, bytes] = {}
        self._minutes = [b"T%02d:%02d:" % divmod(minute, 60) for minute in range(DAY // MINUTE)]
        self._seconds = [b'%02dZ"' % second for second in range(60)]

    def quoted(self, microseconds: int) -> bytes:
        """What :func:`moment_text` gives, in quotes."""
        day, rest = divmod(microseconds, DAY)
        minute, rest = divmod(rest, MINUTE)
        second, rest = divmod(rest, 1_000_000)
        known = self._days.get(day)
        if known is None:
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            known = self._days[day] = b'"' + date_text(microseconds).encode()
        if rest:
            return b'%b%b%02d.%06dZ"' % (known, self._minutes[minute], second, rest)
        return known + self._minutes[minute] + self._seconds[second]
