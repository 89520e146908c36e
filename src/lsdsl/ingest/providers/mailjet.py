"""Mailjet: a flat object, or an array of them."""

from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Mailjet"
EVENTS: Final = {
    "sent": kinds.DELIVERED,
    "open": kinds.OPEN,
    "click": kinds.CLICK,
    "bounce": kinds.BOUNCE,
    "blocked": kinds.REJECTED,
    "spam": kinds.COMPLAINT,
    "unsub": kinds.UNSUBSCRIBE,
}
"""``sent`` comes when the server of the recipient has taken the mail: it is a delivery."""


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    name = item.event(TITLE, "event")
    if name not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    mail = Mail("mailjet", item.first("MessageID", "Message_GUID"), "", tuple(item.texts("customcampaign")))
    person = address_of(item.text("email"), TITLE, "email")
    return [mail.happening(EVENTS[name], time_of(item, TITLE, ("time",)), person, attributes(item, EVENTS[name]))]


def attributes(item: Item, type_: str) -> Attributes:
    """What only this type of event has."""
    agent = item.text("agent")
    match type_:
        case kinds.OPEN:
            return looked(agent)
        case kinds.CLICK:
            return followed(item.text("url"), agent)
        case kinds.BOUNCE:
            kind = kinds.HARD if item.at("hard_bounce") in (True, 1) else kinds.SOFT
            return {"kind": kind, "reason": item.first("comment", "error", "error_related_to")}
        case kinds.UNSUBSCRIBE:
            return {"mailing_list": item.text("mj_list_id")}
        case kinds.COMPLAINT:
            return {"reason": item.text("source")}
        case _:
            return {"reason": item.first("error", "comment", "error_related_to")}


MAILJET: Final = Provider("mailjet", TITLE, read, attached=((), ("Payload",)))
