"""The file sink: a line of JSON for each action, each exactly once, whenever the program is killed.

Lines are appended in batches. Before a batch is written, the journal holds its bytes and the length of the file; afterwards, when
the file is safely on disk, one transaction marks its actions as done and notes the new length. What a killed run left behind that
length can only be a part of this batch: it is cut off, and the batch is written again.
"""

import os
from pathlib import Path

from lsdsl.delivery.journal import FileEntry, Journal
from lsdsl.delivery.problems import DeliveryError
from lsdsl.records.outputs import ActionOut, encode_line

BATCH = 200
LARGEST_BATCH = 1 << 20


class FileSink:
    """Appends to one file."""

    def __init__(self, name: str, path: Path, journal: Journal) -> None:
        self.name = name
        self.path = path
        self._journal = journal
        self._key = key_of(path, journal)
        self._lines: dict[str, bytes] = {}

    def add(self, action: ActionOut) -> int:
        """Take an action into the batch; how many lines this brought into the file."""
        self._lines[action.id] = encode_line(action)
        full = len(self._lines) >= BATCH or sum(map(len, self._lines.values())) >= LARGEST_BATCH
        return self.flush() if full else 0

    def holds(self, identity: str) -> bool:
        """Whether an action is in the batch."""
        return identity in self._lines

    def flush(self) -> int:
        """Write the batch; how many lines it had."""
        if not self._lines:
            return 0
        batch = b"".join(self._lines.values())
        try:
            length = checked_length(self.path, self._journal.file(self._key))
            self._journal.begin_batch(self._key, length, batch, self.name, list(self._lines))
            append(self.path, length, batch)
        except OSError as error:
            raise unwritable(self.path, error) from None
        self._journal.end_batch(self._key, length + len(batch))
        count = len(self._lines)
        self._lines.clear()
        return count


def preview(path: Path, action: ActionOut) -> str:
    """The line that would be appended."""
    return f"append to {path}\n{encode_line(action).decode().rstrip()}"


def key_of(path: Path, journal: Journal) -> str:
    """The path as the journal knows it: from its own folder, so that both can be moved together."""
    return os.path.relpath(path.resolve(), journal.path.resolve().parent)


def recover(journal: Journal) -> int:
    """Finish the batches that a killed run left; how many there were."""
    unfinished = journal.unfinished()
    for key in unfinished:
        path = journal.path.resolve().parent / key
        entry = journal.file(key)
        assert entry is not None
        assert entry.batch is not None
        try:
            _check_tail(path, entry.length, entry.batch)
            append(path, entry.length, entry.batch)
        except OSError as error:
            raise unwritable(path, error) from None
        journal.end_batch(key, entry.length + len(entry.batch))
    return len(unfinished)


def append(path: Path, length: int, batch: bytes) -> None:
    """Bring a batch into a file behind its first bytes, and onto the disk."""
    new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), 0o644)
    try:
        os.ftruncate(handle, length)
        os.lseek(handle, length, os.SEEK_SET)
        rest = memoryview(batch)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if new:
        sync_name(path)


def unwritable(path: Path, error: OSError) -> DeliveryError:
    """Why a file cannot be written."""
    return DeliveryError(f"{path}: {(error.strerror or type(error).__name__).lower()}; the next run goes on where this one ended")


def sync_name(path: Path) -> None:
    """Make the name of a new file survive a power cut, where folders can be opened."""
    if os.name == "posix":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def checked_length(path: Path, entry: FileEntry | None) -> int:
    """The length behind which to append. A file that somebody moved away is begun again; one that was changed is an error."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return 0
    if size and not _ends_a_line(path, size):
        raise DeliveryError(f"{path}: the last line has no end; complete it or move the file away")
    if entry is not None and size and size != entry.length:
        raise DeliveryError(
            f"{path}: it has {size:,} bytes where the journal knows of {entry.length:,}: another program has changed it;"
            " move it away, and delivery begins a new one"
        )
    return size


def _check_tail(path: Path, length: int, batch: bytes) -> None:
    """Make sure that nothing of another program is cut off."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(min(length, size))
            tail = file.read(len(batch) + 1)
    except FileNotFoundError:
        size, tail = 0, b""
    # After a power cut a part that was not on the disk yet may read as zeros.
    if size < length or not (batch.startswith(tail) or (batch.startswith(tail.rstrip(b"\0")) and len(tail) <= len(batch))):
        raise DeliveryError(
            f"{path}: a run that was killed was writing to this file, and another program has changed it since;"
            f" bring it back with its first {length:,} bytes as they were, and run again"
        )


def _ends_a_line(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1) == b"\n"
