"""``lsdsl run --out``: what the files hold, in which order, and that they are the same every time."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from lsdsl.records.outputs import OUTPUT_FILES
from tests.unit.cli.program import run, start, write
from tests.unit.cli.test_run import EVENTS, INPUT, LEADS, RULES, lines_of

OUT = (*INPUT, "--out", "out")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules, leads and events, one of which is bad."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "rules.lsdsl", RULES)
    write(tmp_path, "leads.csv", LEADS)
    write(tmp_path, "events.jsonl", lines_of([*EVENTS, ("e9", "vist", "L1", "2026-01-03T09:00Z", {})]))


def lines(name: str) -> list[dict[str, Any]]:
    """The objects of an output file."""
    return [json.loads(line) for line in Path("out", name).read_text(encoding="utf-8").splitlines()]


def summary() -> dict[str, Any]:
    """The object in ``summary.json``."""
    value: dict[str, Any] = json.loads(Path("out/summary.json").read_text(encoding="utf-8"))
    return value


def test_all_files_are_written() -> None:
    """Those that have nothing to say are empty; stdout stays empty too."""
    result = run("run", *OUT)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(OUTPUT_FILES)
    assert Path("out/actions.jsonl").read_bytes() == b""
    assert "all of them are in out/rejects.jsonl\n" in result.stderr
    assert result.stderr.endswith("\nwritten to out\n")


def test_profiles_are_sorted_by_id() -> None:
    """Keys stand in the order of the contract, and those that do not apply are left out."""
    run("run", *OUT)
    profiles = lines("profiles.jsonl")
    assert [profile["id"] for profile in profiles] == ["L1", "L2", "L3", "L4"]
    assert list(profiles[0]) == ["id", "fields", "scores", "grades"]
    assert profiles[1]["scores"] == {
        "fit": {"value": -5, "range": "poor", "colour": "grey"},
        "web": {"value": 12.375, "flames": 3},
        "total": {"value": 7.375},
    }
    assert profiles[2]["fields"] == {"country": "NL"}


def test_the_ledger_is_in_order_of_time_and_adds_up() -> None:
    """Entries are sorted by time, then profile; the points of a score are the sum of its entries."""
    run("run", *OUT)
    ledger = lines("ledger.jsonl")
    assert [(entry["time"], entry["profile"]) for entry in ledger] == sorted(
        (entry["time"], entry["profile"]) for entry in ledger
    )
    award = next(entry for entry in ledger if entry.get("event") == "e4")
    assert list(award) == ["profile", "score", "rule", "points", "time", "event", "reason", "expires", "where"]
    assert (award["points"], award["reason"], award["where"]) == (12.375, "award", "rules.lsdsl:21")
    sums = {(profile["id"], name): 0 for profile in lines("profiles.jsonl") for name in ("fit", "web")}
    for entry in ledger:
        sums[entry["profile"], entry["score"]] += entry["points"]
    assert sums == {(one["id"], name): one["scores"][name]["value"] for one in lines("profiles.jsonl") for name in ("fit", "web")}


def test_rejects_name_their_line() -> None:
    """Source, line, code, message and the record as it came."""
    run("run", *OUT)
    (reject,) = lines("rejects.jsonl")
    assert list(reject) == ["source", "line", "code", "message", "raw"]
    assert (reject["source"], reject["line"], reject["code"]) == ("events.jsonl", 8, "LS814")
    assert json.loads(reject["raw"])["id"] == "e9"


def test_the_summary_counts_everything() -> None:
    """The keys are a promise to programs that read it."""
    run("run", *OUT)
    found = summary()
    assert {key: value for key, value in found.items() if isinstance(value, int | str | None) and key != "ruleset"} == {
        "version": 1, "as_of": "2026-01-03T09:00:00Z", "profiles": 4, "removed": 0, "events": 8, "processed": 6, "duplicates": 1,
        "late": 1, "after_as_of": 0, "rejects": 1, "failures": 0, "ledger": len(lines("ledger.jsonl")), "actions": 0,
        "refused": 0, "stopped": False,
    }  # fmt: skip
    assert found["events_by_type"] == {"page_visit": 5, "purchase": 2}
    assert found["rejects_by_code"] == {"LS814": 1}
    assert found["profiles_by_range"] == {"fit": {"poor": 2, "good": 2}}
    assert found["ignored"] == ["colour"]
    assert [(rule["title"], rule["awards"], rule["points"]) for rule in found["awards_by_rule"]] == [
        ('country is "NL"', 2, 40),
        ("employees < 10", 1, -5),
        ("Looks at the prices", 2, 10),
        ("each purchase", 1, 12.375),
    ]


def test_removed_profiles_are_counted() -> None:
    """They are not in the output, but in the summary."""
    write(Path(), "events.jsonl", lines_of([*EVENTS, ("gone", "profile.removed", "L1", "2026-01-04T00:00Z", {})]))
    run("run", *OUT)
    assert [profile["id"] for profile in lines("profiles.jsonl")] == ["L2", "L3", "L4"]
    assert (summary()["profiles"], summary()["removed"]) == (3, 1)


def test_on_error_stop_writes_what_is_done() -> None:
    """The files hold what happened before the first reject, and the exit code is 1."""
    write(Path(), "events.jsonl", lines_of(EVENTS[:1]) + "no json\n" + lines_of(EVENTS[1:]))
    assert run("run", *OUT, "--on-error", "stop").exit_code == 1
    assert summary()["stopped"] is True
    assert summary()["processed"] == 1
    assert len(lines("rejects.jsonl")) == 1


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on the order of hashes or on the clock, but the seconds in the summary."""
    extra = "".join(f",extra{number}" for number in range(20))
    write(tmp_path, "leads.csv", "".join(line + (extra if "Lead" in line else ",1" * 20) + "\n" for line in LEADS.splitlines()))
    found = []
    for seed in ("1", "2"):
        start("run", *OUT, PYTHONHASHSEED=seed).communicate()
        files = {name: Path("out", name).read_bytes() for name in OUTPUT_FILES}
        files["summary.json"] = json.dumps(summary() | {"seconds": 0}).encode()
        found.append(files)
    assert found[0] == found[1]


def test_a_folder_that_cannot_be_written_is_told_first() -> None:
    """The exit code is 2, and nothing was read for nothing."""
    Path("out").write_text("a file", encoding="utf-8")
    result = run("run", "rules.lsdsl", "--events", "nowhere.csv", "--out", "out")
    assert result.exit_code == 2
    assert result.stderr == "error: out: is a file; name a folder\n"


def test_a_run_that_cannot_read_leaves_the_old_files() -> None:
    """The output is that of the last run that went to its end."""
    run("run", *OUT)
    before = Path("out/summary.json").read_bytes()
    assert run("run", *OUT, "--events", "nowhere.csv").exit_code == 2
    assert Path("out/summary.json").read_bytes() == before
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []


def test_nobody_reads_the_table(tmp_path: Path) -> None:
    """``lsdsl run ... | head -1`` ends without a word."""
    write(tmp_path, "leads.csv", LEADS + "".join(f"M{number},NL,5,\n" for number in range(5_000)))
    reader, writer = os.pipe()
    process = start("run", *INPUT, "--top", "5000", stdout=writer)
    os.close(writer)
    os.read(reader, 10)
    os.close(reader)
    _, said = process.communicate()
    assert said == b""
