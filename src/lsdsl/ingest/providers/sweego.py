"""Sweego: one flat object."""

from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Sweego"
EVENTS: Final = {
    "email_sent": kinds.SENT,
    "delivered": kinds.DELIVERED,
    "soft_bounce": kinds.BOUNCE,
    "hard_bounce": kinds.BOUNCE,
    "email_opened": kinds.OPEN,
    "email_clicked": kinds.CLICK,
    "complaint": kinds.COMPLAINT,
    "list_unsub": kinds.UNSUBSCRIBE,
}


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    name = item.event(TITLE, "event_type")
    known = name.replace("-", "_")
    if known not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    mail = Mail("sweego", item.text("swg_uid"), item.text("subject"), tuple(item.texts("campaign_tags")))
    person = address_of(item.text("recipient"), TITLE, "recipient")
    time = time_of(item, TITLE, ("timestamp",))
    return [mail.happening(EVENTS[known], time, person, attributes(item, EVENTS[known], known), item.text("event_id"))]


def attributes(item: Item, type_: str, name: str) -> Attributes:
    """What only this type of event has."""
    agent = item.first("user_agent", "ua")
    match type_:
        case kinds.OPEN:
            return looked(agent)
        case kinds.CLICK:
            return followed(item.first("link", "url"), agent)
        case kinds.BOUNCE:
            return {"kind": kinds.HARD if name == "hard_bounce" else kinds.SOFT, "reason": item.first("details", "reason")}
        case kinds.SENT:
            return {}
        case _:
            return {"reason": item.first("details", "reason")}


SWEEGO: Final = Provider("sweego", TITLE, read, attached=(("headers",), ()))
