"""Sorting lines that may not fit in memory."""

import os
import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import msgspec

Key = tuple[Any, ...]
Entry = tuple[Key, int, bytes]
Block = list[Entry]

ENTRIES: Final = 50_000
BYTES: Final = 1 << 26
BLOCK: Final = 512
"""So many entries are read back at once from each run."""

LENGTH: Final = 4
LAST: Final = 1 << 60
"""Where a spool counts from whose entries come after those of all spools that it takes over."""


class Run(NamedTuple):
    """A sorted piece of the file, with its first and its last key and count."""

    start: int
    end: int
    first: tuple[Key, int]
    last: tuple[Key, int]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What another process has to know about a spool to read its file."""

    runs: list[Run]
    count: int


class Spool:
    """Takes lines with keys in any order and gives the lines sorted by key; equal keys keep the order in which they came.

    Keys are tuples of texts and numbers. What exceeds the limits goes as a sorted run to a temporary file that has no name, so
    nothing of it is left however the program ends. A ``shared`` spool has its file from the beginning: a child process fills it
    and says what is where (:meth:`hand_over`), and its parent reads it (:meth:`take_over`).
    """

    def __init__(
        self, folder: Path | None = None, *, entries: int = ENTRIES, size: int = BYTES, shared: bool = False, first: int = 0
    ) -> None:
        self.folder = folder
        self.limit = entries
        self.size_limit = size
        self._first = first
        self._next = first
        self._entries: Block = []
        self._size = 0
        self._file: BinaryIO | None = self._open() if shared else None
        self._runs: list[Run] = []
        self._others: list[Spool] = []

    def append(self, key: Key, line: bytes) -> None:
        """Add a line, or several that have the same key."""
        self._entries.append((key, self._next, line))
        self._next += 1
        self._size += len(line)
        if len(self._entries) >= self.limit or self._size >= self.size_limit:
            self._spill()

    def __len__(self) -> int:
        return self._next - self._first + sum(len(other) for other in self._others)

    def lines(self) -> Iterator[bytes]:
        """All lines, sorted."""
        for block in self._blocks():
            for entry in block:
                yield entry[2]

    def pairs(self) -> Iterator[tuple[Key, bytes]]:
        """All lines with their keys, sorted."""
        for block in self._blocks():
            for key, _, line in block:
                yield key, line

    def pieces(self) -> Iterator[tuple[int, bytes]]:
        """The same, many at once: each time how many were added, and their text."""
        for block in self._blocks():
            yield len(block), b"".join([entry[2] for entry in block])

    def close(self) -> None:
        """Let go of the memory and the temporary file."""
        self._entries, self._runs = [], []
        if self._file:
            self._file.close()
            self._file = None
        for other in self._others:
            other.close()

    # --- from a process to another ---

    def hand_over(self) -> HandedOver:
        """Put everything into the file; gives what is needed to read it."""
        if self._entries:
            self._spill()
        return HandedOver(self._runs, self._next - self._first)

    def take_over(self, other: "Spool", handed: HandedOver) -> None:
        """From now on the lines of another spool, which a child process has filled, are among these."""
        other.find(handed)
        self._others.append(other)

    def find(self, handed: HandedOver) -> None:
        """Learn what another process has put into the file."""
        self._runs, self._next = handed.runs, self._first + handed.count

    # --- runs ---

    def _open(self) -> BinaryIO:
        return tempfile.TemporaryFile(dir=self.folder)

    def _spill(self) -> None:
        if self._file is None:
            self._file = self._open()
        entries = self._entries
        entries.sort()
        start = self._file.tell()
        for first in range(0, len(entries), BLOCK):
            block = msgspec.msgpack.encode(entries[first : first + BLOCK])
            self._file.write(len(block).to_bytes(LENGTH, "big"))
            self._file.write(block)
        self._file.flush()
        self._runs.append(Run(start, self._file.tell(), entries[0][:2], entries[-1][:2]))
        self._entries, self._size = [], 0

    def _blocks(self) -> Iterator[Block]:
        return merged([blocks for spool in (self, *self._others) for blocks in spool.chains()])

    def chains(self) -> Iterator[Iterator[Block]]:
        """Sorted streams. Runs of which each begins where the one before ends, as when the input is in order, are one of them."""
        chains: list[list[Run]] = []
        for run in self._runs:
            chain = next((chain for chain in chains if chain[-1].last <= run.first), None)
            if chain is None:
                chains.append([run])
            else:
                chain.append(run)
        for chain in chains:
            yield (block for run in chain for block in self._read(run))
        if self._entries:
            entries = self._entries
            entries.sort()
            yield (entries[first : first + BLOCK] for first in range(0, len(entries), BLOCK))

    def _read(self, run: Run) -> Iterator[Block]:
        assert self._file is not None
        handle, start = self._file.fileno(), run.start
        decoder = msgspec.msgpack.Decoder(list[tuple[tuple[Any, ...], int, bytes]])
        while start < run.end:
            length = int.from_bytes(os.pread(handle, LENGTH, start), "big")
            yield decoder.decode(os.pread(handle, length, start + LENGTH))
            start += LENGTH + length


def merged(streams: list[Iterator[Block]]) -> Iterator[Block]:
    """Sorted streams as one: what cannot be preceded by anything still to come is sorted together, which is fast."""
    waiting = [(block, stream) for stream in streams if (block := next(stream, []))]
    while len(waiting) > 1:
        limit = min(block[-1] for block, _ in waiting)
        ready: Block = []
        left = []
        for block, stream in waiting:
            size = bisect_right(block, limit)
            ready += block[:size]
            rest = block[size:] or next(stream, [])
            if rest:
                left.append((rest, stream))
        ready.sort()
        yield ready
        waiting = left
    for block, stream in waiting:
        yield block
        yield from stream
