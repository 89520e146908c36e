"""In which order the inputs of a state were read: what a replay of its history needs beside how far each was read.

Each entry says that from then on, until the next entry, one input was read from a record on. Going on with the input that was
read last makes no new entry, so there are few.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from lsdsl.store.interface import Position, Store

READ: Final = "read"
"""The key under which the number of entries stands; each entry has a key with its number."""


class Stretch(msgspec.Struct, frozen=True):
    """From here on an input was read: from its record after so many, under the name that it was given.

    ``digest`` tells a file of profiles from another one that took its place.
    """

    path: str
    role: str
    name: str
    records: int
    digest: str = ""


def note_read(store: Store, position: Position, name: str) -> None:
    """Note that an input is read from where it stands, unless it was the one before too."""
    count = _count(store)
    last = _entry(store, count - 1) if count else None
    fresh = Stretch(position.path, position.role, name, position.records, position.digest)
    same = last is not None and (last.path, last.role, last.name) == (fresh.path, fresh.role, fresh.name)
    if last is not None and same and (fresh.records or last.digest == fresh.digest):
        return
    with store.transaction():
        store.put_meta(_key(count), msgspec.json.encode(fresh))
        store.put_meta(READ, str(count + 1).encode())


def stretches(store: Store) -> Iterator[Stretch]:
    """What was read, in order."""
    for number in range(_count(store)):
        yield _entry(store, number)


def copy_journal(source: Store, target: Store) -> None:
    """Write what was read into another state; part of a transaction."""
    for number in range(_count(source)):
        target.put_meta(_key(number), msgspec.json.encode(_entry(source, number)))
    target.put_meta(READ, str(_count(source)).encode())


def _count(store: Store) -> int:
    return int(store.meta(READ) or b"0")


def _entry(store: Store, number: int) -> Stretch:
    data = store.meta(_key(number))
    assert data is not None
    return msgspec.json.decode(data, type=Stretch)


def _key(number: int) -> str:
    return f"{READ} {number}"
