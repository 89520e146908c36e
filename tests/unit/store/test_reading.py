"""What is read from a state is what the files give that it was made of, each profile by the rules that it was written with."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from lsdsl.rescoring import rescore_state
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import load
from lsdsl.store import export, open_state, run_stateful
from lsdsl.store.underway import under_way
from tests.unit.cli.program import run
from tests.unit.rescoring.histories import RULES, write_history

MORE = """
grade advice:
    "call"  when heat is warm
    "wait"  otherwise

selection hot:
    where heat > 5
    order by heat descending

selection named:
    where heat >= 0
    order by country descending

selection rising:
    where heat >= 0
    order by heat

selection everybody:
    where heat >= 0

selection nobody:
    where heat > 1000
"""
SELECTIONS = ("hot", "named", "rising", "everybody", "nobody")
STYLES = ("table", "csv", "jsonl")
FILES = ("--profiles", "leads.csv", "--events", "events.jsonl")
WHOLE = RunOptions(profiles=("leads.csv",), events=("events.jsonl",))


class _EndedError(Exception):
    """What ends a rescore in the middle."""


def write_rules(points: int = 4, more: str = MORE) -> None:
    """The rules, in the current folder."""
    Path("rules.lsdsl").write_text(RULES.format(points) + more, encoding="utf-8")


@pytest.fixture(autouse=True)
def _read(state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules, a history, and a state that has read it."""
    monkeypatch.chdir(tmp_path)
    write_history(40, 300)
    write_rules()
    with open_state(state) as store:
        run_stateful(load("rules.lsdsl"), WHOLE, store)


def begin_rescore(state: str) -> None:
    """Rescore some of the profiles under the rules on disk."""

    def count(what: str, _unit: str, _number: int, _size: int | None) -> None:
        found = under_way(store)
        if what == "replaying" and found is not None and len(found.done) >= 5:
            raise _EndedError

    with open_state(state) as store, pytest.raises(_EndedError):
        rescore_state(load("rules.lsdsl"), RunOptions(), store, count)


@pytest.mark.parametrize("style", STYLES)
def test_selections_are_those_of_files(state: str, style: str) -> None:
    """Every selection is the same bytes in every format, with the rules named or not."""
    for name in SELECTIONS:
        files = run("select", name, "rules.lsdsl", *FILES, "--format", style)
        named = run("select", name, "rules.lsdsl", "--state", state, "--format", style)
        unnamed = run("select", name, "--state", state, "--format", style)
        assert (named.exit_code, unnamed.exit_code) == (0, 0), named.stderr
        assert files.stdout == named.stdout == unnamed.stdout
        assert "other rules" not in named.stderr


def test_a_later_moment_passes_only_in_what_is_shown(state: str) -> None:
    """With --as-of what is shown is that of files at that moment, the state is as it was, and another program may write it."""
    options = ("--as-of", "2026-03-01", "--format", "jsonl")
    with open_state(state):
        later = run("select", "rising", "--state", state, *options)
    assert later.exit_code == 0, later.stderr
    assert later.stdout == run("select", "rising", "rules.lsdsl", *FILES, *options).stdout
    now = run("select", "rising", "--state", state, "--format", "jsonl").stdout
    assert now == run("select", "rising", "rules.lsdsl", *FILES, "--format", "jsonl").stdout != later.stdout


def test_an_earlier_moment_is_refused(state: str) -> None:
    """A state cannot go back; it is said until when it holds what happened, and what to do."""
    result = run("select", "hot", "--state", state, "--as-of", "2026-01-02")
    assert result.exit_code == 2
    assert "holds what happened until 2026-01-28T00:00:00Z" in result.stderr
    assert "--profiles and --events instead of --state" in result.stderr


def test_written_to_a_file(state: str) -> None:
    """--output takes the whole, and how many there are is said."""
    result = run("select", "hot", "--state", state, "--format", "csv", "--output", "hot.csv")
    assert result.stdout == ""
    assert Path("hot.csv").read_text(encoding="utf-8") == run("select", "hot", "--state", state, "--format", "csv").stdout
    assert "written to hot.csv" in result.stderr


def test_other_rules_on_disk_are_told(state: str) -> None:
    """Where the rules on disk are others the scores are those of the state, with their digest, and it is said what to do."""
    digest = load("rules.lsdsl").digest
    before = [json.loads(line) for line in run("select", "hot", "--state", state, "--format", "jsonl").stdout.splitlines()]
    write_rules(9)
    result = run("select", "hot", "rules.lsdsl", "--state", state, "--format", "jsonl")
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [one | {"rules": digest} for one in before]
    assert f"lsdsl rescore rules.lsdsl --state {_shown(state)}" in result.stderr
    table = run("select", "hot", "rules.lsdsl", "--state", state)
    assert digest not in table.stdout
    assert digest in table.stderr


def test_while_a_rescore_is_under_way(state: str) -> None:
    """Each profile is shown by the rules that it has, with the digest where they are not those that were named."""
    old = {one["id"]: one for one in _lines(run("select", "everybody", "--state", state, "--format", "jsonl").stdout)}
    before, field = load("rules.lsdsl"), "    stage    choice"
    write_rules(9)
    text = Path("rules.lsdsl").read_text(encoding="utf-8").replace(field, f'    region   text = "EU"\n{field}')
    Path("rules.lsdsl").write_text(text, encoding="utf-8")
    begin_rescore(state)
    found = run("select", "everybody", "rules.lsdsl", "--state", state, "--format", "jsonl")
    rows = {one["id"]: one for one in _lines(found.stdout)}
    waiting = {name for name, one in rows.items() if "rules" in one}
    assert 0 < len(waiting) < len(rows) == len(old)
    assert {name: rows[name] for name in waiting} == {name: old[name] | {"rules": before.digest} for name in waiting}
    assert all(one["fields"]["region"] == "EU" for name, one in rows.items() if name not in waiting)
    said = f"{len(waiting)} of {len(rows)} profiles are still scored by the rules of before (digest {before.digest})"
    assert said in found.stderr
    table = list(csv.DictReader(StringIO(run("select", "everybody", "rules.lsdsl", "--state", state, "--format", "csv").stdout)))
    assert {one["id"]: one["rules"] for one in table if one["rules"]} == dict.fromkeys(waiting, before.digest)
    assert {one["region"] for one in table if one["id"] in waiting} == {""}
    assert before.digest in run("select", "rising", "rules.lsdsl", "--state", state).stdout
    unnamed = run("select", "everybody", "--state", state, "--format", "jsonl")
    assert {one["id"] for one in _lines(unnamed.stdout) if "rules" not in one} == waiting
    assert "already scored by the new rules" in unnamed.stderr


def test_export_while_a_rescore_is_under_way(state: str) -> None:
    """Every line of the profiles tells by which rules it is, and who exports is told."""
    before = load("rules.lsdsl")
    write_rules(9)
    begin_rescore(state)
    told: list[str] = []
    with open_state(state, write=False) as store:
        summary = export(None, store, "out", tell=told.append)
    rows = _lines(Path("out/profiles.jsonl").read_text(encoding="utf-8"))
    assert {one["rules"] for one in rows} == {before.digest, load("rules.lsdsl").digest}
    assert summary.ruleset == before.digest
    assert "a rescore" in told[0]


def test_selection_that_only_the_new_rules_have(state: str) -> None:
    """A selection that rules of some profiles do not know is an error that names them."""
    before = load("rules.lsdsl")
    write_rules(9, f"{MORE}\nselection fresh:\n    where heat > 1\n")
    unknown = run("select", "fresh", "rules.lsdsl", "--state", state)
    assert unknown.exit_code == 2
    assert "there is no selection 'fresh'" in unknown.stderr
    begin_rescore(state)
    result = run("select", "fresh", "rules.lsdsl", "--state", state)
    assert result.exit_code == 2
    assert before.digest in result.stderr
    assert "wait until all are scored by the new ones" in result.stderr


def test_wrong_usage(state: str) -> None:
    """Files beside a state, and options that only concern files, are wrong usage that says what to do."""
    for options, said in (
        (("-e", "events.jsonl"), "reads new files into"),
        (("--late", "reject"), "--late is for reading files"),
    ):
        result = run("select", "hot", "--state", state, *options)
        assert (result.exit_code, said in result.stderr) == (2, True)


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _shown(state: str) -> str:
    """The name of a state without what follows the password, if it is a URL."""
    return state if "://" not in state else "postgresql://"
