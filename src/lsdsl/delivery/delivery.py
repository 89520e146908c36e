"""Delivering: each action of an input goes to its sink, and the journal hears what became of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from lsdsl.delivery.actions import Actions
from lsdsl.delivery.addresses import Resolve, resolve
from lsdsl.delivery.clock import Clock, MachineClock
from lsdsl.delivery.config import FileTable
from lsdsl.delivery.file_sink import FileSink, recover
from lsdsl.delivery.journal import Journal, State, open_journal
from lsdsl.delivery.load import Setup
from lsdsl.delivery.opening import Opener
from lsdsl.delivery.outcome import Delivered, Outcome, Postponed, Refused
from lsdsl.delivery.report import Report
from lsdsl.delivery.retry import Retrier
from lsdsl.delivery.sinks import Sender
from lsdsl.records.outputs import ActionOut
from lsdsl.records.raw import Reject

DOWN = 3
"""After so many actions in a row that a server did not take, in spite of patience, the others for it wait for the next run."""

Progress = Callable[[str, Literal["bytes"], int, int | None], None]
"""Called with what is worked on, what it is counted in, how far it is, and its size if that is known."""


def no_progress(_what: str, _unit: str, _done: int, _size: int | None) -> None:
    """Tell nobody."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Options:
    """What may be different from run to run. The clock, chance and names of hosts are the machine's, except in tests."""

    limit: int | None = None
    retry_failed: bool = False
    stopping: Callable[[], bool] = never
    progress: Progress = no_progress
    clock: Clock = field(default_factory=MachineClock)
    random: Random = field(default_factory=Random)
    resolve: Resolve = resolve


def deliver(setup: Setup, actions: Actions, options: Options, report: Report) -> None:
    """Deliver all actions of an input. ``report`` is up to date at any moment, also when this ends by an exception."""
    journal = open_journal(setup.file(setup.config.journal), options.clock)
    try:
        report.recovered = recover(journal)
        with opened(setup, journal, options) as sinks:
            Delivery(setup, journal, sinks, options, report).run(actions)
    finally:
        journal.close()


@dataclass(frozen=True, slots=True)
class Sinks:
    """The sinks of a run."""

    senders: Mapping[str, Sender]
    files: Mapping[str, FileSink]


@contextmanager
def opened(setup: Setup, journal: Journal, options: Options) -> Iterator[Sinks]:
    """All sinks that something is routed to."""
    config = setup.config
    names = {*config.routes.values(), *([config.default.sink] if config.default else [])}
    files = {
        name: FileSink(name, setup.file(table.path), journal)
        for name, table in config.sinks.items()
        if name in names and isinstance(table, FileTable)
    }
    senders = Opener(setup, options.clock, resolve=options.resolve).senders(names)
    try:
        yield Sinks(senders, files)
    finally:
        for sender in senders.values():
            sender.close()


class Delivery:
    """One run."""

    def __init__(self, setup: Setup, journal: Journal, sinks: Sinks, options: Options, report: Report) -> None:
        self._config = setup.config
        self._journal = journal
        self._sinks = sinks
        self._options = options
        self._report = report
        self._retrier = Retrier(options.clock, options.random, options.stopping)
        self._failures_in_a_row: Counter[str] = Counter()
        self._tried = 0

    def run(self, actions: Actions) -> None:
        """Deliver what comes, until the end of the input, the limit, or somebody's wish to stop."""
        for item in actions:
            self._options.progress(actions.source, "bytes", actions.read, actions.size)
            if self._options.stopping():
                self._report.interrupted = True
                break
            if isinstance(item, Reject):
                self._report.rejects += 1
                self._report.trouble(f"{item.source}:{item.line}", f"{item.code}: {item.message}")
            elif not self._take(item):
                self._report.limited = True
                break
        for file in self._sinks.files.values():
            self._report.delivered += file.flush()
        self._report.interrupted = self._report.interrupted or self._options.stopping()

    def _take(self, action: ActionOut) -> bool:
        """Deliver an action unless that is done; False when the limit is reached."""
        if self._is_settled(action.id):
            return True
        name = self._config.sink_of(action.action)
        if name is None:
            self._report.unrouted += 1
            self._tell(action, f"no route: add {action.action} to [routes], or a [default]")
            return True
        if self._tried == self._options.limit:
            return False
        self._tried += 1
        if file := self._sinks.files.get(name):
            self._report.delivered += file.add(action)
        else:
            self._send(action, name, self._sinks.senders[name])
        return True

    def _is_settled(self, identity: str) -> bool:
        known = self._journal.known(identity)
        state = known.state if known else None
        if state is State.DONE or any(file.holds(identity) for file in self._sinks.files.values()):
            self._report.already += 1
            return True
        if state is State.FAILED and not self._options.retry_failed:
            self._report.failed_before += 1
            return True
        return False

    def _send(self, action: ActionOut, name: str, sender: Sender) -> None:
        place = sender.place(action)
        if self._failures_in_a_row[place] >= DOWN:
            self._report.waiting += 1
            return
        outcome, attempts = self._retrier.run(lambda: sender.attempt(action), sender.patience)
        self._note(action, name, outcome, attempts)
        if isinstance(outcome, Postponed):
            self._failures_in_a_row[place] += DOWN if outcome.hopeless else 1
            if self._failures_in_a_row[place] >= DOWN:
                self._report.trouble(
                    place, "this server gets nothing more in this run; what is left for it waits for the next one"
                )
        else:
            self._failures_in_a_row[place] = 0

    def _note(self, action: ActionOut, name: str, outcome: Outcome, attempts: int) -> None:
        match outcome:
            case Delivered(remark=remark):
                self._journal.record(action.id, State.DONE, name, attempts, remark)
                self._report.delivered += 1
                if remark:
                    self._report.remarks += 1
                    self._tell(action, f"delivered, but {remark}")
            case Refused(reason=reason):
                self._journal.record(action.id, State.FAILED, name, attempts, reason)
                self._report.failed += 1
                self._tell(action, reason)
            case Postponed(reason=reason):
                self._journal.record(action.id, State.WAITING, name, attempts, reason)
                self._report.waiting += 1
                self._tell(action, f"{reason}; the next run tries again")

    def _tell(self, action: ActionOut, reason: str) -> None:
        self._report.trouble(f"{action.action} {action.id} (profile {action.profile})", reason)
