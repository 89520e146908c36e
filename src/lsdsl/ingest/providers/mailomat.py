"""Mailomat: one object with the mail server's own account of the event in it."""

from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Mailomat"
EVENTS: Final = {
    "accepted": kinds.SENT,
    "not_accepted": kinds.REJECTED,
    "delivered": kinds.DELIVERED,
    "failure_tmp": kinds.DEFERRED,
    "failure_perm": kinds.BOUNCE,
    "opened": kinds.OPEN,
    "clicked": kinds.CLICK,
    "complained": kinds.COMPLAINT,
    "unsubscribed": kinds.UNSUBSCRIBE,
}


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    name = item.event(TITLE, "eventType")
    if name not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    payload = item.inner("payload")
    mail = Mail("mailomat", item.first("messageUuid", "messageId"), payload.text("message", "headers", "subject"))
    person = address_of(item.text("recipient"), TITLE, "recipient")
    time = time_of(item, TITLE, ("occurredAt",))
    return [mail.happening(EVENTS[name], time, person, attributes(payload, EVENTS[name]), item.text("id"))]


def attributes(payload: Item, type_: str) -> Attributes:
    """What only this type of event has."""
    agent = payload.text("client", "user-agent")
    reason = payload.text("reason") or payload.text("delivery-status", "message")
    match type_:
        case kinds.OPEN:
            return looked(agent)
        case kinds.CLICK:
            return followed(payload.text("url"), agent)
        case kinds.BOUNCE:
            return {"kind": kinds.HARD, "reason": reason}
        case kinds.SENT | kinds.DELIVERED:
            return {}
        case _:
            return {"reason": reason}


MAILOMAT: Final = Provider("mailomat", TITLE, read, attached=(("payload",), ()))
