"""Circles: what may start itself again, and which of it really goes round."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lsdsl.automation.nodes import Edge, Graph, Node

MARK: Final = "\N{CLOCKWISE GAPPED CIRCLE ARROW}"


@dataclass(frozen=True, slots=True)
class Cycle:
    """A circle of starts: once round, without its first node at the end.

    ``members`` are all nodes of its knot, through some of which there may be other ways. ``proven`` ones have been rehearsed by
    the engine; the others would go round only if every condition held, and ``ends`` says what may hold them back.
    """

    path: tuple[Node, ...]
    members: frozenset[Node]
    proven: bool
    ends: tuple[str, ...]

    @property
    def text(self) -> str:
        """The way round: ``invite -> lead_contacted -> profile modified -> invite``."""
        return " \N{RIGHTWARDS ARROW} ".join(node.shown for node in (*self.path, self.path[0]) if node.kind != "rule")


def cycles_of(graph: Graph, proven: Iterable[str] = ()) -> tuple[Cycle, ...]:
    """The circles of a graph: each follow-up that may start itself is in one.

    ``proven`` are the paths of those that the checker has seen going round, as its finding tells them.
    """
    after = _starting(graph)
    forwards = {source: [edge.target for edge in edges] for source, edges in after.items()}
    backwards: dict[Node, list[Node]] = {node: [] for node in graph.nodes}
    for source, targets in forwards.items():
        for target in targets:
            backwards[target].append(source)
    nodes = [node for node in graph.nodes if node.kind in ("followup", "score")]
    certain = [frozenset(path.split(" \N{RIGHTWARDS ARROW} ")) for path in proven]
    found: list[Cycle] = []
    told: set[Node] = set()
    for node in sorted(nodes, key=lambda one: one.kind != "followup"):
        path = None if node in told else _way_back(node, after)
        if path is None:
            continue
        members = frozenset(_reachable(node, forwards) & _reachable(node, backwards))
        # Each follow-up of a knot is told a way back of its own; a score only where no follow-up goes through it.
        told |= {one for one in path if one.kind == "followup"} | {one for one in members if one.kind == "score"}
        is_proven = _is_proven(path, certain)
        found.append(Cycle(path, members, is_proven, () if is_proven else _ends(path, graph)))
    return tuple(found)


def _is_proven(path: tuple[Node, ...], certain: Iterable[frozenset[str]]) -> bool:
    """Whether a proven circle goes through a follow-up of this path, or through a score where there is none."""
    kind = "followup" if any(node.kind == "followup" for node in path) else "score"
    own = {node.name for node in path if node.kind == kind}
    return any(own & names for names in certain)


def _starting(graph: Graph) -> Mapping[Node, list[Edge]]:
    """The edges by which something is set off. A field that is written starts only those whose condition does not exclude it."""
    return {node: [edge for edge in edges if edge.starts and edge.enabled] for node, edges in graph.after.items()}


def _allowed(came_from: Node | None, edge: Edge) -> bool:
    """Whether an event that was raised by a write can start the target: ``changed(F)`` lets only F through."""
    return edge.only is None or came_from is None or came_from.name in edge.only or came_from.name == "(any)"


def _way_back(start: Node, after: Mapping[Node, list[Edge]]) -> tuple[Node, ...] | None:
    """The shortest way from a node to itself."""
    waiting: deque[tuple[Node, ...]] = deque([(start,)])
    seen: set[tuple[Node | None, Node]] = set()
    while waiting:
        path = waiting.popleft()
        raised = path[-2] if len(path) > 1 and path[-1].kind == "event" else None
        for edge in after[path[-1]]:
            if not _allowed(raised, edge):
                continue
            if edge.target == start:
                return path
            key = (path[-1] if edge.target.kind == "event" else None, edge.target)
            if key not in seen:
                seen.add(key)
                waiting.append((*path, edge.target))
    return None


def _reachable(start: Node, after: Mapping[Node, list[Node]]) -> set[Node]:
    found: set[Node] = set()
    waiting = [start]
    while waiting:
        new = [one for one in after[waiting.pop()] if one not in found]
        found.update(new)
        waiting.extend(new)
    return found


def _ends(path: tuple[Node, ...], graph: Graph) -> tuple[str, ...]:
    """What may end a circle: limits and waits on the way, conditions of its follow-ups."""
    found: dict[str, None] = {}
    following = dict(zip(path, (*path[1:], path[0]), strict=True))
    for source, target in following.items():
        for edge in graph.after[source]:
            if edge.target == target:
                found.update(dict.fromkeys(note.replace("after ", "a wait of ", 1) for note in edge.notes))
        if source.kind == "followup" and any(edge.why == "where" for edge in graph.before[source]):
            found.setdefault(f"the condition of {source.name}")
    return tuple(found)
