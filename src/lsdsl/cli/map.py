"""``lsdsl map``: all automation of a ruleset in one picture."""

import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lsdsl.cli.console import colour_option, notice, say
from lsdsl.cli.findings import ruleset_or_findings
from lsdsl.cli.numbers import WholeNumber
from lsdsl.runner.ruleset import Ruleset

if TYPE_CHECKING:
    from lsdsl.automation import Cycle, Graph, Node

FORMATS: Final = ("tree", "dot", "mermaid", "json")
EXAMPLES: Final = """\b
Examples:
  lsdsl map rules/                                   all of it, as a tree
  lsdsl map rules/ --around invite_warm_leads        what leads to a follow-up and what it leads to
  lsdsl map rules/ --format mermaid -o map.mmd       a flow chart for a wiki
  lsdsl map rules/ --format dot | dot -Tsvg > map.svg
"""


@click.command("map", epilog=EXAMPLES)
@click.argument("path", type=click.Path(), default=os.curdir)
@click.option("--format", "style", type=click.Choice(FORMATS), default="tree", show_default=True, help="How to show the map.")
@click.option(
    "--around", metavar="NAME", help="Only what is near this event, score, field, tag, follow-up or action; or KIND:NAME."
)
@click.option(
    "--depth", type=WholeNumber(1), metavar="N", help="With --around: so many steps before and behind it.  [default: 2]"
)
@click.option("--output", "-o", metavar="FILE", help="Write to this file.")
@colour_option
def map_command(path: str, style: str, around: str | None, depth: int | None, output: str | None, colour: str) -> None:
    """Show what starts, reads and writes what: events, rules, scores, fields, follow-ups and actions.

    Limits and waits are told, what is switched off is dim, and what may start itself is marked.
    """
    if depth is not None and around is None:
        raise click.UsageError("--depth says how far to look from a name; name it with --around")
    from lsdsl.automation import around as near
    from lsdsl.automation import cycles_of, graph_of
    from lsdsl.automation.proven import proven_cycles

    ruleset = ruleset_or_findings(path, colour)
    graph = graph_of(ruleset.model, {span: box.uses for span, box in ruleset.boxes.items()})
    cycles = cycles_of(graph, proven_cycles(ruleset.model, ruleset.boxes))
    centres: Sequence[Node] = ()
    steps = depth or 2
    if around is not None:
        centres = _centres(graph, around)
        graph = near(graph, centres, steps)
        cycles = tuple(cycle for cycle in cycles if graph.nodes.keys() >= set(cycle.path))
    if style == "tree":
        _show_tree(graph, centres, cycles, steps, colour, output)
    else:
        _write(_text(style, ruleset, graph, cycles), output)


def _centres(graph: "Graph", name: str) -> "list[Node]":
    """The nodes that are meant by a name; names the close ones when there is none."""
    from lsdsl.automation.around import named, names
    from lsdsl.model.suggestions import suggest

    found = named(graph, name)
    if found:
        return found
    close = suggest(name.partition(":")[2] or name, names(graph))
    hint = f"did you mean {close}?" if close else "`lsdsl map` without --around shows all names"
    raise click.BadParameter(f"nothing is called {name!r}; {hint}", param_hint="--around")


def _text(style: str, ruleset: Ruleset, graph: "Graph", cycles: "Sequence[Cycle]") -> str:
    """The map in a format for programs."""
    match style:
        case "dot":
            from lsdsl.automation.dot import dot

            return dot(graph, cycles, f"ruleset {ruleset.digest}")
        case "mermaid":
            from lsdsl.automation.mermaid import mermaid

            return mermaid(graph, cycles)
        case _:
            from lsdsl.automation.document import document

            return json.dumps(document(graph, cycles, ruleset.digest), indent=2, ensure_ascii=False) + "\n"


def _show_tree(
    graph: "Graph", centres: "Sequence[Node]", cycles: "Sequence[Cycle]", depth: int, colour: str, output: str | None
) -> None:
    from rich.console import Console

    from lsdsl.cli.map_tree import show_around, show_map
    from lsdsl.cli.table import UNLIMITED, screen

    kept = io.StringIO()
    console = screen(colour) if output is None else Console(file=kept, width=UNLIMITED, no_color=True)
    if not graph.nodes:
        notice("nothing is declared here")
    elif centres:
        show_around(console, graph, centres, cycles, depth)
    else:
        show_map(console, graph, cycles)
    if output is not None:
        _write("".join(line.rstrip() + "\n" for line in kept.getvalue().splitlines()), output)


def _write(text: str, output: str | None) -> None:
    if output is None:
        say(text)
    else:
        Path(output).write_text(text, encoding="utf-8")
        notice(f"written to {output}")
