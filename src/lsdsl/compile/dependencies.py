"""What expressions read, so that nothing is computed anew without need and nothing that is needed is forgotten."""

from collections.abc import Iterator

from lsdsl.model import expressions as model
from lsdsl.model.declarations import AbsenceRule, Model, Rule, Score, StateRule, Table


def walk(expression: model.Expression, ruleset: Model) -> Iterator[model.Expression]:
    """The expression and all below it.

    Goes through ``let``, grades and selections, but not into scores or the conditions of histories.
    """
    stack = [expression]
    while stack:
        one = stack.pop()
        yield one
        match one:
            case model.LetRead(let=name):
                stack.append(ruleset.lets[name].value)
            case model.GradeRead(grade=name):
                stack.extend(row.condition for row in ruleset.grades[name].rows if row.condition is not None)
            case model.SelectionRead(selection=name):
                stack.append(ruleset.selections[name].condition)
            case _:
                stack.extend(model.parts(one))


def rule_expressions(rule: Rule) -> tuple[model.Expression, ...]:
    """The expressions of a rule that are evaluated together."""
    match rule:
        case StateRule():
            return (rule.condition, rule.points)
        case Table():
            return (rule.by, *(row.points for row in rule.rows))
        case AbsenceRule():
            return (rule.points,)
        case _:
            return tuple(one for one in (rule.where, rule.points) if one is not None)


def score_expressions(score: Score) -> Iterator[model.Expression]:
    """All expressions of a score."""
    for rule in score.rules:
        yield from rule_expressions(rule)
    if score.expression is not None:
        yield score.expression


def reads_scores(expressions: tuple[model.Expression, ...], ruleset: Model) -> bool:
    """Whether any of the expressions reads a score."""
    return any(
        isinstance(one, model.ScoreRead | model.RangeTest | model.Flames)
        for expression in expressions
        for one in walk(expression, ruleset)
    )


def may_fail(expression: model.Expression, ruleset: Model) -> bool:
    """Whether evaluating an expression can have a problem (numbers overflow) or a fault (patterns are another library's)."""
    return any(
        isinstance(one, model.Arithmetic | model.Matches | model.FunctionCall | model.HistoryRead)
        for one in walk(expression, ruleset)
    )


def tokens(
    expressions: tuple[model.Expression, ...], ruleset: Model, scores: dict[str, int], histories: dict[model.History, int]
) -> set[str]:
    """The names of what the expressions read, as the keys of ``Program.watchers``."""
    found: set[str] = set()
    for expression in expressions:
        for one in walk(expression, ruleset):
            match one:
                case model.FieldRead(field="tags"):
                    found.add("tags")
                case model.FieldRead(field=name):
                    found.add(f"field:{name}")
                case model.ScoreRead(score=name) | model.RangeTest(score=name) | model.Flames(score=name):
                    found.add(f"score:{scores[name]}")
                case model.HistoryRead(history=history):
                    found.add(f"rows:{history.event}" if history.collection else f"history:{histories[history]}")
                case model.Gained(scores=names):
                    found.update(f"gains:{scores[name]}" for name in names)
                case _:
                    pass
    return found


def is_fading(condition: model.Expression, ruleset: Model) -> bool:
    """Whether time alone can make a condition false and never true: more of something within a window than a number."""
    match condition:
        case model.Logical(operands=operands):
            return all(is_fading(one, ruleset) for one in operands)
        case model.Comparison(operator=">" | ">=", left=left, right=model.Constant()):
            counts = isinstance(left, model.HistoryRead) and left.function == "count" and not left.history.collection
            return counts or isinstance(left, model.Gained) or not depends_on_time(left, ruleset)
        case _:
            return not depends_on_time(condition, ruleset)


def depends_on_time(expression: model.Expression, ruleset: Model) -> bool:
    """Whether time alone can change the value."""
    return any(
        isinstance(one, model.Elapsed | model.Gained) or (isinstance(one, model.HistoryRead) and one.within is not None)
        for one in walk(expression, ruleset)
    )
