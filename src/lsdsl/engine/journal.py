"""The journal: how to take back what an event has done so far.

The step changes a state in place, because copying one for each event would cost more than scoring it. Every change goes through
here and leaves behind what was there before, so that a fault (or later a failing follow-up) can be undone exactly. The values
that a state holds are immutable; only its own containers change.
"""

from array import array
from typing import Any, Final

from lsdsl.compile.rings import Ring, SummedRing, put_in
from lsdsl.engine.state import ProfileState, Unmade

ABSENT: Final = object()


class Journal:
    """What was there before, in the order of the changes. ``state`` is the one whose containers are made when written to."""

    __slots__ = ("_entries", "state")

    def __init__(self, state: ProfileState | None = None) -> None:
        self._entries: list[tuple[Any, Any, Any]] = []
        self.state = state

    def mark(self) -> int:
        """A place to which :meth:`undo` can return."""
        return len(self._entries)

    def put(self, container: Any, key: Any, value: Any) -> None:
        """``container[key] = value`` for a dictionary or, with an index, for a list or an array."""
        kind = type(container)
        if kind is Unmade:
            container = container.make(self.state)
        old = container[key] if kind is SummedRing or kind is list or kind is array else container.get(key, ABSENT)
        self._entries.append((container, key, old))
        container[key] = value

    def drop(self, container: dict[Any, Any], key: Any) -> None:
        """``del container[key]``, for a dictionary whose order means nothing: taking it back may put the key elsewhere."""
        self._entries.append((container, key, container.pop(key)))

    def drop_in_order(self, container: dict[Any, Any], key: Any) -> None:
        """``del container[key]``; taking it back puts the key where it was, at the price of a copy."""
        self._entries.append((container, _WHOLE, dict(container)))
        del container[key]

    def append(self, container: list[Any], value: Any) -> None:
        """``container.append(value)``."""
        self._entries.append((container, _LENGTH, len(container)))
        container.append(value)

    def splice(self, container: Any, start: int, stop: int, values: Any) -> None:
        """``container[start:stop] = values`` for a list, an array or a bytearray; ``values`` is of the same kind."""
        self._entries.append((container, _SPLICE, (start, start + len(values), container[start:stop])))
        container[start:stop] = values

    def splice_ring(self, ring: Ring, start: int, stop: int, values: Ring) -> None:
        """``ring[start:stop] = values``, whose sums stay right."""
        self._entries.append((ring, _SPLICE, (start, start + len(values), ring[start:stop])))
        put_in(ring, start, stop, values)

    def assign(self, target: Any, name: str, value: Any) -> None:
        """``target.name = value``."""
        self._entries.append((target, _ATTRIBUTE, (name, getattr(target, name))))
        setattr(target, name, value)

    def forget(self, target: Any, name: str) -> None:
        """``target.name``, which is computed from other things, will have to be computed anew when this is taken back."""
        self._entries.append((target, _ATTRIBUTE, (name, None)))

    def undo(self, mark: int = 0) -> None:
        """Take back everything since the mark, last change first."""
        while len(self._entries) > mark:
            container, key, old = self._entries.pop()
            if key is _LENGTH:
                del container[old:]
            elif key is _SPLICE:
                put_in(container, *old)
            elif key is _WHOLE:
                container.clear()
                container.update(old)
            elif key is _ATTRIBUTE:
                setattr(container, *old)
            elif old is ABSENT:
                del container[key]
            else:
                container[key] = old


_LENGTH: Final = object()
_SPLICE: Final = object()
_WHOLE: Final = object()
_ATTRIBUTE: Final = object()
