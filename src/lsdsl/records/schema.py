"""What a ruleset expects of the data: raw records become profile records and events, or rejects.

Compiled once from the model; after that every record goes through functions that know what to look for.
"""

from functools import cached_property
from typing import Any, NoReturn

import msgspec

from lsdsl.engine.event import Event
from lsdsl.model.declarations import Field, Model
from lsdsl.model.types import DATETIME, LIST, Value
from lsdsl.records.convert import converter, to_text
from lsdsl.records.events import CLOUD_EVENT, ENVELOPE, event_readers, owned_keys, shape_of
from lsdsl.records.moments import moment_from_text
from lsdsl.records.problems import ConversionError, closest, message_of, shown
from lsdsl.records.quick import Quick
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.slots import ABSENT, Data, Ignored, Read, Slot, Watch, find, paths_of, reader, slots_of, top_keys

BUILT_IN = (Slot("tags", ("tags",), converter(LIST)), Slot("created", ("created",), converter(DATETIME)))
OUTER = ("id", "fields", "tags", "created", "scores", "grades")
"""The keys of a profile record with ``fields``, as ``lsdsl run`` writes it."""

NO_DATA: dict[str, Any] = {}


class ProfileRecord(msgspec.Struct, frozen=True):
    """A profile as the data gives it: the fields that are there (``None`` for a null), its tags, the moment of its creation."""

    id: str
    fields: dict[str, Value]
    tags: tuple[str, ...] | None
    created: int | None


class Schema:
    """Turns raw records into what the engine takes. ``ignored`` collects what the data has and the ruleset does not take."""

    def __init__(self, model: Model) -> None:
        self.ignored = Ignored()
        self._model = model
        self._id_key = model.id_source
        self._id_paths = paths_of(Slot("id", (model.id_source,), to_text))
        declared = {name: field for name, field in model.fields.items() if not field.builtin}
        self._flat = self._profile_reader(declared, BUILT_IN, ("id", model.id_source))
        self._nested = self._profile_reader(declared, (), (), name_first=True)
        self._outer = self._profile_reader({}, BUILT_IN, (*OUTER, model.id_source))
        self._events = event_readers(model, self.ignored)
        self._envelope = Watch(self.ignored, (*ENVELOPE, *CLOUD_EVENT), {})

    def _profile_reader(
        self, fields: dict[str, Field], built_in: tuple[Slot, ...], known: tuple[str, ...], *, name_first: bool = False
    ) -> Read:
        slots = (*slots_of(fields, name_first=name_first), *built_in)
        watch = Watch(self.ignored, (*top_keys(slots), *known, *(key.partition(".")[0] for key in known)), owned_keys(fields))
        return reader(slots, watch, label="field", nulls=True)

    @cached_property
    def quick(self) -> Quick:
        """The quick way for events in JSON."""
        return Quick(self._model, {name: shape_of(self._model, event).slots[0] for name, event in self._model.events.items()})

    def profile_record(self, raw: RawRecord) -> ProfileRecord | Reject:
        """A profile, from a flat record or from one of the form ``{"id", "fields", "tags"}``."""
        data = raw.data
        inner: Any = data.get("fields")
        nested = inner.__class__ is dict
        try:
            identity = self._profile_id(data, fallback=nested)
            fields = self._nested(inner) if nested else self._flat(data)
            outer = self._outer(data) if nested else fields
        except ConversionError as error:
            return rejected(raw, error)
        tags: Any = outer.pop("tags", ABSENT)
        created: Any = outer.pop("created", None)
        return ProfileRecord(identity, fields, None if tags is ABSENT else tags or (), created)

    def _profile_id(self, data: Data, *, fallback: bool) -> str:
        found = find(data, self._id_paths)
        if found is ABSENT and fallback:
            found = data.get("id")
        return text_of(found, "LS830", self._id_key)

    def profile_id(self, raw: RawRecord) -> str | None:
        """Which profile the record of a profile is about, None when it does not say."""
        try:
            return self._profile_id(raw.data, fallback=raw.data.get("fields").__class__ is dict)
        except ConversionError:
            return None

    @staticmethod
    def profile_of(raw: RawRecord) -> str | None:
        """Which profile the record of an event is about, None when it does not say."""
        try:
            return profile_of(raw.data)
        except ConversionError:
            return None

    def event_record(self, raw: RawRecord) -> Event | Reject:
        """An event, from its own JSON form, from a CloudEvent, or from a row of a table."""
        envelope = raw.data
        try:
            identity = envelope.get("id")
            if identity.__class__ is not str or not identity or identity.isspace():
                identity = text_of(identity, "LS810", "id")
            kind: Any = envelope.get("type")
            readers = self._events.get(kind) if kind.__class__ is str else None
            if readers is None:
                self._unknown_type(kind)
            profile = envelope.get("profile")
            if profile.__class__ is not str or not profile or profile.isspace():
                profile = profile_of(envelope)
            time = envelope.get("time")
            moment = moment_from_text(time) if time.__class__ is str and time else moment_of(time)
            data = envelope.get("data")
            if data.__class__ is dict:
                values = readers.data(data)
                if len(envelope) > len(ENVELOPE):
                    self._envelope.note(envelope)
            elif raw.table or (data is None and "specversion" not in envelope):
                values = readers.table(envelope)
            else:
                values = readers.data(object_of(data))
        except ConversionError as error:
            return rejected(raw, error)
        return Event(identity, kind, profile, moment, values)

    def _unknown_type(self, kind: object) -> NoReturn:
        name = text_of(kind, "LS811", "type")
        raise ConversionError("LS814", found=shown(name), name=name, **closest(name, self._events))


def text_of(value: object, missing: str, key: str) -> str:
    """The text of a key that has to be there; ``missing`` is the code of the reject when it is not."""
    if value is None or value is ABSENT:
        raise ConversionError(missing, key=shown(key))
    try:
        text = to_text(value)
    except ConversionError as error:
        error.arguments["what"] = key
        raise
    if not text or text.isspace():
        raise ConversionError(missing, key=shown(key))
    return text


def profile_of(envelope: Data) -> str:
    """The profile of an event: that of a CloudEvent is its subject."""
    key = "subject" if "specversion" in envelope and "profile" not in envelope else "profile"
    return text_of(envelope.get(key), "LS812", key)


def moment_of(value: object) -> int:
    """The moment of an event when it is no text at first sight."""
    if value is None or value == "":
        raise ConversionError("LS813", key='"time"')
    raise ConversionError("LS824", what="time", found=shown(value))


def object_of(data: object) -> Data:
    """The data of an event that is not an object: none at all, or an error."""
    if data is None:
        return NO_DATA
    raise ConversionError("LS815", found=shown(data))


def rejected(raw: RawRecord, error: ConversionError) -> Reject:
    """Refuse a record, with the words of the catalogue."""
    if error.code == "LS824":
        error.arguments.setdefault("what", "time")  # the readers name all other places
    return Reject(raw.source, raw.line, error.code, message_of(error.code, **error.arguments), raw.raw)
