"""The quick way from lines to events gives what the careful one gives, and shares divide it without a rest."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsdsl.engine.event import Event
from lsdsl.model.declarations import Event as Declared
from lsdsl.model.declarations import Model
from lsdsl.model.types import BOOLEAN, DATE, DATETIME, LIST, NUMBER, TEXT
from lsdsl.records.inputs import Records, open_records
from lsdsl.records.moments import MomentTexts, moment_from_text, moment_text
from lsdsl.records.quick import decode
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.reading import EventReader
from lsdsl.records.schema import Schema
from lsdsl.records.shares import Share
from tests.unit.records.test_schema import CHOICE, HERE, field, fields, model

TYPES = (TEXT, NUMBER, BOOLEAN, DATE, DATETIME, LIST, CHOICE)
NAMES = [f"of {number}" for number in range(len(TYPES))]
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        ["", " ", "yes", "no", "2026-01-31", "2026-01-31T09:00Z", "a;b", "1,5", None, True, 2**63, -(2**70), 1e300, -0.0]
    ),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=3),
    st.lists(st.text(max_size=2), max_size=2),
)
TIMES = st.sampled_from(
    [
        "2026-01-31T09:00:00Z",
        "2026-01-31T09:00:00.123456789Z",
        "2026-01-31",
        "2026-02-30T00:00:00Z",
        "20260131T090000Z",
        "",
        3,
        None,
    ]
) | st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["e1", "", " ", 7, None]) | st.text(max_size=3),
        "type": st.sampled_from(["all", "all", "login", "odd", "page_visit", "tag.added", "vist"]),
        "profile": st.sampled_from(["p", "", " ", 7, None]) | st.text(max_size=3),
        "time": TIMES,
        "data": st.dictionaries(st.sampled_from([*NAMES, "path", "seconds", "tag", "unknown"]), VALUES) | VALUES,
        "subject": st.just("s"),
    },
)
WHOLE = st.fixed_dictionaries(
    {
        "id": st.just("e1"),
        "type": st.just("all"),
        "profile": st.text(min_size=1, max_size=3),
        "time": TIMES,
        "data": st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES)),
    }
)
BROKEN = [b"", b" ", b"[1]", b"{", b'{"id": "\xff"}'] + [
    b'{"id": "e", "type": "all", "profile": "%b", "time": "2026-01-31T09:00:00Z", "data": %b}' % (profile, data)
    for profile in (b"p1", b"p2", b"p3", b"p4")
    for data in (b'{"of 0": "\xff"}', b'{"of 0": "\\ud800"}', b'{"of 1": 1e999}', b"[]", b"{", b'{"of 1": %b}' % (b"9" * 400))
]
LINES = st.lists(
    (EVENTS | WHOLE).map(lambda one: json.dumps(one).encode()) | st.sampled_from(BROKEN),
    max_size=8,
)


def ruleset() -> Model:
    """A ruleset with an event that has an attribute of each type."""
    found = model()
    all_ = fields(*(field(name, type_) for name, type_ in zip(NAMES, TYPES, strict=True)))
    found.events["all"] = Declared("all", all_, "declared", "", HERE)  # type: ignore[index]
    return found


MODEL = ruleset()


def read(path: Path, *, quick: bool, share: Share | None = None) -> tuple[list[tuple[Event | Reject, object]], list[str]]:
    """What is read of a file, with the record of each reject, and the names that were ignored."""
    schema = Schema(MODEL)
    with open_records(str(path)) as records:
        given = records if quick else Records(records.source, records.records, None)
        reader = EventReader(schema, given, share)
        found: list[tuple[Event | Reject, object]] = [
            (one, reader.record() if isinstance(one, Reject) else None) for one in reader
        ]
    return found, list(schema.ignored.unknown)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_the_quick_way_gives_what_the_careful_one_gives(tmp_path: Path, lines: list[bytes]) -> None:
    """Events with values of the same types, rejects with the same words, and the same names that nobody knows."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"\n".join(lines))
    quick, careful = read(path, quick=True), read(path, quick=False)
    assert quick == careful
    assert kinds(quick[0]) == kinds(careful[0])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.integers(1, 4))
def test_shares_divide_the_events(tmp_path: Path, lines: list[bytes], count: int) -> None:
    """Each event and each reject is in exactly one share, whichever way it is read, and all of a profile are in the same."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"\n".join(lines))
    everything = sorted(repr(sorted_data(one)) for one, _ in read(path, quick=False)[0])
    for quick in (True, False):
        shares = [read(path, quick=quick, share=Share(number, count))[0] for number in range(count)]
        assert sorted(repr(sorted_data(one)) for share in shares for one, _ in share) == everything
        owners = [(one.profile, number) for number, share in enumerate(shares) for one, _ in share if isinstance(one, Event)]
        assert len(dict(owners)) == len(set(owners))


def kinds(found: list[tuple[Event | Reject, object]]) -> list[list[tuple[str, str]]]:
    """The types of the values of events by name: 1 and True are equal, and 1.0 is too."""
    return [
        sorted((name, type(value).__name__) for name, value in one.data.items()) for one, _ in found if isinstance(one, Event)
    ]


def sorted_data(one: Event | Reject) -> Event | Reject:
    """An event with its data in order of names."""
    return one if isinstance(one, Reject) else Event(one.id, one.type, one.profile, one.time, dict(sorted(one.data.items())))


def test_most_events_come_the_quick_way() -> None:
    """A line with all as it should be gives an event without a closer look; one with a word for a number does not."""
    quick = Schema(MODEL).quick
    line = b'{"id": "e", "type": "page_visit", "profile": "p", "time": "2026-01-31", "data": {"path": "/", "seconds": 2.0}}'
    event = quick.event(decode(line), decode(line).data)
    assert event == Event("e", "page_visit", "p", moment_from_text("2026-01-31"), {"path": "/", "seconds": 2})
    assert event is not None
    assert type(event.data["seconds"]) is int
    other = decode(line.replace(b"2.0", b'"2"'))
    assert quick.event(other, other.data) is None


@given(
    st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999) | st.integers(0, 10**9).map(lambda second: second * 1_000_000)
)
def test_texts_of_moments(moment: int) -> None:
    """The quick texts of moments are the usual ones, and are read back as they were."""
    text = MomentTexts().quoted(moment).decode()
    assert text == f'"{moment_text(moment)}"'
    assert moment_from_text(text.strip('"')) == moment


def test_the_record_of_a_reject_is_at_hand(tmp_path: Path) -> None:
    """Whoever refuses an event later has its source, line and text."""
    path = tmp_path / "events.jsonl"
    line = '{"id": "e", "type": "login", "profile": "p", "time": "2026-01-31T09:00:00Z"}'
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with open_records(str(path)) as records:
        reader = EventReader(Schema(MODEL), records)
        assert [one.id for one in reader if isinstance(one, Event)] == ["e"]
        assert reader.record() == RawRecord(str(path), 2, json.loads(line), f"{line}\n".encode())
