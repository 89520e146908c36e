"""``lsdsl deliver``: the actions that follow-ups asked for are performed."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from lsdsl.cli.console import colour_option, notice, say
from lsdsl.cli.exit import FINDINGS, INTERRUPTED, CouldNotRun
from lsdsl.cli.numbers import WholeNumber

if TYPE_CHECKING:
    from lsdsl.delivery.delivery import Options
    from lsdsl.delivery.load import Setup
    from lsdsl.delivery.report import Report

EXAMPLES: Final = """\b
Examples:
  lsdsl deliver out/actions.jsonl --config deliver.toml --dry-run     what would be sent
  lsdsl deliver out/actions.jsonl --config deliver.toml --limit 10    the first ten, to begin with
  lsdsl deliver out/actions.jsonl --config deliver.toml               all that is not done yet

\b
A deliver.toml to begin with, which appends each notify to a file:
  [routes]
  notify = "log"
  [sinks.log]
  type = "file"
  path = "sent.jsonl"

Exits with 0 if every action is done, 1 if some failed or have to wait for another run, 2 if it could not run.
"""


@click.command("deliver", epilog=EXAMPLES)
@click.argument("actions", metavar="ACTIONS", type=click.Path(allow_dash=True))
@click.option("--config", "-c", required=True, metavar="FILE", type=click.Path(), help="The routes and sinks: deliver.toml.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and touch nothing.")
@click.option("--limit", type=WholeNumber(1), metavar="N", help="Try no more than so many actions.")
@click.option("--retry-failed", is_flag=True, help="Try again what failed for good in an earlier run.")
@colour_option
@click.pass_context
def deliver_command(
    context: click.Context, actions: str, config: str, dry_run: bool, limit: int | None, retry_failed: bool, colour: str
) -> None:
    """Perform the actions that follow-ups asked for: send mails, call web hooks, append to files.

    ACTIONS is the actions.jsonl of lsdsl run; - is standard input. A journal remembers what is done, so the command can be
    repeated and interrupted at will.
    """
    from lsdsl.delivery.clock import MachineClock
    from lsdsl.delivery.delivery import Options
    from lsdsl.delivery.load import load
    from lsdsl.delivery.problems import DeliveryError
    from lsdsl.delivery.report import Report
    from lsdsl.diagnostics.visible import visible
    from lsdsl.records.problems import InputError

    stop = threading.Event()
    options = Options(limit=limit, retry_failed=retry_failed, stopping=stop.is_set, clock=MachineClock(stop))
    report = Report()
    try:
        setup = load(config, os.environ)
        with gentle_stop(stop):
            _run(setup, actions, options, report, dry_run=dry_run, colour=colour)
    except (DeliveryError, InputError) as error:
        if report != Report():
            _show(report, dry_run=dry_run)
        *others, last = str(error).split("\n")
        for line in others:
            notice(f"error: {visible(line)}")
        raise CouldNotRun(last) from error
    _show(report, dry_run=dry_run)
    if report.interrupted:
        context.exit(INTERRUPTED)
    context.exit(0 if report.clean else FINDINGS)


def _run(setup: "Setup", path: str, options: "Options", report: "Report", *, dry_run: bool, colour: str) -> None:
    from dataclasses import replace

    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.screen import notice_screen
    from lsdsl.delivery.actions import open_actions
    from lsdsl.delivery.delivery import deliver
    from lsdsl.delivery.dry_run import pretend

    with open_actions(path) as found:
        if dry_run:
            for text in pretend(setup, found, options, report):
                say(text)
            return
        with progress_bar(notice_screen(colour)) as progress:
            deliver(setup, found, replace(options, progress=progress), report)


@contextmanager
def gentle_stop(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C (or ``kill``) lets the current action end, so that its outcome is known; the second ends at once."""

    def ask(number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        if number == signal.SIGINT:
            notice("stopping after this action; Ctrl-C once more ends at once")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show(report: "Report", *, dry_run: bool) -> None:
    """The summary, on stdout; what was found wrong comes first."""
    from lsdsl.diagnostics.visible import visible

    for one in report.troubles:
        say(f"{visible(one.what)}: {visible(one.reason)}\n")
    counts = [
        (report.delivered, "would be sent" if dry_run else "delivered"),
        (report.already, "already done"),
        (report.failed, "failed"),
        (report.failed_before, "failed in an earlier run (--retry-failed tries again)"),
        (report.waiting, "waiting for the next run"),
        (report.unrouted, "without a route"),
        (report.rejects, "rejected lines"),
        (report.remarks, "not delivered to everybody"),
    ]
    always = 3
    shown = [f"{count:,} {what}" for place, (count, what) in enumerate(counts) if count or place < always]
    say(", ".join(shown) + "\n")
    if report.recovered:
        notice("completed what a killed run had begun to write")
    if report.limited:
        notice("stopped at --limit; run again for the rest")
    if report.interrupted:
        notice("interrupted; run again for the rest")
