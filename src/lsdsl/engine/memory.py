"""The memory of event ids: what a profile has had already, for as long as that can matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsdsl.model.types import DAY

if TYPE_CHECKING:
    from lsdsl.engine.event import Event
    from lsdsl.engine.journal import Journal
    from lsdsl.engine.state import ProfileState

REMEMBERED: Final = 30 * DAY
"""How long an event id is remembered, in the profile's own time, unless told otherwise."""


def is_repeat(state: ProfileState, event: Event, remembered: int = REMEMBERED) -> bool:
    """Whether an event of this id happened to the profile, and not too long ago by the profile's own time."""
    seen = state.ids.get(event.id)
    return seen is not None and seen > max(state.clock, event.time) - remembered


def forget_ids(state: ProfileState, journal: Journal, remembered: int) -> None:
    """Throw away ids that are too old, not one by one but when enough of them have to be looked through."""
    if state.clock >= state.ids_due:
        journal.assign(state, "ids", state.ids)
        journal.assign(state, "ids_due", state.ids_due)
        prune_ids(state, remembered)


def prune_ids(state: ProfileState, remembered: int) -> None:
    """Keep the ids that still matter, in a new dictionary; the oldest is kept for half of the time longer than it matters."""
    oldest = state.clock - remembered
    if next(iter(state.ids.values()), oldest) <= oldest:
        state.ids = {one: time for one, time in state.ids.items() if time > oldest}
    state.ids_due = next(iter(state.ids.values()), state.clock) + remembered + remembered // 2
