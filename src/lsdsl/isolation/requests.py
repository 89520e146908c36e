"""A run of a box as it travels: the values that the box names, taken from the profile."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from lsdsl.isolation import wire
from lsdsl.script import DEFAULT, Box, BoxView


@dataclass(frozen=True, slots=True)
class Needs:
    """What a box names, by kind; ``others`` are the keys of :class:`lsdsl.script.paths.Path`."""

    number: int
    fields: tuple[str, ...]
    data: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    scores: tuple[str, ...]
    others: frozenset[str]


class Job(NamedTuple):
    """A run that is wanted: of which box, what is sent, and how much fuel it may use."""

    box: Box
    request: bytes
    fuel: int


def needs_of(number: int, box: Box) -> Needs:
    """What has to travel for each run of a box."""
    plan = box._plan  # noqa: SLF001 - what a run prepares is what it needs
    return Needs(
        number=number,
        fields=tuple(one.key for one in plan.fields),
        data=tuple(name for name, _ in plan.data),
        rows=tuple((collection, tuple(one.key for one in entries)) for collection, entries in plan.rows),
        scores=tuple(path.name for path in plan.others if path.part == "score"),
        others=frozenset(path.key for path in plan.others if path.part != "score"),
    )


def request_of(needs: Needs, view: BoxView, fuel: int) -> bytes:
    """The run as bytes; equal runs are equal bytes."""
    request = _request(needs, view, fuel)
    try:
        return wire.encode(request)
    except (OverflowError, UnicodeEncodeError):
        return wire.encode(_widened(request))


def _request(needs: Needs, view: BoxView, fuel: int) -> wire.Request:
    others, given, data = needs.others, view.fields, view.data
    tags: Any = ()
    if "profile.tags" in others:
        tags = view.tags if len(view.tags) <= DEFAULT.items else len(view.tags)
    return wire.Request(
        box=needs.number,
        fuel=fuel,
        fields={name: given.get(name) for name in needs.fields},  # type: ignore[misc]
        data={name: data.get(name) for name in needs.data},  # type: ignore[misc]
        rows={collection: _rows(view, collection, names) for collection, names in needs.rows},
        scores={name: view.score(name) for name in needs.scores},
        tags=tags,
        identifier=view.identifier if "profile.id" in others else "",
        event_type=view.event_type if "event.type" in others else "",
        created=view.created if "profile.created" in others else 0,
        now=view.now if "now.now" in others else 0,
        event_time=view.event_time if "event.time" in others else 0,
    )


def _rows(view: BoxView, collection: str, names: tuple[str, ...]) -> Any:
    """The rows of a collection; of too many only how many they are, which is all that the box's error tells."""
    rows = view.rows(collection)
    if len(rows) > DEFAULT.items:
        return len(rows)
    return [{name: row[name] for name in names if name in row} for row in rows]


def _widened(request: wire.Request) -> Any:
    """The same with values that JSON does not hold in another form."""

    def widened(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: widened(value) for key, value in part.items()}
        return [widened(one) for one in part] if isinstance(part, list) else wire.sent(part)

    return [widened(getattr(request, name)) for name in request.__struct_fields__]
