"""What a check is given."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic
from lsdsl.model.declarations import Model
from lsdsl.model.types import Value
from lsdsl.source import Span


@dataclass(frozen=True, slots=True)
class BoxWork:
    """What a box reads and does, as whoever has checked it knows. ``any_tag``: it changes tags that its text does not name."""

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    tags_read: bool = False
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    any_tag: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """A profile and what happens to it: first corrections of its scores, then one event.

    ``loaded`` profiles have their fields and tags from the start; others get them from the event.
    """

    fields: Mapping[str, Value]
    tags: tuple[str, ...]
    points: Mapping[str, int | float]
    event: str
    data: Mapping[str, Value]
    loaded: bool = True


Rehearse = Callable[[Model, Iterable[Attempt]], Iterator[tuple[Attempt, str]]]
"""Make attempts one after the other; gives those whose cascade is too deep, each with the cycle in the engine's words."""

NO_BOXES: Final[Mapping[Span, BoxWork]] = {}


@dataclass(frozen=True, slots=True)
class Subject:
    """A ruleset as the checks see it.

    ``model`` holds the declarations that have no errors. ``whole`` says whether that is all of them: a check that would report
    that something is *nowhere* (unused, never written, out of reach) has to keep quiet where it is not. ``boxes`` says, by the
    places of their steps, what script boxes do; ``today`` is the day of the check, in UTC. ``columns`` are the names of all
    columns or keys that the data has for profiles, their events included; None where no data was given.
    """

    model: Model
    today: date
    rehearse: Rehearse
    boxes: Mapping[Span, BoxWork] = field(default_factory=lambda: NO_BOXES)
    whole: bool = True
    columns: frozenset[str] | None = None


Check = Callable[[Subject], Iterable[Diagnostic]]
"""A check: findings about a subject."""
