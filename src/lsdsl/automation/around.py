"""The neighbourhood of a name."""

from collections.abc import Iterable

from lsdsl.automation.nodes import KINDS, Graph, Node


def named(graph: Graph, name: str) -> list[Node]:
    """The nodes of a name, which may begin with a kind: ``score:fit``. Rules have no names of their own here."""
    kind, _, rest = name.partition(":")
    if kind in KINDS and rest:
        return [node for node in graph.nodes if node.kind == kind and rest in (node.name, node.shown)]
    return [node for node in graph.nodes if node.kind != "rule" and name in (node.name, node.shown)]


def names(graph: Graph) -> list[str]:
    """All names that can be asked for."""
    return list(dict.fromkeys(node.shown for node in graph.nodes if node.kind != "rule"))


def around(graph: Graph, centres: Iterable[Node], depth: int) -> Graph:
    """What lies at most so many steps before and behind the centres; a rule between two nodes is no step of its own."""
    kept: set[Node] = set(centres)
    for forward in (True, False):
        edge_nodes = set(kept) if forward else set(centres)
        for _ in range(depth):
            edge_nodes = {far for node in edge_nodes for far in _neighbours(graph, node, forward=forward, kept=kept)}
            kept |= edge_nodes
    return Graph(
        {node: fact for node, fact in graph.nodes.items() if node in kept},
        tuple(edge for edge in graph.edges if edge.source in kept and edge.target in kept),
    )


def _neighbours(graph: Graph, node: Node, *, forward: bool, kept: set[Node]) -> set[Node]:
    """The nodes next to a node in one direction, through rules, which are kept on the way."""
    found: set[Node] = set()
    for edge in graph.after[node] if forward else graph.before[node]:
        other = edge.target if forward else edge.source
        if other.kind == "rule":
            kept.add(other)
            found |= {(one.target if forward else one.source) for one in (graph.after if forward else graph.before)[other]}
        else:
            found.add(other)
    return found
