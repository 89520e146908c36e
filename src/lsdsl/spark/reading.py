"""The first work of Spark: records into rows that can be sent to the task of their profile. It happens in the workers.

The readers of ``lsdsl run`` read, check and convert each record once; what goes on is the event as the engine takes it, as bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from lsdsl.engine.event import Event
from lsdsl.model.declarations import Model
from lsdsl.records.inputs import Records
from lsdsl.records.parquet import as_json, coarse
from lsdsl.records.problems import InputError
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.reading import EventReader, ProfileReader
from lsdsl.records.schema import ProfileRecord, Schema
from lsdsl.runner.inputs import LOOKED_AT, TYPES, InputNotes
from lsdsl.runner.options import RunOptions
from lsdsl.runner.part import Place, Placed, Refused, refused_of
from lsdsl.spark.packing import pack_event, pack_profile, pack_reject
from lsdsl.spark.pieces import CountedLines, Piece, open_piece
from lsdsl.spark.schemas import EVENT, PROFILE, RECORD, REJECT, TOLD
from lsdsl.spark.told import ReadTold, packed
from lsdsl.spark.worker import worker_ruleset

BATCH: Final = 5_000
SEQUENCE: Final = "sequence"
"""The column of a table of events that says in which order they arrived."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What every task of reading has to know."""

    ruleset: bytes
    options: RunOptions
    by_time: bool
    """Whether events are put in order of time, and only those of one moment in that of the input."""


@dataclass(slots=True)
class Rows:
    """Rows of records on their way out."""

    kinds: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    ties: list[str | None] = field(default_factory=list)
    profiles: list[str | None] = field(default_factory=list)
    payloads: list[bytes] = field(default_factory=list)
    raws: list[str | None] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)

    def batch(self, piece: int) -> pa.RecordBatch:
        """The rows as a batch of Arrow."""
        pieces = [piece] * len(self.kinds)
        keys = (self.kinds, self.at, pieces, self.numbers, self.ties, self.profiles)
        columns = (*keys, self.payloads, self.raws, self.lines)
        arrays = [pa.array(column, kind) for column, kind in zip(columns, RECORD.types, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=RECORD)


class PieceReader:
    """Reads the records of a piece. Keeps of what is refused what the advice on the input needs."""

    def __init__(self, model: Model, work: Reading, piece: int, source: str, order: "Order | None" = None) -> None:
        self.model = model
        self.work = work
        self.piece = piece
        self.schema = Schema(model)
        self.reader: ProfileReader | EventReader | None = None
        self.order = order
        self.told = ReadTold(piece)
        self.notes = InputNotes(source)
        self._unknown = self.schema.ignored.unknown = Placed(self._place)
        self._owned = self.schema.ignored.owned = Placed(self._place)
        late = work.options.late == "reject"
        self._refusable = {name for name, event in model.events.items() if late or event.subject != "declared"}

    def _place(self, within: int) -> Place:
        return self.piece, self.reader.number if self.reader else 0, "", within

    def read(self, records: Records, *, events: bool) -> Iterator[pa.RecordBatch]:
        """The rows of all records."""
        reader = self.reader = (EventReader if events else ProfileReader)(self.schema, records)
        told = self.told
        rows = Rows()
        for record in reader:
            told.records += 1
            self._add(rows, record, reader)
            if len(rows.kinds) >= BATCH:
                yield rows.batch(self.piece)
                rows = Rows()
        told.lines = records.lines.count if isinstance(records.lines, CountedLines) else reader.number
        if rows.kinds:
            yield rows.batch(self.piece)

    def end(self) -> pa.RecordBatch:
        """The row of what there is to tell."""
        self.told.unknown, self.told.owned = self._unknown.places, self._owned.places
        self.told.rejects = self.notes.rejects
        return Rows([TOLD], [0], [0], [None], [None], [packed(self.told)], [None], [None]).batch(self.piece)

    def _add(self, rows: Rows, record: Event | ProfileRecord | Reject, reader: EventReader | ProfileReader) -> None:
        number, tie = reader.number, None
        if self.order is not None:
            number, tie = self.order.of(reader.number, record)
        at, profile, raw, line = 0, None, None, None
        if isinstance(record, Event):
            kind, profile, payload = EVENT, record.profile, pack_event(record)
            self._note_moment(record.time)
            if self.work.by_time:
                at = record.time
            if record.type in self._refusable:
                found = reader.record()
                assert isinstance(found, RawRecord)
                raw, line = found.raw, found.line
        elif isinstance(record, Reject):
            kind, payload = REJECT, pack_reject(record)
            self._refuse(number, reader.record(), record)
        else:
            kind, profile, payload = PROFILE, record.id, pack_profile(record)
            told = self.told
            if record.created is not None and (told.created is None or record.created > told.created):
                told.created = record.created
        rows.kinds.append(kind)
        rows.at.append(at)
        rows.numbers.append(number)
        rows.ties.append(tie)
        rows.profiles.append(profile)
        rows.payloads.append(payload)
        rows.raws.append(raw)
        rows.lines.append(line)

    def _note_moment(self, moment: int) -> None:
        latest, told = self.work.options.as_of, self.told
        if (told.newest is None or moment > told.newest) and (latest is None or moment <= latest):
            told.newest = moment

    def _refuse(self, number: int, raw: RawRecord | Reject, reject: Reject) -> None:
        known = len(self.notes.types)
        refused: Refused = refused_of(self.notes, raw, reject)
        new_type = len(self.notes.types) > known
        if self.notes.rejects.total() <= LOOKED_AT or (new_type and known < TYPES):
            self.told.refused.append((number, refused))
        self.told.first_rejects.setdefault(reject.code, number)


def read_pieces(work: Reading, pieces: Sequence[Piece], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows of the pieces of which the numbers come in."""
    model = worker_ruleset(work.ruleset).model
    paths = (*work.options.profiles, *work.options.events)
    for batch in batches:
        for number in batch.column(0).to_pylist():
            piece = pieces[number]
            path = paths[piece.input]
            reading = PieceReader(model, work, number, path)
            try:
                with open_piece(piece) as records:
                    yield from reading.read(records, events=piece.events)
            except InputError as error:
                reading.told.problem = str(error).replace(piece.path, path)
            yield reading.end()


# --- tables that Spark has ----------------------------------------------------------------------------------------------


class Order:
    """The order of the rows of a table: their column ``sequence``, else nothing but what they hold."""

    def __init__(self) -> None:
        self.sequence: Sequence[int] | None = None
        self.before = 0
        """How many rows came before those of ``sequence``."""

    def of(self, number: int, record: Event | ProfileRecord | Reject) -> tuple[int, str | None]:
        """The number of a row, and what decides where numbers are equal."""
        if self.sequence is not None:
            return self.sequence[number - self.before - 1], None
        return 0, record.id if isinstance(record, Event) else None


def read_table(work: Reading, piece: int, source: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows of a part of a table of Spark: ``piece`` 0 is the profiles, 1 the events."""
    order = Order()
    reading = PieceReader(worker_ruleset(work.ruleset).model, work, piece, source, order)
    records = Records(source, _records(source, order, batches), None)
    yield from reading.read(records, events=piece == 1)
    yield reading.end()


def _records(source: str, order: Order, batches: Iterator[pa.RecordBatch]) -> Iterator[RawRecord]:
    for batch in batches:
        rows = coarse(batch)
        order.sequence = None
        lines: Sequence[int] = range(1, 1)
        index = rows.schema.get_field_index(SEQUENCE)
        if index >= 0:
            lines = order.sequence = rows.column(index).to_pylist()
            rows = rows.drop_columns([SEQUENCE])
        for number, values in enumerate(rows.to_pylist()):
            yield RawRecord(source, lines[number] if order.sequence is not None else 0, as_json(values), values, table=True)
        order.before += rows.num_rows
