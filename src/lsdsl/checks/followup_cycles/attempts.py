"""Made-up profiles that may run into a cycle: their values come from what the conditions of the knot compare with.

The likeliest values of each field, tag and score stand first, and attempts are made in the order of how far they are from those.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from lsdsl.analysis.subject import Attempt
from lsdsl.checks.followup_cycles.steps import Knot, written
from lsdsl.checks.followup_cycles.values import Variable, candidates
from lsdsl.model.declarations import Model
from lsdsl.model.types import Value

MOST_ATTEMPTS: Final = 300
SOME_TAG: Final = "tag"
"""Stands for the tags whose names a box computes."""
MOST_VARIABLES: Final = 10
"""What is read beyond these keeps its default."""


def attempts(model: Model, knot: Knot) -> Iterator[Attempt]:
    """The attempts for a knot, the likeliest first."""
    return islice(_attempts(model, knot), MOST_ATTEMPTS)


def _attempts(model: Model, knot: Knot) -> Iterator[Attempt]:
    variables = dict(islice(candidates(model, knot).items(), MOST_VARIABLES))
    wrote = written(model, knot)
    tags = sorted({name for kind, name in variables if kind == "tag"} | wrote.tags | ({SOME_TAG} if wrote.any_tag else set()))
    events = [event for kind, event in knot if kind == "event"]
    for chosen in _assignments(variables):
        yield from _starts(chosen, tags, events)


def _starts(chosen: Mapping[Variable, Value], tags: list[str], events: list[str]) -> Iterator[Attempt]:
    """The events that can set off a cycle for one choice of values."""
    fields: dict[str, Value] = {name: value for (kind, name), value in chosen.items() if kind == "field" and value is not None}
    present = tuple(name for (kind, name), value in chosen.items() if kind == "tag" and value)
    points = {
        name: value for (kind, name), value in chosen.items() if kind == "score" and isinstance(value, int | float) and value
    }
    data: dict[str, Value] = {**fields}
    if present:
        data["tags"] = present
    yield Attempt(fields, present, points, "profile.modified", data, loaded=False)
    yield Attempt(fields, present, points, "profile.modified", {})
    for event in ("tag.added", "tag.removed"):
        for tag in tags if event.replace(".", " ") in events else ():
            yield Attempt(fields, present, points, event, {"tag": tag})


def _assignments(variables: Mapping[Variable, list[Value]]) -> Iterator[Mapping[Variable, Value]]:
    """All choices of one value for each variable, by how far they are from the first values of all."""
    sizes = [len(values) for values in variables.values()]
    for distance in range(sum(size - 1 for size in sizes) + 1):
        for places in _places(sizes, distance):
            yield {name: values[place] for (name, values), place in zip(variables.items(), places, strict=True)}


def _places(sizes: list[int], distance: int) -> Iterator[tuple[int, ...]]:
    if not sizes:
        if distance == 0:
            yield ()
        return
    for place in range(min(sizes[0] - 1, distance) + 1):
        for rest in _places(sizes[1:], distance - place):
            yield (place, *rest)
