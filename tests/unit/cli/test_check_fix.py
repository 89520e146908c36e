"""``lsdsl check --fix``: what is written, what is only shown, and what is said about it."""

import os
from pathlib import Path
from typing import Any

import pytest

from lsdsl.cli.rewriting import as_bytes
from lsdsl.review.fixing import fix
from tests.unit.cli.program import run, write

UNUSED = """\
profile:
    country  text

score fit:
    # lsdsl: ignore[LS502] we sell there from May on
    +20  while country is "NL"  # lsdsl: ignore[LS503]
"""
MENDED = """\
profile:
    country  text

score fit:
    +20  while country is "NL"
"""
UNSAFE = MENDED.replace('"NL"', '"NL"  # lsdsl: ignore[rule-never-fire]')


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_fixes_are_written_and_counted() -> None:
    """The file is mended, a second run has nothing to do, and the exit code is that of what is left."""
    path = write(Path(), "leads.lsdsl", UNUSED)
    result = run("check", "--fix", "--fail-level", "info")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0] == "2 fixed, none left"
    assert path.read_text(encoding="utf-8") == MENDED
    again = run("check", "--fix")
    assert again.stderr.splitlines()[0] == "nothing fixed, none left"
    assert path.read_text(encoding="utf-8") == MENDED


def test_what_is_left_is_shown() -> None:
    """Findings that cannot be mended, or not safely, are told as without the option."""
    write(Path(), "leads.lsdsl", UNUSED + 'list partners = ("acme", "globex")\n' + "# lsdsl: ignore[rule-never-fire]\n")
    result = run("check", "--fix", "--format", "concise", "--fail-level", "warning")
    assert result.exit_code == 1
    assert [line.split(" ")[1] for line in result.stdout.splitlines()] == ["warning[LS540]:", "warning[LS902]:"]
    assert result.stderr.splitlines()[0] == "2 fixed, 2 left (1 fixable with --unsafe-fixes)"


def test_unsafe_fixes() -> None:
    """Guesses are made when they are asked for."""
    path = write(Path(), "leads.lsdsl", UNSAFE)
    run("check", "--fix")
    assert path.read_text(encoding="utf-8") == UNSAFE
    result = run("check", "--fix", "--unsafe-fixes")
    assert result.stderr.splitlines()[0] == "2 fixed, none left"
    assert path.read_text(encoding="utf-8") == MENDED


def test_diff_shows_and_writes_nothing() -> None:
    """Stdout is a difference that ``patch`` takes; exit code 1 says that there is one."""
    path = write(Path(), "leads.lsdsl", UNUSED)
    result = run("check", "--diff")
    assert result.exit_code == 1
    assert result.stdout == (
        "--- leads.lsdsl\n"
        "+++ leads.lsdsl\n"
        "@@ -2,5 +2,4 @@\n"
        "     country  text\n"
        " \n"
        " score fit:\n"
        "-    # lsdsl: ignore[LS502] we sell there from May on\n"
        '-    +20  while country is "NL"  # lsdsl: ignore[LS503]\n'
        '+    +20  while country is "NL"\n'
    )
    assert result.stderr == "2 would be fixed, none left\n"
    assert path.read_text(encoding="utf-8") == UNUSED
    write(Path(), "leads.lsdsl", MENDED)
    result = run("check", "--diff")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing would be fixed, none left\n")


def test_diff_with_wrong_settings() -> None:
    """Where nothing can be checked, the reason is shown, and stdout stays empty."""
    write(Path(), "leads.lsdsl", UNUSED)
    write(Path(), "lsdsl.toml", "[chekc]\n")
    result = run("check", "--diff")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "LS011" in result.stderr


def test_stdin_is_a_filter() -> None:
    """With - and --fix the mended text goes to stdout, changed or not, and the findings to stderr."""
    result = run("check", "-", "--fix", stdin=UNUSED + 'list partners = ("acme", "globex")\n')
    assert result.stdout == MENDED + 'list partners = ("acme", "globex")\n'
    assert result.stderr.startswith("2 fixed, 1 left\nwarning[LS540]")
    assert run("check", "-", "--fix", stdin=MENDED).stdout == MENDED
    assert run("check", "-", "--diff", stdin=UNUSED).stdout.startswith("--- <stdin>\n+++ <stdin>\n@@ ")
    assert run("check", "-", "--fix", stdin=b"\xff").stdout_bytes == b"\xff"
    assert run("check", "-", "--fix", "--stdin-filename", "leads.lsdsl", stdin=UNUSED).stdout == MENDED
    assert not Path("leads.lsdsl").exists()


def test_line_ends_and_marks_stay() -> None:
    """Nothing changes but what is mended: not the line ends of Windows, not the byte order mark."""
    Path("leads.lsdsl").write_bytes(b"\xef\xbb\xbf" + UNUSED.replace("\n", "\r\n").encode())
    run("check", "--fix")
    assert Path("leads.lsdsl").read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("text", "like", "expected"),
    [
        ("a\nc\n", b"a\nb\nc\n", b"a\nc\n"),
        ("a\nc\n", b"a\r\nb\nc\r\n", b"a\r\nc\r\n"),
        ("a\nx\nc", b"a\nb\r\nc", b"a\nx\r\nc"),
        ("a\nc\n", b"a\rb\rc\r", b"a\rc\r"),
        ("", b"a\r\n", b""),
    ],
)
def test_each_line_keeps_its_end(text: str, like: bytes, expected: bytes) -> None:
    """Files of mixed line ends stay mixed where they are not changed."""
    assert as_bytes(text, like) == expected


def test_a_named_file_is_all_that_is_changed() -> None:
    """The other files of the ruleset stay as they are."""
    write(Path(), "lsdsl.toml", "")
    write(Path(), "leads.lsdsl", UNUSED)
    other = write(Path(), "other.lsdsl", "event visit  # lsdsl: ignore[LS503]\n")
    run("check", "--fix", "leads.lsdsl")
    assert Path("leads.lsdsl").read_text(encoding="utf-8") == MENDED
    assert other.read_text(encoding="utf-8") == "event visit  # lsdsl: ignore[LS503]\n"
    run("check", "--fix", "leads.lsdsl", ".", "other.lsdsl")
    assert other.read_text(encoding="utf-8") == "event visit\n"


def test_a_file_that_may_not_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then no file is written at all, and the exit code is 2."""
    first = write(Path(), "a.lsdsl", UNUSED)
    write(Path(), "b.lsdsl", "event visit  # lsdsl: ignore[LS503]\n")
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "b.lsdsl" and allowed(path, mode))
    result = run("check", "--fix")
    assert (result.exit_code, result.stderr) == (2, "error: b.lsdsl: cannot be written: permission denied\n")
    assert first.read_text(encoding="utf-8") == UNUSED


def test_a_file_that_changed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody saves while lsdsl checks is not lost."""
    path = write(Path(), "leads.lsdsl", UNUSED)

    def slow(*arguments: Any, **options: Any) -> Any:
        done: Any = fix(*arguments, **options)
        path.write_text("event visit\n", encoding="utf-8")
        return done

    monkeypatch.setattr("lsdsl.cli.fixes.fix", slow)
    result = run("check", "--fix")
    assert result.exit_code == 2
    assert result.stderr == "error: leads.lsdsl: somebody else changed the file meanwhile; nothing was written\n"
    assert path.read_text(encoding="utf-8") == "event visit\n"


def test_fix_then_update_the_baseline() -> None:
    """What can be mended is mended first; what is left is then known."""
    write(Path(), "leads.lsdsl", UNUSED + 'list partners = ("acme", "globex")\n')
    result = run("check", "--fix", "--baseline", "known.json", "--update-baseline", "--fail-level", "info")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[:2] == ["2 fixed, 1 left", "known.json: 1 finding in the baseline"]
