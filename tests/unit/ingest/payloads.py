"""Made-up payloads in the shapes of the providers, one or more for each of their events, and what they have to become."""

from copy import deepcopy
from typing import Any, Final, NamedTuple

WHO: Final = "h.vos@vosdaalder.example"
SECONDS: Final = 1_767_258_000
MOMENT: Final = "2026-01-01T09:00:00Z"
"""The same moment: that of all payloads here."""

SAFARI: Final = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1) Safari/605.1.15"
GMAIL: Final = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
APPLE: Final = "Mozilla/5.0"


class Case(NamedTuple):
    """A payload of one event, the type of the event, its key, and some of its attributes."""

    provider: str
    payload: Any
    type: str
    key: str
    data: dict[str, Any]


def sendgrid(event: str, type_: str, data: dict[str, Any] | None = None, **more: Any) -> Case:
    """An event of SendGrid."""
    item = {
        "email": WHO,
        "timestamp": SECONDS,
        "event": event,
        "sg_event_id": f"sg-{event}",
        "sg_message_id": "m1.filter",
        **more,
    }
    return Case("sendgrid", [item], type_, f"sg-{event}", data or {})


def mailgun(event: str, type_: str, data: dict[str, Any] | None = None, **more: Any) -> Case:
    """An event of Mailgun."""
    item = {
        "event": event,
        "id": f"mg-{event}",
        "timestamp": SECONDS + 0.25,
        "recipient": WHO,
        "message": {"headers": {"message-id": "m1@mail.example", "subject": "Spring offer", "to": f"Helga Vos <{WHO}>"}},
        "tags": ["spring"],
        "user-variables": {"crm_id": "C-17"},
        **more,
    }
    return Case("mailgun", {"signature": {"token": "t"}, "event-data": item}, type_, f"mg-{event}", data or {})


def postmark(record: str, type_: str, when: str, data: dict[str, Any] | None = None, **more: Any) -> Case:
    """A record of Postmark."""
    item = {
        "RecordType": record,
        "MessageID": "m1",
        "Recipient": WHO,
        when: "2026-01-01T10:00:00.0000000+01:00",
        "Tag": "spring",
        "Metadata": {"crm_id": "C-17"},
        **more,
    }
    url = more.get("OriginalLink")
    key = f"m1:{type_}:{MOMENT}:{WHO}" + (":c22e3e8f79ae" if url else "")
    return Case("postmark", item, type_, key, data or {})


def ses(event: str, type_: str, place: str, data: dict[str, Any] | None = None, **details: Any) -> Case:
    """A notification of Amazon SES."""
    item = {
        "eventType": event,
        "mail": {
            "timestamp": MOMENT,
            "messageId": "m1",
            "destination": [WHO],
            "commonHeaders": {"subject": "Spring offer"},
            "tags": {"ses:source-ip": ["192.0.2.1"], "campaign": ["spring"], "crm_id": ["C-17"]},
        },
        place: {"timestamp": MOMENT, **details},
    }
    key = f"m1:{type_}:{MOMENT}:{WHO}" + (":c22e3e8f79ae" if "link" in details else "")
    key += ":machine" if details.get("userAgent") == APPLE else ""
    return Case("amazon-ses", item, type_, key, {"tags": ["campaign=spring", "crm_id=C-17"]} | (data or {}))


def brevo(event: str, type_: str, data: dict[str, Any] | None = None, key: str = "", **more: Any) -> Case:
    """An event of Brevo, whose ``date`` is in the timezone of the account and whose ``ts_epoch`` is another moment."""
    item = {
        "event": event,
        "email": WHO,
        "id": 7,
        "date": "2026-01-01 10:00:00",
        "message-id": "<m1@relay.example>",
        "ts": SECONDS - 35,
        "ts_event": SECONDS,
        "ts_epoch": (SECONDS - 3600) * 1000,
        "tags": ["spring"],
        "X-Mailin-custom": '{"crm_id": "C-17"}',
        **more,
    }
    return Case("brevo", item, type_, f"<m1@relay.example>:{type_}:{MOMENT}:{WHO}{key}", data or {})


def mandrill(event: str, type_: str, data: dict[str, Any] | None = None, key: str = "", **more: Any) -> Case:
    """An event of Mandrill."""
    message = {
        "_id": "m1",
        "ts": SECONDS - 60,
        "email": WHO,
        "subject": "Spring offer",
        "tags": ["spring"],
        "metadata": {"crm_id": "C-17"},
        "diag": "smtp; 550",
    }
    item = {"event": event, "ts": SECONDS, "msg": message, **more}
    return Case("mandrill", {"mandrill_events": [item]}, type_, f"m1:{type_}:{MOMENT}:{WHO}{key}", data or {})


def mailjet(event: str, type_: str, data: dict[str, Any] | None = None, key: str = "", **more: Any) -> Case:
    """An event of Mailjet."""
    item = {
        "event": event,
        "time": SECONDS,
        "MessageID": 104_427_216_766_056_451,
        "email": WHO,
        "customcampaign": "spring",
        "Payload": '{"crm_id": "C-17"}',
        **more,
    }
    return Case("mailjet", item, type_, f"104427216766056451:{type_}:{MOMENT}:{WHO}{key}", data or {})


def mailersend(event: str, type_: str, key: str, data: dict[str, Any] | None = None, morph: dict[str, Any] | None = None) -> Case:
    """An activity of MailerSend."""
    item = {
        "type": f"activity.{event}",
        "created_at": "2026-01-01T09:00:07.000000Z",
        "data": {
            "id": f"a-{event}",
            "created_at": "2026-01-01T09:00:00.000000Z",
            "email": {
                "id": "e1",
                "message": {"id": "m1"},
                "subject": "Spring offer",
                "tags": ["spring"],
                "recipient": {"email": WHO},
                "headers": [{"name": "crm_id", "value": "C-17"}],
            },
            "morph": morph,
        },
    }
    return Case("mailersend", item, type_, key, data or {})


def mailtrap(event: str, type_: str, data: dict[str, Any] | None = None, **more: Any) -> Case:
    """An event of Mailtrap."""
    item = {
        "event": event,
        "email": WHO,
        "timestamp": SECONDS,
        "event_id": f"mt-{event}",
        "message_id": "m1",
        "category": "spring",
        "custom_variables": {"crm_id": "C-17"},
        **more,
    }
    return Case("mailtrap", {"events": [item]}, type_, f"mt-{event}", data or {})


def resend(event: str, type_: str, data: dict[str, Any] | None = None, key: str = "", **more: Any) -> Case:
    """An event of Resend."""
    inner = {"email_id": "m1", "created_at": "2026-01-01T08:00:00Z", "to": [WHO], "tags": {"crm_id": "C-17"}, **more}
    item = {"type": f"email.{event}", "created_at": "2026-01-01T09:00:00.000Z", "data": inner}
    return Case("resend", item, type_, f"m1:{type_}:{MOMENT}:{WHO}{key}", {"tags": ["crm_id=C-17"]} | (data or {}))


def sweego(event: str, type_: str, data: dict[str, Any] | None = None, **more: Any) -> Case:
    """An event of Sweego."""
    item = {"event_type": event, "event_id": f"sw-{event}", "timestamp": "2026-01-01T09:00:00+00:00", "recipient": WHO, **more}
    return Case("sweego", item, type_, f"sw-{event}", data or {})


def mailomat(event: str, type_: str, data: dict[str, Any] | None = None, **more: Any) -> Case:
    """An event of Mailomat."""
    item = {
        "id": f"mo-{event}",
        "eventType": event,
        "occurredAt": "2026-01-01T10:00:00+01:00",
        "messageUuid": "m1",
        "recipient": WHO,
        "payload": more,
    }
    return Case("mailomat", item, type_, f"mo-{event}", data or {})


LINK: Final = "https://shop.example/offer"
CLICKED: Final = {"url": LINK, "machine": False}
SEEN: Final = {"proxy": False, "machine": False, "user_agent": SAFARI}
BY_PROXY: Final = {"proxy": True, "machine": False}
UNSEEN: Final = {"proxy": True, "machine": True}
HARD: Final = {"kind": "hard"}
SOFT: Final = {"kind": "soft"}
DIGEST: Final = ":c22e3e8f79ae"
"""What the link adds to a key."""

CASES: Final[list[Case]] = [
    sendgrid("processed", "email_sent", {"message_id": "m1.filter", "tags": ["spring", "sale"]}, category=["spring", "sale"]),
    sendgrid("delivered", "email_delivered", {"tags": ["spring"]}, category="spring"),
    sendgrid("deferred", "email_deferred", {"reason": "400 later"}, response="400 later", attempt="5"),
    sendgrid("bounce", "email_bounce", HARD | {"reason": "500 unknown"}, reason="500 unknown", status="5.0.0"),
    sendgrid("bounce", "email_bounce", HARD, type="bounce", status="5.1.1"),
    sendgrid("bounce", "email_bounce", SOFT, type="blocked", status="5.7.1"),
    sendgrid("bounce", "email_bounce", SOFT, status="4.2.2"),
    sendgrid("dropped", "email_rejected", {"reason": "Bounced Address"}, reason="Bounced Address"),
    sendgrid("open", "email_open", SEEN, useragent=SAFARI, sg_machine_open=False),
    sendgrid("open", "email_open", UNSEEN, useragent=SAFARI, sg_machine_open=True),
    sendgrid("open", "email_open", BY_PROXY, useragent=GMAIL),
    sendgrid("click", "email_click", CLICKED, url=LINK, useragent=SAFARI),
    sendgrid("spamreport", "email_complaint"),
    sendgrid("unsubscribe", "email_unsubscribe"),
    sendgrid("group_unsubscribe", "email_unsubscribe", {"mailing_list": "10"}, asm_group_id=10),
    sendgrid("group_resubscribe", "email_resubscribe", {"mailing_list": "10"}, asm_group_id=10),
    mailgun("accepted", "email_sent", {"subject": "Spring offer", "tags": ["spring"]}),
    mailgun("delivered", "email_delivered", {"message_id": "m1@mail.example"}),
    mailgun(
        "failed",
        "email_bounce",
        HARD | {"reason": "No such user"},
        severity="permanent",
        reason="bounce",
        **{"delivery-status": {"code": 550, "message": "No such user", "description": ""}},
    ),
    mailgun("failed", "email_bounce", SOFT, severity="permanent", reason="old"),
    mailgun("failed", "email_bounce", SOFT, reason="generic"),
    mailgun("failed", "email_bounce", SOFT, severity="permanent", reason="generic", **{"delivery-status": {"code": 452}}),
    mailgun(
        "failed",
        "email_deferred",
        {"reason": "over quota"},
        severity="temporary",
        reason="generic",
        **{"delivery-status": {"code": 452, "message": "over quota"}},
    ),
    mailgun("failed", "email_rejected", {"reason": "suppress-bounce"}, severity="permanent", reason="suppress-bounce"),
    mailgun("rejected", "email_rejected", {"reason": "Sandbox"}, reject={"reason": "Sandbox"}),
    mailgun("opened", "email_open", SEEN, **{"client-info": {"user-agent": SAFARI}}),
    mailgun("opened", "email_open", BY_PROXY, **{"client-info": {"user-agent": SAFARI, "bot": "gmail"}}),
    mailgun("opened", "email_open", UNSEEN, **{"client-info": {"user-agent": SAFARI, "bot": "apple"}}),
    mailgun("clicked", "email_click", CLICKED, url=LINK, **{"client-info": {"user-agent": SAFARI}}),
    mailgun("clicked", "email_click", {"machine": True}, url=LINK, **{"client-info": {"user-agent": "x", "bot": "generic"}}),
    mailgun("complained", "email_complaint"),
    mailgun("unsubscribed", "email_unsubscribe"),
    postmark("Delivery", "email_delivered", "DeliveredAt", {"message_id": "m1", "tags": ["spring"]}, Details="250 OK"),
    postmark(
        "Bounce",
        "email_bounce",
        "BouncedAt",
        HARD | {"reason": "Unknown user."},
        Type="HardBounce",
        Description="Unknown user.",
        Subject="Spring offer",
    ),
    postmark("Bounce", "email_bounce", "BouncedAt", HARD, Type="BadEmailAddress"),
    postmark("Bounce", "email_bounce", "BouncedAt", SOFT, Type="SoftBounce"),
    postmark("Bounce", "email_bounce", "BouncedAt", SOFT, Type="DnsError"),
    postmark("Bounce", "email_bounce", "BouncedAt", SOFT, Type="SomethingNew"),
    postmark("Bounce", "email_deferred", "BouncedAt", Type="Transient"),
    postmark("Bounce", "email_auto_reply", "BouncedAt", Type="AutoResponder"),
    postmark("Bounce", "email_unsubscribe", "BouncedAt", Type="Unsubscribe"),
    postmark("Bounce", "email_complaint", "BouncedAt", Type="SpamComplaint"),
    postmark("Bounce", "email_rejected", "BouncedAt", Type="ManuallyDeactivated"),
    postmark("Open", "email_open", "ReceivedAt", SEEN, UserAgent=SAFARI),
    postmark("Click", "email_click", "ReceivedAt", CLICKED, OriginalLink=LINK, UserAgent=SAFARI),
    postmark("SpamComplaint", "email_complaint", "BouncedAt"),
    postmark(
        "SubscriptionChange",
        "email_unsubscribe",
        "ChangedAt",
        {"mailing_list": "broadcast"},
        SuppressSending=True,
        MessageStream="broadcast",
    ),
    postmark("SubscriptionChange", "email_resubscribe", "ChangedAt", SuppressSending=False),
    ses("Send", "email_sent", "send", {"subject": "Spring offer"}),
    ses("Delivery", "email_delivered", "delivery", recipients=[WHO]),
    ses(
        "DeliveryDelay",
        "email_deferred",
        "deliveryDelay",
        {"reason": "MailboxFull"},
        delayType="MailboxFull",
        delayedRecipients=[{"emailAddress": WHO}],
    ),
    ses(
        "Bounce",
        "email_bounce",
        "bounce",
        HARD | {"reason": "smtp; 550 unknown"},
        bounceType="Permanent",
        bouncedRecipients=[{"emailAddress": WHO, "diagnosticCode": "smtp; 550 unknown"}],
    ),
    ses("Bounce", "email_bounce", "bounce", SOFT, bounceType="Transient", bouncedRecipients=[{"emailAddress": WHO}]),
    ses("Bounce", "email_bounce", "bounce", SOFT, bounceType="Undetermined", bouncedRecipients=[{"emailAddress": WHO}]),
    ses(
        "Bounce",
        "email_rejected",
        "bounce",
        bounceType="Permanent",
        bounceSubType="OnAccountSuppressionList",
        bouncedRecipients=[{"emailAddress": WHO}],
    ),
    ses("Reject", "email_rejected", "reject", {"reason": "Bad content"}, reason="Bad content"),
    ses("Rendering Failure", "email_rejected", "failure", {"reason": "no such name"}, errorMessage="no such name"),
    ses("Open", "email_open", "open", SEEN, userAgent=SAFARI),
    ses("Open", "email_open", "open", UNSEEN, userAgent=APPLE),
    ses("Click", "email_click", "click", CLICKED, link=LINK, userAgent=SAFARI),
    ses(
        "Complaint",
        "email_complaint",
        "complaint",
        {"reason": "abuse"},
        complaintFeedbackType="abuse",
        complainedRecipients=[{"emailAddress": WHO}],
    ),
    ses(
        "Subscription",
        "email_unsubscribe",
        "subscription",
        {"mailing_list": "news"},
        contactList="news",
        newTopicPreferences={"unsubscribeAll": True},
    ),
    ses(
        "Subscription",
        "email_unsubscribe",
        "subscription",
        newTopicPreferences={"topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptOut"}]},
    ),
    ses("Subscription", "email_resubscribe", "subscription", newTopicPreferences={"unsubscribeAll": False}),
    brevo("request", "email_sent", {"tags": ["spring"]}),
    brevo("delivered", "email_delivered", reason="sent"),
    brevo("deferred", "email_deferred", {"reason": "busy"}, reason="busy"),
    brevo("hard_bounce", "email_bounce", HARD | {"reason": "550"}, reason="550"),
    brevo("soft_bounce", "email_bounce", SOFT),
    brevo("blocked", "email_rejected"),
    brevo("invalid_email", "email_rejected"),
    brevo("opened", "email_open", {"proxy": False, "machine": False}),
    brevo("unique_opened", "email_open", {"proxy": False, "machine": False}),
    brevo("proxy_open", "email_open", UNSEEN, key=":machine"),
    brevo("unique_proxy_open", "email_open", UNSEEN, key=":machine"),
    brevo("click", "email_click", CLICKED, link=LINK, key=DIGEST),
    brevo("complaint", "email_complaint"),
    brevo("unsubscribed", "email_unsubscribe"),
    mandrill("send", "email_sent", {"subject": "Spring offer", "tags": ["spring"]}),
    mandrill("delivered", "email_delivered"),
    mandrill("deferral", "email_deferred"),
    mandrill("hard_bounce", "email_bounce", HARD | {"reason": "smtp; 550"}),
    mandrill("soft_bounce", "email_bounce", SOFT),
    mandrill("reject", "email_rejected"),
    mandrill("open", "email_open", SEEN, user_agent=SAFARI),
    mandrill("click", "email_click", CLICKED, url=LINK, user_agent=SAFARI, key=DIGEST),
    mandrill("spam", "email_complaint"),
    mandrill("unsub", "email_unsubscribe"),
    mailjet("sent", "email_delivered", {"message_id": "104427216766056451", "tags": ["spring"]}),
    mailjet("bounce", "email_bounce", HARD | {"reason": "550 unknown"}, hard_bounce=True, comment="550 unknown"),
    mailjet("bounce", "email_bounce", SOFT, hard_bounce=False, error="quota"),
    mailjet("blocked", "email_rejected", {"reason": "preblocked"}, error="preblocked"),
    mailjet("open", "email_open", BY_PROXY, agent=GMAIL),
    mailjet("click", "email_click", CLICKED, url=LINK, agent=SAFARI, key=DIGEST),
    mailjet("spam", "email_complaint", {"reason": "JMRPP"}, source="JMRPP"),
    mailjet("unsub", "email_unsubscribe", {"mailing_list": "4"}, mj_list_id=4),
    mailersend("sent", "email_sent", "a-sent", {"message_id": "m1", "tags": ["spring"]}),
    mailersend("delivered", "email_delivered", "a-delivered"),
    mailersend("deferred", "email_deferred", "a-deferred"),
    mailersend("hard_bounced", "email_bounce", "a-hard_bounced", HARD | {"reason": "no host"}, {"reason": "no host"}),
    mailersend("soft_bounced", "email_bounce", "a-soft_bounced", SOFT),
    mailersend("opened", "email_open", "o1", {"machine": False}, {"object": "open", "id": "o1"}),
    mailersend("opened_unique", "email_open", "o1", {"machine": False}, {"object": "open", "id": "o1"}),
    mailersend("clicked", "email_click", "c1", CLICKED, {"object": "click", "id": "c1", "url": LINK}),
    mailersend("clicked_unique", "email_click", "c1", CLICKED, {"object": "click", "id": "c1", "url": LINK}),
    mailersend("spam_complaint", "email_complaint", "a-spam_complaint"),
    mailersend("unsubscribed", "email_unsubscribe", "a-unsubscribed", {"reason": "Too much"}, {"readable_reason": "Too much"}),
    mailtrap("delivery", "email_delivered", {"tags": ["spring"]}),
    mailtrap("bounce", "email_bounce", HARD | {"reason": "555"}, response="555"),
    mailtrap("soft bounce", "email_bounce", SOFT, response="451"),
    mailtrap("reject", "email_rejected", {"reason": "suppressed"}, reason="suppressed"),
    mailtrap("suspension", "email_rejected"),
    mailtrap("open", "email_open", SEEN, user_agent=SAFARI),
    mailtrap("click", "email_click", CLICKED, url=LINK, user_agent=SAFARI),
    mailtrap("spam", "email_complaint"),
    mailtrap("unsubscribe", "email_unsubscribe"),
    resend("sent", "email_sent", {"message_id": "m1"}),
    resend("delivered", "email_delivered"),
    resend("delivery_delayed", "email_deferred"),
    resend("bounced", "email_bounce", HARD | {"reason": "gone"}, bounce={"type": "Permanent", "message": "gone"}),
    resend("bounced", "email_bounce", SOFT, bounce={"type": "Transient"}),
    resend("failed", "email_rejected", {"reason": "quota"}, failed={"reason": "quota"}),
    resend("opened", "email_open", {"machine": False}),
    resend("clicked", "email_click", CLICKED, click={"link": LINK, "timestamp": MOMENT, "userAgent": SAFARI}, key=DIGEST),
    resend("complained", "email_complaint"),
    sweego("email_sent", "email_sent"),
    sweego("delivered", "email_delivered"),
    sweego("hard_bounce", "email_bounce", HARD),
    sweego("soft-bounce", "email_bounce", SOFT),
    sweego("email_opened", "email_open", {"machine": False}),
    sweego("email_clicked", "email_click", {"machine": False}),
    sweego("complaint", "email_complaint"),
    sweego("list_unsub", "email_unsubscribe"),
    mailomat("accepted", "email_sent"),
    mailomat("not_accepted", "email_rejected", {"reason": "limit"}, reason="limit"),
    mailomat("delivered", "email_delivered"),
    mailomat("failure_tmp", "email_deferred"),
    mailomat("failure_perm", "email_bounce", HARD),
    mailomat("opened", "email_open", SEEN, client={"user-agent": SAFARI}),
    mailomat("clicked", "email_click", CLICKED, url=LINK, client={"user-agent": SAFARI}),
    mailomat("complained", "email_complaint"),
    mailomat("unsubscribed", "email_unsubscribe"),
]


def item_of(case: Case) -> dict[str, Any]:
    """A copy of the one item of a payload."""
    payload = deepcopy(case.payload)
    if isinstance(payload, list):
        return dict(payload[0])
    for name in ("mandrill_events", "events"):
        if name in payload:
            return dict(payload[name][0])
    return dict(payload)


def segment_call() -> dict[str, Any]:
    """A call of Segment's libraries."""
    return {"type": "track", "event": "Product Viewed", "messageId": "s1", "userId": "U-1", "timestamp": MOMENT}
