"""So many mistakes of one file are told: nobody mends more in one go, and most of what is left goes with the first ones."""

from collections.abc import Sequence
from typing import Final

from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.syntax.limits import MOST_FINDINGS

FULL: Final = "LS134"
"""Says that there are more; the syntax phase may have said so already."""
UNREAD: Final = "LS135"
"""Says that the rest of a file was not read, which is told in any case."""


def within_budget(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The first mistakes of each file, of findings in order, and for a file with more of them one finding that says so."""
    kept: list[Diagnostic] = []
    told: dict[str, int] = {}
    for one in found:
        if one.code == UNREAD:
            kept.append(one)
            continue
        number = told[one.span.path] = told.get(one.span.path, 0) + 1
        if number <= MOST_FINDINGS and one.code != FULL:
            kept.append(one)
        elif number == MOST_FINDINGS + 1 or (one.code == FULL and number <= MOST_FINDINGS):
            kept.append(finding(FULL, one.span, limit=MOST_FINDINGS))
            told[one.span.path] = MOST_FINDINGS + 1
    return kept
