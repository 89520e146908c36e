#!/usr/bin/env python3
"""Measures `lsdsl run --out`: seconds, events a second and the most memory that it takes, for rising numbers of events.

    scripts/measure_memory.py                        50 rules, 10,000 profiles; 200,000, 1,000,000 and 2,000,000 events
    scripts/measure_memory.py --events 20000 60000   other numbers of events

The data is made up, the same in every run, and written to a temporary folder. The traffic is the same for every number of events
(each profile has an event every `--pause` days on average), so more events are a longer history. Memory may rise from the first
number to the second, until every profile has done all that its rules remember (`on first link_click per url` knows each url).
From then on it has to stay what it is: the last two numbers are compared.
Needs an environment with lsdsl installed, or PYTHONPATH=src.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
COUNTRIES = ("NL", "BE", "DE", "FR", "UK", "US", "PL", "SE")
TITLES = ("CEO", "CTO", "Head of Sales", "Marketing Manager", "Engineer", "Student")
FORMS = ("demo", "contact", "newsletter", "white paper")
BROWSING_RULES = 26
"""Added to the rules below: 50 in all."""

ALLOWED = 1.08
"""The last run may take so much more memory than the one before it; an interpreter's heap is never twice the same."""

DATA = """\
profile:
    email      text
    country    text
    job_title  text
    employees  number

event page_visit:
    path  text
event email_open:
    campaign  text
event link_click:
    url  text
event form_submit:
    form  text
event purchase:
    amount  number
event unsubscribe

score fit:
    range poor
    range good  from 20
    +20  while country in ("NL", "BE", "DE")
    +5   while country is "us" ignoring case
    +10  while job_title contains any ("CEO", "CTO", "Head")
    -10  while job_title is "Student"
    -15  while domain(email) in ("gmail.com", "hotmail.com")
    +3   while email ends with ".com"
    by employees:
        +5   from 10
        +10  from 50
        +25  from 500

score interest:
    range cold
    range warm  from 30
    range hot   from 70
    group mail maximum 30:
        +1  on each email_open, at most 1 time per 1 day, expires after 30 days
        +2  on first email_open per campaign
        +3  on each link_click where url contains "/offer", at most 5 times per 7 days, expires after 30 days
        +5  on first link_click per url
        +1  on latest link_click, expires after 14 days
    +20  on first form_submit where form is "demo", loses 25% every 30 days
    +8   on first form_submit per form where form is not "demo", expires after 60 days
    +3   on each form_submit, at most 2 times per 30 days, expires after 90 days
    +(amount / 10)  on each purchase where amount > 0, loses 25% every 30 days, expires after 180 days
    +5   on each purchase where amount >= 100, at most 3 times per 30 days, expires after 60 days
    +15  on first purchase
    +2   on latest purchase where amount < 20, expires after 30 days
    -20  on first unsubscribe
    +5   while count(page_visit within 7 days) >= 3
    +3   while seen(form_submit within 30 days)
    +4   while sum(amount of purchase within 90 days) > 200
    -2   for every 30 days without page_visit or email_open or link_click

score browsing:
    maximum 60
"""

TOTAL = """
score total = fit + interest + browsing:
    range low
    range high  from 100

grade priority:
    "A"  when fit is good and interest is hot
    "B"  when total is high
    "C"  otherwise
"""


def ruleset() -> str:
    """The text of a ruleset with 50 rules; those about browsing are all alike."""
    lines = []
    for number in range(BROWSING_RULES):
        match number % 3:
            case 0:
                lines.append(f'    +2  on each page_visit where path starts with "/section{number}", at most 3 times per 7 days')
            case 1:
                lines.append(f'    +1  on each page_visit where path contains "n{number}/page", expires after 30 days')
            case _:
                lines.append(f'    +3  on first page_visit where path is "/section{number}/page1"')
    return DATA + "\n".join(lines) + "\n" + TOTAL


def write_profiles(path: Path, count: int) -> None:
    """Made-up leads as CSV."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write("id,email,country,job_title,employees\n")
        for number in range(count):
            host = chance.choice(("gmail.com", "example.com", "example.org"))
            size = "" if chance.random() < 0.2 else chance.randrange(1, 900)
            file.write(f"P{number:06},p{number}@{host},{chance.choice(COUNTRIES)},{chance.choice(TITLES)},{size}\n")


def made_up_events(profiles: int, events: int, pause: float) -> Iterator[dict[str, object]]:
    """Events in order of time, spread evenly over the profiles."""
    chance = random.Random(2)
    step = timedelta(days=pause) / profiles
    for number in range(events):
        kind, data = _happening(chance)
        moment = (BEGIN + number * step).isoformat().replace("+00:00", "Z")
        yield {"id": f"e{number}", "type": kind, "profile": f"P{chance.randrange(profiles):06}", "time": moment, "data": data}


def _happening(chance: random.Random) -> tuple[str, dict[str, object]]:
    what = chance.random()
    if what < 0.6:
        return "page_visit", {"path": f"/section{chance.randrange(26)}/page{chance.randrange(5)}"}
    if what < 0.8:
        return "email_open", {"campaign": f"c{chance.randrange(4)}"}
    if what < 0.9:
        return "link_click", {"url": f"https://example.com/{chance.choice(('offer', 'blog'))}/{chance.randrange(2)}"}
    if what < 0.95:
        return "form_submit", {"form": chance.choice(FORMS)}
    if what < 0.995:
        return "purchase", {"amount": chance.randrange(1, 30_000) / 100}
    return "unsubscribe", {}


def measure(command: list[str]) -> tuple[float, int]:
    """Seconds and the most memory (in KiB) of a command; it has to succeed."""
    # A child of its own: getrusage knows only the largest of all children so far.
    script = "import json, resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
    script += "print(json.dumps(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))"
    begin = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script, *command], check=True, stdout=subprocess.PIPE)  # noqa: S603
    return time.monotonic() - begin, json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Measure, print a line for each number of events, and say whether memory grew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[200_000, 1_000_000, 2_000_000], metavar="N")
    parser.add_argument("--profiles", type=int, default=10_000, metavar="N")
    parser.add_argument("--pause", type=float, default=9.0, metavar="DAYS", help="between two events of a profile, on average")
    parser.add_argument("--folder", type=Path, help="where to put the data (a temporary folder if left out)")
    given = parser.parse_args()
    peaks = []
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        (folder / "rules.lsdsl").write_text(ruleset(), encoding="utf-8")
        write_profiles(folder / "profiles.csv", given.profiles)
        for count in given.events:
            with (folder / "events.jsonl").open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(one) + "\n" for one in made_up_events(given.profiles, count, given.pause))
            inputs = ["--profiles", f"{folder}/profiles.csv", "--events", f"{folder}/events.jsonl", "--out", f"{folder}/out"]
            lsdsl = [sys.executable, "-c", "from lsdsl.cli import main; main()"]
            seconds, peak = measure([*lsdsl, "run", f"{folder}/rules.lsdsl", *inputs])
            peaks.append(peak)
            rate = count / seconds
            print(f"{count:>10,} events  {seconds:8.1f} s  {rate:8,.0f} events/s  {peak / 1024:6.0f} MiB at most", flush=True)
    if len(peaks) > 1 and peaks[-1] > ALLOWED * peaks[-2]:
        print("memory grew with the number of events")
        return 1
    print("memory does not grow with the number of events")
    return 0


if __name__ == "__main__":
    sys.exit(main())
