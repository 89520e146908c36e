"""Did you mean: the declared names that are close to one that is not declared."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Self

from lsdsl.pattern import pattern
from lsdsl.syntax.grammar import RESERVED

if TYPE_CHECKING:
    from difflib import SequenceMatcher

MOST_CANDIDATES = 1000
MOST_SUGGESTIONS = 2
CLOSE_ENOUGH = 0.6
SHORTEST_PART = 4
SHORT = 6
"""In names below this length one letter changes much of the ratio, so that edits are counted whatever it is."""
AS_CLOSE = 0.15
"""How much farther than the best suggestion a second one may be."""
SHORTEST_SLIP: Final = 4
"""In shorter names one letter tells words apart: `won` and `win`."""
PLAIN_NAME: Final = pattern(r"[A-Za-z_][A-Za-z0-9_]*")


class Suggestion(str):
    """Close candidates as words for a message: ```a` or `b```.

    ``only`` is the candidate if no second one is about as close; ``certain`` says that what was written differs from it, and from
    no other, by a slip of the finger: case, ``_`` and blanks, or one letter. ``is_text``: candidates are texts and not names.
    """

    __slots__ = ("certain", "is_text", "only")

    only: str | None
    certain: bool
    is_text: bool

    def __new__(cls, words: str, only: str | None = None, *, certain: bool = False, is_text: bool = False) -> Self:
        """Words that remember what they are about."""
        one = super().__new__(cls, words)
        one.only, one.certain, one.is_text = only, certain, is_text
        return one

    @property
    def written(self) -> str | None:
        """What stands in the rules for the only candidate."""
        if self.only is None:
            return None
        return written_text(self.only) if self.is_text else written_name(self.only)

    def as_text(self) -> "Suggestion":
        """The same, of candidates that are texts."""
        return Suggestion(self.replace("`", '"'), self.only, certain=self.certain, is_text=True)

    def doubtful(self) -> "Suggestion":
        """The same, but not certain: something hangs on the name that its author should look at."""
        return Suggestion(self, self.only, is_text=self.is_text)


def suggest(name: str, candidates: Iterable[str]) -> Suggestion | None:
    """At most two close candidates; None when nothing is close."""
    close = _ranked(name, list(dict.fromkeys(candidates))[:MOST_CANDIDATES])
    if not close:
        return None
    best = _best(close)
    only = best[0] if len(best) == 1 else None
    slips = [one for _, one in close if is_slip(name, one)]
    return Suggestion(" or ".join(f"`{one}`" for one in best), only, certain=slips == [only])


def closest(name: str, candidates: list[str]) -> list[str]:
    """The close candidates, the best first; equally close ones in the order in which they are declared."""
    return _best(_ranked(name, candidates))


def _best(ranked: list[tuple[float, str]]) -> list[str]:
    return [one for rank, one in ranked[:MOST_SUGGESTIONS] if rank <= ranked[0][0] + AS_CLOSE]


def _ranked(name: str, candidates: list[str]) -> list[tuple[float, str]]:
    """All candidates that are close, with how far they are, the nearest first."""
    if len(name) < 2:
        return []
    folded = fold(name)
    exact = [(0.0, one) for one in candidates if fold(one) == folded and one != name]
    if exact:
        return exact
    from difflib import SequenceMatcher

    matcher: SequenceMatcher[str] = SequenceMatcher(None, "", folded, autojunk=False)
    ranked = [(rank, place) for place, one in enumerate(candidates) if (rank := distance(matcher, fold(one), folded)) is not None]
    ranked.sort()
    return [(rank, candidates[place]) for rank, place in ranked]


def is_slip(name: str, candidate: str) -> bool:
    """Whether a name is so close to a candidate that nothing else can have been meant.

    A first letter may turn a word into its opposite (`unsubscribed`), and another number is another thing.
    """
    one, other = fold(name), fold(candidate)
    if one == other:
        return True
    same_numbers = re.findall(r"\d", one) == re.findall(r"\d", other)
    return one[:1] == other[:1] and same_numbers and max(len(one), len(other)) >= SHORTEST_SLIP and edits(one, other) <= 1


def written_name(name: str) -> str:
    """A name as it stands in the rules: between backticks where it has to."""
    return name if PLAIN_NAME.fullmatch(name) and name not in RESERVED else f"`{name}`"


def written_text(text: str) -> str:
    """A text as it stands in the rules."""
    from json import dumps

    return dumps(text, ensure_ascii=False)


def fold(name: str) -> str:
    """The name without what people get wrong first: case, ``_``, ``-`` and blanks."""
    return "".join(character for character in name.casefold() if character not in "_- ")


def distance(matcher: "SequenceMatcher[str]", candidate: str, name: str) -> float | None:
    """How far a folded candidate is from a folded name, 0 to 1; None when they are not close.

    ``matcher`` is set to the name. Its upper bounds sort out most candidates: nearly all are not close at all.
    """
    shorter, longer = sorted((name, candidate), key=len)
    matcher.set_seq1(candidate)
    if len(shorter) >= SHORTEST_PART and shorter in longer:
        return 1 - matcher.ratio()
    alike = matcher.real_quick_ratio() >= CLOSE_ENOUGH and matcher.quick_ratio() >= CLOSE_ENOUGH
    if alike and matcher.ratio() >= CLOSE_ENOUGH:
        return 1 - matcher.ratio()
    few = max(1, len(shorter) // 3)
    if (alike or len(shorter) < SHORT) and len(longer) - len(shorter) <= few and edits(name, candidate) <= few:
        return 1 - matcher.ratio()
    return None


def edits(one: str, other: str) -> int:
    """The Damerau distance: insertions, deletions, replacements and swaps of neighbours."""
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for row, character in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (character != against))
            swapped = row > 1 and column > 1 and character == other[column - 2] and one[row - 2] == against
            current.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, previous = previous, current
    return previous[-1]
