"""The declarations that rule authors print, and the events that have to fit them."""

from pathlib import Path

import lsdsl
from lsdsl.ingest import PROVIDERS, declarations, events_of
from lsdsl.ingest.vocabulary import MAIL, TRACKING
from tests.unit.cli.program import run
from tests.unit.ingest.payloads import CASES

DECLARED = {one.name: {name for name, _ in one.attributes} for one in (*MAIL, *TRACKING)}


def test_declarations_have_no_findings(tmp_path: Path) -> None:
    """The text is a sound part of a ruleset, also where the rules need few of the events."""
    (tmp_path / "mail.lsdsl").write_text(declarations(), encoding="utf-8")
    (tmp_path / "rules.lsdsl").write_text("score engagement:\n    +10  on each email_click\n", encoding="utf-8")
    report = lsdsl.check(tmp_path)
    assert report.ruleset is not None
    assert report.diagnostics == ()


def test_declarations_are_in_the_layout(tmp_path: Path) -> None:
    """``lsdsl fmt`` changes nothing."""
    file = tmp_path / "mail.lsdsl"
    file.write_text(declarations(), encoding="utf-8")
    assert run("fmt", "--check", str(file)).exit_code == 0


def test_all_attributes_are_declared() -> None:
    """Each attribute of each event stands in its declaration."""
    for case in CASES:
        for event in events_of(case.provider, case.payload).events:
            assert set(event["data"]) <= DECLARED[event["type"]], case


def test_all_declared_attributes_and_events_occur() -> None:
    """Nothing is declared that no provider ever gives."""
    seen: dict[str, set[str]] = {}
    for case in CASES:
        for event in events_of(case.provider, case.payload).events:
            seen.setdefault(event["type"], set()).update(event["data"])
    assert {one.name for one in MAIL} == set(seen)
    own = {"kind", "url", "proxy", "machine", "user_agent", "mailing_list"}
    assert {name: DECLARED[name] & own for name in seen} == {name: seen[name] & own for name in seen}


def test_engine_takes_all_events(tmp_path: Path) -> None:
    """The events of all providers run under the declarations, and what comes again counts once."""
    file = tmp_path / "mail.lsdsl"
    rules = (
        'score engagement:\n    +10  on each email_click where not machine\n    -50  on each email_bounce where kind is "hard"\n'
    )
    file.write_text(declarations("sendgrid") + "\n" + rules, encoding="utf-8")
    engine = lsdsl.Engine(lsdsl.load(file))
    events = [event for case in CASES for event in events_of(case.provider, case.payload).events]
    points = sum(entry.points for event in events for entry in engine.process(event).entries)
    again = sum(entry.points for event in events for entry in engine.process(event).entries)
    keys = {event["id"]: event for event in reversed(events)}.values()
    clicks = sum(10 for event in keys if event["type"] == "email_click" and not event["data"]["machine"])
    bounces = sum(50 for event in keys if event["data"].get("kind") == "hard")
    assert clicks
    assert bounces
    assert (points, again) == (clicks - bounces, 0)


def test_declarations_of_one_provider() -> None:
    """A provider of mail needs the events of mail only, and tracking those of tracking."""
    assert "event email_open:" in declarations("mailgun")
    assert "page_visit" not in declarations("mailgun")
    assert "email" not in declarations("segment")
    assert all(f"event {name}" in declarations() for name in DECLARED)
    assert {one.mail for one in PROVIDERS.values()} == {True, False}
