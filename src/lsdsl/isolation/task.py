"""A step that is wanted, for the runner to describe and for :mod:`lsdsl.isolation.steps` to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from lsdsl.script import Box, BoxResult, BoxView

BoxRunner = Callable[[Box, BoxView, int], BoxResult]
"""Runs a box on a view with so much fuel, as :mod:`lsdsl.engine.boxes` has it."""

Result = TypeVar("Result")

WINDOW: Final = 256
"""So many steps are under way at once."""


class IsolationError(Exception):
    """Child processes cannot be had here."""


@dataclass(frozen=True, slots=True)
class Task(Generic[Result]):
    """A step that is wanted: on which profile, how it is done with a given way to run boxes, and how to keep the profile's state.

    ``save`` gives what brings the state back that was there when it was called.
    """

    profile: str
    attempt: Callable[[BoxRunner], Result]
    save: Callable[[], Callable[[], None]]
