"""``lsdsl run --state``: inputs of all forms gone on with, profiles that are given again, time, the table, exit codes."""

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from lsdsl.records.moments import moment_from_text
from lsdsl.runner.folder import run_to_folder
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import Ruleset, load
from lsdsl.store import export, open_state, run_stateful
from lsdsl.store.work import Work
from tests.unit.cli.program import run
from tests.unit.rescoring.histories import RULES, write_history
from tests.unit.store.test_pieces import FOLLOWUPS, files

BOX = """
followup boxed:
    on visit
    script:
        award("heat", 1)
"""


@pytest.fixture
def ruleset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ruleset:
    """Each test stands in a folder with rules and a history."""
    monkeypatch.chdir(tmp_path)
    Path("rules.lsdsl").write_text(RULES.format(4) + FOLLOWUPS, encoding="utf-8")
    write_history()
    return load("rules.lsdsl")


def verb(*arguments: str) -> Result:
    """`lsdsl run` on a state."""
    return run("run", "rules.lsdsl", "--state", "leads.db", *arguments)


class EndedError(Exception):
    """The end of a process, in the middle of its work."""


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Callable[[type, str, int], None]:
    """Lets the process end where a method is called for the so manieth time."""

    def end(owner: type, method: str, calls: int) -> None:
        left, function = [calls], getattr(owner, method)

        def counted(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise EndedError
            return function(*given, **named)

        monkeypatch.setattr(owner, method, counted)

    return end


# --- inputs ---------------------------------------------------------------------------------------------------------------


def events() -> list[dict[str, Any]]:
    """The events of the history that are some."""
    lines = Path("events.jsonl").read_text(encoding="utf-8").splitlines()
    return [{**json.loads(line), "data": None, "path": "/"} for line in lines if line.startswith("{")]


def write(name: str) -> None:
    """The events in the form that the name says."""
    rows = [{key: value for key, value in event.items() if key != "data"} for event in events()]
    if name.endswith(".parquet"):
        pa = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(pa.Table.from_pylist(rows), name)
    elif name.endswith(".csv"):
        with Path(name).open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows([*rows[:70], {"id": "broken"}, *rows[70:]])
    else:
        Path(name).write_bytes(gzip.compress(Path("events.jsonl").read_bytes()))


@pytest.mark.parametrize("name", ["events.csv", "events.jsonl.gz", "events.parquet"])
def test_other_forms_are_gone_on_with(ruleset: Ruleset, ends: Callable[[type, str, int], None], name: str) -> None:
    """A run that ends in the middle of a file of any form goes on there, and gives what one run without a state gives."""
    write(name)
    options = RunOptions(profiles=("leads.csv",), events=(name,))
    run_to_folder(ruleset, options, "whole")
    ends(Work, "_commit", 8)
    for _ in range(2):
        with open_state("leads.db") as store:
            try:
                run_stateful(ruleset, options, store, batch=40)
            except EndedError:
                assert not store.positions()[0].complete
                continue
            export(ruleset, store, "out")
    assert files("out") == files("whole")


@pytest.mark.parametrize("calls", [1, 2])
def test_ended_while_time_passes(
    ruleset: Ruleset, ends: Callable[[type, str, int], None], monkeypatch: pytest.MonkeyPatch, state: str, calls: int
) -> None:
    """A pass of time that was interrupted is finished by the next run, before anything else."""
    options = RunOptions(profiles=("leads.csv",), events=("events.jsonl",), as_of=moment_from_text("2026-03-01"))
    run_to_folder(ruleset, options, "whole")
    with monkeypatch.context(), open_state(state) as store:
        run_stateful(ruleset, RunOptions(profiles=("leads.csv",), events=("events.jsonl",)), store)
    ends(Work, "_commit", calls)
    with open_state(state) as store, pytest.raises(EndedError):
        run_stateful(ruleset, options, store, batch=20)
    with open_state(state) as store:
        assert store.totals().passing == options.as_of
        run_stateful(ruleset, RunOptions(), store, batch=20)
        assert store.totals().passing is None
        export(ruleset, store, "out")
    assert files("out") == files("whole")


def test_boxes_in_a_process_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --isolate a state holds what it holds without."""
    monkeypatch.chdir(tmp_path)
    Path("rules.lsdsl").write_text(RULES.format(4) + BOX, encoding="utf-8")
    write_history(events=60)
    rules = load("rules.lsdsl")
    run_to_folder(rules, RunOptions(profiles=("leads.csv",), events=("events.jsonl",)), "whole")
    with open_state("leads.db") as store:
        run_stateful(rules, RunOptions(profiles=("leads.csv",), events=("events.jsonl",), isolate=True), store, batch=9)
        export(rules, store, "out")
    assert files("out") == files("whole")


def test_record_of_an_event_that_was_read_ahead(ruleset: Ruleset) -> None:
    """Events are decoded before they happen, and each refused one is still told with its own line."""
    late = {"id": "old", "type": "visit", "profile": "P7", "time": "2026-01-01T00:00:00Z", "data": {"path": "/"}}
    lines = Path("events.jsonl").read_text(encoding="utf-8").splitlines()
    Path("events.jsonl").write_text("\n".join([*lines[:350], json.dumps(late), *lines[350:]]), encoding="utf-8")
    options = RunOptions(events=("events.jsonl",), late="reject")
    run_to_folder(ruleset, options, "whole")
    with open_state("leads.db") as store:
        run_stateful(ruleset, options, store, batch=100)
        export(ruleset, store, "out")
    assert files("out")["rejects.jsonl"] == files("whole")["rejects.jsonl"]
    assert b'"line":351,"code":"LS833"' in files("out")["rejects.jsonl"]


# --- profiles that are given again ----------------------------------------------------------------------------------------


def test_full_export_every_night(ruleset: Ruleset) -> None:
    """What says nothing new is passed over, new profiles are taken in, and what has changed is a reject of its own."""
    assert ruleset.scores
    Path("leads.csv").write_text("id,country,tags\nP0,NL,a;b\nP1,NL,\n", encoding="utf-8")
    assert verb("-p", "leads.csv", "-e", "events.jsonl").exit_code == 1
    Path("leads.csv").write_text("id,country,tags\nP0,NL,b;a\nnew,BE,\n", encoding="utf-8")
    again = verb("-p", "leads.csv")
    assert (again.exit_code, "another file than the one of this name" in again.stderr) == (0, True)
    Path("leads.csv").write_text("id,country,tags\nP0,DE,b;a\nnew,DE,\n", encoding="utf-8")
    changed = verb("-p", "leads.csv", "--out", "out")
    assert changed.exit_code == 1
    assert "LS834 leads.csv:2: profile P0 exists already; change it with profile.modified" in changed.stderr
    profiles = {one["id"]: one["fields"].get("country") for one in map(json.loads, files("out")["profiles.jsonl"].splitlines())}
    assert (profiles["P0"], profiles["new"]) == ("NL", "DE")


# --- what is shown --------------------------------------------------------------------------------------------------------


def test_table_is_that_of_a_run_without_a_state(ruleset: Ruleset) -> None:
    """The table and the ranges are those of one run over all events, also when there is nothing new to read."""
    assert ruleset.scores
    plain = run("run", "rules.lsdsl", "-p", "leads.csv", "-e", "events.jsonl", "--top", "7")
    first = verb("-p", "leads.csv", "-e", "events.jsonl", "--top", "7")
    assert (first.stdout, first.exit_code) == (plain.stdout, 1)
    look = verb("--top", "7")
    assert (look.stdout, look.exit_code) == (plain.stdout, 0)
    assert look.stderr.splitlines()[1:2] == plain.stderr.splitlines()[1:2]
    with open_state("leads.db"):  # another program writes it
        assert verb("--top", "7").stdout == plain.stdout


def test_exit_codes(ruleset: Ruleset) -> None:
    """0 when all is well, 1 for rejects, 2 where a state or an option cannot be used, with what to do."""
    assert ruleset.scores
    assert verb().exit_code == 2
    assert not Path("leads.db").exists()
    assert verb("-p", "leads.csv", "-e", "events.jsonl", "--as-of", "2026-01-05").exit_code == 1
    night = verb("-e", "events.jsonl", "--as-of", "2026-01-05")
    assert (night.exit_code, "they are left for the next run" in night.stderr) == (0, True)
    assert verb("-e", "events.jsonl", "--out", "out").exit_code == 1
    assert "standard input does not let it" in verb("-e", "-").stderr
    assert run("run", "rules.lsdsl", "-e", "events.jsonl", "--accept-rules").exit_code == 2
    Path("rules.lsdsl").write_text(RULES.format(5), encoding="utf-8")
    refused = verb()
    assert (refused.exit_code, "--accept-rules" in refused.stderr) == (2, True)
    accepted = verb("--accept-rules")
    assert (accepted.exit_code, "65 profiles came under the new rules" in accepted.stderr) == (0, True)
