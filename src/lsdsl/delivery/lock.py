"""One delivery at a time: a lock on a file beside the journal, which the system lets go of however a process ends."""

import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import IO, Self

from lsdsl.delivery.problems import DeliveryError

FAR_AWAY = 1 << 30
"""Where Windows locks, so that what stands in the file can still be read."""


class Lock:
    """Held as long as it is open; the second process is told who holds it."""

    def __init__(self, journal: Path, file: IO[str]) -> None:
        self._file = file
        if not _take(file):
            holder = _holder(file)
            file.close()
            raise DeliveryError(f"{journal} is in use by {holder}; only one delivery at a time can use a journal")

    @classmethod
    def take(cls, journal: Path, now: datetime) -> Self:
        """Lock a journal and say who holds it."""
        lock = cls(journal, _path(journal).open("a+", encoding="utf-8"))
        lock._file.seek(0)
        lock._file.truncate()
        json.dump({"process": os.getpid(), "host": socket.gethostname(), "since": now.isoformat(timespec="seconds")}, lock._file)
        lock._file.flush()
        return lock

    @classmethod
    def look(cls, journal: Path) -> Self | None:
        """Keep others away while the journal is read, without a change to any file; None when nobody ever used it."""
        try:
            return cls(journal, _path(journal).open(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let in two."""
        self._file.close()


def _path(journal: Path) -> Path:
    return journal.with_name(f"{journal.name}.lock")


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
