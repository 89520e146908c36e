"""The quick way from a batch of Arrow to events: what a batch holds is told by its columns, once for all rows of a type.

A table has a column for each attribute of any event, so most cells of a row are empty. The rows of a type are taken together, and
only the columns in which they have something are turned into values of Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from lsdsl.records.events import CLOUD_EVENT, ENVELOPE
from lsdsl.records.moments import moment_from_text
from lsdsl.records.problems import ConversionError
from lsdsl.records.shares import Share

TEXTS: Final = ("id", "type", "profile")
EMPTY: Final = (None, "")
Found = tuple[str, str, str, int, dict[str, Any]]
"""What stands in a row: id, type, profile, moment in microseconds, and its data."""


def rows_of(batch: Any, share: Share | None, known: frozenset[str]) -> Iterator[tuple[int, Found | None]] | None:
    """The places of the rows that belong to a share, in order, and what stands in them; None where that needs a closer look.

    ``known`` are the types that have a quick way. None when the whole batch needs a closer look.
    """
    import pyarrow as pa

    names = batch.schema.names
    if len({*names}) < len(names) or "data" in names or not {*ENVELOPE} - {"data"} <= {*names} or {*CLOUD_EVENT} & {*names}:
        return None
    if any(not pa.types.is_string(batch.schema.field(name).type) for name in TEXTS):
        return None
    moments = _moments(batch.column("time"))
    if moments is None:
        return None
    places = None
    if share is not None:
        profiles = batch.column("profile").to_pylist()
        places = [place for place, one in enumerate(profiles) if share.holds(one if one and not one.isspace() else None)]
        indices = pa.array(places, pa.int32())
        batch, moments = batch.take(indices), [moments[place] for place in places]
    return _rows(batch, moments, places or range(batch.num_rows), known)


def _rows(batch: Any, moments: Sequence[Any], places: Sequence[int], known: frozenset[str]) -> Iterator[tuple[int, Found | None]]:
    identities, kinds, profiles = (batch.column(name).to_pylist() for name in TEXTS)
    data = _data(batch, kinds, known)
    for place, identity, kind, profile, time, values in zip(places, identities, kinds, profiles, moments, data, strict=True):
        if values is None or not identity or not profile or identity.isspace() or profile.isspace():
            yield place, None
            continue
        try:
            moment = moment_from_text(time) if time.__class__ is str else time
        except ConversionError:
            moment = None
        yield place, None if moment is None else (identity, kind, profile, moment, values)


def _moments(column: Any) -> Sequence[Any] | None:
    """The times of a column, as texts or in microseconds; None for a column that holds something else."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        moments: list[Any] = column.cast(pa.timestamp("us", column.type.tz), safe=False).cast(pa.int64()).to_pylist()
        return moments
    if pa.types.is_string(column.type):
        texts: list[Any] = column.to_pylist()
        return texts
    return None


def _data(batch: Any, kinds: Sequence[str | None], known: frozenset[str]) -> list[dict[str, Any] | None]:
    """The data of each row without its empty cells; None for one that needs a closer look."""
    import pyarrow as pa

    found: list[dict[str, Any] | None] = [None] * len(kinds)
    by_kind: dict[str, list[int]] = {}
    for place, kind in enumerate(kinds):
        if kind in known:
            by_kind.setdefault(kind, []).append(place)
    for places in by_kind.values():
        some = batch.take(pa.array(places, pa.int32()))
        names, columns, gaps = [], [], False
        for field, column in zip(batch.schema, some.columns, strict=True):
            if field.name in ENVELOPE or column.null_count == len(places):
                continue
            if not _is_simple(field.type):
                break  # days, moments, decimals and lists have forms of their own
            values = column.to_pylist()
            gaps = gaps or column.null_count > 0 or (pa.types.is_string(field.type) and "" in values)
            names.append(field.name)
            columns.append(values)
        else:
            rows = zip(*columns, strict=True) if columns else iter([()] * len(places))
            for place, row in zip(places, rows, strict=True):
                cells = dict(zip(names, row, strict=True))
                found[place] = {name: value for name, value in cells.items() if value not in EMPTY} if gaps else cells
    return found


def _is_simple(kind: Any) -> bool:
    """Whether the values of a column are texts, numbers or booleans, the same in Python as in JSON."""
    import pyarrow as pa

    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    return bool(is_number or pa.types.is_string(kind) or pa.types.is_boolean(kind))
