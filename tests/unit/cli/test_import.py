"""``lsdsl import``: rules on stdout, the summary on stderr, and no file is overwritten."""

from pathlib import Path

import pytest

from tests.unit.cli.program import run

SHEET = "Criterion,Operator,Value,Points\nCountry,is,NL,20\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_sheet_becomes_rules_on_stdout() -> None:
    """All rows were translated, so the exit code is 0; what comes out checks."""
    Path("sheet.csv").write_text(SHEET, encoding="utf-8")
    result = run("import", "csv", "sheet.csv")
    assert (result.exit_code, result.stderr) == (0, "1 of 1 row translated\n")
    Path("rules.lsdsl").write_text(result.stdout, encoding="utf-8")
    assert run("check", "rules.lsdsl").exit_code == 0


def test_what_was_left_out_is_told_and_makes_the_exit_code_1() -> None:
    """The row, with its number and the reason."""
    Path("sheet.csv").write_text(SHEET + "City,is,Lille,many\n", encoding="utf-8")
    result = run("import", "csv", "sheet.csv", "--output", "rules.lsdsl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "1 of 2 rows translated; 1 left as a comment\n  row 3: `many` is no number of points\n"
    assert "# not translated: row 3" in Path("rules.lsdsl").read_text(encoding="utf-8")


def test_a_file_that_is_there_is_left_alone() -> None:
    """Rules that somebody wrote are never replaced."""
    Path("sheet.csv").write_text(SHEET, encoding="utf-8")
    Path("rules.lsdsl").write_text("event mine\n", encoding="utf-8")
    result = run("import", "csv", "sheet.csv", "-o", "rules.lsdsl")
    assert result.exit_code == 2
    assert Path("rules.lsdsl").read_text(encoding="utf-8") == "event mine\n"


def test_a_script_with_its_fields_and_its_event() -> None:
    """The options settle what a script does not say."""
    Path("points.js").write_text("profile.fields.points += 5;", encoding="utf-8")
    result = run("import", "copernica", "points.js", "--field", "points:number=10", "--on", "email_open")
    assert result.exit_code == 0, result.output
    assert "    points  number = 10\n" in result.stdout
    assert "followup points_2:\n    on email_open\n" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [("csv", "missing.csv"), ("copernica", "missing.js"), ("xml", "a.xml"), ("copernica", "a.js", "--field", "x")],
)
def test_what_cannot_be_read_ends_with_2(arguments: tuple[str, ...]) -> None:
    """Nothing comes out."""
    Path("a.js").write_text("profile.fields.x = 1;", encoding="utf-8")
    result = run("import", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
