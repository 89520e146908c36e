"""How an attempt to deliver one action ended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived. ``remark`` tells what was not quite right, such as one of several recipients who was refused."""

    remark: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """It will not arrive: another attempt would end in the same way."""

    reason: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """It may arrive later. ``after`` are the seconds that the other side asks for."""

    reason: str
    after: float | None = None
    hopeless: bool = False
    """Whether no other action can arrive there either, so that waiting is in vain in this run."""


Outcome = Delivered | Refused | Postponed
