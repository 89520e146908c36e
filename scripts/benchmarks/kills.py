"""Kills `lsdsl run --state` at random moments, and compares what comes out with a run that nobody disturbed."""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

RULES: Final = """\
event visit:
    path  text

score heat:
    range cold
    range warm  from 12
    +4  on each visit, at most 3 times per 7 days, expires after 30 days

followup later:
    on visit
    wait 3 days
    do notify "again", to: "sales@example.org"
"""
PROGRAM: Final = [sys.executable, "-c", "from lsdsl.cli import main; main()", "run", "rules.lsdsl", "--events", "events.jsonl"]
FILES: Final = ("profiles.jsonl", "ledger.jsonl", "actions.jsonl", "failures.jsonl", "rejects.jsonl")


def write_history(folder: Path, events: int) -> None:
    """Rules and events, some of them twice, some late, some broken."""
    (folder / "rules.lsdsl").write_text(RULES, encoding="utf-8")
    with (folder / "events.jsonl").open("w", encoding="utf-8") as file:
        for number in range(events):
            own = number - (number % 40 == 39)
            day = max(1, 1 + number * 28 // events - 2 * (number % 50 == 49))
            moment = f"2026-01-{day:02}T00:00:00Z"
            event = {"id": f"e{own}", "type": "visit", "profile": f"P{own * 7 % 501}", "time": moment, "data": {"path": "/"}}
            file.write(json.dumps(event) + "\n")
            if number % 1_000 == 500:
                file.write("no event\n")


def run(folder: Path, *options: str) -> None:
    """Run to the end; stop the benchmark when it cannot run."""
    done = subprocess.run([*PROGRAM, *options], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - the program
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr)


def killed_runs(folder: Path, kills: int, seed: int) -> tuple[int, int]:
    """Start and kill until so many kills have hit a run that was at work; gives the kills, and how many states were begun."""
    chance, done, states = random.Random(seed), 0, 1
    began = time.monotonic()
    run(folder, "--out", "whole")
    longest = time.monotonic() - began
    while done < kills:
        with subprocess.Popen(  # noqa: S603 - the program itself
            [*PROGRAM, "--state", "leads.db"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                process.wait(chance.uniform(0.1, longest + 0.3))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                done += process.wait() == -signal.SIGKILL and (folder / "leads.db").exists()
                continue
        compare(folder)
        for file in folder.glob("leads.db*"):
            os.unlink(file)  # noqa: PTH108 - says what it does
        states += 1
    return done, states


def compare(folder: Path) -> None:
    """Finish what is there, and stop the benchmark when anything is not as it would be without kills."""
    run(folder, "--state", "leads.db", "--out", "out")
    for name in FILES:
        if (folder / "out" / name).read_bytes() != (folder / "whole" / name).read_bytes():
            raise SystemExit(f"{name} is not what a run that nobody disturbed gives")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_history(folder, given.events)
        kills, states = killed_runs(folder, given.kills, given.seed)
        compare(folder)
    print(f"{kills} kills, {states} states: every one ended as if nothing had happened")


if __name__ == "__main__":
    main()
