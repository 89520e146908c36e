#!/usr/bin/env python3
"""Scores made-up leads with `lsdsl run` and with plain Python, and says whether they agree, lead by lead.

    scripts/compare_with_plain_python.py                   9,000 leads and 20,000 events
    scripts/compare_with_plain_python.py --leads 300 --events 1000 --seed 7

The data has what real exports have: empty cells, "Select" for not chosen, one word in two cases, lines that a spreadsheet wrapped
in quotes as a whole, repeated events, a file that is cut in its last line. Bad lines have to be rejected with their line numbers.
Needs an environment with lsdsl installed, or PYTHONPATH=src.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import floor
from pathlib import Path

RULES = """\
profile:
    id from "Lead Number"
    source      text    from "Lead Source"
    no_mail     boolean from "Do Not Email"
    visits      number  from "TotalVisits"
    seconds     number  from "Time Spent"
    activity    text    from "Last Activity"
    speciality  text    from "Specialization"
    occupation  text = "unknown" from "Occupation"
    city        text    from "City"
    total_score number

event view:
    product   text
    category  text
    brand     text
    price     number
event cart:
    product   text
    brand     text
event purchase:
    brand     text
    price     number

list premium = ("apple", "samsung", "sony")
let has_city = city is not missing and not (city is "select" ignoring case)

score fit:
    minimum -10
    maximum 40
    ideal 50
    range poor
    range fair  from 15
    range good  from 30
    +12  while source is "google" ignoring case
    +3   while source is "google"
    by source:
        +20  "Reference", "Website"
        -3   "Facebook"
        +1   otherwise
    by occupation:
        +15  "Professional"
        +4   "Unemployed", "Student"
        -2   "unknown"
        +0   otherwise
    +3     while speciality contains "management" ignoring case
    +1.25  while speciality matches /^(IT|Supply) /
    +4     while has_city and city in ("Mumbai", "Thane")
    -6     while no_mail

score interest:
    group web maximum 15:
        by visits:
            +2  from 1
            +5  from 3
            +9  from 10
            -1  otherwise
        +(seconds / visits / 60)  while visits > 0
    +5   while visits is missing
    +6   while visits < 5
    -15  while activity in ("EMAIL BOUNCED", "unsubscribed") ignoring case

score shopping:
    minimum 0
    range cold
    range hot  from 20
    group looking maximum 25:
        +1    on each view where brand in premium, at most 3 times per 5 minutes, expires after 30 minutes
        +2    on first view per category
        +0.5  on each view where price > 500, at most 4 points per 20 minutes
        +1    on latest view where category contains "clocks", expires after 10 minutes
    +5   on each cart, expires after 1 hour
    +10  on first 2 cart per product
    +3   while count(view within 10 minutes) >= 2
    -2   for every 30 minutes without view or cart or purchase
    +(price / 10)  on each purchase where price > 0, at most 60 points per 1 hour
    +3   on each purchase or cart where brand in premium, loses 25% every 30 minutes
    +(price / 100)  on latest purchase per brand

score total = fit * 1.5 + interest + shopping:
    field total_score
    range low
    range high  from 45

grade letter:
    "A"  when fit is good and interest >= 10
    "B"  when fit is at least fair and total is high
    "C"  otherwise
"""

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = 60
Row = Mapping[str, str]
Result = tuple[object, ...]


def make_leads(path: Path, count: int, chance: random.Random) -> None:
    """Leads as CSV; about one in thirty is wrapped in quotes as a whole."""
    names = (
        "Lead Number",
        "Lead Source",
        "Do Not Email",
        "TotalVisits",
        "Time Spent",
        "Last Activity",
        "Specialization",
        "Occupation",
        "City",
    )
    sources = ("Google", "Google", "google", "Reference", "Website", "Facebook", "Direct Traffic", "")
    activities = ("Email Opened", "SMS Sent", "Email Bounced", "Unsubscribed", "")
    specialities = ("Select", "Banking, Investment", "Finance Management", "IT Projects", "Supply Chain MANAGEMENT", "")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(names) + "\r\n")
        for number in range(count):
            visits = chance.choice(("", "0", "0", "1", "2", "3", "4.0", "12", str(chance.randrange(60))))
            cells = [
                f"{600_000 - number}",
                chance.choice(sources),
                chance.choice(("Yes", "No", "no")),
                visits,
                f"{chance.randrange(2300)}",
            ]
            cells += [chance.choice(activities), chance.choice(specialities)]
            cells += [chance.choice(("", "Professional", "Unemployed", "Student", "Other"))]
            cells += [chance.choice(("Mumbai", "Thane", "Select", "SELECT", "Other", ""))]
            line = ",".join(f'"{cell}"' if "," in cell else cell for cell in cells)
            if chance.random() < 1 / 30:
                line = '"' + line.replace('"', '""') + '"'
            file.write(line + "\r\n")


def make_events(path: Path, leads: int, count: int, chance: random.Random) -> None:
    """Events as CSV in order of time, many at the same second; one in fifty comes twice; the last line is cut."""
    moment, line = BEGIN, ""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("id,type,profile,time,product,category,brand,price\n")
        for number in range(count):
            moment += timedelta(seconds=chance.choice((0, 0, 1, 2)))
            if not line or chance.random() > 1 / 50:
                kind = chance.choices(("view", "cart", "purchase"), (90, 5, 5))[0]
                lead = (
                    600_000 - chance.randrange(min(leads, max(5, count // 4))) if chance.random() < 0.9 else chance.randrange(20)
                )
                category = chance.choice(("electronics.clocks", "electronics.phone", "kitchen", ""))
                brand = chance.choice(("apple", "samsung", "aqua", "lenovo", ""))
                price = "" if chance.random() < 0.05 else f"{chance.randrange(0, 150_000) / 100}"
                time = moment.isoformat().replace("+00:00", "Z")
                line = f"e{number},{kind},{lead},{time},{chance.randrange(40)},{category},{brand},{price}\n"
            file.write(line)
        file.write("cut,view,599999,2026-")


def millionths(points: float) -> int:
    """Points as lsdsl counts them, rounded half away from zero."""
    return floor(points * 1e6 + 0.5) if points >= 0 else -floor(0.5 - points * 1e6)


def number(cell: str) -> float | None:
    """A number, or None for an empty cell."""
    return float(cell) if cell else None


def fit_of(row: Row) -> int:
    """The score ``fit``."""
    source, speciality, city = row.get("Lead Source", ""), row.get("Specialization", ""), row.get("City", "")
    points = [{"Reference": 20, "Website": 20, "Facebook": -3}.get(source, 1)]
    points.append({"Professional": 15, "Unemployed": 4, "Student": 4, "": -2}.get(row.get("Occupation", ""), 0))
    points.append(12 * (source.lower() == "google") + 3 * (source == "google"))
    points.append(3 * ("management" in speciality.lower()) + 4 * (city in ("Mumbai", "Thane")))
    points.append(-6 * (row.get("Do Not Email", "").lower() == "yes"))
    exact = sum(map(millionths, points)) + (1_250_000 if speciality.startswith(("IT ", "Supply ")) else 0)
    return max(millionths(-10), min(exact, millionths(40)))


def interest_of(row: Row) -> int:
    """The score ``interest``."""
    visits, seconds = number(row.get("TotalVisits", "")), number(row.get("Time Spent", ""))
    web = next((points for least, points in ((10, 9), (3, 5), (1, 2)) if visits is not None and visits >= least), -1)
    group = millionths(web) + (millionths(seconds / visits / 60) if visits and seconds is not None else 0)
    others = 5 if visits is None else 6 if visits < 5 else 0
    bounced = row.get("Last Activity", "").lower() in ("email bounced", "unsubscribed")
    return min(group, millionths(15)) + millionths(others - 15 * bounced)


def shopping_of(events: Sequence[Row], times: Sequence[int], end: int) -> int:
    """The score ``shopping`` at the moment ``end``."""
    looking, other, counts = 0, 0, defaultdict[str, int](int)
    premium, dear, paid = list[int](), list[tuple[int, int]](), list[tuple[int, int]]()
    categories, by_brand, clocks = set[str](), dict[str, int](), end - 3600
    for event, now in zip(events, times, strict=True):
        kind, brand, price = event["type"], event["brand"], number(event["price"])
        favoured = brand in ("apple", "samsung", "sony")
        if kind == "view":
            if favoured and sum(one > now - 5 * MINUTE for one in premium) < 3:
                premium.append(now)
            if event["category"] not in categories:
                categories.add(event["category"])
                looking += millionths(2)
            if price is not None and price > 500:
                looking += _within(dear, now, 20 * MINUTE, millionths(4), millionths(0.5))
            clocks = now if "clocks" in event["category"] else clocks
        elif kind == "cart":
            counts[event["product"]] += 1
            other += millionths(5) * (now + 60 * MINUTE > end) + millionths(10) * (counts[event["product"]] <= 2)
        elif price is not None:
            other += _within(paid, now, 60 * MINUTE, millionths(60), millionths(price / 10)) if price > 0 else 0
            if price > 0:
                by_brand[brand] = millionths(price / 100)
        if kind != "view" and favoured:
            other += floor(3e6 * 0.75 ** ((end - now) // (30 * MINUTE)) + 0.5)
    looking += millionths(sum(one + 30 * MINUTE > end for one in premium) + (clocks + 10 * MINUTE > end))
    recent = sum(event["type"] == "view" and now > end - 10 * MINUTE for event, now in zip(events, times, strict=True))
    other += sum(by_brand.values()) + millionths(3) * (recent >= 2)
    if times:
        other -= millionths(2) * ((end - times[-1]) // (30 * MINUTE))
    return max(0, min(looking, millionths(25)) + other)


def _within(used: list[tuple[int, int]], now: int, window: int, limit: int, size: int) -> int:
    """What a limit in points lets through."""
    earned = max(0, min(size, limit - sum(points for time, points in used if time > now - window)))
    used.append((now, earned))
    return earned


def scored(row: Row, events: Sequence[Row], times: Sequence[int], end: int) -> Result:
    """All that is compared of one lead."""
    fit, interest, shopping = fit_of(row), interest_of(row), shopping_of(events, times, end)
    total = millionths(fit / 1e6 * 1.5 + interest / 1e6 + shopping / 1e6)
    band = "good" if fit >= millionths(30) else "fair" if fit >= millionths(15) else "poor"
    high = total >= millionths(45)
    letter = "A" if band == "good" and interest >= millionths(10) else "B" if band != "poor" and high else "C"
    ranges = (band, "hot" if shopping >= millionths(20) else "cold", "high" if high else "low")
    return fit, interest, shopping, total, ranges, max(0, min(5 * fit // millionths(50), 5)), letter


def by_plain_python(folder: Path) -> tuple[dict[str, Result], list[tuple[str, int]]]:
    """The result of each lead, and the bad lines of each file."""
    rows, events, times, bad, seen, end = (
        dict[str, Row](),
        defaultdict[str, list[Row]](list),
        defaultdict[str, list[int]](list),
        [],
        set[str](),
        0,
    )
    for name in ("events.csv", "leads.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader)
            for line, cells in enumerate(reader, 2):
                row = dict(zip(header, cells, strict=False))
                if len(cells) != len(header):
                    bad.append((name, line))
                elif name == "leads.csv":
                    rows[row["Lead Number"]] = row
                elif row["id"] not in seen:
                    seen.add(row["id"])
                    end = int(datetime.fromisoformat(row["time"]).timestamp())
                    events[row["profile"]].append(row)
                    times[row["profile"]].append(end)
    return {lead: scored(rows.get(lead, {}), events[lead], times[lead], end) for lead in {**rows, **events}}, bad


def by_lsdsl(folder: Path) -> tuple[dict[str, Result], list[tuple[str, int]]]:
    """The same from the files that ``lsdsl run`` writes."""
    inputs = ["--profiles", f"{folder}/leads.csv", "--events", f"{folder}/events.csv", "--out", f"{folder}/out"]
    command = [sys.executable, "-c", "from lsdsl.cli import main; main()", "run", f"{folder}/rules.lsdsl", *inputs]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own program
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    results: dict[str, Result] = {}
    for line in (folder / "out/profiles.jsonl").read_text(encoding="utf-8").splitlines():
        profile = json.loads(line)
        scores = profile["scores"]
        values = [millionths(scores[name]["value"]) for name in ("fit", "interest", "shopping", "total")]
        ranges = tuple(scores[name]["range"] for name in ("fit", "shopping", "total"))
        results[profile["id"]] = (*values, ranges, scores["fit"]["flames"], profile["grades"]["letter"])
    rejects = [json.loads(line) for line in (folder / "out/rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    return results, [(Path(reject["source"]).name, reject["line"]) for reject in rejects]


def main() -> int:
    """Make the data, score it twice, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=9_000, metavar="N")
    parser.add_argument("--events", type=int, default=20_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, chance = Path(name), random.Random(given.seed)
        (folder / "rules.lsdsl").write_text(RULES, encoding="utf-8")
        make_leads(folder / "leads.csv", given.leads, chance)
        make_events(folder / "events.csv", given.leads, given.events, chance)
        (wanted, bad), (found, rejected) = by_plain_python(folder), by_lsdsl(folder)
    different = sorted(lead for lead in {**wanted, **found} if wanted.get(lead) != found.get(lead))
    for lead in different[:5]:
        print(f"{lead}: plain Python {wanted.get(lead)}, lsdsl {found.get(lead)}")
    if bad != rejected:
        print(f"the bad lines differ: plain Python {bad[:5]} ..., lsdsl {rejected[:5]} ...")
    if different or bad != rejected:
        print(f"{len(different)} of {len(wanted)} leads differ")
        return 1
    print(f"all {len(wanted):,} leads agree, and the same {len(bad):,} bad lines are rejected")
    return 0


if __name__ == "__main__":
    sys.exit(main())
