"""A history that is read in pieces, with kills in between, gives what one run over all of it gives."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from lsdsl.records.moments import moment_from_text
from lsdsl.runner.folder import run_to_folder
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import Ruleset, load
from lsdsl.store import StoreError, copy, export, open_state, run_stateful
from tests.unit.rescoring.histories import RULES, write_history

FOLLOWUPS = """
followup later:
    on visit
    wait 3 days
    do notify "again", to: "sales@example.org"

followup quiet:
    when heat gains fewer than 2 points within 5 days
    do notify "quiet", to: "sales@example.org"
"""
FILES = ("profiles.jsonl", "ledger.jsonl", "actions.jsonl", "failures.jsonl", "rejects.jsonl")


@pytest.fixture
def ruleset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ruleset:
    """Each test stands in a folder with rules and a history: with duplicates, late events and lines that are refused."""
    monkeypatch.chdir(tmp_path)
    Path("rules.lsdsl").write_text(RULES.format(4) + FOLLOWUPS, encoding="utf-8")
    write_history()
    return load("rules.lsdsl")


def files(folder: str) -> dict[str, bytes]:
    """The files of an output folder that do not hold how long it took."""
    return {name: (Path(folder) / name).read_bytes() for name in FILES}


def expected(ruleset: Ruleset, **options: int) -> dict[str, bytes]:
    """What a run without a state over the whole history gives."""
    run_to_folder(ruleset, RunOptions(profiles=("leads.csv",), events=("events.jsonl",), **options), "whole")  # type: ignore[arg-type]
    return files("whole")


def test_growing_file_read_in_pieces(ruleset: Ruleset, state: str) -> None:
    """A file that grows between runs is gone on with; all profiles, entries and actions are those of one run."""
    whole = expected(ruleset)
    lines = Path("events.jsonl").read_bytes().splitlines(keepends=True)
    told: list[str] = []
    for end in (0, 1, 77, 300, 301, len(lines)):
        Path("events.jsonl").write_bytes(b"".join(lines[:end]))
        with open_state(state) as store:
            options = RunOptions(profiles=("leads.csv",), events=("events.jsonl",))
            run_stateful(ruleset, options, store, tell=told.append, batch=50, cached=3)
            export(ruleset, store, "out")
    assert files("out") == whole
    assert whole["actions.jsonl"]
    assert "going on in events.jsonl after 77 records" in told


def test_passing_time_at_the_end(ruleset: Ruleset, state: str) -> None:
    """With a moment that is later than all events the results are those of a run up to it, and a second pass changes nothing."""
    moment = moment_from_text("2026-03-01")
    whole = expected(ruleset, as_of=moment)
    options = RunOptions(profiles=("leads.csv",), events=("events.jsonl",), as_of=moment)
    for _ in range(2):
        with open_state(state) as store:
            run_stateful(ruleset, options, store, batch=7)
            export(ruleset, store, "out")
        assert files("out") == whole


def test_event_after_the_moment_stays_for_the_next_run(ruleset: Ruleset, state: str) -> None:
    """What is later than the moment of a run stays in its file: night after night the results are those up to that night."""
    lines = [line for line in Path("events.jsonl").read_text(encoding="utf-8").splitlines() if "time" in line]
    lines.sort(key=lambda line: str(json.loads(line)["time"]))
    Path("sorted.jsonl").write_text("\n".join(lines), encoding="utf-8")
    told: list[str] = []
    options = RunOptions(events=("sorted.jsonl",))
    for day in (2, 10, 11, 28, 29):
        options = replace(options, as_of=moment_from_text(f"2026-01-{day:02}"))
        with open_state(state) as store:
            run_stateful(ruleset, options, store, tell=told.append, batch=7)
            export(ruleset, store, "out")
    run_to_folder(ruleset, options, "whole")
    assert files("out") == files("whole")
    assert "from sorted.jsonl:45 on events are later than --as-of; they are left for the next run" in told


def test_killed_processes_lose_and_double_nothing(ruleset: Ruleset, state: str) -> None:
    """A process that is killed at random moments and started again ends with what a run without a state gives."""
    whole = expected(ruleset)
    program = (
        "from lsdsl.runner.options import RunOptions\nfrom lsdsl.runner.ruleset import load\n"
        "from lsdsl.store import open_state, run_stateful\nimport sys\nrules = load('rules.lsdsl')\n"
        "options = RunOptions(profiles=('leads.csv',), events=('events.jsonl',))\nprint('ready', flush=True)\n"
        "with open_state(sys.argv[1]) as store:\n    run_stateful(rules, options, store, batch=5)\n"
    )
    chance, killed = random.Random(7), 0  # noqa: S311 - any moment will do
    for _ in range(8):
        with subprocess.Popen([sys.executable, "-c", program, state], stdout=subprocess.PIPE, env=dict(os.environ)) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.12) if killed else 0)  # the first one is killed on the quickest machine, too
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
    assert killed
    with open_state(state) as store:
        run_stateful(ruleset, RunOptions(profiles=("leads.csv",), events=("events.jsonl",)), store)
        export(ruleset, store, "out")
    assert files("out") == whole


def test_changed_file_is_refused(ruleset: Ruleset, state: str) -> None:
    """A file of a known name whose beginning is another one is an error that says what to do."""
    options = RunOptions(events=("events.jsonl",))
    with open_state(state) as store:
        run_stateful(ruleset, options, store)
        Path("events.jsonl").write_bytes(b'{"id": "new"}\n')
        with pytest.raises(StoreError, match="a file name of their own"):
            run_stateful(ruleset, options, store)


@pytest.mark.usefixtures("ruleset")
def test_second_writer_is_told_who_holds_it(state: str) -> None:
    """One program at a time writes a state; the second is told the process, and readers are let in."""
    with (
        open_state(state),
        pytest.raises(StoreError, match=f"in use by process {os.getpid()}"),
    ):
        open_state(state)
    open_state(state, write=False).close()


def test_other_rules_are_refused(ruleset: Ruleset, state: str) -> None:
    """A state that other rules have written is not touched, and it is said what to do."""
    with open_state(state) as store:
        run_stateful(ruleset, RunOptions(), store)
        Path("rules.lsdsl").write_text(RULES.format(5), encoding="utf-8")
        with pytest.raises(StoreError, match="--accept-rules"):
            run_stateful(load("rules.lsdsl"), RunOptions(), store)


def test_copy_goes_on_like_the_original(ruleset: Ruleset, state: str) -> None:
    """A copy of a state has the same results."""
    with open_state(state) as store:
        run_stateful(ruleset, RunOptions(profiles=("leads.csv",), events=("events.jsonl",)), store)
    with open_state(state, write=False) as store, open_state("copy.db") as target:
        copy(store, target)
    with open_state("copy.db", write=False) as store:
        export(ruleset, store, "out")
    assert files("out") == expected(ruleset)
