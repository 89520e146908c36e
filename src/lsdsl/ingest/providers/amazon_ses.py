"""Amazon SES: bare, in the envelope of SNS, or from EventBridge; one item may be about several people."""

from collections.abc import Mapping
from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.bodies import decoded
from lsdsl.ingest.happening import Attributes, Happening, Mail, followed, looked
from lsdsl.ingest.item import Item
from lsdsl.ingest.people import addresses_of
from lsdsl.ingest.problems import ItemError, no_event, unknown_event
from lsdsl.ingest.provider import Provider
from lsdsl.ingest.times import time_of

TITLE: Final = "Amazon SES"
EVENTS: Final = {
    "Send": (kinds.SENT, "send"),
    "Delivery": (kinds.DELIVERED, "delivery"),
    "DeliveryDelay": (kinds.DEFERRED, "deliveryDelay"),
    "Bounce": (kinds.BOUNCE, "bounce"),
    "Reject": (kinds.REJECTED, "reject"),
    "Rendering Failure": (kinds.REJECTED, "failure"),
    "RenderingFailure": (kinds.REJECTED, "failure"),
    "Open": (kinds.OPEN, "open"),
    "Click": (kinds.CLICK, "click"),
    "Complaint": (kinds.COMPLAINT, "complaint"),
    "Subscription": (kinds.UNSUBSCRIBE, "subscription"),
}
"""Each event, and the object that tells more about it."""

RECIPIENTS: Final = ("bouncedRecipients", "complainedRecipients", "delayedRecipients")
NEVER_SENT: Final = ("Suppressed", "OnAccountSuppressionList")


def unwrap(item: Item) -> Item:
    """The notification without the envelope of SNS or EventBridge."""
    envelope = item.text("Type")
    if envelope in {"SubscriptionConfirmation", "UnsubscribeConfirmation"}:
        raise ItemError("LS877", found=envelope)
    if envelope == "Notification":
        message = item.at("Message")
        value = decoded(message) if isinstance(message, str) and message.lstrip().startswith("{") else message
        if not isinstance(value, Mapping):
            no_event("Amazon SNS", item.text("Message"), "it is a note in words")
        return Item(value, item.headers)
    return item.inner("detail") if item.text("source") == "aws.ses" else item


def read(item: Item) -> list[Happening]:
    """The events of an item, one for each recipient."""
    name = item.text("eventType") or item.event(TITLE, "notificationType")
    if name in {"Received", "AmazonSnsSubscriptionSucceeded"}:
        no_event(TITLE, name, "it is not about a mail to a person")
    if name not in EVENTS:
        unknown_event(TITLE, name, EVENTS)
    type_, place = EVENTS[name]
    details = item.inner(place)
    if details.text("complaintFeedbackType") == "not-spam":
        no_event(TITLE, "not-spam", "the recipient says that the mail is welcome")
    type_ = refined(type_, details)
    message = item.inner("mail")
    mail = Mail("amazon-ses", message.text("messageId"), message.text("commonHeaders", "subject"), tags(message))
    time = time_of(item, TITLE, (place, "timestamp"), ("mail", "timestamp"))
    people = addresses_of(recipients(details, message), TITLE, "mail.destination")
    return [mail.happening(type_, time, person, attributes(details, type_)) for person in people]


def refined(type_: str, details: Item) -> str:
    """The type of event after a look at what it says."""
    match type_:
        case kinds.BOUNCE if details.text("bounceSubType") in NEVER_SENT:
            return kinds.REJECTED
        case kinds.COMPLAINT if details.text("complaintSubType") in NEVER_SENT:
            return kinds.REJECTED
        case kinds.UNSUBSCRIBE:
            topics = details.inner("newTopicPreferences")
            left = [one for one in topics.inners("topicSubscriptionStatus") if one.text("subscriptionStatus").lower() == "optout"]
            return kinds.UNSUBSCRIBE if topics.at("unsubscribeAll") is True or left else kinds.RESUBSCRIBE
        case _:
            return type_


def recipients(details: Item, message: Item) -> list[str]:
    """Whom it is about: those that the event names, else all to whom the mail went."""
    for name in RECIPIENTS:
        if people := details.inners(name):
            return [one.text("emailAddress") for one in people]
    return details.texts("recipients") or message.texts("destination")


def attributes(details: Item, type_: str) -> Attributes:
    """What only this type of event has."""
    agent = details.text("userAgent")
    match type_:
        case kinds.OPEN:
            return looked(agent)
        case kinds.CLICK:
            return followed(details.text("link"), agent)
        case kinds.BOUNCE:
            hard = details.text("bounceType") == "Permanent"
            diagnosis = next(filter(None, (one.text("diagnosticCode") for one in details.inners("bouncedRecipients"))), "")
            return {"kind": kinds.HARD if hard else kinds.SOFT, "reason": diagnosis or details.text("bounceSubType")}
        case kinds.UNSUBSCRIBE | kinds.RESUBSCRIBE:
            return {"mailing_list": details.text("contactList")}
        case kinds.SENT:
            return {}
        case _:
            return {
                "reason": details.first(
                    "reason", "errorMessage", "delayType", "complaintFeedbackType", "bounceSubType", "complaintSubType"
                )
            }


def tags(message: Item) -> tuple[str, ...]:
    """The tags that the sender gave, as ``name=value``; those of SES itself are left out."""
    found = message.inner("tags").value
    return tuple(f"{name}={value}" for name in found if not name.startswith("ses:") for value in message.texts("tags", name))


AMAZON_SES: Final = Provider("amazon-ses", TITLE, read, attached=(("mail", "tags"), ("mail", "headers")), unwrap=unwrap)
