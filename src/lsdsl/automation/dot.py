"""The graph in the language of Graphviz."""

from collections.abc import Collection, Sequence
from typing import Final

from lsdsl.automation.cycles import Cycle
from lsdsl.automation.folding import folded, joined_nodes
from lsdsl.automation.nodes import KINDS, Graph, Node
from lsdsl.diagnostics.visible import visible

SHAPES: Final = {
    "event": ("cds", "#e8f0fe"),
    "field": ("box", "#f4f4f4"),
    "tag": ("note", "#f4f4f4"),
    "score": ("ellipse", "#e6f4ea"),
    "grade": ("hexagon", "#fef7e0"),
    "selection": ("folder", "#fef7e0"),
    "followup": ("box", "#f3e8fd"),
    "action": ("box3d", "#fce8e6"),
}
LONGEST: Final = 60


def dot(graph: Graph, cycles: Sequence[Cycle], title: str) -> str:
    """The graph as DOT: rules folded into labels, circles in red, what is switched off dashed and grey."""
    circles, edges = edges_of(cycles), folded(graph)
    joined = joined_nodes(graph, edges)
    lines = [
        "digraph automation {",
        "  rankdir=LR;",
        f"  label={quoted(title)}; labelloc=t; fontname=Helvetica;",
        '  node [fontname=Helvetica, fontsize=11, style="filled,rounded", color="#888888"];',
        '  edge [fontname=Helvetica, fontsize=9, color="#666666"];',
    ]
    for kind in KINDS:
        for node, fact in graph.nodes.items():
            if node.kind != kind or node not in joined:
                continue
            shape, fill = SHAPES[kind]
            style = "" if fact.enabled else ', style="filled,dashed", fontcolor="#999999"'
            label = quoted("\n".join([node.shown, *fact.notes, *([] if fact.enabled else ["switched off"])]))
            lines.append(f'  {quoted(str(node))} [label={label}, shape={shape}, fillcolor="{fill}"{style}];')
    for edge in edges:
        looks = [f"label={quoted(chr(10).join(cut(line) for line in edge.short))}"]
        if (edge.source, edge.target) in circles:
            looks.append('color="#d93025", penwidth=2')
        elif not edge.enabled:
            looks.append('style=dashed, color="#bbbbbb", fontcolor="#999999"')
        elif not edge.starts:
            looks.append("style=dotted")
        lines.append(f"  {quoted(str(edge.source))} -> {quoted(str(edge.target))} [{', '.join(looks)}];")
    return "\n".join([*lines, "}"]) + "\n"


def quoted(text: str) -> str:
    """A text as DOT takes it: nothing in it can end it."""
    shown = "\n".join(visible(line) for line in text.split("\n"))
    safe = shown.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{safe}"'


def cut(text: str) -> str:
    """A text that is not too long for a label."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def edges_of(cycles: Sequence[Cycle]) -> Collection[tuple[Node, Node]]:
    """The pairs of nodes that are next to each other in a circle, without the rules between them."""
    found: set[tuple[Node, Node]] = set()
    for cycle in cycles:
        path = [node for node in cycle.path if node.kind != "rule"]
        found.update(zip(path, [*path[1:], path[0]], strict=True))
    return found
