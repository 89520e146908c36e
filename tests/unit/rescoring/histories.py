"""A history and rules for it, in a folder, and the program that replays it."""

import json
import sys
from pathlib import Path
from typing import Final

from lsdsl.runner.batch import RunOptions

RULES: Final = """\
profile:
    country  text
    stage    choice("lead", "client") = "lead"

event visit:
    path  text

score heat:
    range cold
    range warm  from 12  orange
    +{}  on each visit, at most 3 times per 7 days, expires after 30 days
    +5  while country is "NL"

followup mark:
    when heat is at least warm
    limit once
    set stage to "client"
    do notify "welcome", to: "sales@example.org"
"""
COMMAND: Final = [sys.executable, "-c", "from lsdsl.cli import main; main()", "rescore", "rules.lsdsl"]
DATA: Final = ("--profiles", "leads.csv", "--events", "events.jsonl", "--out", "out")


def write_rules(points: int = 4) -> None:
    """The rules, in the current folder."""
    Path("rules.lsdsl").write_text(RULES.format(points), encoding="utf-8")


def write_history(profiles: int = 60, events: int = 600) -> RunOptions:
    """Profiles and events in the current folder: with duplicates, late ones, and lines that are refused."""
    rows = "".join(f"P{number},{'NL' if number % 3 else 'DE'},red\n" for number in range(profiles))
    Path("leads.csv").write_text(f"id,country,colour\n{rows},NL,red\n", encoding="utf-8")
    with Path("events.jsonl").open("w", encoding="utf-8") as file:
        for number in range(events):
            day = 1 + number * 28 // events - (2 if number % 50 == 49 else 0)
            event = {
                "id": f"e{number - (number % 40 == 39)}",
                "type": "visit",
                "profile": f"P{(number - (number % 40 == 39)) * 7 % (profiles + 5)}",
                "time": f"2026-01-{max(1, day):02}T00:00:00Z",
                "data": {"path": "/"},
            }
            file.write(json.dumps(event) + "\n")
            if number % 200 == 100:
                file.write("no event\n")
    return RunOptions(profiles=("leads.csv",), events=("events.jsonl",))


def output(folder: str = "out") -> dict[str, bytes]:
    """The files of an output folder."""
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
