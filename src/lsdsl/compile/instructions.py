"""Follow-ups as the engine runs them: a trigger, and steps as a flat list of instructions.

Flat, so that a run that waits is one number: where it goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lsdsl.compile.plan import Condition, Horizon, ValueFunction
from lsdsl.model.declarations import RunLimit
from lsdsl.model.types import Type
from lsdsl.script import Box
from lsdsl.source import Span


@dataclass(frozen=True, slots=True)
class Write:
    """``set FIELD to EXPR``."""

    field: str
    type: Type
    value: ValueFunction
    span: Span


@dataclass(frozen=True, slots=True)
class Tag:
    """``add tag``, ``remove tag``."""

    tag: str
    present: bool


@dataclass(frozen=True, slots=True)
class Give:
    """``award POINTS to SCORE``: ``rule`` is the number under which the ledger knows the step."""

    rule: int
    points: ValueFunction
    span: Span


@dataclass(frozen=True, slots=True)
class Ask:
    """``do ACTION``: ``number`` counts the steps of the follow-up and is part of the action's id."""

    action: str
    arguments: Mapping[str, tuple[Type, ValueFunction]]
    number: int


@dataclass(frozen=True, slots=True)
class RunBox:
    """``script:``. ``awards`` gives, for each score that the box awards points to, the rule number that the ledger shows."""

    box: Box
    awards: Mapping[str, int]
    number: int


@dataclass(frozen=True, slots=True)
class Pause:
    """``wait D``."""

    duration: int


@dataclass(frozen=True, slots=True)
class Unless:
    """Go to ``target`` unless the condition holds."""

    condition: Condition
    target: int


@dataclass(frozen=True, slots=True)
class Go:
    """Go to ``target``."""

    target: int


@dataclass(frozen=True, slots=True)
class End:
    """``stop``."""


Instruction = Write | Tag | Give | Ask | RunBox | Pause | Unless | Go | End


@dataclass(frozen=True, slots=True)
class Edge:
    """``when C [again when C2]``, with what tells when time alone can change either."""

    condition: Condition
    again: Condition | None
    horizon: Horizon | None
    fading: bool
    """Whether time alone can only make it false: then there is no moment to wait for while it is."""


@dataclass(frozen=True, slots=True)
class Cold:
    """``when SCORE gains fewer than N within D``: points in millionths, the time in microseconds."""

    scores: tuple[int, ...]
    points: int
    within: int


@dataclass(frozen=True, slots=True)
class Change:
    """``when SCORE changes``."""

    score: int


@dataclass(frozen=True, slots=True)
class FollowupPlan:
    """A follow-up. ``trigger`` is None for one that is triggered by events (see ``Program.started``)."""

    index: int
    name: str
    kind: Literal["event", "edge", "cold", "change"]
    trigger: Edge | Cold | Change | None
    where: Condition | None
    limits: tuple[RunLimit, ...]
    cancel: Condition | None
    cancel_horizon: Horizon | None
    instructions: tuple[Instruction, ...]
    span: Span

    @property
    def overall(self) -> RunLimit | None:
        """The limit for all profiles together, which is kept where actions are delivered."""
        return next((limit for limit in self.limits if limit.overall), None)
