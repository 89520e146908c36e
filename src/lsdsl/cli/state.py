"""``lsdsl run --state`` and ``lsdsl state``: profiles that outlive the run."""

from typing import TYPE_CHECKING, Final

import click

from lsdsl.cli.commands import Commands
from lsdsl.cli.console import colour_option, notice, say
from lsdsl.cli.exit import CouldNotRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lsdsl.store import Store

EXAMPLES: Final = """\b
Examples:
  lsdsl state info leads.db
  lsdsl state export leads.db --out out/
  lsdsl state export old.db --rules rules/ --out out/
  lsdsl state export leads.db --copy backup.db
  lsdsl state import postgresql://ann@db.example/crm leads.db
  lsdsl state vacuum leads.db
"""


@click.group("state", cls=Commands, epilog=EXAMPLES)
def state_command() -> None:
    """Look at a durable state, write its scores, copy it.

    STATE is a file, or postgresql://USER@HOST/DATABASE?schema=NAME. `lsdsl run --state STATE` makes and changes one.
    """


@state_command.command(
    "info",
    epilog="\b\nExamples:\n  lsdsl state info leads.db\n  lsdsl state info postgresql://ann@db.example/crm\n",
    short_help="Say what is in a state, and who writes it now.",
)
@click.argument("state")
def info(state: str) -> None:
    """Say what is in a state: rules, profiles, lines, inputs and how far they were read, and who writes it now."""
    from lsdsl.store import StoreError, open_state

    try:
        with open_state(state, write=False) as store:
            for line in _told(store):
                say(f"{line}\n")
    except StoreError as error:
        raise CouldNotRun(str(error)) from error


@state_command.command("export", epilog="\b\nExamples:\n  lsdsl state export leads.db --out out/\n")
@click.argument("state")
@click.option("--rules", type=click.Path(), metavar="RULES", help="The rules of the state, where it does not hold them itself.")
@click.option("--out", "-o", metavar="DIR", help="Write profiles, ledger, actions and the rest there, as lsdsl run does.")
@click.option("--copy", metavar="STATE", help="Write the whole state into a new one, also while a run is under way.")
@colour_option
def export_command(state: str, rules: str | None, out: str | None, copy: str | None, colour: str) -> None:
    """Write what came of all events, or a copy of the state."""
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.screen import notice_screen
    from lsdsl.records.problems import InputError, OutputError
    from lsdsl.store import export, name_of, open_state

    if out is None and copy is None:
        raise click.UsageError("nothing to write: give --out, --copy or both")
    if rules is not None and out is None:
        raise click.UsageError("--rules is for --out; a copy holds the rules that the state holds")
    try:
        ruleset = None if rules is None else ruleset_or_findings(rules, colour, scripts=True)
        if out is not None:
            with open_state(state, write=False) as store, progress_bar(notice_screen(colour)) as progress:
                export(ruleset, store, out, progress, notice)
            notice(f"written to {out}")
        if copy is not None:
            with open_state(state, write=False) as store:
                _copy(store, copy, colour)
            notice(f"copied to {name_of(copy)}")
    except (InputError, OutputError) as error:
        raise CouldNotRun(str(error)) from error


@state_command.command(
    "import",
    epilog="\b\nExamples:\n  lsdsl state import new.db backup.db\n  lsdsl state import postgresql:///crm leads.db\n",
    short_help="Make a state out of a copy, or out of another state.",
)
@click.argument("state")
@click.argument("copy")
@colour_option
def import_command(state: str, copy: str, colour: str) -> None:
    """Make a state out of a copy that `lsdsl state export --copy` wrote, or out of any other state."""
    from lsdsl.store import StoreError, name_of, open_state

    try:
        with open_state(copy, write=False) as store:
            _copy(store, state, colour)
    except StoreError as error:
        raise CouldNotRun(str(error)) from error
    notice(f"{name_of(state)} holds what {name_of(copy)} holds")


@state_command.command("vacuum", epilog="\b\nExamples:\n  lsdsl state vacuum leads.db\n")
@click.argument("state")
def vacuum(state: str) -> None:
    """Give unused space of a state back."""
    from lsdsl.store import StoreError, open_state, require

    try:
        require(state)
        with open_state(state) as store:
            store.vacuum()
    except StoreError as error:
        raise CouldNotRun(str(error)) from error


def _copy(store: "Store", target: str, colour: str) -> None:
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.screen import notice_screen
    from lsdsl.store import copy, open_state

    with open_state(target) as into, progress_bar(notice_screen(colour)) as progress:
        copy(store, into, progress)


def _told(store: "Store") -> "Iterator[str]":
    """What is in a state, line by line."""
    from lsdsl.cli.run_summary import counted
    from lsdsl.diagnostics.visible import visible
    from lsdsl.records.moments import moment_text

    yield from _rules_told(store)
    profiles, removed = store.count()
    yield f"profiles  {profiles:,}{f', {removed:,} removed' if removed else ''}"
    totals, due = store.totals(), store.next_due()
    yield f"events    {totals.counts.get('events', 0):,}"
    for kind, count in store.sizes().items():
        yield f"{kind:9} {count:,}"
    if totals.newest is not None:
        yield f"newest    {moment_text(totals.newest)}"
    if totals.reached:
        yield f"as of     {moment_text(totals.reached)}"
    if due is not None and due > 0:
        yield f"next due  {moment_text(due)}"
    yield f"writer    {store.writer() or 'none now'}"
    for one in store.positions():
        how = "read to its end" if one.complete else "not read to its end"
        yield f"{one.role:9} {visible(one.path)}: {counted(one.records, 'record')}, {how}"


def _rules_told(store: "Store") -> "Iterator[str]":
    """The rules that hold, those of before under which profiles are still scored, and what is under way about that."""
    from lsdsl.cli.run_summary import counted
    from lsdsl.store.underway import ACCEPTING, unfinished

    now, under = store.meta("ruleset"), store.profiles_by_rules()
    if now is None:
        yield "rules     none yet"
    for one in store.rulesets():
        current = now is not None and one.digest == now.decode()
        if current or under.get(one.number):
            text = "" if one.packed is not None else "; their text is not in the state"
            yield f"{'rules' if current else 'others':9} {one.digest}: {counted(under.get(one.number, 0), 'profile')}{text}"
    updating = store.updating()
    rescoring = unfinished(store)
    if rescoring is not None:
        yield f"updating  {rescoring}"
    elif updating or store.meta(ACCEPTING):
        yield f"updating  {counted(updating, 'profile')} to be brought under the rules that hold: the next run goes on with it"
