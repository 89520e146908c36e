"""A time limit for a whole call, whatever it waits for: names, connections, or a server that sends a byte now and then."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

Result = TypeVar("Result")


class TooLate(Exception):  # noqa: N818 - it is told as an answer, not as a fault
    """A call did not end in time. It may still be going on, in a thread that nobody waits for."""


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """The result of a call, or what it raises; ``TooLate`` when it takes longer than so many seconds."""
    results: SimpleQueue[tuple[Result | None, BaseException | None]] = SimpleQueue()

    def work() -> None:
        try:
            results.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            results.put((None, error))

    threading.Thread(target=work, daemon=True, name="lsdsl-delivery").start()
    try:
        result, error = results.get(timeout=seconds)
    except Empty:
        raise TooLate from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value] # without an error it is what the call gave
