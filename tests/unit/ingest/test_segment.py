"""Calls of Segment's libraries."""

from typing import Any

import pytest

from lsdsl.ingest import events_of

CALL = {"messageId": "s1", "userId": "U-1", "anonymousId": "a-1", "timestamp": "2026-01-01T09:00:00.000Z"}


def event_of(**call: Any) -> dict[str, Any]:
    """The one event of a call."""
    found = events_of("segment", CALL | call)
    assert found.rejects == ()
    (event,) = found.events
    return dict(event)


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Product Viewed", "product_viewed"),
        ("productViewed", "product_viewed"),
        ("HTMLPage viewed", "html_page_viewed"),
        ("Order #1: paid!", "order_1_paid"),
        ("profile.modified", "profile_modified"),
        ("Café geöffnet", "café_geöffnet"),
    ],
)
def test_names_of_tracked_events(name: str, type_: str) -> None:
    """The name of a tracked event is written as events are named in rules; it is never a built-in event."""
    event = event_of(type="track", event=name, properties={"sku": "A-1", "price": 9.5})
    assert event == {
        "id": "s1",
        "type": type_,
        "profile": "U-1",
        "time": "2026-01-01T09:00:00Z",
        "data": {"sku": "A-1", "price": 9.5},
    }


def test_page_has_the_page_of_its_context() -> None:
    """A page that says little of itself is described by the context; what the call says counts more."""
    context = {"page": {"path": "/pricing", "url": "https://shop.example/pricing", "title": "Shop"}}
    event = event_of(type="page", name="Pricing", properties={"title": "Prices"}, context=context)
    assert event["type"] == "page_visit"
    assert event["data"] == {
        "path": "/pricing",
        "url": "https://shop.example/pricing",
        "title": "Prices",
        "name": "Pricing",
    }


def test_screen() -> None:
    """A screen of an app is an event of its own."""
    event = event_of(type="screen", name="Cart", properties={"variation": "blue"})
    assert (event["type"], event["data"]) == ("screen_visit", {"name": "Cart", "variation": "blue"})


def test_identify_changes_the_profile() -> None:
    """The traits of a person are fields of the profile."""
    event = event_of(type="identify", traits={"email": "h.vos@vosdaalder.example", "plan": None})
    assert (event["type"], event["data"]) == ("profile.modified", {"email": "h.vos@vosdaalder.example", "plan": None})


def test_group_does_not_overwrite_the_person() -> None:
    """The traits of a company stand below ``group``, beside the person's own."""
    event = event_of(type="group", groupId="G-1", traits={"name": "Vos & Daalder"})
    assert (event["type"], event["data"]) == ("profile.modified", {"group_id": "G-1", "group": {"name": "Vos & Daalder"}})


def test_visitor_who_is_not_known() -> None:
    """Without a user the visitor is the profile."""
    assert event_of(type="track", event="Seen", userId=None)["profile"] == "a-1"


def test_profile_key_is_a_trait() -> None:
    """The profile can be a trait, wherever the call carries it."""
    call = CALL | {"type": "track", "event": "Seen", "context": {"traits": {"crm_id": "C-17"}}}
    (event,) = events_of("segment", call, profile_key="crm_id").events
    assert event["profile"] == "C-17"


def test_corrected_time_is_taken() -> None:
    """Segment's own timestamp is corrected already, whatever the other clocks say."""
    clocks = {"originalTimestamp": "2031-01-01T00:00:00Z", "sentAt": "2031-01-01T00:00:10Z", "receivedAt": "2026-01-01T09:00:10Z"}
    assert event_of(type="track", event="Seen", **clocks)["time"] == "2026-01-01T09:00:00Z"


def test_time_is_corrected_where_segment_did_not() -> None:
    """A device whose clock is five years ahead: what counts is how long the call waited before it was sent."""
    clocks = {"originalTimestamp": "2031-01-01T00:00:00Z", "sentAt": "2031-01-01T00:00:10Z", "receivedAt": "2026-01-01T09:00:10Z"}
    assert event_of(type="track", event="Seen", timestamp=None, **clocks)["time"] == "2026-01-01T09:00:00Z"


@pytest.mark.parametrize("clock", ["originalTimestamp", "receivedAt", "sentAt"])
def test_single_clock_is_taken(clock: str) -> None:
    """Where there is only one time, it is that."""
    event = event_of(type="track", event="Seen", timestamp=None, **{clock: "2026-01-01T10:00:00+01:00"})
    assert event["time"] == "2026-01-01T09:00:00Z"


def test_batch_shares_its_times_and_context() -> None:
    """The calls of a batch have what the batch says for all of them, and a bad one is refused alone."""
    calls = [{"type": "track", "event": "Seen", "userId": "U-1", "messageId": "s1"}, {"type": "track", "userId": "U-1"}]
    found = events_of("segment", {"batch": calls, "receivedAt": "2026-01-01T09:00:00Z"})
    assert [event["time"] for event in found.events] == ["2026-01-01T09:00:00Z"]
    assert [refused.code for refused in found.rejects] == ["LS871"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ({"type": "alias", "previousId": "U-0"}, "LS878"),
        ({"type": "dance"}, "LS870"),
        ({"type": "track", "event": "!?"}, "LS870"),
        ({"type": "track", "event": "Seen", "userId": None, "anonymousId": ""}, "LS874"),
        ({"type": "page", "timestamp": "yesterday"}, "LS873"),
        ({"type": "page", "timestamp": None}, "LS872"),
    ],
)
def test_calls_that_are_no_events(call: dict[str, Any], code: str) -> None:
    """A call that cannot become an event is refused with its reason."""
    found = events_of("segment", CALL | call)
    assert (found.events, [refused.code for refused in found.rejects]) == ((), [code])
