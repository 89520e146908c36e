"""``lsdsl state``: what is in a state, its output, copies from one kind of state to the other, and space given back."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from lsdsl.records.moments import moment_from_text
from lsdsl.runner.folder import run_to_folder
from lsdsl.runner.ruleset import load
from lsdsl.store import name_of, open_state
from tests.unit.cli.program import run
from tests.unit.rescoring.histories import write_history, write_rules

FILES = ("profiles.jsonl", "ledger.jsonl", "actions.jsonl", "failures.jsonl", "rejects.jsonl")
DATA = ("--profiles", "leads.csv", "--events", "events.jsonl")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules, a history, and what one run over it gives."""
    monkeypatch.chdir(tmp_path)
    write_rules()
    options = replace(write_history(), as_of=moment_from_text("2026-02-10"))
    run_to_folder(load("rules.lsdsl"), options, "whole")


@pytest.fixture
def filled(state: str) -> str:
    """A state that has read the history."""
    assert run("run", "rules.lsdsl", "--state", state, *DATA, "--as-of", "2026-02-10").exit_code == 1
    return state


def files(folder: str) -> dict[str, bytes]:
    """The files of an output folder that do not hold how long it took."""
    return {name: (Path(folder) / name).read_bytes() for name in FILES}


def test_info(filled: str) -> None:
    """The rules and the profiles under them, counts, moments, who writes, and how far each input was read."""
    with open_state(filled) as store:
        digest, writer = store.rulesets()[0].digest, store.writer()
        result = run("state", "info", filled)
    assert (result.exit_code, result.stderr) == (0, "")
    summary = json.loads(Path("whole/summary.json").read_text(encoding="utf-8"))
    assert re.sub(r"[^ ]*/", "", result.stdout).splitlines() == [
        f"rules     {digest}: 65 profiles",
        "profiles  65",
        "events    603",
        f"ledger    {summary['ledger']}",
        f"actions   {summary['actions']}",
        "failures  0",
        "rejects   4",
        "newest    2026-01-28T00:00:00Z",
        "as of     2026-02-10T00:00:00Z",
        "next due  2026-02-11T00:00:00Z",
        f"writer    {writer}",
        "events    events.jsonl: 603 records, read to its end",
        "profiles  leads.csv: 61 records, read to its end",
    ]
    assert "writer    none now\n" in run("state", "info", filled).stdout


def test_info_while_profiles_are_updated(filled: str) -> None:
    """Rules of before are listed with the profiles that are still scored by them."""
    with open_state(filled) as store, store.transaction():
        number = store.add_ruleset("digest-of-others", None)
        kept = store.load(["P1", "P2"])
        for one in kept:
            one.rules, one.updating = number, True
        store.save(kept)
    lines = run("state", "info", filled).stdout.splitlines()
    assert lines[0].endswith(": 63 profiles")
    assert lines[1] == "others    digest-of-others: 2 profiles; their text is not in the state"
    assert lines[2].startswith("updating  2 profiles ")


def test_info_of_what_is_empty(state: str) -> None:
    """A state that was begun and has seen no rules says so; one that is not there is an error."""
    missing = run("state", "info", state)
    assert missing.exit_code == 2
    assert re.search("there is no such state|holds no state", missing.stderr)
    open_state(state).close()
    assert run("state", "info", state).stdout.splitlines()[:2] == ["rules     none yet", "profiles  0"]


def test_export_without_rules(filled: str) -> None:
    """The state holds its rules, so its output needs no others; it is what a run over all events gives."""
    result = run("state", "export", filled, "--out", "out")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "written to out\n")
    assert files("out") == files("whole")
    assert run("state", "export", filled, "--out", "again", "--rules", "rules.lsdsl").stderr == "written to again\n"
    assert files("again") == files("out")


def test_copy_to_the_other_kind_and_back(filled: str, postgres_state: str, tmp_path: Path) -> None:
    """A copy, and a copy of it in a state of the other kind, give the same output; a place that is taken is refused."""
    other = str(tmp_path / "copy.db") if filled == postgres_state else f"{postgres_state}"
    result = run("state", "export", filled, "--copy", other)
    assert (result.exit_code, result.stderr) == (0, f"copied to {name_of(other)}\n")
    result = run("state", "import", "back.db", other)
    assert (result.exit_code, result.stderr) == (0, f"back.db holds what {name_of(other)} holds\n")
    for number, state in enumerate((filled, other, "back.db")):
        assert run("state", "export", state, "--out", f"out{number}").exit_code == 0
    assert files("out0") == files("out1") == files("out2")
    again = run("state", "import", other, filled)
    assert (again.exit_code, again.stderr) == (2, f"error: {name_of(other)} holds a state already; name a new one\n")
    result = run("run", "rules.lsdsl", "--state", "back.db", *DATA)
    assert "events.jsonl was read already; nothing in it is new" in result.stderr


def test_vacuum(filled: str, tmp_path: Path) -> None:
    """Giving space back changes nothing; a state that is not there is not made by it."""
    run("state", "export", filled, "--out", "before")
    assert run("state", "vacuum", filled).exit_code == 0
    run("state", "export", filled, "--out", "after")
    assert files("after") == files("before")
    missing = run("state", "vacuum", str(tmp_path / "missing.db"))
    assert (missing.exit_code, "there is no such state" in missing.stderr) == (2, True)
    assert not (tmp_path / "missing.db").exists()


def test_vacuum_of_a_schema_that_is_not_there(postgres_state: str) -> None:
    """A schema that is not there is not made."""
    for _ in range(2):
        missing = run("state", "vacuum", postgres_state)
        assert (missing.exit_code, missing.stderr) == (2, f"error: {name_of(postgres_state)}: there is no such state\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "leads.db"), "nothing to write: give --out, --copy or both"),
        (("export", "leads.db", "--copy", "b.db", "--rules", "rules.lsdsl"), "--rules is for --out"),
        (("export", "leads.db", "--out", "out"), "leads.db: there is no such state"),
        (("import", "new.db", "leads.db"), "leads.db: there is no such state"),
        (("import", "new.db", "rules.lsdsl"), "rules.lsdsl: cannot be used as a state"),
    ],
)
def test_what_cannot_be_done(arguments: tuple[str, ...], words: str) -> None:
    """What is missing is said in words, with exit code 2."""
    result = run("state", *arguments)
    assert (result.exit_code, words in result.stderr) == (2, True), result.stderr


@pytest.mark.parametrize(
    "address", ["postgresql://ann:hunter2@127.0.0.1:1/crm", "postgresql://ann:x@hunter2@db/crm", "db://hunter2@db"]
)
@pytest.mark.parametrize(
    "verb",
    [
        ("run", "rules.lsdsl", *DATA, "--state"),
        ("select", "hot", "--state"),
        ("why", "P1", "--state"),
        ("rescore", "rules.lsdsl", "--state"),
        ("state", "info"),
        ("state", "vacuum"),
        ("state", "export", "--out", "out"),
        ("state", "import", "new.db"),
    ],
    ids=lambda verb: " ".join(verb[:2]),
)
def test_no_password_is_told(verb: tuple[str, ...], address: str) -> None:
    """Whatever keeps an address from being used, no verb repeats a password, and none has an internal error."""
    result = run(*verb, address)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert "internal" not in result.stderr
    assert "hunter2" not in result.output + result.stderr
