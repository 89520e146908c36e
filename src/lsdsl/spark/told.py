"""What the tasks of Spark tell beside their rows: counts, and what is kept of the first things of a kind."""

import io
import pickle
from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lsdsl.engine.outcome import Failure
from lsdsl.runner.advice import Strangers
from lsdsl.runner.part import Place, Refused
from lsdsl.runner.summary import Summary


@dataclass(slots=True)
class ReadTold:
    """What there is to tell of reading a piece. A place is the number of the piece and of the record in it."""

    piece: int
    records: int = 0
    lines: int = 0
    """The lines or rows of the piece: where those of the next one begin."""
    newest: int | None = None
    """The newest moment of an event, of those that are not after the moment of the run."""
    created: int | None = None
    rejects: Counter[str] = field(default_factory=Counter)
    first_rejects: dict[str, int] = field(default_factory=dict)
    """By code: the record that was the first one to be refused for it."""
    refused: list[tuple[int, Refused]] = field(default_factory=list)
    """The first ones, and the first of each unknown type of event, with the numbers of their records."""
    unknown: list[tuple[Place, str]] = field(default_factory=list)
    owned: list[tuple[Place, str]] = field(default_factory=list)
    problem: str | None = None
    """Why the input cannot be read at all."""


@dataclass(slots=True)
class FoldTold:
    """What there is to tell of the profiles of a task."""

    summary: Summary
    awards: list[int]
    awarded: list[int]
    types: list[tuple[Place, str]]
    failures: list[tuple[Place, str, Failure]]
    strangers: Strangers
    newest: int | None
    """The newest moment of an event that happened."""
    created: int | None
    """The newest creation of a profile; looked for only where no event happened."""
    rejects: Counter[tuple[int, str]]
    """By number of the input and code."""
    first_rejects: dict[str, Place]
    asked: int
    """How many actions follow-ups asked for."""


def packed(told: ReadTold | FoldTold) -> bytes:
    """What a task tells, as bytes."""
    file = io.BytesIO()
    _Pickler(file).dump(told)
    return file.getvalue()


def unpacked(data: bytes) -> Any:
    """What a task told. The bytes come from the workers of the session, which run this code."""
    return pickle.loads(data)  # noqa: S301 - see above


class _Pickler(pickle.Pickler):
    """Takes the facts of findings, which nobody can change, along with the rest."""

    def reducer_override(self, obj: Any) -> Any:
        return (_as_proxy, (dict(obj),)) if isinstance(obj, MappingProxyType) else NotImplemented


def _as_proxy(facts: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(facts)
