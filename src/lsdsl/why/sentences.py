"""Parts of an answer as sentences, the same in text and on the page."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from lsdsl.model.types import DAY
from lsdsl.why.candidates import NEW
from lsdsl.why.proof import Above, Award, Change, Line, Refusal, Try
from lsdsl.why.wording import (
    CLOCKS,
    cents,
    cents_text,
    clock_text,
    coming_text,
    data_text,
    day_text,
    days_text,
    listed,
    points_text,
    time_text,
    value_of_score,
)

TIMES: Final = "\N{MULTIPLICATION SIGN}"


def told(line: Line, now: int) -> str:
    """What stands behind a line, in words."""
    parts = [_awards(line.awards, now)] if line.awards else []
    if line.facts:
        parts.append(", ".join(line.facts))
    if line.note:
        parts.append(line.note)
    if line.kind == "part" and line.score is not None:
        parts.append(f"see {line.score}")
    return "; ".join(parts)


def _awards(awards: Sequence[Award], now: int) -> str:
    """What was awarded for what and when, what is left of it, and when that ends."""
    said = [f"{_kinds([one.type or 'award' for one in awards])}, {days_text([one.time for one in awards], now)}"]
    if len(awards) == 1 and awards[0].data:
        said[0] += f" ({', '.join(f'{name} {data_text(value)}' for name, value in awards[0].data)})"
    cut = [award for award in awards if award.cut]
    if cut:
        kept = listed([points_text(award.given) for award in cut[:3]], "and")
        said.append(f"cut by a limit to {kept}" if len(cut) <= 3 else f"{len(cut)} cut by a limit")
    left, given = sum(award.points for award in awards), sum(award.given for award in awards)
    if left != given:
        said.append(f"faded from {points_text(given)}")
    fading = [award for award in awards if award.changes is not None and award.then]
    if fading:
        first = min(fading, key=lambda award: award.changes or 0)
        assert first.changes is not None
        said.append(f"fades next on {coming_text([first.changes], now)}")
    ends = [award.expires for award in awards if award.expires is not None]
    if ends:
        said.append(f"expire{'s' if len(ends) == 1 else ''} {coming_text(ends, now)}")
    return "; ".join(said)


def _kinds(kinds: Sequence[str]) -> str:
    """Types of events with how many there are of each."""
    counted = {kind: kinds.count(kind) for kind in kinds}
    return listed([kind if count == 1 else f"{count} {TIMES} {kind}" for kind, count in counted.items()], "and")


def event_words(one: Try) -> str:
    """``form_submit with form demo``."""
    said = [f"{name} {'(a new one)' if value == NEW else data_text(value)}" for name, value in one.data]
    return one.event + (f" with {', '.join(said)}" if said else "")


def enough(one: Try) -> str:
    """The rules behind an event, and how many such events are enough."""
    titles = listed(list(dict.fromkeys(one.titles)), "and")
    if one.times == 1:
        return titles
    return f"{titles}; " + ("no number of them is enough alone" if one.times is None else f"{one.times} of them are enough")


def uncounted(one: Refusal, now: int) -> str:
    """The events that a rule did not count, and why."""
    return f"{_kinds([kind for _, kind, _ in one.events])}, {days_text([time for _, _, time in one.events], now)}: {one.text}"


def shortage(above: Above) -> str:
    """How far a range is away."""
    short = cents_text(cents(above.short))
    said = f"(from {value_of_score(above.start)}): {short} point{'' if short == '1' else 's'} short"
    return f"{said}; the maximum of the score is below it" if above.out_of_reach else said


def sufficient(tries: Sequence[Try]) -> tuple[list[Try], list[Try]]:
    """The events of which one is enough, and the others."""
    return [one for one in tries if one.times == 1], [one for one in tries if one.times != 1]


def introduction(alone: Sequence[Try]) -> str:
    """What stands above the events of which one is enough."""
    return "this event would do:" if len(alone) == 1 else "one of these events would do:"


def of_others(alone: Sequence[Try]) -> str:
    """What stands above the events of which one is not enough."""
    return "these would help, and are not enough alone:" if alone else "no single event is enough; these would help:"


def moments_of(changes: Sequence[Change], now: int) -> list[str]:
    """When each change happens: to the minute, or the day of several small ones; no two of one day look alike."""
    days = Counter(change.time // DAY for change in changes)
    days[now // DAY] += 2  # today's are told with the time, too

    def told_by(clock: str) -> list[str]:
        return [_moment_of(change, now, clock, alone=days[change.time // DAY] == 1) for change in changes]

    clear = (said for said in map(told_by, CLOCKS) if len(set(said)) == len(said))
    return next(clear, told_by(CLOCKS[-1]))


def _moment_of(change: Change, now: int, clock: str, *, alone: bool) -> str:
    if alone:
        return time_text(change.time, now) if change.time == change.until else day_text(change.time, now)
    first, last = clock_text(change.time, clock), clock_text(change.until, clock)
    return f"{day_text(change.time, now)} {first}" + ("" if first == last else f" to {last}")
