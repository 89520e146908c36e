"""``lsdsl init``: a repository of rules that passes its own checks, and nothing is overwritten."""

import json
import re
from pathlib import Path

import pytest

import lsdsl
from tests.unit.cli.program import run, write

MADE = [
    ".github/workflows/lsdsl.yml",
    ".gitignore",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    "README.md",
    "lsdsl.toml",
]
STARTER = [
    "data/events.jsonl",
    "data/profiles.csv",
    "lists/free_mail.txt",
    "rules/engagement.lsdsl",
    "rules/events.lsdsl",
    "rules/fit.lsdsl",
    "rules/followups.lsdsl",
    "rules/profile.lsdsl",
    "rules/tests.lsdsl",
]
LEADS = "Lead ID,E-mail,Country,Employees\n" + "".join(
    f"L{number},a{number}@shop.example,{'NL' if number % 3 else 'BE'},{'n/a' if number == 5 else number}\n"
    for number in range(40)
)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def files_of(folder: str) -> list[str]:
    """The files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file())


def test_a_new_repository_passes_its_own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the workflow, the hooks and the README run on it finds nothing, and a run has leads to show."""
    result = run("init", "rules-repo")
    assert result.exit_code == 0, result.output
    assert files_of("rules-repo") == sorted(MADE + STARTER)
    monkeypatch.chdir("rules-repo")
    checked = run("check", "--fail-level", "info")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert run("fmt", "--check").exit_code == 0
    shown = run("run", ".", "--profiles", "data/profiles.csv", "--events", "data/events.jsonl", "--out", "out")
    summary = json.loads(Path("out/summary.json").read_text(encoding="utf-8"))
    assert (summary["profiles"], summary["events"], summary["rejects"], summary["failures"]) == (8, 16, 0, 0), shown.output
    assert summary["ignored"] == []
    assert summary["actions"] == 2
    assert summary["profiles_by_range"]["engagement"]["hot"] == 2
    called = run("select", "to_call", ".", "-p", "data/profiles.csv", "-e", "data/events.jsonl", "--format", "csv")
    assert [line.split(",")[0] for line in called.stdout.splitlines()] == ["id", "L003"]
    assert "lsdsl select to_call . --profiles data/profiles.csv --events data/events.jsonl" in result.stderr


def test_the_tests_of_the_starter_are_true() -> None:
    """What its test blocks say is what the engine does."""
    run("init", "rules-repo")
    engine = lsdsl.Engine(lsdsl.load("rules-repo"))
    engine.add_profile("p", {"country": "NL", "employees": 120, "email": "ann@company.example"}, created="2026-01-01T00:00:00Z")
    events = [
        ("page_visit", "2026-01-01T00:00:00Z", {"path": "/pricing"}),
        ("page_visit", "2026-01-02T00:00:00Z", {"path": "/pricing/teams"}),
        ("form_submit", "2026-01-02T01:00:00Z", {"form": "demo"}),
    ]
    actions = [
        action.action
        for number, (kind, time, data) in enumerate(events)
        for action in engine.process({"id": f"e{number}", "type": kind, "profile": "p", "time": time, "data": data}).actions
    ]
    scores = engine.profile("p").scores
    assert (scores["fit"].value, scores["engagement"].value) == (30, 70)
    assert actions == ["notify"]
    engine.advance("2026-02-06T01:00:00Z")
    assert engine.profile("p").scores["engagement"].range != "hot"
    engine.add_profile("q", {"country": "NL", "email": "ann@gmail.com"})
    engine.advance("2026-02-06T01:00:00Z")
    assert engine.profile("q").scores["fit"].value == 10


def test_a_file_of_leads_gives_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns become fields, the table says why, and the file itself is taken by a run without a reject."""
    Path("leads.csv").write_text(LEADS, encoding="utf-8")
    result = run("init", "rules-repo", "--from", "leads.csv")
    assert result.exit_code == 0, result.output
    assert files_of("rules-repo") == sorted([*MADE, "rules/fit.lsdsl", "rules/profile.lsdsl"])
    assert [line.split()[:3] for line in result.stdout.splitlines()[1:5]] == [
        ["Lead", "ID", "id"],
        ["E-mail", "e_mail", "text"],
        ["Country", "country", "choice"],
        ["Employees", "employees", "text"],
    ]
    assert '39 of 40 values are whole numbers; 1 is not: line 7 "n/a"' in result.stdout
    assert "lsdsl run . --profiles ../leads.csv" in result.stderr
    assert "lsdsl select best_leads . --profiles ../leads.csv" in result.stderr
    monkeypatch.chdir("rules-repo")
    checked = run("check", "--fail-level", "info")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert run("fmt", "--check").exit_code == 0
    run("run", ".", "--profiles", "../leads.csv", "--out", "out")
    summary = json.loads(Path("out/summary.json").read_text(encoding="utf-8"))
    assert (summary["profiles"], summary["rejects"], summary["ignored"]) == (40, 0, [])
    assert "/data/\n" in Path(".gitignore").read_text(encoding="utf-8")
    assert "--profiles data/leads.csv" in Path("README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["leads.rules.lsdsl", "deep/down/leads.lsdsl", "lsdsl.toml"])
def test_rules_are_never_mixed_with_others(name: str) -> None:
    """Where rules are already, nothing is written, whatever is asked for."""
    write(Path(), name, "")
    result = run("init", "--keep")
    assert result.exit_code == 2
    assert name in result.stderr
    assert files_of(".") == [name]


def test_no_file_is_overwritten() -> None:
    """Files that are in the way are named, and nothing is written."""
    write(Path(), "README.md", "mine")
    write(Path(), ".gitignore", "mine")
    result = run("init")
    assert result.exit_code == 2
    assert "these files would be overwritten: .gitignore, README.md; nothing was written: use --keep" in result.stderr
    assert files_of(".") == [".gitignore", "README.md"]


def test_files_that_are_there_can_be_kept() -> None:
    """With --keep they stay as they are and are named, and the others are written."""
    write(Path(), "README.md", "mine")
    result = run("init", "--keep")
    assert result.exit_code == 0
    assert "left as it was: README.md" in result.stderr
    assert Path("README.md").read_text(encoding="utf-8") == "mine"
    assert files_of(".") == sorted(MADE + STARTER)
    assert "README.md" not in result.stdout


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("leads.csv", "", "there are no columns in it"),
        ("leads.xlsx", "x", "spreadsheets are not read; save it as CSV"),
        ("leads.txt", "x", "the name does not say what it holds"),
        ("leads.jsonl", "no json\n", "there are no columns in it"),
        ("leads.parquet", "x", "not a readable Parquet file"),
    ],
)
def test_a_file_that_cannot_be_read(name: str, text: str, words: str) -> None:
    """The reason is said, and nothing is written."""
    write(Path(), name, text)
    result = run("init", "rules-repo", "--from", name)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not Path("rules-repo").exists()


def test_a_file_in_place_of_the_folder() -> None:
    """A folder cannot be made where a file is."""
    write(Path(), "here", "")
    assert run("init", "here").exit_code == 2
    assert run("init", "other", "--from", "nowhere.csv").exit_code == 2


def test_what_cannot_be_helped_is_said() -> None:
    """Notes tell of rows without an id, of records that cannot be read, and of a file without rows."""
    write(Path(), "leads.csv", "Ref,Size\n1,2\n,3,4\n")
    result = run("init", "a", "--from", "leads.csv")
    assert "note: 1 record cannot be read, the first in line 3" in result.stderr
    write(Path(), "none.csv", "Ref,Size\n")
    result = run("init", "b", "--from", "none.csv")
    assert "note: none.csv has no rows: all fields are texts" in result.stderr


@pytest.mark.parametrize("source", [None, "leads.csv"])
def test_the_commands_of_the_readme_can_be_typed(source: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the README finds its files, its selection and its options."""
    Path("leads.csv").write_text(LEADS, encoding="utf-8")
    run("init", "rules-repo", *(["--from", source] if source else []))
    monkeypatch.chdir("rules-repo")
    if source:
        write(Path(), f"data/{source}", LEADS)
    commands = re.findall(r"^\$ lsdsl ([^#\n]+)", Path("README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        result = run(*command.split())
        assert result.exit_code != 2, f"{command}\n{result.output}"
        assert result.output


def test_a_narrow_window_leaves_room_for_the_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """On 60 columns a long name of a field is broken, and the last column is not squeezed to single syllables."""
    monkeypatch.setattr("lsdsl.cli.screen.WIDTH_OF_FILES", 60)
    name = "What matters most to you in choosing a course"
    Path("leads.csv").write_text(f"Lead ID,{name}\n" + "".join(f"{row},{row}.5\n" for row in range(40)), encoding="utf-8")
    table = run("init", "rules-repo", "--from", "leads.csv").stdout.partition("\n\n")[0].splitlines()
    assert max(map(len, table)) <= 60
    assert any("all 40 values" in line for line in table)


def test_one_value_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column with a single value, and a single odd one out of many, are told in the singular."""
    monkeypatch.setattr("lsdsl.cli.screen.WIDTH_OF_FILES", 200)
    rows = "".join(f"{row},,ann{row}\n" for row in range(3))
    Path("leads.csv").write_text(f"Lead ID,Size,Mail\n9,12,ann@x.example\n{rows}", encoding="utf-8")
    told = run("init", "rules-repo", "--from", "leads.csv").stdout
    assert "its only value is a whole number" in told
    assert "1 values" not in told
    assert "1 value are" not in told
