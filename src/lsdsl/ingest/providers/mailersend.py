"""MailerSend: one object with an activity in it."""

from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import no_event, unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "MailerSend"
PREFIX: Final = "activity."
EVENTS: Final = {
    "sent": kinds.SENT,
    "queued": kinds.SENT,
    "delivered": kinds.DELIVERED,
    "deferred": kinds.DEFERRED,
    "soft_bounced": kinds.BOUNCE,
    "hard_bounced": kinds.BOUNCE,
    "opened": kinds.OPEN,
    "opened_unique": kinds.OPEN,
    "clicked": kinds.CLICK,
    "clicked_unique": kinds.CLICK,
    "spam_complaint": kinds.COMPLAINT,
    "unsubscribed": kinds.UNSUBSCRIBE,
}


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    full = item.event(TITLE, "type")
    name = full.removeprefix(PREFIX)
    if (name == full and "." in full) or name.startswith("survey_"):
        no_event(TITLE, full, "it is not about a mail to a person")
    if name not in EVENTS:
        unknown_event(TITLE, full, [PREFIX + known for known in EVENTS])
    data = item.inner("data")
    email = data.inner("email")
    mail = Mail("mailersend", email.text("message", "id") or email.text("id"), email.text("subject"), tuple(email.texts("tags")))
    person = address_of(email.text("recipient", "email"), TITLE, "data.email.recipient.email")
    time = time_of(item, TITLE, ("data", "created_at"), ("created_at",))
    return [mail.happening(EVENTS[name], time, person, attributes(data, EVENTS[name], name), key_of(data, EVENTS[name]))]


def key_of(data: Item, type_: str) -> str:
    """The id of the activity; of opens and clicks that of the open or click, since the first one comes as unique too."""
    once_more = data.text("morph", "id") if type_ in {kinds.OPEN, kinds.CLICK} else ""
    return once_more or data.text("id")


def attributes(data: Item, type_: str, name: str) -> Attributes:
    """What only this type of event has."""
    details = data.inner("morph")
    agent = details.text("user_agent")
    match type_:
        case kinds.OPEN:
            return looked(agent)
        case kinds.CLICK:
            return followed(details.text("url"), agent)
        case kinds.BOUNCE:
            return {"kind": kinds.HARD if name == "hard_bounced" else kinds.SOFT, "reason": details.text("reason")}
        case kinds.SENT:
            return {}
        case _:
            return {"reason": details.first("readable_reason", "reason")}


MAILERSEND: Final = Provider(
    "mailersend", TITLE, read, attached=(("data", "email", "headers"), ("data", "email", "recipient"), ("data", "email"))
)
