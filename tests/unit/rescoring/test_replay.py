"""A rescore gives what a run under the same rules gives, and asks for nothing."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lsdsl.records.moments import moment_from_text
from lsdsl.records.problems import InputError, OutputError
from lsdsl.rescoring import replay, status_of
from lsdsl.rescoring.checkpoint import Partial
from lsdsl.runner.batch import RunOptions
from lsdsl.runner.folder import run_to_folder
from lsdsl.runner.ruleset import Ruleset, load
from tests.unit.rescoring.histories import output, write_history, write_rules


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunOptions:
    """Each test stands in a folder with rules and a history."""
    monkeypatch.chdir(tmp_path)
    write_rules()
    return write_history()


@pytest.fixture
def ruleset(options: RunOptions) -> Ruleset:
    """The rules."""
    assert options.events
    return load("rules.lsdsl")


def lines(folder: str, name: str) -> list[dict[str, Any]]:
    """The records of an output file."""
    return [json.loads(line) for line in (Path(folder) / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"as_of": moment_from_text("2026-01-20")},
        {"as_of": moment_from_text("2026-03-20")},
        {"late": "reject"},
        {"profiles": ()},
        {"events": ()},
        {"remembered": 1},
    ],
)
def test_the_same_as_a_run(options: RunOptions, ruleset: Ruleset, changes: dict[str, Any]) -> None:
    """Profiles, ledger, rejects and failures are those of ``run``, byte for byte but for the digest of the rules."""
    options = replace(options, **changes)
    summary, _ = run_to_folder(ruleset, options, "run")
    rescored = replay(ruleset, options, "out")
    digest = f',"rules":"{ruleset.digest}"}}'.encode()
    found, expected = output("out"), output("run")
    assert {name: found[name] for name in ("ledger.jsonl", "rejects.jsonl", "failures.jsonl")} == {
        name: expected[name] for name in ("ledger.jsonl", "rejects.jsonl", "failures.jsonl")
    }
    assert found["profiles.jsonl"].replace(digest, b"}") == expected["profiles.jsonl"]
    assert found["profiles.jsonl"].count(digest) == summary.profiles
    counts = ("as_of", "profiles", "events", "processed", "duplicates", "late", "after_as_of", "rejects", "ledger", "ignored")
    assert [getattr(rescored, name) for name in counts] == [getattr(summary, name) for name in counts]
    assert rescored.profiles_by_range == summary.profiles_by_range


def test_no_actions_but_their_memories(options: RunOptions, ruleset: Ruleset) -> None:
    """Nothing is asked for again, while follow-ups write fields and keep their limits as they did."""
    run_to_folder(ruleset, options, "run")
    replay(ruleset, options, "out")
    clients = [line["id"] for line in lines("out", "profiles.jsonl") if line["fields"]["stage"] == "client"]
    assert sorted(one["profile"] for one in lines("run", "actions.jsonl")) == clients != []
    assert output("out")["actions.jsonl"] == b""


def test_newest_event_that_did_not_happen(options: RunOptions, ruleset: Ruleset) -> None:
    """A repeat that claims to be from later does not make time pass, as it does not in a run."""
    with Path("events.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "e598", "type": "visit", "profile": "P26", "time": "2026-02-20T00:00:00Z"}\n')
    summary, _ = run_to_folder(ruleset, options, "run")
    rescored = replay(ruleset, options, "out")
    assert rescored.as_of == summary.as_of == "2026-01-28T00:00:00Z"
    assert output("out")["ledger.jsonl"] == output("run")["ledger.jsonl"]


def test_held_against_the_output_before(options: RunOptions, ruleset: Ruleset) -> None:
    """The digest of the rules before and the profiles whose scores changed are told; other files in the folder stay."""
    run_to_folder(ruleset, options, "out")
    Path("out/notes.txt").write_text("mine", encoding="utf-8")
    before = {line["id"]: line["scores"]["heat"]["value"] for line in lines("out", "profiles.jsonl")}
    write_rules(points=6)
    newer = load("rules.lsdsl")
    rescored = replay(newer, options, "out")
    after = {line["id"]: line["scores"]["heat"]["value"] for line in lines("out", "profiles.jsonl")}
    assert (rescored.previous, rescored.ruleset) == (ruleset.digest, newer.digest)
    assert rescored.changed == sum(before[name] != after[name] for name in before) > 0
    assert output("out")["notes.txt"] == b"mine"
    assert replay(newer, options, "out").changed == 0
    assert replay(newer, options, "other", "out").changed == 0


def test_status(options: RunOptions, ruleset: Ruleset) -> None:
    """While it goes on the folder says how many profiles are done, and a line of before is known by its rules."""
    assert status_of("out") is None
    run_to_folder(ruleset, options, "out")
    seen = []

    def look(what: str, _unit: str, _done: int, _size: int | None) -> None:
        status = status_of("out")
        if what == "replaying" and status is not None:
            seen.append((status.state, status.current, status.updating, status.previous, status.of(None)))

    write_rules(points=6)
    newer = load("rules.lsdsl")
    replay(newer, options, "out", progress=look)
    assert {(state, current + updating, previous, old) for state, current, updating, previous, old in seen} == {
        ("updating", 65, ruleset.digest, "updating")
    }
    assert [current for _, current, _, _, _ in seen] == sorted(current for _, current, _, _, _ in seen)
    status = status_of("out")
    assert status is not None
    assert (status.state, status.current, status.updating, status.rules) == ("current", 65, 0, newer.digest)
    assert {status.of(line["rules"]) for line in lines("out", "profiles.jsonl")} == {"current"}


def test_inputs_that_cannot_be_read_again(options: RunOptions, ruleset: Ruleset) -> None:
    """Standard input, folders and files that are not there are refused before anything is written."""
    for path in ("-", ".", "nowhere.jsonl"):
        with pytest.raises(InputError, match=path.replace(".", r"\.")):
            replay(ruleset, replace(options, events=(path,)), "out")
    assert not list(Path().glob("out*"))


def test_one_at_a_time(options: RunOptions, ruleset: Ruleset) -> None:
    """A second rescore of the same folder is refused while the first one is at work."""
    with Partial(Path("out").resolve()), pytest.raises(OutputError, match="another rescore is at work here"):
        replay(ruleset, options, "out")
    assert replay(ruleset, options, "out").profiles == 65
