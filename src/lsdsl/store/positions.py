"""Which file an input is, and where in it a run goes on."""

import os
from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain, islice, repeat
from pathlib import Path
from stat import S_ISREG
from typing import Final

from lsdsl.records.inputs import Records
from lsdsl.store.interface import Position, Store
from lsdsl.store.problems import StoreError

CHUNK: Final = 1 << 20
ENDINGS: Final = (b"\n", b"\r")
EVENTS: Final = "events"
PROFILES: Final = "profiles"
"""The roles of inputs."""


def begin(store: Store, path: str, role: str) -> tuple[Position, str | None]:
    """Where to go on in an input, and what to tell about it; a complete position means that there is nothing new in it.

    Raises ``StoreError`` for an input whose content is another one than when it was read, or that cannot be gone back to.
    """
    if path == "-":
        raise StoreError(
            "--state has to find the place again where it stopped, which standard input does not let it: write the records to a "
            "file first, and name that"
        )
    try:
        about = os.stat(path)  # noqa: PTH116 - a text comes in
    except OSError as error:
        raise StoreError(f"{path}: {os.strerror(error.errno or 0)}") from error
    if not S_ISREG(about.st_mode):
        raise StoreError(f"{path} is no file, and --state has to find the place again where it stopped: write it to a file first")
    real, size = os.path.realpath(path), about.st_size
    known = store.position(real, role)
    if known is None:
        digest = digest_of(path, size)
        same = store.same_content(role, size, digest) if size else None
        if same is not None:
            return same, f"{path} was read already, as {same.path}; nothing in it is new"
        return Position(real, role, 0, size, digest), None
    if size < known.size or digest_of(path, known.size) != known.digest:
        if role == PROFILES:  # what a profile was known to have does no harm a second time
            return _anew(path, real, size), f"{path} is another file than the one of this name that was read before; reading it"
        raise StoreError(
            f"{path} is not the file of this name that was read before ({known.records:,} records): a state goes on only where a "
            "file is as it was, or longer. Give new records a file name of their own"
        )
    if known.complete and size == known.size:
        return known, f"{path} was read already; nothing in it is new"
    if known.complete and known.size and not _whole(path, known.size):
        if role == PROFILES:
            return _anew(path, real, size), f"{path} has grown; reading it again"
        raise StoreError(
            f"{path}: its last line was not finished when it was read. Write the new records into a file of their own"
        )
    place = "record" if known.records == 1 else "records"
    known.complete, known.size, known.digest = False, size, digest_of(path, size)
    return known, f"going on in {path} after {known.records:,} {place}" if known.records else None


def _anew(path: str, real: str, size: int) -> Position:
    return Position(real, PROFILES, 0, size, digest_of(path, size))


def finished(position: Position, path: str, records: Records) -> None:
    """Note that an input was read to its end: it may have grown while it was read."""
    size = position.size if records.parquet else records.position()
    if size > position.size:
        position.size, position.digest = size, digest_of(path, size)
    position.complete = True


def skip(records: Records, count: int) -> int:
    """Pass over what was read already; gives what the numbers of the readers have to be added to.

    Lines that are passed over become blank ones, so that those after them keep their numbers.
    """
    if records.lines is None:
        _pass(records.records, count)
        return count
    lines = records.lines
    records.lines = chain(repeat(b"\n", count), _after(lines, count))
    return 0


def _after(lines: Iterator[bytes], count: int) -> Iterator[bytes]:
    _pass(lines, count)
    yield from lines


def _pass(iterator: Iterator[object], count: int) -> None:
    next(islice(iterator, count, count), None)


def digest_of(path: str, size: int) -> str:
    """What identifies the first bytes of a file."""
    digest, left = blake2b(digest_size=16), size
    with Path(path).open("rb") as file:
        while left and (data := file.read(min(CHUNK, left))):
            digest.update(data)
            left -= len(data)
    return digest.hexdigest()


def _whole(path: str, size: int) -> bool:
    """Whether what was read ends with a line end, or what comes after it begins with one."""
    with Path(path).open("rb") as file:
        file.seek(size - 1)
        return any(byte in ENDINGS for byte in (file.read(1), file.read(1)))
