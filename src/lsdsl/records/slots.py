"""Where the values of a record are found, compiled once for each kind of record into one fast function."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lsdsl.model.declarations import Field
from lsdsl.model.types import Value
from lsdsl.records.convert import Converter, converter
from lsdsl.records.problems import ConversionError, shown

Data = Mapping[str, Any]
Read = Callable[[Data], dict[str, Value]]
"""Takes the data of a record and gives the values of what is declared, by name."""

ABSENT: Any = object()
NOTED = 100
"""So many unknown names are collected for the summary."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A value of a record: its name, the keys under which it may stand (the first that is there counts) and its converter."""

    name: str
    keys: tuple[str, ...]
    convert: Converter

    def what(self, label: str, of: str) -> str:
        """How messages name it: the name, and the key in the data where that is another one."""
        key = "" if self.name in self.keys else f" ({shown(self.keys[0])} in the data)"
        return f"{label} {shown(self.name)}{of}{key}"


@dataclass(slots=True)
class Ignored:
    """Names in the data that nothing is done with, for the summary; at most :data:`NOTED` of each kind."""

    unknown: dict[str, None] = field(default_factory=dict)
    """Columns and keys that the ruleset does not know; those in the data of an event as ``page_visit.colour``."""

    owned: dict[str, None] = field(default_factory=dict)
    """Fields that a score writes, and nobody else."""


class Watch:
    """Notes the keys of records that are not known; a record with known keys only costs one comparison of sets."""

    def __init__(self, ignored: Ignored, known: Iterable[str], owned: Mapping[str, str], prefix: str = "") -> None:
        self.ignored = ignored
        self.checked = set(known)
        self.owned = owned
        self.prefix = prefix

    def note(self, data: Data) -> None:
        """Look at the keys of a record."""
        unknown = self.ignored.unknown
        if data.keys() <= self.checked or len(unknown) >= NOTED:
            return
        for key in data:
            if key in self.checked:
                continue
            self.checked.add(key)
            if key in self.owned:
                self.ignored.owned[self.owned[key]] = None
            elif len(unknown) < NOTED:
                unknown[self.prefix + key] = None


def slots_of(fields: Mapping[str, Field], *, name_first: bool, taken: Collection[str] = ()) -> tuple[Slot, ...]:
    """The slots of declared fields, but for those that a score owns.

    A value stands under the field's name or its ``from`` key; a key that another field claims as well belongs to that one.
    """
    names = set(fields)
    sources = {one.source for one in fields.values() if one.source}
    return tuple(
        Slot(one.name, keys_of(_keys(one, name_first=name_first, names=names, sources=sources), taken), converter(one.type))
        for one in fields.values()
        if one.owner is None
    )


def _keys(one: Field, *, name_first: bool, names: set[str], sources: set[str]) -> tuple[str, ...]:
    if not one.source or one.source == one.name:
        return (one.name,)
    if name_first:
        return (one.name,) if one.source in names else (one.name, one.source)
    return (one.source,) if one.name in sources else (one.source, one.name)


def keys_of(keys: tuple[str, ...], taken: Collection[str]) -> tuple[str, ...]:
    """The keys in a record where some names are ``taken`` by others: these stand under ``data.NAME``, and all others may."""
    return (*(key for key in keys if key not in taken), *(f"data.{key}" for key in keys)) if taken else keys


def top_keys(slots: Iterable[Slot]) -> Iterator[str]:
    """The keys that belong to the slots, with the outer one of a dotted key."""
    for slot in slots:
        for key in slot.keys:
            yield key
            yield key.partition(".")[0]


def reader(slots: tuple[Slot, ...], watch: Watch, *, label: str, of: str = "", nulls: bool = False) -> Read:
    """Compile the function that reads the slots. With ``nulls`` a null is kept as ``None``, because it clears what is there.

    What stands under one plain key is looked up directly: most values do, and this is the hot path of every run.
    """
    simple = tuple((slot.name, slot.keys[0], slot.convert) for slot in slots if is_simple(slot))
    others = tuple((slot.name, paths_of(slot), slot.convert) for slot in slots if not is_simple(slot))
    by_name = {slot.name: slot for slot in slots}
    note = watch.note

    def read(data: Data) -> dict[str, Value]:
        values: dict[str, Value] = {}
        name = ""
        try:
            for name, key, convert in simple:
                found = data.get(key, ABSENT)
                if found is ABSENT:
                    continue
                if found is None:
                    if nulls:
                        values[name] = None
                elif (value := convert(found)) is not None:
                    values[name] = value
            for name, paths, convert in others:
                found = find(data, paths)
                if found is None and nulls:
                    values[name] = None
                elif found is not ABSENT and found is not None and (value := convert(found)) is not None:
                    values[name] = value
        except ConversionError as error:
            error.arguments["what"] = by_name[name].what(label, of)
            raise
        if len(values) != len(data):
            note(data)
        return values

    return read


Path = tuple[str, tuple[str, ...]]
"""A key as it is, and its parts when it is dotted."""


def is_simple(slot: Slot) -> bool:
    """Whether the slot has one key, which is not dotted."""
    return len(slot.keys) == 1 and "." not in slot.keys[0]


def paths_of(slot: Slot) -> tuple[Path, ...]:
    """The keys of a slot as :func:`find` takes them."""
    return tuple((key, tuple(key.split(".")) if "." in key else ()) for key in slot.keys)


def find(data: Data, paths: tuple[Path, ...]) -> Any:
    """The value under the first key that is there; a dotted key is looked up as it is, then in nested objects."""
    for key, parts in paths:
        if key in data:
            return data[key]
        if parts and (value := descend(data, parts)) is not ABSENT:
            return value
    return ABSENT


def descend(data: Data, parts: tuple[str, ...]) -> Any:
    """The value inside nested objects."""
    value: Any = data
    for part in parts:
        if not isinstance(value, dict) or part not in value:
            return ABSENT
        value = value[part]
    return value
