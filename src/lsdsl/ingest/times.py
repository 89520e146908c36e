"""When something happened, as providers write it: seconds or milliseconds since 1970, or ISO 8601 text."""

import re
from decimal import Decimal
from typing import Final

from lsdsl.ingest.item import Item, Json
from lsdsl.ingest.problems import ItemError, display
from lsdsl.records.moments import moment_from_text

DIGITS: Final = re.compile(r"[0-9]{1,17}(\.[0-9]{1,9})?")

SECOND: Final = 1_000_000
EARLIEST: Final = moment_from_text("2000-01-01")
LATEST: Final = moment_from_text("2200-01-01")
"""No provider existed before, and none sends from after: such a time is a mistake, not a moment."""

MILLISECONDS: Final = 100_000_000_000
MICROSECONDS: Final = 100_000_000_000_000
"""From these sizes on a number counts in milliseconds and in microseconds: as seconds it would be a year beyond 5000."""


def time_of(item: Item, title: str, *paths: tuple[str, ...]) -> int:
    """The moment in microseconds from the first of some places that holds anything."""
    for path in paths:
        found = item.at(*path)
        if found is not None and found != "":
            return moment_of(found, ".".join(path))
    raise ItemError("LS872", provider=title, key=display(".".join(paths[0])))


def moment_of(found: Json, key: str) -> int:
    """The moment that a number or a text means."""
    moment = _moment(found)
    if moment is None or not EARLIEST <= moment < LATEST:
        raise ItemError("LS873", key=display(key), found=display(found))
    return moment


def _moment(found: Json) -> int | None:
    if isinstance(found, str):
        tidy = found.strip()
        if DIGITS.fullmatch(tidy):
            return _since_1970(Decimal(tidy))
        try:
            return moment_from_text(tidy)
        except (ValueError, OverflowError):
            return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    # The size is looked at first: a number of a thousand digits must not be written out.
    if not 0 < found < MICROSECONDS * 1_000:
        return None
    return _since_1970(Decimal(str(found)))


def _since_1970(number: Decimal) -> int:
    if number >= MICROSECONDS:
        return int(number)
    return int(number * (1_000 if number >= MILLISECONDS else SECOND))
