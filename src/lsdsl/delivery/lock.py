"""One delivery at a time: a lock on a file beside the journal, which the system lets go of however a process ends."""

from datetime import datetime
from pathlib import Path
from typing import IO, Self

from lsdsl.delivery.problems import DeliveryError
from lsdsl.records.holding import holder, sign, take


class Lock:
    """Held as long as it is open; the second process is told who holds it."""

    def __init__(self, journal: Path, file: IO[str]) -> None:
        self._file = file
        if not take(file):
            who = holder(file)
            file.close()
            raise DeliveryError(f"{journal} is in use by {who}; only one delivery at a time can use a journal")

    @classmethod
    def take(cls, journal: Path, now: datetime) -> Self:
        """Lock a journal and say who holds it."""
        lock = cls(journal, _path(journal).open("a+", encoding="utf-8"))
        sign(lock._file, now)
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
