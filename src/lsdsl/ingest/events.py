"""From a payload to events: each item gives its events or one refusal, and never disturbs its neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from lsdsl.ingest.bodies import decoded
from lsdsl.ingest.item import Item, Json
from lsdsl.ingest.people import attached
from lsdsl.ingest.problems import ItemError, display
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.registry import provider_named
from lsdsl.records.moments import moment_text


class EventRecord(TypedDict):
    """An event as ``lsdsl run`` and ``Engine.process`` take it."""

    id: str
    type: str
    profile: str
    time: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that gives no event: why, in a code and in words, and the item itself."""

    code: str
    message: str
    item: Json


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came of a payload, in its own order."""

    events: tuple[EventRecord, ...]
    rejects: tuple[Refused, ...]


def events_of(
    provider: str, payload: Json, *, profile_key: str | None = None, headers: Mapping[str, str] | None = None
) -> Ingested:
    """The events of a payload and the refusals of its bad items; nothing in a payload makes it raise.

    ``payload`` is the body of a request as bytes or text, or the values that it decodes to. ``profile_key`` names a value that
    the sender attached to the mail and that is the id of the profile; without it that is the address of the recipient.
    ``headers`` are those of the request, for providers that put the duplicate key there. Raises ``ValueError`` when there is
    no such provider.
    """
    chosen = provider_named(provider)
    lower = {name.lower(): value for name, value in (headers or {}).items()}
    events: list[EventRecord] = []
    rejects: list[Refused] = []
    try:
        value = decoded(payload) if isinstance(payload, bytes | bytearray | str) else payload
        items = chosen.split(value)
    except ItemError as error:
        text = bytes(payload).decode("utf-8", "backslashreplace") if isinstance(payload, bytes | bytearray) else payload
        return Ingested((), (Refused(error.code, str(error), text),))
    for item in items:
        try:
            events += _events(chosen, item, profile_key, lower)
        except ItemError as error:
            rejects.append(Refused(error.code, str(error), item))
    return Ingested(tuple(events), tuple(rejects))


def _events(provider: Provider, item: Json, profile_key: str | None, headers: Mapping[str, str]) -> list[EventRecord]:
    if not isinstance(item, Mapping):
        raise ItemError("LS876", provider=provider.title, found=display(item))
    whole = provider.unwrap(Item(item, headers))
    happenings = provider.read(whole)
    profile = "" if profile_key is None else attached(whole, provider.attached, profile_key)
    return [
        EventRecord(id=one.key, type=one.type, profile=profile or one.person, time=moment_text(one.time), data=one.data)
        for one in happenings
    ]
