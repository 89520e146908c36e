"""LS520: two rules of one score that say the same in other words."""

from collections.abc import Hashable, Iterator

from lsdsl.analysis.shapes import meaning, shape
from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import EventRule, Model, Rule, StateRule


def check(subject: Subject) -> Iterator[Diagnostic]:
    """A rule for what another rule of its score is for already.

    Where both are written alike it is an error (LS225), or the author said with a name that both are wanted.
    """
    model = subject.model
    for score in model.scores.values():
        first: dict[Hashable, Rule] = {}
        for rule in score.rules:
            key = _meaning(rule, model)
            if key is None:
                continue
            earlier = first.setdefault(key, rule)
            if earlier is not rule and _words(earlier) != _words(rule):
                yield finding("LS520", rule.span, Related(earlier.span, "first"), score=score.name)


def _meaning(rule: Rule, model: Model) -> Hashable | None:
    match rule:
        case EventRule(where=where):
            condition = None if where is None else meaning(where, model.lets)
            return ("on", rule.occurrence, rule.count, rule.per, frozenset(rule.events), condition)
        case StateRule(condition=holds):
            return ("while", meaning(holds, model.lets))
        case _:
            return None


def _words(rule: Rule) -> Hashable:
    match rule:
        case EventRule():
            return (rule.events, shape(rule.where))
        case StateRule():
            return shape(rule.condition)
        case _:
            return rule.span
