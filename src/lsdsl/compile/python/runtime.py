"""What generated functions call: the pure functions of the language, and short forms of reads that need more than one step."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import getitem, itemgetter
from typing import Any, Final

from lsdsl.compile import functions, points
from lsdsl.compile.entry import Awarded
from lsdsl.compile.execution import size
from lsdsl.compile.plan import Condition, ValueFunction
from lsdsl.compile.python import remembering
from lsdsl.compile.python.lookups import rule_of
from lsdsl.compile.reading import Reading
from lsdsl.compile.reference import FUNCTIONS, flames_of
from lsdsl.compile.rings import Window, sum_within

_SIZE: Final = itemgetter(1)


def score_number(reading: Reading, index: int) -> int | float | None:
    """The value of a score as a number."""
    value = reading.score(index)
    return None if value is None else points.to_number(value)


def score_flames(reading: Reading, index: int, ideal: int) -> int | None:
    """The flames of a score, its ideal in millionths."""
    value = reading.score(index)
    return None if value is None else flames_of(value, ideal)


def total(occurrences: Sequence[tuple[int, int]]) -> int | float:
    """The sum of remembered values."""
    if type(occurrences) is Window:
        return points.to_number(occurrences.total)
    return points.to_number(sum(map(_SIZE, occurrences)))


def gained(reading: Reading, scores: Sequence[int], within: int) -> int | float:
    """The points gained by several scores in a window."""
    return points.to_number(reading.gained(scores, within))


def rows(
    reading: Reading, collection: str, within: int | None, where: Condition | None, value: ValueFunction | None
) -> list[tuple[int, int]]:
    """The rows of a collection that count, with the value that is asked for, in millionths."""
    begin = None if within is None else reading.now - within
    found = []
    for created, row in reading.rows(collection):
        if (begin is None or created > begin) and (where is None or where(reading, row)):
            number = None if value is None else value(reading, row)
            found.append((created, 0 if number is None else points.from_number(number)))  # type: ignore[arg-type]
    return found


def latest(occurrences: Sequence[tuple[int, int]]) -> int | None:
    """The latest time, or missing."""
    return max((time for time, _ in occurrences), default=None)


def periods(reading: Reading, histories: Sequence[int], every: int) -> int:
    """How many whole periods have passed since the latest of the events, or since the profile was created."""
    since = max((moment for index in histories if (moment := reading.life(index)[2]) is not None), default=reading.created)
    return max(0, (reading.now - since) // every)


NAMESPACE: Final[dict[str, Any]] = {
    "Awarded": Awarded,
    "bisect": bisect_right,
    "getitem": getitem,
    "rule_of": rule_of,
    **{f"f_{name}": function for name, function in FUNCTIONS.items()},
    "add": functions.add,
    "subtract": functions.subtract,
    "multiply": functions.multiply,
    "divide": functions.divide,
    "number_of": points.to_number,
    "points_of": size,
    "score_number": score_number,
    "score_flames": score_flames,
    "total": total,
    "count_after": remembering.count_after,
    "sum_within": sum_within,
    "use": remembering.use,
    "occur": remembering.occur,
    "gained": gained,
    "rows": rows,
    "latest": latest,
    "periods": periods,
}
