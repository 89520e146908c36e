"""``--dry-run``: what would be sent, without a connection, a change to a file, or a secret."""

from collections.abc import Iterator
from pathlib import Path

from lsdsl.delivery.actions import Actions
from lsdsl.delivery.clock import MachineClock
from lsdsl.delivery.config import FileTable
from lsdsl.delivery.delivery import Options
from lsdsl.delivery.file_sink import preview
from lsdsl.delivery.journal import Journal, State, read_journal
from lsdsl.delivery.load import Setup
from lsdsl.delivery.opening import Opener
from lsdsl.delivery.problems import Refusal
from lsdsl.delivery.report import Report
from lsdsl.diagnostics.visible import visible
from lsdsl.records.outputs import ActionOut
from lsdsl.records.raw import Reject


def pretend(setup: Setup, actions: Actions, options: Options, report: Report) -> Iterator[str]:
    """The text for each action that would be delivered; ``delivered`` in the report counts these."""
    with read_journal(setup.file(setup.config.journal), MachineClock()) as journal:
        rehearsal = Rehearsal(setup, journal, options, report)
        for item in actions:
            if isinstance(item, Reject):
                report.rejects += 1
                report.trouble(f"{item.source}:{item.line}", f"{item.code}: {item.message}")
            elif rehearsal.is_settled(item.id):
                continue
            elif options.limit == report.delivered:
                report.limited = True
                return
            else:
                yield from rehearsal.show(item)


class Rehearsal:
    """Goes through the motions of a delivery."""

    def __init__(self, setup: Setup, journal: Journal | None, options: Options, report: Report) -> None:
        config = setup.config
        self._setup = setup
        self._journal = journal
        self._options = options
        self._report = report
        names = {*config.routes.values(), *([config.default.sink] if config.default else [])}
        self._senders = Opener(setup, options.clock, pretend=True).senders(names)
        self._seen: set[str] = set()

    def is_settled(self, identity: str) -> bool:
        """Whether an earlier run did it, or an earlier line of this one would."""
        known = self._journal.known(identity) if self._journal else None
        state = known.state if known else None
        if identity in self._seen or state in {State.DONE, State.WRITING}:
            self._report.already += 1
        elif state is State.FAILED and not self._options.retry_failed:
            self._report.failed_before += 1
        else:
            self._seen.add(identity)
            return False
        return True

    def show(self, action: ActionOut) -> Iterator[str]:
        """What would be sent."""
        what = f"{action.action} {action.id} (profile {action.profile})"
        name = self._setup.config.sink_of(action.action)
        if name is None:
            self._report.unrouted += 1
            self._report.trouble(what, f"no route: add {action.action} to [routes], or a [default]")
            return
        table = self._setup.config.sinks[name]
        try:
            text = preview(Path(table.path), action) if isinstance(table, FileTable) else self._senders[name].preview(action)
        except Refusal as refusal:
            self._report.failed += 1
            self._report.trouble(what, str(refusal))
            return
        self._report.delivered += 1
        yield "".join(f"{visible(line)}\n" for line in [f"# {what} -> {name}", *text.splitlines(), ""])
