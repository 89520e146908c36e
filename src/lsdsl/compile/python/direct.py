"""The direct function of an event type: all its awards in one straight run.

First every condition and every number of points is computed, from which nothing changes, so that what goes wrong there leaves
the profile as it was. Then the awards are made. Where nothing can go wrong both are done rule by rule.

Where awards are entries and nothing else, the whole event is one function, which also sees to its id and the profile's clock.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lsdsl.compile.plan import RulePlan
from lsdsl.compile.python.expressions import Sources
from lsdsl.compile.python.writer import Function

OF_STATE: Final = Sources("fields", "state.tags", "state.id", "state.created", "time")
PARAMETERS: Final = "state, event, time, data, begin"
PLAIN_PARAMETERS: Final = "state, happened"
PLAIN_BEGINNING: Final = (
    "time = happened.time",
    "event = happened.id",
    "ids = state.ids",
    "if not state.clock <= time < state.until or event in ids:",
    "    return None",
    "data = happened.data",
)
PLAIN_END: Final = (
    "state.clock = state.newest = ids[event] = time",
    "return Awarded(made, time, event)",
)
BEGIN: Final = "turn = begin(made)"
TURN: Final = re.compile(r"\bturn\b")


@dataclass(frozen=True, slots=True)
class DirectRule:
    """A rule in the function: ``condition`` (None: always), constant ``size`` in millionths or the Python that computes it."""

    plan: RulePlan
    inline: bool
    """Whether its awards are entries and nothing else."""
    condition: str | None
    size: int | None
    computed: str | None


def write_direct(rules: Sequence[DirectRule], function: Function, *, careful: bool, whole: bool) -> bool:
    """Write the function; ``careful`` when a condition or a number of points may have a problem.

    Returns whether awards are entries and nothing else; then the function is for the ``whole`` event if it may be.
    """
    careful = careful or any(not one.inline for one in rules)
    if careful:
        for number, one in enumerate(rules):
            _compute(number, one, function)
    computed_with_turn = function.mentions(TURN)
    for number, one in enumerate(rules):
        _award(number, one, function, careful=careful, begun=computed_with_turn)
    buckets = sorted({one.plan.bucket for one in rules if one.inline})
    plain = not function.mentions(TURN)
    prologue = ["fields = state.fields", "made = []", *(f"n{bucket} = 0" for bucket in buckets)]
    if computed_with_turn:
        prologue.append(BEGIN)
    elif not plain:
        prologue.append("turn = None")
    if buckets:
        function.line("totals = state.totals")
    for bucket in buckets:
        function.line(f"totals[{bucket}] += n{bucket}")
    write_frame(function, prologue, plain=plain and whole)
    return plain


def write_frame(function: Function, prologue: list[str], *, plain: bool) -> None:
    """Write what stands before and behind the awards; ``plain`` for the whole event."""
    if plain:
        function.parameters = PLAIN_PARAMETERS
    function.begin_with([*(PLAIN_BEGINNING if plain else ()), *prologue])
    for line in PLAIN_END if plain else ("return made",):
        function.line(line)


def _compute(number: int, one: DirectRule, function: Function) -> None:
    """Put the result of a rule into a local: whether it awards, or how much where that has to be computed."""
    if one.computed is not None:
        text = one.computed if one.condition is None else f"({one.computed} if {one.condition} else 0)"
        function.line(f"r{number} = {text}")
    elif one.condition is not None:
        function.line(f"r{number} = {one.condition}")


def _award(number: int, one: DirectRule, function: Function, *, careful: bool, begun: bool) -> None:
    size, depth = str(one.size), 1
    if one.computed is not None:
        size = f"r{number}"
        if not careful:
            _compute(number, one, function)
        function.line(f"if {size}:")
    elif one.condition is None:
        depth = 0
    else:
        function.line(f"if r{number}:" if careful else f"if {one.condition}:")
    if one.inline:
        function.line(f"n{one.plan.bucket} += {size}", depth)
        plain = f"({one.plan.score}, {one.plan.index}, {size})"
        if one.size is not None:
            plain = function.constants.name((one.plan.score, one.plan.index, one.size))
        function.line(f"made.append({plain})", depth)
    else:
        if not begun:
            function.line("if turn is None:", depth)
            function.line(BEGIN, depth + 1)
        function.line(f"turn.award({one.plan.index}, {size}, data)", depth)
