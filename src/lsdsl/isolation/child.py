"""The child process: checks and compiles the boxes that it is told, gives up what it does not need, and runs them.

It reads from descriptor 0 and writes to descriptor 1. Whatever goes wrong here ends the process; the parent copes with that.
"""

import gc
import os
import sys
from collections.abc import Mapping

from lsdsl.isolation import wire
from lsdsl.isolation.confine import confine
from lsdsl.model.types import Value
from lsdsl.script import Award, Box, BoxError, BoxResult, Effect, Tag, check_box
from lsdsl.script.budgets import Budgets


class Many:
    """More rows or tags than a box may see: only their number is known."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count


class Values:
    """What a box sees: the values that travelled."""

    __slots__ = ("_rows", "_scores", "created", "data", "event_time", "event_type", "fields", "identifier", "now", "tags")

    def __init__(self, request: wire.Request) -> None:
        self.fields = _values(request.fields)
        self.data = _values(request.data)
        self.identifier = str(wire.received(request.identifier))
        self.event_type = str(wire.received(request.event_type))
        self.created, self.now, self.event_time = request.created, request.now, request.event_time
        self.tags: tuple[str, ...] = Many(request.tags) if isinstance(request.tags, int) else wire.received(request.tags)  # type: ignore[assignment]
        self._rows = request.rows
        self._scores = _values(request.scores)

    def rows(self, collection: str) -> tuple[Mapping[str, Value], ...]:
        """The rows of a collection."""
        rows = self._rows[collection]
        return Many(rows) if isinstance(rows, int) else tuple([_values(row) for row in rows])  # type: ignore[return-value]

    def score(self, name: str) -> int | float | None:
        """The value of a score."""
        return self._scores[name]  # type: ignore[return-value]


def _values(given: Mapping[str, wire.Sent]) -> dict[str, Value]:
    return {name: wire.received(value) for name, value in given.items()}


def boxes_of(setup: wire.Setup) -> list[Box]:
    """The boxes in the order of their numbers, by the same stages as in the parent. Raises ``ValueError`` for a bad one."""
    found = []
    for around, scripts in setup.followups:
        for script in scripts:
            box, _ = check_box(script, around, setup.budgets)
            if box is None:
                raise ValueError("a box that does not pass its checks")
            found.append(box)
    return found


def answer(boxes: list[Box], data: bytes) -> bytes:
    """Run a box as a request says."""
    request = wire.decode_request(data)
    try:
        return wire.encode(_done(boxes[request.box].run(Values(request), request.fuel)))
    except BoxError as error:
        values = [(name, wire.sent(value)) for name, value in error.values]
        return wire.encode(wire.Failed(error.kind, error.message, error.span.start, error.span.end, values, error.fuel))


def _done(result: BoxResult) -> wire.Done:
    return wire.Done(result.writes, [_noted(one) for one in result.effects], result.fuel)  # type: ignore[arg-type]


def _noted(effect: Effect) -> wire.Awarded | wire.Tagged | wire.Asked:
    span = effect.span
    if isinstance(effect, Award):
        return wire.Awarded(span.start, span.end, effect.score, effect.points)
    if isinstance(effect, Tag):
        return wire.Tagged(span.start, span.end, effect.tag, effect.present)
    arguments = [(name, value) for name, _, value in effect.arguments]
    return wire.Asked(span.start, span.end, effect.action, arguments, effect.number)  # type: ignore[arg-type]


def read_frame() -> bytes:
    """The next frame. The end of the input is the end of the process."""
    return _read(int.from_bytes(_read(wire.LENGTH), "big"))


def _read(size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        more = os.read(0, min(size - len(found), 1 << 20))
        if not more:
            os._exit(0)
        found += more
    return bytes(found)


def write(data: bytes) -> None:
    """Write everything."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(1, rest) :]


def main() -> None:
    """Serve until the input ends. Arguments: the parent's process id, bytes of memory, seconds of processor time."""
    parent, memory, seconds = map(int, sys.argv[1:4])
    boxes = boxes_of(wire.decode_setup(read_frame()))
    warm_up()
    confine(parent, memory, seconds)
    write(wire.frame(wire.READY))
    gc.freeze()
    while True:
        requests = wire.parts(read_frame())
        write(wire.frame(*[answer(boxes, one) for one in requests]))


def warm_up() -> None:
    """Whatever Python loads only when it is first needed has to be there before nothing can be opened any more."""
    "\ud800é".encode("utf-8", "surrogatepass").hex()
    str.isprintable("é")
    Budgets()
