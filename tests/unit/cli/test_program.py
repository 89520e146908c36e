"""How the program starts and ends: help, unknown verbs, signals, pipes, accidents."""

import fcntl
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from lsdsl import __version__
from lsdsl.cli import check as check_module
from lsdsl.cli.program import VERBS
from tests.unit.cli.program import COMMAND, FAULTY, SOUND, run, start, write


def test_version() -> None:
    """The version is that of the package."""
    assert run("--version").stdout == f"lsdsl {__version__}\n"


def test_the_version_is_cheap() -> None:
    """Neither the parser nor tables nor any verb is loaded to say the version."""
    program = "import sys; from lsdsl.cli import program; program(['--version'], standalone_mode=False); print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split())
    assert loaded.isdisjoint({"lark", "pydantic", "rich", "msgspec", "lsdsl.syntax", "lsdsl.diagnostics", "lsdsl.cli.check"})


def test_help_lists_the_verbs() -> None:
    """Each verb has a line, without any of them being loaded."""
    text = run("--help").stdout
    assert all(name in text and line in text for name, (_, line) in VERBS.items())


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_each_verb_shows_an_example(verb: str) -> None:
    """A reader can copy a line that works."""
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert f"lsdsl {verb}" in result.stdout


def test_an_unknown_verb_has_a_suggestion() -> None:
    """A misspelt verb is a usage error that says what may be meant."""
    result = run("chek")
    assert result.exit_code == 2
    assert "there is no verb 'chek'; did you mean 'check'?" in result.stderr


@pytest.mark.parametrize("arguments", [["check", "--formt", "json"], ["check", "--format", "xml"], ["list"], ["list", "rulez"]])
def test_usage_errors_are_2(arguments: list[str]) -> None:
    """What cannot be understood cannot run."""
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "x", "--top", "many"], "'many' does not fit; write a whole number, 1 or more"),
        (["run", "x", "--top", "0"], "'0' does not fit; write a whole number, 1 or more"),
        (["run", "x", "-j", "1.5"], "'1.5' does not fit; write a whole number, 1 or more"),
        (["diff", "x", "y", "--top", "2000"], "'2000' does not fit; write a whole number, from 1 to 1000"),
        (["test", "--fail-under", "120"], "'120' does not fit; write a number, from 0 to 100"),
    ],
)
def test_numbers_that_do_not_fit(arguments: list[str], said: str) -> None:
    """It is said what to write instead."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_accident_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of ours is exit code 2 and no traceback, unless it is asked for."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    path = write(tmp_path, "leads.lsdsl", SOUND)
    monkeypatch.setattr(check_module, "checked", broken)
    result = run("check", str(path))
    assert result.exit_code == 2
    assert result.stderr == ("error: internal error: ZeroDivisionError: division by zero (set LSDSL_TRACEBACK=1 to see where)\n")
    assert "Traceback" in run("check", str(path), LSDSL_TRACEBACK="1").stderr


def test_exit_codes_of_the_process(tmp_path: Path) -> None:
    """A shell sees 0 for clean, 1 for findings, 2 for what could not run."""
    sound, faulty = write(tmp_path, "sound.lsdsl", SOUND), write(tmp_path, "faulty.lsdsl", FAULTY)
    for path, code in ((sound, 0), (faulty, 1), (tmp_path / "none.lsdsl", 2)):
        assert subprocess.run([*COMMAND, "check", str(path)], capture_output=True, check=False).returncode == code


def test_a_reader_that_leaves_ends_the_program_quietly(tmp_path: Path) -> None:
    """``lsdsl check | head -1`` ends by SIGPIPE, as ``cat`` does, and says nothing."""
    rules = "score fit:\n" + "".join(f"    +5 while unknown_{index}\n" for index in range(3000))
    process = start("check", str(write(tmp_path, "faulty.lsdsl", rules)), "--format", "concise")
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    assert process.wait(timeout=30) == -signal.SIGPIPE
    assert said == b""
    process.stdin.close()
    process.stderr.close()


def test_ctrl_c_ends_the_program_quietly() -> None:
    """Ctrl-C while the program waits for input is exit code 130 without a traceback."""
    process = start("check", "-", PYTHONUNBUFFERED="1")
    assert process.stdin is not None
    process.stdin.write(b"profile:\n")
    process.stdin.flush()
    while any(fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4))):  # until it reads, however long its start takes
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in said


def test_a_terminal_without_unicode_gets_escapes(tmp_path: Path) -> None:
    """What an encoding lacks is written as an escape and never stops the output."""
    path = write(tmp_path, "faulty.lsdsl", "profile:\n    漢字  number\n")
    process = start("check", str(path), PYTHONIOENCODING="latin-1")
    out, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert b"\\u6f22\\u5b57" in out
    assert said == b"lsdsl explain LS106 tells more\n"


def test_completion_knows_the_verbs() -> None:
    """A shell that asks for what begins with ``ch`` gets ``check``."""
    out, _ = start(_LSDSL_COMPLETE="bash_complete", COMP_WORDS="lsdsl ch", COMP_CWORD="1").communicate(timeout=30)
    assert out == b"plain,check\n"
