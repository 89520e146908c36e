"""`lsdsl spark run` and `lsdsl spark lines`: the folder of tables, what is said, and what cannot be done."""

import json
from pathlib import Path
from typing import Any

import pytest

from lsdsl.spark import session
from lsdsl.spark.tables import TABLES
from tests.unit.cli.program import SOUND, run, write

LINES: dict[str, list[dict[str, Any]]] = {
    "events.jsonl": [
        {"id": "1", "type": "page_visit", "profile": "a", "time": "2026-01-01", "data": {"path": "/pricing"}},
        {"id": "2", "type": "page_visit", "profile": "b", "time": "2026-01-02", "data": {"path": "/pricing", "colour": 1}},
        {"id": "3", "type": "page_vist", "profile": "b", "time": "2026-01-02", "data": {}},
    ],
    "leads.jsonl": [{"id": "a", "country": "NL", "employees": 12}],
}


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules and data."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "rules.lsdsl", SOUND)
    for name, records in LINES.items():
        (tmp_path / name).write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")


@pytest.mark.usefixtures("_known_session")
def test_a_folder_of_tables() -> None:
    """The folder holds the tables and the summary, replaces an older one as a whole, and its lines are those of `lsdsl run`."""
    given = ("rules.lsdsl", "-p", "leads.jsonl", "-e", "events.jsonl")
    alone = run("run", *given, "--out", "alone")
    assert alone.exit_code == 1
    Path("out").mkdir()
    Path("out", "notes.txt").write_text("mine", encoding="utf-8")
    Path("out", "profiles.jsonl").write_text("of an older run", encoding="utf-8")
    old = Path("out", "profiles.parquet", "part-of-an-older-run.parquet")
    old.parent.mkdir()
    old.write_text("no table", encoding="utf-8")
    result = run("spark", "run", *given, "--out", "out")
    assert result.exit_code == 1, result.output
    said, known = (one.stderr.replace(name, "DIR").splitlines() for one, name in ((result, "out"), (alone, "alone")))
    assert [line.rpartition(", ")[0] if line.endswith(" s") else line for line in said] == [
        line.rpartition(", ")[0] if line.endswith(" s") else line for line in known
    ]
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(
        [*(f"{name}.parquet" for name in TABLES), "notes.txt", "summary.json"]
    )
    assert not old.exists()
    assert all(path.name.startswith("part-") and path.name.endswith(".parquet") for path in Path("out").glob("*.parquet/*"))
    for name in TABLES:
        shown = run("spark", "lines", "out", name)
        assert shown.stdout_bytes == Path("alone", f"{name}.jsonl").read_bytes(), name
    summaries = [json.loads(Path(folder, "summary.json").read_text(encoding="utf-8")) for folder in ("alone", "out")]
    assert summaries[0].pop("seconds") < 60
    assert summaries[1].pop("seconds") > 0
    assert summaries[0] == summaries[1]


@pytest.mark.usefixtures("_known_session")
def test_an_input_that_cannot_be_read_leaves_the_folder_as_it_was() -> None:
    """What a worker finds out about a file is said like what is found out here, and nothing is written."""
    Path("events.csv").write_bytes("id;type;pröfile;time\n".encode("latin-1"))
    result = run("spark", "run", "rules.lsdsl", "-e", "events.csv", "--out", "out")
    assert result.exit_code == 2
    assert result.stderr == "error: events.csv: the header is not UTF-8 (invalid start byte); save the file as UTF-8\n"
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-e", "absent.jsonl"], "error: absent.jsonl: no such file or directory\n"),
        (["-e", "-"], "error: -: Spark reads files, and no standard input; name a file\n"),
        (["-e", "events.xlsx"], "error: events.xlsx: spreadsheets are not read; save it as CSV in UTF-8, and name that file\n"),
        (["-e", "events.log"], "error: events.log: the name does not say what it holds; known are"),
    ],
)
@pytest.mark.usefixtures("_known_session")
def test_inputs_that_are_not_there(options: list[str], said: str) -> None:
    """An input that cannot be read is said before Spark has work."""
    result = run("spark", "run", "rules.lsdsl", *options, "--out", "out")
    assert result.exit_code == 2
    assert result.stderr.startswith(said)


def test_no_input_and_faulty_rules() -> None:
    """Without input and with errors in the rules nothing is started."""
    result = run("spark", "run", "rules.lsdsl", "--out", "out")
    assert result.exit_code == 2
    assert "nothing to score: give --profiles, --events or both" in result.stderr
    Path("faulty.lsdsl").write_text("score fit\n", encoding="utf-8")
    result = run("spark", "run", "faulty.lsdsl", "-e", "events.jsonl", "--out", "out")
    assert result.exit_code == run("run", "faulty.lsdsl", "-e", "events.jsonl", "--out", "out").exit_code != 0
    assert not Path("out").exists()


def test_lines_of_what_is_no_output() -> None:
    """A folder without tables is said to have none."""
    result = run("spark", "lines", ".", "ledger")
    assert result.exit_code == 2
    assert result.stderr == "error: ledger.parquet: there is no such table; `lsdsl spark run --out` writes it\n"


@pytest.mark.parametrize(
    ("program", "home", "said"),
    [
        (None, None, "there is no program java, and JAVA_HOME is not set. Install one"),
        (None, "absent", "JAVA_HOME is absent, where there is none. Install one"),
        ("1.8.0_402", None, "is Java 8\n"),
        ("11.0.2", None, "is Java 11\n"),
    ],
)
def test_no_java_or_an_old_one(
    program: str | None, home: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a Java that runs Spark it is said which is needed and what was found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    if program is not None:
        java = folder / "java"
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{program}\"' >&2\n", encoding="utf-8")
        java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin" if program is not None else str(folder))
    if home is None:
        monkeypatch.delenv("JAVA_HOME", raising=False)
    else:
        monkeypatch.setenv("JAVA_HOME", home)
    result = run("spark", "run", "rules.lsdsl", "-e", "events.jsonl", "--out", "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: Spark needs Java 17 or later: ")
    assert said in result.stderr


def test_no_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PySpark it is said how to get it."""
    monkeypatch.setattr(session, "find_spec", lambda name: None if name == "pyspark" else name)
    result = run("spark", "run", "rules.lsdsl", "-e", "events.jsonl", "--out", "out")
    assert result.exit_code == 2
    assert result.stderr == 'error: Spark needs pyspark, which is not installed: pip install "lsdsl[spark]"\n'
    monkeypatch.setattr(session, "find_spec", lambda name: name)
    monkeypatch.setattr(session, "version", lambda _: "3.5.9")
    result = run("spark", "run", "rules.lsdsl", "-e", "events.jsonl", "--out", "out")
    assert result.stderr == 'error: PySpark 3.5.9 is too old, 4.3 or later is needed: pip install "lsdsl[spark]"\n'
