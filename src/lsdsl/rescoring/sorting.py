"""The records of a history, sorted into blocks: all records of a profile are in one of them, in the order of the input."""

import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from lsdsl.engine.event import Event
from lsdsl.records.inputs import Records, open_records
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.schema import ProfileRecord, Schema
from lsdsl.runner.batch import REPORTED, Progress, RunOptions
from lsdsl.runner.ruleset import Ruleset

LENGTH: Final = 4
"""Each record stands behind its length, in so many bytes."""

Value = str | int | float | bool | tuple[str, ...] | None


class ProfileLine(msgspec.Struct, array_like=True, tag_field="kind", tag="p", gc=False):
    """A profile record in a block."""

    id: str
    fields: dict[str, Value]
    tags: tuple[str, ...] | None
    created: int | None


class EventLine(msgspec.Struct, array_like=True, tag_field="kind", tag="e", gc=False):
    """An event in a block, and where it came from."""

    id: str
    type: str
    profile: str
    time: int
    data: dict[str, Value]
    source: int
    line: int
    raw: str


class Sorted(msgspec.Struct):
    """What is known when all records are in their blocks: ``profiles`` in each, events, what was refused and ignored."""

    profiles: list[int]
    events: int
    newest: int | None
    created: int | None
    rejects: list[Reject]
    ignored: list[str]


class Sorting:
    """Sorts the records of all inputs into files, one a block."""

    def __init__(self, ruleset: Ruleset, options: RunOptions, files: list[Path], progress: Progress) -> None:
        self.schema = Schema(ruleset.model)
        self.options = options
        self.files = files
        self.progress = progress
        self.known: list[set[str]] = [set() for _ in files]
        self.found = Sorted([], 0, None, None, [], [])
        self._encode: Callable[[object], bytes] = msgspec.msgpack.Encoder().encode

    def sort(self) -> Sorted:
        """Write the blocks. Raises ``InputError`` for an input that cannot be read at all."""
        with ExitStack() as stack:
            blocks = [stack.enter_context(file.open("wb")) for file in self.files]
            for path in self.options.profiles:
                self._profiles(path, blocks)
            for number, path in enumerate(self.options.events):
                self._events(number, path, blocks)
            for block in blocks:
                block.flush()
                os.fsync(block.fileno())
        self.found.profiles = [len(known) for known in self.known]
        self.found.ignored = [*self.schema.ignored.unknown, *self.schema.ignored.owned]
        return self.found

    def _profiles(self, path: str, blocks: Sequence[BinaryIO]) -> None:
        with open_records(path) as records:
            for raw in counted(records, self.progress):
                record = raw if isinstance(raw, Reject) else self.schema.profile_record(raw)
                if isinstance(record, Reject):
                    self.found.rejects.append(record)
                    continue
                if record.created is not None:
                    self.found.created = max(record.created, self.found.created or record.created)
                self._put(record.id, ProfileLine(record.id, record.fields, record.tags, record.created), blocks)

    def _events(self, source: int, path: str, blocks: Sequence[BinaryIO]) -> None:
        latest = self.options.as_of
        with open_records(path) as records:
            for raw in counted(records, self.progress):
                self.found.events += 1
                event = raw if isinstance(raw, Reject) else self.schema.event_record(raw)
                if isinstance(event, Reject):
                    self.found.rejects.append(event)
                    continue
                assert isinstance(raw, RawRecord)
                if latest is None and (self.found.newest is None or event.time > self.found.newest):
                    self.found.newest = event.time
                data = dict(event.data)
                line = EventLine(event.id, event.type, event.profile, event.time, data, source, raw.line, raw.raw)
                self._put(event.profile, line, blocks)

    def _put(self, profile: str, line: ProfileLine | EventLine, blocks: Sequence[BinaryIO]) -> None:
        number = block_of(profile, len(blocks))
        self.known[number].add(profile)
        packed = self._encode(line)
        blocks[number].write(len(packed).to_bytes(LENGTH, "big") + packed)


def block_of(profile: str, blocks: int) -> int:
    """The block of a profile: the same on every machine."""
    return zlib.crc32(profile.encode("utf-8", "surrogatepass")) % blocks


def counted(records: Records, progress: Progress) -> Iterator[RawRecord | Reject]:
    """The records of an input, with word of how far reading them is."""
    for number, record in enumerate(records):
        if number % REPORTED == 0:
            progress(records.source, "rows" if records.parquet else "bytes", records.position(), records.size)
        yield record
    progress(records.source, "rows" if records.parquet else "bytes", records.position(), records.size)


def lines_of(file: Path) -> Iterator[ProfileLine | EventLine]:
    """The records of a block, in the order of the input."""
    decode = msgspec.msgpack.Decoder(ProfileLine | EventLine).decode
    with file.open("rb") as block:
        while length := block.read(LENGTH):
            yield decode(block.read(int.from_bytes(length, "big")))


def record_of(line: ProfileLine) -> ProfileRecord:
    """A profile record as the readers of data give it."""
    return ProfileRecord(line.id, line.fields, line.tags, line.created)


def event_of(line: EventLine) -> Event:
    """An event as the readers of data give it."""
    return Event(line.id, line.type, line.profile, line.time, line.data)


def raw_of(line: EventLine, sources: tuple[str, ...]) -> RawRecord:
    """What a reject of the event tells of its record."""
    return RawRecord(sources[line.source], line.line, {}, line.raw.encode())
