"""LS525: limits that never refuse or cut anything."""

from collections.abc import Iterator, Sequence
from math import ceil, inf

from lsdsl.analysis.attainable import reach
from lsdsl.analysis.awards import ONCE, millionths, occurrences, points
from lsdsl.analysis.numbers import Numbers
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.written import without, words
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import EventRule, Limit, Model, Score
from lsdsl.model.expressions import Constant


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Limits of rules that the rest of the rule keeps, and maxima of groups that their rules do not reach."""
    model = subject.model
    able = reach(model, subject.boxes)
    for score in model.scores.values():
        for rule in score.rules:
            if isinstance(rule, EventRule) and rule.limits:
                yield from _limits(rule, able.numbers, model)
        if subject.whole:
            yield from _groups(score, {name: able.groups[score.name, name].high for name in _groups_with_rules(score)})


def _limits(rule: EventRule, numbers: Numbers, model: Model) -> Iterator[Diagnostic]:
    kept = list(rule.limits)
    for limit in reversed(rule.limits):
        others = [one for one in kept if one is not limit]
        most = _most(limit, others, rule, numbers, model)
        if most > limit.amount:
            continue
        kept = others
        facts = {"within": _window(limit, model)} if limit.per is not None else {}
        found = finding("LS525", limit.span, limit=words(limit.span, model), most=_counted(most, limit), **facts)
        edit = without(limit.span, model)
        yield found.with_fix(edit, safe=True) if edit is not None else found


def _most(limit: Limit, others: Sequence[Limit], rule: EventRule, numbers: Numbers, model: Model) -> float:
    """What the rule awards within the window of a limit, in its unit, if it were not for this limit."""
    size = _size(rule, numbers)
    times = [_occurrences(rule, model)]
    for one in others:
        windows = _windows(limit, one)
        if one.unit == "times":
            times.append(windows * one.amount)
        elif isinstance(rule.points, Constant) and size > 0 and one.amount % size == 0:
            times.append(windows * (one.amount / size))
    most = min(times)
    if limit.unit == "times":
        return most
    return min([most * size if size > 0 else 0, *(_windows(limit, one) * one.amount for one in others if one.unit == "points")])


def _windows(limit: Limit, other: Limit) -> float:
    """How many windows of another limit cover the window of a limit."""
    if other.per is None:
        return 1
    return inf if limit.per is None else ceil(limit.per / other.per)


def _occurrences(rule: EventRule, model: Model) -> float:
    """How often a rule may award; each repeat of a ``latest`` award counts for limits."""
    if rule.occurrence != "latest":
        return occurrences(rule, model)
    return len(rule.events) if ONCE.issuperset(rule.events) else inf


def _size(rule: EventRule, numbers: Numbers) -> float:
    bounds = numbers.of(rule.points)
    return points(millionths(max(abs(bounds.low), abs(bounds.high))))


def _counted(most: float, limit: Limit) -> str:
    number = f"{most:g}"
    return f"{number} {limit.unit if most != 1 else limit.unit.removesuffix('s')}"


def _window(limit: Limit, model: Model) -> str:
    return words(limit.span, model).partition(" per ")[2]


def _groups_with_rules(score: Score) -> list[str]:
    return [group.name for group in score.groups if score.enabled and any(rule.group == group.name for rule in score.rules)]


def _groups(score: Score, reachable: dict[str, float]) -> Iterator[Diagnostic]:
    for group in score.groups:
        most = reachable.get(group.name, inf)
        if group.maximum is not None and most < group.maximum:
            yield finding("LS525", group.span, group=group.name, maximum=group.maximum, most=f"{most:g}")
