"""The life of a profile of which the events are not at hand: its state, and the lines of the ledger that led to it.

Of the present moment everything can be told from these, and so of what comes; of the past only when a score changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from lsdsl.compile import Program, points
from lsdsl.compile.entry import Entry, Reason
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.engine.turn import score_value
from lsdsl.records.moments import moment_from_text
from lsdsl.runner.ruleset import Ruleset
from lsdsl.why.life import Happening, Life, Mark, Remembered
from lsdsl.why.lots import GIVEN

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation

OF_STATE: Final = ("state on", "state off")


class KeptLine(msgspec.Struct):
    """A line of the ledger as it was written."""

    score: str
    points: int | float
    time: str
    reason: Reason
    rule: str | None = None
    event: str | None = None
    expires: str | None = None
    where: str | None = None
    note: str | None = None


@dataclass(slots=True)
class KeptLedger:
    """The entries of a profile; those of rules that there are no more are only sums, by score, rule and place."""

    entries: list[Entry] = field(default_factory=list)
    gone: dict[tuple[str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    """What these rules were called, as far as that is known."""


def read_lines(program: Program, lines: Iterable[bytes]) -> KeptLedger:
    """The entries in lines of the ledger, in their order. What belongs to scores that there are no more is passed over."""
    scores = {plan.name: plan.index for plan in program.scores}
    rules = {(program.scores[plan.score].name, plan.identity): plan.index for plan in program.rules}
    found = KeptLedger()
    for text in lines:
        for one in text.splitlines():
            line = _decode(one)
            score, size = scores.get(line.score), points.from_number(line.points)
            if score is None:
                continue
            rule = None if line.rule is None else rules.get((line.score, line.rule))
            if line.rule is not None and rule is None:
                found.gone[line.score, line.rule, line.where or ""] += size
                continue
            expires = None if line.expires is None else moment_from_text(line.expires)
            time = moment_from_text(line.time)
            found.entries.append(Entry(score, rule, size, time, line.event, line.reason, expires, line.note))
    return found


def recall(ruleset: Ruleset, state: ProfileState, ledger: KeptLedger, span: int, isolation: "Isolation | None" = None) -> Life:
    """The life that has led to a state, as far as the ledger tells; ``span`` is how long event ids are remembered."""
    program = ruleset.program
    entries = of_this_life(program, state, ledger)
    profiles = ruleset.profiles(span)
    profiles.isolation = isolation
    profiles.put(state)
    latest: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (rule, _), (_, time, size) in state.latest.items():
        latest[rule].append((time, size))
    remembered = Remembered(latest, dict(ledger.gone), ledger.titles)
    return Life(
        ruleset,
        state.id,
        profiles,
        happenings=_with_clocks(program, state, entries),
        marks=list(_marks(program, state, entries)),
        remembered=remembered,
    )


def of_this_life(program: Program, state: ProfileState, ledger: KeptLedger) -> list[Entry]:
    """The entries since the profile came into being: one that was removed and came back has others from before.

    The entries of a life add up to its totals.
    """
    entries, left = ledger.entries, list(state.totals)
    for entry in entries:
        left[_bucket(program, entry)] -= entry.points
    if ledger.gone or not any(left):
        return entries
    for place, entry in enumerate(entries, 1):
        left[_bucket(program, entry)] += entry.points
        if not any(left):
            return entries[place:]
    return entries


def _bucket(program: Program, entry: Entry) -> int:
    return program.scores[entry.score].bucket if entry.rule is None else program.rules[entry.rule].bucket


def _with_clocks(program: Program, state: ProfileState, entries: Sequence[Entry]) -> list[Happening]:
    """The entries with the clock of the profile, which late events do not put back: limits remember it where it matters."""
    uses: dict[int, list[int]] = defaultdict(list)
    for (rule, number), ring in state.uses.items():
        limit = program.rules[rule].limits[number]
        moments = list(ring if limit.unit == "times" else ring[::2])
        uses[rule] = max(uses[rule], moments, key=len)
    clock, found = 0, list[Happening]()
    for entry in entries:
        clock = max(clock, entry.time)
        found.append(Happening(entry, clock))
    for rule, moments in uses.items():
        given = [place for place, one in enumerate(found) if one.entry.rule == rule and one.entry.reason in GIVEN]
        for place, moment in zip(reversed(given), reversed(moments), strict=False):
            found[place] = Happening(found[place].entry, moment)
    return found


def _marks(program: Program, state: ProfileState, entries: Sequence[Entry]) -> Iterator[Mark]:
    """What the scores that are no computed ones were worth after each entry."""
    past = load(program, dump(program, state))
    present = list(past.totals)
    for entry in entries:
        present[_bucket(program, entry)] -= entry.points
    past.totals = present
    plans = [plan for plan in program.scores if plan.enabled and not plan.computed]
    clock = 0
    for place, entry in enumerate(entries):
        clock = max(clock, entry.time)
        past.totals[_bucket(program, entry)] += entry.points
        following = entries[place + 1] if place + 1 < len(entries) else None
        if following is None or max(clock, following.time) > clock:
            yield Mark(clock, None, {plan.name: _number(score_value(plan, past)) for plan in plans})


def _number(value: int | None) -> int | float | None:
    return None if value is None else points.to_number(value)


_decode: Final = msgspec.json.Decoder(KeptLine).decode
