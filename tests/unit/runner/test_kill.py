"""A run that is ended from outside leaves the old output files or the new ones, never a mixture."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [
    sys.executable,
    "-c",
    "from lsdsl.cli import main; main()",
    "run",
    "rules.lsdsl",
    "--events",
    "events.jsonl",
    "--out",
    "out",
]
PROFILES = 200
KILLS = 10

RULES = """\
event visit:
    run  number

score latest:
    +(run)  on latest visit
score visits:
    +1  on each visit
"""


def write_events(run: int, count: int = 4_000) -> None:
    """Events that carry the number of the run, so that each profile and each entry of the ledger tells which run wrote it."""
    with Path("events.jsonl").open("w", encoding="utf-8") as file:
        for number in range(count):
            event = {
                "id": f"run{run}-{number}",
                "type": "visit",
                "profile": f"P{number % PROFILES}",
                "time": "2026-01-01T00:00:00Z",
            }
            file.write(json.dumps(event | {"data": {"run": run}}) + "\n")
        file.write(f"bad line of run {run}\n")


def run_of_the_files() -> int:
    """The run that wrote the output; every file has to be whole and to belong to it."""
    summary = json.loads(Path("out/summary.json").read_text(encoding="utf-8"))
    profiles = [json.loads(line) for line in Path("out/profiles.jsonl").read_text(encoding="utf-8").splitlines()]
    ledger = [json.loads(line) for line in Path("out/ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    (reject,) = [json.loads(line) for line in Path("out/rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    runs = {profile["scores"]["latest"]["value"] for profile in profiles}
    runs |= {int(entry["event"].removeprefix("run").partition("-")[0]) for entry in ledger}
    runs.add(int(reject["raw"].rpartition(" ")[2]))
    assert (len(profiles), len(ledger)) == (PROFILES, summary["ledger"])
    assert len(runs) == 1
    return int(runs.pop())


@pytest.fixture(autouse=True)
def _after_a_first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with the output of run 1."""
    monkeypatch.chdir(tmp_path)
    Path("rules.lsdsl").write_text(RULES, encoding="utf-8")
    write_events(1)
    assert subprocess.run(COMMAND, check=False, stderr=subprocess.DEVNULL).returncode == 1
    assert run_of_the_files() == 1


def test_killed_at_any_moment() -> None:
    """``kill -9`` leaves all files of one run, and the next run clears up what the killed ones left behind."""
    chance, begin = random.Random(0), time.monotonic()  # noqa: S311 - no secret
    subprocess.run(COMMAND, check=False, stderr=subprocess.DEVNULL)
    usual, present = time.monotonic() - begin, 1
    for number in range(2, KILLS + 2):
        write_events(number)
        process = subprocess.Popen(COMMAND, stderr=subprocess.DEVNULL)
        # Most kills fall into the last third, where the files are written and put in place.
        time.sleep(usual * (chance.uniform(0.6, 1.05) if number % 3 else chance.random()))
        process.kill()
        process.wait()
        found = run_of_the_files()
        assert found in (present, number)
        present = found
    assert subprocess.run(COMMAND, check=False, stderr=subprocess.DEVNULL).returncode == 1
    assert run_of_the_files() == KILLS + 1
    assert [path.name for path in Path().iterdir() if path.name.startswith(".out")] == []


def test_interrupted() -> None:
    """Ctrl-C ends with 130 and one line, without a traceback; the old files are as they were."""
    write_events(2, count=200_000)
    process = subprocess.Popen(COMMAND, stderr=subprocess.PIPE, text=True)
    while not list(Path().glob(".out.lsdsl-*")):
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said == "interrupted; out is as it was\n"
    assert run_of_the_files() == 1
    assert [path.name for path in Path().iterdir() if path.name.startswith(".out")] == []
