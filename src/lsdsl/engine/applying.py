"""Applying an event's own data: fields, tags, rows, a person's correction. Step (2) of a turn.

``refusal`` says beforehand whether an event can happen at all, so that a refused one changes nothing, not even the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsdsl.compile import points
from lsdsl.engine.state import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lsdsl.compile.plan import Program
    from lsdsl.engine.event import Event
    from lsdsl.engine.state import ProfileState
    from lsdsl.engine.turn import Turn
    from lsdsl.model.types import Value


def refusal(program: Program, state: ProfileState, event: Event) -> tuple[str, dict[str, str]] | None:
    """Why an event cannot happen to this profile: a code of the catalogue and its arguments; None when it can."""
    if event.type == "profile.created" and state.born:
        return "LS834", {"profile": state.id}
    if event.type == "profile.removed" and not (state.born or state.loaded):
        return "LS835", {"profile": state.id}
    collection = program.model.events[event.type].collection
    if collection is None:
        return None
    row = str(event.data.get("id"))
    facts = {"profile": state.id, "collection": collection, "found": row}
    exists = row in state.rows.get(collection, {})
    if event.type.endswith(".created"):
        return ("LS832", facts) if exists else None
    return None if exists else ("LS831", facts)


def apply(turn: Turn, event: Event) -> Mapping[str, Value]:
    """Apply the data of an event and return the attributes that its rules see; ``turn.old`` is set for a ``modified`` event."""
    declaration = turn.program.model.events[event.type]
    match declaration.subject:
        case "declared":
            return event.data
        case "profile":
            if event.type != "profile.removed":
                _apply_fields(turn, event.data)
            return {}
        case "collection":
            assert declaration.collection is not None
            return _apply_row(turn, declaration.collection, event)
        case "tag":
            _apply_tag(turn, str(event.data["tag"]), present=event.type == "tag.added")
            return event.data
        case "points":
            _adjust(turn, event.data)
            return event.data


def set_fields(turn: Turn, data: Mapping[str, Value]) -> dict[str, Value]:
    """Write fields; ``None`` clears. Returns the former values of those that changed."""
    fields = turn.state.fields
    defaults = turn.program.model.fields
    changed: dict[str, Value] = {}
    turn.state.mask = None
    for name, value in data.items():
        before = fields.get(name, defaults[name].default)
        if value is None:
            if name in fields:
                turn.journal.drop_in_order(fields, name)
        elif fields.get(name) != value or type(fields.get(name)) is not type(value):
            turn.journal.put(fields, name, value)
        if fields.get(name, defaults[name].default) != before:
            changed[name] = before
            turn.touch(f"field:{name}")
    return changed


def _apply_fields(turn: Turn, data: Mapping[str, Value]) -> None:
    tags = data.get("tags")
    if isinstance(tags, tuple) or "tags" in data:
        wanted = tags if isinstance(tags, tuple) else ()
        for tag in [*turn.state.tags]:
            if tag not in wanted:
                _apply_tag(turn, tag, present=False)
        for tag in wanted:
            _apply_tag(turn, tag, present=True)
    created = data.get("created")
    if isinstance(created, int) and turn.state.created != created:
        turn.journal.assign(turn.state, "created", created)
        turn.touch("field:created")
    turn.old = set_fields(turn, {name: value for name, value in data.items() if name in turn.program.model.fields})


def _apply_tag(turn: Turn, tag: str, *, present: bool) -> None:
    tags = turn.state.tags
    if present == (tag in tags):
        return
    if present:
        turn.journal.put(tags, tag, None)
    else:
        turn.journal.drop_in_order(tags, tag)
    turn.touch("tags")


def _apply_row(turn: Turn, collection: str, event: Event) -> Mapping[str, Value]:
    state, journal = turn.state, turn.journal
    if collection not in state.rows:
        journal.put(state.rows, collection, {})
    rows, row_id = state.rows[collection], str(event.data["id"])
    turn.touch(f"rows:{collection}")
    if event.type.endswith(".removed"):
        row = rows[row_id]
        journal.drop_in_order(rows, row_id)
        return row.fields
    before = rows.get(row_id)
    known = {} if before is None else before.fields
    merged = {**known, **event.data}
    fields: dict[str, Value] = {name: value for name, value in merged.items() if value is not None}
    journal.put(rows, row_id, Row(turn.time if before is None else before.created, fields))
    defaults = turn.program.model.collections[collection].fields
    old = {name: known.get(name, defaults[name].default) for name in event.data if name in defaults}
    turn.old = {name: value for name, value in old.items() if fields.get(name, defaults[name].default) != value}
    return fields


def _adjust(turn: Turn, data: Mapping[str, Value]) -> None:
    plan = turn.program.scores[turn.program.indexes.scores[str(data["score"])]]
    amount = data["points"]
    assert isinstance(amount, int | float)
    reason = data.get("reason")
    turn.enter(
        plan.index, plan.bucket, None, points.from_number(amount), "adjusted", note=None if reason is None else str(reason)
    )
