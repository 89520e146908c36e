"""Nodes, edges and the graph that they make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

Kind = Literal["event", "field", "tag", "rule", "score", "grade", "selection", "followup", "action"]
KINDS: Final[tuple[Kind, ...]] = ("event", "field", "tag", "rule", "score", "grade", "selection", "followup", "action")
"""The kinds of nodes, from what happens to what is done."""

Relation = Literal["starts", "reads", "adds to", "writes", "asks for"]


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """Something that takes part: an event, a rule, a score. A rule is named ``score/identity``."""

    kind: Kind
    name: str

    @property
    def shown(self) -> str:
        """The name as it is written in the rules: ``profile modified``."""
        return self.name.replace(".", " ") if self.kind == "event" else self.name

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True)
class Edge:
    """One node bears on another.

    ``starts``: a change of the source can set the target off (what is only tested when something else happens does not).
    ``notes`` are limits, expiry and waits. ``only`` names the fields or tags that matter, where a condition says so.
    """

    source: Node
    target: Node
    relation: Relation
    why: str
    starts: bool = True
    notes: tuple[str, ...] = ()
    enabled: bool = True
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a node beside its edges."""

    title: str = ""
    description: str = ""
    where: str | None = None
    enabled: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    """The whole picture; nodes in the order of their kinds and, within a kind, of the source."""

    nodes: Mapping[Node, Fact]
    edges: tuple[Edge, ...] = field(default=())

    @cached_property
    def after(self) -> Mapping[Node, list[Edge]]:
        """The edges that leave each node."""
        found: dict[Node, list[Edge]] = {node: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.source].append(edge)
        return found

    @cached_property
    def before(self) -> Mapping[Node, list[Edge]]:
        """The edges that arrive at each node."""
        found: dict[Node, list[Edge]] = {node: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.target].append(edge)
        return found
