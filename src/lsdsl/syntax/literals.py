"""What literals mean: the value of a number, a text, a date, a moment, and what is wrong with one that has none."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from lsdsl.diagnostics.model import Diagnostic, Edit, finding
from lsdsl.pattern import pattern
from lsdsl.source import Source
from lsdsl.syntax.tree import MICROSECONDS

SIGNIFICANT_DIGITS: Final = 15
LONGEST_DURATION: Final = 36_525 * MICROSECONDS["day"]
ESCAPES: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
NUMBER: Final = pattern(r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?")
MOMENT: Final = pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))?"
)
UNITS: Final = {"d": "day", "h": "hour", "hr": "hour", "w": "week", "wk": "week", "min": "minute", "s": "second", "sec": "second"}
WITH_UNIT: Final = pattern(r"([0-9]{1,15})((?:second|minute|hour|day|week|month|quarter|year|hr|wk|min|sec|point|time)s?|[dhws])")
ESCAPE: Final = pattern(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)


def number_value(source: Source, start: int, end: int, findings: list[Diagnostic]) -> int | float:
    """The number between two offsets; 0 and a finding when it is none."""
    text = source.text[start:end]
    span = source.span(start, end)
    if not NUMBER.fullmatch(text):
        findings.append(finding("LS113", span, found=shortened(text), instead=_better_number(text)))
        return 0
    plain = text.replace("_", "")
    digits = len(plain.replace(".", "").lstrip("0"))
    if digits > SIGNIFICANT_DIGITS:
        findings.append(finding("LS114", span, digits=digits, limit=SIGNIFICANT_DIGITS))
        return 0
    value = float(plain) if "." in plain else int(plain)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _better_number(text: str) -> str | None:
    """How a number of another notation is written here, when that is plain to see."""
    if re.fullmatch(r"\.[0-9]+", text):
        return "0" + text
    if match := re.fullmatch(r"([0-9]+)([a-zA-Z]+)", text):
        return f"{match[1]} {match[2]}" if len(match[2]) > 1 and match[1] != "0" else None
    return None


def number_with_unit(text: str) -> tuple[str, str] | None:
    """A number and the unit of time that runs on from it, as a duration is written."""
    match = WITH_UNIT.fullmatch(text)
    if match is None:
        return None
    number, unit = match.groups()
    full = UNITS.get(unit.removesuffix("s") or unit)
    return (number, unit) if full is None else (number, full if number == "1" else f"{full}s")


def text_value(source: Source, start: int, end: int, findings: list[Diagnostic]) -> str:
    """The text between two quotes with its escapes resolved; a wrong escape is a finding and stays as it is written."""
    inner = source.text[start + 1 : end - 1]
    if "\\" not in inner:
        return inner

    def resolved(match: re.Match[str]) -> str:
        escape = match[1]
        if len(escape) > 1:
            return chr(int(escape[1:], 16))
        if escape in ESCAPES:
            return ESCAPES[escape]
        at = start + 1 + match.start()
        one = finding("LS112", source.span(at, at + 2), found="\\" + escape)
        if escape not in "uUxNo0":
            one = one.with_fix(Edit(source.span(at, at), "\\"), safe=True)
        findings.append(one)
        return match[0]

    return _joined_surrogates(source, start, end, ESCAPE.sub(resolved, inner), findings)


def _joined_surrogates(source: Source, start: int, end: int, text: str, findings: list[Diagnostic]) -> str:
    """JSON writes characters beyond U+FFFF as two escapes; a lone half is no character."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        findings.append(finding("LS112", source.span(start, end), found="\\u", half="half a character"))
        return text.encode("utf-16", "replace").decode("utf-16")


def date_value(source: Source, start: int, end: int, findings: list[Diagnostic]) -> date:
    """The date between two offsets; a day that no calendar has is a finding."""
    try:
        return date.fromisoformat(source.text[start:end])
    except ValueError:
        findings.append(finding("LS115", source.span(start, end), found=source.text[start:end], kind="date"))
        return date.min


def moment_value(source: Source, start: int, end: int, findings: list[Diagnostic]) -> datetime:
    """The moment between two offsets, in UTC; without an offset it is meant in UTC."""
    text = source.text[start:end]
    try:
        return _moment(text)
    except (ValueError, OverflowError):
        findings.append(finding("LS115", source.span(start, end), found=shortened(text), kind="moment"))
        return datetime.min.replace(tzinfo=UTC)


def _moment(text: str) -> datetime:
    match = MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day, hour, minute, second, fraction, _, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if int(minutes or 0) > 59:
        raise ValueError(text)
    zone = timezone(-offset if sign == "-" else offset)
    clock = datetime.fromisoformat(day).replace(hour=int(hour), minute=int(minute), second=int(second or 0), tzinfo=zone)
    return clock.replace(microsecond=int((fraction or "").ljust(6, "0"))).astimezone(UTC)


def duration_fault(amount: int | float, unit: str) -> str | None:
    """Why a duration cannot be, in the words of the finding; None when it can."""
    if isinstance(amount, float):
        return "a fraction"
    if amount == 0:
        return "zero"
    return "more than 100 years" if amount * MICROSECONDS[unit] > LONGEST_DURATION else None


def shortened(text: str, limit: int = 40) -> str:
    """A text short enough for a message, on one line."""
    text = text.replace("\n", " ")
    return text if len(text) <= limit else text[: limit - 1] + "…"
