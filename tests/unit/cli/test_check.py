"""``lsdsl check``: what it prints where, and its exit codes."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.program import FAULTY, SOUND, WARNED, run, write


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_a_sound_file_is_told_on_stderr() -> None:
    """A person sees that the right file was checked; stdout stays empty."""
    write(Path(), "leads.lsdsl", SOUND)
    result = run("check", "leads.lsdsl")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "leads.lsdsl: no findings (1 file, 5 rules, 2 scores)\n"


def test_without_a_path_the_current_folder_is_checked() -> None:
    """All rule files below the folder are one ruleset."""
    write(Path(), "data.lsdsl", "event page_visit\n")
    write(Path(), "scores/web.lsdsl", "score web:\n    +5 on each page_visit\n")
    result = run("check")
    assert result.exit_code == 0
    assert result.stderr == "this folder: no findings (2 files, 1 rule, 1 score)\n"


def test_findings_go_to_stdout_and_make_the_exit_code_1() -> None:
    """The full form is the default."""
    write(Path(), "leads.lsdsl", FAULTY)
    result = run("check", "leads.lsdsl")
    assert result.exit_code == 1
    assert result.stdout.startswith("error[LS200]: unknown name `cuntry` [fixable with --fix]\n --> leads.lsdsl:5:15\n")
    assert result.stdout.endswith("\n1 error in 1 file\n")
    assert result.stderr == "lsdsl explain LS200 tells more\n"


def test_concise() -> None:
    """Stdout holds the findings only, their number is told on stderr."""
    write(Path(), "leads.lsdsl", FAULTY)
    result = run("check", "leads.lsdsl", "--format", "concise")
    assert result.exit_code == 1
    assert result.stdout == "leads.lsdsl:5:15: error[LS200]: unknown name `cuntry`\n"
    assert result.stderr == "1 error in 1 file\n"


@pytest.mark.parametrize("text", [SOUND, FAULTY])
def test_json_is_all_there_is(text: str) -> None:
    """With JSON nothing but the report is printed, findings or not."""
    write(Path(), "leads.lsdsl", text)
    result = run("check", "leads.lsdsl", "--format", "json")
    report = json.loads(result.stdout)
    assert report["version"] == 1
    assert result.exit_code == (1 if report["diagnostics"] else 0)
    assert result.stderr == ""


def test_output_writes_the_format_beside_the_terminal_text() -> None:
    """The file has the JSON, the terminal the full text."""
    write(Path(), "leads.lsdsl", FAULTY)
    result = run("check", "leads.lsdsl", "--format", "json", "--output", "out.json")
    assert result.exit_code == 1
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["summary"]["errors"] == 1
    assert result.stdout.startswith("error[LS200]")
    assert result.stderr.endswith("written to out.json\n")


def test_a_report_of_sound_rules_is_told() -> None:
    """Where the findings go to a file, the terminal says that there are none, and where the report is."""
    write(Path(), "leads.lsdsl", SOUND)
    result = run("check", "--format", "junit", "-o", "out.xml")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "this folder: no findings (1 file, 5 rules, 2 scores)\nwritten to out.xml\n"


def test_output_that_cannot_be_written() -> None:
    """A report that nobody gets is no success."""
    write(Path(), "leads.lsdsl", SOUND)
    result = run("check", "leads.lsdsl", "--output", "no/such/folder/out.json")
    assert result.exit_code == 2
    assert result.stderr == "error: no/such/folder/out.json: there is no folder no/such/folder\n"


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_the_fail_level_says_what_fails(level: str, code: int) -> None:
    """A warning is shown in any case; whether it fails is the reader's choice."""
    write(Path(), "leads.lsdsl", WARNED)
    result = run("check", "leads.lsdsl", "--fail-level", level)
    assert result.exit_code == code
    assert "warning[LS108]" in result.stdout


def test_statistics_count_codes() -> None:
    """The counts follow the findings."""
    write(Path(), "leads.lsdsl", FAULTY)
    result = run("check", "leads.lsdsl", "--statistics")
    assert result.stdout.endswith("1 error in 1 file\n\n1  LS200  unknown-name\n")


def test_stdin_is_checked_under_its_own_name() -> None:
    """An editor checks what is not saved yet as the file that it will be."""
    write(Path(), "lsdsl.toml", "")
    write(Path(), "data.lsdsl", "event page_visit\n")
    write(Path(), "web.lsdsl", "score web:\n    +5 on each page_visit\n")
    edited = "score web:\n    +5 on each page_vist\n"
    result = run("check", "-", "--stdin-filename", "web.lsdsl", "--format", "concise", stdin=edited)
    assert result.exit_code == 1
    assert result.stdout == "web.lsdsl:2:16: error[LS202]: unknown event `page_vist`\n"


def test_stdin_without_a_name() -> None:
    """Text on stdin is a ruleset of its own."""
    result = run("check", "-", "--format", "concise", stdin=FAULTY)
    assert result.stdout == "<stdin>:5:15: error[LS200]: unknown name `cuntry`\n"
    assert run("check", "-", stdin=SOUND).stderr == "<stdin>: no findings (1 file, 5 rules, 2 scores)\n"


def test_stdin_that_is_no_text() -> None:
    """Bytes that are not UTF-8 are a finding, as in a file."""
    result = run("check", "-", "--format", "concise", stdin=b"\xff\xfe")
    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>:1:1: error[LS001]")


def test_several_paths_are_reported_together() -> None:
    """Findings are in the order of the paths' names, and a file that is named twice counts once."""
    write(Path(), "b.lsdsl", FAULTY)
    write(Path(), "a.lsdsl", FAULTY)
    result = run("check", "b.lsdsl", "a.lsdsl", "b.lsdsl", "--format", "concise")
    assert [line.partition(":")[0] for line in result.stdout.splitlines()] == ["a.lsdsl", "b.lsdsl"]


def test_what_is_not_there_cannot_be_checked() -> None:
    """A missing file ends with 2 and one line."""
    result = run("check", "leads.lsdsl")
    assert result.exit_code == 2
    assert result.stderr == "error: leads.lsdsl: no such file or directory\n"


def test_a_folder_without_rule_files_is_no_success() -> None:
    """A check in the wrong folder does not pass in silence."""
    Path("empty").mkdir()
    result = run("check", "empty")
    assert result.exit_code == 2
    assert result.stderr == "error: empty: there is no .lsdsl file in this folder or below it\n"


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_follows_option_and_environment(options: list[str], environment: dict[str, str], coloured: bool) -> None:
    """The option wins over NO_COLOR, NO_COLOR over FORCE_COLOR; a pipe has no colour."""
    write(Path(), "leads.lsdsl", FAULTY)
    result = run("check", "leads.lsdsl", *options, **environment)
    assert ("\x1b[" in result.stdout) == coloured
