"""Did you mean: the declared names that are close to one that is not declared."""

from collections.abc import Iterable
from difflib import SequenceMatcher

MOST_CANDIDATES = 1000
MOST_SUGGESTIONS = 2
CLOSE_ENOUGH = 0.6
SHORTEST_PART = 4
SHORT = 6
"""In names below this length one letter changes much of the ratio, so that edits are counted whatever it is."""
AS_CLOSE = 0.15
"""How much farther than the best suggestion a second one may be."""


def suggest(name: str, candidates: Iterable[str]) -> str | None:
    """At most two close candidates as words for a message: ```a` or `b```; None when nothing is close."""
    close = closest(name, list(dict.fromkeys(candidates))[:MOST_CANDIDATES])
    return " or ".join(f"`{one}`" for one in close) or None


def closest(name: str, candidates: list[str]) -> list[str]:
    """The close candidates, the best first; equally close ones in the order in which they are declared."""
    if len(name) < 2:
        return []
    folded = fold(name)
    exact = [one for one in candidates if fold(one) == folded and one != name]
    if exact:
        return exact[:MOST_SUGGESTIONS]
    matcher: SequenceMatcher[str] = SequenceMatcher(None, "", folded, autojunk=False)
    ranked = [(rank, place) for place, one in enumerate(candidates) if (rank := distance(matcher, fold(one), folded)) is not None]
    ranked.sort()
    return [candidates[place] for rank, place in ranked[:MOST_SUGGESTIONS] if rank <= ranked[0][0] + AS_CLOSE]


def fold(name: str) -> str:
    """The name without what people get wrong first: case, ``_``, ``-`` and blanks."""
    return "".join(character for character in name.casefold() if character not in "_- ")


def distance(matcher: SequenceMatcher[str], candidate: str, name: str) -> float | None:
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
