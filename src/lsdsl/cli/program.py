"""The program ``lsdsl``: its verbs, each imported when it is used."""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any, Final

import click

from lsdsl import __version__
from lsdsl.cli.exit import clean_end

VERBS: Final = {
    "init": ("lsdsl.cli.init", "Make a repository of rules, or one from a file of leads."),
    "import": ("lsdsl.cli.import_", "Turn scoring sheets and flows of others into rules."),
    "check": ("lsdsl.cli.check", "Check rule files and say what is wrong with them."),
    "fmt": ("lsdsl.cli.fmt", "Write rule files in the one layout."),
    "test": ("lsdsl.cli.test", "Run the tests in rule files, and measure what they cover."),
    "ingest": ("lsdsl.cli.ingest", "Turn webhook payloads of mail providers into events."),
    "run": ("lsdsl.cli.run", "Turn profiles and events into scores."),
    "select": ("lsdsl.cli.select", "List the profiles of a selection."),
    "diff": ("lsdsl.cli.diff", "Show what a change of the rules does to scores."),
    "rescore": ("lsdsl.cli.rescore", "Replay the whole history under the present rules."),
    "state": ("lsdsl.cli.state", "Look at a durable state, write its scores, copy it."),
    "why": ("lsdsl.cli.why", "Say why a profile has its scores, and what would help."),
    "calibrate": ("lsdsl.cli.calibrate", "Say how well points rank leads, and propose better ones."),
    "spark": ("lsdsl.cli.spark", "Turn profiles and events into scores with Apache Spark."),
    "deliver": ("lsdsl.cli.deliver", "Perform the actions that follow-ups asked for."),
    "explain": ("lsdsl.cli.explain", "Explain a finding, by its code."),
    "list": ("lsdsl.cli.list", "List what a ruleset holds, or the codes of all findings."),
    "map": ("lsdsl.cli.map", "Show what starts what: all automation in one picture."),
    "docs": ("lsdsl.cli.docs", "Write the ruleset as a site for people to read."),
    "debug": ("lsdsl.cli.debug", "Show what each phase makes of a rule file."),
    "completion": ("lsdsl.cli.completion", "Print the completion script of a shell."),
}
"""The module of each verb, in which the command has the name of the verb, and its line in the list of verbs."""


SHORT: Final = frozenset({"check"})
"""Verbs that end before it would pay to look for memory that is free again."""


class Verbs(click.Group):
    """A group that imports a verb only when it is run, and lists all without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """The verbs in the order in which a newcomer needs them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the signature is click's
        """Import a verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(VERBS[cmd_name][0]), f"{cmd_name}_command")
        if cmd_name not in SHORT:
            gc.enable()
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; for an unknown one say which is meant."""
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            from lsdsl.cli.commands import instead_of

            ctx.fail(f"there is no verb {name!r}; {instead_of(name, list(VERBS))}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the signature is click's
        """The verbs with a line each."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the verb; the help ends as cleanly as a verb."""
        with clean_end():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb and end cleanly, whatever happens."""
        with clean_end():
            return super().invoke(ctx)


EXAMPLES: Final = """\b
Examples:
  lsdsl init leads                     rules and data to begin with
  lsdsl check leads.lsdsl
  lsdsl run leads.lsdsl --profiles leads.csv --events events.jsonl --out out/
"""


@click.command(cls=Verbs, subcommand_metavar="VERB [ARGUMENTS]...", epilog=EXAMPLES)
@click.version_option(__version__, prog_name="lsdsl", message="%(prog)s %(version)s")
def program() -> None:
    """Lead scoring as code: check the rules, run them, explain every point.

    Exit codes of all verbs: 0 clean, 1 findings, 2 could not run.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; what the encoding of the terminal lacks is written as an escape and never stops the output."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    gc.disable()  # nothing that is imported is ever free again
    try:
        program.main(arguments, prog_name="lsdsl")
    finally:
        gc.enable()


def _open_closed_streams() -> None:
    """Where the program was started with a closed stream, nothing is read, and what is written is lost."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            from pathlib import Path

            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the program ends
