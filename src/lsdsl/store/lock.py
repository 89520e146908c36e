"""One writer at a time: a lock on a file beside the state, which the system lets go of however a process ends."""

from datetime import datetime
from pathlib import Path

from lsdsl.records.holding import holder, sign, take
from lsdsl.store.problems import StoreError


class Lock:
    """Held as long as it is open; a second writer is told who holds it."""

    def __init__(self, state: Path) -> None:
        self._file = state.with_name(f"{state.name}.lock").open("a+", encoding="utf-8")
        if not take(self._file):
            who = holder(self._file)
            self._file.close()
            raise StoreError(f"{state.name} is in use by {who}; only one program at a time can write a state: wait for it to end")
        sign(self._file, datetime.now().astimezone())  # noqa: TID251 - says since when

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let in two."""
        self._file.close()
