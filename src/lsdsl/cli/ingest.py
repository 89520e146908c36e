"""``lsdsl ingest``: what providers of mail and tracking send to a webhook, as events."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lsdsl.cli.console import colour_option, say
from lsdsl.cli.exit import FINDINGS, CouldNotRun
from lsdsl.cli.replacing import replacing

if TYPE_CHECKING:
    from lsdsl.ingest import EventRecord
    from lsdsl.records.raw import Reject
    from lsdsl.runner.shown import Shown

EXAMPLES: Final = """\b
Examples:
  lsdsl ingest --list                                      the providers
  lsdsl ingest --events > rules/mail.lsdsl                 declare the events
  lsdsl ingest sendgrid stored/*.json --output events.jsonl
  lsdsl ingest mailgun stored.jsonl | lsdsl run rules/ --events -
"""

TYPES_SHOWN: Final = 6


@click.command("ingest", epilog=EXAMPLES)
@click.argument("provider", required=False)
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path(allow_dash=True))
@click.option("--output", "-o", metavar="FILE", type=click.Path(), help="Write the events there, all at once or not at all.")
@click.option(
    "--rejects", metavar="FILE", type=click.Path(), help="Write what was rejected there, as rejects.jsonl of lsdsl run."
)
@click.option(
    "--profile-key",
    metavar="NAME",
    help="The profile is this value, attached to the mail.  [default: the address, in lower case]",
)
@click.option("--events", is_flag=True, help="Print the declarations of the events, for your rules.")
@click.option("--list", "listing", is_flag=True, help="List the providers.")
@colour_option
@click.pass_context
def ingest_command(
    context: click.Context,
    /,
    provider: str | None,
    files: tuple[str, ...],
    colour: str,
    *,
    events: bool,
    listing: bool,
    **given: str | None,
) -> None:
    """Turn what a provider sent to your webhook into events for lsdsl run.

    FILE holds stored payloads: one, a JSON array of them, or one a line; - is standard input. The events go to stdout as
    JSON Lines, sorted by time, with the provider's own key in id, so that what is sent twice counts once. Exit code 1 when an
    item was rejected.
    """
    from lsdsl.ingest.registry import PROVIDERS, provider_named
    from lsdsl.ingest.vocabulary import declarations

    if listing:
        width = max(map(len, PROVIDERS))
        say("".join(f"{name:{width}}  {one.title}\n" for name, one in PROVIDERS.items()))
        return
    try:
        chosen = None if provider is None else provider_named(provider).name
    except ValueError as error:
        if Path(str(provider)).is_file():
            said = f"the provider comes first: lsdsl ingest PROVIDER {provider}; --list shows the providers"
            raise click.UsageError(said) from None
        raise click.BadParameter(str(error), param_hint="PROVIDER") from None
    if events:
        say(declarations(chosen))
        return
    if chosen is None or not files:
        raise click.UsageError("name a provider and at least one file (- is standard input); --list shows the providers")
    if not _ingest(files, chosen, colour, **given):
        context.exit(FINDINGS)


def _ingest(
    files: tuple[str, ...], provider: str, colour: str, output: str | None, rejects: str | None, profile_key: str | None
) -> bool:
    """Write the events and say what came of it; whether all was well."""
    from lsdsl.records.moments import moment_from_text
    from lsdsl.records.outputs import encode, encode_line
    from lsdsl.records.problems import InputError
    from lsdsl.records.raw import Reject
    from lsdsl.records.spool import Spool
    from lsdsl.runner.shown import Shown

    if output is not None and output == rejects:
        raise click.UsageError("--output and --rejects name the same file; events and rejects need one each")
    shown = Shown()
    counts: Counter[str] = Counter()
    refused = 0
    with ExitStack() as written:
        take = sys.stdout.buffer.write if output is None else written.enter_context(replaced(output))
        # Providers send in no order, and the limits of rules need the order of time.
        sorted_events = written.enter_context(closing(Spool()))
        refuse = None if rejects is None else written.enter_context(replaced(rejects))
        try:
            for one in _found(files, provider, profile_key):
                if isinstance(one, Reject):
                    refused += 1
                    shown.reject(one)
                    if refuse is not None:
                        refuse(encode_line(one))
                else:
                    counts[one["type"]] += 1
                    sorted_events.append((moment_from_text(one["time"]),), encode(one) + b"\n")
        except InputError as error:
            raise CouldNotRun(str(error)) from error
        for line in sorted_events.lines():
            take(line)
    sys.stdout.flush()
    _say(counts, len(files), colour)
    if refused:
        _say_rejects(refused, shown, colour, rejects)
    return not refused


def _found(files: tuple[str, ...], provider: str, profile_key: str | None) -> "Iterator[EventRecord | Reject]":
    """The events and rejects of all files, in their order; files that cannot be read are told before anything is written."""
    from lsdsl.ingest.files import read_file

    for path in files:
        if path != "-" and Path(path).is_dir():
            raise CouldNotRun(f"{path}: is a folder; name the files in it: {Path(path, '*.json')}")
        if path != "-" and not Path(path).exists():
            raise CouldNotRun(f"{path}: no such file")
    for path in files:
        yield from read_file(path, provider, profile_key)


@contextmanager
def replaced(path: str) -> "Iterator[Callable[[bytes], int]]":
    """Write a file line by line; it takes its place when all is written, and an old one stays when that fails."""
    target = Path(path)
    if not target.parent.is_dir():
        raise CouldNotRun(f"{path}: there is no folder {target.parent}")
    with replacing(target) as write:
        yield write


def _say(counts: "Counter[str]", files: int, colour: str) -> None:
    """How many events of which types there are; on stderr, so that the events can be piped."""
    from lsdsl.cli.run_summary import counted
    from lsdsl.cli.screen import notice_screen
    from lsdsl.diagnostics.visible import visible

    types = [f"{number:,} {visible(name)}" for name, number in counts.most_common(TYPES_SHOWN)]
    if len(counts) > TYPES_SHOWN:
        types.append(f"{counted(len(counts) - TYPES_SHOWN, 'other type')}")
    more = f": {', '.join(types)}" if types else ""
    notice_screen(colour).print(f"{counted(counts.total(), 'event')} from {counted(files, 'file')}{more}", soft_wrap=True)


def _say_rejects(refused: int, shown: "Shown", colour: str, rejects: str | None) -> None:
    """What was rejected, and why: the first of each code that say different things."""
    from rich.text import Text

    from lsdsl.cli.run_summary import counted
    from lsdsl.cli.screen import notice_screen
    from lsdsl.diagnostics.visible import visible

    screen = notice_screen(colour)
    screen.print(Text(f"{counted(refused, 'item')} rejected", style="bold red"))
    kept = list(shown.rejects())
    for one in kept:
        reject = one.reject
        more = "" if one.times == 1 else f" ({one.times:,} times)"
        said = f" {visible(reject.source)}:{reject.line}: {visible(reject.message)}"
        screen.print(Text.assemble("  ", (reject.code, "bold"), said, (more, "bold")), soft_wrap=True)
    others = refused - sum(one.times for one in kept)
    if rejects is not None:
        screen.print(f"  all of them are in {visible(rejects)}", style="dim", soft_wrap=True)
    elif others:
        screen.print(f"  ... and {others:,} more; --rejects FILE writes each of them", style="dim")
