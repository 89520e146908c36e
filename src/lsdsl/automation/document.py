"""The graph as plain values, for programs."""

from collections.abc import Sequence

from lsdsl.automation.cycles import Cycle
from lsdsl.automation.nodes import Edge, Fact, Graph, Node

VERSION = 1


def document(graph: Graph, cycles: Sequence[Cycle], digest: str) -> dict[str, object]:
    """What ``lsdsl map --format json`` prints; an ``id`` is a kind and a name with a colon between them."""
    return {
        "version": VERSION,
        "digest": digest,
        "nodes": [_node(node, fact) for node, fact in graph.nodes.items()],
        "edges": [_edge(edge) for edge in graph.edges],
        "cycles": [
            {"path": [str(node) for node in one.path], "proven": one.proven, "held_back_by": list(one.ends)} for one in cycles
        ],
    }


def _node(node: Node, fact: Fact) -> dict[str, object]:
    return {
        "id": str(node),
        "kind": node.kind,
        "name": node.name,
        "title": fact.title or None,
        "description": fact.description,
        "enabled": fact.enabled,
        "limits": list(fact.notes),
        "where": fact.where,
    }


def _edge(edge: Edge) -> dict[str, object]:
    return {
        "from": str(edge.source),
        "to": str(edge.target),
        "relation": edge.relation,
        "why": edge.why,
        "starts": edge.starts,
        "notes": list(edge.notes),
        "enabled": edge.enabled,
    }
