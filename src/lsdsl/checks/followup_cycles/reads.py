"""What conditions and scores read, through ``let``, grades and selections."""

from collections.abc import Iterable, Iterator

from lsdsl.checks.followup_cycles.steps import branches_of, writes
from lsdsl.model import expressions as model
from lsdsl.model.declarations import (
    AbsenceRule,
    AwardStep,
    EventRule,
    Followup,
    Model,
    Rule,
    Score,
    SetField,
    StateRule,
    Table,
    WhenTrigger,
)
from lsdsl.model.expressions import Expression


def walk(expression: Expression, ruleset: Model) -> Iterator[Expression]:
    """An expression and all below it, through ``let``, grades and selections; not into scores or the conditions of histories."""
    waiting = [expression]
    while waiting:
        one = waiting.pop()
        yield one
        match one:
            case model.LetRead(let=name):
                waiting.append(ruleset.lets[name].value)
            case model.GradeRead(grade=name):
                waiting.extend(row.condition for row in reversed(ruleset.grades[name].rows) if row.condition is not None)
            case model.SelectionRead(selection=name):
                waiting.append(ruleset.selections[name].condition)
            case _:
                waiting.extend(reversed(model.parts(one)))


def tokens(expressions: Iterable[Expression], ruleset: Model) -> Iterator[str]:
    """``field NAME`` and ``score NAME`` for what is read; a gain is a read of its scores."""
    for expression in expressions:
        for one in walk(expression, ruleset):
            match one:
                case model.FieldRead(field=name):
                    yield f"field {name}"
                case model.ScoreRead(score=name) | model.RangeTest(score=name) | model.Flames(score=name):
                    yield f"score {name}"
                case model.Gained(scores=names):
                    yield from (f"score {name}" for name in names)
                case _:
                    pass


def score_tokens(score: Score, ruleset: Model) -> Iterable[str]:
    """What a score follows, each once: the reads of its expression, state rules and tables, but not of its event rules."""
    own = [] if score.expression is None else [score.expression]
    states = (one for rule in score.rules if not isinstance(rule, EventRule) for one in rule_expressions(rule))
    return dict.fromkeys(tokens([*own, *states], ruleset))


def condition_tokens(trigger: WhenTrigger, ruleset: Model) -> Iterable[str]:
    """What the edge of a trigger follows, each once."""
    return dict.fromkeys(tokens(_of_trigger(trigger), ruleset))


def _of_trigger(trigger: WhenTrigger) -> list[Expression]:
    return [trigger.condition] if trigger.again is None else [trigger.condition, trigger.again]


def rule_expressions(rule: Rule) -> list[Expression]:
    """The expressions of a rule."""
    match rule:
        case EventRule(where=where, points=points):
            return [points] if where is None else [where, points]
        case StateRule(condition=condition, points=points):
            return [condition, points]
        case Table(by=by, rows=rows):
            return [by, *(row.points for row in rows)]
        case AbsenceRule(points=points):
            return [points]


def followup_expressions(followup: Followup) -> Iterator[Expression]:
    """What decides whether a follow-up runs and what it writes: its conditions first."""
    if followup.where is not None:
        yield followup.where
    if isinstance(followup.trigger, WhenTrigger):
        yield from _of_trigger(followup.trigger)
    for branch in branches_of(followup.steps):
        if branch.condition is not None:
            yield branch.condition
    for write in writes(followup.steps):
        if isinstance(write, SetField):
            yield write.value
        elif isinstance(write, AwardStep):
            yield write.points
