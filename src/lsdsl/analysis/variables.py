"""What conditions ask about: a value whose answers hang together, and what is known of it before anything is asked."""

from typing import Literal

from lsdsl.analysis.questions import Known
from lsdsl.dataclass import dataclass

Shape = Literal["", "lower", "upper", "domain", "host"]
"""What is known of the letters of a text because of the function that gives it."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that conditions ask about.

    ``options`` are all values that it can have, for a finite kind. ``low``, ``high`` and ``step`` (its multiples only) bound an
    ordered one. ``needs`` names the variables without which it is missing; with ``total`` it is there whenever they are.
    """

    key: str
    kind: Literal["ordered", "text", "finite", "item", "other"]
    may_miss: bool = True
    options: tuple[Known, ...] = ()
    low: float | None = None
    high: float | None = None
    step: int = 0
    shape: Shape = ""
    needs: tuple[str, ...] = ()
    total: bool = False


def can_be(shape: Shape, text: str, folded: bool) -> bool:
    """Whether a text of that shape can be equal to another."""
    match shape:
        case "domain":
            return bool(text) and text == text.strip() and can_have(shape, text, folded)
        case "host":
            return can_have(shape, text, folded) and (folded or "%" in text or not _has_capitals(text))
        case _:
            return can_have(shape, text, folded)


def can_have(shape: Shape, text: str, folded: bool) -> bool:
    """Whether another text can be a part of a text of that shape. Only letters of the English alphabet are judged."""
    match shape:
        case "lower":
            return folded or not _has_capitals(text)
        case "upper":
            return folded or not any("a" <= one <= "z" for one in text)
        case "domain":
            return "@" not in text and (folded or not _has_capitals(text))
        case "host":
            return not any(one in "/?#" for one in text)
        case _:
            return True


def _has_capitals(text: str) -> bool:
    return any("A" <= one <= "Z" for one in text)
