"""Why a profile of a state has its scores: as from its files while they are there, and from what was kept when they are gone."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import load
from lsdsl.store import open_state, run_stateful
from tests.unit.cli.program import run

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = Draft202012Validator(json.loads((ROOT / "docs" / "schemas" / "why.schema.json").read_text(encoding="utf-8")))
RULES = """\
profile:
    name     text
    country  text

event visit:
    page  text

event call

score heat:
    range cold  steelblue
    range hot   from 20  crimson
    ## Visits
    +5  on each visit, at most 2 times per 7 days, expires after 30 days
    ## Calls
    +4  on each call, halves every 10 days
    ## Lately
    +3  on latest visit per page

score fit:
    ## Dutch
    +3  while country is "NL"

score total = heat + fit
"""
PROFILES = "id,name,country,created\np1,Ann Visser,NL,2026-01-01\np2,Ben Maes,BE,2026-01-01\np4,Cas,NL,2026-01-01\n"
FIRST = (
    ("p1", "visit", "02-01", "/a"),
    ("p1", "visit", "02-02", "/b"),
    ("p1", "visit", "02-03", "/a"),
    ("p2", "visit", "02-03", "/a"),
)
SECOND = (("p2", "call", "02-05", None), ("p1", "call", "02-06", None), ("p9", "visit", "02-07", "/b"))
FILES = ("rules.lsdsl", "--profiles", "profiles.csv", "--events", "z.jsonl", "--events", "a.jsonl")
STYLES = ("text", "json", "html")


def event(number: str, profile: str, kind: str, day: str, **data: str | int | None) -> str:
    """A line of events."""
    given = {name: value for name, value in data.items() if value is not None}
    return json.dumps({"id": number, "type": kind, "profile": profile, "time": f"2026-{day}T09:00:00Z", "data": given}) + "\n"


def read_in(state: str) -> None:
    """Let the state read what is new in the files, the second one first by name."""
    with open_state(state) as store:
        run_stateful(load("rules.lsdsl"), RunOptions(profiles=("profiles.csv",), events=("z.jsonl", "a.jsonl")), store)


@pytest.fixture(autouse=True)
def _read(state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules, profiles, two files of events, and a state that has read them."""
    monkeypatch.chdir(tmp_path)
    Path("rules.lsdsl").write_text(RULES, encoding="utf-8")
    Path("profiles.csv").write_text(PROFILES, encoding="utf-8")
    for name, events in (("z.jsonl", FIRST), ("a.jsonl", SECOND)):
        lines = [event(f"{name[0]}{at}", who, kind, day, page=page) for at, (who, kind, day, page) in enumerate(events)]
        Path(name).write_text("".join(lines), encoding="utf-8")
    read_in(state)


def why(state: str, profile: str, *options: str) -> Result:
    """Ask about a profile of the state."""
    return run("why", profile, "--state", state, *options)


def told(state: str, profile: str, *options: str) -> dict[str, Any]:
    """The same as JSON that is as its schema says, by score."""
    result = why(state, profile, "--format", "json", *options)
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    SCHEMA.validate(answer)
    return {one["score"]: one for one in answer["scores"]} | {"answer": answer}


def test_as_from_files(state: str) -> None:
    """While the files are as they were read every answer is that of files, in every form, also of the past and the future."""
    for profile, at in (
        ("p1", None),
        ("p2", None),
        ("p4", None),
        ("p9", None),
        ("p1", "2026-02-02T12:00Z"),
        ("p1", "2026-03-20"),
    ):
        moment = () if at is None else ("--at", at)
        for style in STYLES:
            files = run("why", profile, *FILES, "--format", style, *moment)
            assert files.exit_code == 0, files.stderr
            assert why(state, profile, "--format", style, *moment).stdout == files.stdout
    assert why(state, "p1", "--score", "fit").stdout == run("why", "p1", *FILES, "--score", "fit").stdout


def test_without_the_files(state: str) -> None:
    """When a file is gone the ledger still tells all lines, and one line says what is missing and why."""
    whole = told(state, "p1")
    Path("z.jsonl").unlink()
    left = told(state, "p1")
    for name in ("heat", "fit", "total"):
        lines = [(one["kind"], one["points"], one["title"], one["rule"], one["where"]) for one in left[name]["lines"]]
        assert lines == [(one["kind"], one["points"], one["title"], one["rule"], one["where"]) for one in whole[name]["lines"]]
        assert sum(one["points"] for one in left[name]["lines"]) == left[name]["value"] == whole[name]["value"]
        assert left[name]["unmet"] == whole[name]["unmet"]
    assert left["answer"]["changes"] == whole["answer"]["changes"]
    awards = {one["title"]: [(award["time"], award["event"]) for award in one["awards"]] for one in left["heat"]["lines"]}
    assert awards["Lately"] == [("2026-02-02T09:00:00Z", "z1"), ("2026-02-03T09:00:00Z", "z2")]
    assert whole["answer"]["gaps"] is None
    text = why(state, "p1")
    assert text.exit_code == 0
    assert "because z.jsonl is no longer there as it was read." in " ".join(text.stdout.split())
    assert "Not shown" in why(state, "p1", "--format", "html").stdout


def test_the_past_without_the_files(state: str) -> None:
    """The past needs the files: without them it is said from which moment on the state alone can tell."""
    Path("a.jsonl").write_text("", encoding="utf-8")
    result = why(state, "p1", "--at", "2026-02-02")
    assert result.exit_code == 2
    assert "a.jsonl is no longer there as it was read" in result.stderr
    assert "from 2026-02-06 09:00 UTC on" in result.stderr
    assert why(state, "p1", "--at", "2026-02-06T10:00Z").exit_code == 0


def test_only_what_was_read_counts(state: str) -> None:
    """What a file has gained since then is not in the state, and not in the answer."""
    before = why(state, "p1").stdout
    with Path("a.jsonl").open("a", encoding="utf-8") as file:
        file.write(event("a9", "p1", "call", "02-09"))
    assert why(state, "p1").stdout == before
    read_in(state)
    assert why(state, "p1").stdout == run("why", "p1", *FILES).stdout != before


def test_removed_and_come_back(state: str) -> None:
    """Of a profile that was removed and came back only the new life counts; one that is removed is explained in its past."""
    with Path("a.jsonl").open("a", encoding="utf-8") as file:
        file.write(event("a7", "p1", "profile.removed", "02-10") + event("a8", "p2", "profile.removed", "02-10"))
        file.write(event("a9", "p1", "visit", "02-11", page="/a"))
    read_in(state)
    assert why(state, "p1").stdout == run("why", "p1", *FILES).stdout
    assert "was removed by 2026-02-11" in why(state, "p2").stderr
    assert why(state, "p2", "--at", "2026-02-05T10:00Z").stdout == run("why", "p2", *FILES, "--at", "2026-02-05T10:00Z").stdout
    Path("a.jsonl").unlink()
    assert [one["points"] for one in told(state, "p1")["heat"]["lines"]] == [5, 3]
    gone = why(state, "p2")
    assert (gone.exit_code, "'p2' was removed" in gone.stderr) == (2, True)


def test_points_of_rules_that_are_gone(state: str) -> None:
    """After other rules were accepted what was kept of the old ones stands in lines of its own, and the sum is the score."""
    before = told(state, "p1")["heat"]["value"]
    fewer = RULES.replace("    ## Calls\n    +4  on each call, halves every 10 days\n", "")
    Path("rules.lsdsl").write_text(fewer, encoding="utf-8")
    accepted = run("run", "rules.lsdsl", "--state", state, "--accept-rules")
    assert accepted.exit_code == 0, accepted.stderr
    heat = told(state, "p1")["heat"]
    assert heat["value"] == before == sum(one["points"] for one in heat["lines"])
    (kept,) = [one for one in heat["lines"] if one["kind"] == "kept"]
    assert (kept["points"], kept["title"]) == (4, "Calls")
    assert "do not lead to these scores" in " ".join(why(state, "p1").stdout.split())


def test_redacted_without_the_files(state: str) -> None:
    """What is not to be seen is not seen, and where former values are not known nothing that a person wrote is shown."""
    with Path("a.jsonl").open("a", encoding="utf-8") as file:
        file.write(event("a7", "p1", "points.adjusted", "02-08", score="fit", points=2, reason="Ann Visser met us"))
        file.write(event("a8", "p1", "profile.modified", "02-08", name="Bo Smit"))
    read_in(state)
    assert "Visser" not in why(state, "p1", "--redact", "name").stdout
    Path("z.jsonl").unlink()
    for style in STYLES:
        assert "Visser" in why(state, "p1", "--format", style).stdout
        hidden = why(state, "p1", "--redact", "name", "--redact", "country", "--format", style).stdout
        assert "Visser" not in hidden
        assert "Smit" not in hidden
        assert "•••" in hidden


def test_other_rules_on_disk(state: str) -> None:
    """The rules of the state explain, and a notice says that those on disk are others."""
    before = why(state, "p1").stdout
    Path("rules.lsdsl").write_text(RULES.replace("+5", "+6"), encoding="utf-8")
    result = run("why", "p1", "rules.lsdsl", "--state", state)
    assert (result.exit_code, result.stdout) == (0, before)
    assert "is scored by other rules" in result.stderr


def test_names_that_are_not_there(state: str) -> None:
    """An unknown profile or score is wrong usage with what is close; files beside a state are, too."""
    unknown = why(state, "p1x")
    assert (unknown.exit_code, "did you mean p1" in unknown.stderr) == (2, True)
    assert "there is no score 'heet'; did you mean heat?" in why(state, "p1", "--score", "heet").stderr
    assert "cannot be given with it" in why(state, "p1", "-e", "a.jsonl").stderr
