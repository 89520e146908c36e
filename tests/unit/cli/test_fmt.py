"""``lsdsl fmt``: what it writes where, what it prints, and its exit codes."""

import stat
from pathlib import Path

import pytest

from tests.unit.cli.program import SOUND, run, write

LOOSE = 'profile:\n  country text\nscore fit:\n  +  20 while ( country is "NL" )\n'
TIDY = 'profile:\n    country  text\n\nscore fit:\n    +20  while country is "NL"\n'
BROKEN = "score fit:\n  +20 while\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def text_of(name: str) -> str:
    """What a file holds."""
    return Path(name).read_bytes().decode("utf-8")


def test_files_are_written_in_place() -> None:
    """The changed files are named, the exit code is 0, and nothing else is left in the folder."""
    write(Path(), "rules/loose.lsdsl", LOOSE)
    write(Path(), "rules/sound.lsdsl", SOUND)
    result = run("fmt")
    assert (result.exit_code, result.stdout) == (0, "rules/loose.lsdsl\n")
    assert result.stderr == "1 file formatted, 1 file in the layout already\n"
    assert text_of("rules/loose.lsdsl") == TIDY
    assert sorted(path.name for path in Path("rules").iterdir()) == ["loose.lsdsl", "sound.lsdsl"]


def test_a_link_and_the_rights_of_a_file_stay() -> None:
    """The file that a link points at is written, with the rights that it had."""
    file = write(Path(), "loose.lsdsl", LOOSE)
    file.chmod(0o640)
    Path("link.lsdsl").symlink_to(file.name)
    assert run("fmt", "link.lsdsl").exit_code == 0
    assert Path("link.lsdsl").is_symlink()
    assert text_of("loose.lsdsl") == TIDY
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_check_and_diff_write_nothing(option: str) -> None:
    """A gate never changes what it looks at, and fails when something would change."""
    write(Path(), "loose.lsdsl", LOOSE)
    result = run("fmt", option, "loose.lsdsl")
    assert result.exit_code == 1
    assert text_of("loose.lsdsl") == LOOSE
    assert "loose.lsdsl" in result.stdout
    assert result.stderr == "1 file would be formatted\n"
    write(Path(), "loose.lsdsl", TIDY)
    result = run("fmt", option, "loose.lsdsl")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 file in the layout already\n")


def test_diff_is_a_unified_diff() -> None:
    """What would change is shown line by line."""
    write(Path(), "loose.lsdsl", LOOSE.rstrip("\n"))
    result = run("fmt", "--diff", "--check", "loose.lsdsl")
    assert result.stdout.splitlines()[:5] == [
        "--- loose.lsdsl",
        "+++ loose.lsdsl",
        "@@ -1,4 +1,5 @@",
        " profile:",
        "-  country text",
    ]
    assert "\n\\ No newline at end of file\n" in result.stdout


def test_line_ends_and_byte_order_marks_are_part_of_the_layout() -> None:
    """A file of Windows is in the layout after it was formatted, not before."""
    Path("windows.lsdsl").write_bytes(b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode())
    assert run("fmt", "--check", "windows.lsdsl").exit_code == 1
    assert run("fmt", "windows.lsdsl").exit_code == 0
    assert text_of("windows.lsdsl") == TIDY


def test_a_file_with_syntax_errors_is_left_alone() -> None:
    """Its error is shown, the exit code is 1, and the other files are written."""
    write(Path(), "broken.lsdsl", BROKEN)
    write(Path(), "loose.lsdsl", LOOSE)
    result = run("fmt")
    assert result.exit_code == 1
    assert result.stdout.startswith("error[LS1")
    assert result.stderr == "1 file formatted, 1 file left alone because of syntax errors\n"
    assert (text_of("broken.lsdsl"), text_of("loose.lsdsl")) == (BROKEN, TIDY)


def test_stdin_goes_to_stdout() -> None:
    """An editor pipes its text through."""
    result = run("fmt", "-", stdin=LOOSE)
    assert (result.exit_code, result.stdout, result.stderr) == (0, TIDY, "")
    assert run("fmt", "--check", "-", stdin=LOOSE).exit_code == 1
    assert run("fmt", "--check", "-", stdin=TIDY).exit_code == 0


def test_stdin_with_syntax_errors() -> None:
    """Stdout holds nothing but rules."""
    for text in (BROKEN, b"\xff\xfe"):
        result = run("fmt", "-", stdin=text)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("error[LS")


def test_what_cannot_be_formatted() -> None:
    """Wrong usage, a missing file and a folder without rules end with 2."""
    Path("empty").mkdir()
    assert run("fmt", "-", "rules").exit_code == 2
    assert run("fmt", "missing.lsdsl").stderr == "error: missing.lsdsl: no such file or directory\n"
    assert run("fmt", "empty").exit_code == 2
