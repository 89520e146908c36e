"""The data of one profile out of all that is read: the rest is passed by and costs no more than its reading."""

from collections.abc import Mapping
from dataclasses import dataclass

from lsdsl.engine.event import Event
from lsdsl.model.types import Value
from lsdsl.records.inputs import Records, open_records
from lsdsl.records.raw import Reject
from lsdsl.records.schema import Schema
from lsdsl.runner.options import REPORTED, Progress, RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record of the profile from before its first event."""

    fields: Mapping[str, Value]
    tags: tuple[str, ...] | None
    created: int | None


@dataclass(slots=True)
class Tape:
    """What was read of one profile, in the order of the input.

    ``newest`` is the moment to which a run over the same input would let time pass. ``others`` are the ids of all other profiles.
    """

    profile: str
    loads: list[Loaded]
    events: list[Event]
    newest: int | None
    others: dict[str, None]
    rejected: int
    shown: Shown
    ignored: tuple[str, ...] = ()
    """Columns and keys that the rules do not know, and fields that belong to a score."""
    stopped: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is anything about the profile."""
        return bool(self.loads or self.events)


def read(ruleset: Ruleset, options: RunOptions, profile: str, progress: Progress | None = None) -> Tape:
    """Read the input for one profile. Raises ``InputError`` for an input that cannot be read at all."""
    tape = Tape(profile, [], [], None, {}, 0, Shown())
    schema = Schema(ruleset.model)
    reader = _Reader(tape, schema, options, progress or (lambda _what, _unit, _done, _size: None))
    for path in options.profiles:
        reader.profiles(path)
    for path in options.events:
        reader.events(path)
    if tape.newest is None:
        tape.newest = reader.newest_creation
    tape.ignored = (*schema.ignored.unknown, *schema.ignored.owned)
    return tape


class _Reader:
    def __init__(self, tape: Tape, schema: Schema, options: RunOptions, progress: Progress) -> None:
        self.tape = tape
        self.schema = schema
        self.options = options
        self.progress = progress
        self.newest_creation: int | None = None

    def profiles(self, path: str) -> None:
        """Read a file of profiles."""
        tape = self.tape
        with open_records(path) as records:
            for number, raw in enumerate(records):
                if tape.stopped:
                    return
                self._report(number, records)
                record = raw if isinstance(raw, Reject) else self.schema.profile_record(raw)
                if isinstance(record, Reject):
                    self._reject(record)
                    continue
                if record.created is not None and (self.newest_creation is None or record.created > self.newest_creation):
                    self.newest_creation = record.created
                if record.id == tape.profile:
                    tape.loads.append(Loaded(record.fields, record.tags, record.created))
                else:
                    tape.others[record.id] = None

    def events(self, path: str) -> None:
        """Read a file of events, up to the moment of the options."""
        tape, last = self.tape, self.options.as_of
        with open_records(path) as records:
            for number, raw in enumerate(records):
                if tape.stopped:
                    return
                self._report(number, records)
                event = raw if isinstance(raw, Reject) else self.schema.event_record(raw)
                if isinstance(event, Reject):
                    self._reject(event)
                    continue
                if last is None or event.time <= last:
                    tape.newest = event.time if tape.newest is None else max(tape.newest, event.time)
                    if event.profile == tape.profile:
                        tape.events.append(event)
                if event.profile != tape.profile:
                    tape.others[event.profile] = None

    def _report(self, number: int, records: Records) -> None:
        if number % REPORTED == 0:
            self.progress(records.source, "rows" if records.parquet else "bytes", records.position(), records.size)

    def _reject(self, reject: Reject) -> None:
        self.tape.rejected += 1
        self.tape.shown.reject(reject)
        self.tape.stopped = self.options.on_error == "stop"
