"""What is left to the step when SQL does some of the scores: the same ruleset without them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lsdsl.compile.dependencies import score_expressions, walk
from lsdsl.compile.followups import followup_expressions
from lsdsl.model.declarations import (
    AwardStep,
    ChangeTrigger,
    ColdTrigger,
    EventRule,
    Followup,
    If,
    Model,
    OnTrigger,
    Script,
    Step,
)
from lsdsl.model.expressions import Expression, Flames, Gained, RangeTest, ScoreRead
from lsdsl.runner.ruleset import Ruleset

MODIFIED = "profile.modified"


def needed(ruleset: Ruleset, scores: Iterable[str], grades: Iterable[str]) -> frozenset[str]:
    """The scores that the step has to compute for the given scores and grades and for all follow-ups, themselves included."""
    model = ruleset.model
    wanted = [*scores, *_of_followups(ruleset)]
    for name in grades:
        wanted += _read((row.condition for row in model.grades[name].rows if row.condition is not None), model)
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted += _read(score_expressions(model.scores[name]), model)
            if _hears_of_fields(model, found):
                wanted += [one.name for one in model.scores.values() if one.field is not None]
    return frozenset(found)


def without(ruleset: Ruleset, scores: frozenset[str]) -> Ruleset:
    """The ruleset with these scores only, and with what reads no others."""
    model = ruleset.model

    def reads_kept(*expressions: Expression | None) -> bool:
        return scores.issuperset(_read((one for one in expressions if one is not None), model))

    less = replace(
        model,
        scores={name: one for name, one in model.scores.items() if name in scores},
        order=tuple(name for name in model.order if name in scores),
        grades={name: one for name, one in model.grades.items() if reads_kept(*(row.condition for row in one.rows))},
        lets={name: one for name, one in model.lets.items() if reads_kept(one.value)},
        selections={name: one for name, one in model.selections.items() if reads_kept(one.condition, one.order)},
    )
    return Ruleset(less, boxes=ruleset.boxes, settings=ruleset.settings)


def _read(expressions: Iterable[Expression], model: Model) -> list[str]:
    """The scores that expressions read."""
    found: list[str] = []
    for expression in expressions:
        for one in walk(expression, model):
            match one:
                case ScoreRead(score=name) | RangeTest(score=name) | Flames(score=name):
                    found.append(name)
                case Gained(scores=names):
                    found += names
                case _:
                    pass
    return found


def _hears_of_fields(model: Model, scores: Iterable[str]) -> bool:
    """Whether a follow-up, or a rule of one of the scores, is about changes of fields, which scores with a field cause."""
    triggers = [one.trigger for one in model.followups.values() if one.enabled]
    if any(isinstance(one, OnTrigger) and MODIFIED in one.events for one in triggers):
        return True
    rules = (rule for name in scores for rule in model.scores[name].rules)
    return any(isinstance(rule, EventRule) and MODIFIED in rule.events for rule in rules)


def _of_followups(ruleset: Ruleset) -> Iterator[str]:
    model = ruleset.model
    for followup in model.followups.values():
        if followup.enabled:
            yield from _read(followup_expressions(followup), model)
            yield from _of_trigger(followup)
            yield from _of_steps(ruleset, followup.steps)


def _of_trigger(followup: Followup) -> tuple[str, ...]:
    match followup.trigger:
        case ColdTrigger(scores=scores):
            return scores
        case ChangeTrigger(score=score):
            return (score,)
        case _:
            return ()


def _of_steps(ruleset: Ruleset, steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        match step:
            case AwardStep(score=score):
                yield score
            case If(branches=branches):
                for branch in branches:
                    yield from _of_steps(ruleset, branch.steps)
            case Script(span=span):
                uses = ruleset.boxes[span].uses
                yield from (*uses.scores, *uses.awards)
                owners = {name: field.owner for name, field in ruleset.model.fields.items() if field.owner is not None}
                yield from (owners[name] for name in uses.reads if name in owners)
            case _:
                pass
