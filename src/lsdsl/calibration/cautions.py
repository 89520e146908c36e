"""What to be careful about: rules that know the outcome, and counts that are too small to say anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lsdsl.calibration.evidence import Evidence
from lsdsl.calibration.measures import Lift

FEW_CONVERTED: Final = 100
"""Fewer leads that converted (or did not) make every figure uncertain."""
FEW_WITH_RULE: Final = 20
"""Of a rule with fewer leads little can be said."""
TELLING: Final = 0.97
"""A rule whose leads nearly all converted, or nearly none, may know what came after."""
AFTER: Final = 0.5
"""A rule that in so many cases first gave points after the conversion does."""

Kind = Literal["after", "telling", "few", "small"]


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to be careful about; ``rule`` is None when it concerns all. ``share`` and ``leads`` are what it rests on."""

    kind: Kind
    rule: int | None
    leads: int
    share: float = 0.0


def cautions(evidence: Evidence, lifts: Sequence[Lift]) -> list[Caution]:
    """What to be careful about: the whole first, then rule by rule."""
    converted = sum(lead.converted for lead in evidence.leads)
    fewer = min(converted, len(evidence.leads) - converted)
    found = [Caution("small", None, fewer)] if fewer < FEW_CONVERTED else []
    base = converted / len(evidence.leads)
    for lift in lifts:
        late = _after(evidence, lift.rule)
        rate = lift.converted / lift.leads if lift.leads else base
        if late is not None and late[0] / late[1] > AFTER:
            found.append(Caution("after", lift.rule, late[1], late[0] / late[1]))
        elif lift.leads >= FEW_WITH_RULE and (rate >= max(TELLING, base) or rate <= min(1 - TELLING, base)):
            found.append(Caution("telling", lift.rule, lift.leads, rate))
        elif 0 < lift.leads < FEW_WITH_RULE:
            found.append(Caution("few", lift.rule, lift.leads, rate))
    return found


def _after(evidence: Evidence, rule: int) -> tuple[int, int] | None:
    """How many converted leads first got points of a rule after they converted, of how many; None when no moments are known."""
    known = [lead for lead in evidence.leads if lead.converted and lead.moment is not None and rule in lead.first]
    if not known:
        return None
    return sum(lead.first[rule] >= (lead.moment or 0) for lead in known), len(known)
