"""Laws that hold for every payload: nothing raises, and each item gives its events or one refusal."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lsdsl.diagnostics import CATALOGUE
from lsdsl.ingest import PROVIDERS, Ingested, declarations, events_of
from lsdsl.ingest.vocabulary import MAIL
from lsdsl.records.moments import moment_from_text
from lsdsl.records.outputs import encode
from tests.unit.ingest.payloads import CASES, item_of

DECLARED = {one.name: {name for name, _ in one.attributes} for one in MAIL}

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
NAMES_IN_PAYLOADS = (
    *(
        "event",
        "type",
        "eventType",
        "mandrill_events",
        "events",
        "batch",
        "items",
        "event-data",
        "data",
        "mail",
        "msg",
        "Message",
    ),
    *("Type", "RecordType", "email", "timestamp", "ts", "recipient", "to", "traits", "properties", "context", "headers"),
)
KEYS = st.text(max_size=6) | st.sampled_from(NAMES_IN_PAYLOADS)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=15)
NAMES = st.sampled_from(sorted(PROVIDERS))
OPTIONS = st.sampled_from([None, "crm_id", "event", ""])


def hold(found: Ingested) -> None:
    """What holds for all that comes out."""
    for event in found.events:
        assert event["id"]
        assert event["profile"]
        assert "2000" <= event["time"] < "2400"
        assert moment_from_text(event["time"])
        if event["data"].get("provider") in PROVIDERS and event["type"] in DECLARED:
            assert set(event["data"]) <= DECLARED[event["type"]]
    for refused in found.rejects:
        assert refused.code in CATALOGUE
        assert refused.message


@given(NAMES, JSON, OPTIONS)
def test_any_json_is_taken(provider: str, payload: Any, profile_key: str | None) -> None:
    """Whatever JSON comes, it gives events and refusals and never raises."""
    hold(events_of(provider, payload, profile_key=profile_key))


@given(NAMES, st.binary(max_size=60) | st.text(max_size=60))
def test_any_body_is_taken(provider: str, body: bytes | str) -> None:
    """Whatever bytes come, they give events and refusals and never raise."""
    hold(events_of(provider, body))


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """An item of a provider in which a value somewhere was taken away or is another one."""
    case = draw(st.sampled_from(CASES))
    item: dict[str, Any] = item_of(case)
    place = item
    while True:
        name = draw(st.sampled_from(sorted(place)))
        inner = place[name]
        if not isinstance(inner, dict) or not inner or draw(st.booleans()):
            break
        place[name] = dict(inner)
        place = place[name]
    if draw(st.booleans()):
        del place[name]
    else:
        place[name] = draw(JSON)
    return case.provider, item


@given(mutated())
def test_spoilt_items_give_events_or_one_refusal(case: tuple[str, dict[str, Any]]) -> None:
    """An item in which anything was changed gives its events or exactly one refusal, never both and never nothing."""
    provider, item = case
    found = events_of(provider, [item])
    hold(found)
    if not any(isinstance(item.get(name), list) for name in ("mandrill_events", "events", "batch", "items")):
        assert bool(found.events) != bool(found.rejects)
        assert len(found.rejects) <= 1


@given(st.lists(mutated().map(lambda case: case[1]), max_size=4), st.integers(0, 4))
def test_neighbours_do_not_matter(others: list[dict[str, Any]], place: int) -> None:
    """A good item in a batch gives the same event whatever stands around it."""
    good = item_of(CASES[0]) | {"sg_event_id": "the good one"}
    batch = [*others[:place], good, *others[place:]]
    found = events_of("sendgrid", batch)
    assert [event for event in found.events if event["id"] == "the good one"] == list(events_of("sendgrid", [good]).events)
    assert len(found.events) + len(found.rejects) == len(batch)


def test_events_are_json() -> None:
    """All that comes out can be written as JSON."""
    for case in CASES:
        assert encode(events_of(case.provider, case.payload).events)
    assert declarations().isascii()
