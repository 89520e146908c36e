"""SendGrid: an array of flat objects; values of the sender's own stand among the others."""

from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import no_event, unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "SendGrid"
EVENTS: Final = {
    "processed": kinds.SENT,
    "delivered": kinds.DELIVERED,
    "deferred": kinds.DEFERRED,
    "bounce": kinds.BOUNCE,
    "blocked": kinds.BOUNCE,
    "dropped": kinds.REJECTED,
    "open": kinds.OPEN,
    "click": kinds.CLICK,
    "spamreport": kinds.COMPLAINT,
    "unsubscribe": kinds.UNSUBSCRIBE,
    "group_unsubscribe": kinds.UNSUBSCRIBE,
    "group_resubscribe": kinds.RESUBSCRIBE,
}


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    name = item.event(TITLE, "event")
    if name == "account_status_change":
        no_event(TITLE, name, "it is about the account and not about a person")
    if name not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    mail = Mail("sendgrid", item.first("sg_message_id", "smtp-id"), item.text("subject"), tuple(item.texts("category")))
    person = address_of(item.text("email"), TITLE, "email")
    time = time_of(item, TITLE, ("timestamp",))
    return [mail.happening(EVENTS[name], time, person, attributes(item, EVENTS[name], name), item.text("sg_event_id"))]


def attributes(item: Item, type_: str, name: str) -> Attributes:
    """What only this type of event has."""
    agent = item.text("useragent")
    match type_:
        case kinds.OPEN:
            return looked(agent, machine=item.at("sg_machine_open") is True)
        case kinds.CLICK:
            return followed(item.text("url"), agent)
        case kinds.BOUNCE:
            # A block is about this mail or this sender; the address may well exist.
            blocked = name == "blocked" or item.text("type") == "blocked" or item.text("status").startswith("4")
            return {"kind": kinds.SOFT if blocked else kinds.HARD, "reason": item.text("reason")}
        case kinds.UNSUBSCRIBE | kinds.RESUBSCRIBE:
            return {"mailing_list": item.text("asm_group_id") if name.startswith("group") else ""}
        case kinds.SENT:
            return {}
        case _:
            return {"reason": item.first("reason", "response")}


SENDGRID: Final = Provider("sendgrid", TITLE, read, attached=((), ("unique_args",), ("custom_args",)))
