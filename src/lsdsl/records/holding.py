"""Holding a file for one process, which the system lets go of however the process ends, and saying who holds it."""

import json
import os
import socket
import sys
from datetime import datetime
from typing import IO

FAR_AWAY = 1 << 30
"""Where Windows locks, so that what stands in the file can still be read."""


def sign(file: IO[str], now: datetime) -> None:
    """Write into a file that is held who holds it, and since when."""
    file.seek(0)
    file.truncate()
    json.dump({"process": os.getpid(), "host": socket.gethostname(), "since": now.isoformat(timespec="seconds")}, file)
    file.flush()


def holder(file: IO[str]) -> str:
    """Who holds a file, in words."""
    try:
        file.seek(0)
        found = json.load(file)
        return f"process {found['process']} on {found['host']} since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


if sys.platform == "win32":
    import msvcrt

    def take(file: IO[str]) -> bool:
        """Hold a file; False when somebody else does."""
        file.seek(FAR_AWAY)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def take(file: IO[str]) -> bool:
        """Hold a file; False when somebody else does."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
