"""Profile records and events on their way between the tasks of Spark, as bytes: they are converted once, where they are read."""

from typing import Final

import msgspec

from lsdsl.engine.event import Event
from lsdsl.records.raw import Reject
from lsdsl.records.schema import ProfileRecord

Scalar = str | int | float | bool | tuple[str, ...] | None


class PackedEvent(Event, frozen=True, array_like=True, gc=False):
    """An event, which the engine takes as it is."""

    data: dict[str, Scalar]


class PackedProfile(msgspec.Struct, array_like=True, gc=False):
    """The record of a profile."""

    id: str
    fields: dict[str, Scalar]
    tags: tuple[str, ...] | None
    created: int | None


class PackedReject(msgspec.Struct, array_like=True):
    """A record that was refused."""

    line: int
    code: str
    message: str
    raw: str


_encode: Final = msgspec.msgpack.Encoder().encode
event_of: Final = msgspec.msgpack.Decoder(PackedEvent).decode
profile_of: Final = msgspec.msgpack.Decoder(PackedProfile).decode
reject_of: Final = msgspec.msgpack.Decoder(PackedReject).decode


def pack_event(event: Event) -> bytes:
    """An event as :data:`event_of` takes it."""
    return _encode((event.id, event.type, event.profile, event.time, event.data))


def pack_profile(record: ProfileRecord) -> bytes:
    """A profile record as :data:`profile_of` takes it."""
    return _encode((record.id, record.fields, record.tags, record.created))


def pack_reject(reject: Reject) -> bytes:
    """A reject as :data:`reject_of` takes it."""
    return _encode((reject.line, reject.code, reject.message, reject.raw))
