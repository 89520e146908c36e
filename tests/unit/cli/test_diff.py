"""``lsdsl diff``: what it prints, where it writes, and when it fails."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.program import FAULTY, run, start
from tests.unit.difference.rulesets import OLD, changed, write_data

DATA = ("-p", "leads.csv", "-e", "events.jsonl")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands beside two rule files and their data."""
    monkeypatch.chdir(tmp_path)
    write_data(tmp_path)
    Path("old.lsdsl").write_text(OLD, encoding="utf-8")
    new = changed(("+20  on each visit where", "+30  on each visit where"))
    Path("new.lsdsl").write_text(new, encoding="utf-8")


def test_text() -> None:
    """The text has the headline, plots, moves between ranges, movers with their rules, follow-ups and changes."""
    result = run("diff", "old.lsdsl", "new.lsdsl", *DATA)
    assert result.exit_code == 0
    for line in (
        "1 of 5 profiles (20%) moved to another range, 2 have another score.",
        "Heat (heat)  2 of 5 profiles differ, mean change +10, 1 in another range",
        "pricing page  +40 → +60  new.lsdsl:23",
        "~ heat  pricing page: +20 → +30; limit and expiry unchanged  new.lsdsl:23",
        "    +100 → +150 points in the end, 5 → 5 awards",
    ):
        assert line in result.stdout
    assert [line.split() for line in result.stdout.splitlines() if line.startswith("warm ")] == [["warm", "–", "–", "1"]]
    assert [line.split()[:5] for line in result.stdout.splitlines() if line.startswith("call_hot")] == [
        ["call_hot", "1", "→", "2", "+1"]
    ]
    assert result.stderr == "8 events, 5 profiles, as of 2026-01-05T10:00:00Z\n"


def test_the_same_rules() -> None:
    """Without a difference there is little to say."""
    result = run("diff", "old.lsdsl", "old.lsdsl", *DATA, "--fail-if-moved", "0%")
    assert result.exit_code == 0
    assert "5 profiles, and no score differs." in result.stdout
    assert "The rules say the same." in result.stdout


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("19%",), 1),
        (("20%",), 0),
        (("20",), 0),
        (("2.5%",), 1),
        (("39%", "--moved-means", "value"), 1),
        (("0", "--score", "plain"), 0),
    ],
)
def test_fail_if_moved(options: tuple[str, ...], code: int) -> None:
    """More than the share that is allowed is exit code 1; just that share is not more."""
    assert run("diff", "old.lsdsl", "new.lsdsl", *DATA, "--fail-if-moved", *options).exit_code == code


@pytest.mark.parametrize("style", ["json", "markdown", "html", "text"])
def test_output_to_a_file(style: str) -> None:
    """A file gets what standard output would, and nothing of it in colour."""
    shown = run("diff", "old.lsdsl", "new.lsdsl", *DATA, "--format", style)
    kept = run("diff", "old.lsdsl", "new.lsdsl", *DATA, "--format", style, "--output", "out", "--color", "always")
    assert (shown.exit_code, kept.exit_code, kept.stdout) == (0, 0, "")
    assert Path("out").read_bytes() == shown.stdout_bytes
    assert "written to out" in kept.stderr


def test_standard_input_is_looked_at_twice() -> None:
    """Events on standard input give the same report as a file, the rules responsible included."""
    events = Path("events.jsonl").read_bytes()
    process = start("diff", "old.lsdsl", "new.lsdsl", "-p", "leads.csv", "-e", "-", "--format", "json")
    piped, _ = process.communicate(events)
    assert process.returncode == 0
    assert json.loads(piped) == json.loads(run("diff", "old.lsdsl", "new.lsdsl", *DATA, "--format", "json").stdout)


def test_rejected_records() -> None:
    """A record that only one ruleset refuses is told with its side, and is a finding."""
    Path("old.lsdsl").write_text(OLD.replace("event form\n", "event form\nevent call\n"), encoding="utf-8")
    with Path("events.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "n", "type": "call", "profile": "a", "time": "2026-01-04T00:00:00Z"}\n')
    result = run("diff", "old.lsdsl", "new.lsdsl", *DATA)
    assert result.exit_code == 1
    assert "under the new rules 1 record rejected (LS814)" in result.stdout
    assert "  new rules: LS814 events.jsonl:9: " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere", "new.lsdsl", *DATA), "nowhere: there is no such file or folder"),
        (("old.lsdsl", "new.lsdsl"), "nothing to score: give --profiles, --events or both"),
        (
            ("old.lsdsl", "new.lsdsl", *DATA, "--score", "cold"),
            "there is no score 'cold' in both rulesets; both have heat, plain",
        ),
        (("old.lsdsl", "new.lsdsl", *DATA, "--fail-if-moved", "much"), "'much' is no percentage; write it like 2%"),
        (("old.lsdsl", "new.lsdsl", *DATA, "--fail-if-moved", "nan"), "'nan' is no percentage; write it like 2%"),
        (("old.lsdsl", "new.lsdsl", "-e", "nowhere.jsonl"), "nowhere.jsonl"),
        (("old.lsdsl", "new.lsdsl", *DATA, "--output", "nowhere/x"), "there is no folder"),
    ],
)
def test_could_not_run(arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps it from comparing is exit code 2 and one line that says so."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    result = run("diff", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_rules_with_errors() -> None:
    """Errors of either ruleset are shown as check shows them, and nothing is compared."""
    Path("new.lsdsl").write_text(FAULTY, encoding="utf-8")
    result = run("diff", "old.lsdsl", "new.lsdsl", *DATA)
    assert result.exit_code == 1
    assert "LS200" in result.stdout
    assert "new.lsdsl has errors, so there is nothing to compare" in result.stderr
