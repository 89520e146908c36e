"""What can start what within one transaction, if every condition held.

Nodes are follow-ups, scores and the events that writes raise. A follow-up that a limit of the profile holds back, or that is
triggered by a change of a score (which is told once an event at most) or by quiet, ends every cycle and is left out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lsdsl.analysis.subject import BoxWork
from lsdsl.checks.followup_cycles.reads import condition_tokens, score_tokens
from lsdsl.checks.followup_cycles.steps import KnownBox, is_limited, writes
from lsdsl.model.declarations import AwardStep, EventRule, Followup, Model, OnTrigger, SetField, WhenTrigger

Node = tuple[str, str]
"""Kind (``followup``, ``score``, ``event``) and name."""
Graph = Mapping[Node, list[Node]]

MODIFIED: Final = ("event", "profile modified")
EVENTS: Final = {
    "profile.modified": MODIFIED,
    "tag.added": ("event", "tag added"),
    "tag.removed": ("event", "tag removed"),
}
"""The events that a write can raise."""


def graph_of(model: Model) -> Graph:
    """Which node can start which, in source order."""
    followups = {name: one for name, one in model.followups.items() if _takes_part(one)}
    readers = _readers(model, followups)
    graph: dict[Node, dict[Node, None]] = defaultdict(dict)
    for name, followup in followups.items():
        for other in _after_writes(followup, readers):
            graph["followup", name].setdefault(other)
        if isinstance(followup.trigger, OnTrigger):
            for event in followup.trigger.events:
                if event in EVENTS:
                    graph[EVENTS[event]].setdefault(("followup", name))
    for name, score in model.scores.items():
        if not score.enabled:
            continue
        if score.field is not None:
            graph["score", name].setdefault(MODIFIED)
        for other in readers[f"score {name}"]:
            graph["score", name].setdefault(other)
        for rule in score.rules:
            for event in rule.events if isinstance(rule, EventRule) else ():
                if event in EVENTS:
                    graph[EVENTS[event]].setdefault(("score", name))
    return {node: list(others) for node, others in graph.items()}


def _takes_part(followup: Followup) -> bool:
    return followup.enabled and not is_limited(followup) and isinstance(followup.trigger, OnTrigger | WhenTrigger)


def _readers(model: Model, followups: Mapping[str, Followup]) -> Mapping[str, list[Node]]:
    """The scores and edges that follow what they read, by what they read."""
    readers: dict[str, list[Node]] = defaultdict(list)
    for name, score in model.scores.items():
        for token in score_tokens(score, model) if score.enabled else ():
            readers[token].append(("score", name))
    for name, followup in followups.items():
        if isinstance(followup.trigger, WhenTrigger):
            for token in condition_tokens(followup.trigger, model):
                readers[token].append(("followup", name))
    return readers


def _after_writes(followup: Followup, readers: Mapping[str, list[Node]]) -> Iterator[Node]:
    """What the writes of a follow-up can start."""
    for write in writes(followup.steps):
        if isinstance(write, SetField):
            yield MODIFIED
            yield from readers[f"field {write.field}"]
        elif isinstance(write, AwardStep):
            yield ("score", write.score)
        elif isinstance(write, KnownBox):
            yield from _after_box(write.work, readers)
        else:
            yield EVENTS["tag.added" if write.change == "add" else "tag.removed"]
            yield from readers["field tags"]


def _after_box(work: BoxWork, readers: Mapping[str, list[Node]]) -> Iterator[Node]:
    """What a box can start."""
    if work.writes:
        yield MODIFIED
    for name in work.writes:
        yield from readers[f"field {name}"]
    yield from (("score", name) for name in work.awards)
    if work.tags_added or work.any_tag:
        yield EVENTS["tag.added"]
    if work.tags_removed or work.any_tag:
        yield EVENTS["tag.removed"]
    if work.tags_added or work.tags_removed or work.any_tag:
        yield from readers["field tags"]


def knots(graph: Graph) -> list[frozenset[Node]]:
    """The sets of nodes that can all start each other, in the order of the graph."""
    backwards: dict[Node, list[Node]] = defaultdict(list)
    for node, others in graph.items():
        for other in others:
            backwards[other].append(node)
    alive = _cyclic_part(graph, backwards)
    found: list[frozenset[Node]] = []
    done: set[Node] = set()
    for node in graph:
        if node in alive and node not in done:
            forwards = reachable(node, lambda one: [other for other in graph.get(one, ()) if other in alive])
            knot = forwards & reachable(node, lambda one: [other for other in backwards[one] if other in alive])
            done |= knot or {node}
            if node in knot:
                found.append(frozenset(knot))
    return found


def _cyclic_part(graph: Graph, backwards: Mapping[Node, list[Node]]) -> set[Node]:
    """What is left after everything without a successor or a predecessor was taken away, again and again."""
    alive = set(graph)
    while True:
        rest = {
            node
            for node in alive
            if any(other in alive for other in graph[node]) and any(other in alive for other in backwards.get(node, ()))
        }
        if rest == alive:
            return alive
        alive = rest


def reachable(start: Node, after: Callable[[Node], list[Node]]) -> set[Node]:
    """The nodes behind a node; itself only if a way leads back to it."""
    found: set[Node] = set()
    waiting = [start]
    while waiting:
        new = [other for other in after(waiting.pop()) if other not in found]
        found.update(new)
        waiting.extend(new)
    return found
