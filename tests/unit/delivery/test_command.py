"""The command ``lsdsl deliver``: its output, its exit codes, --dry-run and Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lsdsl.cli import program
from tests.unit.delivery.samples import Place, action, identity, lines_of, mail, write_lines
from tests.unit.delivery.servers import Answer, HttpServer

FILE = '[default]\nsink = "out"\n[sinks.out]\ntype = "file"\npath = "out.jsonl"\n'
WEB = '[default]\nsink = "web"\n[sinks.web]\ntype = "webhook"\nallow = ["ORIGIN"]\nurl = "ORIGIN/"\nattempts = 1\n'


def ran(place: Place, *options: str, actions: tuple[object, ...] = (), given: str = "actions.jsonl") -> Result:
    """Run the command on actions."""
    write_lines(place.folder / "actions.jsonl", actions)
    path = given if given == "-" else str(place.folder / given)
    standard = (place.folder / "actions.jsonl").read_text(encoding="utf-8")
    return CliRunner().invoke(program, ["deliver", path, "--config", str(place.config), *options], input=standard)


def files_of(folder: Path) -> dict[str, bytes]:
    """All files of a folder with what is in them."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_summary_and_exit_codes(place: Place) -> None:
    """All done is 0, a finding is 1, and the last line counts."""
    place.write(FILE)
    first = ran(place, actions=(action(1), action(2)))
    assert (first.exit_code, first.stdout) == (0, "2 delivered, 0 already done, 0 failed\n")
    second = ran(place, actions=(action(1), "{", action(3)))
    assert second.exit_code == 1
    assert second.stdout.splitlines()[-1] == "1 delivered, 1 already done, 0 failed, 1 rejected lines"
    assert "actions.jsonl:2: LS801:" in second.stdout


def test_failures(place: Place, web: HttpServer) -> None:
    """A failure is told with the action, the profile and the reason."""
    place.write(WEB.replace("ORIGIN", web.origin))
    web.script = [Answer(404), Answer(500)]
    result = ran(place, actions=(action(1), action(2)))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"start_workflow {identity(1)} (profile p1): the server answered 404",
        f"start_workflow {identity(2)} (profile p2): the server answered 500; the next run tries again",
        "0 delivered, 0 already done, 1 failed, 1 waiting for the next run",
    ]


def test_could_not_run(place: Place) -> None:
    """A missing config or input, a wrong config and a wrong kind of input are told and end with 2."""
    assert ran(place, actions=(action(),)).exit_code == 2
    place.write("journl = 1\n" + FILE.replace("path", "pth"))
    result = ran(place, actions=(action(),))
    assert result.exit_code == 2
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == ["error"] * 3
    place.write(FILE)
    assert ran(place, given="nix.jsonl").exit_code == 2
    result = ran(place, given="deliver.toml")
    assert (result.exit_code, "actions are JSON Lines" in result.stderr) == (2, True)


def test_standard_input(place: Place) -> None:
    """- reads the actions from a pipe."""
    place.write(FILE)
    assert ran(place, actions=(action(1),), given="-").stdout == "1 delivered, 0 already done, 0 failed\n"


def test_dry_run(place: Place, web: HttpServer) -> None:
    """It prints what would be sent and touches nothing: no server, no file, no journal, no secret."""
    place.write(
        WEB.replace("ORIGIN", web.origin)
        + 'headers_env = { Authorization = "LSDSL_TEST_TOKEN" }\n[routes]\nsend_email = "mail"\n[sinks.mail]\ntype = "smtp"\n'
        'host = "mail.example.com"\nfrom = "news@acme.example"\nusername = "x"\npassword_env = "LSDSL_TEST_PASSWORD"\n',
        {"invite.txt": "Subject: Hi\n\nText \x1b[31m of {{ profile }}\n"},
    )
    actions = (mail(1, bcc="dan@example.com"), action(2), action(2), mail(3, template="nix"))
    ran(place, "--dry-run", actions=actions)
    before = files_of(place.folder)
    result = ran(place, "--dry-run", actions=actions)
    assert result.exit_code == 1
    assert web.requests == []
    assert files_of(place.folder) == before
    assert result.stdout.splitlines()[:9] == [
        f"# send_email {identity(1)} (profile p1) -> mail",
        "mail by smtp://mail.example.com:587",
        "From: news@acme.example",
        "To: ann@example.com",
        "Subject: Hi",
        f"Message-ID: <{identity(1)}@acme.example>",
        "(bcc, in no header: dan@example.com)",
        "",
        "Text <U+001B>[31m of p1",
    ]
    assert f"POST {web.origin}/\nContent-Type: application/json\nIdempotency-Key: {identity(2)}\n" in result.stdout
    assert "Authorization: (from LSDSL_TEST_TOKEN)" in result.stdout
    assert result.stdout.splitlines()[-1] == "2 would be sent, 1 already done, 1 failed"


def test_dry_run_knows_the_journal(place: Place) -> None:
    """What is done is not shown again, and the journal is as it was."""
    place.write(FILE)
    ran(place, actions=(action(1),))
    write_lines(place.folder / "actions.jsonl", (action(1), action(2)))
    before = files_of(place.folder)
    result = ran(place, "--dry-run", actions=(action(1), action(2)))
    assert result.stdout.splitlines()[-1] == "1 would be sent, 1 already done, 0 failed"
    assert files_of(place.folder) == before


def test_missing_library(place: Place, web: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the message says what to install; a file sink works without it."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    place.write(WEB.replace("ORIGIN", web.origin))
    result = ran(place, actions=(action(),))
    assert (result.exit_code, result.stderr) == (2, 'error: sending to web hooks needs httpx: pip install "lsdsl[deliver]"\n')
    place.write(FILE)
    assert ran(place, actions=(action(),)).exit_code == 0


def test_heavy_libraries_are_left_alone(place: Place) -> None:
    """The help and a file sink load neither httpx nor Jinja2."""
    place.write(FILE)
    path = write_lines(place.folder / "actions.jsonl", [action()])
    code = (
        "import sys\nfrom lsdsl.cli import program\n"
        f"program(['deliver', {str(path)!r}, '-c', {str(place.config)!r}], standalone_mode=False)\n"
        "print({'httpx', 'jinja2', 'smtplib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(place: Place, web: HttpServer, number: signal.Signals) -> None:
    """Ctrl-C lets the current action end, tells how far it came, and the next run does the rest, each once."""
    web.rest = Answer(delay=0.05)
    place.write(WEB.replace("ORIGIN", web.origin))
    actions = [action(one) for one in range(60)]  # they would take three seconds
    path = write_lines(place.folder / "actions.jsonl", actions)
    command = [sys.executable, "-c", "from lsdsl.cli import main; main()", "deliver", str(path), "--config", str(place.config)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    while len(web.requests) < 3:
        time.sleep(0.01)
    process.send_signal(number)
    output, notices = process.communicate(timeout=60)
    assert process.returncode == 130
    assert output == f"{len(web.requests)} delivered, 0 already done, 0 failed\n"
    assert "interrupted; run again for the rest" in notices
    web.rest = Answer()
    assert ran(place, actions=tuple(actions)).exit_code == 0
    assert sorted(web.keys) == sorted(identity(one) for one in range(60))
    assert lines_of(path) == actions
