"""Moments, durations, points and values in the words of an answer."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from lsdsl.compile import points
from lsdsl.diagnostics.visible import visible
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import Expression
from lsdsl.model.types import DAY, Kind, Type, Value
from lsdsl.records.moments import NAIVE_EPOCH
from lsdsl.records.render import JsonValue, whole
from lsdsl.source import Span

MINUS: Final = "\N{MINUS SIGN}"
HIDDEN: Final = "•••"
"""Stands for a value that is not to be seen."""

MOST_NAMED: Final = 5
MOST_DAYS: Final = 3
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
UNITS: Final = (("day", DAY), ("hour", DAY // 24), ("minute", DAY // 1440), ("second", 1_000_000))
CLOCKS: Final = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f")
"""Ways to write a time of day, ever more exact."""

_PLAIN: Final = re.compile(r"[^\W_]([\w .&/+-]*[\w+])?")
_LITERALS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.])\d[\d._:TZ-]*')


def day_text(moment: int, now: int) -> str:
    """A day, with its year where it is not the present one: ``3 May``."""
    day, present = NAIVE_EPOCH + timedelta(microseconds=moment), NAIVE_EPOCH + timedelta(microseconds=now)
    year = "" if day.year == present.year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


def time_text(moment: int, now: int) -> str:
    """A day with the time of day in UTC, but for midnight: ``3 May 10:00``."""
    return day_text(moment, now) + ("" if moment % DAY == 0 else f" {clock_text(moment, CLOCKS[0])}")


def clock_text(moment: int, clock: str) -> str:
    """The time of day in UTC, as exactly as one of the ``CLOCKS`` tells it: ``10:00``."""
    return (NAIVE_EPOCH + timedelta(microseconds=moment)).strftime(clock)


def coming_text(moments: Sequence[int], now: int) -> str:
    """The days of some moments to come; a single one that comes today with the time of day."""
    alone = min(moments) == max(moments) and moments[0] // DAY == now // DAY
    return time_text(moments[0], now) if alone else days_text(moments, now)


def full_text(moment: int) -> str:
    """A moment as a headline has it: ``2026-05-03 10:00 UTC``."""
    time = NAIVE_EPOCH + timedelta(microseconds=moment)
    return time.strftime("%Y-%m-%d %H:%M" if time.second == 0 else "%Y-%m-%d %H:%M:%S") + " UTC"


def days_text(moments: Iterable[int], now: int) -> str:
    """Some days, each once, in order: ``3 and 5 May``, ``3 May to 9 June``."""
    days = [day_text(moment, now) for moment in sorted(moments)]
    days = list(dict.fromkeys(days))
    if len(days) > MOST_DAYS:
        return f"{days[0]} to {days[-1]}"
    shortened = []
    for place, day in enumerate(days):
        number, _, month = day.partition(" ")
        after = days[place + 1].partition(" ")[2] if place + 1 < len(days) else ""
        shortened.append(number if month == after else day)
    return listed(shortened, "and")


def duration_text(microseconds: int | float) -> str:
    """A duration in the largest unit that it reaches: ``12 days``, ``2.5 hours``."""
    word, size = next((unit for unit in UNITS if abs(microseconds) >= unit[1]), UNITS[-1])
    amount = round(microseconds / size, 1)
    return f"{whole(amount):,} {word}{'' if amount == 1 else 's'}"


def listed(words: Sequence[str], conjunction: str) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {conjunction} {words[-1]}" if words else ""


def points_text(size: int) -> str:
    """Millionths of a point with their sign: ``+40``."""
    return ("+" if size >= 0 else MINUS) + cents_text(abs(cents(size)))


def value_of_score(value: int | float | None) -> str:
    """A score as it is shown: at most two digits after the point."""
    if value is None:
        return "missing"
    return cents_text(cents(points.from_number(value)))


def cents(size: int) -> int:
    """Millionths in hundredths of a point, rounded half away from zero."""
    amount = (abs(size) + 5_000) // 10_000
    return amount if size >= 0 else -amount


def cents_text(amount: int) -> str:
    """Hundredths of a point: ``40``, ``2.5``."""
    sign = MINUS if amount < 0 else ""
    full, rest = divmod(abs(amount), 100)
    return f"{sign}{full:,}" + (f".{rest:02}".rstrip("0") if rest else "")


def shown_sizes(sizes: Sequence[int], total: int) -> list[int]:
    """Sizes in hundredths that add up to the total in hundredths: what rounding loses goes to where most of it was lost."""
    rounded = [cents(size) for size in sizes]
    lost = cents(total) - sum(rounded)
    step = 1 if lost > 0 else -1
    by_loss = sorted(range(len(sizes)), key=lambda place: step * (rounded[place] * 10_000 - sizes[place]))
    for place in by_loss[: abs(lost)]:
        rounded[place] += step
    return rounded


def value_text(kind: Type, value: Value) -> str:
    """A value for people: plain words as they are, other texts in quotes."""
    match value:
        case None:
            return "missing"
        case bool():
            return "true" if value else "false"
        case tuple():
            return listed([text_text(one) for one in value], "and") if value else "empty"
        case str():
            return text_text(value)
        case _ if kind.kind is Kind.DURATION:
            return duration_text(value)
        case _ if kind.kind is Kind.DATETIME:
            return full_text(int(value))
        case _ if kind.kind is Kind.DATE:
            return full_text(int(value))[:10]
        case _:
            return f"{whole(value):,}" if isinstance(value, int) or abs(value) < points.LARGEST_VALUE else str(value)


def text_text(text: str) -> str:
    """A text, in quotes unless it is plain words."""
    shown = visible(text)
    return shown if (_PLAIN.fullmatch(shown) and shown not in ("missing", "empty")) or shown == HIDDEN else f'"{shown}"'


def data_text(value: JsonValue) -> str:
    """A value of the data for people, as JSON holds it."""
    match value:
        case None:
            return "missing"
        case bool():
            return "true" if value else "false"
        case str():
            return text_text(value)
        case list():
            return listed([text_text(one) for one in value], "and") if value else "empty"
        case _:
            return f"{value:,}" if abs(value) < points.LARGEST_VALUE else str(value)


def source_text(span: Span, model: Model) -> str:
    """What stands at a place of the rules, on one line."""
    return visible(" ".join(model.sources[span.path].text[span.start : span.end].split()))


def written(expression: Expression, model: Model) -> str:
    """An expression as its author wrote it, without parentheses around the whole."""
    text = source_text(expression.span, model)
    return text[1:-1] if text.startswith("(") and text.endswith(")") and "(" not in text[1:-1] else text


def without_literals(text: str) -> str:
    """Rule text in which no text, number or moment can be read."""
    return _LITERALS.sub(HIDDEN, text)
