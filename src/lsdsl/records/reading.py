"""The profiles and events of an input, one after the other, each with its record at hand for when it has to be refused."""

from collections.abc import Iterator

from lsdsl.engine.event import Event
from lsdsl.records.inputs import Records
from lsdsl.records.jsonl import record_of
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


class EventReader:
    """Gives the events of an input and the rejects of what is none; most events of JSON Lines come the quick way."""

    def __init__(self, schema: Schema, records: Records, share: Share | None = None) -> None:
        self._schema = schema
        self._records = records
        self._share = share
        self._line = b""
        self._record: RawRecord | Reject | None = NO_RECORD
        self.number = 0
        """How many records or lines were read, whatever share they belong to."""

    def __iter__(self) -> Iterator[Event | Reject]:
        lines = self._records.lines
        if lines is None:
            return self._of_records()
        self._record = None
        return self._of_lines(lines) if self._share is None else self._of_some_lines(lines, self._share)

    def record(self) -> RawRecord | Reject:
        """The record of what was given last."""
        record = self._record or record_of(self._records.source, self.number, self._line)
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
