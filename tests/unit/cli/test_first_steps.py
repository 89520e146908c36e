"""What a newcomer meets: data where rules are expected, folders without rules, wrong places, closed streams, narrow windows."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.unit.cli.program import COMMAND, SOUND, run, start, write

VERBS = (
    ("run", "{}", "-p", "leads.csv"),
    ("check", "{}"),
    ("fmt", "{}"),
    ("test", "{}"),
    ("why", "1", "{}", "-p", "leads.csv"),
    ("docs", "{}", "--out", "site"),
    ("map", "{}"),
    ("list", "rules", "{}"),
)


@pytest.fixture(autouse=True)
def _with_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules and leads."""
    monkeypatch.chdir(tmp_path)
    write(Path(), "rules/leads.lsdsl", SOUND)
    write(Path(), "leads.csv", "id,country,employees\n1,NL,60\n2,BE,5\n")


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_data_is_not_taken_for_rules(verb: tuple[str, ...]) -> None:
    """A file of leads in the place of the rules is one error in plain words, and nothing else happens."""
    result = run(*(part.format("leads.csv") for part in verb))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: leads.csv: this is a file of data, and rules are expected here")
    assert sorted(path.name for path in Path().iterdir()) == ["leads.csv", "rules"]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_a_folder_without_rules_is_told(verb: tuple[str, ...]) -> None:
    """No verb makes anything of a folder in which there are no rules."""
    Path("empty").mkdir()
    result = run(*(part.format("empty") for part in verb))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: empty: there is no .lsdsl file in this folder or below it\n"
    assert not Path("site").exists()


def test_why_without_any_time_is_as_a_run() -> None:
    """Where nothing has a time, the answer is that of a run, which dates it 1970, and a hint says so."""
    result = run("why", "1", "rules", "-p", "leads.csv", "--format", "json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["at"], [one["value"] for one in answer["scores"]]) == ("1970-01-01T00:00:00Z", [30, 0])
    assert result.stderr == "hint: nothing in the data has a time, so the moment is 1970-01-01; --at sets another\n"


def test_a_site_does_not_go_among_rules() -> None:
    """The folder of the rules is refused as the folder of the site."""
    result = run("docs", "rules", "--out", "rules")
    assert result.exit_code == 2
    assert "error: rules: there are rule files in it; name a folder of its own for the site" in result.stderr
    assert [path.name for path in Path("rules").iterdir()] == ["leads.lsdsl"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("state", "leads.db"), "lsdsl state has no command 'leads.db'; there are export, import, info, vacuum."),
        (("state", "inof", "leads.db"), "lsdsl state has no command 'inof'; did you mean 'info'?"),
        (("list", "rule"), "Invalid value for 'WHAT': 'rule' is not one of 'rules'"),
        (("ingest", "leads.csv"), "the provider comes first: lsdsl ingest PROVIDER leads.csv"),
        (("why", "1", "rules", "-p", "leads.csv", "-o", "no/why.txt"), "there is no folder 'no'"),
        (("map", "rules", "-o", "no/map.txt"), "error: no/map.txt: there is no folder no"),
        (("run", "rules", "-p", "leads.csv", "--state", "no/leads.db"), "error: no/leads.db: there is no folder no"),
        (("run", "rules", "-p", "rules"), "error: rules: is a folder; name the files in it"),
        (("run", "rules", "-p", "leads.xlsx"), "error: leads.xlsx: spreadsheets are not read; save it as CSV in UTF-8"),
    ],
)
def test_wrong_places_are_told_as_they_were_typed(arguments: tuple[str, ...], said: str) -> None:
    """The message names what was typed and says what would do."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_file_that_cannot_be_replaced_is_told_by_its_name(tmp_path: Path) -> None:
    """A name that only lsdsl knows is in no message."""
    (tmp_path / "file").touch()
    result = run("select", "best", "rules", "-p", "leads.csv", "--output", "file/list.csv", "--format", "csv")
    assert "there is no folder 'file'" in result.stderr
    write(Path(), "rules/best.lsdsl", 'selection best:\n    where country is "NL"\n')
    long = "x" * 250  # a name that a longer one beside it cannot be made for
    result = run("select", "best", "rules", "-p", "leads.csv", "--output", long, "--format", "csv")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"error: {long}: file name too long"


def test_help_into_a_full_disk_is_told() -> None:
    """The help of the program ends as its verbs do."""
    with Path("/dev/full").open("wb") as full:
        process = start("--help", stdout=full)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (2, b"error: no space left on device\n")


def test_closed_streams_are_no_accident() -> None:
    """Without a stdout, a stderr or a stdin the program runs, and ends with the same code."""
    for closed, code in ((">&-", 0), ("2>&-", 0), (">&- 2>&-", 0), ("<&-", 0)):
        told = subprocess.run(
            ["/bin/sh", "-c", f'exec "$0" "$@" {closed}', *COMMAND, "run", "rules", "-p", "leads.csv", "-e", "-"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert (told.returncode, b"error" in told.stderr) == (code, False), closed


def test_a_table_into_a_pipe_that_nobody_reads(tmp_path: Path) -> None:
    """A table that is cut short by ``head`` ends the program as a broken pipe ends any other."""
    write(tmp_path, "many.csv", "id,country\n" + "".join(f"lead-{number},NL\n" for number in range(5_000)))
    with start("run", "rules", "-p", "many.csv", "--top", "5000") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == -signal.SIGPIPE


@pytest.mark.parametrize("verb", [("list", "rules", "rules"), ("list", "codes"), ("init", "made", "--from", "leads.csv")])
def test_lines_of_tables_end_with_what_is_seen(verb: tuple[str, ...]) -> None:
    """No blanks stand at the ends of lines, which a copy or a file would keep."""
    lines = run(*verb).stdout.splitlines()
    assert len(lines) > 3
    assert [line for line in lines if line != line.rstrip()] == []
