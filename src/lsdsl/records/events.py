"""Reading the data of events: one pair of functions for each type, compiled from its declaration."""

from collections.abc import Mapping
from dataclasses import dataclass

from lsdsl.model.declarations import Event, Field, Model, Score
from lsdsl.model.types import LIST, NUMBER, TEXT, Type, Value
from lsdsl.records.convert import converter
from lsdsl.records.problems import ConversionError, closest, shown
from lsdsl.records.slots import Data, Ignored, Read, Slot, Watch, keys_of, reader, slots_of, top_keys

ENVELOPE = ("id", "type", "profile", "time", "data")
CLOUD_EVENT = ("specversion", "source", "subject", "datacontenttype", "dataschema")
"""The keys of a CloudEvent that say something about it and are no part of its data."""

SlotPair = tuple[tuple[Slot, ...], tuple[Slot, ...]]
"""Slots in an object, and the same among the columns of a table."""


@dataclass(frozen=True, slots=True)
class EventReaders:
    """How the data of a type of event is read: from an object, or from among the columns of a table."""

    data: Read
    table: Read


@dataclass(frozen=True, slots=True)
class Shape:
    """What the data of a type of event may hold and must hold; ``owned`` fields are left alone."""

    slots: SlotPair
    required: tuple[str, ...] = ()
    label: str = "attribute"
    nulls: bool = False
    owned: Mapping[str, str] | None = None


def event_readers(model: Model, ignored: Ignored) -> dict[str, EventReaders]:
    """The readers of all events that a model knows."""
    shapes = {name: shape_of(model, event) for name, event in model.events.items()}
    # A table has the columns of all its events: only those that no event knows are worth a word.
    columns = {key for shape in shapes.values() for key in top_keys(shape.slots[1])}
    table = Watch(ignored, {*ENVELOPE, *CLOUD_EVENT, *columns}, owned_keys(model.fields))
    return {name: readers_of(model, model.events[name], shape, ignored, table) for name, shape in shapes.items()}


def readers_of(model: Model, event: Event, shape: Shape, ignored: Ignored, table: Watch) -> EventReaders:
    """The readers of one type of event."""
    data = Watch(ignored, top_keys(shape.slots[0]), shape.owned or {}, prefix=f"{event.name}.")
    reads = []
    for slots, watch in zip(shape.slots, (data, table), strict=True):
        read = reader(slots, watch, label=shape.label, of=f" of {event.name}", nulls=shape.nulls)
        if shape.required:
            read = demanding(read, event.name, shape.required)
        reads.append(adjusting(read, model.scores) if event.subject == "points" else read)
    return EventReaders(*reads)


def shape_of(model: Model, event: Event) -> Shape:
    """The shape of the data of an event."""
    removed = event.name.endswith(".removed")
    match event.subject:
        case "declared":
            return Shape(slot_pair(event.attributes))
        case "tag":
            return Shape(fixed(tag=TEXT), required=("tag",))
        case "points":
            return Shape(fixed(score=TEXT, points=NUMBER, reason=TEXT), required=("score", "points"))
        case "collection":
            fields = model.collections[event.collection or ""].fields
            return Shape(joined(fixed(id=TEXT), slot_pair({} if removed else fields)), required=("id",), nulls=True)
        case "profile" if removed:
            return Shape(((), ()))
        case "profile":
            slots = joined(slot_pair(model.fields), fixed(tags=LIST))
            return Shape(slots, label="field", nulls=True, owned=owned_keys(model.fields))


def slot_pair(fields: Mapping[str, Field]) -> SlotPair:
    """The slots of declared fields or attributes."""
    declared = {name: field for name, field in fields.items() if not field.builtin}
    return slots_of(declared, name_first=True), slots_of(declared, name_first=True, taken=ENVELOPE)


def fixed(**types: Type) -> SlotPair:
    """The slots of attributes that are part of the language."""
    slots = tuple(Slot(name, (name,), converter(type_)) for name, type_ in types.items())
    return slots, tuple(Slot(slot.name, keys_of(slot.keys, ENVELOPE), slot.convert) for slot in slots)


def joined(first: SlotPair, second: SlotPair) -> SlotPair:
    """Both, side by side."""
    return (*first[0], *second[0]), (*first[1], *second[1])


def owned_keys(fields: Mapping[str, Field]) -> dict[str, str]:
    """The names of fields that a score writes, by the keys under which data could bring them."""
    return {key: name for name, field in fields.items() if field.owner for key in (name, field.source or name)}


def demanding(read: Read, event: str, required: tuple[str, ...]) -> Read:
    """Refuse data in which one of the names is missing or blank."""

    def read_all(data: Data) -> dict[str, Value]:
        values = read(data)
        for name in required:
            value = values.get(name)
            if value is None or (isinstance(value, str) and not value.strip()):
                raise ConversionError("LS816", what=f"attribute {shown(name)}", event=event)
        return values

    return read_all


def adjusting(read: Read, scores: Mapping[str, Score]) -> Read:
    """Refuse adjustments of scores that have no points of their own."""

    def read_adjustment(data: Data) -> dict[str, Value]:
        values = read(data)
        name = str(values["score"])
        score = scores.get(name)
        if score is None:
            raise ConversionError("LS817", found=shown(name), **closest(name, scores))
        if score.expression is not None:
            raise ConversionError("LS818", found=shown(name))
        if not score.enabled:
            raise ConversionError("LS819", found=shown(name))
        return values

    return read_adjustment
