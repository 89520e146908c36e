"""The lines of a score: what is earned, what holds and what clamps cut, so that the sum is the value."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from lsdsl.compile import points
from lsdsl.compile.plan import RulePlan
from lsdsl.compile.reference import evaluate
from lsdsl.engine.results import ScoreResult
from lsdsl.model import expressions as model
from lsdsl.model.declarations import AbsenceRule, EventRule, Group, Rule, Score, StateRule, Table
from lsdsl.model.types import Value
from lsdsl.records.render import JsonValue, json_value
from lsdsl.why.conditions import facts
from lsdsl.why.ledger import Ledger
from lsdsl.why.lots import Lot, next_step
from lsdsl.why.proof import Award, Kind, Line
from lsdsl.why.wording import HIDDEN, cents, cents_text, listed, time_text, value_of_score, without_literals

CARRIED: Final = "kept from rules of before"
ROUNDED: Final = 10**15
"""From here on the numbers of the ledger are rounded, in millionths."""


def lines(score: Score, ledger: Ledger, result: ScoreResult) -> tuple[Line, ...]:
    """The lines of a score that has a value: their points add up to it."""
    found = [*(_parts(score, ledger) if score.expression is not None else _earned(score, ledger))]
    total = sum(line.points for line in found)
    clamped = _clamped(total, score.minimum, score.maximum)
    remembered = ledger.life.remembered
    if remembered is not None and points.to_number(clamped) != result.value and result.value is not None:
        lost = points.from_number(result.value) - clamped
        found.append(Line("rounding", lost, "rounding") if abs(clamped) >= ROUNDED else Line("kept", lost, CARRIED))
        total = sum(line.points for line in found)
        clamped = _clamped(total, score.minimum, score.maximum)
    if clamped != total:
        bound, verb = (score.maximum, "cuts") if clamped < total else (score.minimum, "lifts")
        word = "maximum" if clamped < total else "minimum"
        said = f"{value_of_score(points.to_number(total))} is {'over' if clamped < total else 'under'} it"
        title = f"{word} {value_of_score(bound)} {verb} {cents_text(abs(cents(clamped - total)))}"
        found.append(Line("clamp", clamped - total, title, said))
    if points.to_number(clamped) != result.value:
        raise AssertionError(f"the lines of {score.name} add up to {points.to_number(clamped)}, and the score is {result.value}")
    return tuple(found)


def _earned(score: Score, ledger: Ledger) -> Iterator[Line]:
    sums: dict[int, int] = defaultdict(int)
    since: dict[int, int] = {}
    for happening in ledger.happenings[score.name]:
        entry = happening.entry
        match entry.reason:
            case "initial":
                yield Line("initial", entry.points, "to begin with")
            case "adjusted":
                said = f"{time_text(entry.time, ledger.now)}" + (f": {_note(entry.note, ledger)}" if entry.note else "")
                yield Line("adjusted", entry.points, "corrected by a person", said)
            case "state on" | "state off" if entry.rule is not None:
                sums[entry.rule] += entry.points
                since[entry.rule] = entry.time
            case _:
                pass
    yield from _gone(score, ledger)
    index = ledger.program.indexes.scores[score.name]
    by_group: dict[str | None, list[Line]] = defaultdict(list)
    for plan in ledger.program.rules:
        if plan.score == index:
            line = _line(plan, sums[plan.index], since.get(plan.index), ledger)
            if line is not None:
                by_group[line.group].append(line)
    yield from by_group[None]
    for group in score.groups:
        yield from by_group[group.name]
        yield from _group_clamp(group, sum(line.points for line in by_group[group.name]))


def _note(note: str, ledger: Ledger) -> str:
    """What a person wrote; nothing of it where the texts are not at hand that must not be seen in it."""
    return HIDDEN if ledger.life.remembered is not None and ledger.redaction.names else note


def _gone(score: Score, ledger: Ledger) -> Iterator[Line]:
    """What rules gave that there are no more."""
    remembered = ledger.life.remembered
    for (name, rule, where), size in () if remembered is None else remembered.gone.items():
        if name == score.name and size:
            title = remembered.titles.get((name, rule), rule) if remembered is not None else rule
            yield Line("kept", size, without_literals(title) if ledger.redaction.names else title, CARRIED, rule, where or None)


def _line(plan: RulePlan, held: int, since: int | None, ledger: Ledger) -> Line | None:
    """What a rule is worth now; None when that is nothing."""
    rule, lots = ledger.rules.get(plan.index), ledger.lots.get(plan.index, [])
    size = held + sum(lot.left for lot in lots)
    if not size and not lots:
        return None
    kind: Kind = "step" if rule is None else _kind(rule)
    awards = tuple(_award(lot, rule, ledger) for lot in lots)
    read = tuple(_facts(rule, ledger)) if held else ()
    note = ""
    if isinstance(rule, AbsenceRule) and since is not None:
        note = f"the last period was full on {time_text(since, ledger.now)}"
    elif held and since is not None:
        note = f"since {time_text(since, ledger.now)}"
    group = None if rule is None else rule.group
    return Line(kind, size, ledger.title(plan), note, plan.identity, ledger.where(plan.span), group, None, awards, read)


def _facts(rule: Rule | None, ledger: Ledger) -> Iterator[str]:
    match rule:
        case StateRule(condition=condition):
            yield from facts(condition, ledger.sight)
        case Table(by=by):
            yield f"{ledger.sight.written(by)} is {ledger.sight.now(by)}"
        case _:
            return


def _award(lot: Lot, rule: Rule | None, ledger: Ledger) -> Award:
    event = None if lot.event is None else ledger.life.events.get(lot.event)
    changes, then = lot.expires, None if lot.expires is None else 0
    if isinstance(rule, EventRule) and rule.decay is not None:
        step, left = next_step(lot, rule.decay, ledger.now)
        if changes is None or step < changes:
            changes, then = step, left
    data = () if event is None else _data(event.type, event.data, ledger)
    kind = _only_type(lot, rule, ledger) if event is None else event.type
    return Award(lot.left, lot.given, lot.time, lot.event, kind, data, lot.expires, lot.cut, changes, then)


def _only_type(lot: Lot, rule: Rule | None, ledger: Ledger) -> str | None:
    """The type of an event that is not at hand, if the rule counts no other and nothing but an event of its own brings it."""
    if ledger.life.remembered is None or lot.event is None or not isinstance(rule, EventRule) or len(rule.events) > 1:
        return None
    return rule.events[0] if ledger.model.events[rule.events[0]].subject == "declared" else None


def _data(kind: str, data: Mapping[str, Value], ledger: Ledger) -> tuple[tuple[str, JsonValue], ...]:
    declared = ledger.model.events[kind].attributes
    return tuple(
        (name, HIDDEN if name in ledger.redaction.names else json_value(declared[name].type, value))
        for name, value in data.items()
        if name in declared and value is not None
    )


def _kind(rule: Rule) -> Kind:
    match rule:
        case EventRule():
            return "award"
        case StateRule():
            return "state"
        case AbsenceRule():
            return "absence"
        case Table():
            return "row"


def _group_clamp(group: Group, total: int) -> Iterator[Line]:
    clamped = _clamped(total, group.minimum, group.maximum)
    if clamped != total:
        cut = clamped < total
        bound = group.maximum if cut else group.minimum
        word, verb = ("maximum", "cuts") if cut else ("minimum", "lifts")
        title = f"group {group.name}: {word} {value_of_score(bound)} {verb} {cents_text(abs(cents(clamped - total)))}"
        said = f"the group adds up to {value_of_score(points.to_number(total))}"
        yield Line("group", clamped - total, title, said, group=group.name)


def _clamped(total: int, minimum: float | None, maximum: float | None) -> int:
    if maximum is not None:
        total = min(total, points.from_number(maximum))
    return total if minimum is None else max(total, points.from_number(minimum))


# --- computed scores ------------------------------------------------------------------------------------------------------


def _parts(score: Score, ledger: Ledger) -> Iterator[Line]:
    """The terms of a computed score; one that is no sum is a single line."""
    assert score.expression is not None
    scope = ledger.sight.scope
    whole = _size(evaluate(score.expression, scope))
    found: list[Line] = []
    for sign, term in _terms(score.expression):
        size = sign * _size(evaluate(term, scope))
        name = term.score if isinstance(term, model.ScoreRead) else None
        title = name or ledger.sight.written(term)
        said = "" if name is not None or isinstance(term, model.Constant) else listed(list(_read_now(term, ledger)), "and")
        found.append(Line("part", size, title, said, score=name))
    yield from found
    lost = whole - sum(line.points for line in found)
    if lost:
        yield Line("rounding", lost, "rounding")


def _terms(expression: model.Expression, sign: int = 1) -> Iterator[tuple[int, model.Expression]]:
    match expression:
        case model.Arithmetic(operator="+" | "-" as operator, left=left, right=right):
            yield from _terms(left, sign)
            yield from _terms(right, sign if operator == "+" else -sign)
        case _:
            yield sign, expression


def _read_now(term: model.Expression, ledger: Ledger) -> Iterator[str]:
    """What the leaves of a term are now."""
    leaves = [one for one in _leaves(term) if not isinstance(one, model.Constant)]
    for one in dict.fromkeys(leaves):
        yield f"{ledger.sight.written(one)} is {ledger.sight.now(one)}"


def _leaves(expression: model.Expression) -> Iterator[model.Expression]:
    inner = model.parts(expression)
    if not inner:
        yield expression
    for one in inner:
        yield from _leaves(one)


def _size(value: object) -> int:
    return points.from_number(value) if isinstance(value, int | float) else 0


def missing(score: Score, ledger: Ledger) -> str:
    """Why a score has no value."""
    if not score.enabled:
        return "it is switched off in the rules (enabled false)"
    assert score.expression is not None
    gaps = [one for one in _leaves(score.expression) if evaluate(one, ledger.sight.scope) is None]
    if gaps:
        return f"{listed([ledger.sight.written(one) for one in dict.fromkeys(gaps)], 'and')} is missing"
    return f"{ledger.sight.written(score.expression)} cannot be computed (a division by zero, or a number too large)"
