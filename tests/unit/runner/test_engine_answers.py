"""What ``Engine.process`` answers: quick for events in their simplest form, the same for all others."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import lsdsl

RULES = """
event visit:
    path   text
    n      number
    since  datetime
    day    date
score s:
    +2 on each visit where path starts with "/a"
    +1.5 on each visit where n > 2, expires after 7 days
score t:
    +4 on each visit where since < 2026-01-02T00:00Z and day is 2026-01-01
"""


def engine(folder: Path) -> lsdsl.Engine:
    """An engine with the rules above."""
    (folder / "rules.lsdsl").write_text(RULES, encoding="utf-8")
    return lsdsl.Engine(lsdsl.load(folder / "rules.lsdsl"))


def visit(identity: str, time: Any = "2026-01-01T00:00:00Z", **data: Any) -> dict[str, Any]:
    """An event in its simplest form."""
    return {"id": identity, "type": "visit", "profile": "p", "time": time, "data": data}


def test_any_form_of_an_event_has_the_same_answer(tmp_path: Path) -> None:
    """Texts or Python's own dates, numbers as texts, keys that nobody declared: the entries are the same."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    forms = [
        visit("1", path="/abc", n=3, since="2026-01-01T00:00:00Z", day="2026-01-01"),
        visit("1", moment, path="/abc", n="3", since=moment, day=date(2026, 1, 1)),
        {**visit("1", path="/abc", n=3.0, since="2026-01-01", day="2026-01-01", other=1), "more": 2},
    ]
    answers = [engine(tmp_path).process(form) for form in forms]
    assert [(one.score, one.points, one.expires is None) for one in answers[0].entries] == [
        ("s", 2, True),
        ("s", 1.5, False),
        ("t", 4, True),
    ]
    assert all(answer == answers[0] for answer in answers)
    assert len({hash(answer) for answer in answers}) == 1


def test_the_event_of_the_caller_stays_as_it_is(tmp_path: Path) -> None:
    """Values are converted for the engine, not in what was handed over."""
    event = visit("1", path="/abc", n=3.0, since="2026-01-01T00:00:00Z")
    kept = {**event, "data": dict(event["data"])}
    engine(tmp_path).process(event)
    assert event == kept
    assert isinstance(event["data"]["n"], float)


def test_entries_may_be_read_late_and_again(tmp_path: Path) -> None:
    """An answer says what its event did, whatever happened since, as often as it is asked."""
    service = engine(tmp_path)
    first = service.process(visit("1", path="/abc"))
    service.process(visit("2", path="/abc", n=3))
    assert [entry.event for entry in first.entries] == ["1"]
    assert first.entries is first.entries
    assert "entries=(LedgerEntry(profile='p', score='s'" in repr(first)


def test_repeats_and_rejects(tmp_path: Path) -> None:
    """A repeat is a duplicate without entries; an event of an unknown type is rejected; the two differ."""
    service = engine(tmp_path)
    service.process(visit("1", path="/abc"))
    again, unknown = service.process(visit("1", path="/abc")), service.process({**visit("2"), "type": "visits"})
    assert (again.status, again.entries, again.reject) == ("duplicate", (), None)
    assert unknown.status == "rejected"
    assert unknown.reject is not None
    assert unknown.reject.code == "LS814"
    assert again != unknown
