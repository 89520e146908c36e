"""``lsdsl init``: a new repository of rules."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lsdsl.cli.console import colour_option, notice
from lsdsl.cli.exit import CouldNotRun

if TYPE_CHECKING:
    from rich.console import Console
    from rich.tree import Tree

    from lsdsl.scaffold.fields import Declared
    from lsdsl.scaffold.repository import Files
    from lsdsl.scaffold.survey import Survey

EXAMPLES: Final = """\b
Examples:
  lsdsl init lead-rules                      a small ruleset with data to try it on
  lsdsl init lead-rules --from leads.csv     the profile and a first score for the columns of a file
  lsdsl init --keep                          in this folder, beside a README or .gitignore of its own

Exits with 2, and writes nothing, if there are rules already or a file would be overwritten.
"""
WIDE: Final = 100
"""On a narrower terminal names of fields are broken, too: better than reasons of single syllables."""

SHOWN: Final = 8
"""So many files that are in the way are named."""


@click.command("init", epilog=EXAMPLES)
@click.argument("folder", metavar="[DIR]", type=click.Path(file_okay=False), default=os.curdir)
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Declare the profile from the columns and values of this file: CSV, JSON Lines, JSON or Parquet.",
)
@click.option("--keep", is_flag=True, help="Leave files that are there already as they are, and write the others.")
@colour_option
def init_command(folder: str, source: str | None, keep: bool, colour: str) -> None:
    """Make a repository of rules: rules, lists, a test, settings, and what checks them on GitHub, on GitLab and before a commit.

    DIR is made if it is not there; without it, it is the current folder. No file is ever overwritten.
    """
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.screen import notice_screen, output_screen
    from lsdsl.records.problems import InputError
    from lsdsl.scaffold.fields import declare
    from lsdsl.scaffold.repository import STARTER_SELECTION, files_from, starter_files, write_files
    from lsdsl.scaffold.rules import names_of
    from lsdsl.scaffold.survey import survey

    target = Path(folder)
    _refuse_rules(target, folder)
    screen = output_screen(colour)
    selection = STARTER_SELECTION
    if source is None:
        made = starter_files()
        _refuse_overwriting(target, made, keep=keep)
    else:
        try:
            with progress_bar(notice_screen(colour)) as progress:
                found = survey(source, progress)
        except InputError as error:
            raise CouldNotRun(str(error)) from error
        declared = declare(found)
        made = files_from(found, declared)
        _refuse_overwriting(target, made, keep=keep)
        _show_fields(screen, found, declared)
        selection = names_of(declared).selection
    written = write_files(target, made)
    screen.print(_tree(folder, written))
    kept = sorted(set(made) - set(written))
    if kept:
        notice(f"left as {'it was' if len(kept) == 1 else 'they were'}: {', '.join(kept)}")
    _say_what_next(folder, source, selection)


def _refuse_rules(target: Path, folder: str) -> None:
    """A folder with rules is a repository already; two rulesets in one would be one ruleset."""
    from lsdsl.scaffold.repository import in_the_way

    rules = in_the_way(target, {}).rules
    if rules:
        raise CouldNotRun(f"{folder}: there are rules already: {_named(rules)}; nothing was written")


def _refuse_overwriting(target: Path, made: "Files", *, keep: bool) -> None:
    from lsdsl.scaffold.repository import in_the_way

    files = in_the_way(target, made).files
    if files and not keep:
        raise CouldNotRun(
            f"these files would be overwritten: {_named(files)}; nothing was written: use --keep to leave them as they are"
        )


def _named(paths: Sequence[str]) -> str:
    """The first few of many paths."""
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return ", ".join(paths[:SHOWN]) + more


def _tree(folder: str, written: Sequence[str]) -> "Tree":
    """What was made, as a tree."""
    from rich.text import Text
    from rich.tree import Tree

    from lsdsl.diagnostics.visible import visible

    tree = Tree(Text(visible(folder.rstrip("/")) + "/"))
    branches = {"": tree}
    for path in written:
        parts = path.split("/")
        for depth in range(1, len(parts)):
            here, above = "/".join(parts[:depth]), "/".join(parts[: depth - 1])
            if here not in branches:
                branches[here] = branches[above].add(Text(parts[depth - 1] + "/"))
        branches["/".join(parts[:-1])].add(Text(parts[-1]))
    return tree


def _show_fields(screen: "Console", found: "Survey", declared: "Declared") -> None:
    """What was made of each column, and how sure that is."""
    from rich.text import Text

    from lsdsl.cli.rows import Rows
    from lsdsl.diagnostics.visible import visible
    from lsdsl.scaffold.rules import short_type

    table = Rows(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("column", "field", "type", "because"):
        table.add_column(name, overflow="fold", no_wrap=name == "type" or (name == "field" and screen.width >= WIDE))
    identity = declared.identity
    table.add_row(Text(visible(identity.column)), Text("id"), Text("text"), Text(visible(identity.why)))
    for field in declared.fields:
        row = (field.column.name, field.name, short_type(field.guess.type), field.guess.why)
        table.add_row(*(Text(visible(cell)) for cell in row))
    for name, reason in declared.left_out:
        if name != identity.column:
            table.add_row(Text(visible(name) or '""'), Text(""), Text("left out"), Text(visible(reason)))
    screen.print(table)
    screen.print()
    for warning in (identity.doubt, *declared.warnings):
        if warning:
            notice(f"note: {visible(warning)}")
    if not found.rows:
        notice(f"note: {found.source} has no rows: all fields are texts")


def _say_what_next(folder: str, source: str | None, selection: str) -> None:
    """The commands that a newcomer types next."""
    at = shlex.quote(folder)
    step = [] if folder == os.curdir else [f"  cd {at}"]
    data = "--profiles data/profiles.csv --events data/events.jsonl"
    if source is not None:
        data = f"--profiles {shlex.quote(source if Path(source).is_absolute() else os.path.relpath(source, folder))}"
    commands = [
        *step,
        "  lsdsl check",
        f"  lsdsl run . {data}",
        f"  lsdsl select {selection} . {data}",
        "  git init && git add . && git commit -m 'Lead scoring rules'",
    ]
    notice("next:\n" + "\n".join(commands))
