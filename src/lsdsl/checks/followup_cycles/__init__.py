"""LS510: follow-ups that start each other for ever, within one event.

In three strides. A graph (:mod:`graph`) over follow-ups, scores and the events that their writes raise shows the *knots*: what
might go round, if no condition ended it. For each knot made-up profiles (:mod:`attempts`) are chosen from the constants that its
conditions compare with. The engine then *rehearses* them: only what really runs into the depth at which a cascade is stopped is
warned of. So a ``where`` that the follow-up's own writes make false, a constant that is written twice, an edge, ``changed(F)``,
the maximum of a score and everything else that ends a cascade is judged by the engine itself, and every warning has a profile
that proves it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from lsdsl.analysis.subject import Attempt, Rehearse, Subject
from lsdsl.checks.followup_cycles.assumptions import with_assumptions
from lsdsl.checks.followup_cycles.attempts import attempts
from lsdsl.checks.followup_cycles.graph import Graph, Node, graph_of, knots
from lsdsl.checks.followup_cycles.paths import path_through
from lsdsl.checks.followup_cycles.steps import endless, has_unknown_box, with_known_boxes
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import Model

EVENTS: Final = frozenset({"profile modified", "tag added", "tag removed"})


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS510 for each cycle that really goes round, at the first follow-up of it in source order.

    Follow-ups with a box take part if the subject knows what it does.
    """
    model = subject.model
    followups = {name: replace(one, steps=with_known_boxes(one.steps, subject.boxes)) for name, one in model.followups.items()}
    runnable = {name: one for name, one in followups.items() if one.enabled and not has_unknown_box(one.steps)}
    yield from _cycles(replace(model, followups=runnable), subject.rehearse)


def _cycles(model: Model, rehearse: Rehearse) -> Iterator[Diagnostic]:
    """Find a cycle, take it out as its author would, and look again."""
    waiting = knots(graph_of(model))
    while waiting:
        knot = waiting.pop(0)
        cycle = _cycle_in(model, knot, rehearse)
        if cycle is None:
            continue
        yield _finding(model, cycle)
        model = _without(model, cycle)
        waiting[:0] = [rest for rest in knots(graph_of(model)) if rest <= knot]


def _cycle_in(model: Model, knot: frozenset[Node], rehearse: Rehearse) -> list[Node] | None:
    """The cycle in a knot that a rehearsal runs into, from its first member in source order on."""
    if not endless(model, knot):
        return None
    assumed = with_assumptions(model, knot)
    proof = _proof(assumed, knot, attempts(assumed, knot), rehearse)
    if proof is None:
        return None
    needed, named = _needed(assumed, knot, proof, rehearse)
    return path_through(needed, _within(graph_of(needed), knot), named)


def _proof(model: Model, knot: frozenset[Node], tries: Iterable[Attempt], rehearse: Rehearse) -> tuple[Attempt, list[str]] | None:
    """The first attempt that goes round, in this knot and no other, and the names that the engine gives to the cycle."""
    names = {name for _, name in knot} | EVENTS
    for attempt, cycle in rehearse(model, tries):
        found = [name for part in cycle.split(" → ") for name in part.split(" and ")]
        if names.issuperset(found):
            return attempt, found
    return None


def _needed(model: Model, knot: frozenset[Node], proof: tuple[Attempt, list[str]], rehearse: Rehearse) -> tuple[Model, list[str]]:
    """The model without the follow-ups that the cycle does not need, and the names of the cycle then."""
    attempt, named = proof
    members = [name for name in reversed([*model.followups]) if ("followup", name) in knot]
    size = len(members)
    while size:
        for start in range(0, len(members), size):
            smaller = _without_followups(model, set(members[start : start + size]))
            still = _proof(smaller, knot, [attempt], rehearse) if len(smaller.followups) < len(model.followups) else None
            if still is not None:
                model, named = smaller, still[1]
        size //= 2
    return model, named


def _within(graph: Graph, knot: frozenset[Node]) -> Graph:
    return {node: [other for other in others if other in knot] for node, others in graph.items() if node in knot}


def _without(model: Model, cycle: list[Node]) -> Model:
    """The model after somebody has ended the cycle: without its follow-ups or, where there are none, its scores' rules."""
    members = {name for kind, name in cycle if kind == "followup"}
    if members:
        return _without_followups(model, members)
    owners = {name for kind, name in cycle if kind == "score"}
    scores = {name: replace(one, enabled=False) if name in owners else one for name, one in model.scores.items()}
    return replace(model, scores=scores)


def _without_followups(model: Model, names: set[str]) -> Model:
    return replace(model, followups={name: one for name, one in model.followups.items() if name not in names})


def _finding(model: Model, cycle: list[Node]) -> Diagnostic:
    spans = [
        model.followups[name].span if kind == "followup" else model.scores[name].span for kind, name in cycle if kind != "event"
    ]
    path = " → ".join(name for _, name in [*cycle, cycle[0]])
    others = (Related(span, "part") for span in dict.fromkeys(spans[1:]) if span != spans[0])
    followup = next((name for kind, name in cycle if kind == "followup"), None)
    return finding("LS510", spans[0], *others, cycle=path, followup=followup)
