"""Numbers, shares and ranges as the reports for people write them."""

from collections.abc import Sequence
from typing import Final

from lsdsl.difference.report import NO_RANGE, Difference, ScoreReport
from lsdsl.difference.tally import Bar
from lsdsl.engine.results import ScoreResult
from lsdsl.records.render import whole

MINUS: Final = "\N{MINUS SIGN}"
NOTHING: Final = "\N{EN DASH}"


def number(value: int | float | None) -> str:
    """``1,250``, ``2.5``; a dash for none."""
    if value is None:
        return NOTHING
    said = f"{abs(value):,}" if isinstance(value, int) else f"{abs(value):,.1f}"
    return f"{MINUS}{said}" if value < 0 and said != "0.0" else said


def signed(value: int | float | None) -> str:
    """The same with a sign before all but 0."""
    said = number(value)
    return f"+{said}" if value is not None and value > 0 and said != "0.0" else said


def share(part: int, whole: int) -> str:
    """A part in percent: ``12%``, ``0.4%``; never 0% or 100% for what is not none or all."""
    if not whole:
        return "0%"
    percent = 100 * part / whole
    if percent in (0, 100) or 9.95 <= percent <= 99:
        return f"{percent:.0f}%"
    return "over 99%" if percent > 99 else f"{percent:.1f}%" if percent >= 0.1 else "under 0.1%"


def counted(count: int, what: str) -> str:
    """``1 profile``, ``2 profiles``."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def headline(difference: Difference) -> str:
    """How many profiles moved, in one sentence."""
    whole = counted(difference.profiles, "profile")
    if not difference.profiles:
        return "No profiles to compare."
    if not difference.other_value and not (difference.only_old or difference.only_new):
        return f"{whole}, and no score differs."
    means = "moved to another range" if difference.means == "range" else "have another score"
    moved = f"{difference.moved:,} of {whole} ({share(difference.moved, difference.profiles)}) {means}"
    if difference.means == "range":
        moved += f", {difference.other_value:,} have another score"
    return moved + "."


def strangers(difference: Difference) -> str:
    """What is to be said of profiles that are on one side only; they count as moved."""
    said = [
        f"{counted(count, 'profile')} only under the {which} rules"
        for count, which in ((difference.only_old, "old"), (difference.only_new, "new"))
        if count
    ]
    return " and ".join(said)


def troubles(difference: Difference) -> list[str]:
    """What either ruleset could not use or do."""
    told = []
    for which, side in (("old", difference.old), ("new", difference.new)):
        if side.rejects:
            codes = ", ".join(f"{code} {count:,} times" if count > 1 else code for code, count in side.rejects_by_code.items())
            told.append(f"under the {which} rules {counted(side.rejects, 'record')} rejected ({codes})")
        if side.failures:
            told.append(f"under the {which} rules {counted(side.failures, 'failure')}")
    return told


def scores_line(score: ScoreReport) -> str:
    """The facts of one score: how many differ, by how much, and how many are in another range."""
    if not score.moved:
        return "no profile has another value"
    said = [
        f"{score.moved:,} of {counted(score.compared, 'profile')} differ",
        f"mean change {signed(whole(round(score.mean, 1)))}",
    ]
    if score.old_ranges or score.new_ranges:
        said.append(f"{score.crossed:,} in another range")
    return ", ".join(said)


def bar_label(bar: Bar) -> str:
    """``unchanged``, ``up to +5``, ``+5 to +10``: from above the first up to the second."""
    if bar.above == bar.upto:
        return "unchanged"
    near, far = (bar.above, bar.upto) if bar.upto > 0 else (bar.upto, bar.above)
    return f"{signed(near)} to {signed(far)}" if near else f"up to {signed(far)}"


def range_names(score: ScoreReport) -> tuple[list[str | None], list[str | None]]:
    """The ranges of the rows (old) and columns (new) of a matrix, from the lowest on; None last where a score has no value."""
    old: list[str | None] = [one.name for one in score.old_ranges]
    new: list[str | None] = [one.name for one in score.new_ranges]
    if any(row is None for row, _ in score.matrix):
        old.append(None)
    if any(column is None for _, column in score.matrix):
        new.append(None)
    return old, new


def range_name(name: str | None) -> str:
    """The name of a range, or what stands for none."""
    return NO_RANGE if name is None else name


def valued(result: ScoreResult) -> str:
    """``62 hot``."""
    return f"{number(result.value)} {result.range}" if result.range is not None else number(result.value)


def widest(bars: Sequence[Bar]) -> int:
    """The most profiles in any bar but that of no change, so that the changes can be seen beside it."""
    changed = [bar.profiles for bar in bars if bar.above != bar.upto]
    return max(changed, default=0) or max((bar.profiles for bar in bars), default=1) or 1
