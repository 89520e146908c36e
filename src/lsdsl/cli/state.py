"""``lsdsl run --state`` and ``lsdsl state``: profiles that outlive the run."""

from typing import TYPE_CHECKING, Final

import click

from lsdsl.cli.console import colour_option, notice, say
from lsdsl.cli.exit import CouldNotRun

if TYPE_CHECKING:
    from rich.console import Console

    from lsdsl.runner.options import RunOptions
    from lsdsl.runner.ruleset import Ruleset
    from lsdsl.runner.summary import Summary
    from lsdsl.store import Store

EXAMPLES: Final = """\b
Examples:
  lsdsl state info leads.db
  lsdsl state export leads.db --rules rules/ --out out/
  lsdsl state export leads.db --copy backup.db
  lsdsl state import new.db backup.db
  lsdsl state vacuum leads.db
"""


def run_on_state(ruleset: "Ruleset", options: "RunOptions", state: str, out: str | None, screen: "Console") -> "Summary":
    """Run on a state, write the output folder if there is to be one, and show what was done."""
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.run_summary import show_summary
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError, OutputError
    from lsdsl.store import export, open_state, run_stateful

    try:
        with open_state(state) as store, progress_bar(screen) as progress:
            summary, shown = run_stateful(ruleset, options, store, progress, notice)
            if out is not None:
                export(ruleset, store, out, progress)
    except (InputError, IsolationError, OutputError) as error:
        raise CouldNotRun(str(error)) from error
    except KeyboardInterrupt:
        notice(f"interrupted; start again to go on, {state} holds what was done")
        raise
    show_summary(screen, ruleset, summary, shown, out)
    return summary


@click.group("state", epilog=EXAMPLES)
def state_command() -> None:
    """Look at a durable state, write its scores, copy it.

    `lsdsl run --state FILE` makes and changes one.
    """


@state_command.command("info", epilog="\b\nExamples:\n  lsdsl state info leads.db\n")
@click.argument("state", type=click.Path())
def info(state: str) -> None:
    """Say what is in a state: profiles, lines, inputs and how far they were read."""
    from lsdsl.cli.run_summary import counted
    from lsdsl.diagnostics.visible import visible
    from lsdsl.records.moments import moment_text
    from lsdsl.store import StoreError, open_state

    try:
        with open_state(state, write=False) as store:
            profiles, removed = store.count()
            totals, due, digest = store.totals(), store.next_due(), store.meta("ruleset")
            say(f"rules     {'none yet' if digest is None else digest.decode()}\n")
            say(f"profiles  {profiles:,}{f', {removed:,} removed' if removed else ''}\n")
            say(f"events    {totals.counts.get('events', 0):,}\n")
            for kind, count in store.sizes().items():
                say(f"{kind:9} {count:,}\n")
            if totals.newest is not None:
                say(f"newest    {moment_text(totals.newest)}\n")
            if totals.reached:
                say(f"as of     {moment_text(totals.reached)}\n")
            if due is not None and due > 0:
                say(f"next due  {moment_text(due)}\n")
            for one in store.positions():
                how = "read to its end" if one.complete else "not read to its end"
                say(f"{one.role:9} {visible(one.path)}: {counted(one.records, 'record')}, {how}\n")
    except StoreError as error:
        raise CouldNotRun(str(error)) from error


@state_command.command("export", epilog="\b\nExamples:\n  lsdsl state export leads.db --rules rules/ --out out/\n")
@click.argument("state", type=click.Path())
@click.option("--rules", type=click.Path(), metavar="RULES", help="The rules that the state was made with; --out needs them.")
@click.option("--out", "-o", metavar="DIR", help="Write profiles, ledger, actions and the rest there, as lsdsl run does.")
@click.option("--copy", metavar="FILE", help="Write the whole state into a new file, also while a run is under way.")
@colour_option
def export_command(state: str, rules: str | None, out: str | None, copy: str | None, colour: str) -> None:
    """Write what came of all events, or a copy of the state."""
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.records.problems import InputError, OutputError
    from lsdsl.store import export, open_state

    if out is None and copy is None:
        raise click.UsageError("nothing to write: give --out, --copy or both")
    if out is not None and rules is None:
        raise click.UsageError("--out needs --rules: without them the scores cannot be computed")
    try:
        if out is not None and rules is not None:
            ruleset = ruleset_or_findings(rules, colour, scripts=True)
            with open_state(state, write=False) as store:
                export(ruleset, store, out)
            notice(f"written to {out}")
        if copy is not None:
            with open_state(state, write=False) as store:
                _copy(store, copy)
            notice(f"copied to {copy}")
    except (InputError, OutputError) as error:
        raise CouldNotRun(str(error)) from error


@state_command.command("import", epilog="\b\nExamples:\n  lsdsl state import new.db backup.db\n")
@click.argument("state", type=click.Path())
@click.argument("copy", type=click.Path())
def import_command(state: str, copy: str) -> None:
    """Make a state out of a copy that `lsdsl state export --copy` wrote."""
    from lsdsl.store import StoreError, open_state

    try:
        with open_state(copy, write=False) as store:
            _copy(store, state)
    except StoreError as error:
        raise CouldNotRun(str(error)) from error
    notice(f"{state} holds what {copy} holds")


@state_command.command("vacuum", epilog="\b\nExamples:\n  lsdsl state vacuum leads.db\n")
@click.argument("state", type=click.Path(exists=True))
def vacuum(state: str) -> None:
    """Give unused space of a state back."""
    from lsdsl.store import StoreError, open_state

    try:
        with open_state(state) as store:
            store.vacuum()
    except StoreError as error:
        raise CouldNotRun(str(error)) from error


def _copy(store: "Store", target: str) -> None:
    from lsdsl.store import copy, open_state

    with open_state(target) as into:
        copy(store, into)
