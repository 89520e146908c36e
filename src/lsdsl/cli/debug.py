"""``lsdsl debug``: what each phase makes of a rule file."""

from pathlib import Path
from typing import Final

import click

from lsdsl.cli.console import colour_option, say
from lsdsl.cli.debug_sql import DIALECTS, sql_text
from lsdsl.cli.dump import dump
from lsdsl.cli.exit import FINDINGS
from lsdsl.cli.findings import Format, ruleset_or_findings, show
from lsdsl.source import Source
from lsdsl.syntax import decode, parse
from lsdsl.syntax.tokens import lex

PHASES: Final = ("tokens", "tree", "model", "python", "sql")
EXAMPLES: Final = """\b
Examples:
  lsdsl debug tree leads.lsdsl        the syntax tree, with the place of each node
  lsdsl debug python leads.lsdsl      the Python functions that run
  lsdsl debug sql rules --dialect postgres
                                      the scores as one SQL statement, and what has no equal in SQL
"""


@click.command("debug", epilog=EXAMPLES)
@click.argument("phase", type=click.Choice(PHASES))
@click.argument("path", type=click.Path())
@click.option("--dialect", type=click.Choice(DIALECTS), help="Of sql: the engine that is to understand it.  [default: duckdb]")
@click.option("--score", metavar="NAME", help="Of sql: only this score and those that it reads.")
@colour_option
@click.pass_context
def debug_command(context: click.Context, phase: str, path: str, dialect: str | None, score: str | None, colour: str) -> None:
    """Show what a phase makes of a rule file.

    tokens and tree read one file and show it even if it has errors; model, python and sql need a sound file or folder.
    """
    if phase != "sql" and (dialect is not None or score is not None):
        raise click.UsageError("--dialect and --score are for lsdsl debug sql")
    match phase:
        case "sql":
            say(sql_text(ruleset_or_findings(path, colour), dialect or "duckdb", score))
        case "tokens":
            say(_tokens(_source(context, path, colour)))
        case "tree":
            source = _source(context, path, colour)
            tree, _ = parse(source)
            say(dump(tree, {source.path: source}))
        case "model":
            model = ruleset_or_findings(path, colour).model
            say(dump(model, model.sources, leave_out=("sources",)))
        case _:
            say("\n\n".join(text.strip("\n") for text in ruleset_or_findings(path, colour).program.sources) + "\n")


def _source(context: click.Context, path: str, colour: str) -> Source:
    """The text of one file; when it has none, the reason is a finding."""
    source, found = decode(path, Path(path).read_bytes())
    if source is None:
        show(Format.FULL, found, {}, colour)
        context.exit(FINDINGS)
    return source


def _tokens(source: Source) -> str:
    """A line for each token: its place, its kind, its text."""
    lines = []
    for token in lex(source).tokens:
        start, end = source.position(token.start), source.position(token.end)
        place = f"{start.line}:{start.column}-{end.line}:{end.column}"
        lines.append(f"{place:<16} {token.kind:<20} {token.text!r}\n")
    return "".join(lines)
