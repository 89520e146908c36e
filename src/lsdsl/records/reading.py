"""The profiles and events of an input, one after the other, each with its record at hand for when it has to be refused."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lsdsl.engine.event import Event
from lsdsl.records.columns import rows_of
from lsdsl.records.inputs import Records
from lsdsl.records.jsonl import record_of
from lsdsl.records.parquet import ParquetReader
from lsdsl.records.quick import GIVES_UP, decode, decode_sealed, unseal
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.schema import ProfileRecord, Schema
from lsdsl.records.shares import Share

NO_RECORD = RawRecord("", 0, {}, b"")


class ProfileReader:
    """Gives the profiles of an input and the rejects of what is none."""

    def __init__(self, schema: Schema, records: Records, share: Share | None = None) -> None:
        self._schema = schema
        self._records = records
        self._share = share
        self._record: RawRecord | Reject = NO_RECORD
        self.number = 0
        """How many records were read, whatever share they belong to."""

    def __iter__(self) -> Iterator[ProfileRecord | Reject]:
        share, schema = self._share, self._schema
        for record in self._records:
            self.number += 1
            if share is not None and not share.holds(None if isinstance(record, Reject) else schema.profile_id(record)):
                continue
            self._record = record
            yield record if isinstance(record, Reject) else schema.profile_record(record)

    def record(self) -> RawRecord | Reject:
        """The record of what was given last."""
        return self._record


class Row(NamedTuple):
    """A row of a Parquet file: its place in a batch, and how many rows there are before the batch."""

    parquet: ParquetReader
    before: int
    batch: Any
    place: int

    def record(self) -> RawRecord:
        """The record that it is."""
        return self.parquet.record(self.before, self.batch, self.place)


Place = tuple[int, bytes | Row, RawRecord | Reject | None]
"""Where an event stands: its number, and its line, its row or its record."""


class EventReader:
    """Gives the events of an input and the rejects of what is none; most events of JSON Lines come the quick way."""

    def __init__(self, schema: Schema, records: Records, share: Share | None = None) -> None:
        self._schema = schema
        self._records = records
        self._share = share
        self._line: bytes | Row = b""
        self._record: RawRecord | Reject | None = NO_RECORD
        self.number = 0
        """How many records or lines were read, whatever share they belong to."""

    def __iter__(self) -> Iterator[Event | Reject]:
        lines, parquet = self._records.lines, self._records.parquet
        if parquet is not None and not parquet.row:
            return self._of_rows(parquet)
        if lines is None:
            return self._of_records()
        self._record = None
        return self._of_lines(lines) if self._share is None else self._of_some_lines(lines, self._share)

    def record(self) -> RawRecord | Reject:
        """The record of what was given last."""
        return self.record_at(self.place())

    def place(self) -> Place:
        """Where that stands which was given last."""
        return self.number, self._line, self._record

    def record_at(self, place: Place) -> RawRecord | Reject:
        """The record of what was given when this was the place."""
        number, line, known = place
        if isinstance(line, Row):
            return line.record()
        record = known or record_of(self._records.source, number, line)
        assert record is not None
        return record

    def _of_records(self) -> Iterator[Event | Reject]:
        share, schema = self._share, self._schema
        for record in self._records:
            self.number += 1
            if share is not None and not share.holds(None if isinstance(record, Reject) else schema.profile_of(record)):
                continue
            self._record = record
            yield record if isinstance(record, Reject) else schema.event_record(record)

    def _of_rows(self, parquet: ParquetReader) -> Iterator[Event | Reject]:
        schema, share = self._schema, self._share
        checks = schema.quick.checks
        known = frozenset(checks)
        for before, batch in parquet.batches():
            rows = rows_of(batch, share, known)
            self._record = None
            for place, found in rows or ((place, None) for place in range(batch.num_rows)):
                self.number = parquet.row = before + place + 1
                self._line = row = Row(parquet, before, batch, place)
                if found is not None:
                    identity, kind, profile, moment, data = found
                    values = checks[kind](data)
                    if values is not None:
                        yield Event(identity, kind, profile, moment, values)
                        continue
                record = row.record()
                if rows is not None or share is None or share.holds(schema.profile_of(record)):
                    yield schema.event_record(record)
            self.number = parquet.row = before + batch.num_rows

    def _of_lines(self, lines: Iterator[bytes]) -> Iterator[Event | Reject]:
        quick, careful, source = self._schema.quick.event, self._schema.event_record, self._records.source
        for number, line in enumerate(lines, 1):
            self.number, self._line = number, line
            try:
                envelope = decode(line)
                event = quick(envelope, envelope.data) if line.__class__ is bytes else None
            except GIVES_UP:
                event = None
            if event is not None:
                yield event
            elif (record := record_of(source, number, line)) is not None:
                yield record if isinstance(record, Reject) else careful(record)

    def _of_some_lines(self, lines: Iterator[bytes], share: Share) -> Iterator[Event | Reject]:
        """The same for a share: of the events of others no more is decoded than whose they are."""
        schema, source = self._schema, self._records.source
        quick, holds = schema.quick, share.holds
        for number, line in enumerate(lines, 1):
            self.number, self._line = number, line
            event, known = None, False
            try:
                envelope = decode_sealed(line) if line.__class__ is bytes else None
                if envelope is not None and envelope.profile and not envelope.profile.isspace():
                    if not holds(envelope.profile):
                        continue
                    known = True  # from here on the line is ours, whatever is wrong with its data
                    event = quick.event(envelope, unseal(envelope.data))
            except GIVES_UP:
                event = None
            if event is not None:
                yield event
                continue
            record = record_of(source, number, line)
            if isinstance(record, Reject):
                if known or holds(None):
                    yield record
            elif record is not None and (known or holds(schema.profile_of(record))):
                yield schema.event_record(record)
