"""Items that give no event: each is refused alone, with a code and words that say what to do."""

from typing import Any

import pytest

from lsdsl.ingest import PROVIDERS, events_of
from tests.unit.ingest.payloads import CASES, WHO, item_of, postmark, sendgrid, ses

GOOD = sendgrid("open", "").payload[0]


def refusal(provider: str, payload: Any, **options: Any) -> tuple[str, str]:
    """The code and the words of the one refusal of a payload."""
    found = events_of(provider, payload, **options)
    assert found.events == ()
    (refused,) = found.rejects
    return refused.code, refused.message


def test_bad_item_leaves_its_neighbours_alone() -> None:
    """Of a batch with one bad item all others are events, in their order, and the item is kept as it was."""
    bad = GOOD | {"event": ""}
    found = events_of("sendgrid", [GOOD | {"sg_event_id": "1"}, bad, GOOD | {"sg_event_id": "2"}])
    assert [event["id"] for event in found.events] == ["1", "2"]
    assert [(refused.code, refused.item) for refused in found.rejects] == [("LS871", bad)]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"event": "moon landing"}, "LS870", 'SendGrid is not known to have an event "moon landing"'),
        ({"event": "opn"}, "LS870", 'did you mean "open"?'),
        ({"event": None}, "LS871", 'the item does not say what happened: "event" is missing or empty'),
        ({"timestamp": None}, "LS872", 'the item does not say when it happened: "timestamp" is missing or empty'),
        ({"timestamp": 17}, "LS873", '"timestamp": 17 is no moment'),
        ({"timestamp": True}, "LS873", '"timestamp": true is no moment'),
        ({"timestamp": "31.01.2026"}, "LS873", '"timestamp": "31.01.2026" is no moment'),
        ({"timestamp": 10**400}, "LS873", "is no moment"),
        ({"timestamp": float("nan")}, "LS873", "is no moment"),
        ({"timestamp": 10**5000}, "LS873", "a value of type int is no moment"),
        ({"email": ""}, "LS874", 'the item does not say whom it is about: "email" is missing or empty'),
        ({"email": "Helga Vos"}, "LS874", '"email": "Helga Vos" is no address'),
        ({"event": "account_status_change"}, "LS878", "becomes no event: it is about the account"),
    ],
)
def test_reasons(change: dict[str, Any], code: str, words: str) -> None:
    """Whatever is missing or wrong is named, by its place in the payload."""
    found = refusal("sendgrid", GOOD | change)
    assert found[0] == code
    assert words in found[1]


def test_value_that_was_not_attached() -> None:
    """With a profile key, a mail without that value has no profile: the address would be another one."""
    code, words = refusal("sendgrid", GOOD, profile_key="crm_id")
    assert code == "LS875"
    assert 'nothing called "crm_id" is attached to the mail' in words


@pytest.mark.parametrize("item", [None, 5, "text", True])
def test_items_that_are_no_objects(item: Any) -> None:
    """What is no object is no item, in each provider's payloads."""
    for provider in PROVIDERS:
        assert [refused.code for refused in events_of(provider, [item]).rejects] == ["LS876"]


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": NaN}', "not json", b"\xff\xfe", "[" * 100_000, "mandrill_events=%5B"])
def test_bodies_that_are_not_json(body: bytes | str) -> None:
    """A body that cannot be read is one refusal with its text."""
    for provider in PROVIDERS:
        (refused,) = events_of(provider, body).rejects
        assert refused.code == "LS801"
        assert isinstance(refused.item, str)


def test_time_without_a_timezone() -> None:
    """The date of Brevo is in a timezone that it does not name: no moment is better than a wrong one."""
    item = {"event": "opened", "email": WHO, "date": "2026-01-01 10:00:00", "message-id": "m1"}
    code, words = refusal("brevo", item)
    assert code == "LS872"
    assert '"ts_event" is missing' in words


def test_subscription_to_confirm() -> None:
    """Amazon asks once before it sends: the refusal says what to do."""
    code, words = refusal("ses", {"Type": "SubscriptionConfirmation", "SubscribeURL": "https://sns.example/confirm"})
    assert code == "LS877"
    assert "open the address that stands under SubscribeURL" in words


@pytest.mark.parametrize(
    ("provider", "payload"),
    [
        ("ses", {"Type": "Notification", "Message": "Successfully validated SNS topic"}),
        ("ses", {"notificationType": "Received", "mail": {}}),
        ("ses", ses("Complaint", "", "complaint", complaintFeedbackType="not-spam").payload),
        ("mailgun", {"event-data": {"event": "stored"}}),
        ("postmark", {"RecordType": "Inbound"}),
        ("brevo", {"event": "list_addition", "email": [WHO]}),
        ("mandrill", {"mandrill_events": [{"event": "inbound"}, {"type": "blacklist", "action": "add"}]}),
        ("mailersend", {"type": "sender_identity.verified"}),
        ("resend", {"type": "contact.created", "data": {}}),
    ],
)
def test_what_is_about_nobody(provider: str, payload: Any) -> None:
    """Some that providers send is about no mail to a person; that is said, and needs no attention."""
    found = events_of(provider, payload)
    assert found.events == ()
    assert {refused.code for refused in found.rejects} == {"LS878"}


@pytest.mark.parametrize("provider", sorted({case.provider for case in CASES}))
def test_empty_objects_are_refused(provider: str) -> None:
    """An empty object is an item that says nothing."""
    assert refusal(provider, {})[0] == "LS871"


def test_item_of_another_provider() -> None:
    """Payloads given under the wrong name are refused, and never taken for something else."""
    for case in CASES:
        for other in ("postmark", "mailersend"):
            if case.provider != other:
                assert refusal(other, item_of(case))[0] in {"LS870", "LS871", "LS878"}


def test_empty_array_is_nothing() -> None:
    """A batch of nothing gives nothing."""
    for provider in PROVIDERS:
        found = events_of(provider, [])
        assert (found.events, found.rejects) == ((), ())


def test_spelling_of_a_record_type() -> None:
    """A record type in other capitals is not known, and the right one is suggested."""
    code, words = refusal("postmark", postmark("open", "", "ReceivedAt").payload)
    assert code == "LS870"
    assert 'did you mean "Open"?' in words
