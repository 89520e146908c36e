"""``lsdsl spark stream`` and ``lsdsl spark collect`` at the command line, as far as no Java is needed."""

from pathlib import Path

import pytest

import lsdsl
from lsdsl.spark.following import reason_of
from tests.streamed import Streamed
from tests.unit.cli.program import run

RULES = "event visit\n\nscore heat:\n    +1  on each visit\n"
VISIT = '{"id": "e1", "type": "visit", "profile": "P1", "time": "2026-01-01T09:00:00Z"}\n'
PLACES = ("--events", "inbox", "--out", "scored", "--checkpoint", "state")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules and a file of events, of which one is broken."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.lsdsl").write_text(RULES, encoding="utf-8")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.jsonl").write_text(VISIT + "broken\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "2026-02-01"), "--as-of needs --once"),
        (("--once", "--clock", "wall"), "--clock wall is for a stream that goes on"),
        (("--trigger", "0s"), "--trigger 0s is no pause"),
        (("--trigger", "soon"), "'soon' is no duration; write it like 10s, 5m or 1h"),
        (("--conf", "spark.ui.enabled"), "is no setting; write it like"),
    ],
)
def test_options_that_do_not_fit_are_told(options: tuple[str, ...], said: str) -> None:
    """What is asked for and cannot be is said before anything is done."""
    result = run("spark", "stream", "rules.lsdsl", *PLACES, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not Path("state").exists()


def test_places_that_are_not_there_are_told_before_java_starts() -> None:
    """A missing folder of events or file of profiles ends the program with what to do, and leaves nothing behind."""
    result = run("spark", "stream", "rules.lsdsl", "--events", "nowhere", "--out", "scored", "--checkpoint", "state")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: nowhere: is no folder; name the folder in which the files of events arrive\n",
    )
    result = run("spark", "stream", "rules.lsdsl", *PLACES, "--profiles", "leads.csv")
    assert (result.exit_code, result.stderr) == (2, "error: leads.csv: no such file\n")
    assert not Path("state").exists()


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (["org.apache.spark.StreamingQueryException: no.such.Store\n=== Query ===\nId"], "no.such.Store"),
        (
            [
                "a.b.StreamingQueryException: Job aborted",
                'Traceback:\n  File "x"\nlsdsl.spark.problems.SparkError: a.csv: P1 is known\n',
            ],
            "a.csv: P1 is known",
        ),
        (
            ["Job aborted", "Traceback:\nlsdsl.engine.serialising.StateError: bad\n\n  at java"],
            "lsdsl.engine.serialising.StateError: bad",
        ),
    ],
)
def test_why_a_query_failed_is_told_in_a_line(texts: list[str], reason: str) -> None:
    """Of Java's and Python's traces that Spark gives, the words that were meant for people are shown."""
    assert reason_of(Failed(texts), RuntimeError("no text")) == reason


class Failed:
    """A query that has failed, as PySpark has it: the text of the failure and those of its causes."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self._jsq = self
        self.exception = self.get = lambda: self

    def isDefined(self) -> bool:  # noqa: N802 - Java's name
        """There is a failure."""
        return True

    def toString(self) -> str:  # noqa: N802 - Java's name
        """The text of the failure."""
        return self.texts[0]

    def getMessage(self) -> str:  # noqa: N802 - Java's name
        """The text of a cause."""
        return self.texts[0]

    def getCause(self) -> "Failed | None":  # noqa: N802 - Java's name
        """What was behind it."""
        return Failed(self.texts[1:]) if self.texts[1:] else None


def test_collecting_tells_what_a_run_tells(folder: Path) -> None:
    """The output of a stream becomes the files of a run, with the same words and exit code."""
    streamed = Streamed(lsdsl.load(folder / "rules.lsdsl"))
    streamed.batch(["inbox/a.jsonl"])
    streamed.write(folder / "scored")
    collected = run("spark", "collect", "rules.lsdsl", "--from", "scored", "--out", "collected")
    assert collected.exit_code == 1
    assert "1 of 2 events, 1 profile, as of 2026-01-01T09:00:00Z" in collected.stderr
    assert "LS801 inbox/a.jsonl:2: " in collected.stderr
    assert Path("collected", "profiles.jsonl").read_text(encoding="utf-8").startswith('{"id":"P1"')


def test_what_is_no_output_of_a_stream_is_told(folder: Path) -> None:
    """A folder without a commit log has nothing that counts."""
    (folder / "scored").mkdir()
    result = run("spark", "collect", "rules.lsdsl", "--from", "scored", "--out", "collected")
    assert result.exit_code == 2
    assert "scored: is not what a stream has written" in result.stderr
