"""Postmark: one object whose record type says what it is about."""

from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item
from lsdsl.ingest.people import address_of
from lsdsl.ingest.problems import no_event, unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Postmark"
RECORDS: Final = {
    "Delivery": (kinds.DELIVERED, "DeliveredAt"),
    "Bounce": (kinds.BOUNCE, "BouncedAt"),
    "Open": (kinds.OPEN, "ReceivedAt"),
    "Click": (kinds.CLICK, "ReceivedAt"),
    "SpamComplaint": (kinds.COMPLAINT, "BouncedAt"),
    "SubscriptionChange": (kinds.UNSUBSCRIBE, "ChangedAt"),
}
BOUNCES: Final = {
    "HardBounce": kinds.BOUNCE,
    "BadEmailAddress": kinds.BOUNCE,
    "Transient": kinds.DEFERRED,
    "Unsubscribe": kinds.UNSUBSCRIBE,
    "Subscribe": kinds.RESUBSCRIBE,
    "AutoResponder": kinds.AUTO_REPLY,
    "ChallengeVerification": kinds.AUTO_REPLY,
    "AddressChange": kinds.AUTO_REPLY,
    "SpamComplaint": kinds.COMPLAINT,
    "ManuallyDeactivated": kinds.REJECTED,
    "Unconfirmed": kinds.REJECTED,
    "SMTPApiError": kinds.REJECTED,
    "InboundError": kinds.REJECTED,
    "TemplateRenderingFailed": kinds.REJECTED,
}
"""What Postmark calls a bounce is often something else; all that is not named here is a soft bounce."""

HARD: Final = ("HardBounce", "BadEmailAddress")


def read(item: Item) -> list[Happening]:
    """The event of an item."""
    record = item.event(TITLE, "RecordType")
    if record == "Inbound":
        no_event(TITLE, record, "it is a mail that came in")
    if record not in RECORDS:
        unknown_event(TITLE, record, RECORDS)
    type_, key = RECORDS[record]
    if record == "Bounce":
        type_ = BOUNCES.get(item.text("Type"), kinds.BOUNCE)
    if record == "SubscriptionChange" and item.at("SuppressSending") is False:
        type_ = kinds.RESUBSCRIBE
    mail = Mail("postmark", item.text("MessageID"), item.text("Subject"), tuple(item.texts("Tag")))
    person = address_of(item.first("Recipient", "Email"), TITLE, "Recipient")
    return [mail.happening(type_, time_of(item, TITLE, (key,)), person, attributes(item, type_))]


def attributes(item: Item, type_: str) -> Attributes:
    """What only this type of event has."""
    agent = item.text("UserAgent")
    match type_:
        case kinds.OPEN:
            return looked(agent)
        case kinds.CLICK:
            return followed(item.text("OriginalLink"), agent)
        case kinds.BOUNCE:
            kind = kinds.HARD if item.text("Type") in HARD else kinds.SOFT
            return {"kind": kind, "reason": item.first("Description", "Name")}
        case kinds.UNSUBSCRIBE | kinds.RESUBSCRIBE:
            return {"reason": item.text("SuppressionReason"), "mailing_list": item.text("MessageStream")}
        case kinds.DELIVERED:
            return {}
        case _:
            return {"reason": item.first("Description", "Details")}


POSTMARK: Final = Provider("postmark", TITLE, read, attached=(("Metadata",),))
