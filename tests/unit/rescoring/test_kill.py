"""A rescore that is ended from outside goes on where it was, and gives what an undisturbed one gives."""

import random
import shutil
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from lsdsl.rescoring import replay
from lsdsl.runner.batch import RunOptions
from lsdsl.runner.ruleset import load
from tests.unit.rescoring.histories import COMMAND, DATA, output, write_history, write_rules

KILLS = 10


class _EndedError(Exception):
    """What ends a replay in the middle."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules and a history."""
    monkeypatch.chdir(tmp_path)
    write_rules()


def end_after(blocks: int, options: RunOptions) -> None:
    """Replay so many blocks and end."""
    done = set()

    def count(what: str, _unit: str, number: int, _size: int | None) -> None:
        if what == "replaying":
            done.add(number)
            if len(done) > blocks:
                raise _EndedError

    with pytest.raises(_EndedError):
        replay(load("rules.lsdsl"), options, "out", progress=count)


def rescore() -> tuple[int, str]:
    """Run the program to its end: its exit code and what it said."""
    done = subprocess.run([*COMMAND, *DATA], check=False, capture_output=True, text=True)
    return done.returncode, done.stderr


def results() -> int:
    """How many blocks of the replay that is under way have their result."""
    return len(list(Path().glob("out.partial/result-*")))


def test_killed_at_any_moment() -> None:
    """``kill -9`` at any moment, again and again: the next start goes on, and every file is the same in the end."""
    write_history(profiles=400, events=12_000)
    assert rescore()[0] == 1
    undisturbed = output()
    chance, went_on, kills = random.Random(0), 0, 0  # noqa: S311 - no secret
    while kills < KILLS:
        if Path("out/summary.json").exists():  # that one was finished: begin from nothing
            assert output() == undisturbed
            shutil.rmtree("out")
            shutil.rmtree("out.partial", ignore_errors=True)
        process = subprocess.Popen([*COMMAND, *DATA], stderr=subprocess.PIPE, text=True)
        # By blocks and not by the clock: how long a start takes and how long a block differs by machine.
        enough = results() + chance.randrange(1, 5)
        while results() < enough and process.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        _, said = process.communicate()
        kills += process.returncode == -signal.SIGKILL
        went_on += "going on after" in said
    if not Path("out/summary.json").exists():
        code, said = rescore()
        went_on += "going on after" in said
        assert code == 1
    assert went_on > 0
    assert output() == undisturbed


@pytest.mark.parametrize("blocks", [0, 1, 5, 15])
def test_ended_between_blocks(blocks: int) -> None:
    """However many blocks were done, they are not done again, and the files are the same in the end."""
    options, told = write_history(), list[str]()
    replay(load("rules.lsdsl"), options, "undisturbed")
    end_after(blocks, options)
    assert sorted(output()) == ["status.json"]
    replay(load("rules.lsdsl"), options, "out", tell=told.append)
    assert told == ([f"going on after {blocks} of 16 blocks"] if blocks else [])
    assert output() == output("undisturbed")


@pytest.mark.parametrize("what", ["rules", "inputs", "options"])
def test_begun_with_something_else(what: str) -> None:
    """Other rules, inputs or options begin anew and say so: two results are never mixed."""
    options, told = write_history(), list[str]()
    end_after(5, options)
    if what == "rules":
        write_rules(points=6)
    elif what == "inputs":
        write_history(events=700)
    else:
        options = replace(options, late="reject")
    replay(load("rules.lsdsl"), options, "out", tell=told.append)
    replay(load("rules.lsdsl"), options, "undisturbed")
    assert told == [f"an unfinished rescore was begun with other {what}; beginning anew"]
    assert output() == output("undisturbed")


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"version": 99}'])
def test_checkpoint_that_cannot_be_read(content: bytes) -> None:
    """A checkpoint that is broken or of another version is none."""
    options = write_history()
    end_after(5, options)
    Path("out.partial/checkpoint.json").write_bytes(content)
    replay(load("rules.lsdsl"), options, "out")
    replay(load("rules.lsdsl"), options, "undisturbed")
    assert output() == output("undisturbed")


def test_interrupted() -> None:
    """Ctrl-C ends with 130 and one line; the scores of before are still there, and the next start goes on."""
    write_history(profiles=400, events=12_000)
    process = subprocess.Popen([*COMMAND, *DATA], stderr=subprocess.PIPE, text=True)
    while results() < 2 and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert (process.returncode, said) == (
        130,
        "interrupted; start again to go on, and until then out has the scores of before\n",
    )
    assert sorted(output()) == ["status.json"]
    assert "going on after" in rescore()[1]
