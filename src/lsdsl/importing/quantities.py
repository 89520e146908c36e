"""Numbers, durations, limits and dates as people type them into spreadsheets."""

import re
from datetime import date
from typing import Final

from lsdsl.importing.outcome import NotTranslatedError
from lsdsl.scaffold.literals import number_literal
from lsdsl.scaffold.names import words_of

DIGITS: Final = re.compile(r"([+-]?)(\d+)(?:([.,])(\d+))?")
UNCLEAR: Final = re.compile(r"[+-]?\d{1,3}[.,]\d{3}")
GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3}){2,}")
DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})")
POINT_WORDS: Final = frozenset("points point pts pt p punkte punkt punten punt".split())
DURATION: Final = re.compile(r"(?:(\d+|a|an|one|each|every)\s*)?([a-z]+)\.?")
UNIT_WORDS: Final = {
    "hour": "hours", "hours": "hours", "h": "hours", "hr": "hours", "hrs": "hours", "hourly": "hours", "stunde": "hours",
    "stunden": "hours", "uur": "hours", "day": "days", "days": "days", "d": "days", "daily": "days", "tag": "days",
    "tage": "days",
    "tagen": "days", "dag": "days", "dagen": "days", "week": "weeks", "weeks": "weeks", "w": "weeks", "wk": "weeks",
    "wks": "weeks", "weekly": "weeks", "woche": "weeks", "wochen": "weeks", "weken": "weeks", "minute": "minutes",
    "minutes": "minutes", "min": "minutes", "month": "months", "months": "months", "monthly": "months", "m": "months",
    "mo": "months", "monat": "months", "monate": "months", "maand": "months", "maanden": "months", "quarter": "months",
    "year": "years", "years": "years", "y": "years", "yearly": "years", "jahr": "years", "jahre": "years", "jaar": "years",
}  # fmt: skip
NONE_WORDS: Final = frozenset("never none no nie nein nee nooit unlimited n/a na - \u2013 \u2014 x 0".split())
EVER: Final = frozenset(("ever", "lifetime", "in total", "total", "overall", "contact", "lead", "profile", "once", "person"))
LIMIT: Final = re.compile(
    r"(?:max\.?\s*)?(once|twice|\d+(?:[.,]\d+)?)\s*(x|times?|mal|keer|points?|pts|punkte|punten)?\s*(?:(?:per|/|a|an|each|every|in|pro)\s*(.+))?"
)


def number_of(text: str) -> int | float | None:
    """The number that a text is, or None when it is none. One that has two readings is refused."""
    bare = text.replace("\u2212", "-").replace("\u2013", "-").replace("\u00a0", " ").strip()
    bare = re.sub(r"(?<=\d)[ '\u2019](?=\d{3}\b)", "", bare)
    if GROUPED.fullmatch(bare):
        return int(bare.replace(".", "").replace(",", ""))
    found = DIGITS.fullmatch(bare)
    if found is None:
        return None
    if UNCLEAR.fullmatch(bare) and found[2] != "0":
        raise NotTranslatedError(
            f"{text.strip()} may be read with or without thousands: write {found[2]}{found[4]} or {found[2]}.{found[4][0]}"
        )
    whole, fraction = found[2], (found[4] or "").rstrip("0")
    if len(whole) + len(fraction) > 15:
        return None
    return float(f"{found[1]}{whole}.{fraction}") if fraction else int(found[1] + whole)


def is_code(text: str) -> bool:
    """Whether digits stand for a code, as a postcode does: zeros in front mean something."""
    return len(text) > 1 and text.startswith("0") and text[1].isdigit()


def points_of(text: str) -> str:
    """Points with their sign, as rules write them."""
    words = text.strip().split()
    if len(words) > 1 and words[-1].lower().strip(".") in POINT_WORDS:
        words = words[:-1]
    value = number_of("".join(words)) if len(words) <= 2 else None
    if value is None:
        raise NotTranslatedError(f"`{text.strip()}` is no number of points" if text.strip() else "there are no points")
    return f"+{number_literal(value)}" if value >= 0 else number_literal(value)


def date_of(text: str) -> str | None:
    """A date as rules write it, of ``2026-01-31`` or ``31.01.2026``; None when it is none."""
    found = DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def duration_of(text: str, unit: str | None) -> str | None:
    """A duration as rules write it; None where the cell says that there is none. ``unit`` is that of a bare number."""
    bare = " ".join(text.strip().lower().split())
    if not bare or bare in NONE_WORDS:
        return None
    if bare.isdecimal():
        return _with_unit(int(bare), unit or "days", text)
    found = DURATION.fullmatch(bare.removeprefix("after ").removeprefix("per ").removeprefix("nach ").removeprefix("na "))
    if found is None or found[2] not in UNIT_WORDS:
        raise NotTranslatedError(f"`{text.strip()}` is no duration: write it like 30 days or 4 weeks")
    return _with_unit(int(found[1]) if found[1] and found[1].isdecimal() else 1, UNIT_WORDS[found[2]], text)


def _with_unit(number: int, unit: str, text: str) -> str:
    if unit in ("months", "years"):
        raise NotTranslatedError(f"a {unit[:-1]} has no fixed length (`{text.strip()}`): write 30 days or 4 weeks")
    if number <= 0:
        raise NotTranslatedError(f"`{text.strip()}` is no duration")
    return f"{number} {unit[:-1] if number == 1 else unit}"


def limit_of(cap: str, per: str, *, in_points: bool, per_unit: str | None) -> str:
    """``at most ...`` for the cells that hold the cap and its period; empty where there is none."""
    bare = " ".join(cap.strip().lower().split())
    if not bare or bare in NONE_WORDS:
        if per.strip() and per.strip().lower() not in NONE_WORDS | EVER:
            raise NotTranslatedError(f"there is a period (`{per.strip()}`) and no cap: say how often")
        return ""
    if " ".join(words_of(bare)) in ("each", "every", "each time", "every time", "always"):
        return ""
    found = LIMIT.fullmatch(bare)
    if found is None:
        raise NotTranslatedError(f"`{cap.strip()}` is no limit: write a number of times")
    amount: int | float | None = {"once": 1, "twice": 2}.get(found[1]) or number_of(found[1])
    unit = found[2] or ""
    points = unit[:1] == "p" or (in_points and not unit and found[1].isdecimal())
    if amount is None or amount <= 0 or (not points and amount != int(amount)):
        raise NotTranslatedError(f"`{cap.strip()}` is no limit: write a number of times")
    period = found[3] or per
    within = "" if period.strip().lower() in EVER else duration_of(period, per_unit)
    what = "points" if points else "time" if amount == 1 else "times"
    return f"at most {number_literal(amount)} {what}" + (f" per {within}" if within else "")


def values_of(text: str) -> list[str]:
    """The values of a cell that holds a list, between ``;``, ``|`` or line ends."""
    return [one for part in re.split(r"[;|\n]", text) if (one := part.strip())]
