"""Resend: one object; its duplicate key stands in the header ``svix-id`` of the request and not in the body."""

from collections.abc import Mapping
from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item
from lsdsl.ingest.people import addresses_of
from lsdsl.ingest.problems import no_event, unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Resend"
EVENTS: Final = {
    "email.sent": kinds.SENT,
    "email.delivered": kinds.DELIVERED,
    "email.delivery_delayed": kinds.DEFERRED,
    "email.bounced": kinds.BOUNCE,
    "email.failed": kinds.REJECTED,
    "email.suppressed": kinds.REJECTED,
    "email.opened": kinds.OPEN,
    "email.clicked": kinds.CLICK,
    "email.complained": kinds.COMPLAINT,
}
HEADER: Final = "svix-id"


def read(item: Item) -> list[Happening]:
    """The events of an item, one for each recipient."""
    name = item.event(TITLE, "type")
    if name.startswith(("contact.", "domain.")) or name in {"email.received", "email.scheduled"}:
        no_event(TITLE, name, "nothing has happened to a mail to a person")
    if name not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    data = item.inner("data")
    mail = Mail("resend", data.text("email_id"), data.text("subject"), tags(data))
    # The time in `data` is when the mail was made; a click has a time of its own.
    time = time_of(item, TITLE, ("data", "click", "timestamp"), ("created_at",))
    people = addresses_of(data.texts("to"), TITLE, "data.to")
    request = item.headers.get(HEADER, "")
    details = attributes(data, EVENTS[name])
    return [mail.happening(EVENTS[name], time, person, details, f"{request}:{person}" if request else "") for person in people]


def attributes(data: Item, type_: str) -> Attributes:
    """What only this type of event has."""
    match type_:
        case kinds.OPEN:
            return looked(data.text("open", "userAgent"))
        case kinds.CLICK:
            return followed(data.text("click", "link"), data.text("click", "userAgent"))
        case kinds.BOUNCE:
            # Resend says that it tells of lasting bounces only; where it names the type, that counts.
            soft = data.text("bounce", "type") in {"Transient", "Temporary", "Undetermined"}
            return {"kind": kinds.SOFT if soft else kinds.HARD, "reason": data.text("bounce", "message")}
        case kinds.SENT:
            return {}
        case _:
            return {"reason": data.text("failed", "reason") or data.text("suppressed", "message")}


def tags(data: Item) -> tuple[str, ...]:
    """The tags as ``name=value``; they come as an object or as an array."""
    found = data.at("tags")
    if isinstance(found, Mapping):
        return tuple(f"{name}={value}" for name in found if (value := data.text("tags", name)))
    return tuple(f"{one.text('name')}={one.text('value')}" for one in data.inners("tags"))


RESEND: Final = Provider("resend", TITLE, read, attached=(("data", "tags"), ("data", "headers")))
