"""What is kept of each input while it is read, for advice on inputs that were most likely not meant like that."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lsdsl.records.raw import RawRecord, Reject

LOOKED_AT = 50
"""So many rejected records are looked at for the names of their columns."""

UNREADABLE = "LS810"
"""Codes before this one are those of records that cannot be read."""

UNKNOWN_TYPE = "LS814"

TYPES = 8
"""So many different unknown types of events are kept."""


@dataclass(slots=True)
class InputNotes:
    """One input: how many records it had, how many of them were rejected and why, and what they looked like.

    Of profiles also how many records were ``known``, those of a profile that was there when they came, and how many profiles
    were there ``before`` the input. Both are mere numbers, and those of several shares add up.
    """

    source: str
    records: int = 0
    known: int = 0
    before: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    table: bool = False
    columns: dict[str, None] = field(default_factory=dict)
    types: dict[str, None] = field(default_factory=dict)

    def rejected(self, raw: RawRecord | Reject, reject: Reject) -> None:
        """Remember a rejected record."""
        self.rejects[reject.code] += 1
        if isinstance(raw, Reject):
            return
        if self.rejects.total() <= LOOKED_AT:
            self.table = raw.table
            self.columns.update(dict.fromkeys(raw.data))
        kind: Any = raw.data.get("type")
        if reject.code == UNKNOWN_TYPE and isinstance(kind, str) and len(self.types) < TYPES:
            self.types[kind] = None

    @property
    def loaded(self) -> int:
        """How many records were taken."""
        return self.records - self.rejects.total()

    @property
    def repeated(self) -> int:
        """How many records, at the least, have an id that this input has had before: exact for the first input."""
        return max(0, self.known - self.before)

    def nothing_but(self, *codes: str) -> bool:
        """Whether every record was rejected, all that could be read at all for one of these reasons."""
        unreadable = sum(count for code, count in self.rejects.items() if code < UNREADABLE)
        refused = sum(self.rejects[code] for code in codes)
        return refused > 0 and self.records == refused + unreadable
