"""Definitions that depend on themselves, and the order in which scores can be computed."""

from collections.abc import Mapping

from lsdsl.diagnostics import Related
from lsdsl.model.context import Context
from lsdsl.model.ordering import after_what_is_read
from lsdsl.model.reads import Definition, reads

Graph = Mapping[str, list[str]]


def graph_of(definitions: Mapping[str, Definition], more: Graph) -> Graph:
    """Which definition reads which; ``more`` holds reads that cannot be seen in the resolved definitions."""
    return {
        name: list(dict.fromkeys(one for one in [*reads(definition), *more.get(name, ())] if one in definitions))
        for name, definition in definitions.items()
    }


def report_cycles(definitions: Mapping[str, Definition], graph: Graph, context: Context) -> None:
    """Report one cycle for each knot of definitions, at the one that comes first."""
    knotted: set[str] = set()
    for name, definition in definitions.items():
        if name in knotted:
            continue
        cycle = _cycle(name, graph)
        if cycle is None:
            continue
        knotted |= _reachable(name, graph)
        others = tuple(Related(definitions[other].span, "part") for other in cycle[1:])
        path = " → ".join([*cycle, cycle[0]])
        context.findings.add("LS230", definition.span, *others, name=name, cycle=path)


def _cycle(start: str, graph: Graph) -> list[str] | None:
    """The shortest way from a name back to itself."""
    came: dict[str, str] = {}
    waiting = [start]
    for name in waiting:
        for other in graph[name]:
            if other == start:
                path = [name]
                while path[-1] != start:
                    path.append(came[path[-1]])
                return path[::-1]
            if other not in came:
                came[other] = name
                waiting.append(other)
    return None


def _reachable(start: str, graph: Graph) -> set[str]:
    found = {start}
    waiting = [start]
    while waiting:
        new = [other for other in graph[waiting.pop()] if other not in found]
        found.update(new)
        waiting.extend(new)
    return found


def score_order(scores: Mapping[str, object], graph: Graph) -> tuple[str, ...]:
    """The scores so that each comes after those that it reads, directly or through lets, grades and selections."""
    return tuple(name for name in after_what_is_read(scores, lambda one: reversed(graph[one])) if name in scores)
