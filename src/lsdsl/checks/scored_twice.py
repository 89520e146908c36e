"""LS521: one thing that two event rules of a score give points for, where one of the two would do."""

from collections.abc import Hashable, Iterator

from lsdsl.analysis.shapes import meaning, shape, unfolded
from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import EventRule, Model
from lsdsl.model.expressions import Comparison, Constant, TextTest

Key = tuple[Hashable, ...]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Two rules on each of the same occurrences, without anything that tells them apart.

    A rule for everything and one for something more besides it, or tiers (`amount > 10`, `amount > 50`), are no mistake: only the
    same condition on lists of events that overlap, and one text that is both compared and looked for, are told.
    """
    model = subject.model
    for score in model.scores.values():
        same: dict[Key, EventRule] = {}
        exact: dict[Key, EventRule] = {}
        wide: dict[Key, EventRule] = {}
        for rule in score.rules:
            if not isinstance(rule, EventRule) or rule.occurrence != "each" or (direction := _direction(rule)) is None:
                continue
            yield from _overlaps(rule, {event: (direction, _meaning(rule, model), event) for event in rule.events}, same)
            yield from _contained(rule, direction, exact, wide, model)


def _direction(rule: EventRule) -> bool | None:
    """Whether a rule gives literal points or takes them away: a rule against another one is meant."""
    match rule.points:
        case Constant(value=(int() | float()) as number) if number:
            return number > 0
        case _:
            return None


def _meaning(rule: EventRule, model: Model) -> Hashable:
    return None if rule.where is None else meaning(rule.where, model.lets)


def _overlaps(rule: EventRule, keys: dict[str, Key], same: dict[Key, EventRule]) -> Iterator[Diagnostic]:
    """An earlier rule with the same condition, on some of the same events and some others."""
    earlier = next((one for key in keys.values() if (one := same.setdefault(key, rule)) is not rule), None)
    if earlier is not None and set(earlier.events) != set(rule.events):
        event = ", ".join(f"`{one.replace('.', ' ')}`" for one in rule.events if one in earlier.events)
        yield finding("LS521", rule.span, Related(earlier.span, "first"), event=event)


def _contained(
    rule: EventRule, direction: bool, exact: dict[Key, EventRule], wide: dict[Key, EventRule], model: Model
) -> Iterator[Diagnostic]:
    """An earlier rule on the same events that looks for the text that this one wants to be the whole, or the other way round."""
    condition = None if rule.where is None else unfolded(rule.where, model.lets)
    match condition:
        case Comparison(operator="==", left=value, right=Constant(value=str() as text), ignoring_case=ignoring_case):
            mine, others = exact, wide
        case TextTest(value=value, operand=Constant(value=str() as text), ignoring_case=ignoring_case):
            mine, others = wide, exact
        case _:
            return
    key = (direction, frozenset(rule.events), shape(value), text, ignoring_case)
    mine.setdefault(key, rule)
    if key in others:
        yield finding("LS521", rule.span, Related(others[key].span, "first"), text=f'"{text}"')
