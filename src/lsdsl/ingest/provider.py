"""What a provider is: how its payloads come apart into items, and what an item says."""

from collections.abc import Callable
from dataclasses import dataclass

from lsdsl.ingest.happening import Happening
from lsdsl.ingest.item import Item, Json, whole_payload


def as_it_is(item: Item) -> Item:
    """The item without any envelope around it."""
    return item


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. ``attached`` are the places where values of the sender's own stand; an empty path is the item itself."""

    name: str
    title: str
    read: Callable[[Item], list[Happening]]
    attached: tuple[tuple[str, ...], ...]
    split: Callable[[Json], list[Json]] = whole_payload
    unwrap: Callable[[Item], Item] = as_it_is
    mail: bool = True
