"""Scopes: which names an expression sees at its place."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Literal

from lsdsl.dataclass import dataclass
from lsdsl.model.declarations import Event, Field
from lsdsl.model.types import TEXT, Kind, Type


@dataclass(frozen=True, slots=True)
class Scope:
    """What is seen at a place.

    ``profile``: the profile alone. ``event``: the attributes of one or several events, too. ``history``: nothing but the
    attributes of an event or row (inside ``count``, ``sum``, ``seen`` and ``last``). ``test``: the profile, and what happened
    to it.

    ``attributes`` are those that all events have with one type, ``partial`` says for the others which event is in the way and
    why. A scope is ``open`` when one of its events is unknown: what is not found there gets no finding. ``modified`` are the
    fields that ``changed`` and ``old`` know, None where they do not exist; ``key`` is what names are muted by.
    """

    place: Literal["profile", "event", "history", "test"]
    key: str = ""
    attributes: Mapping[str, Field] = field(default_factory=dict)
    partial: Mapping[str, "Partial"] = field(default_factory=dict)
    events: str = ""
    open: bool = False
    modified: Mapping[str, Field] | None = None


@dataclass(frozen=True, slots=True)
class Partial:
    """Why an attribute cannot be read: ``event`` lacks it, or has it with another type than ``other``."""

    event: str
    other: str | None = None
    types: tuple[Type, Type] | None = None


PROFILE = Scope("profile")
TEST = Scope("test")


def shown(event: Event) -> str:
    """An event's name as rules write it."""
    return event.name if event.subject == "declared" else event.name.replace(".", " ")


def event_scope(events: Sequence[Event | None], profile_fields: Mapping[str, Field]) -> Scope:
    """The scope of a rule on events; None stands for an event that is not known."""
    known = [event for event in events if event is not None]
    attributes, partial = common(known)
    return Scope(
        "event",
        key=" or ".join(shown(event) for event in known),
        attributes=attributes,
        partial=partial,
        events=" or ".join(shown(event) for event in known),
        open=len(known) < len(events),
        modified=_modified(events, known, profile_fields),
    )


def history_scope(name: str, attributes: Mapping[str, Field]) -> Scope:
    """The scope of ``where`` inside ``count`` and its kin."""
    return Scope("history", key=f"of {name}", attributes=attributes, events=name)


def common(events: Sequence[Event]) -> tuple[dict[str, Field], dict[str, Partial]]:
    """The attributes that all events have with one type, and what is in the way of the others."""
    attributes: dict[str, Field] = {}
    partial: dict[str, Partial] = {}
    for name in dict.fromkeys(name for event in events for name in event.attributes):
        problem = _problem(name, events)
        if problem:
            partial[name] = problem
        else:
            attributes[name] = _joined([event.attributes[name] for event in events])
    return attributes, partial


def _problem(name: str, events: Sequence[Event]) -> Partial | None:
    first: Event | None = None
    for event in events:
        if name not in event.attributes:
            return Partial(shown(event))
        if first is None:
            first = event
        here, there = event.attributes[name].type, first.attributes[name].type
        if here.kind is not there.kind and Kind.ERROR not in (here.kind, there.kind):
            return Partial(shown(event), shown(first), (here, there))
    return None


def _joined(attributes: Sequence[Field]) -> Field:
    first = attributes[0]
    if all(one.type == first.type for one in attributes):
        return first
    joined = TEXT if first.type.kind is Kind.TEXT else first.type
    return Field(first.name, joined, first.default, first.source, first.description, first.span)


def _modified(
    events: Sequence[Event | None], known: Sequence[Event], profile_fields: Mapping[str, Field]
) -> Mapping[str, Field] | None:
    """The fields for ``changed`` and ``old``; an unknown event is given the benefit of the doubt."""
    if not all(event is None or event.name.endswith(".modified") for event in events):
        return None
    if any(event.subject not in ("profile", "collection") for event in known):
        return None
    fields = [profile_fields if event.subject == "profile" else event.attributes for event in known]
    return {name: one for name, one in fields[0].items() if all(name in other for other in fields)} if fields else {}
