"""``lsdsl rescore``: what it says and how it ends."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.program import FAULTY, run
from tests.unit.rescoring.histories import DATA, write_history, write_rules


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules and a history."""
    monkeypatch.chdir(tmp_path)
    write_rules()
    write_history()


def test_what_it_says() -> None:
    """Counts, the digests of old and new rules, and how many scores are others go to the error stream."""
    assert run("run", "rules.lsdsl", *DATA).exit_code == 1
    old = json.loads(Path("out/summary.json").read_text(encoding="utf-8"))["ruleset"]
    write_rules(points=6)
    result = run("rescore", "rules.lsdsl", *DATA)
    new = json.loads(Path("out/summary.json").read_text(encoding="utf-8"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "603 events, 65 profiles, as of 2026-01-28T00:00:00Z",
        f"rules {new['ruleset']}, before {old}",
        f"{new['changed']} profiles with other scores than before",
        "in the data but not in the rules, ignored: colour",
        "4 records rejected: out/rejects.jsonl",
        "written to out",
    ]


def test_clean() -> None:
    """Without rejects the exit code is 0; with --strict, data that the rules do not know is a finding."""
    Path("leads.csv").write_text("id,country,colour\nP1,NL,red\n", encoding="utf-8")
    lines = [line for line in Path("events.jsonl").read_text(encoding="utf-8").splitlines() if line != "no event"]
    Path("events.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert run("rescore", "rules.lsdsl", *DATA).exit_code == 0
    assert run("rescore", "rules.lsdsl", *DATA, "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rules.lsdsl", "--out", "out"), "nothing to score: give --profiles, --events or both"),
        (("rules.lsdsl", "-e", "events.jsonl"), "Missing option '--out'"),
        (("rules.lsdsl", "-e", "-", "--out", "out"), "give files"),
        (("rules.lsdsl", "-e", "events.jsonl", "--out", "."), "is the current folder"),
        (("nowhere", "-e", "events.jsonl", "--out", "out"), "nowhere"),
    ],
)
def test_could_not_run(arguments: tuple[str, ...], words: str) -> None:
    """What keeps it from its work is exit code 2 and one line, and nothing is left behind."""
    before = sorted(Path().iterdir())
    result = run("rescore", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert sorted(Path().iterdir()) == before


def test_rules_with_errors() -> None:
    """Errors of the rules are shown as check shows them."""
    Path("rules.lsdsl").write_text(FAULTY, encoding="utf-8")
    result = run("rescore", "rules.lsdsl", *DATA)
    assert result.exit_code == 1
    assert "LS200" in result.stdout
