"""Segment: calls of its tracking libraries, one by one or in a batch."""

import re
from collections.abc import Mapping
from typing import Any, Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Happening, short_digest
from lsdsl.ingest.item import Item, Json, whole_payload
from lsdsl.ingest.problems import ItemError, display, no_event, unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import moment_of, time_of
from lsdsl.records.moments import moment_text

TITLE: Final = "Segment"
CALLS: Final = ("track", "page", "screen", "identify", "group", "alias")
OF_THE_BATCH: Final = ("sentAt", "receivedAt", "context")
PAGE: Final = ("path", "url", "title", "referrer", "search")

WORD_IN_CAMELS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
NO_LETTER: Final = re.compile(r"[\W_]+")


def read(item: Item) -> list[Happening]:
    """The event of a call."""
    call = item.event(TITLE, "type")
    if call == "alias":
        no_event(TITLE, call, "it joins two profiles, which no event can do")
    if call not in CALLS:
        unknown_event(TITLE, call, CALLS)
    type_, data = occurrence(item, call)
    person = item.first("userId", "anonymousId")
    if not person:
        raise ItemError("LS874", provider=TITLE, key=display("userId"))
    time = time_of_call(item)
    key = item.text("messageId")
    if not key:
        key = ":".join((type_, moment_text(time), person, short_digest(",".join(sorted(map(str, data))))))
    return [Happening(type_, time, person, key, data)]


def occurrence(item: Item, call: str) -> tuple[str, dict[str, Any]]:
    """The type of the event and its attributes."""
    properties = dict(item.inner("properties").value)
    traits = dict(item.inner("traits").value)
    names = {name: text for name in ("name", "category") if (text := item.text(name))}
    match call:
        case "track":
            return type_of(item.event(TITLE, "event")), properties
        case "page":
            page = {name: text for name in PAGE if (text := item.text("context", "page", name))}
            return kinds.PAGE, page | names | properties
        case "screen":
            return kinds.SCREEN, names | properties
        case "group":
            # The traits are those of the company: under a name of their own they cannot overwrite the person's.
            group = {"group_id": item.text("groupId"), "group": traits}
            return kinds.MODIFIED, {name: value for name, value in group.items() if value}
        case _:
            return kinds.MODIFIED, traits


def type_of(name: str) -> str:
    """The type of a tracked event: ``Product Viewed`` and ``productViewed`` are ``product_viewed``."""
    words = NO_LETTER.sub("_", WORD_IN_CAMELS.sub("_", name)).strip("_").lower()
    if not words:
        unknown_event(TITLE, name, ())
    return words


def time_of_call(item: Item) -> int:
    """When it happened, freed from what the clock of the visitor's device is wrong by.

    Segment's own ``timestamp`` is corrected already. Where only the original one is left, it is corrected in the same way: by
    the clock of the server when it was received, less the time that passed on the device until it was sent.
    """
    if item.text("timestamp"):
        return time_of(item, TITLE, ("timestamp",))
    original, sent, received = (item.text(name) for name in ("originalTimestamp", "sentAt", "receivedAt"))
    if original and sent and received:
        waited = moment_of(sent, "sentAt") - moment_of(original, "originalTimestamp")
        return moment_of(received, "receivedAt") - waited
    return time_of(item, TITLE, ("timestamp",), ("originalTimestamp",), ("receivedAt",), ("sentAt",))


def split(payload: Json) -> list[Json]:
    """The calls; those of a batch have its times and its context unless they bring their own."""
    calls: list[Json] = []
    for one in whole_payload(payload):
        batch = one.get("batch") if isinstance(one, Mapping) else None
        if not isinstance(batch, list):
            calls.append(one)
            continue
        shared = {name: one[name] for name in OF_THE_BATCH if name in one}
        calls += [shared | call if isinstance(call, dict) else call for call in batch]
    return calls


SEGMENT: Final = Provider(
    "segment", TITLE, read, attached=(("traits",), ("context", "traits"), ("properties",), ()), split=split, mail=False
)
