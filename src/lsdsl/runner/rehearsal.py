"""Rehearsals for the checker: what the engine would do to a made-up profile."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from lsdsl.analysis.subject import Attempt
from lsdsl.model.declarations import Model
from lsdsl.script import Box
from lsdsl.source import Span

if TYPE_CHECKING:
    from lsdsl.compile import Program

SECOND: Final = 1_000_000
START: Final = 20_000 * 86_400 * SECOND
FUEL: Final = 20_000
"""For all boxes of an attempt: there are hundreds of attempts."""
TOO_DEEP: Final = "LS853"


def rehearse(model: Model, attempts: Iterable[Attempt], boxes: Mapping[Span, Box] | None = None) -> Iterator[tuple[Attempt, str]]:
    """Make attempts one after the other; gives those that end in a cascade that is too deep, each with its cycle."""
    from lsdsl.compile import compile_model

    program = compile_model(model, "reference", boxes)
    for attempt in attempts:
        cycle = _cycle(program, attempt)
        if cycle is not None:
            yield attempt, cycle


def _cycle(program: "Program", attempt: Attempt) -> str | None:
    """The cycle that stopped a cascade, if any did."""
    from lsdsl.engine.boxes import Boxing
    from lsdsl.engine.event import Event
    from lsdsl.engine.step import load_profile, new_state, step

    state = new_state(program, "p")
    boxing = Boxing(fuel=FUEL)
    if attempt.loaded:
        load_profile(program, state, dict(attempt.fields), attempt.tags)
    corrections = [("points.adjusted", {"score": name, "points": points}) for name, points in attempt.points.items()]
    for number, (event, data) in enumerate([*corrections, (attempt.event, attempt.data)]):
        outcome = step(program, state, Event(str(number), event, "p", START + number * SECOND, data), boxing=boxing)
        for failure in outcome.failures:
            if failure.diagnostic.code == TOO_DEEP:
                return failure.diagnostic.arguments["cycle"]
    return None
