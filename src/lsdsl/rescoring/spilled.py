"""The folder in which a rescore of a state keeps the sorted history: a start after an interruption need not sort it again."""

import os
import shutil
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import msgspec

from lsdsl.records.exchange import put_file
from lsdsl.rescoring.sorting import LENGTH, EventLine, Value
from lsdsl.store.interface import KeyedLine, Store
from lsdsl.store.sqlite import SQLiteStore

NAME: Final = "sorted.json"
"""There when all records are in their blocks."""

RejectLine = tuple[tuple[str, int], bytes]
_Line = TypeVar("_Line")


class GivenLine(msgspec.Struct, array_like=True, tag_field="kind", tag="p", gc=False):
    """A profile record in a block, and where it came from."""

    id: str
    fields: dict[str, Value]
    tags: tuple[str, ...] | None
    created: int | None
    source: int
    line: int
    raw: str


class Found(msgspec.Struct):
    """What is known when all records are in their blocks: events, what was refused by code, and what was ignored."""

    key: str = ""
    events: int = 0
    rejects: dict[str, int] = msgspec.field(default_factory=dict)
    ignored: list[str] = msgspec.field(default_factory=list)


class Spilled:
    """The folder: records and rejects of each block, and the rejects of what was no record. Only its owner may look into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> None:
        """Make it, with nothing in it."""
        self.remove()
        self.folder.mkdir(parents=True, mode=0o700)

    def sorted(self, key: str) -> Found | None:
        """What is known of a history that was sorted with this key; None where there is none."""
        try:
            found = msgspec.json.decode((self.folder / NAME).read_bytes(), type=Found)
        except (OSError, msgspec.MsgspecError):
            return None
        return found if found.key == key else None

    def put_sorted(self, found: Found) -> None:
        """All records are in their blocks."""
        put_file(self.folder / NAME, msgspec.json.encode(found))

    def records(self, block: int) -> Path:
        """The file with the records of a block."""
        return self.folder / f"records-{block:04}"

    def lines(self, block: int) -> Iterator[GivenLine | EventLine]:
        """The records of a block, in the order of their arrival."""
        return _unpacked(self.records(block), msgspec.msgpack.Decoder(GivenLine | EventLine))

    def rejects(self, block: int | None) -> Path:
        """The file with the rejects of a block, or of what was no record."""
        return self.folder / ("rejects" if block is None else f"rejects-{block:04}")

    def put_rejects(self, block: int, lines: Iterable[KeyedLine]) -> None:
        """Keep what was refused in a block."""
        content = b"".join(_packed(key, line) for key, line in lines)
        if content:
            put_file(self.rejects(block), content)

    def refused(self, blocks: int) -> Iterator[RejectLine]:
        """All that was refused."""
        decoder = msgspec.msgpack.Decoder(RejectLine)
        for file in (self.rejects(None), *map(self.rejects, range(blocks))):
            if file.exists():
                yield from _unpacked(file, decoder)

    def remove(self) -> None:
        """Remove it, if it is there."""
        if self.folder.exists():
            (self.folder / NAME).unlink(missing_ok=True)  # first: without it the rest is of no use to anybody
            shutil.rmtree(self.folder)


def put_line(file: BinaryIO, key: tuple[str, int], line: bytes) -> None:
    """Write a reject."""
    file.write(_packed(key, line))


def folder_of(store: Store) -> Path:
    """Where the history of a state is sorted: beside a file, and for a database among the caches of whoever works."""
    if isinstance(store, SQLiteStore):
        return store.path.with_name(f"{store.path.name}.rescore")
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = blake2b(store.name.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return caches / "lsdsl" / f"rescore-{name}"


def _unpacked(file: Path, decoder: "msgspec.msgpack.Decoder[_Line]") -> Iterator[_Line]:
    decode = decoder.decode
    with file.open("rb") as opened:
        while length := opened.read(LENGTH):
            yield decode(opened.read(int.from_bytes(length, "big")))


def _packed(key: tuple[int | str, ...], line: bytes) -> bytes:
    packed = msgspec.msgpack.encode((key, line))
    return len(packed).to_bytes(LENGTH, "big") + packed
