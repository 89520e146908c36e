"""Numbers, durations and points in words."""

from collections.abc import Sequence
from typing import Final

from lsdsl.model.declarations import Decay, Limit
from lsdsl.model.expressions import Constant, Expression
from lsdsl.model.types import DAY

UNITS: Final = (("week", 7 * DAY), ("day", DAY), ("hour", DAY // 24), ("minute", DAY // 1440), ("second", 1_000_000))
FEWEST_WEEKS: Final = 4
"""Below four weeks people count in days."""
EXACT: Final = 1 << 53


def number_words(number: int | float) -> str:
    """A number with commas between its thousands and no needless fraction: ``1,000``, ``2.5``."""
    if isinstance(number, float) and -EXACT < number < EXACT and number == int(number):
        number = int(number)
    return f"{number:,}"


def signed(number: int | float) -> str:
    """A number of points with its sign: ``+20``, ``-5``."""
    return ("+" if number >= 0 else "") + number_words(number)


def duration_words(microseconds: int) -> str:
    """A duration in the largest unit that divides it, weeks only from four on: ``30 days``, ``4 weeks``."""
    for word, size in UNITS:
        amount, rest = divmod(microseconds, size)
        if rest == 0 and amount and not (word == "week" and amount < FEWEST_WEEKS):
            return f"{number_words(amount)} {word}{'' if amount == 1 else 's'}"
    return f"{number_words(microseconds / 1_000_000)} seconds"


def points_words(points: Expression, said: str) -> str:
    """The points of a rule with their sign; ``said`` are the words for points that are computed."""
    if isinstance(points, Constant) and isinstance(points.value, int | float):
        return signed(points.value)
    return said if said.startswith("-") else f"+ {said}"


def limit_words(limit: Limit) -> str:
    """``at most 3 times in 7 days``, ``at most 20 points``, ``at most once``."""
    per = "" if limit.per is None else f" in {duration_words(limit.per)}"
    if limit.unit == "times":
        return f"at most {'once' if limit.amount == 1 else f'{number_words(limit.amount)} times'}{per}"
    return f"at most {number_words(limit.amount)} {'point' if limit.amount == 1 else 'points'}{per}"


def decay_words(decay: Decay) -> str:
    """``loses 25% every 30 days``, ``halves every 14 days``."""
    every = duration_words(decay.every)
    if decay.unit == "%":
        return f"halves every {every}" if decay.amount == 50 else f"loses {number_words(decay.amount)}% every {every}"
    return f"loses {number_words(decay.amount)} {'point' if decay.amount == 1 else 'points'} every {every}"


def listed(words: Sequence[str], joint: str) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"
