"""Raw records become profiles and events of the ruleset, or rejects that say what to do."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lsdsl.engine.event import Event as EngineEvent
from lsdsl.model.declarations import Collection, Event, Field, Model, Score
from lsdsl.model.expressions import Constant
from lsdsl.model.types import BOOLEAN, DATE, LIST, NUMBER, TEXT, Kind, Type, Value
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.schema import ProfileRecord, Schema
from lsdsl.source import Span

HERE = Span("x.lsdsl", 0, 0)
CHOICE = Type(Kind.TEXT, ("no", "yes"))
NINE = 1_767_258_000_000_000


def field(name: str, type_: Type, source: str | None = None, owner: str | None = None) -> Field:
    """A declared field."""
    return Field(name, type_, None, source, "", HERE, owner)


def fields(*all_: Field) -> dict[str, Field]:
    """Fields by name."""
    return {one.name: one for one in all_}


def score(name: str, *, enabled: bool = True, computed: bool = False) -> Score:
    """A score without rules."""
    expression = Constant(1, NUMBER, HERE) if computed else None
    return Score(name, name, "", 0, None, None, None, None, enabled, (), (), (), expression, HERE)


def model() -> Model:
    """A ruleset with a bit of everything."""
    profile = fields(
        field("email", TEXT),
        field("source", TEXT, "Lead Source"),
        field("age", NUMBER, "Age"),
        field("city", TEXT, "address.city"),
        field("contacted", CHOICE),
        field("born", DATE),
        field("langs", LIST),
        field("total", NUMBER, None, "engagement"),
    )
    row = fields(field("amount", NUMBER), field("paid", BOOLEAN))
    events = [
        Event("page_visit", fields(field("path", TEXT), field("seconds", NUMBER)), "declared", "", HERE),
        Event("login", {}, "declared", "", HERE),
        Event("odd", fields(field("type", TEXT), field("id", TEXT)), "declared", "", HERE),
        *(Event(f"profile.{what}", profile, "profile", "", HERE) for what in ("created", "modified", "removed")),
        *(Event(f"orders.{what}", row, "collection", "", HERE, "orders") for what in ("created", "modified", "removed")),
        *(Event(f"tag.{what}", fields(field("tag", TEXT)), "tag", "", HERE) for what in ("added", "removed")),
        Event("points.adjusted", {}, "points", "", HERE),
    ]
    scores = {one.name: one for one in (score("engagement"), score("off", enabled=False), score("total", computed=True))}
    empty: dict[str, object] = {}
    rest = dict.fromkeys(("actions", "lists", "lets", "grades", "selections", "followups", "tests"), empty)
    orders = {"orders": Collection("orders", row, "", HERE)}
    return Model(
        sources={}, digest="", id_source="id", fields=profile, collections=orders,
        events={one.name: one for one in events}, scores=scores, order=(), **rest,  # type: ignore[arg-type]
    )  # fmt: skip


def raw(data: Mapping[str, object], *, table: bool = False) -> RawRecord:
    """A record on line 7."""
    return RawRecord("in.jsonl", 7, dict(data), b'{"raw": 1}\n', table)


def event(type_: str, data: object = None, **more: object) -> RawRecord:
    """An event of p1 at nine."""
    envelope = {"id": "e1", "type": type_, "profile": "p1", "time": "2026-01-01T09:00:00Z"}
    return raw({**envelope, **({} if data is None else {"data": data}), **more})


def profile_of(data: Mapping[str, object], schema: Schema | None = None) -> ProfileRecord:
    """The profile that a record gives."""
    found = (schema or Schema(model())).profile_record(raw(data))
    assert isinstance(found, ProfileRecord), found
    return found


def data_of(record: RawRecord, schema: Schema | None = None) -> dict[str, Value]:
    """The data of the event that a record gives."""
    found = (schema or Schema(model())).event_record(record)
    assert isinstance(found, EngineEvent), found
    return dict(found.data)


def reject_of(record: RawRecord) -> Reject:
    """The reject that a record gives."""
    found = Schema(model()).event_record(record)
    assert isinstance(found, Reject), found
    return found


def test_a_flat_profile() -> None:
    """Fields come by name or by their key in the data, a dotted key from a nested object or a column of that name."""
    found = profile_of({"id": "p1", "Lead Source": "Google", "age": " 41 ", "address": {"city": "Gent"}, "langs": "nl; fr"})
    assert found == ProfileRecord("p1", {"source": "Google", "age": 41, "city": "Gent", "langs": ("nl", "fr")}, None, None)
    assert profile_of({"id": "p1", "address.city": "Gent", "Age": None}).fields == {"city": "Gent", "age": None}
    assert profile_of({"id": 76340251, "created": "2026-01-01T09:00Z", "tags": ["a"]}) == ProfileRecord(
        "76340251", {}, ("a",), NINE
    )
    assert profile_of({"id": "001", "tags": None}).tags == ()


def test_a_profile_with_fields_inside() -> None:
    """What ``lsdsl run`` writes is read back, also when the id has a column of its own elsewhere."""
    schema = Schema(replace(model(), id_source="Prospect ID"))
    data = {"id": "p1", "fields": {"source": "Google", "total": 5}, "tags": ["a"], "scores": {}, "grades": {}}
    assert profile_of(data, schema) == ProfileRecord("p1", {"source": "Google"}, ("a",), None)
    assert profile_of({"Prospect ID": "p2", "id": "7", "age": "5"}, schema).id == "p2"
    assert not schema.ignored.unknown
    assert list(schema.ignored.owned) == ["total"]
    assert isinstance(schema.profile_record(raw({"id": "7"})), Reject)


def test_a_key_that_two_fields_claim_belongs_to_one() -> None:
    """In flat data a column belongs to the field that names it with ``from``; in lsdsl's own form to the field of that name."""
    swapped = fields(field("a", TEXT, "b"), field("b", TEXT, "a"))
    schema = Schema(replace(model(), fields=swapped))
    assert profile_of({"id": "1", "a": "A", "b": "B"}, schema).fields == {"a": "B", "b": "A"}
    assert profile_of({"id": "1", "fields": {"a": "A", "b": "B"}}, schema).fields == {"a": "A", "b": "B"}


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ({"age": "5"}, "LS830", 'the profile has no id: "id" is missing or empty'),
        ({"id": " "}, "LS830", "missing or empty"),
        ({"id": True}, "LS826", "id: true is not a text"),
        ({"id": "1", "age": "error"}, "LS820", 'field "age": "error" is not a number'),
        ({"id": "1", "Lead Source": {}}, "LS826", 'field "source": {} is not a text'),
        ({"id": "1", "contacted": "Yes"}, "LS825", 'did you mean "yes"?'),
        ({"id": "1", "born": "2026-01-31 10:00"}, "LS828", "declare it as datetime"),
        ({"id": "1", "created": "soon"}, "LS824", 'field "created": "soon" is not a moment'),
        ({"id": "1", "fields": {"age": "x"}}, "LS820", 'field "age"'),
    ],
)
def test_profiles_that_are_refused(data: dict[str, object], code: str, words: str) -> None:
    """A reject names the field, what was found and what to do, with source, line and text."""
    found = Schema(model()).profile_record(raw(data))
    assert isinstance(found, Reject)
    assert (found.code, found.source, found.line, found.raw) == (code, "in.jsonl", 7, '{"raw": 1}')
    assert words in found.message


def test_an_event() -> None:
    """Declared attributes are converted, missing ones left out, unknown ones listed once."""
    schema = Schema(model())
    record = event("page_visit", {"path": "/", "seconds": "2.0", "utm": "x"}, extra=1)
    assert schema.event_record(record) == EngineEvent("e1", "page_visit", "p1", NINE, {"path": "/", "seconds": 2})
    assert data_of(event("page_visit", {"path": None, "seconds": " "}), schema) == {}
    assert data_of(event("login"), schema) == {}
    assert list(schema.ignored.unknown) == ["page_visit.utm", "extra"]


def test_a_cloud_event() -> None:
    """In a CloudEvent the subject is the profile, and its other context attributes are no surprise."""
    schema = Schema(model())
    record = {
        "specversion": "1.0",
        "id": "e1",
        "source": "/shop",
        "type": "page_visit",
        "subject": "p1",
        "time": "2026-01-01T09:00:00Z",
    }
    assert schema.event_record(raw({**record, "data": {"path": "/"}})) == EngineEvent(
        "e1", "page_visit", "p1", NINE, {"path": "/"}
    )
    assert schema.event_record(raw(record)) == EngineEvent("e1", "page_visit", "p1", NINE, {})
    assert not schema.ignored.unknown
    assert reject_of(raw({**record, "subject": ""})).message.startswith('the event names no profile: "subject" is missing')


def test_an_event_in_a_table() -> None:
    """In CSV every attribute has a column; one whose name the envelope uses stands under ``data.NAME``."""
    schema = Schema(model())
    envelope = {"id": "001", "profile": "p1", "time": "2019-10-01 00:00:00 UTC"}
    found = schema.event_record(raw({**envelope, "type": "page_visit", "path": "/", "amount": "5", "colour": "red"}, table=True))
    assert found == EngineEvent("001", "page_visit", "p1", 1_569_888_000_000_000, {"path": "/"})
    assert list(schema.ignored.unknown) == ["colour"]
    assert data_of(raw({**envelope, "type": "odd", "data.type": "x"}, table=True)) == {"type": "x"}
    row = raw({**envelope, "type": "orders.created", "data.id": "o1", "paid": "yes"}, table=True)
    assert data_of(row) == {"id": "o1", "paid": True}
    change = raw({**envelope, "type": "profile.modified", "age": "5", "tags": "a;b", "Lead Source": "x"}, table=True)
    assert data_of(change) == {"age": 5, "tags": ("a", "b"), "source": "x"}


def test_events_that_change_the_profile() -> None:
    """Null clears, what is absent stays, fields of a score are never written."""
    schema = Schema(model())
    data = {"age": None, "source": "x", "tags": ["a", "a"], "total": 9, "address": {"city": None}}
    assert data_of(event("profile.modified", data), schema) == {"age": None, "source": "x", "tags": ("a",), "city": None}
    assert data_of(event("profile.created", {"email": "", "age": ""}), schema) == {"email": ""}
    assert data_of(event("profile.removed"), schema) == {}
    assert list(schema.ignored.owned) == ["total"]
    assert not schema.ignored.unknown


def test_events_of_rows_tags_and_points() -> None:
    """A row carries its id, a tag its name, an adjustment its score and points."""
    assert data_of(event("orders.modified", {"id": 5, "amount": None})) == {"id": "5", "amount": None}
    assert data_of(event("orders.removed", {"id": "o1", "amount": 5})) == {"id": "o1"}
    assert data_of(event("tag.added", {"tag": "vip"})) == {"tag": "vip"}
    assert data_of(event("points.adjusted", {"score": "engagement", "points": "-5"})) == {"score": "engagement", "points": -5}


@pytest.mark.parametrize(
    ("record", "code", "words"),
    [
        (event("login", id=None), "LS810", '"id" is missing'),
        (event("login", id=" "), "LS810", '"id" is missing'),
        (event("login", type=None), "LS811", "no type"),
        (event("login", type=["x"]), "LS826", "type"),
        (event("login", profile=""), "LS812", "names no profile"),
        (event("login", time=""), "LS813", "no time"),
        (event("login", time=1767225600), "LS824", "time: 1767225600 is not a moment"),
        (event("login", time="yesterday"), "LS824", 'time: "yesterday" is not a moment'),
        (event("page_visits"), "LS814", 'there is no event "page_visits"; did you mean "page_visit"?'),
        (event("zzz"), "LS814", "declare it: event zzz:"),
        (event("login", [1]), "LS815", "the data of the event has to be a JSON object"),
        (
            event("page_visit", {"seconds": "1,5"}),
            "LS820",
            'attribute "seconds" of page_visit: "1,5" is not a number; write it as 1.5',
        ),
        (event("profile.modified", {"age": True}), "LS820", 'field "age" of profile.modified: true'),
        (event("orders.created", {"amount": 5}), "LS816", 'attribute "id" is missing; an event orders.created'),
        (event("tag.added", {"tag": " "}), "LS816", 'attribute "tag"'),
        (event("points.adjusted", {"score": "engagement"}), "LS816", 'attribute "points"'),
        (event("points.adjusted", {"score": "engagment", "points": 1}), "LS817", 'did you mean "engagement"?'),
        (event("points.adjusted", {"score": "total", "points": 1}), "LS818", "computed"),
        (event("points.adjusted", {"score": "off", "points": 1}), "LS819", "not enabled"),
    ],
)
def test_events_that_are_refused(record: RawRecord, code: str, words: str) -> None:
    """Every reject has a code and says what was found and what to do."""
    found = reject_of(record)
    assert found.code == code
    assert words in found.message


def test_unknown_names_are_listed_up_to_a_limit() -> None:
    """The list of unknown names does not grow with the data."""
    schema = Schema(model())
    for number in range(300):
        profile_of({"id": "1", f"x{number}": 1, f"y{number}": 1}, schema)
    assert len(schema.ignored.unknown) == 100
