"""Mailgun: an object with a signature and the event; pages of its events interface are taken too."""

from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item, Json, items_under
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import no_event, unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Mailgun"
EVENTS: Final = {
    "accepted": kinds.SENT,
    "delivered": kinds.DELIVERED,
    "failed": kinds.BOUNCE,
    "rejected": kinds.REJECTED,
    "opened": kinds.OPEN,
    "clicked": kinds.CLICK,
    "complained": kinds.COMPLAINT,
    "unsubscribed": kinds.UNSUBSCRIBE,
}
OTHERS: Final = ("stored", "list_member_uploaded", "list_member_upload_error", "list_uploaded", "email_validation")


def unwrap(item: Item) -> Item:
    """The event without the signature beside it."""
    return item if "event" in item.value else item.inner("event-data")


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    name = item.event(TITLE, "event")
    if name in OTHERS:
        no_event(TITLE, name, "it is not about a mail to a person")
    if name not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    headers = item.inner("message", "headers")
    mail = Mail("mailgun", headers.text("message-id"), headers.text("subject"), tuple(item.texts("tags")))
    type_ = failure(item) if name == "failed" else EVENTS[name]
    person = address_of(item.text("recipient") or headers.text("to"), TITLE, "recipient")
    time = time_of(item, TITLE, ("timestamp",))
    return [mail.happening(type_, time, person, attributes(item, type_), item.text("id"))]


def failure(item: Item) -> str:
    """What a failure is: the mail was never sent, Mailgun tries again, or it has given up."""
    if item.text("reason").startswith("suppress-"):
        return kinds.REJECTED
    return kinds.DEFERRED if item.text("severity") == "temporary" else kinds.BOUNCE


def attributes(item: Item, type_: str) -> Attributes:
    """What only this type of event has."""
    client = item.inner("client-info")
    bot = client.text("bot")
    match type_:
        case kinds.OPEN:
            # Gmail's proxy fetches when somebody looks; the others that Mailgun names fetch in advance.
            return looked(client.text("user-agent"), proxy=bool(bot), machine=bot not in {"", "gmail"})
        case kinds.CLICK:
            return followed(item.text("url"), client.text("user-agent"), machine=bool(bot))
        case kinds.BOUNCE:
            status = item.inner("delivery-status")
            # A code of 4xx, or too old: Mailgun gave up trying, and the address may well exist.
            gave_up = item.text("reason") == "old" or status.text("code").startswith("4")
            soft = gave_up or item.text("severity") != "permanent"
            return {"kind": kinds.SOFT if soft else kinds.HARD, "reason": reason(item)}
        case _:
            return {"reason": reason(item)}


def reason(item: Item) -> str:
    """Why, in the words of the other server, else in Mailgun's."""
    status = item.inner("delivery-status")
    if item.text("event") not in {"failed", "rejected"}:
        return ""
    return status.first("description", "message") or item.text("reject", "reason") or item.text("reason")


def split(payload: Json) -> list[Json]:
    """The items: one, an array, or a page of the events interface."""
    return items_under(payload, "items")


MAILGUN: Final = Provider("mailgun", TITLE, read, attached=(("user-variables",),), split=split, unwrap=unwrap)
