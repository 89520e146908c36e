"""Boxes in a run: which are allowed, which are switched off, and how their failures are shown."""

import json
from pathlib import Path
from typing import Any

import pytest

import lsdsl
from lsdsl.runner.batch import RunOptions, run
from lsdsl.runner.receivers import Kept
from tests.unit.cli.program import run as lsdsl_run
from tests.unit.cli.program import write

RULES = """\
profile:
    leadscore  number = 0
    since      date

event visit:
    size  number

score visits:
    +1  on each visit

followup turning:
    on visit
    script:
        for i in range(int(event.size)):
            for j in range(100):
                x = i + j

followup dividing:
    on visit
    if event.size > 0:
        script:
            add_tag("seen")
            days = days_between(profile.fields.since, event.time)
            profile.fields.leadscore = 10 / (event.size - 5)
        set leadscore to leadscore + 1
"""
HUGE = 500


@pytest.fixture(autouse=True)
def _with_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with these rules."""
    monkeypatch.chdir(tmp_path)
    write(Path(), "rules.lsdsl", RULES)


def visit(number: int, size: float, profile: str = "p") -> dict[str, Any]:
    """An event."""
    time = f"2026-01-01T00:00:{number:02}Z"
    return {"id": str(number), "type": "visit", "profile": profile, "time": time, "data": {"size": size}}


def write_events(*sizes: float) -> None:
    """Events, each for the next one of three profiles."""
    lines = (json.dumps(visit(number, size, f"p{number % 3}")) for number, size in enumerate(sizes))
    Path("events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def configure(text: str) -> None:
    """Settings for the rules."""
    Path("lsdsl.toml").write_text(text, encoding="utf-8")


def engine() -> lsdsl.Engine:
    """An engine that knows one profile."""
    made = lsdsl.Engine(lsdsl.load("rules.lsdsl"))
    made.add_profile("p", {"since": "2025-12-31"})
    return made


def test_a_failure_has_file_line_and_column() -> None:
    """A program is told the place in the line of Python that failed."""
    (failure,) = engine().process(visit(1, 5)).failures
    assert (failure.code, failure.message, failure.where) == ("LS863", "division by zero", "rules.lsdsl:24:40")


def test_a_failure_in_the_files() -> None:
    """failures.jsonl has place, message and the values of the line; the terminal shows them, too."""
    write_events(5)
    Path("profiles.jsonl").write_text('{"id": "p0", "since": "2025-12-31"}\n', encoding="utf-8")
    result = lsdsl_run("run", "rules.lsdsl", "-p", "profiles.jsonl", "-e", "events.jsonl", "--out", "out")
    assert result.exit_code == 1
    (failure,) = (json.loads(line) for line in Path("out/failures.jsonl").read_text(encoding="utf-8").splitlines())
    assert (failure["where"], failure["message"]) == ("rules.lsdsl:24:40", "division by zero")
    assert failure["values"] == {"event.size": 5}
    assert "LS863 rules.lsdsl:24:40: division by zero (profile p0, event.size = 5)" in result.stderr
    (profile,) = (json.loads(line) for line in Path("out/profiles.jsonl").read_text(encoding="utf-8").splitlines())
    assert profile == {
        "id": "p0",
        "fields": {"leadscore": 0, "since": "2025-12-31"},
        "scores": {"visits": {"value": 1}},
    }


def test_dates_and_missing_values_in_a_failure() -> None:
    """Moments and days are shown as they are in data, what is missing as such."""
    write_events(1)
    result = lsdsl_run("run", "rules.lsdsl", "-e", "events.jsonl", "--out", "out")
    (failure,) = (json.loads(line) for line in Path("out/failures.jsonl").read_text(encoding="utf-8").splitlines())
    assert failure["where"].startswith("rules.lsdsl:23:")
    assert failure["values"] == {"profile.fields.since": None, "event.time": "2026-01-01T00:00:00Z"}
    assert "profile.fields.since = missing" in result.stderr


def test_too_many_budget_failures_switch_a_box_off() -> None:
    """After ten of them the box no longer runs for any profile, and each trigger of it is a failure that says so."""
    write_events(*[HUGE] * 12)
    kept = Kept((ruleset := lsdsl.load("rules.lsdsl")).program)
    summary = run(ruleset, RunOptions(events=("events.jsonl",)), kept)
    assert [(one.where, one.failures) for one in summary.boxes_switched_off] == [("rules.lsdsl:13", 10)]


def test_switched_off_in_the_files_and_in_words() -> None:
    """The summary tells the owner of the box; what has come after is in failures.jsonl."""
    configure("[boxes]\nswitch_off_after = 2\n")
    write_events(HUGE, 0, HUGE, HUGE, 0)
    result = lsdsl_run("run", "rules.lsdsl", "-e", "events.jsonl", "--out", "out")
    failures = [json.loads(line) for line in Path("out/failures.jsonl").read_text(encoding="utf-8").splitlines()]
    turning = [one for one in failures if one["followup"] == "turning"]
    assert [one["code"] for one in turning] == ["LS860", "LS860", "LS866", "LS866"]
    assert turning[2]["where"] == "rules.lsdsl:13:5"
    assert json.loads(Path("out/summary.json").read_text(encoding="utf-8"))["boxes_switched_off"] == [
        {"where": "rules.lsdsl:13", "failures": 2}
    ]
    assert "the box at rules.lsdsl:13 was switched off after 2 budget failures" in result.stderr


def test_other_failures_switch_nothing_off() -> None:
    """A box that fails on bad data goes on with good data."""
    configure("[boxes]\nswitch_off_after = 1\n")
    running = engine()
    for number in range(5):
        assert [one.code for one in running.process(visit(number, 5)).failures] == ["LS863"]
    assert running.process(visit(9, 6)).failures == ()
    assert running.boxes_switched_off == {}


def test_an_engine_switches_off_too() -> None:
    """A program asks the engine which boxes no longer run; other boxes and rules do."""
    configure("[boxes]\nswitch_off_after = 1\n")
    running = engine()
    assert [one.code for one in running.process(visit(1, HUGE)).failures] == ["LS860"]
    result = running.process(visit(2, 6))
    assert [one.code for one in result.failures] == ["LS866"]
    assert running.boxes_switched_off == {"rules.lsdsl:13": 1}
    assert running.profile("p").fields["leadscore"] == 11
    assert running.profile("p").scores["visits"].value == 2


def test_fuel_of_the_settings() -> None:
    """Fewer steps for one box, and for all boxes of an event together."""
    assert engine().process(visit(1, 6)).failures == ()
    configure("[boxes.budgets]\nfuel = 100\n")
    assert [one.code for one in engine().process(visit(1, 6)).failures] == ["LS860"]
    configure("[boxes]\nfuel_per_event = 100\n")
    assert [one.code for one in engine().process(visit(1, 6)).failures] == ["LS860", "LS860"]


def test_a_box_over_a_lowered_limit_is_a_finding() -> None:
    """Limits of the source hold when the rules are checked."""
    configure("[boxes.budgets]\nlines = 2\n")
    assert [one.code for one in lsdsl.check("rules.lsdsl").diagnostics] == ["LS400", "LS400"]


@pytest.mark.parametrize("verb", [["check", "rules.lsdsl"], ["run", "rules.lsdsl", "-e", "events.jsonl"]])
def test_no_scripts(verb: list[str]) -> None:
    """Whoever asks for no scripts gets an error for each box, and nothing runs."""
    write_events(6)
    result = lsdsl_run(*verb, "--no-scripts")
    assert result.exit_code == 1
    assert result.stdout.count("error[LS014]: script boxes are not allowed here\n") == 2
    assert "rules.lsdsl:21:9" in result.stdout


def test_no_scripts_in_a_selection() -> None:
    """``select`` knows the option as well."""
    write(Path(), "rules.lsdsl", RULES + "\nselection all:\n    where visits > 0\n")
    write_events(6)
    assert "LS014" in lsdsl_run("select", "all", "rules.lsdsl", "-e", "events.jsonl", "--no-scripts").stdout


def test_no_scripts_for_rules_without_boxes() -> None:
    """Rules without boxes are as sound as ever."""
    write(Path(), "rules.lsdsl", RULES[: RULES.index("followup")])
    assert lsdsl_run("check", "rules.lsdsl", "--no-scripts").exit_code == 0


def test_settings_refuse_boxes() -> None:
    """The settings win over a caller who allows scripts, and the finding names the file."""
    configure("[boxes]\nallowed = false\n")
    assert [one.code for one in lsdsl.check("rules.lsdsl", scripts=True).diagnostics] == ["LS014", "LS014"]
    with pytest.raises(lsdsl.RulesetError, match=r"script boxes are not allowed here: lsdsl.toml says so"):
        lsdsl.load("rules.lsdsl")


def test_a_program_refuses_boxes() -> None:
    """``scripts=False`` is ``--no-scripts`` for programs."""
    with pytest.raises(lsdsl.RulesetError, match="LS014"):
        lsdsl.load("rules.lsdsl", scripts=False)
    assert [one.code for one in lsdsl.check("rules.lsdsl", scripts=False).diagnostics] == ["LS014", "LS014"]


def rows_of(what: str) -> list[dict[str, Any]]:
    """The rows of a list as a program sees them."""
    rows: list[dict[str, Any]] = json.loads(lsdsl_run("list", what, "rules.lsdsl", "--format", "json").stdout)
    return rows


def test_the_inventory_of_boxes() -> None:
    """What each box reads and does is known before it runs."""
    assert rows_of("boxes") == [
        {
            "followup": "turning",
            "where": "rules.lsdsl:13",
            "reads": ["event.size"],
            "writes": [],
            "awards": [],
            "tags": [],
            "actions": [],
        },
        {
            "followup": "dividing",
            "where": "rules.lsdsl:21",
            "reads": ["profile.fields.since", "event.time", "event.size"],
            "writes": ["profile.fields.leadscore"],
            "awards": [],
            "tags": ["+seen"],
            "actions": [],
        },
    ]


def test_boxes_in_other_inventories() -> None:
    """Follow-ups count their boxes, also those in branches; fields name the boxes that write them."""
    assert [row["boxes"] for row in rows_of("followups")] == [1, 1]
    assert {row["field"]: row["written by boxes"] for row in rows_of("fields")}["leadscore"] == ["rules.lsdsl:21"]
    table = lsdsl_run("list", "followups", "rules.lsdsl").stdout
    assert "boxes" in table.splitlines()[0]
