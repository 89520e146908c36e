"""Rules before and after a change, data for both, and short calls that compare them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lsdsl.difference.changes import Both, Change
from lsdsl.difference.comparing import Wanted, compare
from lsdsl.difference.ends import End
from lsdsl.difference.report import Difference
from lsdsl.difference.ruleset import ruleset_changes
from lsdsl.model import check_text
from lsdsl.model.declarations import Model
from lsdsl.runner.batch import RunOptions
from lsdsl.runner.ruleset import Ruleset

OLD: Final = """\
profile:
    country  text
    seats    number = 0
    stage    choice("lead", "client") = "lead"

event visit:
    path  text
event form

action tell:
    text  text

list near = ("NL", "BE")
let is_near = country in near

score heat:
    title "Heat"
    maximum 100
    range cold
    range warm  from 20  orange
    range hot   from 50  crimson
    ## pricing page
    +20  on each visit where path is "/pricing", at most 3 times per 7 days, expires after 30 days
    ## sends a form
    +10  on first form
    ## lives near
    +5   while is_near

score plain:
    +1  on each visit

followup call_hot:
    when heat is hot
    limit once
    do tell "hot"

followup mark:
    when heat is at least warm
    set stage to "client"
"""
DAY: Final = "2026-01-{:02}T10:00:00Z"
EVENTS: Final = [
    *(("a", "visit", day, {"path": "/pricing"}) for day in (1, 2)),
    *(("b", "visit", day, {"path": "/pricing"}) for day in (1, 2, 3, 4)),
    ("c", "form", 3, {}),
    ("d", "visit", 5, {"path": "/about"}),
]
PROFILES: Final = "id,country\na,NL\nb,DE\nc,BE\nd,FR\ne,NL\n"


def changed(*replacements: tuple[str, str]) -> str:
    """The new rules: the old ones with some texts replaced, each of which stands there once."""
    text = OLD
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def write_data(folder: Path) -> RunOptions:
    """Profiles and events on disk, and the options that read them."""
    (folder / "leads.csv").write_text(PROFILES, encoding="utf-8")
    lines = [
        json.dumps({"id": f"e{number}", "type": kind, "profile": profile, "time": DAY.format(day), "data": data})
        for number, (profile, kind, day, data) in enumerate(EVENTS)
    ]
    (folder / "events.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return RunOptions(profiles=(str(folder / "leads.csv"),), events=(str(folder / "events.jsonl"),))


def model_of(text: str, path: str = "rules.lsdsl") -> Model:
    """The model of sound rules."""
    model, findings = check_text(text, path)
    assert model is not None, [(one.code, dict(one.arguments)) for one in findings]
    return model


def changes_of(old: str, new: str) -> list[Change]:
    """What is different of two rule texts."""
    ends = End("old", Path("old")), End("new", Path("new"))
    return ruleset_changes(Both(model_of(old), model_of(new), *ends))


def said(old: str, new: str) -> list[str]:
    """The same in words."""
    return [change.text for change in changes_of(old, new)]


def compared(new: str, folder: Path, wanted: Wanted = Wanted(), options: RunOptions | None = None) -> Difference:  # noqa: B008 - it is frozen
    """Old and new rules over the data."""
    ends = End("old", Path("old")), End("new", Path("new"))
    rulesets = Ruleset(model_of(OLD, "old.lsdsl")), Ruleset(model_of(new, "new.lsdsl"))
    difference, _, _ = compare(ends, rulesets, options or write_data(folder), wanted, quiet, folder)
    return difference


def quiet(_what: str, _unit: str, _done: int, _size: int | None) -> None:
    """Say nothing of how far the work is."""


def values(difference: Difference, score: str) -> Mapping[str, tuple[object, object]]:
    """Old and new value of the movers of a score, by profile."""
    (report,) = [one for one in difference.scores if one.score == score]
    return {one.moved.profile: (one.moved.old.value, one.moved.new.value) for one in report.movers}
