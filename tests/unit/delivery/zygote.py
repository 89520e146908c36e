"""Run by test_kill: has everything imported, and forks a fresh ``lsdsl deliver`` for each line of arguments that it reads."""

import os
import signal
import sys

import httpx  # imported before the fork
import jinja2.sandbox  # imported before the fork

from lsdsl.cli import main
from lsdsl.cli.deliver import deliver_command
from lsdsl.delivery import file_sink, mail, smtp, webhook
from lsdsl.delivery.delivery import deliver

READY = (httpx, jinja2, main, deliver_command, mail, smtp, webhook, deliver)


def run() -> None:
    """Fork, tell the child's number, wait for its end, tell how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            file_sink.BATCH = 4  # many batches, so that many kills hit one
            main(line.rstrip("\n").split("\t"))
        print(child, flush=True)  # noqa: T201 - the answer
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print("killed" if killed else os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    run()
