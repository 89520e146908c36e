"""``lsdsl list``: the inventory of a ruleset, as a table or as JSON."""

import json
import os
from collections.abc import Callable
from typing import Final

import click

from lsdsl.cli import inventory
from lsdsl.cli.console import colour_option, notice, say
from lsdsl.cli.findings import ruleset_or_findings
from lsdsl.model.declarations import Model

EXAMPLES: Final = """\b
Examples:
  lsdsl list rules leads.lsdsl
  lsdsl list fields rules/ --format json
  lsdsl list codes
"""

OF_MODELS: Final[dict[str, Callable[[Model], list[inventory.Row]]]] = {
    "rules": inventory.rules,
    "scores": inventory.scores,
    "events": inventory.events,
    "selections": inventory.selections,
    "followups": inventory.followups,
    "actions": inventory.actions,
}
WITH_BOXES: Final[dict[str, Callable[[Model, inventory.Boxes], list[inventory.Row]]]] = {
    "fields": inventory.fields,
    "boxes": inventory.boxes,
}
WHAT: Final = ("rules", "scores", "fields", "events", "selections", "followups", "boxes", "actions", "codes")


@click.command("list", epilog=EXAMPLES)
@click.argument("what", metavar="WHAT", type=click.Choice(WHAT))
@click.argument("path", type=click.Path(), default=os.curdir)
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to list.")
@colour_option
def list_command(what: str, path: str, style: str, colour: str) -> None:
    """List what a ruleset holds, or the codes of all findings.

    WHAT is rules, scores, fields, events, selections, followups, boxes, actions or codes.
    PATH is a rule file or a folder; without it, it is the current folder.
    """
    rows = _rows(what, path, colour)
    if style == "json":
        say(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
    elif rows:
        from lsdsl.cli.table import show_rows

        show_rows(rows, colour)
    else:
        notice(f"no {what}")


def _rows(what: str, path: str, colour: str) -> list[inventory.Row]:
    if what == "codes":
        return inventory.codes()
    ruleset = ruleset_or_findings(path, colour)
    if what in WITH_BOXES:
        return WITH_BOXES[what](ruleset.model, ruleset.boxes)
    return OF_MODELS[what](ruleset.model)
