"""What an item says: an event of one person, before it is known which profile the person is."""

import hashlib
from dataclasses import dataclass
from typing import Any

from lsdsl.ingest.agents import is_machine, is_proxy
from lsdsl.records.moments import moment_text

Attributes = dict[str, str | bool]
"""What only one type of event has; empty texts are left out."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event: its type, its time in microseconds, whom it is about, its duplicate key, and its attributes."""

    type: str
    time: int
    person: str
    key: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mail:
    """What all events of one mail have in common."""

    provider: str
    message_id: str = ""
    subject: str = ""
    tags: tuple[str, ...] = ()

    def happening(self, type_: str, time: int, person: str, attributes: Attributes, key: str = "") -> Happening:
        """An event of this mail; without a key of the provider's own, one is made of what tells it from others."""
        common = {"provider": self.provider, "message_id": self.message_id, "subject": self.subject, "tags": list(self.tags)}
        data = {name: value for name, value in (common | attributes).items() if value not in ("", [])}
        if not key:
            parts = [self.message_id, type_, moment_text(time), person]
            if url := str(attributes.get("url", "")):
                # A reader may follow two links within the second that providers count in.
                parts.append(short_digest(url))
            if attributes.get("machine"):
                parts.append("machine")
            key = ":".join(filter(None, parts))
        return Happening(type_, time, person, key, data)


def looked(agent: str, *, proxy: bool = False, machine: bool = False) -> Attributes:
    """The attributes of an open: by which program, and whether a proxy or nobody looked."""
    unseen = machine or is_machine(agent)
    return {"proxy": proxy or unseen or is_proxy(agent), "machine": unseen, "user_agent": agent}


def followed(url: str, agent: str, *, machine: bool = False) -> Attributes:
    """The attributes of a click."""
    return {"url": url, "machine": machine, "user_agent": agent}


def short_digest(text: str) -> str:
    """Twelve digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
