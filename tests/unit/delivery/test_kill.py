"""kill -9 at random moments: files get every action exactly once, servers at least once under the same id."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.delivery.samples import Place, action, identity, lines_of, mail, write_lines
from tests.unit.delivery.servers import Answer, HttpServer, MailServer

KILLS = 8
CONFIG = """
[routes]
call_webhook = "web"
send_email = "mail"
[default]
sink = "out"
[sinks.web]
type = "webhook"
allow = ["ORIGIN"]
url = "ORIGIN/"
[sinks.mail]
type = "smtp"
host = "127.0.0.1"
port = PORT
security = "none"
from = "news@acme.example"
[sinks.out]
type = "file"
path = "out.jsonl"
"""


class Zygote:
    """Starts deliveries quickly."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(self, arguments: list[str], until: Callable[[], object] | None = None) -> str:
        """How a delivery ends: its exit code, or ``killed``. It is killed when ``until`` returns."""
        requests, answers = self.process.stdin, self.process.stdout
        assert requests
        assert answers
        requests.write("\t".join(arguments) + "\n")
        requests.flush()
        child = int(answers.readline())
        if until is not None:
            until()
            kill(child)
        return answers.readline().strip()


def kill(child: int) -> None:
    """Kill -9, unless it is over already."""
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """A process that has all modules imported."""
    script = Path(__file__).with_name("zygote.py")
    with subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Zygote(process)
        assert process.stdin
        process.stdin.close()


def test_kill_at_random_moments(place: Place, web: HttpServer, post: MailServer, zygote: Zygote) -> None:
    """After many kills the file has every action once, and each server got every id at least once and nothing else."""
    chance = random.Random(1)  # noqa: S311 - the same in every run
    place.write(CONFIG.replace("ORIGIN", web.origin).replace("PORT", str(post.port)), {"invite.txt": "Subject: Hi\n\nText\n"})
    kinds = (lambda n: action(n, "give", text="x" * 20_000), lambda n: action(n, "call_webhook", name="x"), mail)
    actions = [chance.choice(kinds)(number) for number in range(60)]
    command = ["deliver", str(write_lines(place.folder / "actions.jsonl", actions)), "--config", str(place.config)]
    ends = [zygote.run(command, lambda: time.sleep(chance.uniform(0.02, 0.1))) for _ in range(KILLS)]
    assert "killed" in ends
    assert zygote.run(command) == "0"
    assert lines_of(place.folder / "out.jsonl") == [one for one in actions if one["action"] == "give"]
    assert {one["id"] for one in actions if one["action"] == "call_webhook"} == set(web.keys)
    assert all(request.key == request.body["id"] for request in web.requests)
    mails = {f"<{one['id']}@acme.example>" for one in actions if one["action"] == "send_email"}
    assert {str(one.message["Message-ID"]) for one in post.mails} == mails
    # A kill can make one request a second time, no more.
    assert len(web.keys) - len(set(web.keys)) + len(post.mails) - len(mails) <= ends.count("killed")


def test_kill_while_a_file_is_written(place: Place, zygote: Zygote) -> None:
    """Kills in the middle of batches neither lose a line, nor double one, nor leave a part of one."""
    chance = random.Random(2)  # noqa: S311 - the same in every run
    place.write('[default]\nsink = "out"\n[sinks.out]\ntype = "file"\npath = "out.jsonl"\n')
    actions = [action(number, "give", text="x" * 50_000) for number in range(200)]
    command = ["deliver", str(write_lines(place.folder / "actions.jsonl", actions)), "--config", str(place.config)]
    out = place.folder / "out.jsonl"

    def grown() -> None:
        size, end = file_size(out), time.monotonic() + 2
        while file_size(out) == size and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.02))

    ends = [zygote.run(command, grown) for _ in range(KILLS)]
    assert "killed" in ends
    assert zygote.run(command) == "0"
    assert lines_of(out) == actions


def file_size(path: Path) -> int:
    """The size of a file; 0 when there is none."""
    return path.stat().st_size if path.exists() else 0


def test_killed_while_a_server_hangs(place: Place, web: HttpServer, zygote: Zygote) -> None:
    """An action that was on its way when the program was killed is sent again under the same key."""
    web.script = [Answer(delay=0.5)]
    place.write(f'[default]\nsink = "web"\n[sinks.web]\ntype = "webhook"\nallow = ["{web.origin}"]\nurl = "{web.origin}/"\n')
    command = ["deliver", str(write_lines(place.folder / "actions.jsonl", [action(1)])), "--config", str(place.config)]

    def arrived() -> None:
        while not web.requests:
            time.sleep(0.01)

    assert [zygote.run(command, arrived), zygote.run(command)] == ["killed", "0"]
    assert web.keys == [identity(1)] * 2
