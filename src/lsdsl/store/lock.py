"""One writer at a time: a lock on a file beside the state, which the system lets go of however a process ends."""

import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

from lsdsl.store.problems import StoreError

FAR_AWAY = 1 << 30
"""Where Windows locks, so that what stands in the file can still be read."""


class Lock:
    """Held as long as it is open; a second writer is told who holds it."""

    def __init__(self, state: Path) -> None:
        self._file = state.with_name(f"{state.name}.lock").open("a+", encoding="utf-8")
        if not _take(self._file):
            holder = _holder(self._file)
            self._file.close()
            raise StoreError(
                f"{state.name} is in use by {holder}; only one program at a time can write a state: wait for it to end"
            )
        self._file.seek(0)
        self._file.truncate()
        now = datetime.now().astimezone().isoformat(timespec="seconds")  # noqa: TID251 - says since when
        json.dump({"process": os.getpid(), "host": socket.gethostname(), "since": now}, self._file)
        self._file.flush()

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let in two."""
        self._file.close()


def _holder(file: IO[str]) -> str:
    try:
        file.seek(0)
        found = json.load(file)
        return f"process {found['process']} on {found['host']} since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        file.seek(FAR_AWAY)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
