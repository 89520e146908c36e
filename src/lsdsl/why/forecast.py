"""What happens to a profile if no event comes: tried on a copy, moment by moment."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lsdsl.engine.outcome import Entry, Outcome
from lsdsl.engine.results import ProfileResult
from lsdsl.model.declarations import AbsenceRule, Table
from lsdsl.model.types import DAY, Type, Value
from lsdsl.why.ledger import Ledger
from lsdsl.why.life import Life, Mark
from lsdsl.why.proof import Change, Move
from lsdsl.why.redaction import Redaction
from lsdsl.why.wording import HIDDEN, value_text

MOST_CHANGES: Final = 10
HORIZON: Final = 400 * DAY
MOST_TURNS: Final = 2_000
"""Moments that are tried, whether something that is worth telling changes then or not."""

REASONS: Final = {
    "expired": "expires",
    "decayed": "fades",
    "replaced": "is replaced",
    "state on": "holds from then",
    "state off": "holds no more",
    "award": "is awarded",
    "cut": "is awarded",
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """The changes to come, whether there are more of them, and the values for the chart."""

    changes: tuple[Change, ...]
    more: bool
    marks: tuple[Mark, ...]


def forecast(life: Life, ledger: Ledger, scores: Sequence[str]) -> Forecast:
    """The next changes of some scores, and of what follow-ups do."""
    copy = life.copy()
    end = copy.present.clock + HORIZON
    changes: list[Change] = []
    before = copy.result
    for _ in range(MOST_TURNS):
        state = copy.state
        if state is None or state.next_due is None or state.next_due > end:
            return Forecast(tuple(changes), more=False, marks=tuple(copy.marks))
        moment = state.next_due
        outcome = copy.advance(moment)
        if copy.state is None:
            break
        after = copy.result
        change = _change(moment, before, after, outcome, ledger, scores)
        before = after
        if change is not None and changes and _go_together(changes[-1], change):
            changes[-1] = _together(changes[-1], change)
        elif change is not None:
            if len(changes) == MOST_CHANGES:
                del copy.marks[-1]
                break
            changes.append(change)
    return Forecast(tuple(changes), more=True, marks=tuple(copy.marks))


def _change(
    moment: int, before: ProfileResult, after: ProfileResult, outcome: Outcome, ledger: Ledger, scores: Sequence[str]
) -> Change | None:
    program = ledger.program
    entries: Mapping[str, list[Entry]] = defaultdict(list)
    for entry in outcome.entries:
        entries[program.scores[entry.score].name].append(entry)
    moves = tuple(
        _move(name, before, after, entries[name], ledger) for name in scores if before.scores[name] != after.scores[name]
    )
    others = tuple(_others(before, after, outcome, ledger))
    return Change(moment, moment, moves, others) if moves or others else None


def _go_together(first: Change, second: Change) -> bool:
    """Whether two changes are small ones of one day: nothing but values moves."""
    small = not (first.others or second.others or any(move.left or move.reached for move in (*first.moves, *second.moves)))
    return small and first.time // DAY == second.time // DAY


def _together(first: Change, second: Change) -> Change:
    moves = {move.score: move for move in first.moves}
    for move in second.moves:
        former = moves.get(move.score)
        moves[move.score] = move if former is None else _joined_moves(former, move)
    return Change(first.time, second.time, tuple(moves.values()), ())


def _joined_moves(first: Move, second: Move) -> Move:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for title, size, reason in (*first.causes, *second.causes):
        sums[title, reason] += size
    causes = tuple((title, size, reason) for (title, reason), size in sums.items())
    return replace(second, before=first.before, causes=causes)


def _move(name: str, before: ProfileResult, after: ProfileResult, entries: Sequence[Entry], ledger: Ledger) -> Move:
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for entry in entries:
        if entry.rule is not None:
            sums[entry.rule, entry.reason] += entry.points
    causes = tuple(
        (ledger.title(ledger.plans[rule]), size, _reason(rule, reason, ledger))
        for (rule, reason), size in _joined(sums).items()
        if size
    )
    was, now = before.scores[name], after.scores[name]
    order = [one.name for one in ledger.model.scores[name].ranges]
    changed = was.range != now.range
    rises = changed and now.range is not None and (was.range is None or order.index(now.range) > order.index(was.range))
    return Move(
        name, was.value, now.value, was.range if changed else None, now.range if changed else None, rises=rises, causes=causes
    )


def _reason(rule: int, reason: str, ledger: Ledger) -> str:
    match ledger.rules.get(rule):
        case AbsenceRule():
            return "(one more period)"
        case Table():
            return {"state on": "counts from then", "state off": "counts no more"}.get(reason, reason)
        case _:
            return REASONS.get(reason, reason)


def _joined(sums: Mapping[tuple[int, str], int]) -> Mapping[tuple[int, str], int]:
    """A rule whose contribution went off and on at once only changed its size."""
    found: dict[tuple[int, str], int] = {}
    for (rule, reason), size in sums.items():
        if reason == "state off" and (rule, "state on") in sums:
            continue
        if reason == "state on" and (rule, "state off") in sums:
            found[rule, "changes"] = size + sums[rule, "state off"]
        else:
            found[rule, reason] = size
    return found


def _others(before: ProfileResult, after: ProfileResult, outcome: Outcome, ledger: Ledger) -> Iterator[str]:
    """What follow-ups do and which grades change, in words."""
    program, redaction = ledger.program, ledger.redaction
    for name, text in after.grades.items():
        if before.grades.get(name) != text:
            yield f"{name} becomes {text}"
    for field in program.model.fields.values():
        was, now = before.fields.get(field.name), after.fields.get(field.name)
        if was != now and field.owner is None:
            yield f"{field.name} becomes {_shown(field.name, field.type, now, redaction)}"
    for tag in (one for one in after.tags if one not in before.tags):
        yield f"tag {_tag(tag, redaction)} is added"
    for tag in (one for one in before.tags if one not in after.tags):
        yield f"tag {_tag(tag, redaction)} is removed"
    for action in outcome.actions:
        yield f"{program.followups[action.followup].name} asks for {action.action}{_first(action.arguments, redaction)}"


def _first(arguments: Sequence[tuple[str, Type, Value]], redaction: Redaction) -> str:
    if not arguments:
        return ""
    name, kind, value = arguments[0]
    return f" {_shown(name, kind, value, redaction)}"


def _shown(name: str, kind: Type, value: Value, redaction: Redaction) -> str:
    return HIDDEN if name in redaction.names else value_text(kind, value)


def _tag(tag: str, redaction: Redaction) -> str:
    return HIDDEN if "tags" in redaction.names else tag
