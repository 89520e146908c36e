"""The ranges of a score as a coloured bar."""

from math import isinf

from lsdsl.diagnostics.visible import visible
from lsdsl.model.declarations import Score
from lsdsl.model.interval import Bounds
from lsdsl.sentences import number_words
from lsdsl.site.markup import Child, Html, element, joined


def bar(score: Score, reach: Bounds | None, *, small: bool = False) -> Html:
    """A part for each range as wide as it is, with its name and where it begins; a mark for the ideal."""
    if not score.ranges:
        return Html("")
    low, high = scale(score, reach)
    starts = [low if one.start is None else max(low, min(high, float(one.start))) for one in score.ranges]
    parts: list[Child] = []
    for place, one in enumerate(score.ranges):
        end = starts[place + 1] if place + 1 < len(starts) else high
        # A range that is out of reach is still told, as a sliver.
        share = max((end - starts[place]) / (high - low), 0.02) * 100
        told = one.name if one.start is None else f"{one.name} from {number_words(one.start)}"
        parts.append(
            element(
                "li",
                element("span", class_="swatch", style=f"background:{colour(one.colour)}"),
                element("span", visible(one.name), class_="name"),
                element("span", "" if one.start is None else number_words(one.start), class_="from"),
                style=f"flex:{share:.2f} 1 0",
                title=visible(told),
            )
        )
    mark = None
    if score.ideal is not None and low <= score.ideal <= high and not small:
        across = (float(score.ideal) - low) / (high - low) * 100
        mark = element("span", element("span", f"ideal {number_words(score.ideal)}"), class_="ideal", style=f"left:{across:.2f}%")
    return element("div", element("ol", *parts), mark, class_="bar small" if small else "bar")


def colour(name: str | None) -> str:
    """The colour of a range, which the checker has accepted; a quiet one where none is given."""
    return name or "var(--quiet)"


def scale(score: Score, reach: Bounds | None) -> tuple[float, float]:
    """From where to where the bar goes: what can be reached where that is known, else what the ranges and the ideal name."""
    named = [float(one.start) for one in score.ranges if one.start is not None]
    named += [float(one) for one in (score.ideal,) if one is not None]
    low = min([0.0, *named]) if reach is None or isinf(reach.low) else min(float(reach.low), *named, 0.0)
    high = max([1.0, *named]) * 1.25 if reach is None or isinf(reach.high) else max(float(reach.high), *named, 1.0)
    return low, high


def reach_words(reach: Bounds | None) -> Html:
    """``from 0 to 100``, ``from -40 up, without a limit``."""
    if reach is None:
        return joined("switched off: it has no value")
    low = "without a lower limit" if isinf(reach.low) else f"from {number_words(reach.low)}"
    high = "without an upper limit" if isinf(reach.high) else f"to {number_words(reach.high)}"
    if isinf(reach.low) and isinf(reach.high):
        return joined("anything: no limit is known")
    return joined(f"{low} {high}" if not isinf(reach.low) and not isinf(reach.high) else f"{low}, {high}")
