"""Values, durations and moments in the words of the language."""

import json
from typing import Final

from lsdsl.model.types import DAY, Kind, Type, Value
from lsdsl.records.moments import date_text, moment_text
from lsdsl.records.render import whole
from lsdsl.source import Source, Span

UNITS: Final = (("day", DAY), ("hour", DAY // 24), ("minute", DAY // 1440), ("second", 1_000_000))
MISSING: Final = "missing"


def value_text(kind: Type, value: Value) -> str:
    """A value as a rule author would write it."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple):
        return "(" + ", ".join(json.dumps(one, ensure_ascii=False) for one in value) + ")"
    match kind.kind:
        case Kind.DATE:
            return date_text(int(value))
        case Kind.DATETIME:
            return moment_literal(int(value))
        case Kind.DURATION:
            return duration_words(int(value))
        case _:
            return number_text(value)


def number_text(number: int | float) -> str:
    """A number without a needless fraction, and without the digits that only a machine sees."""
    return str(whole(round(number, 6)))


def duration_words(microseconds: int) -> str:
    """A duration in its two largest units: ``89 days``, ``2 days 3 hours``."""
    sign, left = ("-" if microseconds < 0 else ""), abs(microseconds)
    said: list[str] = []
    for word, size in UNITS:
        amount, left = divmod(left, size)
        if amount:
            said.append(f"{amount:,} {word}{'' if amount == 1 else 's'}")
    return sign + " ".join(said[:2]) if said else f"{sign}{abs(microseconds) / 1_000_000:g} seconds"


def moment_literal(microseconds: int) -> str:
    """A moment as rules write it, without seconds when there are none: ``2026-01-31T09:00Z``."""
    text = moment_text(microseconds)
    return f"{text[:16]}Z" if text.endswith(":00Z") else text


def minute_text(microseconds: int) -> str:
    """A moment in a column of moments: ``2026-01-31 09:00``, with seconds where there are any."""
    return moment_literal(microseconds).removesuffix("Z").replace("T", " ")


def text_at(span: Span, source: Source) -> str:
    """What stands at a place, on one line."""
    return " ".join(source.text[span.start : span.end].split())
