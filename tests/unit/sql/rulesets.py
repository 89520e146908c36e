"""Rulesets that SQL takes, and what happens under them, for the tests of the SQL engine."""

import json
from pathlib import Path
from random import Random
from typing import Any, Final

from lsdsl.model import check_text
from lsdsl.runner.ruleset import Ruleset

RULES: Final = """\
profile:
    email      text
    country    text
    plan       choice("free", "paid") = "free"
    employees  number
    balance    number = 0
    since      date
    seen_at    datetime
    newsletter boolean
    level      number
    labels     list = ("hot", "new")

event visit:
    path  text
    time  number
event click:
    url   text
event buy:
    amount  number
    kind    choice("new", "again")
    due     datetime

list free_mail = ("gmail.com", "web.de")
let big = employees >= 50

score use:
    initial 2.5
    minimum -40
    maximum 300
    field level
    ideal 80
    range low  blue
    range high from 20.5  red
    group small maximum 30:
        +1  on each visit
        +2  on first click per url
        +3  on first 2 visit where path starts with "/pricing", as starters
    +5   on each visit where path contains "_100%" or path ends with ".pdf" or path contains "doc", at most 3 times
    +1   on each visit where path starts with "/p_" or path ends with "%x", at most 5 points, as wild
    +(amount / 8)  on each buy where amount > 0 and country is not "NL", loses 25% every 3 days, as bought
    +(round(amount) * 2)  on each buy where kind is "again", at most 4 times, at most 60 points, expires after 20 days, as again
    -4   on latest buy per kind where due is missing or due > 2026-01-05, loses 1.5 points every 2 days, as late
    +2   on each click or visit, expires after 2 days, as both
    -1   on each click where not (url matches /^https?:/ ignoring case) and big, as odd

score fit:
    +20  while country in ("NL", "BE") or plan is not "free"
    -15  while domain(email) in free_mail
    +7   while lower(country) starts with "n" and upper(country) ends with "L" and length(country) == 2
    +1.5 while tags contains any ("hot", "vip") and not tags contains "no"
    +3   while age(since) > 2 days and newsletter
    +(min(abs(balance), 5) + max(1, -employees))  while balance between -10 and 10
    by employees:
        +5   from 10
        +10  from 50
        -1   otherwise
    by plan:
        +1   "paid", "free"
    +(10 / employees)  while labels contains "hot"
    -2  for every 5 days without visit or buy

score history:
    +1  while count(visit where path starts with "/p" within 6 days) >= 2
    +(sum(amount of buy) / 10)  while seen(buy)
    +4  while last(click) > created
    +3  while use is at least high and flames(use) >= 2

score total = use + fit:
    maximum 320
    range none
    range some from 10

grade letter:
    "A"  when total is some and use > 40
    "B"  when fit >= 20 or use is not high
    "C"  otherwise
"""
"""Of everything that SQL can do at least one."""

STRANGE: Final = """\
profile:
    `it's "my" /* field */`  text
    Plan      text
    plan      text
    score_1   number = 0

event visit:
    type   text
    Path   text
    path   number

## ends */ here; DROP TABLE events; --
score `a "b"; DROP TABLE profiles; --`:
    +1  on each visit where event.type is "it's; DROP TABLE profiles --" or Path contains "\\\\' OR 1=1 --"
    +2  while `it's "my" /* field */` is "*/ x" and score_1 == 0
    +4  while Plan is "a" and plan is "b"
    +8  on each visit where event.path > 2
"""
"""Names and texts of somebody who tries hard."""


def ruleset_of(text: str) -> Ruleset:
    """The ruleset of a text that has no errors."""
    model, findings = check_text(text)
    assert model is not None, findings
    return Ruleset(model)


def write_data(folder: Path, seed: int = 1, *, events: int = 300, profiles: int = 20) -> tuple[Path, Path]:
    """Profiles as CSV and events as JSON Lines, with repeats, late events, missing values and records to be rejected."""
    random = Random(seed)  # noqa: S311 - made-up data
    people = ["id,email,country,plan,employees,balance,since,newsletter,tags,created,extra"]
    for number in range(profiles):
        values = [
            f"p{number}",
            random.choice(("", f"x{number}@gmail.com", "a@b@c", "Ann@Example.COM", "no")),
            random.choice(("NL", "BE", "nL", "", "Österreich" if number == profiles - 1 and seed == 99 else "DE")),
            random.choice(("", "free", "paid", "odd" if number == 3 else "paid")),
            random.choice(("", "5", "10", "49.5", "200")),
            random.choice(("", "3", "-9", "1e2")),
            random.choice(("", "2026-01-01", "2025-12-30")),
            random.choice(("", "yes", "no")),
            random.choice(("", "hot", "vip;no", "cold")),
            random.choice(("", "2025-12-20T00:00Z")),
            "x",
        ]
        people.append(",".join(values))
    lines = []
    for number in range(events):
        minutes = number * 55 - random.choice((0, 0, 0, 600))
        kind = random.choice(("visit", "visit", "click", "buy"))
        lines.append(json.dumps(_event(random, f"e{number}", kind, minutes, profiles)))
        if number % 40 == 0:
            lines += [lines[-1], lines[-1].replace('"type"', '"kind"')]
    (folder / "people.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "people.csv", folder / "events.jsonl"


def _event(random: Random, identity: str, kind: str, minutes: int, profiles: int) -> dict[str, Any]:
    day, rest = divmod(minutes + 1440, 1440)
    data_of: dict[str, dict[str, Any]] = {
        "visit": {
            "path": random.choice(("/pricing/a", "/p_100%x", "/docs", "/a.pdf", "", None)),
            "time": random.choice((1, None)),
        },
        "click": {"url": random.choice(("HTTPS://a", "ftp://b", "c", None))},
        "buy": {
            "amount": random.choice((1, 8.5, 100, 0, -3, None, 0.1)),
            "kind": random.choice(("new", "again", None)),
            "due": random.choice(("2026-01-09T10:00Z", "2026-01-02", None)),
        },
    }
    time = f"2026-01-{day + 1:02d}T{rest // 60:02d}:{rest % 60:02d}:00Z"
    return {"id": identity, "type": kind, "profile": f"p{random.randrange(profiles + 4)}", "time": time, "data": data_of[kind]}
