"""Mailtrap: an object with an array of events."""

from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item, Json, items_under
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Mailtrap"
EVENTS: Final = {
    "delivery": kinds.DELIVERED,
    "bounce": kinds.BOUNCE,
    "soft bounce": kinds.BOUNCE,
    "reject": kinds.REJECTED,
    "suspension": kinds.REJECTED,
    "open": kinds.OPEN,
    "click": kinds.CLICK,
    "spam": kinds.COMPLAINT,
    "unsubscribe": kinds.UNSUBSCRIBE,
}


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    name = item.event(TITLE, "event")
    known = name.replace("_", " ")
    if known not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    mail = Mail("mailtrap", item.text("message_id"), "", tuple(item.texts("category")))
    person = address_of(item.text("email"), TITLE, "email")
    time = time_of(item, TITLE, ("timestamp",))
    return [mail.happening(EVENTS[known], time, person, attributes(item, EVENTS[known], known), item.text("event_id"))]


def attributes(item: Item, type_: str, name: str) -> Attributes:
    """What only this type of event has."""
    agent = item.text("user_agent")
    match type_:
        case kinds.OPEN:
            return looked(agent)
        case kinds.CLICK:
            return followed(item.text("url"), agent)
        case kinds.BOUNCE:
            kind = kinds.HARD if name == "bounce" else kinds.SOFT
            return {"kind": kind, "reason": item.first("response", "bounce_category", "reason")}
        case _:
            return {"reason": item.first("reason", "response")}


def split(payload: Json) -> list[Json]:
    """The events of the array."""
    return items_under(payload, "events")


MAILTRAP: Final = Provider("mailtrap", TITLE, read, attached=(("custom_variables",),), split=split)
