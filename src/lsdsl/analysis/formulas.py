"""Conditions as formulas: ``and``, ``or`` and ``not`` over questions about variables."""

from typing import Final, assert_never

from lsdsl.analysis.questions import Question
from lsdsl.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """One question about one variable, which is named by its key."""

    variable: str
    question: Question


@dataclass(frozen=True, slots=True)
class All:
    """All of the parts; without any: true."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of the parts at least; without any: false."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """``not``."""

    part: "Formula"


Formula = Ask | All | Some | Opposite

TRUE: Final = All(())
FALSE: Final = Some(())


def questions(formula: Formula) -> list[Ask]:
    """The questions of a formula, each once."""
    found: dict[Ask, None] = {}
    waiting: list[Formula] = [formula]
    while waiting:
        one = waiting.pop()
        match one:
            case Ask():
                found.setdefault(one)
            case All(parts=parts) | Some(parts=parts):
                waiting.extend(reversed(parts))
            case Opposite(part=part):
                waiting.append(part)
            case _:
                assert_never(one)
    return list(found)
