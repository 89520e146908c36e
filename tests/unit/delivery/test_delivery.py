"""Routes, rejects, limits and the journal."""

import sqlite3
from pathlib import Path

import pytest

from lsdsl.delivery.delivery import Options
from lsdsl.delivery.journal import State, open_journal
from lsdsl.delivery.problems import DeliveryError
from tests.unit.delivery.samples import Place, TestClock, action, identity, lines_of
from tests.unit.delivery.servers import Answer, HttpServer

CONFIG = """
[routes]
start_workflow = "out"
[sinks.out]
type = "file"
path = "out.jsonl"
"""
WEB = """
[default]
sink = "web"
[sinks.web]
type = "webhook"
allow = ["ORIGIN"]
url = "ORIGIN/"
attempts = 2
"""


def test_an_action_without_a_route(place: Place) -> None:
    """It is told and not noted, so that it goes out when the route is there."""
    place.write(CONFIG)
    report = place.deliver(action(1), action(2, "notify", message="x"))
    assert (report.delivered, report.unrouted) == (1, 1)
    assert report.troubles[0].reason == "no route: add notify to [routes], or a [default]"
    place.write(CONFIG + '[default]\nsink = "out"\n')
    assert place.deliver(action(2, "notify", message="x")).delivered == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "LS801"),
        ("[1]", "LS802"),
        ("{}", "object missing required field id"),
        ({**action(), "id": 5}, "expected str, got int - at id"),
        ({**action(), "id": "a b"}, "its id is not 1 to 200 characters"),
        ({**action(), "id": "a\r\nX: y"}, "its id is not 1 to 200 characters"),
        ({**action(), "id": ""}, "its id is not 1 to 200 characters"),
        ({**action(), "action": ""}, "the name of its action is empty"),
        ({**action(), "args": []}, "expected object, got array - at args"),
    ],
)
def test_bad_lines(place: Place, line: object, reason: str) -> None:
    """A line that is no action is a reject with its number, and the others go on."""
    place.write(CONFIG)
    report = place.deliver(action(1), line, action(2))
    assert (report.delivered, report.rejects) == (2, 1)
    assert report.troubles[0].what == f"{place.folder / 'actions.jsonl'}:2"
    assert reason in report.troubles[0].reason


def test_limit(place: Place) -> None:
    """--limit counts what is tried, so a second run goes on behind it."""
    place.write(CONFIG)
    actions = [action(number) for number in range(5)]
    assert [place.deliver(*actions, options=Options(limit=2)).delivered for _ in range(4)] == [2, 2, 1, 0]
    assert lines_of(place.folder / "out.jsonl") == actions


def test_retry_failed(place: Place, web: HttpServer) -> None:
    """What failed for good is tried again only when that is asked for."""
    place.write(WEB.replace("ORIGIN", web.origin))
    web.script = [Answer(404)]
    assert place.deliver(action(1)).failed == 1
    assert place.deliver(action(1)).failed_before == 1
    assert place.deliver(action(1), options=Options(retry_failed=True)).delivered == 1
    assert place.deliver(action(1)).already == 1


def test_what_the_journal_holds(place: Place, web: HttpServer) -> None:
    """The journal has the state, the reason and the sum of all attempts of each action."""
    place.write(WEB.replace("ORIGIN", web.origin))
    web.script = [Answer(), Answer(404), Answer(500), Answer(500)]
    place.deliver(action(1), action(2), action(3))
    web.script = [Answer(500), Answer(200)]
    place.deliver(action(3))
    with sqlite3.connect(place.folder / "delivery.sqlite") as connection:
        rows = set(connection.execute("select id, state, sink, attempts, reason from actions"))
    connection.close()
    assert rows == {
        (identity(1), "done", "web", 1, ""),
        (identity(2), "failed", "web", 1, "the server answered 404"),
        (identity(3), "done", "web", 4, ""),
    }


def test_a_wish_to_stop(place: Place, web: HttpServer) -> None:
    """The current action ends, the rest is left, and the next run goes on."""
    place.write(WEB.replace("ORIGIN", web.origin))
    actions = [action(number) for number in range(4)]
    report = place.deliver(*actions, options=Options(stopping=lambda: len(web.requests) >= 2))
    assert (report.delivered, report.interrupted) == (2, True)
    assert place.deliver(*actions).delivered == 2
    assert len(web.requests) == 4


def test_one_process_at_a_time(tmp_path: Path) -> None:
    """The second process is told who uses the journal, and gets it when the first one is through."""
    path = tmp_path / "journal.sqlite"
    first = open_journal(path, TestClock())
    with pytest.raises(DeliveryError, match=r"journal\.sqlite is in use by process \d+ on .+ since 2026-01-01T09:00:00\+00:00"):
        open_journal(path, TestClock())
    first.close()
    open_journal(path, TestClock()).close()


def test_files_that_are_no_journal(tmp_path: Path) -> None:
    """A file of another kind, or of another program, is left alone."""
    path = tmp_path / "x.sqlite"
    path.write_bytes(b"something else\n" * 100)
    with pytest.raises(DeliveryError, match="this is no journal"):
        open_journal(path, TestClock())
    assert path.read_bytes() == b"something else\n" * 100
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("create table people (name text)")
    connection.close()
    with pytest.raises(DeliveryError, match="a database of another program"):
        open_journal(path, TestClock())


def test_safety_of_the_journal(tmp_path: Path) -> None:
    """The journal is written ahead and fully synchronised."""
    journal = open_journal(tmp_path / "x.sqlite", TestClock())
    settings = [journal._connection.execute(f"pragma {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    journal.close()
    assert settings == ["wal", 2]


def test_a_journal_that_cannot_be_written(tmp_path: Path) -> None:
    """When the journal is full, delivery ends with the reason and without a half transaction."""
    journal = open_journal(tmp_path / "x.sqlite", TestClock())
    pages = journal._connection.execute("pragma page_count").fetchone()[0]
    journal._connection.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(DeliveryError, match="the journal cannot be written: database or disk is full"):
        journal.record("a", State.DONE, "s", 1, "x" * 100_000)
    assert journal.known("a") is None
    journal.close()
