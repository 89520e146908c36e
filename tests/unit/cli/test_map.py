"""``lsdsl map``: the tree, the neighbourhood of a name, and the formats for programs."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.program import FAULTY, SOUND, run, write

FOLLOWED = """
followup thank:
    on page_visit
    limit 1 per 7 days
    wait 2 days
    do send_email "thanks", to: "a@b.example"

followup round:
    on profile modified
    set employees to employees + 1

followup resting:
    on page_visit
    enabled false
    add tag "seen"
"""


@pytest.fixture(autouse=True)
def _with_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with one sound ruleset."""
    monkeypatch.chdir(tmp_path)
    write(Path(), "leads.lsdsl", SOUND + FOLLOWED)


def test_tree_tells_by_event_what_it_starts() -> None:
    """Rules of scores with their limits, and follow-ups, stand below the event that starts them."""
    lines = run("map").stdout.splitlines()
    assert lines[0] == "Events, and what they start"
    assert "├── page_visit  They looked at the prices." in lines
    assert (
        '│   │   ├── +5   each page_visit where path is "/pricing"  (at most 3 times per 7 days, expires after 4 weeks)' in lines
    )
    assert "│   ├── → follow-up thank  (limit 1 per 7 days)" in lines


def test_tree_tells_waits_circles_and_what_is_off() -> None:
    """A wait stands at what comes after it, a circle has its path, and what is switched off says so."""
    printed = run("map").stdout
    assert '→ action send_email  do send_email "thanks", to: "a@b.example"  (after 2 days)' in printed
    assert "⟳ round → employees → profile modified → round  goes round" in printed
    assert "resting  switched off" in printed


def test_no_circle_is_said() -> None:
    """Where nothing starts itself, the map says that."""
    write(Path(), "leads.lsdsl", SOUND)
    assert run("map").stdout.endswith("No circles: nothing starts itself.\n")


def test_around_a_name() -> None:
    """What leads to a score and what follows from it; with one step no further than its neighbours."""
    printed = run("map", "--around", "page_visit", "--depth", "1").stdout
    assert printed.startswith("event page_visit")
    assert "→ score engagement" in printed
    assert "send_email" not in printed
    assert "send_email" in run("map", "--around", "page_visit").stdout


def test_unknown_name_is_suggested() -> None:
    """A name that is close to one is suggested; depth needs a name."""
    result = run("map", "--around", "engagment")
    assert (result.exit_code, "did you mean `engagement`?" in result.stderr) == (2, True)
    assert run("map", "--depth", "3").exit_code == 2


@pytest.mark.parametrize(("style", "begin"), [("dot", "digraph automation {"), ("mermaid", "flowchart LR"), ("json", "{")])
def test_formats_for_programs(style: str, begin: str) -> None:
    """Each format goes to stdout, or to a file as it is."""
    printed = run("map", "--format", style).stdout
    assert printed.startswith(begin)
    result = run("map", "--format", style, "--output", "map.txt")
    assert (result.stdout, "written to map.txt" in result.stderr) == ("", True)
    assert Path("map.txt").read_text(encoding="utf-8") == printed


def test_tree_in_a_file_is_plain() -> None:
    """A tree that is written to a file has no colours and no blanks at the ends of its lines."""
    run("map", "--color", "always", "-o", "map.txt")
    text = Path("map.txt").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_around_limits_what_programs_get() -> None:
    """The neighbourhood is cut out of every format."""
    told = json.loads(run("map", "--format", "json", "--around", "fit", "--depth", "1").stdout)
    assert {node["id"] for node in told["nodes"] if node["kind"] != "rule"} == {"score:fit", "field:country", "field:employees"}


def test_rules_with_errors_are_told() -> None:
    """A ruleset with errors has no map: its findings are shown, and the exit code is 1."""
    write(Path(), "leads.lsdsl", FAULTY)
    result = run("map")
    assert (result.exit_code, "cuntry" in result.stdout) == (1, True)
