"""Events read ahead of their time, a batch at once: their profiles can then be fetched with one question."""

from collections.abc import Iterator
from itertools import islice

from lsdsl.engine.event import Event
from lsdsl.records.inputs import Records
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.reading import EventReader, Place
from lsdsl.records.schema import Schema


class Ahead(EventReader):
    """The events of a reader, batch by batch, each with its record at hand while it is the one that was given last."""

    def __init__(self, schema: Schema, records: Records) -> None:
        super().__init__(schema, records)
        self._given = super().__iter__()
        self._events: list[Event | Reject] = []
        self._places: list[Place] = []
        self._index = 0

    def read(self, size: int) -> int:
        """Read up to so many; gives how many there were."""
        place, places = self.place, list[Place]()
        self._events = []
        add, note = self._events.append, places.append
        for event in islice(self._given, size):
            add(event)
            note(place())
        self._places, self._index = places, 0
        return len(places)

    def profiles(self) -> list[str]:
        """The profiles that the events of the batch are about, each once."""
        return list(dict.fromkeys([event.profile for event in self._events if event.__class__ is Event]))

    def __iter__(self) -> Iterator[Event | Reject]:
        for index, event in enumerate(self._events):
            self._index = index
            yield event

    @property
    def given(self) -> int:
        """How many records or lines there are up to the event that was given last; ``number`` counts those that were read."""
        return self._places[self._index][0]

    def record(self) -> RawRecord | Reject:
        """The record of what was given last."""
        return self.record_at(self._places[self._index])
