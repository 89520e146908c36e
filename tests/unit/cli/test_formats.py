"""The formats of findings as ``lsdsl check`` writes them: what goes where."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lsdsl.cli.findings import Format
from tests.unit.cli.program import FAULTY, SOUND, WARNED, run, write

MACHINES = [style.value for style in Format if not style.for_people]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in an empty folder, outside of any job of GitHub Actions."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


@pytest.mark.parametrize("style", list(Format))
@pytest.mark.parametrize(("text", "code"), [(SOUND, 0), (WARNED, 0), (FAULTY, 1)])
def test_the_exit_code_is_the_same_in_every_format(style: Format, text: str, code: int) -> None:
    """How findings are written changes nothing of what they mean."""
    write(Path(), "leads.lsdsl", text)
    assert run("check", "leads.lsdsl", "--format", style.value).exit_code == code


def test_each_machine_format_is_what_it_says() -> None:
    """Stdout is one document, which its readers can read."""
    write(Path(), "leads.lsdsl", FAULTY)
    assert json.loads(run("check", "leads.lsdsl", "--format", "json").stdout)["summary"]["errors"] == 1
    log = json.loads(run("check", "leads.lsdsl", "--format", "sarif").stdout)
    assert log["runs"][0]["results"][0]["ruleId"] == "LS200"
    report = ET.fromstring(run("check", "leads.lsdsl", "--format", "junit").stdout)  # noqa: S314 - it is our own
    assert report.get("failures") == "1"
    assert run("check", "leads.lsdsl", "--format", "github").stdout.startswith("::error file=leads.lsdsl,line=5,")


@pytest.mark.parametrize("style", MACHINES)
def test_a_clean_run_is_a_document_too(style: str) -> None:
    """A service that waits for a report gets one when nothing was found."""
    write(Path(), "leads.lsdsl", SOUND)
    assert run("check", "leads.lsdsl", "--format", style).stdout != ""


@pytest.mark.parametrize("style", list(Format))
def test_statistics_in_every_format(style: Format) -> None:
    """The counts stand after what people read, and beside what programs read."""
    write(Path(), "leads.lsdsl", FAULTY)
    plain = run("check", "leads.lsdsl", "--format", style.value)
    counted = run("check", "leads.lsdsl", "--format", style.value, "--statistics")
    line = "1  LS200  unknown-name\n"
    if style.for_people:
        assert counted.stdout.endswith(line)
    else:
        assert counted.stdout == plain.stdout
        assert counted.stderr.endswith(line)


def test_a_job_of_github_gets_a_summary() -> None:
    """Each check adds to the summary of its job; what stands there stays."""
    write(Path(), "leads.lsdsl", FAULTY)
    summary = write(Path(), "summary.md", "before\n")
    run("check", "leads.lsdsl", "--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert summary.read_text(encoding="utf-8").startswith("before\n### lsdsl check\n\n1 error in 1 file.\n")
    run("check", "leads.lsdsl", "--format", "json", GITHUB_STEP_SUMMARY=str(summary))
    assert summary.read_text(encoding="utf-8").count("### lsdsl check") == 1


def test_a_summary_that_cannot_be_written() -> None:
    """A report that nobody gets is no success."""
    write(Path(), "leads.lsdsl", SOUND)
    result = run("check", "leads.lsdsl", "--format", "github", GITHUB_STEP_SUMMARY="no/such/folder/summary.md")
    assert result.exit_code == 2


def test_people_are_told_where_to_read_more() -> None:
    """Below the full form stands how to have a code explained, once."""
    write(Path(), "leads.lsdsl", FAULTY)
    assert run("check", "leads.lsdsl").stderr == "lsdsl explain LS200 tells more\n"
    write(Path(), "leads.lsdsl", FAULTY + '    +5 while country = "NL"\n    20 while country is "N\u200bL"\n    +1 whle\n')
    assert run("check", "leads.lsdsl").stderr.startswith("lsdsl explain CODE tells more about LS")
    assert run("check", "leads.lsdsl").stderr.endswith(" ...\n")
