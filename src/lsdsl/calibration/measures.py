"""How well a score ranks leads.

The area under the ROC curve (AUC) is the share of pairs of a lead that converted and one that did not in which the first has the
higher score, ties counting half (Mann and Whitney 1947; Hanley and McNeil 1982). Its interval is DeLong's (DeLong, DeLong and
Clarke-Pearson 1988), computed from ranks as Sun and Xu (2014) do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from lsdsl.calibration.evidence import Evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

NORMAL: Final = 1.959963984540054
"""The 97.5 % point of the normal distribution: intervals are those of 95 %."""
TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Area:
    """An AUC with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of the leads, the best ones first: the scores in it, how many there are and how many of them converted."""

    lowest: float
    highest: float
    leads: int
    converted: int


@dataclass(frozen=True, slots=True)
class Band:
    """A range of the score: how many leads are in it, and how many of them converted."""

    name: str
    leads: int
    converted: int


@dataclass(frozen=True, slots=True)
class Lift:
    """What a rule tells: how many leads have its points, how many of them converted, and how often that is against all."""

    rule: int
    leads: int
    converted: int
    lift: float | None


def area(scores: Sequence[float], converted: Sequence[bool]) -> Area:
    """The AUC of scores. Raises ``ValueError`` unless some converted and some did not."""
    import numpy as np

    values = np.asarray(scores, dtype=float)
    labels = np.asarray(converted, dtype=bool)
    positive, negative = values[labels], values[~labels]
    if not len(positive) or not len(negative):
        raise ValueError("an AUC needs leads that converted and leads that did not")
    m, n = len(positive), len(negative)
    together = _ranks(np.concatenate([positive, negative]))
    above = (together[:m] - _ranks(positive)) / n
    below = 1 - (together[m:] - _ranks(negative)) / m
    value = float(above.mean())
    variance = (above.var(ddof=1) / m if m > 1 else 0.0) + (below.var(ddof=1) / n if n > 1 else 0.0)
    margin = NORMAL * sqrt(float(variance))
    return Area(value, max(0.0, value - margin), min(1.0, value + margin))


def _ranks(values: "NDArray[Any]") -> "NDArray[Any]":
    """The ranks of numbers from 1; equal ones share the middle of theirs."""
    import numpy as np

    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle = last - (counts - 1) / 2
    ranks: NDArray[Any] = middle[place]
    return ranks


def tenths(evidence: Evidence) -> list[Tenth]:
    """The leads in ten parts of as equal a size as can be, the best first; ties go by id, so the parts are always the same."""
    ordered = sorted(evidence.leads, key=lambda lead: (-lead.value, lead.profile))
    size = len(ordered)
    bounds = [size * part // TENTHS for part in range(TENTHS + 1)]
    parts = [ordered[start:end] for start, end in pairwise(bounds) if end > start]
    return [Tenth(part[-1].value, part[0].value, len(part), sum(lead.converted for lead in part)) for part in parts]


def bands(evidence: Evidence, names: Sequence[str]) -> list[Band]:
    """The leads by the range that they are in."""
    found = {name: [lead for lead in evidence.leads if lead.range == name] for name in names}
    return [Band(name, len(leads), sum(lead.converted for lead in leads)) for name, leads in found.items()]


def lifts(evidence: Evidence) -> list[Lift]:
    """What each rule tells, in the order of the rules."""
    base = sum(lead.converted for lead in evidence.leads) / len(evidence.leads)
    found = []
    for rule in evidence.rules:
        having = [lead for lead in evidence.leads if lead.given.get(rule)]
        converted = sum(lead.converted for lead in having)
        lift = converted / len(having) / base if having and base else None
        found.append(Lift(rule, len(having), converted, lift))
    return found
