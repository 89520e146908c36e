"""One share of a run in a process of its own, and what it tells the process that puts the shares together.

What depends on the order of all input is told with its place in it: rejects, unknown names, first failures, types of events.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from lsdsl.engine.event import Event
from lsdsl.engine.outcome import Failure
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.reading import EventReader, ProfileReader
from lsdsl.records.schema import ProfileRecord
from lsdsl.records.shares import Share
from lsdsl.records.spool import HandedOver, Spool
from lsdsl.runner.advice import Strangers, strangers_of
from lsdsl.runner.body import Body
from lsdsl.runner.inputs import LOOKED_AT, UNKNOWN_TYPE, InputNotes
from lsdsl.runner.options import Progress, RunOptions
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.receivers import SharedReceiver
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.summary import Summary

Place = tuple[int, int, str, int]
"""Where in the run something was: number of the input, number of the record, profile (at the end), and order within."""

AT_THE_END: Final = 1 << 30
"""The number of the input when all input was read."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a share tells when it is done."""

    summary: Summary
    awards: list[int]
    awarded: list[int]
    inputs: list[InputNotes]
    """How many records of the share each input had, and how many of them were of known profiles."""
    types: list[tuple[Place, str]]
    unknown: list[tuple[Place, str]]
    owned: list[tuple[Place, str]]
    failures: list[tuple[Place, str, Failure]]
    rejects: HandedOver
    strangers: Strangers
    receiver: Any


class Refused(msgspec.Struct, array_like=True):
    """A reject, and what of its record :class:`lsdsl.runner.inputs.InputNotes` looks at; ``readable`` when it is a record."""

    reject: Reject
    readable: bool = False
    table: bool = False
    keys: tuple[str, ...] = ()
    kind: str | None = None

    def record(self) -> RawRecord | Reject:
        """A record that looks like the one that was refused."""
        if not self.readable:
            return self.reject
        data: dict[str, Any] = dict.fromkeys(self.keys)
        if self.kind is not None:
            data["type"] = self.kind
        return RawRecord(self.reject.source, self.reject.line, data, b"", self.table)


def refused_of(notes: InputNotes, raw: RawRecord | Reject, reject: Reject) -> Refused:
    """A reject with what there is to know of its record, which is noted as well."""
    notes.rejected(raw, reject)
    if not isinstance(raw, RawRecord):
        return Refused(reject)
    kind = raw.data.get("type") if reject.code == UNKNOWN_TYPE else None
    keys = tuple(raw.data) if notes.rejects.total() <= LOOKED_AT else ()
    return Refused(reject, True, raw.table, keys, kind if isinstance(kind, str) else None)


encode_refused = msgspec.msgpack.Encoder().encode
decode_refused = msgspec.msgpack.Decoder(Refused).decode


class Placed(dict[str, None]):
    """Names that remember where they came first; ``place`` says where we are, given how many names there are."""

    def __init__(self, place: Callable[[int], Place]) -> None:
        super().__init__()
        self._place = place
        self.places: list[tuple[Place, str]] = []

    def __setitem__(self, name: str, value: None) -> None:
        if name not in self:
            self.places.append((self._place(len(self)), name))
        super().__setitem__(name, value)


class Part(Body):
    """The work of a share."""

    receiver: SharedReceiver

    def __init__(
        self,
        ruleset: Ruleset,
        options: RunOptions,
        receiver: SharedReceiver,
        progress: Progress,
        states: Profiles,
        share: Share,
        rejects: Spool,
    ) -> None:
        super().__init__(ruleset, options, receiver, progress, states, share)
        self.rejects = rejects
        self._inputs: list[InputNotes] = []
        self._reader: EventReader | ProfileReader | None = None
        self._ending = ""
        self._types: dict[str, Place] = {}
        self._failures: list[tuple[Place, str, Failure]] = []
        self._unknown = self.schema.ignored.unknown = Placed(self.place)
        self._owned = self.schema.ignored.owned = Placed(self.place)

    def place(self, within: int = 0) -> Place:
        """Where in the run we are."""
        if self._ending:
            return AT_THE_END, 0, self._ending, within
        return len(self._inputs), self._reader.number if self._reader else 0, "", within

    def advise(self, *, events: bool) -> None:  # noqa: ARG002 - as its parent class
        """Whoever sees all shares gives the advice."""
        self._inputs.append(self.notes)

    def _profiles(self, reader: ProfileReader) -> Iterable[ProfileRecord | Reject]:
        self._reader = reader
        return reader

    def _process_some(self, events: Iterable[Event | Reject], reader: EventReader) -> int:
        return super()._process_some(self._looked_at(events, reader), reader)

    def _looked_at(self, events: Iterable[Event | Reject], reader: EventReader) -> Iterator[Event | Reject]:
        self._reader, types = reader, self._types
        for event in events:
            if not isinstance(event, Reject) and event.type not in types:
                types[event.type] = self.place()
            yield event

    def refuse(self, raw: RawRecord | Reject, reject: Reject) -> None:
        """Keep a reject for whoever counts them all."""
        source, number, *_ = self.place()
        self.rejects.append((source, number), encode_refused(refused_of(self.notes, raw, reject)))

    def _end_of(self, profile: str) -> None:
        self._ending = profile

    def _fail(self, profile: str, failure: Failure) -> None:
        shown = self.receiver.shown.failures
        before = len(shown)
        super()._fail(profile, failure)
        if len(shown) > before:
            self._failures.append((self.place(before), profile, failure))

    def told(self) -> Told:
        """What there is to tell."""
        return Told(
            summary=self.summary,
            awards=self.awards,
            awarded=self.awarded,
            inputs=self._inputs,
            types=[(place, name) for name, place in self._types.items()],
            unknown=self._unknown.places,
            owned=self._owned.places,
            failures=self._failures,
            rejects=self.rejects.hand_over(),
            strangers=strangers_of(self.states),
            receiver=self.receiver.hand_over(),
        )
