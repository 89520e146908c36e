"""What became of the leads: a table of profile ids with whether they converted and, if it is known, when."""

from dataclasses import dataclass
from typing import Any, Final

from lsdsl.model.types import Value
from lsdsl.records.convert import to_boolean, to_datetime, to_text
from lsdsl.records.inputs import open_records
from lsdsl.records.problems import ConversionError, InputError
from lsdsl.records.raw import RawRecord

MOST_NAMED: Final = 8
"""So many columns are named when those that are wanted are not there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a lead converted, and when in microseconds, if that is known."""

    converted: bool
    moment: int | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of each profile by its id; ``unread`` records said nothing that could be used."""

    by_profile: dict[str, Outcome]
    unread: int


def read_outcomes(path: str, id_column: str, converted: str, moment: str | None) -> Outcomes:
    """Read a CSV, JSON Lines, JSON or Parquet file with a column of ids, one of yes and no, and perhaps one of moments.

    Raises ``InputError`` for a file that cannot be read, or in which no record has the columns.
    """
    found: dict[str, Outcome] = {}
    unread = 0
    names: dict[str, None] = {}
    with open_records(path) as records:
        for record in records:
            outcome = _outcome(record.data, id_column, converted, moment) if isinstance(record, RawRecord) else None
            if outcome is None:
                unread += 1
                if isinstance(record, RawRecord) and len(names) < MOST_NAMED:
                    names |= dict.fromkeys(record.data)
            else:
                found[outcome[0]] = outcome[1]
    if not found:
        wanted = f"`{id_column}` and `{converted}` (yes or no)"
        there = f", and there are {', '.join(f'`{name}`' for name in list(names)[:MOST_NAMED])}" if names else ""
        raise InputError(f"{path}: no record has {wanted}{there}; name the columns with --id and --converted")
    return Outcomes(found, unread)


def _outcome(data: dict[str, Any], id_column: str, converted: str, moment: str | None) -> tuple[str, Outcome] | None:
    try:
        profile = to_text(data[id_column])
        value = to_boolean(data[converted])
        at: Value = None if moment is None or data.get(moment) in (None, "") else to_datetime(data[moment])
    except (KeyError, ConversionError, ValueError):
        return None
    if not profile or value is None:
        return None
    return profile, Outcome(value, at if isinstance(at, int) else None)
