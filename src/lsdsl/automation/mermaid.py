"""The graph as a Mermaid flow chart, which GitHub, GitLab and many wikis draw."""

import re
from collections.abc import Sequence
from typing import Final

from lsdsl.automation.cycles import Cycle
from lsdsl.automation.dot import cut, edges_of
from lsdsl.automation.folding import folded, joined_nodes
from lsdsl.automation.nodes import KINDS, Graph

SHAPES: Final = {
    "event": ("([", "])"),
    "field": ("[", "]"),
    "tag": ("[/", "/]"),
    "score": ("((", "))"),
    "grade": ("{{", "}}"),
    "selection": ("[(", ")]"),
    "followup": ("[[", "]]"),
    "action": (">", "]"),
}
UNSAFE: Final = re.compile(r"[^\w .,:;!?+*/%=()\[\]{}'@$^~\-\u2190-\u21ff\u2026]")
LOOKS: Final = {
    "event": "fill:#e8f0fe,stroke:#4a6fb5,color:#111",
    "field": "fill:#f4f4f4,stroke:#888,color:#111",
    "tag": "fill:#f4f4f4,stroke:#888,color:#111",
    "score": "fill:#e6f4ea,stroke:#3a8a55,color:#111",
    "grade": "fill:#fef7e0,stroke:#b08a20,color:#111",
    "selection": "fill:#fef7e0,stroke:#b08a20,color:#111",
    "followup": "fill:#f3e8fd,stroke:#8250c4,color:#111",
    "action": "fill:#fce8e6,stroke:#c5483c,color:#111",
}


def mermaid(graph: Graph, cycles: Sequence[Cycle]) -> str:
    """The graph as ``flowchart LR``: rules folded into labels, circles in red, what is switched off dashed."""
    edges = folded(graph)
    joined = joined_nodes(graph, edges)
    nodes = [node for kind in KINDS for node in graph.nodes if node.kind == kind and node in joined]
    names = {node: f"n{number}" for number, node in enumerate(nodes, 1)}
    circles = edges_of(cycles)
    lines = ["flowchart LR"]
    for node in nodes:
        begin, end = SHAPES[node.kind]
        fact = graph.nodes[node]
        label = "<br/>".join(escaped(part) for part in [node.shown, *fact.notes, *([] if fact.enabled else ["switched off"])])
        lines.append(f'  {names[node]}{begin}"{label}"{end}:::{node.kind}')
    red, grey = [], []
    for number, edge in enumerate(edges):
        label = "<br/>".join(escaped(cut(line)) for line in edge.short)
        arrow = "-->" if edge.starts and edge.enabled else "-.->"
        shown = f'|"{label}"|' if label else ""
        lines.append(f"  {names[edge.source]} {arrow}{shown} {names[edge.target]}")
        if (edge.source, edge.target) in circles:
            red.append(str(number))
        elif not edge.enabled:
            grey.append(str(number))
    lines += [f"  classDef {kind} {LOOKS[kind]}" for kind in KINDS if any(node.kind == kind for node in nodes) and kind != "rule"]
    lines += [f"  linkStyle {','.join(red)} stroke:#d93025,stroke-width:3px"] if red else []
    lines += [f"  linkStyle {','.join(grey)} stroke:#bbb,color:#999"] if grey else []
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """A text between double quotes in Mermaid: what could mean something there is written by its number."""
    return UNSAFE.sub(lambda found: f"#{ord(found[0])};", text)
