"""What is a function of the present: state rules, tables, rules on absence, and the values of scores."""

from typing import Final

from sqlglot import exp

from lsdsl.compile import points
from lsdsl.model.declarations import AbsenceRule, Model, Score, StateRule, Table, TableRow
from lsdsl.model.expressions import Arithmetic, Constant, Expression, ScoreRead
from lsdsl.model.types import Kind
from lsdsl.sql import terms
from lsdsl.sql.awards import fixed_size, size_of
from lsdsl.sql.expressions import Translator
from lsdsl.sql.problems import NotSqlError
from lsdsl.sql.terms import Term

EXACT: Final = 2**53 // points.POINT
"""Up to so many points whole millionths are exact as floats."""


def state_rule(rule: StateRule, translator: Translator) -> Term:
    """Its points while its condition holds."""
    return terms.when(translator.holds(rule.condition), _size(rule.points, translator))


def table(rule: Table, translator: Translator) -> Term:
    """The points of the row that counts."""
    if rule.by.type.kind is Kind.LIST:
        raise NotSqlError("lists are compared as a whole")
    value = translator.value(rule.by)
    branches, otherwise = [], terms.whole(0)
    for row in rule.rows:
        size = _size(row.points, translator)
        test = _reaches(row, value)
        if test is None:
            otherwise = size
            break
        branches.append((test, size))
    return terms.case(branches, otherwise) if branches else otherwise


def _reaches(row: TableRow, value: Term) -> Term | None:
    if row.start is not None:
        return terms.binary(exp.GTE, value.copy(), terms.number(row.start))
    if row.values:
        return exp.In(this=value.copy(), expressions=[terms.constant(one) for one in row.values])
    return None


def absence(rule: AbsenceRule, translator: Translator, since: Term, as_of: Term) -> Term:
    """Its points for each whole period since the latest of its events."""
    passed = terms.greatest(terms.binary(exp.Sub, as_of.copy(), since), terms.whole(0))
    return terms.binary(exp.Mul, terms.quotient(passed, rule.every), _size(rule.points, translator))


def _size(earned: Expression, translator: Translator) -> Term:
    fixed = fixed_size(earned)
    return size_of(earned, translator) if fixed is None else terms.whole(fixed)


def score_value(score: Score, own: list[Term], groups: dict[str, list[Term]]) -> Term:
    """The value of a score with rules, from what its rules and those of its groups give."""
    parts = list(own)
    if score.initial:
        parts.insert(0, terms.whole(points.from_number(score.initial)))
    parts += [
        terms.clamped(terms.plus(groups.get(one.name) or [terms.whole(0)]), one.minimum, one.maximum) for one in score.groups
    ]
    value = terms.plus(parts or [terms.bigint(terms.whole(0))])
    return terms.clamped(value, score.minimum, score.maximum)


def computed_value(score: Score, translator: Translator) -> Term:
    """The value of a computed score; NULL while it is missing."""
    assert score.expression is not None
    value = terms.double(translator.value(score.expression))
    translator.problems.append(terms.binary(exp.GT, exp.Abs(this=value.copy()), terms.whole(EXACT)))
    size = terms.in_millionths(value, EXACT)
    if score.minimum is None and score.maximum is None:
        return size
    clamped = terms.clamped(size, score.minimum, score.maximum)
    if sums_up(score.expression, translator.ruleset):
        return clamped
    return terms.case([(terms.is_null(value.copy()), exp.null())], clamped)


def sums_up(expression: Expression, model: Model) -> bool:
    """Whether an expression is a sum of scores that are never missing."""
    match expression:
        case Arithmetic(operator="+" | "-", left=left, right=right):
            return sums_up(left, model) and sums_up(right, model)
        case ScoreRead(score=name):
            return model.scores[name].enabled and model.scores[name].expression is None
        case Constant():
            return True
        case _:
            return False


def range_of(score: Score, value: Term) -> Term:
    """The name of the range that a score is in."""
    starts = [(one.start, terms.text(one.name)) for one in score.ranges]
    branches = [
        (terms.binary(exp.GTE, value.copy(), terms.whole(points.from_number(start))), name)
        for start, name in reversed(starts)
        if start is not None
    ]
    lowest = next(name for start, name in starts if start is None)
    return terms.case([(terms.is_null(value), exp.null()), *branches], lowest)
