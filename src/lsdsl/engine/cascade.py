"""What an event sets off: rules, follow-ups, and the events that their changes raise in turn.

Steps (3) to (6) of ``language.md`` section 10, all within one transaction. Events raise each other at most :data:`DEEPEST`
deep; then the cascade is stopped, what was done is kept, and one failure names the cycle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsdsl.compile import points
from lsdsl.engine import runs
from lsdsl.engine.applying import set_fields
from lsdsl.engine.settling import settle
from lsdsl.engine.triggers import test_edges
from lsdsl.engine.window import remember

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lsdsl.compile.plan import Program
    from lsdsl.compile.reading import Data
    from lsdsl.engine.turn import Turn
    from lsdsl.model.types import Value
    from lsdsl.source import Span

DEEPEST: Final = 16
"""How many events may raise each other in a row."""

Way = tuple[str, ...]
"""What led here: who raised each event, and what it was."""


def happen(turn: Turn, event: str, data: Data, way: Way = ()) -> None:
    """Let an event whose data has been applied have its effects."""
    program = turn.program
    observe(turn, event, data)
    settle(turn)
    fire = program.firing.get(event)
    if fire is not None:
        fire(turn, data)
        settle(turn)
    own_time, turn.time = turn.time, turn.state.clock
    for index in program.started.get(event, ()):
        runs.start(turn, program.followups[index], data, event, own_time)
    spread(turn, way)


def spread(turn: Turn, way: Way = ()) -> None:
    """Steps (5) and (6): raise the events of what was changed, then test the edge triggers, as long as there is something new."""
    _raise_changes(turn, way)

    def after_round(fired: list[str]) -> bool:
        nonlocal way
        way = (*way, " and ".join(fired))
        if len(way) > DEEPEST:
            _exhaust(turn, way)
        else:
            _raise_changes(turn, way)
        return not turn.exhausted

    if not turn.exhausted:
        test_edges(turn, after_round)


def write_score_fields(turn: Turn) -> dict[str, Value]:
    """Write the fields that scores own; returns the former values of those that changed."""
    values: dict[str, Value] = {}
    for plan in turn.program.fields_of_scores:
        assert plan.field is not None
        value = turn.score(plan.index)
        values[plan.field] = None if value is None else points.to_number(value)
    return set_fields(turn, values) if values else {}


def _raise_changes(turn: Turn, way: Way) -> None:
    """Step (5).

    ``profile modified`` and the tag events for what follow-ups changed, then ``profile modified`` for scores' fields.
    """
    settle(turn)
    if not (turn.changers or turn.program.fields_of_scores):
        return
    changed, tags, changers = turn.changes, turn.tag_changes, " and ".join(dict.fromkeys(turn.changers))
    turn.changes, turn.tag_changes, turn.changers = {}, {}, []
    if changed:
        _raise(turn, "profile.modified", {}, changed, (*way, f"{changers} → profile modified"))
    for tag, present in tags.items():
        verb = "added" if present else "removed"
        _raise(turn, f"tag.{verb}", {"tag": tag}, {}, (*way, f"{changers} → tag {verb}"))
    written = write_score_fields(turn)
    if turn.newborn:
        written = {field: before for field, before in written.items() if before is not None}
    if written:
        owners = " and ".join(plan.name for plan in turn.program.scores if plan.field in written)
        _raise(turn, "profile.modified", {}, written, (*way, f"{owners} → profile modified"))


def _raise(turn: Turn, event: str, data: Data, old: Mapping[str, Value], way: Way) -> None:
    program = turn.program
    heard = event in program.firing or event in program.observers or event in program.started
    if not heard or turn.exhausted:
        return
    if len(way) > DEEPEST:
        _exhaust(turn, way)
        return
    outer, outer_data = turn.old, turn.data
    turn.old, turn.data = old, data
    happen(turn, event, data, way)
    turn.old, turn.data = outer, outer_data


def _exhaust(turn: Turn, way: Way) -> None:
    """Stop the cascade: one failure, which names the cycle at whose end we are."""
    turn.exhausted = True
    last = way[-1]
    before = max((place for place, one in enumerate(way[:-1]) if one == last), default=0)
    turn.fail("LS853", _place(turn.program, last), limit=str(DEEPEST), cycle=" → ".join(way[before:]))


def _place(program: Program, last: str) -> Span:
    """The place of a follow-up or score that takes part in a cascade."""
    places = {plan.name: plan.span for plan in program.followups}
    places |= {name: score.span for name, score in program.model.scores.items() if name not in places}
    names = last.partition(" → ")[0].split(" and ")
    near = [span for name, span in places.items() if name in last]
    return next((places[name] for name in names if name in places), near[0])


def observe(turn: Turn, event: str, data: Data) -> None:
    """Remember of an event what rules ask for."""
    state, journal = turn.state, turn.journal
    for index in turn.program.observers.get(event, ()):
        plan = turn.program.histories[index]
        if plan.where is not None and not plan.where(turn, data):
            continue
        number = None if plan.value is None else plan.value(turn, data)
        size = points.from_number(number) if isinstance(number, int | float) else 0
        if plan.window is not None:
            remember(journal, state.histories, index, (turn.time, size), state.clock - plan.window)
        if plan.lifetime:
            count, total, latest = state.lives.get(index, (0, 0, None))
            newest = turn.time if latest is None else max(latest, turn.time)
            journal.put(state.lives, index, (count + 1, total + size, newest))
        turn.touch(f"history:{index}")
