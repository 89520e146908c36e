"""What was read into a state, sorted into blocks in a folder: all records of a profile in one, in the order of their arrival."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from lsdsl.engine.event import Event
from lsdsl.records.inputs import Records, open_records
from lsdsl.records.outputs import encode_line
from lsdsl.records.raw import Reject
from lsdsl.records.reading import EventReader, ProfileReader
from lsdsl.records.schema import ProfileRecord, Schema
from lsdsl.rescoring.sorting import LENGTH, EventLine, block_of
from lsdsl.rescoring.spilled import Found, GivenLine, Spilled, put_line
from lsdsl.rescoring.stored_inputs import Piece
from lsdsl.runner.options import REPORTED, Progress
from lsdsl.runner.ruleset import Ruleset
from lsdsl.store.positions import EVENTS

BLOCK: Final = 1 << 21
"""About so many bytes of input go into a block: what comes of one is in memory at once."""
PACKED: Final = 8
"""So many times smaller a compressed input is, or a table by columns."""
FEWEST, MOST = 16, 1_024
WRITTEN: Final = 1 << 16
"""So many bytes of a block are written at once."""
PLAIN: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")


def blocks_for(pieces: list[Piece]) -> int:
    """How many blocks the records are sorted into."""
    sizes = {one.path: one.size * (1 if one.path.lower().endswith(PLAIN) else PACKED) for one in pieces}
    return max(FEWEST, min(sum(sizes.values()) // BLOCK, MOST))


class _Input:
    """One input, read as far as it is asked for."""

    def __init__(self, records: Records, reader: EventReader | ProfileReader) -> None:
        self.records = records
        self._reader = reader
        self._given: Iterator[Event | ProfileRecord | Reject] = iter(reader)
        self._next: tuple[int, Event | ProfileRecord | Reject, int, str] | None = None

    def up_to(self, end: int) -> Iterator[tuple[Event | ProfileRecord | Reject, int, str]]:
        """What comes next up to a record, each with its line and text."""
        while True:
            if self._next is None:
                if self._reader.number >= end:
                    return
                one = next(self._given, None)
                if one is None:
                    return
                raw = self._reader.record()
                self._next = self._reader.number, one, raw.line, raw.raw
            number, one, line, text = self._next
            if number > end:
                return
            self._next = None
            yield one, line, text


class Spilling:
    """Sorts all that was read into the blocks of a folder."""

    def __init__(self, ruleset: Ruleset, pieces: list[Piece], spilled: Spilled, blocks: int, progress: Progress) -> None:
        self.schema = Schema(ruleset.model)
        self.pieces = pieces
        self.spilled = spilled
        self.progress = progress
        self.found = Found()
        self._counted: Counter[str] = Counter()
        self._waiting = [bytearray() for _ in range(blocks)]
        self._encode = msgspec.msgpack.Encoder().encode

    def sort(self) -> Found:
        """Write the blocks. Raises ``InputError`` for an input that cannot be read at all."""
        last = {(one.role, one.path): number for number, one in enumerate(self.pieces)}
        inputs: dict[tuple[str, str], _Input] = {}
        try:
            with self.spilled.rejects(None).open("wb") as refused:
                for number, piece in enumerate(self.pieces):
                    key = (piece.role, piece.path)
                    if key not in inputs:
                        inputs[key] = self._open(piece)
                    self._sort(number, piece, inputs[key], refused)
                    if last[key] == number:
                        inputs.pop(key).records.close()
                refused.flush()
                os.fsync(refused.fileno())
        finally:
            for one in inputs.values():
                one.records.close()
        for block in range(len(self._waiting)):
            self._write(block, sync=True)
        self.found.rejects = dict(sorted(self._counted.items()))
        self.found.ignored = [*self.schema.ignored.unknown, *self.schema.ignored.owned]
        return self.found

    def _open(self, piece: Piece) -> _Input:
        records = open_records(piece.path)
        reader = EventReader if piece.role == EVENTS else ProfileReader
        return _Input(records, reader(self.schema, records))

    def _sort(self, source: int, piece: Piece, read: _Input, refused: BinaryIO) -> None:
        records = read.records
        for number, (one, line, text) in enumerate(read.up_to(piece.end)):
            if number % REPORTED == 0:
                self.progress(piece.name, "rows" if records.parquet else "bytes", records.position(), records.size)
            if piece.role == EVENTS:
                self.found.events += 1
            match one:
                case Event():
                    self._put(one.profile, EventLine(one.id, one.type, one.profile, one.time, dict(one.data), source, line, text))
                case ProfileRecord():
                    self._put(one.id, GivenLine(one.id, one.fields, one.tags, one.created, source, line, text))
                case Reject():
                    self._counted[one.code] += 1
                    put_line(refused, (piece.name, one.line), encode_line(msgspec.structs.replace(one, source=piece.name)))

    def _put(self, profile: str, line: GivenLine | EventLine) -> None:
        packed, block = self._encode(line), block_of(profile, len(self._waiting))
        waiting = self._waiting[block]
        waiting += len(packed).to_bytes(LENGTH, "big")
        waiting += packed
        if len(waiting) > WRITTEN:
            self._write(block)

    def _write(self, block: int, *, sync: bool = False) -> None:
        """Write what waits: no file is kept open, because a process may not open as many as there may be blocks."""
        with self.spilled.records(block).open("ab") as file:
            file.write(self._waiting[block])
            if sync:
                file.flush()
                os.fsync(file.fileno())
        self._waiting[block].clear()
