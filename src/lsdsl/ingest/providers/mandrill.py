"""Mandrill (Mailchimp Transactional): a form with one field, ``mandrill_events``, that holds a JSON array."""

from collections.abc import Mapping
from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.bodies import decoded
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item, Json, items_under, whole_payload
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import no_event, unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Mandrill"
FIELD: Final = "mandrill_events"
EVENTS: Final = {
    "send": kinds.SENT,
    "delivered": kinds.DELIVERED,
    "deferral": kinds.DEFERRED,
    "hard_bounce": kinds.BOUNCE,
    "soft_bounce": kinds.BOUNCE,
    "reject": kinds.REJECTED,
    "open": kinds.OPEN,
    "click": kinds.CLICK,
    "spam": kinds.COMPLAINT,
    "unsub": kinds.UNSUBSCRIBE,
}


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    if "event" not in item.value and item.text("type") in {"blacklist", "whitelist", "denylist", "allowlist"}:
        no_event(TITLE, item.text("type"), "it is about a list of addresses and not about a mail")
    name = item.event(TITLE, "event")
    if name == "inbound":
        no_event(TITLE, name, "it is a mail that came in")
    if name not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    message = item.inner("msg")
    mail = Mail("mandrill", message.text("_id") or item.text("_id"), message.text("subject"), tuple(message.texts("tags")))
    person = address_of(message.text("email"), TITLE, "msg.email")
    # The time in the message is when it was sent, so it stands in for no other.
    return [mail.happening(EVENTS[name], time_of(item, TITLE, ("ts",)), person, attributes(item, EVENTS[name], name))]


def attributes(item: Item, type_: str, name: str) -> Attributes:
    """What only this type of event has."""
    agent = item.text("user_agent")
    message = item.inner("msg")
    match type_:
        case kinds.OPEN:
            return looked(agent)
        case kinds.CLICK:
            clicks = [one.text("url") for one in message.inners("clicks")]
            return followed(item.text("url") or next(iter(clicks[-1:]), ""), agent)
        case kinds.BOUNCE:
            kind = kinds.HARD if name == "hard_bounce" else kinds.SOFT
            return {"kind": kind, "reason": message.first("diag", "bounce_description")}
        case kinds.SENT:
            return {}
        case _:
            return {"reason": message.first("diag", "bounce_description") or message.text("reject", "reason")}


def split(payload: Json) -> list[Json]:
    """The items of the form, whose field may still be the text that it was."""
    opened: list[Json] = []
    for one in whole_payload(payload):
        if isinstance(one, Mapping) and isinstance(text := one.get(FIELD), str):
            found = decoded(text)
            opened += found if isinstance(found, list) else [found]
        else:
            opened.append(one)
    return items_under(opened, FIELD)


MANDRILL: Final = Provider("mandrill", TITLE, read, attached=(("msg", "metadata"),), split=split)
