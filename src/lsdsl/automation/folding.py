"""The graph without its rules: those between the same two nodes become one edge, so that a picture stays readable."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from lsdsl.automation.nodes import Edge, Graph, Node

MOST: Final = 4
"""So many rules or steps are told on one edge; of more, how many others there are."""


@dataclass(frozen=True, slots=True)
class Folded:
    """All that one node does to another: a line for each rule or step."""

    source: Node
    target: Node
    lines: tuple[str, ...]
    starts: bool
    enabled: bool

    @property
    def short(self) -> tuple[str, ...]:
        """The lines, of many only the first."""
        if len(self.lines) <= MOST:
            return self.lines
        return (*self.lines[: MOST - 1], f"and {len(self.lines) - MOST + 1} more")


def folded(graph: Graph) -> list[Folded]:
    """The edges of the graph with rules folded away, in the order of their sources."""
    gathered: dict[tuple[Node, Node], list[tuple[str, Edge]]] = defaultdict(list)
    for edge in graph.edges:
        if edge.target.kind == "rule":
            for onward in graph.after[edge.target]:
                gathered[edge.source, onward.target].append((_rule_line(edge, onward), edge))
        elif edge.source.kind != "rule":
            gathered[edge.source, edge.target].append((_line(edge), edge))
    order = {node: place for place, node in enumerate(graph.nodes)}
    return [
        Folded(
            source,
            target,
            tuple(dict.fromkeys(line for line, _ in lines if line)),
            any(edge.starts for _, edge in lines),
            any(edge.enabled for _, edge in lines),
        )
        for (source, target), lines in sorted(gathered.items(), key=lambda item: (order[item[0][0]], order[item[0][1]]))
    ]


def _rule_line(into: Edge, onward: Edge) -> str:
    """``+10 each, at most 3 times per 7 days``."""
    if not into.starts:
        return f"read by {onward.why}"
    return ", ".join([f"{onward.why} {into.why}", *onward.notes])


def _line(edge: Edge) -> str:
    # The limits of a follow-up stand at its own node.
    notes = () if edge.target.kind == "followup" else edge.notes
    why = "" if edge.why in ("its value", "a change", "on") else edge.why
    return ", ".join(part for part in (why, *notes) if part)


def joined_nodes(graph: Graph, edges: list[Folded]) -> frozenset[Node]:
    """The nodes of a picture: without rules, and without fields, events and actions that nothing touches."""
    ends = {node for edge in edges for node in (edge.source, edge.target)}
    return frozenset(node for node in graph.nodes if node in ends or node.kind in ("score", "grade", "selection", "followup"))
