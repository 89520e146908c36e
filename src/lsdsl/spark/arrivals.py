"""The first stage of a stream: new files come in whole, and of each profile in them rows with its records go out.

A row says whose it is, where it stands in the order of the input (``place``: texts that sort as the records came) and holds the
records, packed. What belongs to no profile, such as rejects, has blanks for its profile: no profile has such an id.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from zlib import crc32

import msgspec

from lsdsl.engine.event import Event
from lsdsl.records.inputs import Records, records_within
from lsdsl.records.outputs import encode
from lsdsl.records.problems import InputError
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.reading import EventReader, ProfileReader
from lsdsl.records.schema import Schema
from lsdsl.spark.worker import worker_ruleset

FILES: Final = "path STRING, modificationTime TIMESTAMP, length LONG, content BINARY"
"""What Spark says of a file that it gives as a whole."""
ARRIVALS: Final = "profile STRING, mark TIMESTAMP, place STRING, payload BINARY"
"""``mark`` is set only in rows that tell the time: Spark drops rows older than its watermark, and no record may be lost."""

PROFILES, EVENTS, CLOCK, NOTES = "0", "1", "2", "3"
"""The roles of files and rows; a place begins with one, so that the records of profiles stand before all events."""

TOGETHER: Final = 1_000
"""So many records of a profile are in a row at most."""
BATCH: Final = 1 << 24
"""About so many bytes are handed on at once."""
NOBODYS: Final = 16
"""What belongs to no profile is divided among so many keys."""

pack: Final = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class Origin:
    """A folder or a file that a stream reads, as Spark finds it (``root``) and as people named it."""

    root: str
    shown: str

    def name(self, path: str) -> str:
        """The name of a file: that of the folder, as it was given, and what follows."""
        path, root = plain(path), plain(self.root)
        return self.shown if path == root else f"{self.shown.rstrip('/')}/{path.removeprefix(root).lstrip('/')}"


def plain(path: str) -> str:
    """A path without the scheme of local files, which Spark writes in several ways."""
    return "/" + path.removeprefix("file:").lstrip("/") if path.startswith("file:") else path


class FileNotes(msgspec.Struct, omit_defaults=True):
    """What is told of a file: how many events, profiles and rejects it has, and why it could not be read to its end."""

    source: str
    role: str
    events: int = 0
    profiles: int = 0
    rejects: int = 0
    problem: str = ""


@dataclass(slots=True)
class Rows:
    """Rows on their way out, as columns."""

    profile: list[str] = field(default_factory=list)
    mark: list[int | None] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    payload: list[bytes | None] = field(default_factory=list)
    size: int = 0

    def add(self, profile: str, place: str, payload: bytes | None, mark: int | None = None) -> None:
        """Add a row."""
        self.profile.append(profile)
        self.mark.append(mark)
        self.place.append(place)
        self.payload.append(payload)
        self.size += len(payload or b"")

    def batch(self) -> Any:
        """The rows as an Arrow batch; there are none afterwards."""
        import pyarrow as pa

        mark = pa.array(self.mark, pa.timestamp("us", "UTC"))
        columns = [pa.array(self.profile), mark, pa.array(self.place), pa.array(self.payload, pa.binary())]
        self.profile, self.mark, self.place, self.payload, self.size = [], [], [], [], 0
        return pa.RecordBatch.from_arrays(columns, ["profile", "mark", "place", "payload"])


class Reading:
    """Reads files for one ruleset; ``keep_all`` keeps the text of each event, because any may be refused when it happens."""

    def __init__(self, packed: bytes, *, keep_all: bool) -> None:
        model = worker_ruleset(packed).model
        self._schema = Schema(model)
        subjects = {name: event.subject for name, event in model.events.items()}
        self._refusable = {name for name, subject in subjects.items() if keep_all or subject in {"profile", "collection"}}

    def file(self, source: str, content: bytes, role: str, order: int) -> Iterator[Any]:
        """The rows of a file, in Arrow batches; ``order`` is its place among the others."""
        rows, notes = Rows(), FileNotes(source, "profiles" if role == PROFILES else "events")
        found: dict[str, list[Sequence[Any]]] = {}
        rejects: list[Reject] = []
        begin = f"{role}{order:020d}{source}\0"
        newest = None
        try:
            with records_within(source, content) as records:
                for profile, item in (self._profiles if role == PROFILES else self._events)(records, rejects):
                    found.setdefault(profile, []).append(item)
                    if role == EVENTS:
                        newest = item[3] if newest is None else max(newest, item[3])
        except InputError as problem:
            notes.problem = str(problem)
        for profile, items in found.items():
            if role == PROFILES:
                notes.profiles += len(items)
            else:
                notes.events += len(items)
            for first in range(0, len(items), TOGETHER):
                some = items[first : first + TOGETHER]
                rows.add(profile, f"{begin}{some[0][0]:012d}", pack(some))
            if rows.size > BATCH:
                yield rows.batch()
        notes.rejects = len(rejects)
        nobody = " " * (1 + crc32(source.encode()) % NOBODYS)
        rows.add(nobody, NOTES, pack(("inputs", source, 0, encode(notes))))
        for reject in rejects:
            rows.add(nobody, NOTES, pack(("rejects", reject.source, reject.line, encode(reject))))
        if newest is not None:
            rows.add(" ", CLOCK, None, newest)
        yield rows.batch()

    def _profiles(self, records: Records, rejects: list[Reject]) -> Iterator[tuple[str, Sequence[Any]]]:
        reader = ProfileReader(self._schema, records)
        for one in reader:
            if isinstance(one, Reject):
                rejects.append(one)
            else:
                yield one.id, (reader.number, one.fields, one.tags, one.created)

    def _events(self, records: Records, rejects: list[Reject]) -> Iterator[tuple[str, Sequence[Any]]]:
        reader = EventReader(self._schema, records)
        for number, event in enumerate(reader):
            if isinstance(event, Reject):
                rejects.append(event)
            elif event.type in self._refusable:
                record = reader.record()
                assert isinstance(record, RawRecord)
                yield event.profile, (number, event.id, event.type, event.time, event.data, record.line, record.raw)
            else:
                yield event.profile, (number, event.id, event.type, event.time, event.data)


def event_of(profile: str, item: Sequence[Any]) -> Event:
    """The event in an item of a row."""
    return Event(item[1], item[2], profile, item[3], values_of(item[4]))


def values_of(data: dict[str, Any]) -> dict[str, Any]:
    """Values that were packed; lists are tuples in the engine."""
    return {name: tuple(value) if value.__class__ is list else value for name, value in data.items()}


@lru_cache(maxsize=4)
def _reading(packed: bytes, *, keep_all: bool) -> Reading:
    """What reads files for a ruleset, made once a process."""
    return Reading(packed, keep_all=keep_all)


@dataclass(frozen=True, slots=True)
class Arriving:
    """What every task of the first stage has to know; it is the function for Spark's ``mapInArrow``."""

    ruleset: bytes
    events: Origin
    profiles: tuple[Origin, ...]
    keep_all: bool

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The rows of the files in batches of Arrow."""
        reading = _reading(self.ruleset, keep_all=self.keep_all)
        places = {plain(one.root): number for number, one in enumerate(self.profiles)}
        for batch in batches:
            for path, modified, role, content in zip(*(batch.column(name) for name in COLUMNS), strict=True):
                whole = bytes(content.as_buffer())
                match role.as_py():
                    case "0":
                        number = places[plain(path.as_py())]
                        yield from reading.file(self.profiles[number].shown, whole, PROFILES, number)
                    case "1":
                        yield from reading.file(self.events.name(path.as_py()), whole, EVENTS, modified.value)
                    case _:
                        mark, moment = map(int, whole.split())
                        rows = Rows()
                        rows.add(" ", NOTES, pack(("clock", "", moment, b"")), mark)
                        yield rows.batch()


COLUMNS: Final = ("path", "modificationTime", "role", "content")
