"""Brevo: one flat object, of a transactional mail or of a campaign."""

from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import no_event, unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Brevo"
EVENTS: Final = {
    "request": kinds.SENT,
    "delivered": kinds.DELIVERED,
    "deferred": kinds.DEFERRED,
    "hard_bounce": kinds.BOUNCE,
    "soft_bounce": kinds.BOUNCE,
    "blocked": kinds.REJECTED,
    "invalid_email": kinds.REJECTED,
    "error": kinds.REJECTED,
    "opened": kinds.OPEN,
    "unique_opened": kinds.OPEN,
    "proxy_open": kinds.OPEN,
    "unique_proxy_open": kinds.OPEN,
    "click": kinds.CLICK,
    "complaint": kinds.COMPLAINT,
    "spam": kinds.COMPLAINT,
    "unsubscribed": kinds.UNSUBSCRIBE,
    "unsubscribe": kinds.UNSUBSCRIBE,
}
"""The first opening comes twice, as ``opened`` and ``unique_opened``: one type and one second give both the same key."""

OTHERS: Final = ("list_addition", "contact_updated", "contact_deleted")


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    name = item.event(TITLE, "event")
    if name in OTHERS:
        no_event(TITLE, name, "it is about a list of contacts and not about a mail")
    if name not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    mail = Mail("brevo", item.first("message-id", "camp_id"), item.text("subject"), tuple(tags(item)))
    person = address_of(item.text("email"), TITLE, "email")
    # `date` stands in the timezone of the account, which it does not name, and `ts` was so too: `ts_event` is UTC.
    time = time_of(item, TITLE, ("ts_event",), ("ts_epoch",), ("ts",))
    return [mail.happening(EVENTS[name], time, person, attributes(item, EVENTS[name], name))]


def attributes(item: Item, type_: str, name: str) -> Attributes:
    """What only this type of event has."""
    agent = item.text("user_agent")
    match type_:
        case kinds.OPEN:
            return looked(agent, machine="proxy" in name)
        case kinds.CLICK:
            return followed(item.first("link", "URL"), agent)
        case kinds.BOUNCE:
            return {"kind": kinds.HARD if name == "hard_bounce" else kinds.SOFT, "reason": item.text("reason")}
        case kinds.SENT | kinds.DELIVERED:
            return {}
        case _:
            return {"reason": item.text("reason")}


def tags(item: Item) -> list[str]:
    """The tags of a mail, or the name of the campaign."""
    return item.texts("tags") or item.texts("campaign name")


BREVO: Final = Provider("brevo", TITLE, read, attached=((), ("X-Mailin-custom",)))
