"""What the payloads of each provider become."""

from collections.abc import Mapping
from typing import Any

import pytest

from lsdsl.ingest import PROVIDERS, events_of
from tests.unit.ingest.payloads import CASES, LINK, MOMENT, SECONDS, WHO, Case, brevo, mailersend, mandrill, resend, sendgrid, ses

NAMES = [f"{case.provider}-{place}-{case.type}" for place, case in enumerate(CASES)]
CARRIES_VALUES = ("mailgun", "postmark", "amazon-ses", "brevo", "mandrill", "mailjet", "mailersend", "mailtrap", "resend")


def only_event(provider: str, payload: Any, **options: Any) -> dict[str, Any]:
    """The one event of a payload, of which nothing is refused."""
    found = events_of(provider, payload, **options)
    assert found.rejects == ()
    (event,) = found.events
    return dict(event)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_each_event_of_each_provider(case: Case) -> None:
    """Type, duplicate key, profile and attributes come from where the provider keeps them."""
    event = only_event(case.provider, case.payload)
    assert (event["type"], event["id"], event["profile"]) == (case.type, case.key, WHO)
    assert event["data"]["provider"] == case.provider
    assert {name: event["data"].get(name) for name in case.data} == case.data


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_times_are_utc(case: Case) -> None:
    """Seconds, fractions of seconds and offsets all become the one moment in UTC."""
    expected = MOMENT.replace("Z", ".250000Z") if case.provider == "mailgun" else MOMENT
    assert only_event(case.provider, case.payload)["time"] == expected


def test_every_provider_of_mail_has_payloads_here() -> None:
    """No provider is without a test."""
    assert {case.provider for case in CASES} == {name for name, one in PROVIDERS.items() if one.mail}


@pytest.mark.parametrize("provider", CARRIES_VALUES)
def test_profile_key(provider: str) -> None:
    """The profile can be a value that the sender attached to the mail, wherever the provider carries it."""
    case = next(case for case in CASES if case.provider == provider)
    assert only_event(provider, case.payload, profile_key="crm_id")["profile"] == "C-17"


def test_profile_key_of_sendgrid() -> None:
    """SendGrid mixes values of the sender's own with its own."""
    assert only_event("sendgrid", sendgrid("open", "email_open", crm_id=17).payload, profile_key="crm_id")["profile"] == "17"


def test_address_is_lower_case() -> None:
    """One person is one profile, however the address is written."""
    case = sendgrid("open", "email_open", email=f"Helga Vos <{WHO.upper()}>")
    assert only_event("sendgrid", case.payload)["profile"] == WHO


def test_several_recipients_are_several_events() -> None:
    """A bounce of Amazon SES that is about two people gives an event for each, with keys of their own."""
    people = [{"emailAddress": WHO}, {"emailAddress": "b@example.com"}, {"emailAddress": WHO.upper()}]
    found = events_of("ses", ses("Bounce", "", "bounce", bounceType="Permanent", bouncedRecipients=people).payload)
    assert [event["profile"] for event in found.events] == [WHO, "b@example.com"]
    assert len({event["id"] for event in found.events}) == 2


@pytest.mark.parametrize(
    "wrap",
    [
        lambda bare: {"Type": "Notification", "MessageId": "n", "Message": __import__("json").dumps(bare)},
        lambda bare: {"Type": "Notification", "MessageId": "n", "Message": bare},
        lambda bare: {"source": "aws.ses", "detail-type": "Email Opened", "detail": bare},
        lambda bare: {"notificationType": bare["eventType"], **{name: bare[name] for name in bare if name != "eventType"}},
    ],
    ids=["sns", "sns-decoded", "eventbridge", "feedback"],
)
def test_envelopes_of_amazon(wrap: Any) -> None:
    """The same notification gives the same event, bare and in each of Amazon's envelopes."""
    bare = ses("Open", "email_open", "open").payload
    assert only_event("amazon-ses", wrap(bare)) == only_event("amazon-ses", bare)


def test_form_of_mandrill() -> None:
    """Mandrill sends a form whose one field is JSON; it gives what the JSON gives."""
    from json import dumps
    from urllib.parse import urlencode

    payload = mandrill("open", "email_open").payload
    form = urlencode({"mandrill_events": dumps(payload["mandrill_events"])})
    expected = only_event("mandrill", payload)
    assert only_event("mandrill", form) == expected
    assert only_event("mandrill", form.encode()) == expected
    assert only_event("mandrill", {"mandrill_events": dumps(payload["mandrill_events"])}) == expected


def test_first_opening_counts_once() -> None:
    """Brevo and MailerSend report the first opening twice; both reports have one key."""
    for provider, first, again in (
        ("brevo", brevo("unique_opened", ""), brevo("opened", "", ts_epoch=1)),
        (
            "mailersend",
            mailersend("opened_unique", "", "", morph={"id": "o1"}),
            mailersend("opened", "", "", morph={"id": "o1"}),
        ),
    ):
        assert only_event(provider, first.payload)["id"] == only_event(provider, again.payload)["id"]


def test_two_links_in_one_second_are_two_clicks() -> None:
    """Where the provider has no key of its own, the link is a part of the key."""
    keys = {
        only_event("mandrill", mandrill("click", "", url=url).payload)["id"] for url in (LINK, LINK + "?page=2", LINK + "?page=3")
    }
    assert len(keys) == 3


def test_header_of_resend() -> None:
    """The key of Resend stands in a header; with it the key is that, without it is made of what tells events apart."""
    payload = resend("delivered", "").payload
    assert only_event("resend", payload, headers={"Svix-Id": "msg_1"})["id"] == f"msg_1:{WHO}"
    assert only_event("resend", payload)["id"] == f"m1:email_delivered:{MOMENT}:{WHO}"


def test_batches_and_collections() -> None:
    """Payloads in an array, batches, and batches in an array give all of their items."""
    one = sendgrid("open", "").payload
    assert len(events_of("sendgrid", one[0]).events) == 1
    assert len(events_of("sendgrid", one * 3).events) == 3
    assert len(events_of("sendgrid", [one, one]).events) == 2
    batch = mandrill("open", "").payload["mandrill_events"]
    assert len(events_of("mandrill", [{"mandrill_events": batch * 2}, {"mandrill_events": batch}]).events) == 3
    assert (
        len(events_of("mailgun", {"items": [{"event": "opened", "timestamp": SECONDS, "recipient": WHO}], "paging": {}}).events)
        == 1
    )


def test_same_payload_twice_gives_the_same_keys() -> None:
    """What a provider sends again is recognised by its key."""
    for case in CASES:
        assert events_of(case.provider, case.payload) == events_of(case.provider, case.payload)


@pytest.mark.parametrize(
    ("given", "name"), [("SendGrid", "sendgrid"), ("ses", "amazon-ses"), ("Mailchimp", "mandrill"), ("amazon_ses", "amazon-ses")]
)
def test_other_names(given: str, name: str) -> None:
    """Providers are found under other spellings and names that are in use."""
    case = next(case for case in CASES if case.provider == name)
    assert only_event(given, case.payload)["type"] == case.type


def test_unknown_provider() -> None:
    """A provider that is not known is a mistake of the caller; the message says which is meant."""
    with pytest.raises(ValueError, match="there is no provider 'sengrid'; did you mean 'sendgrid'"):
        events_of("sengrid", [])


def test_key_of_the_provider_is_not_needed() -> None:
    """An item without the provider's key gets one that is the same each time."""
    item: Mapping[str, Any] = {"email": WHO, "timestamp": SECONDS, "event": "open", "sg_message_id": "m1"}
    assert only_event("sendgrid", item)["id"] == f"m1:email_open:{MOMENT}:{WHO}"
