"""One writer at a time: a lock on a file beside the state, which the system lets go of however a process ends."""

import time
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from lsdsl.records.holding import holder, sign, take
from lsdsl.store.problems import StoreError

TRIES: Final = 5
"""So often the lock is asked for: one who only looks who writes holds it for a blink."""


class Lock:
    """Held as long as it is open; a second writer is told who holds it."""

    def __init__(self, state: Path, name: str) -> None:
        try:
            self._file = _lock_of(state).open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(f"{name}: {_reason(error, Path(name))}") from None
        if not _taken(self._file):
            who = holder(self._file)
            self._file.close()
            raise StoreError(f"{state.name} is in use by {who}; only one program at a time can write a state: wait for it to end")
        sign(self._file, datetime.now().astimezone())  # noqa: TID251 - says since when

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let in two."""
        self._file.close()


def writer_of(state: Path) -> str | None:
    """Who writes a state now, in words; None when nobody does."""
    try:
        file = _lock_of(state).open("r+", encoding="utf-8")
    except OSError:
        return None
    with file:
        return None if take(file) else holder(file)


def _reason(error: OSError, state: Path) -> str:
    """Why there can be no lock, in words about the state."""
    if not state.parent.exists():
        return f"there is no folder {state.parent}"
    return f"cannot be written: {(error.strerror or str(error)).lower()}"


def _lock_of(state: Path) -> Path:
    return state.with_name(f"{state.name}.lock")


def _taken(file: IO[str]) -> bool:
    for last in range(1, TRIES + 1):
        if take(file):
            return True
        if last < TRIES:
            time.sleep(0.02)
    return False
