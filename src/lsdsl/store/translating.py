"""The state of one profile, from the numbers of one program into those of another: what was earned stays as it is.

Points that were given stay, of rules that are gone too. Awards that time will still change, uses of limits, counters, memory,
waiting runs and triggers go to the same rule, history or follow-up in the new program, and end where there is none.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lsdsl.compile.plan import RulePlan
from lsdsl.engine.journal import Journal
from lsdsl.engine.live import Live, add, first_due, live_awards
from lsdsl.engine.outcome import Entry
from lsdsl.engine.state import ProfileState, Row, Run
from lsdsl.engine.step import new_state
from lsdsl.model.types import Value
from lsdsl.store.matching import Convert, Matched

AS_THEY_ARE: Final = (
    "born", "loaded", "removed", "created", "clock", "newest", "tags", "serial", "run_serial", "ids", "ids_due", "next_due",
)  # fmt: skip
"""The parts that no rule has to do with."""


@dataclass(slots=True)
class Translated:
    """A state of the new program. ``entries`` are of the old one: the points of state rules that are gone, taken back.

    ``lost`` counts what could not go on: ``permanent`` awards that time will no longer change, waiting ``runs``, ``values`` of
    fields.
    """

    state: ProfileState
    entries: list[Entry] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)


def translated(match: Matched, old: ProfileState) -> Translated:
    """Carry a state over, without looking at the rules anew. The old one is used up."""
    done = Translated(new_state(match.new, old.id))
    state = done.state
    for name in AS_THEY_ARE:
        setattr(state, name, getattr(old, name))
    _data(match, old, done)
    totals, moved = list(old.totals), Counter[int]()
    _contributions(match, old, done, totals, moved)
    _awards(match, old, done, moved)
    for bucket, total in enumerate(totals):
        if bucket in match.buckets:
            state.totals[match.buckets[bucket]] += total
    for bucket, size in moved.items():
        state.totals[bucket] += size
    _counters(match, old, state)
    _memory(match, old, state)
    _followups(match, old, done)
    return done


def _put(state: ProfileState, part: str, values: Mapping[Any, Any]) -> None:
    """Empty parts are shared by all states."""
    if values:
        setattr(state, part, values)


def _by_number(state: ProfileState, old: ProfileState, part: str, numbers: Mapping[int, int]) -> None:
    """A part that is a dictionary by numbers."""
    values: dict[int, Any] = getattr(old, part)
    _put(state, part, {numbers[number]: value for number, value in values.items() if number in numbers})


# --- data -----------------------------------------------------------------------------------------------------------------


def _data(match: Matched, old: ProfileState, done: Translated) -> None:
    done.state.fields = _values(match.fields, old.fields, done)
    rows: dict[str, dict[str, Row]] = {}
    for collection, own in old.rows.items():
        known = match.rows.get(collection)
        if known is not None:
            rows[collection] = {key: Row(row.created, _values(known, row.fields, done)) for key, row in own.items()}
        else:
            done.lost["values"] += sum(len(row.fields) for row in own.values())
    _put(done.state, "rows", rows)


def _values(convert: Mapping[str, Convert], values: dict[str, Value], done: Translated) -> dict[str, Value]:
    given = {name: convert[name](value) for name, value in values.items() if name in convert}
    found: dict[str, Value] = {name: value for name, value in given.items() if value is not None}
    done.lost["values"] += len(values) - len(found)
    return found


# --- points ---------------------------------------------------------------------------------------------------------------


def _contributions(match: Matched, old: ProfileState, done: Translated, totals: list[int], moved: Counter[int]) -> None:
    """What state rules contribute goes on where there is such a rule; the rest is taken back."""
    held: dict[int, tuple[int, int]] = {}
    for _, (rule, size) in sorted(old.held.items()):
        before, number = match.old.rules[rule], match.rules.get(rule)
        place = None if number is None else match.slot_of.get(number)
        if number is not None and place is not None and place not in held:
            held[place] = (number, size)
            _move(match, before, match.new.rules[number], size, moved)
        elif before.score in match.scores:
            totals[before.bucket] -= size
            done.entries.append(Entry(before.score, rule, -size, old.clock, None, "state off"))
    _put(done.state, "held", held)
    _by_number(done.state, old, "failing", match.slots)
    _by_number(done.state, old, "horizons", match.slots)
    computed = {one: number for one, number in match.scores.items() if match.new.scores[number].computed}
    _by_number(done.state, old, "computed", computed)


def _move(match: Matched, before: RulePlan, after: RulePlan, size: int, moved: Counter[int]) -> None:
    """What may be taken back later has to be where it will be taken from: a rule may have changed its group."""
    bucket = match.buckets[before.bucket]
    if bucket != after.bucket:
        moved[bucket] -= size
        moved[after.bucket] += size


def _awards(match: Matched, old: ProfileState, done: Translated, moved: Counter[int]) -> None:
    """Awards that time, or a repeat, will still change."""
    state = done.state
    latest = {serial: key for key, (serial, _, _) in old.latest.items()}
    live = {one.serial: one for one in live_awards(old)}
    kept: dict[tuple[int, Value], tuple[int, int, int]] = {}
    going_on: list[Live] = []
    for serial in sorted(live.keys() | latest.keys()):
        award, key = live.get(serial), latest.get(serial)
        rule = award.rule if award is not None else key[0] if key is not None else 0
        pair = match.pair(rule)
        if pair is None:
            done.lost["permanent"] += award is not None and match.old.rules[rule].score in match.scores
            continue
        before, after = pair
        size = old.latest[key][2] if award is None and key is not None else _left(before, award)
        _move(match, before, after, size, moved)
        repeats = key is not None and after.occurrence == "latest" and after.per == before.per
        if _timing(before) == _timing(after):
            if award is not None:
                going_on.append(award._replace(rule=after.index))
            if repeats and key is not None:
                kept[after.index, key[1]] = old.latest[key]
            continue
        wait = _wait(after)
        if wait is None:
            done.lost["permanent"] += award is not None
            begin = old.clock if key is None else old.latest[key][1]
        elif award is not None and not repeats and before.decay is None and after.decay is None:
            going_on.append(award._replace(rule=after.index))
            continue
        elif award is None and not repeats:
            continue
        else:
            # What is left counts as awarded now, but an event that comes next may be earlier than where time was passed to.
            newest = old.clock if old.newest is None else old.newest
            begin = newest if newest + wait > old.clock else old.clock
            going_on.append(Live(begin + wait, serial, after.index, 0, size))
        if repeats and key is not None:
            kept[after.index, key[1]] = (serial, begin, size)
    journal = Journal(state)
    for award in sorted(going_on):
        add(journal, state, award)
    # The engine may look for something due a little too early, and finds out when it is there.
    same = old.award_due is not None and sorted(one.due for one in going_on) == [one.due for one in live.values()]
    state.award_due = old.award_due if same else first_due(state)
    _put(state, "latest", kept)


def _timing(plan: RulePlan) -> tuple[object, ...]:
    return plan.expires, plan.decay


def _wait(plan: RulePlan) -> int | None:
    """How long after it was made an award changes for the first time."""
    waits = [one for one in (plan.expires, None if plan.decay is None else plan.decay.every) if one is not None]
    return min(waits, default=None)


def _left(plan: RulePlan, award: Live | None) -> int:
    """What is left of an award, as the engine has it."""
    assert award is not None
    if plan.decay is None or not award.steps:
        return award.size
    if plan.decay.factor is None:
        left = max(0, abs(award.size) - award.steps * plan.decay.loss)
    else:
        left = int(abs(award.size) * plan.decay.factor**award.steps + 0.5)
    return left if award.size > 0 else -left


# --- what was counted and remembered --------------------------------------------------------------------------------------


def _counters(match: Matched, old: ProfileState, state: ProfileState) -> None:
    counts: dict[tuple[int, Value], int] = {}
    for (rule, key), count in old.counts.items():
        pair = match.pair(rule)
        if pair is not None and pair[1].occurrence == "first" and pair[0].per == pair[1].per:
            counts[pair[1].index, key] = count
    _put(state, "counts", counts)
    for part in ("used", "uses"):
        known: dict[tuple[int, int], Any] = getattr(old, part)
        _put(state, part, {match.limits[place]: used for place, used in known.items() if place in match.limits})


def _memory(match: Matched, old: ProfileState, state: ProfileState) -> None:
    plans, rings, lives = match.new.histories, old.histories, old.lives
    both = match.histories.items()
    _put(state, "histories", {new: rings[one][:] for new, one in both if one in rings and plans[new].window is not None})
    _put(state, "lives", {new: lives[one] for new, one in both if one in lives and plans[new].lifetime})
    _by_number(state, old, "gains", {one: number for one, number in match.scores.items() if number in match.new.gains})


# --- follow-ups -----------------------------------------------------------------------------------------------------------


def _followups(match: Matched, old: ProfileState, done: Translated) -> None:
    state, plans = done.state, match.new.followups
    runs: dict[int, Run] = {}
    for serial, run in old.runs.items():
        if run.followup in match.going_on:
            before = _values(match.fields, run.old, Translated(state))
            runs[serial] = run._replace(followup=match.followups[run.followup], old=before)
    done.lost["runs"] += len(old.runs) - len(runs)
    _put(state, "runs", runs)
    limited = {one: number for one, number in match.followups.items() if any(not limit.overall for limit in plans[number].limits)}
    _by_number(state, old, "started", limited)
    same = {one: match.followups[one] for one in match.same_triggers}
    for part in ("edges", "edges_due", "cold_fired", "colds_due", "seen"):
        _by_number(state, old, part, same)
    if state.born and not state.removed:
        new = [plan.index for plan in plans if plan.kind == "cold" and plan.index not in same.values()]
        _put(state, "cold_fired", {**state.cold_fired, **dict.fromkeys(new, state.clock)})
