"""Scores and their rules: what of them is different."""

from collections.abc import Iterator
from typing import Final

from lsdsl.difference.changes import Both, Change, Detail, Kind, by_name, detail
from lsdsl.difference.declarations import of_expression
from lsdsl.difference.meaning import meaning, written
from lsdsl.difference.pairs import One, paired, parts_of
from lsdsl.model.declarations import AbsenceRule, EventRule, Group, Model, Score, StateRule, TableRow
from lsdsl.model.expressions import Constant, Expression
from lsdsl.sentences.amounts import decay_words, duration_words, limit_words, number_words

MODIFIERS: Final = ("limit", "expiry", "decay")
"""What of a rule is worth a word when it did not change."""


def score_changes(both: Both) -> Iterator[Change]:
    """The scores that are different, each before its rules."""
    for name, old, new in by_name(both.old.scores, both.new.scores):
        places = both.places(old, new)
        if old is None or new is None:
            yield Change("added" if old is None else "removed", "score", name, score=name, at=places)
            continue
        details = tuple(_of_score(old, new, both))
        if details:
            yield Change("changed", "score", name, details, score=name, at=places)
        yield from _rules(name, old, new, both)


def _of_score(old: Score, new: Score, both: Both) -> Iterator[Detail]:
    for word in ("initial", "minimum", "maximum", "ideal"):
        yield from detail(word, _number(getattr(old, word)), _number(getattr(new, word)))
    yield from detail("field", old.field, new.field)
    yield from detail("", "on" if old.enabled else "switched off", "on" if new.enabled else "switched off")
    yield from of_expression("computed as", old.expression, new.expression, both)
    ranges = ({one.name: one for one in old.ranges}, {one.name: one for one in new.ranges})
    for name, before, after in by_name(*ranges):
        starts = [
            None if one is None else "the lowest" if one.start is None else f"from {number_words(one.start)}"
            for one in (before, after)
        ]
        yield from detail(f"range {name}", *starts)
    groups = ({one.name: one for one in old.groups}, {one.name: one for one in new.groups})
    for name, gone, come in by_name(*groups):
        yield from detail(f"group {name}", _clamps(gone), _clamps(come))


def _rules(score: str, old: Score, new: Score, both: Both) -> Iterator[Change]:
    for before, after in paired(parts_of(old), parts_of(new), both.old, both.new):
        places = both.places(before, after)
        if before is None or after is None:
            one = before or after
            assert one is not None
            model = both.old if after is None else both.new
            identities = (None if before is None else before.rule.identity, None if after is None else after.rule.identity)
            kind: Kind = "added" if before is None else "removed"
            name = f"{points(one.rule.points, model)} {one.name}"
            yield Change(kind, "rule", name, score=score, identities=identities, at=places)
            continue
        details = tuple(_of_rule(before, after, both))
        if details:
            changed = {one.what for one in details}
            known = {what for what, _, text in _modifiers(before, after) if text is not None}
            same = tuple(what for what in MODIFIERS if what in known and what not in changed)
            ids = (before.rule.identity, after.rule.identity)
            yield Change("changed", "rule", after.name, details, score=score, same=same, identities=ids, at=places)


def _of_rule(old: One, new: One, both: Both) -> Iterator[Detail]:
    if meaning(old.rule.points, both.old) != meaning(new.rule.points, both.new):
        yield Detail("", points(old.rule.points, both.old), points(new.rule.points, both.new))
    for what, before, after in _modifiers(old, new):
        yield from detail(what, before, after)
    match old.rule, new.rule:
        case EventRule() as one, EventRule() as other:
            yield from detail("events", " or ".join(one.events), " or ".join(other.events))
            yield from detail("occurrence", _occurrence(one), _occurrence(other))
            yield from of_expression("condition", one.where, other.where, both)
        case StateRule() as one, StateRule() as other:
            yield from of_expression("condition", one.condition, other.condition, both)
        case AbsenceRule() as one, AbsenceRule() as other:
            yield from detail("events", " or ".join(one.events), " or ".join(other.events))
            yield from detail("period", duration_words(one.every), duration_words(other.every))
        case TableRow() as one, TableRow() as other:
            yield from detail("row", _row(one), _row(other))
        case _:
            raise AssertionError("rules of different kinds are no pair")
    yield from detail("group", old.group or "none", new.group or "none")


def _modifiers(old: One, new: One) -> Iterator[tuple[str, str | None, str | None]]:
    if isinstance(old.rule, EventRule) and isinstance(new.rule, EventRule):
        yield "limit", _limits(old.rule), _limits(new.rule)
        yield "expiry", _expiry(old.rule), _expiry(new.rule)
        yield "decay", _decay(old.rule), _decay(new.rule)


def _limits(rule: EventRule) -> str | None:
    return ", ".join(limit_words(limit) for limit in rule.limits) or None


def _expiry(rule: EventRule) -> str | None:
    return None if rule.expires is None else f"after {duration_words(rule.expires)}"


def _decay(rule: EventRule) -> str | None:
    return None if rule.decay is None else decay_words(rule.decay)


def _occurrence(rule: EventRule) -> str:
    count = f" {rule.count}" if rule.count != 1 else ""
    return f"{rule.occurrence}{count}{f' per {rule.per}' if rule.per else ''}"


def _row(row: TableRow) -> str:
    if row.start is not None:
        return f"from {number_words(row.start)}"
    return ", ".join(map(str, row.values)) or "otherwise"


def _clamps(group: Group | None) -> str | None:
    if group is None:
        return None
    said = [
        f"{word} {number_words(size)}"
        for word, size in (("minimum", group.minimum), ("maximum", group.maximum))
        if size is not None
    ]
    return ", ".join(said) or "no limits"


def _number(number: int | float | None) -> str | None:
    return None if number is None else number_words(number)


def points(value: Expression, model: Model) -> str:
    """The points of a rule with their sign: a number, or what it is computed from."""
    if isinstance(value, Constant) and isinstance(value.value, int | float):
        return f"{'+' if value.value >= 0 else ''}{number_words(value.value)}"
    text = written(value.span, model)
    return text if text.startswith(("+", "-")) else f"+{text}"
