"""The two tables that a statement reads, ``events`` and ``profiles``, and the names of their columns.

A column has the name of its attribute or field, in quotes. SQL does not tell ``Plan`` from ``plan``, events may declare one name
with several types, and some names are taken: those get the type behind their name, or a number. Numbers are whole numbers or
floats, dates, moments and durations whole microseconds since 1970, lists arrays of texts; what is missing is NULL.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lsdsl.model.declarations import Field, Model
from lsdsl.model.types import Kind

EVENTS: Final = ("arrival", "id", "type", "profile", "time")
"""Columns of ``events`` beside the attributes; ``arrival`` numbers the events in the order in which they came."""
PROFILES: Final = ("id", "created", "tags")
"""Columns of ``profiles`` beside the fields."""
GENERATED: Final = re.compile(r"(?:points|score|count|total|latest|problems|born|range|grade|place|size|key|used)(?:_\d+)*\Z")
"""Names that the statement makes for itself."""

SQL_TYPES: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "VARCHAR",
    Kind.NUMBER: "DOUBLE",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "BIGINT",
    Kind.DATETIME: "BIGINT",
    Kind.LIST: "VARCHAR[]",
}

Key = tuple[str, Kind]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of attributes and of fields, by name and kind."""

    attributes: Mapping[Key, str]
    fields: Mapping[Key, str]


def columns_of(model: Model) -> Columns:
    """The columns for the declared events and fields of a model."""
    declared = [event for event in model.events.values() if event.subject == "declared"]
    attributes = [field for event in declared for field in event.attributes.values()]
    fields = [field for field in model.fields.values() if not field.builtin and field.owner is None]
    return Columns(_named(attributes, EVENTS), _named(fields, PROFILES))


def _named(fields: Iterable[Field], reserved: Iterable[str]) -> dict[Key, str]:
    taken = {name.casefold() for name in reserved}
    columns: dict[Key, str] = {}
    for field in fields:
        key = field.name, field.type.kind
        if key not in columns:
            columns[key] = _free(field, taken)
            taken.add(columns[key].casefold())
    return columns


def _free(field: Field, taken: set[str]) -> str:
    if field.name.casefold() not in taken and not GENERATED.match(field.name.casefold()):
        return field.name
    name, number = f"{field.name} {field.type.kind.value}", 2
    while name.casefold() in taken:
        name, number = f"{field.name} {field.type.kind.value} {number}", number + 1
    return name
