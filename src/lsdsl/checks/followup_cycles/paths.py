"""The way to show a cycle: once round, from its first member in source order."""

from collections.abc import Iterable
from itertools import pairwise, permutations
from typing import Final

from lsdsl.checks.followup_cycles.graph import Graph, Node
from lsdsl.model.declarations import Model

MOST: Final = 5
"""Of more follow-ups than this not all orders are tried."""


def path_through(model: Model, graph: Graph, named: Iterable[str]) -> list[Node] | None:
    """The shortest way round through all follow-ups that are left or, where there are none, through a score that was named."""
    followups: list[Node] = [("followup", name) for name in model.followups if ("followup", name) in graph]
    followups.sort(key=lambda node: model.followups[node[1]].span)
    if followups:
        return _round(followups, graph, [*named])
    scores: list[Node] = [("score", name) for name in model.scores if ("score", name) in graph]
    found = next((way for score in scores if score[1] in named and (way := _way(score, score, graph))), None)
    if found is None:
        return None
    first = min((node for node in found if node[0] == "score"), key=lambda node: model.scores[node[1]].span)
    return found[found.index(first) :] + found[: found.index(first)]


def _round(members: list[Node], graph: Graph, named: list[str]) -> list[Node] | None:
    """The shortest way from the first member through all the others and back to it; of equals the one that the engine went."""
    first = members[0]
    went = sorted(members, key=lambda node: named.index(node[1]) if node[1] in named else len(named))
    rest = went[went.index(first) + 1 :] + went[: went.index(first)]
    orders = permutations(rest) if len(rest) < MOST else iter([tuple(rest)])
    ways = [_joined([first, *order, first], graph) for order in orders]
    return min((way for way in ways if way is not None), key=len, default=None)


def _joined(stations: list[Node], graph: Graph) -> list[Node] | None:
    """The way from station to station, without the last one."""
    found: list[Node] = []
    for start, end in pairwise(stations):
        way = _way(start, end, graph)
        if way is None:
            return None
        found.extend(way)
    return found


def _way(start: Node, end: Node, graph: Graph) -> list[Node] | None:
    """The shortest way that passes no follow-up between; without its end."""
    came: dict[Node, Node] = {}
    waiting = [start]
    for node in waiting:
        for other in graph.get(node, ()):
            if other == end:
                path = [node]
                while path[-1] != start:
                    path.append(came[path[-1]])
                return path[::-1]
            if other not in came and other != start and other[0] != "followup":
                came[other] = node
                waiting.append(other)
    return None
