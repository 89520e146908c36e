"""Sorting lines that may not fit in memory."""

import heapq
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

Key = tuple[Any, ...]
Entry = tuple[Key, int, bytes]

ENTRIES = 100_000
BYTES = 1 << 26
BLOCK = 512
"""So many entries are read back at once from each run."""

LENGTH = 4


class Spool:
    """Takes lines with keys in any order and gives the lines sorted by key; equal keys keep the order in which they came.

    Keys are tuples of texts and numbers. What exceeds the limits goes as a sorted run to a temporary file that has no name, so
    nothing of it is left however the program ends.
    """

    def __init__(self, folder: Path | None = None, *, entries: int = ENTRIES, size: int = BYTES) -> None:
        self.folder = folder
        self.limit = entries
        self.size_limit = size
        self.count = 0
        self._entries: list[Entry] = []
        self._size = 0
        self._file: BinaryIO | None = None
        self._runs: list[tuple[int, int]] = []

    def append(self, key: Key, line: bytes) -> None:
        """Add a line."""
        self._entries.append((key, self.count, line))
        self.count += 1
        self._size += len(line)
        if len(self._entries) >= self.limit or self._size >= self.size_limit:
            self._spill()

    def __len__(self) -> int:
        return self.count

    def lines(self) -> Iterator[bytes]:
        """All lines, sorted."""
        self._entries.sort()
        if not self._runs:
            return (line for _, _, line in self._entries)
        if self._entries:
            self._spill()
        return (line for _, _, line in heapq.merge(*(self._run(start, end) for start, end in self._runs)))

    def close(self) -> None:
        """Let go of the memory and the temporary file."""
        self._entries, self._runs = [], []
        if self._file:
            self._file.close()
            self._file = None

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115 - it lives as long as the spool
        self._entries.sort()
        start = self._file.tell()
        for first in range(0, len(self._entries), BLOCK):
            block = msgspec.msgpack.encode(self._entries[first : first + BLOCK])
            self._file.write(len(block).to_bytes(LENGTH, "big"))
            self._file.write(block)
        self._file.flush()
        self._runs.append((start, self._file.tell()))
        self._entries, self._size = [], 0

    def _run(self, start: int, end: int) -> Iterator[Entry]:
        assert self._file is not None
        handle = self._file.fileno()
        decoder = msgspec.msgpack.Decoder(list[tuple[tuple[Any, ...], int, bytes]])
        while start < end:
            length = int.from_bytes(os.pread(handle, LENGTH, start), "big")
            yield from decoder.decode(os.pread(handle, length, start + LENGTH))
            start += LENGTH + length
