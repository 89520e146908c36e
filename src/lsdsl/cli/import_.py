"""``lsdsl import``: scoring sheets, follow-up flows and JavaScript of other systems, as rules."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lsdsl.cli.console import notice
from lsdsl.cli.exit import FINDINGS, CouldNotRun

if TYPE_CHECKING:
    from lsdsl.importing.outcome import Imported

EXAMPLES: Final = """\b
Examples:
  lsdsl import csv sheet.csv > rules/scores.lsdsl
  lsdsl import copernica flow.json --output rules/flow.lsdsl
  lsdsl import copernica script.js --on link_click --field leadscore:number=0
"""
SHOWN: Final = 10


@click.command("import", epilog=EXAMPLES)
@click.argument("origin", metavar="FORMAT", type=click.Choice(["csv", "copernica"]))
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(), help="Write the rules there; a file that is there is left alone."
)
@click.option(
    "--field",
    "fields",
    metavar="NAME:TYPE[=DEFAULT]",
    multiple=True,
    help="The type of a field that a flow or script uses. May be repeated.  [default: guessed]",
)
@click.option(
    "--on", "trigger", metavar="EVENT", default="link_click", show_default=True, help="What starts a script on its own."
)
@click.option("--boxes", is_flag=True, help="Keep each script a box, also where a plain step does the same.")
@click.pass_context
def import_command(
    context: click.Context, origin: str, file: str, output: str | None, fields: tuple[str, ...], trigger: str, *, boxes: bool
) -> None:
    """Turn what another system has into rules.

    FORMAT is csv for a scoring sheet, or copernica for a follow-up flow (.json) or the JavaScript of an execution box (.js).
    The rules go to stdout. What cannot be translated stands in them as a comment with the reason; then the exit code is 1.
    """
    from lsdsl.importing.outcome import ImportingError

    if output is not None and Path(output).exists():
        raise CouldNotRun(f"{output}: is there already and was left as it is: name another file, or remove it")
    if origin == "csv" and (fields or boxes):
        raise click.UsageError("--field and --boxes are for copernica: a sheet shows the types of its fields, and has no scripts")
    try:
        made = _imported(origin, file, fields, trigger, boxes=boxes)
    except ImportingError as error:
        raise CouldNotRun(str(error)) from error
    _put(made, output)
    _say(made)
    if made.left_out:
        context.exit(FINDINGS)


def _imported(origin: str, file: str, fields: tuple[str, ...], trigger: str, *, boxes: bool) -> "Imported":
    if origin == "csv":
        from lsdsl.importing.sheet import import_sheet

        return import_sheet(file)
    from lsdsl.importing.copernica import import_copernica

    return import_copernica(file, fields, trigger, boxes=boxes)


def _put(made: "Imported", output: str | None) -> None:
    from lsdsl.cli.replacing import put, replace_file

    content = made.text.encode("utf-8")
    if output is None:
        put(content)
        return
    target = Path(output)
    if not target.parent.is_dir():
        raise CouldNotRun(f"{output}: there is no folder {target.parent}")
    replace_file(target, content)


def _say(made: "Imported") -> None:
    """How much was translated, and what was not; on stderr, beside the rules."""
    from lsdsl.diagnostics.visible import visible

    notice(made.summary)
    for one in made.left_out[:SHOWN]:
        notice(f"  {visible(one.place)}: {visible(one.reason)}")
    if len(made.left_out) > SHOWN:
        notice(f"  ... and {len(made.left_out) - SHOWN} more; all of them stand in the rules")
    for note in made.notes:
        notice(f"note: {visible(note)}")
