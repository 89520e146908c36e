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

OF_RULESETS: Final[dict[str, Callable[[Model], list[inventory.Row]]]] = {
    "rules": inventory.rules,
    "scores": inventory.scores,
    "fields": inventory.fields,
    "events": inventory.events,
    "selections": inventory.selections,
    "followups": inventory.followups,
    "actions": inventory.actions,
}


@click.command("list", epilog=EXAMPLES)
@click.argument("what", type=click.Choice([*OF_RULESETS, "codes"]))
@click.argument("path", type=click.Path(), default=os.curdir)
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to list.")
@colour_option
def list_command(what: str, path: str, style: str, colour: str) -> None:
    """List what a ruleset holds, or the codes of all findings.

    PATH is a rule file or a folder; without it, it is the current folder.
    """
    rows = inventory.codes() if what == "codes" else OF_RULESETS[what](ruleset_or_findings(path, colour).model)
    if style == "json":
        say(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
    elif rows:
        from lsdsl.cli.table import show_rows

        show_rows(rows, colour)
    else:
        notice(f"no {what}")
