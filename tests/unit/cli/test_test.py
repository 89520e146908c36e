"""``lsdsl test`` at the command line."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lsdsl.cli import watching
from tests.unit.cli.program import FAULTY, run, write

RULES = """\
event page_visit:
    path  text
event unsubscribe

score engagement:
    +20  on each page_visit where path is "/pricing"
    -20  on first unsubscribe
"""
PASSES = 'test "prices count":\n    on page_visit path = "/pricing"\n    expect engagement == 20\n'
FAILS = 'test "jobs count":\n    on page_visit path = "/jobs"\n    expect engagement == 20\n'


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules in one file, tests in two others."""
    write(tmp_path, "rules.lsdsl", RULES)
    write(tmp_path, "good.lsdsl", PASSES)
    write(tmp_path, "lsdsl.toml", "")
    monkeypatch.chdir(tmp_path)


def test_passing_tests() -> None:
    """Exit code 0, a line that counts, and the rules that no test has awarded as a notice."""
    result = run("test")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 passed in ")
    assert "1 rule that no test has awarded:\n  ./rules.lsdsl:7  first unsubscribe" in result.stderr.replace(
        "\n  rules", "\n  ./rules"
    )


def test_a_failing_test() -> None:
    """Exit code 1, with the explanation before the counts."""
    write(Path(), "bad.lsdsl", FAILS)
    result = run("test")
    assert result.exit_code == 1
    assert "`engagement` is 0, 20 less than 20" in result.stdout
    assert "engagement: 0, nothing was awarded" in result.stdout
    assert "1 passed, 1 failed in " in result.stdout.splitlines()[-1]


def test_a_file_runs_its_own_tests() -> None:
    """With the rules of the whole ruleset that it belongs to."""
    write(Path(), "bad.lsdsl", FAILS)
    assert run("test", "good.lsdsl").stdout.startswith("1 passed in")
    assert run("test", "bad.lsdsl").exit_code == 1
    assert "1 passed, 1 failed" in run("test", "good.lsdsl", "bad.lsdsl").stdout


def test_names_choose() -> None:
    """-k takes words; none of that name is a failure that lists the names."""
    write(Path(), "bad.lsdsl", FAILS)
    assert run("test", "-k", "COUNT prices").stdout.startswith("1 passed in")
    result = run("test", "-k", "mail")
    assert result.exit_code == 1
    assert "LS704" in result.stderr
    assert '"jobs count", "prices count"' in result.stderr


def test_no_tests_fail_unless_they_may() -> None:
    """A pipeline that lost its tests does not stay green."""
    Path("good.lsdsl").unlink()
    result = run("test")
    assert result.exit_code == 1
    assert "error[LS704]: there is no test here" in result.stderr
    assert run("test", "--no-fail-on-empty").exit_code == 0


def test_errors_in_the_rules_come_first() -> None:
    """Nothing runs where the rules have errors; what cannot be read is exit code 2."""
    write(Path(), "bad.lsdsl", FAULTY)
    result = run("test")
    assert result.exit_code == 1
    assert "LS200" in result.stdout
    assert run("test", "nowhere").exit_code == 2
    Path("empty").mkdir()
    assert run("test", "empty").exit_code == 2


def test_formats_for_programs() -> None:
    """On stdout nothing but the format; to a file it leaves the terminal to people."""
    write(Path(), "bad.lsdsl", FAILS)
    told = json.loads(run("test", "--format", "json").stdout)
    assert told["summary"]["failed"] == 1
    assert told["never_awarded"][0]["title"] == "first unsubscribe"
    root = ET.fromstring(run("test", "--format", "junit").stdout)  # noqa: S314 - our own text
    assert root.get("failures") == "1"
    result = run("test", "--format", "junit", "--output", "tests.xml")
    assert "1 passed, 1 failed" in result.stdout
    assert "written to tests.xml" in result.stderr
    assert ET.parse("tests.xml").getroot().get("tests") == "2"  # noqa: S314 - our own text
    run("test", "--output", "tests.txt")
    assert "20 less than 20" in Path("tests.txt").read_text(encoding="utf-8")


def test_coverage_and_its_threshold() -> None:
    """A table, and exit code 1 below the threshold."""
    result = run("test", "--coverage", "--fail-under", "90")
    assert result.exit_code == 1
    assert "rules.lsdsl" in result.stdout
    assert "never awarded: first unsubscribe" in result.stdout
    assert "error[LS705]: the tests cover 50% of the rules, less than 90%" in result.stderr
    assert run("test", "--fail-under", "50").exit_code == 0
    assert run("test", "--fail-under", "50.1").exit_code == 1


def test_coverage_for_programs() -> None:
    """LCOV and JSON, to a file or to stdout."""
    result = run("test", "--coverage-format", "lcov", "--coverage-output", "lcov.info")
    assert result.exit_code == 0
    assert "50% covered" in result.stderr
    assert "DA:7,0" in Path("lcov.info").read_text(encoding="utf-8")
    result = run("test", "--format", "json", "--output", "tests.json", "--coverage", "--coverage-format", "json")
    assert '"percent": 50.0' in result.stdout
    assert run("test", "--format", "json", "--coverage-format", "json").exit_code == 2


def test_suggestions_go_to_stdout_and_pass() -> None:
    """What is suggested can be put into a file as it is; a notice says how many tests it is."""
    write(Path(), "rules.lsdsl", RULES.replace('/pricing"', '/pricing", at most 2 times per 7 days'))
    result = run("test", "--suggest")
    assert result.exit_code == 0
    assert "tests with today's results" in result.stderr
    write(Path(), "suggested.lsdsl", result.stdout)
    assert run("test", "suggested.lsdsl").exit_code == 0
    assert run("fmt", "--check", "suggested.lsdsl").exit_code == 0
    assert run("test", "--suggest", "engagement").stdout
    assert run("test", "--suggest", ".").stdout == run("test", ".", "--suggest").stdout != ""
    assert run("test", "--suggest", "nothing_such").exit_code == 2
    assert run("test", "--suggest", "--coverage").exit_code == 2


def test_watching_tests_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change runs the tests anew; errors in the rules do not end it."""
    told: list[str] = []

    def changes(_paths: object, _pause: object) -> list[list[str]]:
        return [[], ["rules.lsdsl"]]

    monkeypatch.setattr(watching, "changes", changes)
    monkeypatch.setattr(watching, "say", told.append)
    write(Path(), "bad.lsdsl", FAULTY)
    result = run("test", "--watch")
    assert result.exit_code == 0
    assert result.stdout.count("LS200") == 2


def test_processes() -> None:
    """The results do not depend on how many there are."""
    write(Path(), "bad.lsdsl", FAILS)
    one, two = (run("test", "--jobs", jobs) for jobs in ("1", "2"))
    assert one.stdout.splitlines()[:-1] == two.stdout.splitlines()[:-1]
    assert one.exit_code == two.exit_code == 1
