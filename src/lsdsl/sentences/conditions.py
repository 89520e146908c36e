"""Conditions as clauses: ``country in ("NL", "BE")`` is "the country is "NL" or "BE"".

A ``not`` is said at the very place where it belongs ("does not contain"), so that no sentence has to be unravelled.
"""

from typing import Final

from lsdsl.model.declarations import Model
from lsdsl.model.expressions import (
    TURNED,
    AttributeRead,
    Between,
    Changed,
    Comparison,
    Constant,
    Elapsed,
    Expression,
    FieldRead,
    FunctionCall,
    Gained,
    HistoryRead,
    ListContains,
    ListContainsAgainst,
    Logical,
    Matches,
    Membership,
    Missing,
    Not,
    RangeTest,
    SelectionRead,
    TextTest,
    TextTestAgainst,
)
from lsdsl.model.types import BOOLEAN, LIST, TEXT, Kind
from lsdsl.sentences.amounts import duration_words, listed, number_words
from lsdsl.sentences.nouns import is_plural, noun, words_of
from lsdsl.sentences.quantities import history_words, quantity, score_name
from lsdsl.sentences.values import values_words

COMPARED: Final = {
    "==": ("is", "is not"),
    "!=": ("is not", "is"),
    "<": ("is less than", "is not less than"),
    "<=": ("is at most", "is not at most"),
    ">": ("is more than", "is not more than"),
    ">=": ("is at least", "is not at least"),
}
COMPARED_MOMENTS: Final = {
    **COMPARED,
    "<": ("is before", "is not before"),
    "<=": ("is at or before", "is not at or before"),
    ">": ("is after", "is not after"),
    ">=": ("is at or after", "is not at or after"),
}
AMOUNTS: Final = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least", "==": "exactly"}
TEXT_VERBS: Final = {"contains": "contain", "starts with": "start with", "ends with": "end with"}


def clause(expression: Expression, model: Model, *, negated: bool = False) -> str:
    """A condition as a clause without "if"."""
    match expression:
        case Not(operand=operand):
            return clause(operand, model, negated=not negated)
        case Logical():
            return _logical(expression, model, negated=negated)
        case Comparison():
            return _comparison(expression, model, negated=negated)
        case Between(value=value, low=low, high=high):
            not_ = "not " if negated else ""
            return f"{quantity(value, model)} is {not_}between {quantity(low, model)} and {quantity(high, model)}"
        case Membership() | TextTest() | TextTestAgainst() | ListContains() | ListContainsAgainst() | Matches() | Missing():
            return _about(expression, model, negated=negated)
        case RangeTest():
            return _range(expression, model, negated=negated)
        case Changed(field=name):
            return f"`{name}` {'has not changed' if negated else 'has changed'}"
        case SelectionRead(selection=name):
            return f"the lead is {'not ' if negated else ''}in the selection `{name}`"
        case HistoryRead(function="seen"):
            return f"there was {'no' if negated else _a(expression)} {history_words(expression, model, plural=False)}"
        case Constant(value=bool(value)):
            return "always" if value is not negated else "never"
        case _:
            return f"{quantity(expression, model)} is {'not true' if negated else 'true'}"


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """The conditions that all have to hold, where an expression is put together from such."""
    return expression.operands if isinstance(expression, Logical) and expression.operator == "and" else (expression,)


def _a(read: HistoryRead) -> str:
    return "an" if read.history.event[:1].lower() in "aeio" and not read.history.collection else "a"


def _logical(expression: Logical, model: Model, *, negated: bool) -> str:
    """Conditions joined; not (a or b) is told as not a and not b."""
    joint = expression.operator if not negated else ("or" if expression.operator == "and" else "and")
    parts = []
    for one in expression.operands:
        said, inner = clause(one, model, negated=negated), one.operand if isinstance(one, Not) else one
        parts.append(f"({said})" if isinstance(inner, Logical) else said)
    return f" {joint} ".join(parts)


# --- comparisons ------------------------------------------------------------------------------------------------------------


def _comparison(test: Comparison, model: Model, *, negated: bool) -> str:
    left, right, operator = test.left, test.right, test.operator
    if isinstance(left, Constant) and not isinstance(right, Constant):
        left, right, operator = right, left, TURNED[operator]
    special = _special(left, operator, right, model) if not negated else None
    if special is not None:
        return special
    case = " (in upper or lower case)" if test.ignoring_case else ""
    if left.type == BOOLEAN and isinstance(right, Constant) and operator in ("==", "!="):
        return clause(left, model, negated=negated ^ (operator == "!=") ^ (right.value is False))
    moments = left.type.kind in (Kind.DATE, Kind.DATETIME)
    relation = (COMPARED_MOMENTS if moments else COMPARED)[operator][negated]
    return f"{quantity(left, model)} {relation} {quantity(right, model)}{case}"


def _special(left: Expression, operator: str, right: Expression, model: Model) -> str | None:
    """Comparisons that have a shorter way of being said."""
    amount = AMOUNTS.get(operator)
    if amount is None:
        return None
    match left, right:
        case Gained(scores=scores, within=within), Constant(value=int() | float() as points):
            names = listed([score_name(one, model) for one in scores], "and")
            many = f"{amount.replace('less', 'fewer')} {number_words(points)} points within {duration_words(within)}"
            return f"{names} {'gains' if len(scores) == 1 else 'gain'} {many}"
        case Elapsed(function=function, moment=moment), Constant(value=int() as size) if size >= 0:
            away = "ago" if function == "age" else "from now"
            return f"{quantity(moment, model)} is {amount} {duration_words(size)} {away}" if size else None
        case FunctionCall(function="abs", arguments=(Elapsed(moment=moment),)), Constant(value=int() as size) if size > 0:
            return f"{quantity(moment, model)} is {amount} {duration_words(size)} ago or from now"
        case HistoryRead(function="count"), Constant(value=0) if operator == ">":
            return f"there is a {history_words(left, model, plural=False)}" if left.history.collection else None
        case _:
            return None


def _range(test: RangeTest, model: Model, *, negated: bool) -> str:
    score = model.scores[test.score]
    relation = {"is": "is", "is not": "is not", "at least": "is at least", "below": "is below"}[test.relation]
    if negated:
        relation = {"is": "is not", "is not": "is"}.get(test.relation, relation.replace("is ", "is not ", 1))
    return f"{score.title} {relation} {score.ranges[test.index].name}"


# --- what is said about one value -----------------------------------------------------------------------------------------

About = Membership | TextTest | TextTestAgainst | ListContains | ListContainsAgainst | Matches | Missing


def predicate(expression: About, model: Model, *, negated: bool) -> str:
    """What is said of a value, without the value: ``starts with "/pricing"``."""
    plural = _is_plural(expression.value)
    case = " (in upper or lower case)" if getattr(expression, "ignoring_case", False) else ""
    match expression:
        case Missing(negated=turned):
            return f"{'are' if plural else 'is'} {'given' if turned ^ negated else 'missing'}"
        case Matches(pattern=pattern):
            return _verb("match", "matches", plural=plural, negated=negated) + f" the pattern `{pattern}`{case}"
        case Membership():
            return _membership(expression, negated=negated ^ expression.negated) + case
        case TextTest(operator=operator, operand=operand):
            return _verb(TEXT_VERBS[operator], operator, plural=plural, negated=negated) + f" {quantity(operand, model)}{case}"
        case ListContains(operand=operand):
            return _verb("contain", "contains", plural=plural, negated=negated) + f" {quantity(operand, model)}{case}"
        case TextTestAgainst(operator=operator):
            return _against(expression, TEXT_VERBS[operator], operator, plural=plural, negated=negated) + case
        case ListContainsAgainst():
            return _against(expression, "contain", "contains", plural=plural, negated=negated) + case


def _about(expression: About, model: Model, *, negated: bool) -> str:
    if isinstance(expression.value, FieldRead) and expression.value.field == "tags":
        said = _tags(expression, negated=negated)
        if said is not None:
            return said
    if isinstance(expression, Missing) and isinstance(expression.value, HistoryRead) and expression.value.function == "last":
        ever = f"at least one {history_words(expression.value, model, plural=False)}"
        return f"there was {ever}" if expression.negated ^ negated else f"there was never {_a(expression.value)} {ever[13:]}"
    return f"{quantity(expression.value, model)} {predicate(expression, model, negated=negated)}"


def _is_plural(value: Expression) -> bool:
    match value:
        case FieldRead(field=name) | AttributeRead(attribute=name) if value.type == LIST:
            return is_plural((words_of(name) or [""])[-1]) and noun(name, LIST).startswith("the ")
        case _:
            return False


def _verb(many: str, one: str, *, plural: bool, negated: bool) -> str:
    if negated:
        return f"{'do' if plural else 'does'} not {many}"
    return many if plural else one


def _membership(test: Membership, *, negated: bool) -> str:
    if test.named is not None:
        return f"is {'not ' if negated else ''}in the list `{test.named}`"
    if not negated:
        return f"is {values_words(test.items, test.value.type, 'or')}"
    if len(test.items) == 1:
        return f"is not {values_words(test.items, test.value.type, 'or')}"
    return f"is none of {values_words(test.items, test.value.type, 'and')}"


def _against(test: TextTestAgainst | ListContainsAgainst, many: str, one: str, *, plural: bool, negated: bool) -> str:
    """``contains something from the list `x```, ``starts with "a" or "b"``."""
    quantifier = test.quantifier
    if negated and quantifier != "all":
        quantifier, negated = ("none" if quantifier == "any" else "any"), False
    if test.named is not None:
        verb = _verb(many, one, plural=plural, negated=negated)
        what = {"any": "something from", "all": "everything in", "none": "nothing from"}[quantifier]
        return f"{verb} {what} the list `{test.named}`"
    if quantifier == "all":
        return f"{_verb(many, one, plural=plural, negated=negated)} {values_words(test.items, TEXT, 'and')}"
    return f"{_verb(many, one, plural=plural, negated=quantifier == 'none')} {values_words(test.items, TEXT, 'or')}"


def _tags(expression: About, *, negated: bool) -> str | None:
    """What is said of the tags of a lead."""
    has = "does not have" if negated else "has"
    match expression:
        case ListContains(operand=Constant(value=str(tag)), ignoring_case=False):
            return f'the lead {has} the tag "{tag}"'
        case ListContainsAgainst(quantifier=quantifier, items=items, named=None, ignoring_case=False) if quantifier != "none":
            tags = "tags" if len(items) > 1 and quantifier == "all" else "tag"
            return f"the lead {has} the {tags} {values_words(items, TEXT, 'and' if quantifier == 'all' else 'or')}"
        case ListContainsAgainst(items=items, named=None, ignoring_case=False):
            return f"the lead {'has' if negated else 'does not have'} the tag {values_words(items, TEXT, 'or')}"
        case _:
            return None
