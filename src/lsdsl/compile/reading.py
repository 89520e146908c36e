"""What an expression may read: the seam between the executions of expressions and the engine."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from lsdsl.model.types import Value
from lsdsl.source import Span

Data = Mapping[str, Value]
"""The attributes of the event, or the fields of the row, in whose scope an expression stands; what is missing may be left out."""


class Reading(Protocol):
    """The profile at one moment, as expressions see it. Scores and histories go by their index in the program."""

    @property
    def fields(self) -> Mapping[str, Value]:
        """The fields that have a value; defaults are the business of the expression."""

    @property
    def identifier(self) -> str:
        """The profile's id."""

    @property
    def created(self) -> int:
        """The moment of the profile's creation."""

    @property
    def tags(self) -> Mapping[str, None]:
        """The tags in order of arrival."""

    @property
    def now(self) -> int:
        """The present moment of the profile, in microseconds."""

    @property
    def old(self) -> Mapping[str, Value]:
        """In a ``modified`` event: the values before it of the fields that it changed."""

    def score(self, index: int) -> int | None:
        """The value of a score in millionths of a point; None when it is switched off or comes out missing."""

    def times(self, history: int, within: int) -> Sequence[tuple[int, int]]:
        """The remembered (time, value in millionths) of a history in ``(now - within, now]``, in order of time."""

    def life(self, history: int) -> tuple[int, int, int | None]:
        """Count, sum in millionths and latest time of a history over the life of the profile."""

    def rows(self, collection: str) -> Iterable[tuple[int, Data]]:
        """The rows of a collection: when each was created, and its fields."""

    def gains(self, score: int, within: int) -> Sequence[tuple[int, int]]:
        """The (time, millionths of points) gained by a score in ``(now - within, now]``, in order of time."""

    def gained(self, scores: Sequence[int], within: int) -> int:
        """The millionths of points gained by several scores in ``(now - within, now]``."""

    def problem(self, code: str, span: Span) -> None:
        """Record that a value could not be computed and is missing (LS851, LS852)."""
